#ifndef KENPIN_DB_H
#define KENPIN_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "app/base/err.h"

/* cache.db: registry copies, the catalogue, confirmations. It can be thrown away and filled again. */

#define DB_STATEMENTS_MAX 48
#define DB_SCHEMA         3 /* user_version this program writes */

struct db {
    sqlite3 *handle;
    bool set_aside; /* a damaged file was renamed just now; `aside` says to what */
    bool damaged;   /* a statement met damage: db_close renames the file, so that the next open finds none */
    char aside[4096];
    struct {
        const char *sql; /* static: the pointer is the key */
        sqlite3_stmt *stmt;
    } kept[DB_STATEMENTS_MAX];
    int kept_count;
};

/* Opens `path`. DB_READ: a missing or empty file gives handle NULL and 0 (no data is an answer). DB_WRITE makes it, and
 * brings one of an earlier schema up to this; DB_READ shows such a file as if it had been, and leaves it alone.
 * A damaged file is renamed to PATH.damaged-N with what belongs to it, said in set_aside, and treated as missing.
 * Another program's database is ERR_INPUT and left alone. A newer schema is ERR_NEWER. `out` is left as {0} by a
 * failure. */
enum db_mode { DB_READ, DB_WRITE };
int db_open(const char *path, enum db_mode mode, struct db *out, struct err *err) __attribute__((warn_unused_result));
void db_close(struct db *db); /* safe on {0}; `set_aside` and `aside` stay readable, or are filled when it renames */

/* err from what SQLite last said: full disk, unwritable, damaged, busy. Returns -1. */
int db_error(struct db *db, struct err *err);

/* A statement of a static text, compiled once for each handle. *out is borrowed; db_done gives it back. */
int db_statement(struct db *db, const char *sql, sqlite3_stmt **out, struct err *err)
    __attribute__((warn_unused_result));
int db_step(struct db *db, sqlite3_stmt *stmt, bool *row, struct err *err) __attribute__((warn_unused_result));
void db_done(sqlite3_stmt *stmt); /* reset and unbound; NULL is fine */
int db_run(struct db *db, const char *sql, struct err *err) __attribute__((warn_unused_result)); /* no rows wanted */

/* Several statements that read one state of the file: *began says whether db_read_end has something to end. */
int db_read_begin(struct db *db, bool *began, struct err *err) __attribute__((warn_unused_result));
void db_read_end(struct db *db, bool began);

/* Binding; NULL text is SQL NULL. The text must live until db_done. */
void db_bind_text(sqlite3_stmt *stmt, int at, const char *text);
/* A column as text of one's own; NULL for SQL NULL. */
int db_column_text(sqlite3_stmt *stmt, int column, char **out, struct err *err) __attribute__((warn_unused_result));

#endif
