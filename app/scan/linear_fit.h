#ifndef KENPIN_LINEAR_FIT_H
#define KENPIN_LINEAR_FIT_H

#include <stdbool.h>

#include "app/scan/linear_find.h"

/* The shape of a striped region: a quad whose left and right sides run along the bars. */

/* A square of pixels. Directions are told by the double angle, in which a gradient and its opposite are the same. */
struct cell {
    float own, dx, dy;          /* energy of its gradients, and that energy by direction */
    float strength, cos2, sin2; /* with the cells around it; strength 0: not striped */
    bool taken;                 /* by a region */
};

struct linear_cells {
    const struct cell *cells; /* all of the picture */
    uint32_t columns, size;   /* cells in a row; pixels a cell */
    const uint32_t *cell;     /* those of the region */
    size_t count;
    float cos2, sin2; /* sums over them */
};

/* The middle of the region's cell n, in pixels of the picture. */
struct point linear_cell_middle(const struct linear_cells *cells, size_t n);

/* False when it is no shape that bars could have: a single edge, say. */
bool linear_fit(const struct linear_cells *cells, struct linear_region *out);

#endif
