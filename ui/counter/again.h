#ifndef KENPIN_AGAIN_H
#define KENPIN_AGAIN_H

#include "app/check/check.h"

/* A box from its record, to be judged once more: what was read and typed, and nothing of what came of it. */

struct again {
    struct symbols codes; /* owned */
    void *json;           /* owned; the texts of `ask` */
};

/* Puts them into `ask`; `out` must outlive it. ERR_DATA when the record cannot be read whole. */
int again_read(const char *record, struct check_ask *ask, struct again *out, struct err *err)
    __attribute__((warn_unused_result));
void again_clear(struct again *a); /* safe on {0} and twice */

#endif
