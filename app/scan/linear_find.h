#ifndef KENPIN_LINEAR_FIND_H
#define KENPIN_LINEAR_FIND_H

#include <stddef.h>

#include "app/scan/geometry.h"
#include "app/scan/image.h"

/* Where a picture is striped: many strong edges, all in one direction. That is what bars look like before one knows
 * anything of them; text has edges in every direction, and an edge of a box is alone. */

#define LINEAR_REGIONS_MAX 24

struct linear_region {
    struct quad quad; /* from at[0] to at[1] across the bars, from at[0] to at[3] along them; never mirrored */
    float strength;   /* what to look at first: how much edge there is */
};

struct linear_regions {
    size_t count; /* strongest first */
    struct linear_region at[LINEAR_REGIONS_MAX];
};

/* Adds the regions of one picture; a point of it times `scale` is where the quads are. */
int linear_find(const struct image *picture, float scale, struct linear_regions *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
