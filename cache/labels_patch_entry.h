#ifndef KENPIN_LABELS_PATCH_ENTRY_H
#define KENPIN_LABELS_PATCH_ENTRY_H

#include "cache/labels_models.h"
#include "cache/labels_patch.h"

/* One entry of a copy that a mirror passes on, against the one in the cache. For labels_patch.c. */

#define LABELS_PATCH_STATUSES (STATUS_UNCLEAR + 1)

struct labels_patch {
    struct db *db;
    enum scheme scheme;
    struct labels_patch_options o; /* borrowed till it ends */
    bool began, failed, touched;   /* touched: an entry was written */
    struct copy old;               /* the copy in place; id 0 = none, or one of a demonstration that made way */
    int64_t copy;                  /* of the new one */
    int64_t listed_before, unexplained;
    uint8_t *seen; /* owned; a bit for each entry that a whole list has */
    size_t seen_bytes;
    struct labels_hits drop, front, back; /* what changes in the index of models */
    struct labels_result result;
    int64_t labels[LABELS_PATCH_STATUSES], models[LABELS_PATCH_STATUSES];
};

/* Runs a statement with whole numbers bound in order. */
int labels_patch_entry_run(struct db *db, const char *sql, const int64_t *numbers, int count, struct err *err)
    __attribute__((warn_unused_result));
int labels_patch_entry_add_copy(struct db *db, int scheme, const struct copy *c, moment now, const char *accepted,
                                int64_t *id, struct err *err) __attribute__((warn_unused_result));

/* A record in place of what the cache has of its number. */
int labels_patch_entry_put(struct labels_patch *p, const struct labels_record *r, struct err *err)
    __attribute__((warn_unused_result));
/* What is listed is gone, without a word from the mirror; what is not stays as it is. */
int labels_patch_entry_vanish(struct labels_patch *p, const char *norm, struct err *err)
    __attribute__((warn_unused_result));

#endif
