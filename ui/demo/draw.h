#ifndef KENPIN_DRAW_H
#define KENPIN_DRAW_H

#include <stdbool.h>

#include "app/base/err.h"

/* A carton as a grey PNG of 900 x 700 pixels, with its EAN and its label, that says of itself that it is invented. */

struct draw_box {
    const char *brand, *model, *title; /* ASCII; small letters come out as capitals; NULL or "" = left out, as below */
    const char *gtin13;                /* 13 digits with their check digit: bars and figures */
    const char *label_title;           /* "JC-STAR", "CLS"; none: the carton has no label */
    const char *label_text;            /* the number or id in print */
    const char *qr;                    /* what the label's QR holds, UTF-8 */
    int stars;                         /* of four */
    bool asterisks;                    /* the CLS prints asterisks for stars */
};

/* Writes or replaces `path`. ERR_INPUT when an EAN or a QR cannot hold what is asked, ERR_IO when it cannot be written.
 */
int draw_box(const char *path, const struct draw_box *what, struct err *err) __attribute__((warn_unused_result));

#endif
