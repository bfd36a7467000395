#include "app/evidence/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/evidence/ledger.h"

enum {
    SCHEMA = 1,
    APPLICATION = 0x4B504556, /* "KPEV" */
    BUSY_MS = 10000,
    PATH_BYTES = 4096,
    ROW_OVERHEAD = 1024, /* bytes of a row beside its text, amply */
};

/* The insert trigger keeps seq without gaps, and keeps INSERT OR REPLACE from deleting (SQLite then calls no delete
 * trigger). */
static const char schema[] = "CREATE TABLE record ("
                             " seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, hash BLOB NOT NULL, text TEXT NOT NULL"
                             ") STRICT;"
                             "CREATE TRIGGER record_order BEFORE INSERT ON record"
                             " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM record)"
                             " BEGIN SELECT RAISE(ABORT, 'evidence is only appended, without a gap'); END;"
                             "CREATE TRIGGER record_update BEFORE UPDATE ON record"
                             " BEGIN SELECT RAISE(ABORT, 'evidence is never altered'); END;"
                             "CREATE TRIGGER record_delete BEFORE DELETE ON record"
                             " BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;"
                             "PRAGMA application_id = 0x4B504556;"
                             "PRAGMA user_version = 1";

/* Why the system says no. SQLite, when it may not write, tries once more to read only and then reports the errno of
 * that: so the folder and the file are asked themselves. */
static const char *reason(const struct store *s)
{
    char folder[4096];
    int system = sqlite3_system_errno(s->db);
    if ((sqlite3_errcode(s->db) & 0xff) == SQLITE_IOERR && system)
        return strerror(system);
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(s->path, '/') + 1 - s->path), s->path);
    if (access(folder, R_OK | W_OK | X_OK) != 0 || (access(s->path, F_OK) == 0 && access(s->path, R_OK | W_OK) != 0))
        return strerror(errno);
    return sqlite3_errmsg(s->db);
}

static int io_err(struct store *s, struct err *err)
{
    return err_set(
        err, ERR_IO,
        "%s cannot be read or written (%s). Check that its folder exists, that this user may write there, and "
        "that the disk is neither read-only nor failing, then try again",
        "%s を読み書きできません（%s）。フォルダーがあるか、このユーザーに書き込み権限があるか、ディスクが読み取り専用や故障でないかを確かめて、もう一度実行してください",
        s->path, reason(s));
}

static int data_err(struct store *s, struct err *err)
{
    return err_set(
        err, ERR_DATA,
        "%s is damaged (%s); it was left exactly as it is. Keep this file, put the last good copy in its "
        "place, and find out how it was damaged",
        "%s が壊れています（%s）。ファイルには手を加えていません。このファイルを保管し、最後の正常なコピーに置き換えて、原因を調べてください",
        s->path, sqlite3_errmsg(s->db));
}

int store_error(struct store *s, struct err *err)
{
    switch (sqlite3_errcode(s->db) & 0xff) { /* the low byte of an extended code is the primary one */
    case SQLITE_NOMEM:
        return err_memory(err);
    case SQLITE_FULL:
        return err_set(err, ERR_IO, "%s: the disk is full. Free some space, then try again",
                       "%s：ディスクがいっぱいです。空きを作って、もう一度実行してください", s->path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return err_set(err, ERR_IO,
                       "%s has been in use by another program for %d seconds. Close that program, then try again",
                       "%s はほかのプログラムが %d 秒以上使用中です。そのプログラムを閉じて、もう一度実行してください",
                       s->path, BUSY_MS / 1000);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_IOERR:
        return io_err(s, err);
    default: /* no database, torn pages, a table or a row that this program did not write */
        return data_err(s, err);
    }
}

int store_run(struct store *s, const char *sql, struct err *err)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : store_error(s, err);
}

int store_prepare(struct store *s, const char *sql, sqlite3_stmt **out, struct err *err)
{
    return sqlite3_prepare_v2(s->db, sql, -1, out, NULL) == SQLITE_OK ? 0 : store_error(s, err);
}

int store_number(struct store *s, const char *sql, int64_t *out, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    if (store_prepare(s, sql, &stmt, err))
        return -1;
    int rc = sqlite3_step(stmt);
    *out = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    int failed = rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : store_error(s, err);
    sqlite3_finalize(stmt);
    return failed;
}

/* What the file is, before a byte of it is written. */
enum file { FILE_NONE, FILE_EMPTY, FILE_OURS };

static int judge_file(struct store *s, enum file *out, struct err *err)
{
    int64_t application = 0, version = 0, tables = 0;
    if (store_number(s, "PRAGMA application_id", &application, err) ||
        store_number(s, "PRAGMA user_version", &version, err))
        return -1;
    if (application == 0 && version == 0 && store_number(s, "SELECT count(*) FROM sqlite_schema", &tables, err))
        return -1;
    *out = application == 0 && version == 0 && tables == 0 ? FILE_EMPTY : FILE_OURS;
    if (*out == FILE_EMPTY || (application == APPLICATION && version == SCHEMA))
        return 0;
    if (application != APPLICATION)
        return err_set(
            err, ERR_INPUT,
            "%s is a database of another program; it was left as it is. Choose another folder with --data, or "
            "move that file away",
            "%s は別のプログラムのデータベースです。手を加えていません。--data で別のフォルダーを指定するか、そのファイルを移動してください",
            s->path);
    if (version > SCHEMA)
        return err_set(
            err, ERR_NEWER,
            "%s was written by a newer kenpin (form %lld; this program knows up to %d); it was left as it is. "
            "Install the newer kenpin",
            "%s は新しい版の kenpin で書かれています（形式 %lld、このプログラムは %d まで）。手を加えていません。新しい版の kenpin をインストールしてください",
            s->path, (long long)version, SCHEMA);
    return data_err(s, err);
}

