#include "ui/counter/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/counter/work_sql.h"

enum { SCHEMA = 2, APPLICATION = 0x4B50434E, /* "KPCN" */ BUSY_MS = 10000, KEYS_KEPT = 20000 };

static const char schema[] =
    "CREATE TABLE station(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, token BLOB UNIQUE,"
    " joined INTEGER NOT NULL, seen INTEGER NOT NULL, cut INTEGER NOT NULL, operator TEXT NOT NULL,"
    " lang INTEGER NOT NULL, consignment INTEGER NOT NULL, quantity INTEGER NOT NULL, box INTEGER NOT NULL,"
    " second INTEGER NOT NULL, no_label INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;"
    "CREATE TABLE open_code(station INTEGER NOT NULL, n INTEGER NOT NULL, part INTEGER NOT NULL,"
    " symbology INTEGER NOT NULL, origin INTEGER NOT NULL, bytes BLOB NOT NULL, piece INTEGER NOT NULL,"
    " pieces INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY(station, n)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE act(n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, at INTEGER NOT NULL,"
    " what BLOB) STRICT;"
    "CREATE TABLE consignment(id INTEGER PRIMARY KEY, closed INTEGER NOT NULL) STRICT;"
    "CREATE TABLE folded(id INTEGER PRIMARY KEY CHECK(id = 1), seq INTEGER NOT NULL) STRICT;"
    "CREATE TABLE secret(id INTEGER PRIMARY KEY CHECK(id = 1), text TEXT NOT NULL) STRICT;"
    "CREATE TABLE supervisor(name TEXT PRIMARY KEY, hash TEXT NOT NULL, failures INTEGER NOT NULL,"
    " wait_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "PRAGMA application_id = 0x4B50434E; PRAGMA user_version = 2";
static const char from_1[] = "ALTER TABLE act ADD COLUMN what BLOB; PRAGMA user_version = 2";

int work_error(struct work *w, struct err *err)
{
    int rc = sqlite3_errcode(w->db) & 0xff;
    if (rc == SQLITE_NOMEM)
        return err_memory(err);
    if (rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB)
        return err_set(
            err, ERR_DATA,
            "%s is damaged. Move it away, with the -wal and -shm that belong to it, and start again: stations join anew and PINs are set anew; what was checked"
            " is safe in evidence.db",
            "%s が壊れています。付属する -wal、-shm とともに別の場所へ移してから起動し直してください。端末の参加と PIN の設定はやり直しになります。検査の記録は evidence.db に残っています",
            w->path);
    return err_set(err, ERR_IO, "%s cannot be read or written (%s). Check the disk and its free space, then try again",
                   "%s を読み書きできません（%s）。ディスクと空き容量を確かめて、もう一度試してください", w->path,
                   sqlite3_errmsg(w->db));
}

int work_run(struct work *w, const char *sql, struct err *err)
{
    return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : work_error(w, err);
}

int work_query(struct work *w, struct work_sql *q, const char *sql, struct err *err)
{
    *q = (struct work_sql){.w = w};
    return sqlite3_prepare_v2(w->db, sql, -1, &q->stmt, NULL) == SQLITE_OK ? 0 : work_error(w, err);
}

void work_number(struct work_sql *q, int64_t number)
{
    q->bad = sqlite3_bind_int64(q->stmt, ++q->bound, number) || q->bad;
}

void work_text(struct work_sql *q, const char *text)
{
    q->bad = sqlite3_bind_text(q->stmt, ++q->bound, text, -1, SQLITE_STATIC) || q->bad;
}

void work_bytes(struct work_sql *q, const void *bytes, size_t size)
{
    int rc = bytes ? sqlite3_bind_blob64(q->stmt, ++q->bound, bytes, size, SQLITE_STATIC)
                   : sqlite3_bind_null(q->stmt, ++q->bound);
    q->bad = rc || q->bad;
}

int work_step(struct work_sql *q, bool *row, struct err *err)
{
    int rc = q->bad ? SQLITE_NOMEM : sqlite3_step(q->stmt);
    *row = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        return 0;
    return q->bad ? err_memory(err) : work_error(q->w, err);
}

void work_column(struct work_sql *q, int column, char *out, size_t room)
{
    const char *text = (const char *)sqlite3_column_text(q->stmt, column);
    size_t size = text ? (size_t)sqlite3_column_bytes(q->stmt, column) : 0;
    text_copy(out, room, text && text_valid(text, size) ? text : "");
}

