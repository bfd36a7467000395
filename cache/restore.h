#ifndef KENPIN_RESTORE_H
#define KENPIN_RESTORE_H

#include "app/evidence/ledger.h"
#include "cache/db.h"

/* Confirmations stand in evidence.db for good; a cache that was lost takes them back from there. */

/* Does nothing when the cache has confirmations already. *restored: how many were taken back. A confirmation whose
 * label or catalogue row has changed since comes back, and does not hold. */
int restore_confirmations(struct db *db, struct ledger *ledger, int64_t *restored, struct err *err)
    __attribute__((warn_unused_result));

#endif
