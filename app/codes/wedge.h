#ifndef KENPIN_WEDGE_H
#define KENPIN_WEDGE_H

#include <stdbool.h>

#include "app/base/err.h"
#include "app/base/finding.h"
#include "app/codes/symbol.h"

/* What a keyboard-wedge scanner, or the keyboard, did to a code on its way here. Each fault is named; the code is put
 * right only where what it was is certain, and else stays as it came. */

struct wedge {
    char *text;               /* owned; NFKC, put right, without its AIM identifier */
    enum symbology symbology; /* what an AIM identifier says; SYMBOLOGY_NONE without one */
    bool elements;            /* an AIM identifier announces GS1 element strings */
};

/* `text` is valid UTF-8 as it came. `carrier` is what is known of it already: with one, and no AIM identifier, there is
 * nothing to put right. */
int wedge_read(const char *text, enum symbology carrier, struct wedge *out, struct findings *findings, struct err *err)
    __attribute__((warn_unused_result));
void wedge_clear(struct wedge *w);

#endif
