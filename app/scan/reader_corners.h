#ifndef KENPIN_READER_CORNERS_H
#define KENPIN_READER_CORNERS_H

#include <zbar.h>

#include "app/codes/symbol.h"
#include "app/scan/image.h"

/* ZBar's location points as four corners, from the code's own top left, clockwise. */

/* QR: ZBar gives the corners. */
void reader_corners_qr(const zbar_symbol_t *from, const struct image *image, struct symbol *to);

/* Linear codes: ZBar gives the end of each scan line that read the code, in both directions. */
int reader_corners_linear(const zbar_symbol_t *from, const struct image *image, struct symbol *to, struct err *err)
    __attribute__((warn_unused_result));

#endif
