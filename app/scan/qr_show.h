#ifndef KENPIN_QR_SHOW_H
#define KENPIN_QR_SHOW_H

#include "app/scan/qr_grid.h"
#include "app/scan/scan.h"

/* Shows ZBar one symbol, drawn anew with whole pixels for each module, quiet zone and whole patterns, so that all it
 * has to do is correct the data and decode it. *read says whether it did. */
int qr_show(struct scan *scan, const struct qr_code *code, const struct quad *outline, bool *read, struct err *err)
    __attribute__((warn_unused_result));

#endif
