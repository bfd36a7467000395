#ifndef KENPIN_MATRIX_TIMING_H
#define KENPIN_MATRIX_TIMING_H

#include "app/scan/matrix_ell.h"

/* The two sides of a Data Matrix on which dark and light modules alternate. */

struct timing {
    struct point far;    /* the corner where they meet */
    unsigned rows, cols; /* modules, as counted: about right */
};

/* Looks for both from the ends of the L; false where there are none. */
bool timing_find(const struct ink *ink, const struct ell *ell, struct timing *out);

#endif