/* SQLite does not wait for the lock that this takes (it could wait for ever), so the waiting is done here. */
static int switch_to_wal(struct store *s, struct err *err)
{
    enum { STEP_MS = 10 };
    int rc = SQLITE_BUSY;
    for (int ms = 0; rc == SQLITE_BUSY && ms < BUSY_MS; ms += STEP_MS) {
        rc = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) & 0xff;
        if (rc == SQLITE_BUSY)
            sqlite3_sleep(STEP_MS);
    }
    return rc == SQLITE_OK ? 0 : store_error(s, err);
}

/* Two processes may come here at once: the second finds the work done. */
static int make(struct store *s, struct err *err)
{
    enum file file = FILE_NONE;
    if (switch_to_wal(s, err) || store_run(s, "BEGIN IMMEDIATE", err))
        return -1;
    int failed = judge_file(s, &file, err);
    if (!failed && file == FILE_EMPTY)
        failed = store_run(s, schema, err);
    if (!failed)
        failed = store_run(s, "COMMIT", err);
    if (failed)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return failed;
}

/* SQLite takes "", ":memory:" and "file:..." for more than file names. */
static char *plain_path(const char *path)
{
    size_t size = strlen(path) + sizeof "./";
    char *out = malloc(size);
    if (out)
        snprintf(out, size, "%s%s", path[0] == '/' ? "" : "./", path);
    return out;
}

/* Closing the last connection writes the WAL back into the file. That is wanted (evidence.db alone is then all there
 * is, and can be copied as it stands), but never for a file that is not ours. */
static void write_back_on_close(struct store *s, bool on)
{
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !on, (int *)NULL);
}

/* Only for reading, and no file of that name. */
static bool missing(const struct store *s, bool create)
{
    return !create && access(s->path, F_OK) != 0 && errno == ENOENT;
}

static bool has_bytes(const char *path, const char *suffix)
{
    char name[PATH_BYTES + 8];
    struct stat st;
    int size = snprintf(name, sizeof name, "%s%s", path, suffix);
    return size > 0 && (size_t)size < sizeof name && stat(name, &st) == 0 && st.st_size > 0;
}

/* A folder or a file that this user may not write (a copy put away, an auditor's look): SQLite's WAL wants to make
 * files beside the database, unless it is told that nobody writes it. With a WAL or its index left beside it that would
 * not be true. */
static int open_frozen(struct store *s)
{
    char uri[5 + 3 * PATH_BYTES + 16] = "file:";
    size_t at = 5;
    if (has_bytes(s->path, "-wal") || has_bytes(s->path, "-shm") || strlen(s->path) >= PATH_BYTES)
        return SQLITE_CANTOPEN;
    for (const char *p = s->path; *p; p++)
        at += (size_t)sprintf(uri + at, "%%%02X", (unsigned char)*p);
    strcpy(uri + at, "?immutable=1");
    return sqlite3_open_v2(uri, &s->db,
                           SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
}

/* Opens, and reads enough to see whether it can be read at all. */
static int open_for(struct store *s, bool create)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int rc = sqlite3_open_v2(s->path, &s->db, flags | (create ? SQLITE_OPEN_CREATE : 0), NULL);
    if (create || rc != SQLITE_OK)
        return rc;
    sqlite3_busy_timeout(s->db, BUSY_MS);
    rc = sqlite3_exec(s->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) & 0xff;
    if (rc != SQLITE_CANTOPEN && rc != SQLITE_READONLY)
        return SQLITE_OK; /* what else may be wrong is found out later */
    struct store frozen = {.path = s->path};
    if (open_frozen(&frozen) == SQLITE_OK) {
        sqlite3_close(s->db);
        s->db = frozen.db;
    } else {
        sqlite3_close(frozen.db);
    }
    return SQLITE_OK;
}

int store_open(struct store *s, const char *path, bool create, bool *there, struct err *err)
{
    enum file file = FILE_NONE;
    *there = false;
    *s = (struct store){.path = plain_path(path)};
    if (!s->path)
        return err_memory(err);
    if (open_for(s, create) != SQLITE_OK)
        return missing(s, create) ? 0 : store_error(s, err);
    write_back_on_close(s, false);
    sqlite3_busy_timeout(s->db, BUSY_MS);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, LEDGER_TEXT_MAX + ROW_OVERHEAD);
    if (create && sqlite3_db_readonly(s->db, "main") == 1)
        return io_err(s, err);
    /* In one transaction, or another process might make the tables between two questions. */
    if (store_run(s, "PRAGMA synchronous = FULL; BEGIN", err) || judge_file(s, &file, err) ||
        store_run(s, "COMMIT", err))
        return -1;
    if (file == FILE_EMPTY && create && make(s, err))
        return -1;
    *there = create || file == FILE_OURS;
    write_back_on_close(s, *there);
    return 0;
}

void store_close(struct store *s)
{
    sqlite3_close(s->db);
    free(s->path);
    *s = (struct store){0};
}
