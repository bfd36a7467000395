#ifndef KENPIN_LINEAR_STACK_H
#define KENPIN_LINEAR_STACK_H

#include "app/scan/linear_fit.h"

/* Codes printed closely one above the other hang together as one striped region, for a cell is striped when what is
 * around it is. Here they are told apart again: where hardly any edge runs across the bars, one code ends. */

#define STACK_MAX 16 /* codes of one region */

/* Cuts the region across its bars. `room` has place for as many cells as the region has. Returns how many parts there
 * are, 0 for a region that is one piece. */
size_t linear_stack_cut(const struct linear_cells *cells, uint32_t *room, struct linear_region out[STACK_MAX]);

#endif
