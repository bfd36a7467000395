#ifndef KENPIN_LINEAR_LINES_H
#define KENPIN_LINEAR_LINES_H

#include "app/scan/linear_find.h"
#include "app/scan/pyramid.h"

/* A striped region, straightened and cut along its bars into bands. Each band is averaged to one scan line: noise goes
 * by the root of its rows, and bars stay. */

#define LINE_MAX  2304 /* samples of a line */
#define BANDS_MAX 12   /* independent lines of one region */

struct linear_lines {
    const struct image *image; /* the level of the pyramid that is sampled */
    float scale;               /* a point of it times this is one of the picture */
    struct quad quad;          /* what the lines cover, in the picture: wider than the region */
    float samples;             /* a pixel of the level */
    float margin;              /* samples on either side of the region */
    int length;                /* samples of a line */
    int rows, bands;           /* rows of all bands together */
};

struct linear_band {
    float row;            /* its middle */
    int from, to;         /* samples that lie in the picture; those beyond are paper */
    float grey[LINE_MAX]; /* from 0 to 255 */
};

/* False when the region is degenerate. */
bool linear_lines_make(const struct linear_region *region, const struct pyramid *pyramid, struct linear_lines *out);

/* The mean of up to `rows` rows in the middle of band n. */
void linear_lines_sample(const struct linear_lines *lines, int n, int rows, struct linear_band *out);

/* Sets what lies beyond the picture to paper. */
void linear_band_paper(struct linear_band *band, int length);

/* Takes what is darker or lighter than the middle of the line out of its ends. */
void linear_band_clip(struct linear_band *band, int length);

/* Where a sample of a row is in the picture. */
struct point linear_lines_place(const struct linear_lines *lines, float sample, float row);

#endif
