#ifndef KENPIN_READER_ZBAR_H
#define KENPIN_READER_ZBAR_H

#include "app/scan/reader.h"

/* One look at one picture with ZBar; reader.c makes the answer of several. */

#define READER_HITS_MAX 256 /* of all looks together */

struct reader_hit {
    struct symbol symbol;
    int lines; /* linear codes: scan lines that agree on it (ZBar's "quality"); QR: 1 */
};

struct reader_hits {
    struct reader_hit item[READER_HITS_MAX];
    size_t count; /* what comes after READER_HITS_MAX is left out */
};

/* Adds what ZBar sees. Corners are in pixels of `image`. */
int reader_zbar_look(const struct image *image, struct reader_hits *hits, struct err *err)
    __attribute__((warn_unused_result));

#endif
