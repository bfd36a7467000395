#ifndef KENPIN_REVOCATIONS_H
#define KENPIN_REVOCATIONS_H

#include <stddef.h>

#include "app/base/day.h"
#include "app/base/err.h"
#include "app/label/scheme.h"

/* The shop's own list of labels that count as revoked, whatever a registry's copy says. It can only make a verdict
 * worse (weigh.c), never milder. */

#define REVOCATIONS_MAX 100000

struct revocation {
    enum scheme scheme; /* SCHEME_NONE = of every scheme */
    char *number;       /* owned; as written */
    char *norm;         /* owned; its normal form */
    char *reason;       /* owned; NULL = none given */
    day date;           /* when the shop learnt of it; 0 = not said. It counts from the start, whatever the date */
    int64_t line;       /* of the file */
};

struct revocations {
    char *file;              /* owned; its name, as it goes on record */
    char *digest;            /* owned; "sha256:..." */
    struct revocation *item; /* owned; sorted by revocations_settle */
    size_t count, room;
};

/* Copies the texts of `one`, `norm` aside. A number without a letter or a digit is ERR_INPUT. */
int revocations_add(struct revocations *r, const struct revocation *one, struct err *err)
    __attribute__((warn_unused_result));
void revocations_settle(struct revocations *r); /* after the last was added */

/* The first line that names this number of this scheme; NULL when none does, or `r` is NULL. Borrowed. */
const struct revocation *revocations_find(const struct revocations *r, enum scheme scheme, const char *norm);

void revocations_clear(struct revocations *r);

#endif
