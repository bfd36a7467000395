#ifndef KENPIN_MATRIX_ELL_H
#define KENPIN_MATRIX_ELL_H

#include "app/scan/pyramid.h"

/* The L of a Data Matrix: two solid sides that meet. */

struct ink { /* a picture as seen by what looks for dark modules */
    const struct image *image;
    bool light; /* the code is light on dark: greys are turned round */
};

/* Grey at a point, bilinear; 0 = on. Most of the time of this stage goes by here. */
static inline float ink_at(const struct ink *ink, struct point at)
{
    const struct image *image = ink->image;
    float x = at.x - 0.5f, y = at.y - 0.5f, grey;
    if (x >= 0 && y >= 0 && x < (float)(image->width - 1) && y < (float)(image->height - 1)) {
        uint32_t left = (uint32_t)x, top = (uint32_t)y;
        const uint8_t *a = image->grey + (size_t)top * image->width + left, *b = a + image->width;
        float right_part = x - (float)left, low_part = y - (float)top;
        float upper = (float)a[0] + right_part * (float)(a[1] - a[0]);
        float lower = (float)b[0] + right_part * (float)(b[1] - b[0]);
        grey = upper + low_part * (lower - upper);
    } else {
        grey = image_sample(image, at); /* near the edge of the picture, or NaN */
    }
    return ink->light ? 255 - grey : grey;
}

/* Outer edges, in pixels. Seen from the corner, `up` lies to the left of `right`: as an upright code is printed. */
struct ell {
    struct point corner, up, right;
    float module;   /* pixels, across the lines */
    float contrast; /* grey levels between the lines and what is outside of them */
};

/* Whether both sides of the guess are darker within than outside nearly everywhere: a first look that costs little. */
bool ell_could_be(const struct ink *ink, const struct ell *ell);

/* Refines the guess, whose ends are `reach` pixels or less from their true places; false where there is no L. Then
 * the module is 0 where not even the sides are straight, else as it seems. */
bool ell_refine(const struct ink *ink, struct ell *ell, float reach);

#endif
