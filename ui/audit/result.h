#ifndef KENPIN_AUDIT_RESULT_H
#define KENPIN_AUDIT_RESULT_H

#include "app/base/buffer.h"
#include "ui/audit/box.h"

/* What stands behind the columns of a list once it is audited, as cells of text. */

struct audit_result {
    const char *trouble; /* why it could not be checked; NULL = it was */
    day rests_until;     /* the day the label expires that the verdict rests on; 0 = none */
    const struct check_note *note;
    size_t notes;
    day sold_by;
    const struct symbols *codes; /* what was read or typed; with `picture` beside it */
    const char *const *picture;  /* NULL = from no picture */
    const char *change, *cause;  /* against an earlier audit; NULL = nothing to compare */
};

/* Which of the columns there are. */
struct audit_shape {
    const struct audit_columns *in;
    bool market[MARKET_JP + 1]; /* own columns for each market, where rows may have several */
    bool pictures, against, listings, forecast, recorded;
};

/* Every column appended, in order, ended by NULL. A heading of the list itself is never taken twice. */
#define AUDIT_RESULTS_MAX 48
size_t audit_result_headings(const struct audit_shape *shape, char out[AUDIT_RESULTS_MAX][40]);

/* The day the label expires that a verdict rests on; 0 = none does. */
day audit_result_rests_until(const struct check_row *row);

/* Each appends a comma and a cell for each of its columns: what many rows share; what is the product's own; what is the
 * row's own. The last column (seq) only the ledger knows. `row` NULL: it could not be checked. */
void audit_result_put_shared(const struct audit_shape *shape, const struct check_row *row, struct buffer *out);
void audit_result_put_own(const struct audit_shape *shape, const struct check_row *row, struct buffer *out);
void audit_result_put_rest(const struct audit_shape *shape, const struct audit_result *r, struct buffer *out);
/* The last cell, where there is one, and the end of the line. */
void audit_result_end(const struct audit_shape *shape, int64_t seq, struct buffer *out);

/* One cell of CSV (RFC 4180), no formula. */
void audit_csv_cell(struct buffer *out, const char *text);

#endif
