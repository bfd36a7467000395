#ifndef KENPIN_MATRIX_ELL_H
#define KENPIN_MATRIX_ELL_H

#include "app/scan/matrix_side.h"

/* The L of a Data Matrix: two solid sides that meet. */

/* Outer edges, in pixels. Seen from the corner, `up` lies to the left of `right`: as an upright code is printed. */
struct ell {
    struct point corner, up, right;
    float module_up, module_right; /* pixels, along each side */
    float contrast;                /* grey levels between the lines and what is outside of them */
};

/* Whether both sides of the guess are darker within than outside nearly everywhere: a first look that costs little. */
bool ell_could_be(const struct ink *ink, const struct ell *ell);

/* Refines the guess, whose sides are `reach` pixels or less from their true places; false where there is no L. Then
 * the modules are 0 where not even the sides are straight, else as they seem. */
bool ell_refine(const struct ink *ink, struct ell *ell, float reach);

#endif
