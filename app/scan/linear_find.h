#ifndef KENPIN_LINEAR_FIND_H
#define KENPIN_LINEAR_FIND_H

#include <stddef.h>

#include "app/scan/geometry.h"
#include "app/scan/image.h"

/* Where a picture is striped: many strong edges, all in one direction. That is what bars look like before one knows
 * anything of them; text has edges in every direction, and an edge of a box is alone. */

/* As many codes as are kept of a picture, each found at several sizes, and something beside. */
#define LINEAR_REGIONS_MAX 320

struct linear_region {
    struct quad quad; /* from at[0] to at[1] across the bars, from at[0] to at[3] along them; never mirrored */
    float strength;   /* what to look at first: how much edge there is */
    unsigned number;  /* from 1 */
    unsigned of;      /* 0, or the number of the region that it is a part of, which comes before it (linear_stack.h) */
};

struct linear_regions {
    unsigned found; /* in all */
    size_t count;   /* kept, strongest first */
    bool more;      /* weaker ones were left out */
    struct linear_region at[LINEAR_REGIONS_MAX];
};

/* Adds the regions of one picture; a point of it times `scale` is where the quads are. */
int linear_find(const struct image *picture, float scale, struct linear_regions *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
