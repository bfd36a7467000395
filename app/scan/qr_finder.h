#ifndef KENPIN_QR_FINDER_H
#define KENPIN_QR_FINDER_H

#include "app/scan/binary.h"
#include "app/scan/geometry.h"

/* Finder patterns of QR symbols: a dark square of 3 modules, a light ring and a dark ring, so that any line through the
 * middle crosses 1:1:3:1:1 (ISO/IEC 18004, 6.3.3). */

/* Of one picture: sixty codes have 180. Where a screen or noise gives more, the best are kept. */
#define QR_FINDERS_MAX 256

struct qr_finder {
    struct point middle;
    struct quad quad; /* the outline, clockwise in the picture, from any corner */
    float module;     /* its side, in pixels, as a mean */
    int rays;         /* of QR_RAYS, that crossed it as they must */
    bool light;       /* light on dark */
};

struct qr_finders {
    size_t count;
    struct qr_finder item[QR_FINDERS_MAX];
};

/* In pixels of the picture that `binary` stands for. */
int qr_finder_search(const struct binary *binary, struct qr_finders *out, struct err *err)
    __attribute__((warn_unused_result));

/* qr_outline.c: measures a finder around `from`; `module` is an estimate in pixels. False when there is none. */
#define QR_RAYS 32
bool qr_outline_measure(const struct binary *binary, struct point from, float module, bool light,
                        struct qr_finder *out);

#endif
