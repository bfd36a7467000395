#ifndef KENPIN_REMEMBER_H
#define KENPIN_REMEMBER_H

#include "app/sources.h"
#include "cache/db.h"

/* The registry and the shelf of a cache, for one box after another within one read transaction: what is asked for every
 * box and cannot change meanwhile is read once. The answers are those of labels_registry and catalogue_shelf. */

struct remember {
    struct db *db;
    struct registry registry; /* to give to a check; ctx is this struct */
    struct shelf shelf;       /* likewise */
    struct registry asked_registry;
    struct shelf asked_shelf;
    struct copy copy[3]; /* by scheme; owned */
    bool has_copy[3];
    bool knows_confirmations, confirmations; /* anything was ever confirmed */
};

/* Must stay where it is until remember_clear. `revocations` may be NULL. */
void remember_open(struct remember *r, struct db *db, const struct revocations *revocations);
void remember_forget(struct remember *r); /* at the beginning of a transaction */
void remember_clear(struct remember *r);  /* safe on {0} and twice */

#endif
