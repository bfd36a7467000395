#ifndef KENPIN_AUDIT_BATCH_H
#define KENPIN_AUDIT_BATCH_H

#include "app/scan/pictures.h"
#include "cache/remember.h"
#include "ui/audit/memo.h"
#include "ui/audit/run.h"

/* The rows that go through an audit together, and what one thread makes of them. For run.c. */

struct run_row {
    int64_t row, line;
    size_t at; /* of its first cell, in the batch's text */
    size_t cells;
    size_t csv_end, record_end; /* behind what it became */
    bool recorded;              /* what stands there is a record to append; else it says why there is none */
};

struct run_batch {
    bool done;          /* judged, or failed */
    struct buffer text; /* cells, each with a NUL behind it */
    struct run_row row[RUN_BATCH_ROWS];
    size_t rows;
    moment now, last_record;
    struct buffer csv, records; /* records: each with a NUL behind it */
    bool failed;
    struct err err;
};

struct worker {
    const struct run_ask *ask;
    struct memo *memo; /* NULL = every row goes the whole path, because its record is wanted */
    struct db *db;
    struct remember remember;
    struct check_desk *desk;
    struct audit_box box;
    struct pictures *eyes; /* NULL when no row has pictures */
    struct buffer shared;
    char cause[AGAINST_CAUSE];
};

/* Within one read transaction of the cache; a failure of ours is in b->err. */
void batch_judge(struct worker *w, struct run_batch *b);

int worker_open(struct worker *w, struct err *err) __attribute__((warn_unused_result));
void worker_close(struct worker *w); /* safe on {0} */

const char **batch_cells(const struct run_batch *b, const struct run_row *r, const char *cell[TABLE_COLUMNS_MAX]);
void batch_reset(struct run_batch *b);
void batch_free(struct run_batch *b); /* NULL is fine */

#endif
