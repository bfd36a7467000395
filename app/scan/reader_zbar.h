#ifndef KENPIN_READER_ZBAR_H
#define KENPIN_READER_ZBAR_H

#include "app/scan/scan.h"

/* One look at one picture with ZBar, with a scanner of its own: a used one keeps halves of EAN codes and puts them
 * together with the next ones. */

struct zbar_look {
    bool linear, qr;               /* which kinds of code */
    int density;                   /* every how many rows and columns a line is scanned; 0 as 1 */
    enum stage stage;              /* hits are marked with it */
    const struct homography *back; /* from pixels of the view to those of the picture; NULL: they are the same */
};

/* Adds what ZBar sees in `view` to the scan. */
int reader_zbar_look(struct scan *scan, const struct image *view, const struct zbar_look *look, struct err *err)
    __attribute__((warn_unused_result));

#endif
