#ifndef KENPIN_LINEAR_READ_H
#define KENPIN_LINEAR_READ_H

#include <stdbool.h>
#include <zbar.h>

#include "app/codes/symbol.h"
#include "app/scan/linear_edges.h"

/* What scan lines of one region say, and how many of them say the same. ZBar decodes: it is given the widths of bars
 * and spaces of one line at a time, and keeps nothing from the line before, so that halves of two codes never meet. */

#define READ_VALUES_MAX 16
#define READ_BYTES_MAX  256

struct linear_value {
    enum symbology symbology;
    char bytes[READ_BYTES_MAX];
    size_t size;
    bool backwards;    /* the lines run against the code */
    unsigned bands;    /* a bit for each that said so */
    int lines;         /* of which no two share a band */
    float from, to;    /* along the line, in samples: the mean of those lines */
    float top, bottom; /* across: the first and the last row of them */
};

/* How a line is looked at: its near side is `far` times as long as the one at its end. */
struct slope {
    float far, length;
};

struct linear_reader {
    zbar_decoder_t *guarded, *open; /* owned: for EAN and UPC, and for the others */
    zbar_decoder_t *decoder;        /* that of them which was asked last */
    struct slope slope;
    bool seen; /* the last line said something */
    size_t count;
    struct linear_value value[READ_VALUES_MAX];
};

/* One scan line: of these bands around this row, so many samples long; how much farther away its end may be. */
struct linear_line {
    unsigned bands;
    float row, far;
    int length;
};

int linear_reader_make(struct linear_reader *reader, struct err *err) __attribute__((warn_unused_result));
void linear_reader_clear(struct linear_reader *reader);

void linear_reader_line(struct linear_reader *reader, const struct linear_edges *edges, const struct linear_line *line);

#endif
