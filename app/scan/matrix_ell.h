#ifndef KENPIN_MATRIX_ELL_H
#define KENPIN_MATRIX_ELL_H

#include "app/scan/geometry.h"
#include "app/scan/image.h"

/* The L of a Data Matrix: two solid sides that meet. */

struct ink { /* a picture as seen by what looks for dark modules */
    const struct image *image;
    bool light; /* the code is light on dark: greys are turned round */
};

float ink_at(const struct ink *ink, struct point at); /* 0 = on */

/* Outer edges, in pixels. Seen from the corner, `up` lies to the left of `right`: as an upright code is printed. */
struct ell {
    struct point corner, up, right;
    float module;   /* pixels, across the lines */
    float contrast; /* grey levels between the lines and what is outside of them */
};

/* Refines the guess, whose ends are `reach` pixels or less from their true places; false where there is no L. */
bool ell_refine(const struct ink *ink, struct ell *ell, float reach);

#endif
