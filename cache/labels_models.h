#ifndef KENPIN_LABELS_MODELS_H
#define KENPIN_LABELS_MODELS_H

#include "app/label/scheme.h"
#include "cache/db.h"

/* The index from a model to the entries that list it. For labels.c and labels_import.c.
 *
 * A copy of 100,000 labels lists 1.8 million models. One row of a table for each takes longer to write than everything
 * else of an import together, so the index is 4,096 pages a scheme, and a page one row: the low
 * 32 bits of labels_hash of the model and the entry's id, 4 bytes each, little-endian, in the order they were added.
 * The high 12 of the 32 bits say which page. What a page names is a candidate; the entry itself says whether it lists
 * the model. */

struct labels_hit {
    uint32_t hash, entry;
};

struct labels_hits {
    struct labels_hit *item; /* owned */
    size_t count, room;
};

int labels_hits_add(struct labels_hits *h, const char *norm, int64_t entry, struct err *err)
    __attribute__((warn_unused_result));
void labels_hits_clear(struct labels_hits *h);

/* Replaces the scheme's pages, as far as they differ. */
int labels_pages_write(struct db *db, enum scheme scheme, const struct labels_hits *all, struct err *err)
    __attribute__((warn_unused_result));
/* Takes `drop` out of the scheme's pages and puts `front` before, `back` behind what is left. Sorts all three. */
int labels_pages_edit(struct db *db, enum scheme scheme, struct labels_hits *drop, struct labels_hits *front,
                      struct labels_hits *back, struct err *err) __attribute__((warn_unused_result));
/* Ids of the entries that may list the model, each once, into `to` (its hash is not of use). */
int labels_pages_find(struct db *db, enum scheme scheme, const char *norm, struct labels_hits *to, struct err *err)
    __attribute__((warn_unused_result));

#endif