void work_end(struct work_sql *q)
{
    (void)sqlite3_finalize(q->stmt);
    *q = (struct work_sql){0};
}

int work_do(struct work_sql *q, struct err *err)
{
    bool row;
    int rc = work_step(q, &row, err);
    work_end(q);
    return rc;
}

static int number(struct work *w, const char *sql, int64_t *out, struct err *err)
{
    struct work_sql q;
    bool row = false;
    int rc = work_query(w, &q, sql, err);
    if (!rc)
        rc = work_step(&q, &row, err);
    *out = !rc && row ? sqlite3_column_int64(q.stmt, 0) : 0;
    work_end(&q);
    return rc;
}

/* ---- the file ---- */

static int make(struct work *w, int64_t application, int64_t version, struct err *err)
{
    int64_t tables = 0;
    if (application == APPLICATION && version == SCHEMA)
        return 0;
    if (application == APPLICATION && version == 1)
        return work_run(w, from_1, err);
    if (application == APPLICATION)
        return err_set(
            err, ERR_NEWER, "%s was written by a newer kenpin; it was left as it is. Install the newer kenpin",
            "%s は新しい版の kenpin で書かれています。手を加えていません。新しい版の kenpin をインストールしてください",
            w->path);
    if (number(w, "SELECT count(*) FROM sqlite_schema", &tables, err))
        return -1;
    if (application || version || tables)
        return err_set(err, ERR_INPUT, "%s is a database of another program; it was left as it is. Move it away",
                       "%s は別のプログラムのデータベースです。手を加えていません。移動してください", w->path);
    return work_run(w, schema, err);
}

int work_open(const char *path, struct work *out, struct err *err)
{
    int64_t application = 0, version = 0;
    *out = (struct work){.path = strdup(path)};
    if (!out->path)
        return err_memory(err);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int rc = sqlite3_open_v2(path, &out->db, flags, NULL) == SQLITE_OK ? 0 : work_error(out, err);
    if (!rc) {
        sqlite3_busy_timeout(out->db, BUSY_MS);
        sqlite3_db_config(out->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
        rc = work_run(out, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", err);
    }
    if (!rc)
        rc = work_begin(out, err);
    if (!rc) {
        rc = number(out, "PRAGMA application_id", &application, err);
        if (!rc)
            rc = number(out, "PRAGMA user_version", &version, err);
        if (!rc)
            rc = make(out, application, version, err);
        if (!rc)
            rc = work_commit(out, err);
        else
            work_undo(out);
    }
    if (rc)
        work_close(out);
    return rc;
}

void work_close(struct work *w)
{
    (void)sqlite3_close(w->db);
    free(w->path);
    *w = (struct work){0};
}

int work_begin(struct work *w, struct err *err)
{
    return work_run(w, "BEGIN IMMEDIATE", err);
}

int work_commit(struct work *w, struct err *err)
{
    if (!work_run(w, "COMMIT", err))
        return 0;
    work_undo(w);
    return -1;
}

void work_undo(struct work *w)
{
    (void)sqlite3_exec(w->db, "ROLLBACK", NULL, NULL, NULL); /* fails where SQLite has rolled back itself */
}

/* ---- open boxes ---- */

int work_open_box(struct work *w, int64_t station, struct open_box *out, struct err *err)
{
    struct work_sql q;
    bool row = false;
    *out = (struct open_box){0};
    int rc = work_query(w, &q,
                        "SELECT part, symbology, origin, bytes, piece, pieces, message FROM open_code"
                        " WHERE station = ?1 ORDER BY n",
                        err);
    if (!rc)
        work_number(&q, station);
    while (!rc && !(rc = work_step(&q, &row, err)) && row && out->codes.count < SYMBOLS_MAX) {
        size_t n = out->codes.count;
        out->part[n] = (enum open_part)sqlite3_column_int(q.stmt, 0);
        rc = symbol_set(&out->codes.item[n], (enum symbology)sqlite3_column_int(q.stmt, 1),
                        (enum origin)sqlite3_column_int(q.stmt, 2), sqlite3_column_blob(q.stmt, 3),
                        (size_t)sqlite3_column_bytes(q.stmt, 3), err);
        out->codes.item[n].part = (struct symbol_part){.index = (uint8_t)sqlite3_column_int(q.stmt, 4),
                                                       .of = (uint8_t)sqlite3_column_int(q.stmt, 5),
                                                       .message = (uint16_t)sqlite3_column_int(q.stmt, 6)};
        out->codes.count += rc == 0;
    }
    work_end(&q);
    if (rc)
        open_box_clear(out);
    return rc;
}

static int put_code(struct work *w, int64_t station, size_t n, const struct symbol *s, enum open_part part,
                    struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "INSERT INTO open_code VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", err))
        return -1;
    work_number(&q, station);
    work_number(&q, (int64_t)n);
    work_number(&q, (int64_t)part);
    work_number(&q, (int64_t)s->symbology);
    work_number(&q, (int64_t)s->from);
    work_bytes(&q, s->bytes, s->size);
    work_number(&q, s->part.index);
    work_number(&q, s->part.of);
    work_number(&q, s->part.message);
    return work_do(&q, err);
}

