#ifndef KENPIN_MATRIX_GRID_H
#define KENPIN_MATRIX_GRID_H

#include "app/scan/matrix_size.h"
#include "app/scan/matrix_timing.h"

/* The modules of a Data Matrix, laid over the picture. */

struct grid {
    const struct matrix_size *size;
    bool mirrored; /* rows and columns of the symbol are columns and rows of the picture's */
    struct quad
        quad;  /* from the top left as an upright code is printed, clockwise: the end of the L, far, end, corner */
    float fit; /* part of the modules of the finder pattern that are as they must be */
};

#define GRIDS_MAX 3

/* The sizes that come into question, the best first; none where the finder patterns do not fit. Returns how many. */
size_t grid_fit(const struct ink *ink, const struct ell *ell, const struct timing *timing, struct grid out[GRIDS_MAX]);

/* Greys of all modules, rows * cols of the size, from the symbol's own top left. */
void grid_sample(const struct ink *ink, const struct grid *grid, uint8_t *greys);

/* Whether a module belongs to a finder pattern: 1 on, 0 off, -1 data. */
int grid_pattern(const struct matrix_size *size, unsigned row, unsigned col);

#endif
