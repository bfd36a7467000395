#ifndef KENPIN_READER_H
#define KENPIN_READER_H

#include "app/codes/symbol.h"
#include "app/scan/image.h"

/* Grey pixels in, codes out, with ZBar. A fresh scanner for each picture: a used one carries halves of codes over. */

/* Codes in the order found, from top to bottom; none is no error. Each code is reported once. */
int reader_read(const struct image *image, struct symbols *out, struct err *err) __attribute__((warn_unused_result));

#endif
