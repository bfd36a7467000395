#ifndef KENPIN_HISTORY_CHECKED_H
#define KENPIN_HISTORY_CHECKED_H

#include "app/evidence/ledger.h"
#include "cache/history.h"

/* Which of the labels that changed this shop has ever checked, by evidence.db. */

struct history_checked {
    struct history_label {
        enum scheme scheme;
        char *norm;    /* owned; the number in normal form */
        int64_t times; /* how many checks read it, or found it by its model */
        int64_t seq;   /* the last of them */
    } * item;          /* owned; sorted */
    size_t count, room;
};

/* Reads the ledger once, for the numbers of the changes since then. `ledger` may be NULL: nothing was ever checked. */
int history_checked_read(struct db *db, const struct history_since *since, struct ledger *ledger,
                         struct history_checked *out, struct err *err) __attribute__((warn_unused_result));
void history_checked_clear(struct history_checked *h);

/* The checks of one label; NULL when there was none. Borrowed. */
const struct history_label *history_checked_find(const struct history_checked *h, enum scheme scheme, const char *norm);

#endif
