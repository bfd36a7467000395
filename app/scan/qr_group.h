#ifndef KENPIN_QR_GROUP_H
#define KENPIN_QR_GROUP_H

#include "app/scan/pyramid.h"
#include "app/scan/qr_finder.h"

/* Three finders that may be of one symbol. */

#define QR_TRIPLES_MAX 1024
#define QR_SCORE_MIN   0.5f /* half of what sizes and timing can give */

/* When only two were found. The third is looked for where it should be; a logo or a shine may lie over it. */
enum qr_missing { QR_MISSING_NONE, QR_MISSING_CORNER, QR_MISSING_RIGHT, QR_MISSING_BELOW };

struct qr_triple {
    enum qr_missing missing; /* its finder is -1, and its outline not known */
    int finder[3];           /* the corner one, the one to its right and the one below, if it is not mirrored */
    struct quad outline[3];  /* theirs, each from the symbol's top left, clockwise */
    float modules[2];        /* between the middles of corner and right, corner and below, by the finders' sizes */
    int changes[2];  /* between dark and light along the timing patterns; the distance less 6 in a good picture */
    float timing[2]; /* 0..1, how much those look like timing patterns */
    float score;     /* 0..1, how well sizes, angles and timing agree */
};

struct qr_triples {
    size_t count;
    struct qr_triple item[QR_TRIPLES_MAX];
};

/* Finders in pixels of the picture (level 0). The best triples come first. */
int qr_group(const struct qr_finders *finders, const struct pyramid *pyramid, struct qr_triples *out, struct err *err)
    __attribute__((warn_unused_result));

/* Pairs that may be of one symbol whose third finder is missing. */
int qr_group_pairs(const struct qr_finders *finders, const struct pyramid *pyramid, struct qr_triples *out,
                   struct err *err) __attribute__((warn_unused_result));

#endif
