#ifndef KENPIN_READER_ZBAR_H
#define KENPIN_READER_ZBAR_H

#include "app/scan/qr_code.h"
#include "app/scan/scan.h"

/* One look at one picture with ZBar, for QR codes alone, with a scanner of its own: a used one keeps what it saw. */

struct zbar_look {
    int density;                   /* every how many rows and columns a line is scanned; 0 as 1 */
    enum stage stage;              /* hits are marked with it */
    const struct homography *back; /* from pixels of the view to those of the picture */
    const struct qr_code *code;    /* the one symbol that the view shows; NULL: there may be any number */
};

/* Adds what ZBar sees in `view` to the scan. A part of a message says which one it is only where the view shows it
 * alone, and is left out elsewhere. */
int reader_zbar_look(struct scan *scan, const struct image *view, const struct zbar_look *look, struct err *err)
    __attribute__((warn_unused_result));

#endif
