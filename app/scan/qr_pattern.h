#ifndef KENPIN_QR_PATTERN_H
#define KENPIN_QR_PATTERN_H

#include "app/scan/pyramid.h"

/* Looks for one pattern of known size and direction near a place, by correlation. */

enum qr_pattern { QR_PATTERN_NONE, QR_PATTERN_ALIGNMENT, QR_PATTERN_FINDER };

struct qr_hunt {
    enum qr_pattern pattern;
    bool light;               /* light on dark */
    struct point guess;       /* where its middle should be, in pixels of the picture */
    struct point right, down; /* one module, in pixels */
    float reach;              /* modules to each side */
    struct point at;          /* where it is */
    float like;               /* -1..1, the correlation there */
};

/* Sets right and down as at a place of a symbol on a plane. */
void qr_pattern_steps(const struct homography *plane, struct point code, struct qr_hunt *hunt);

bool qr_pattern_find(const struct pyramid *pyramid, struct qr_hunt *hunt);

#endif