int work_open_box_put(struct work *w, int64_t station, const struct open_box *box, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "DELETE FROM open_code WHERE station = ?1", err))
        return -1;
    work_number(&q, station);
    int rc = work_do(&q, err);
    for (size_t i = 0; !rc && i < box->codes.count; i++)
        rc = put_code(w, station, i, &box->codes.item[i], box->part[i], err);
    return rc;
}

void open_box_clear(struct open_box *box)
{
    symbols_clear(&box->codes);
    *box = (struct open_box){0};
}

/* ---- what was done ---- */

int work_key(struct work *w, const char *text, struct work_key *out, struct err *err)
{
    struct work_sql q;
    bool row = false;
    *out = (struct work_key){0};
    int rc = work_query(w, &q, "SELECT key, seq, at, what FROM act WHERE key = ?1", err);
    if (!rc) {
        work_text(&q, text);
        rc = work_step(&q, &row, err);
    }
    if (!rc && row) {
        work_column(&q, 0, out->text, sizeof out->text);
        out->seq = sqlite3_column_int64(q.stmt, 1);
        out->at = sqlite3_column_int64(q.stmt, 2);
        const void *what = sqlite3_column_blob(q.stmt, 3);
        out->has_what = what && sqlite3_column_bytes(q.stmt, 3) == sizeof out->what;
        if (out->has_what)
            memcpy(out->what, what, sizeof out->what);
    }
    work_end(&q);
    return rc;
}

int work_key_put(struct work *w, const struct work_key *key, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "INSERT INTO act(key, seq, at, what) VALUES (?1, ?2, ?3, ?4) ON CONFLICT(key) DO NOTHING",
                   err))
        return -1;
    work_text(&q, key->text);
    work_number(&q, key->seq);
    work_number(&q, key->at);
    work_bytes(&q, key->has_what ? key->what : NULL, sizeof key->what);
    if (work_do(&q, err) || work_query(w, &q, "DELETE FROM act WHERE n <= (SELECT max(n) FROM act) - ?1", err))
        return -1;
    work_number(&q, KEYS_KEPT);
    return work_do(&q, err);
}

int work_folded(struct work *w, int64_t *seq, struct err *err)
{
    return number(w, "SELECT seq FROM folded", seq, err);
}

int work_folded_put(struct work *w, int64_t seq, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "INSERT INTO folded VALUES (1, ?1) ON CONFLICT(id) DO UPDATE SET seq = max(seq, ?1)", err))
        return -1;
    work_number(&q, seq);
    return work_do(&q, err);
}

int work_opened(struct work *w, int64_t id, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "INSERT INTO consignment VALUES (?1, 0) ON CONFLICT(id) DO NOTHING", err))
        return -1;
    work_number(&q, id);
    return work_do(&q, err);
}

int work_closed(struct work *w, int64_t id, int64_t closed, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "UPDATE consignment SET closed = ?2 WHERE id = ?1", err))
        return -1;
    work_number(&q, id);
    work_number(&q, closed);
    return work_do(&q, err);
}

int work_oldest_open(struct work *w, int64_t *id, struct err *err)
{
    return number(w, "SELECT min(id) FROM consignment WHERE closed = 0", id, err);
}

int work_last_closed(struct work *w, size_t room, int64_t (*out)[2], size_t *count, struct err *err)
{
    struct work_sql q;
    bool row = false;
    *count = 0;
    int rc =
        work_query(w, &q, "SELECT id, closed FROM consignment WHERE closed > 0 ORDER BY closed DESC LIMIT ?1", err);
    if (!rc)
        work_number(&q, (int64_t)room);
    while (!rc && !(rc = work_step(&q, &row, err)) && row && *count < room) {
        out[*count][0] = sqlite3_column_int64(q.stmt, 0);
        out[*count][1] = sqlite3_column_int64(q.stmt, 1);
        ++*count;
    }
    work_end(&q);
    return rc;
}
