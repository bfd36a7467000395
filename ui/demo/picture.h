#ifndef KENPIN_PICTURE_H
#define KENPIN_PICTURE_H

#include "ui/demo/boxes.h"

/* The picture of one box as a PNG file: its label with its QR, its EAN, and in words that it is invented. */
int picture_write(const struct boxes_box *b, day today, const char *path, struct err *err)
    __attribute__((warn_unused_result));

#endif
