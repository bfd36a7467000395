#ifndef KENPIN_ARENA_H
#define KENPIN_ARENA_H

#include <stddef.h>

#include "app/base/err.h"

/* Bytes one behind the other in one block that moves while it grows: they are found again by how far they are from its
 * beginning. */

struct arena {
    char *bytes; /* owned */
    size_t used, room;
    size_t max; /* bytes; set by the owner */
};

/* ERR_INPUT when there would be more than `max`. */
int arena_add(struct arena *a, const void *bytes, size_t size, struct err *err) __attribute__((warn_unused_result));
void arena_clear(struct arena *a); /* safe on {0} and twice; keeps `max` */

#endif
