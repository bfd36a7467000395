#ifndef KENPIN_MATRIX_TIMING_H
#define KENPIN_MATRIX_TIMING_H

#include "app/scan/matrix_ell.h"

/* The two sides of a Data Matrix on which dark and light modules alternate. */

#define TIMING_WAYS 3

struct timing_way {
    struct point from, way; /* through the middle of its modules */
    unsigned modules;       /* as counted: about right; 0 = none */
};

/* The best of those tilted to one side, hardly, and to the other: a line through the data may look better than the
 * right one, but not in all three. */
struct timing {
    struct timing_way across[TIMING_WAYS], down[TIMING_WAYS];
};

/* Looks for both from the ends of the L; false where there are none. */
bool timing_find(const struct ink *ink, const struct ell *ell, struct timing *out);

/* The far corner of the symbol by one of each; false where there is none. */
bool timing_far(const struct ell *ell, const struct timing_way *across, const struct timing_way *down,
                struct point *out);

#endif
