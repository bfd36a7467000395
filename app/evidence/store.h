#ifndef KENPIN_STORE_H
#define KENPIN_STORE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "app/base/err.h"

/* The file under the ledger: opening and making evidence.db, and saying what went wrong with it. For ledger.c alone. */

struct store {
    sqlite3 *db; /* owned */
    char *path;  /* owned */
};

/* The table is record(seq, at, hash, text). *there is false when !create and there is no file, or an empty one. */
int store_open(struct store *s, const char *path, bool create, bool *there, struct err *err)
    __attribute__((warn_unused_result));
void store_close(struct store *s); /* safe on {0} and twice */

int store_run(struct store *s, const char *sql, struct err *err) __attribute__((warn_unused_result));
int store_prepare(struct store *s, const char *sql, sqlite3_stmt **out, struct err *err)
    __attribute__((warn_unused_result));
/* The first column of the first row; 0 when there is none. */
int store_number(struct store *s, const char *sql, int64_t *out, struct err *err) __attribute__((warn_unused_result));

/* err from what SQLite last said on this handle. Returns -1. */
int store_error(struct store *s, struct err *err) __attribute__((cold));

#endif
