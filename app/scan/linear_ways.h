#ifndef KENPIN_LINEAR_WAYS_H
#define KENPIN_LINEAR_WAYS_H

#include "app/scan/linear_lines.h"
#include "app/scan/linear_read.h"

/* The ways in which a straightened region is turned into scan lines and read, the cheapest and most frequent first. */

struct linear_work {
    struct linear_lines lines;
    struct linear_reader reader;
    /* lines of the last way with edges enough for a code, if one counts every faint one; and without the faint ones */
    int rich, clear;
    /* of the way that is being tried */
    struct linear_edges edges;
    struct linear_band band[BANDS_MAX], shown;
};

unsigned linear_ways_count(void);

/* Reads all lines of the region in way n. In way 0 only some, where those are no code's; `doubtful`: even if they may
 * be one's that is blurred. */
void linear_ways_read(struct linear_work *work, unsigned n, bool doubtful);

#endif
