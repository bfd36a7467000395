#ifndef KENPIN_QR_READ_H
#define KENPIN_QR_READ_H

#include "app/scan/qr_group.h"
#include "app/scan/scan.h"

/* Reads the symbol of one triple, in the few ways there are. `outline` is where it lies, read or not; `likely` says
 * that it is a QR symbol by its fixed patterns. */
struct qr_reading {
    bool read, likely;
    struct quad outline;
};

int qr_read_triple(struct scan *scan, const struct qr_triple *triple, bool light, struct qr_reading *out,
                   struct err *err) __attribute__((warn_unused_result));

#endif
