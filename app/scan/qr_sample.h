#ifndef KENPIN_QR_SAMPLE_H
#define KENPIN_QR_SAMPLE_H

#include "app/scan/pyramid.h"

/* Grey of small spots. Points are those of the picture; the level of the pyramid is chosen so that a module is two to
 * four pixels wide there: what was averaged away is noise. */

struct qr_view {
    const struct image *image; /* of two pixels and more each way */
    float scale;               /* pixels of the image for one of the picture */
    float right, low;          /* the last places with a pixel behind them */
};

struct qr_view qr_view_for(const struct pyramid *pyramid, float module);

/* image_sample() of the view, here so that it can be inlined: it is most of the work. */
static inline float qr_view_grey(const struct qr_view *view, struct point at)
{
    float x = at.x * view->scale - 0.5f, y = at.y * view->scale - 0.5f;
    x = x > 0 ? (x < view->right ? x : view->right) : 0; /* a NaN comes out as 0 */
    y = y > 0 ? (y < view->low ? y : view->low) : 0;
    int left = (int)x, top = (int)y;
    float fx = x - (float)left, fy = y - (float)top;
    const uint8_t *a = view->image->grey + (size_t)top * view->image->width + left, *b = a + view->image->width;
    float upper = (float)a[0] + fx * ((float)a[1] - (float)a[0]);
    float lower = (float)b[0] + fx * ((float)b[1] - (float)b[0]);
    return upper + fy * (lower - upper);
}

#endif
