#ifndef KENPIN_AUDIT_RUN_H
#define KENPIN_AUDIT_RUN_H

#include "app/evidence/ledger.h"
#include "app/scan/pictures.h"
#include "cache/db.h"
#include "ui/audit/against.h"
#include "ui/audit/result.h"
#include "ui/audit/source.h"

/* A list through the one path, on all cores, in its own order: batches of rows are read here, judged by threads, and
 * written here. A batch is one group of evidence, and its rows are written when that is on disk. */

#define RUN_THREADS_MAX 16
#define RUN_BATCH_ROWS  1024

struct run_ask {
    const struct audit_ask *audit;
    const struct audit_shape *shape;
    struct source *source; /* behind its headings */
    int64_t skip;          /* rows that are done with already, and that the source stands behind */
    int64_t most;          /* rows to go on with; 0 = to the end of the list */
    struct db *db;         /* one for each thread */
    size_t threads;
    struct pictures_ask eyes;              /* of one thread */
    const struct revocations *revocations; /* NULL = none */
    struct ledger *ledger;                 /* NULL = nothing is recorded */
    const char *id, *file;                 /* of the audit, as its records say */
    const struct against *against;         /* an earlier audit; NULL = none */
    bool texts;                            /* lines of JSON are wanted */
    moment (*clock)(void *ctx);
    void *clock_ctx;
    /* A batch that is done, its evidence on disk: rows of CSV, and lines of JSON where wanted. Other than 0 ends it. */
    int (*write)(void *ctx, struct buffer *csv, const struct buffer *json, int64_t rows, struct err *err);
    /* Rows so far; other than 0 stops after what is under way: ERR_STOPPED. */
    int (*progress)(void *ctx, int64_t rows);
    void *ctx;
};

int run_audit(const struct run_ask *ask, struct err *err) __attribute__((warn_unused_result));

/* The cells of the list and the verdict's, without the last one and the end of the line. */
void run_put_row(const struct run_ask *ask, const char *const *cell, size_t count, const struct check_row *row,
                 struct audit_result *result, struct buffer *csv);

/* A record (an object of JSON) with its row's cells and its receipt, one line: what .jsonl holds. */
void run_json_line(const struct audit_columns *columns, const char *const *cell, size_t count, const char *record,
                   const struct receipt *receipt, struct buffer *out);

#endif
