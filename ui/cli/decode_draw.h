#ifndef KENPIN_DECODE_DRAW_H
#define KENPIN_DECODE_DRAW_H

#include "app/scan/pictures.h"

/* The picture in grey as a PNG, upright, and on it each code outlined in colour and named. */

/* Writes or replaces `path`; `r` has its pixels. */
int decode_draw(const char *path, const struct picture_result *r, struct err *err) __attribute__((warn_unused_result));

#endif
