#ifndef KENPIN_COLUMNS_H
#define KENPIN_COLUMNS_H

#include "cache/registry/headings.h"

/* A {"field": "heading"} file: the way out where the known headings do not fit. */

/* Reads one against the fields of `set`. */
int columns_read(const char *path, const struct heading_set *set, struct columns *out, struct err *err)
    __attribute__((warn_unused_result));
/* The same out of an object of a larger file; `where` names it in messages. What was taken before a refusal stays. */
struct cJSON;
int columns_take(const struct cJSON *map, const struct heading_set *set, const char *where, struct columns *out,
                 struct err *err) __attribute__((warn_unused_result));
void columns_clear(struct columns *c); /* safe on {0} and twice */

#endif
