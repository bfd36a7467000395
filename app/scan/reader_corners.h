#ifndef KENPIN_READER_CORNERS_H
#define KENPIN_READER_CORNERS_H

#include <zbar.h>

#include "app/base/err.h"
#include "app/scan/geometry.h"

/* ZBar's location points as four corners in pixels of the view, from the code's own top left, clockwise. */

/* QR: ZBar gives the corners. False when it does not. */
bool reader_corners_qr(const zbar_symbol_t *from, struct quad *to);

/* Linear codes: ZBar gives the end of each scan line that read the code, in both directions. */
int reader_corners_linear(const zbar_symbol_t *from, struct quad *to, bool *known, struct err *err)
    __attribute__((warn_unused_result));

#endif
