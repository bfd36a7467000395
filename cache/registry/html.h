#ifndef KENPIN_HTML_H
#define KENPIN_HTML_H

#include "cache/registry/input.h"
#include "cache/registry/table.h"

/* A page. Its views are its tables and its lists of terms (dl), in the order in which they begin, without those that
 * hold nothing. What is hidden by a style is read, but not within a cell: rows that a click would show are part of the
 * list, a second writing of the same text is not. */

#define HTML_BYTES_MAX (64ll * 1024 * 1024)

/* `base` is the page's own address, which its links are relative to; NULL when it is not known: then only whole
 * addresses count. A page without any table is ERR_INPUT. Borrows `in`, which must outlive the table. */
int html_open(struct input *in, const char *base, struct table *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
