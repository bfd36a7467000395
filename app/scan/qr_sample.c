#include "app/scan/qr_sample.h"

#define PIXELS_MIN 2.0f /* of a module, at the level that is looked at */

struct qr_view qr_view_for(const struct pyramid *pyramid, float module)
{
    unsigned level = 0;
    float scale = 1;
    while (level + 1 < pyramid->count && module * scale / 2 >= PIXELS_MIN) {
        level++;
        scale /= 2;
    }
    const struct image *image = &pyramid->level[level];
    return (struct qr_view){image, scale, (float)image->width - 1.01f, (float)image->height - 1.01f};
}
