#ifndef KENPIN_QR_GATHER_H
#define KENPIN_QR_GATHER_H

#include "app/scan/qr_finder.h"
#include "app/scan/scan.h"

#define QR_RAYS_SOUND 28 /* of 32: what stains and letters seldom have */

/* Finders of all levels of the pyramid together, in pixels of the picture. */
struct qr_gathered {
    struct qr_finders finders;
    bool is_new[QR_FINDERS_MAX]; /* found, or measured better, at the last level */
};

/* Before the next level: forgets finders of symbols that were read, and what does not look sound. */
void qr_gather_clear(struct qr_gathered *all, const struct scan *scan);

/* Takes in what a level shows; `by` is pixels of the picture for one of that level. */
void qr_gather(struct qr_gathered *all, const struct qr_finders *fresh, float by, const struct scan *scan);

#endif
