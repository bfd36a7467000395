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
    return (struct qr_view){&pyramid->level[level], scale};
}

float qr_view_grey(const struct qr_view *view, struct point at)
{
    return image_sample(view->image, (struct point){at.x * view->scale, at.y * view->scale});
}
