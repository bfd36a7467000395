#ifndef KENPIN_LABELS_DUMP_H
#define KENPIN_LABELS_DUMP_H

#include "cache/labels.h"

/* All entries of one scheme as the cache has them, in the order of their normal forms: what a mirror passes on. */

/* Borrowed by whoever it is given to. */
struct labels_record {
    const char *norm;   /* normal form of entry.number */
    const char *models; /* as labels_models_write; entry.models is not filled */
    struct entry entry; /* strings borrowed too; fingerprint not filled; last and first_without without id when gone */
};

/* Other than 0 from `each` ends it, with that as the result. */
int labels_dump(struct db *db, enum scheme scheme,
                int (*each)(void *ctx, const struct labels_record *r, struct err *err), void *ctx, struct err *err)
    __attribute__((warn_unused_result));

#define LABELS_DUMP_DIGEST 72 /* "sha256:", 64 hex digits, a NUL */

/* Names the listed entries of a scheme, whatever their order or ids: SHA-256 of their fingerprints, sorted. */
int labels_dump_rows(struct db *db, enum scheme scheme, char out[LABELS_DUMP_DIGEST], struct err *err)
    __attribute__((warn_unused_result));

#endif
