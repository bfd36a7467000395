#ifndef KENPIN_AUDIT_REPLAY_H
#define KENPIN_AUDIT_REPLAY_H

#include "ui/audit/run.h"

/* Rows that were recorded and not written any more when an audit was interrupted: they are written from their records,
 * and neither judged nor recorded again. *rows: done with so far, and then those too; the source stands behind the last
 * of them. *after_seq: of the last record among them. *gap: so many rows come next that could not be checked and so
 * have no record; they are to be gone through again before the records behind them. */
int replay_records(const struct run_ask *ask, int64_t *after_seq, int64_t *rows, int64_t *gap, struct err *err)
    __attribute__((warn_unused_result));

#endif
