#ifndef KENPIN_MATRIX_HULL_H
#define KENPIN_MATRIX_HULL_H

#include "app/scan/geometry.h"
#include "app/scan/matrix_blobs.h"

/* The few corners of the convex hull of a blob, clockwise: three or four of them are those of a Data Matrix, if it is
 * one. */

#define HULL_CORNERS_MAX 8

struct hull {
    struct point at[HULL_CORNERS_MAX];
    size_t count; /* at least 3, or 0 */
};

int hull_of(const struct blobs *blobs, const struct blob *blob, struct hull *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
