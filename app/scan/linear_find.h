#ifndef KENPIN_LINEAR_FIND_H
#define KENPIN_LINEAR_FIND_H

#include <stddef.h>

#include "app/scan/geometry.h"
#include "app/scan/image.h"

/* Where a picture is striped: many strong edges, all in one direction. That is what bars look like before one knows
 * anything of them; text has edges in every direction, and an edge of a box is alone. */

/* Kept of a photo, where what is weaker has never been a code that could be read; of a page, where a delivery note may
 * hold many codes, each found at more than one size, and nothing is in doubt. */
#define LINEAR_REGIONS_PHOTO 24
#define LINEAR_REGIONS_MAX   160

struct linear_region {
    struct quad quad; /* from at[0] to at[1] across the bars, from at[0] to at[3] along them; never mirrored */
    float strength;   /* what to look at first: how much edge there is */
};

struct linear_regions {
    size_t most;  /* set by the caller, LINEAR_REGIONS_MAX at most */
    size_t count; /* strongest first */
    struct linear_region at[LINEAR_REGIONS_MAX];
};

/* Adds the regions of one picture; a point of it times `scale` is where the quads are. */
int linear_find(const struct image *picture, float scale, struct linear_regions *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
