#include "cache/registry/sync_state.h"

#include <string.h>

/* Beside the steps of db.c: nothing else reads it, and a cache without it has forgotten nothing that matters. */
static const char MAKE[] =
    "CREATE TABLE IF NOT EXISTS source(name TEXT PRIMARY KEY, tried INTEGER NOT NULL, succeeded INTEGER NOT NULL,"
    " wait_until INTEGER NOT NULL, asked INTEGER NOT NULL, failures INTEGER NOT NULL, mark TEXT NOT NULL,"
    " address TEXT NOT NULL, etag TEXT NOT NULL, changed TEXT NOT NULL, digest TEXT NOT NULL) STRICT, WITHOUT ROWID";
static const char READ[] = "SELECT tried, succeeded, wait_until, asked, failures, mark, address, etag, changed, digest"
                           " FROM source WHERE name = ?1";
static const char WRITE[] =
    "INSERT OR REPLACE INTO source(tried, succeeded, wait_until, asked, failures, mark, address,"
    " etag, changed, digest, name) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
static const char COPY[] = "SELECT c.digest, c.as_of FROM present p JOIN copy c ON c.id = p.copy WHERE p.scheme = ?1";
/* A copy dated after now was a mistake, and makes way. */
static const char SAME[] = "UPDATE copy SET as_of = CASE WHEN as_of > ?3 THEN ?2 ELSE max(as_of, ?2) END,"
                           " imported_at = ?3 WHERE digest = ?4 AND id = (SELECT copy FROM present WHERE scheme = ?1)";

enum {
    FIRST_WAIT = 900, /* after a server's trouble, seconds; doubled each time */
    LONGEST_WAIT = 86400,
    DOUBLINGS_MAX = 7,
    STATUS_FORBIDDEN = 403,
    STATUS_TOO_OFTEN = 429,
    STATUS_TROUBLE = 500,
};

static void column(sqlite3_stmt *stmt, int at, char *out, size_t room)
{
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    out[0] = 0;
    if (text && strlen(text) < room)
        strcpy(out, text);
}

int sync_state_read(struct db *db, const char *source, struct sync_state *out, struct err *err)
{
    return db_run(db, MAKE, err) ? -1 : sync_state_known(db, source, out, err);
}

int sync_state_names(struct db *db, struct source_names *out, struct err *err)
{
    static const char THERE[] = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'source'";
    static const char NAMES[] = "SELECT name FROM source ORDER BY name";
    sqlite3_stmt *stmt;
    bool row = false;
    out->count = 0;
    if (!db->handle || db_statement(db, THERE, &stmt, err))
        return db->handle ? -1 : 0;
    int rc = db_step(db, stmt, &row, err);
    db_done(stmt);
    if (rc || !row)
        return rc;
    if (db_statement(db, NAMES, &stmt, err))
        return -1;
    while (!(rc = db_step(db, stmt, &row, err)) && row && out->count < SOURCE_NAMES_MAX)
        column(stmt, 0, out->item[out->count++], SOURCE_NAME_MAX);
    db_done(stmt);
    return rc;
}

int sync_state_known(struct db *db, const char *source, struct sync_state *out, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *out = (struct sync_state){0};
    if (db_statement(db, READ, &stmt, err))
        return -1;
    db_bind_text(stmt, 1, source);
    int rc = db_step(db, stmt, &row, err);
    if (rc == 0 && row) {
        out->tried = sqlite3_column_int64(stmt, 0);
        out->succeeded = sqlite3_column_int64(stmt, 1);
        out->wait_until = sqlite3_column_int64(stmt, 2);
        out->asked = sqlite3_column_int(stmt, 3) != 0;
        out->failures = sqlite3_column_int64(stmt, 4);
        column(stmt, 5, out->mark, sizeof out->mark);
        column(stmt, 6, out->address, sizeof out->address);
        column(stmt, 7, out->etag, sizeof out->etag);
        column(stmt, 8, out->changed, sizeof out->changed);
        column(stmt, 9, out->digest, sizeof out->digest);
    }
    db_done(stmt);
    return rc;
}

int sync_state_write(struct db *db, const char *source, const struct sync_state *s, struct err *err)
{
    const int64_t numbers[] = {s->tried, s->succeeded, s->wait_until, s->asked, s->failures};
    const char *const texts[] = {s->mark, s->address, s->etag, s->changed, s->digest, source};
    sqlite3_stmt *stmt;
    bool row;
    if (db_run(db, MAKE, err) || db_statement(db, WRITE, &stmt, err))
        return -1;
    for (int i = 0; i < 5; i++)
        (void)sqlite3_bind_int64(stmt, i + 1, numbers[i]);
    for (int i = 0; i < 6; i++)
        db_bind_text(stmt, i + 6, texts[i]);
    int rc = db_step(db, stmt, &row, err);
    db_done(stmt);
    return rc;
}

bool sync_state_trouble(struct sync_state *s, const struct fetch_answer *answer, moment now)
{
    bool unwanted = answer->status == STATUS_TOO_OFTEN || answer->status == STATUS_FORBIDDEN;
    s->tried = now;
    if (!unwanted && answer->status < STATUS_TROUBLE)
        return false;
    int64_t wait = (int64_t)FIRST_WAIT << (s->failures < DOUBLINGS_MAX ? s->failures : DOUBLINGS_MAX);
    if (wait > LONGEST_WAIT)
        wait = LONGEST_WAIT;
    if (answer->retry_after > 0)
        wait = answer->retry_after < SYNC_STATE_WAIT_MAX ? answer->retry_after : SYNC_STATE_WAIT_MAX;
    s->failures++;
    s->asked = unwanted || answer->retry_after > 0;
    s->wait_until = now + wait;
    return true;
}

int sync_state_copy(struct db *db, enum scheme scheme, char digest[INPUT_DIGEST_TEXT], moment *as_of, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    digest[0] = 0;
    *as_of = 0;
    if (db_statement(db, COPY, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    int rc = db_step(db, stmt, &row, err);
    if (rc == 0 && row) {
        column(stmt, 0, digest, INPUT_DIGEST_TEXT);
        *as_of = sqlite3_column_int64(stmt, 1);
    }
    db_done(stmt);
    return rc;
}

int sync_state_same(struct db *db, enum scheme scheme, const char *digest, moment now, moment *as_of, struct err *err)
{
    char present[INPUT_DIGEST_TEXT];
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, SAME, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    (void)sqlite3_bind_int64(stmt, 2, *as_of);
    (void)sqlite3_bind_int64(stmt, 3, now);
    db_bind_text(stmt, 4, digest);
    int rc = db_step(db, stmt, &row, err);
    db_done(stmt);
    return rc ? rc : sync_state_copy(db, scheme, present, as_of, err);
}
