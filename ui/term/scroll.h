#ifndef KENPIN_SCROLL_H
#define KENPIN_SCROLL_H

#include "ui/show/pen.h"

/* What a pen wrote, kept as lines that a screen can show a part of. */

struct scroll {
    struct pen pen; /* between scroll_begin and scroll_end */
    FILE *out;      /* owned until scroll_end */
    char *text;     /* owned */
    size_t size;
    int lines;
};

int scroll_begin(struct scroll *p, enum lang lang, int columns, struct err *err) __attribute__((warn_unused_result));
int scroll_end(struct scroll *p, struct err *err) __attribute__((warn_unused_result));
void scroll_clear(struct scroll *p); /* safe on {0} and twice */

/* Line n from 0, up to its '\n' or the end: text that is safe to show, with changes of paint in between (pen_change).
 */
const char *scroll_line(const struct scroll *p, int n);

#endif
