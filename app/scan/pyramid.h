#ifndef KENPIN_PYRAMID_H
#define KENPIN_PYRAMID_H

#include "app/scan/geometry.h"
#include "app/scan/image.h"

/* A picture in full size and halved again and again. Halving by the mean of four averages noise away and brings large
 * modules down to the few pixels that a finder needs. */

#define PYRAMID_LEVELS   6   /* 20,000 pixels come down to 625 */
#define PYRAMID_SIDE_MIN 48u /* pixels of the shorter side of the smallest level; a QR has 21 modules and more */

struct pyramid {
    struct image level[PYRAMID_LEVELS]; /* 0 is the picture itself, borrowed; the others are owned */
    unsigned count;                     /* at least 1. A point of level n is that of level 0 divided by 2^n */
};

int pyramid_make(const struct image *picture, struct pyramid *out, struct err *err) __attribute__((warn_unused_result));
void pyramid_clear(struct pyramid *pyramid);

/* Half the size in each direction, an odd last row or column left out; `from` has at least two of each. */
int image_half(const struct image *from, struct image *to, struct err *err) __attribute__((warn_unused_result));

/* Twice the size, between pixels bilinear. */
int image_double(const struct image *from, struct image *to, struct err *err) __attribute__((warn_unused_result));

/* Grey at a point between pixels, bilinear; outside of the picture that of the nearest pixel. */
float image_sample(const struct image *image, struct point at);

#endif
