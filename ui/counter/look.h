#ifndef KENPIN_LOOK_H
#define KENPIN_LOOK_H

#include <sys/stat.h>

#include "app/check/seen.h"
#include "cache/catalogue.h"
#include "cache/labels.h"

/* The desk at which a counter judges: cache.db as it is now, the shop's own revocations as they are now, and
 * evidence.db. Labels' own pages are not asked here: goods-in would wait for the network at every box. */

struct look {
    const char *folder; /* borrowed */
    struct db db;
    struct stat db_seen; /* the file that `db` is */
    struct registry registry;
    struct shelf shelf;
    struct revocations revocations; /* owned */
    struct ledger *ledger;          /* owned */
    struct check_desk *desk;        /* owned */
    moment now;                     /* of what was judged last */
};

int look_open(const char *folder, struct look *out, struct err *err) __attribute__((warn_unused_result));
void look_close(struct look *l); /* safe on {0} */

/* cache.db is opened anew when another file stands in its place, or one stands there now. */
int look_refresh(struct look *l, struct err *err) __attribute__((warn_unused_result));

/* Judges, and records nothing. */
int look_judge(struct look *l, const struct check_ask *ask, struct err *err) __attribute__((warn_unused_result));
/* Puts what was judged last on record. */
int look_record(struct look *l, struct receipt *out, struct err *err) __attribute__((warn_unused_result));

#endif
