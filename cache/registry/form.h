#ifndef KENPIN_FORM_H
#define KENPIN_FORM_H

#include "cache/registry/import.h"
#include "cache/registry/input.h"

/* Which form a file has. */

/* *form stays what it is when it is said, else becomes what the first bytes and the name say. Forms that are known and
 * not read (an old spreadsheet, a PDF), or are not what was said, are ERR_INPUT with what to do. */
int form_find(struct input *in, const char *path, enum form *form, struct err *err) __attribute__((warn_unused_result));

#endif
