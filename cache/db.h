#ifndef KENPIN_DB_H
#define KENPIN_DB_H

#include <sqlite3.h>
#include <stdbool.h>

#include "app/base/err.h"

/* cache.db: registry copies, the catalogue, confirmations. It can be thrown away and filled again. */

struct db {
    sqlite3 *handle;
    bool set_aside; /* a damaged file was renamed just now; `aside` says to what */
    char aside[4096];
};

/* Opens `path`. DB_READ: a missing file gives handle NULL and 0 (no data is an answer). DB_WRITE makes it.
 * A damaged file is renamed to PATH.damaged-N, said in set_aside, and treated as missing. A newer schema is ERR_NEWER.
 */
enum db_mode { DB_READ, DB_WRITE };
int db_open(const char *path, enum db_mode mode, struct db *out, struct err *err) __attribute__((warn_unused_result));
void db_close(struct db *db); /* safe on {0} */

/* err from what SQLite last said: full disk, unwritable, damaged, busy. Returns -1. */
int db_error(struct db *db, struct err *err);

#endif
