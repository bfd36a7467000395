#ifndef KENPIN_FIELDS_H
#define KENPIN_FIELDS_H

#include "app/base/day.h"
#include "app/base/err.h"
#include "app/label/scheme.h"

/* What the cells of a registry say (domain rules in registries). */

/* The status that a word means. A bare 失効 is expired when `expires` had passed on `today`, else withdrawn. A word
 * that nobody knows, or none, is STATUS_UNCLEAR. */
int fields_status(enum scheme scheme, const char *word, day expires, day today, enum status *out, struct err *err)
    __attribute__((warn_unused_result));

/* 1 to 4, or 0: ★1, ★★, 1, STAR-1, Level 1, レベル1, ***. */
int fields_level(const char *text, int *out, struct err *err) __attribute__((warn_unused_result));

#endif
