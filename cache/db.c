#include "cache/db.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID 0x4B4E5043 /* "KNPC": tells this file from another program's */
#define BUSY_MS        10000
#define ASIDE_MAX      1000 /* damaged files kept beside each other */
#define WAL_TRIES      500  /* of WAL_PAUSE_MS: two processes that make the file at once */
#define WAL_PAUSE_MS   10

/* New (1) and gone (2), for a cache of step 1: entries that came after the first copy of their scheme, and those that
 * are gone now. */
#define CHANGES_OF_ENTRIES                                                                                             \
    "SELECT e.first_copy, e.id, 1, NULL, NULL FROM entry e JOIN"                                                       \
    " (SELECT scheme, min(first_copy) AS first FROM entry GROUP BY scheme) s ON s.scheme = e.scheme"                   \
    " WHERE e.first_copy > s.first"                                                                                    \
    " UNION ALL SELECT gone_copy, id, 2, last_copy, NULL FROM entry WHERE gone_copy IS NOT NULL"

#define ASKED_COLUMNS                                                                                                  \
    "scheme INTEGER NOT NULL, norm TEXT NOT NULL, number TEXT NOT NULL, level INTEGER NOT NULL,"                       \
    " status INTEGER NOT NULL, word TEXT, issued INTEGER NOT NULL, expires INTEGER NOT NULL, product TEXT,"            \
    " vendor TEXT, url TEXT, models TEXT NOT NULL, fingerprint BLOB NOT NULL, source TEXT NOT NULL,"                   \
    " digest TEXT NOT NULL, as_of INTEGER NOT NULL, demo INTEGER NOT NULL"

/* One transaction each; never changed once released: a new need is a new step.
 * scheme and status are the numbers of enum scheme and enum status; days are yyyymmdd, moments Unix seconds. */
static const char *const STEPS[DB_SCHEMA + 1] = {
    NULL,
    /* 1. copy: every copy that was ever put in place; present: the one that answers.
     * entry: first_copy = the copy that brought it; gone_copy = the first copy that had it no longer, last_copy = the
     * last that had it; both NULL while listed. url_hash, hits: see labels_row.c and labels_models.c. */
    "CREATE TABLE copy(id INTEGER PRIMARY KEY, scheme INTEGER NOT NULL, source TEXT NOT NULL, digest TEXT NOT NULL,"
    " as_of INTEGER NOT NULL, imported_at INTEGER NOT NULL, demo INTEGER NOT NULL, accept_shrink TEXT) STRICT;"
    "CREATE TABLE present(scheme INTEGER PRIMARY KEY, copy INTEGER NOT NULL REFERENCES copy(id)) STRICT;"
    "CREATE TABLE copy_count(copy INTEGER NOT NULL REFERENCES copy(id), status INTEGER NOT NULL,"
    " labels INTEGER NOT NULL, models INTEGER NOT NULL, PRIMARY KEY(copy, status)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, scheme INTEGER NOT NULL, norm TEXT NOT NULL, number TEXT NOT NULL,"
    " product_id TEXT, level INTEGER NOT NULL, status INTEGER NOT NULL, word TEXT, issued INTEGER NOT NULL,"
    " expires INTEGER NOT NULL, product TEXT, vendor TEXT, url TEXT, url_hash INTEGER, models TEXT NOT NULL,"
    " fingerprint BLOB NOT NULL, first_copy INTEGER NOT NULL,"
    " last_copy INTEGER REFERENCES copy(id), gone_copy INTEGER REFERENCES copy(id)) STRICT;"
    "CREATE UNIQUE INDEX entry_norm ON entry(scheme, norm);"
    "CREATE INDEX entry_product_id ON entry(product_id) WHERE product_id IS NOT NULL;"
    "CREATE INDEX entry_url ON entry(url_hash) WHERE url_hash IS NOT NULL;"
    "CREATE TABLE model_page(id INTEGER PRIMARY KEY, hits BLOB NOT NULL) STRICT;"
    /* product: the shop's. confirmation: what a person looked at; key and other are the forms compared, what was
     * typed stands beside them. */
    "CREATE TABLE catalogue(id INTEGER PRIMARY KEY CHECK(id = 1), imported_at INTEGER NOT NULL,"
    " products INTEGER NOT NULL) STRICT;"
    "CREATE TABLE product(id INTEGER PRIMARY KEY, line INTEGER NOT NULL, gtin TEXT UNIQUE, sku TEXT,"
    " sku_norm TEXT UNIQUE, brand TEXT, brand_norm TEXT, model TEXT, model_norm TEXT, vendor TEXT, name TEXT, scope "
    "INTEGER NOT NULL,"
    " statement INTEGER NOT NULL, support_until INTEGER NOT NULL, fingerprint TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE INDEX product_model ON product(model_norm);"
    "CREATE INDEX product_brand ON product(brand_norm);"
    "CREATE TABLE confirmation(kind TEXT NOT NULL CHECK(kind IN ('gtin', 'sku', 'model', 'alias')), key TEXT NOT NULL,"
    " scheme INTEGER NOT NULL, other TEXT NOT NULL, shown_key TEXT NOT NULL, shown_other TEXT NOT NULL,"
    " entry_fingerprint TEXT NOT NULL, row_fingerprint TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL,"
    " ended INTEGER NOT NULL DEFAULT 0,"
    " PRIMARY KEY(kind, key, scheme, other)) STRICT, WITHOUT ROWID;",
    /* 2. change: what each copy changed beside the first of its scheme; see history.h. first_as_of: of the first time
     * this copy was seen; changes_kept: all that it changed stands in change. What entry tells of earlier copies is
     * taken over. */
    "ALTER TABLE copy ADD COLUMN first_as_of INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE copy ADD COLUMN changes_kept INTEGER NOT NULL DEFAULT 1;"
    "UPDATE copy SET first_as_of = as_of, changes_kept = 0;"
    "CREATE TABLE change(copy INTEGER NOT NULL REFERENCES copy(id), entry INTEGER NOT NULL, field INTEGER NOT NULL,"
    " before ANY, after ANY, PRIMARY KEY(copy, entry, field)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX change_entry ON change(entry);"
    "INSERT INTO change(copy, entry, field, before, after) " CHANGES_OF_ENTRIES ";"
    /* mirror: the last serial seen of each key; mirror_copy: which of the mirror's contents a copy has. */
    "CREATE TABLE mirror(key TEXT PRIMARY KEY, serial INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX entry_mark ON entry(scheme, fingerprint) WHERE gone_copy IS NULL;" /* labels_dump_rows */
    "CREATE TABLE mirror_copy(copy INTEGER PRIMARY KEY REFERENCES copy(id), content TEXT NOT NULL) STRICT;",
    /* 3. asked: what an entry's own page said, a row for each different answer; asked_try: when a number was last asked
     * about, whatever came of it. See asked.h. */
    "CREATE TABLE asked(id INTEGER PRIMARY KEY, " ASKED_COLUMNS ") STRICT;"
    "CREATE INDEX asked_norm ON asked(scheme, norm, as_of);"
    "CREATE TABLE asked_try(scheme INTEGER NOT NULL, norm TEXT NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY(scheme, norm)) STRICT, WITHOUT ROWID;",
};

/* A file of an earlier step that is only read: it is shown as the later steps would make it. */
static const char *const SHOWN_AS_NEXT[DB_SCHEMA] = {
    [1] = "CREATE TEMP VIEW copy AS SELECT id, scheme, source, digest, as_of, imported_at, demo, accept_shrink,"
          " as_of AS first_as_of, 0 AS changes_kept FROM main.copy;"
          "CREATE TEMP VIEW change(copy, entry, field, before, after) AS " CHANGES_OF_ENTRIES ";",
    [2] = "CREATE TEMP TABLE asked(id INTEGER PRIMARY KEY, " ASKED_COLUMNS ");",
};

enum file_kind { FILE_NOT_KNOWN, FILE_EMPTY, FILE_OURS, FILE_OTHERS };

struct look {
    enum file_kind kind;
    int version;
};

static bool is_damage(int rc)
{
    return (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB;
}

/* ---- errors ---- */

static int say(int rc, const char *path, const char *message, struct err *err)
{
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return err_memory(err);
    case SQLITE_FULL:
        return err_set(err, ERR_IO, "%s: the disk is full; make room and try again. What was there before is unchanged",
                       "%s: ディスクの空きがありません。空きを作ってやり直してください。以前の内容は変わっていません",
                       path);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return err_set(
            err, ERR_IO,
            "%s cannot be opened or written; check the folder and its permissions, or choose another"
            " with --data DIR",
            "%s を開けないか書き込めません。フォルダーと権限を確認するか、--data DIR で別の場所を指定してください",
            path);
    case SQLITE_IOERR:
        return err_set(err, ERR_IO, "%s: reading or writing failed (%s); check the disk and its free space",
                       "%s: 読み書きに失敗しました（%s）。ディスクとその空き容量を確認してください", path, message);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(
            err, ERR_IO, "%s: another kenpin is writing it and did not finish in time; try again when it has",
            "%s: 別の kenpin が書き込み中で、時間内に終わりませんでした。終わってからやり直してください", path);
    case SQLITE_INTERRUPT:
        return err_set(err, ERR_STOPPED, "%s: stopped; nothing was changed", "%s: 中止しました。何も変更していません",
                       path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return err_set(
            err, ERR_DATA,
            "%s is damaged (%s); it is moved aside when this command ends, then import the registry and the"
            " catalogue again",
            "%s は壊れています（%s）。このコマンドの終了時に別名で退避します。その後、登録簿と商品台帳を取り込み直してください",
            path, message);
    default:
        return err_set(err, ERR_DATA, "%s: %s; move this file away, then import the registry and the catalogue again",
                       "%s: %s。このファイルを別の場所へ移し、登録簿と商品台帳を取り込み直してください", path, message);
    }
}

static const char *path_of(sqlite3 *handle)
{
    const char *path = handle ? sqlite3_db_filename(handle, "main") : NULL;
    return path && *path ? path : "cache.db";
}

int db_error(struct db *db, struct err *err)
{
    if (!db->handle)
        return err_set(
            err, ERR_DATA, "there is no cache to work on: import a registry list first (kenpin registry import)",
            "作業の対象となるキャッシュがありません。先に登録簿を取り込んでください（kenpin registry import）");
    int rc = sqlite3_extended_errcode(db->handle);
    db->damaged = db->damaged || is_damage(rc);
    return say(rc, path_of(db->handle), sqlite3_errmsg(db->handle), err);
}

/* ---- statements ---- */

int db_statement(struct db *db, const char *sql, sqlite3_stmt **out, struct err *err)
{
    *out = NULL;
    for (int i = 0; i < db->kept_count; i++)
        if (db->kept[i].sql == sql) {
            *out = db->kept[i].stmt;
            return 0;
        }
    if (!db->handle)
        return db_error(db, err);
    if (db->kept_count == DB_STATEMENTS_MAX)
        return err_memory(err);
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK)
        return db_error(db, err);
    db->kept[db->kept_count].sql = sql;
    db->kept[db->kept_count++].stmt = stmt;
    *out = stmt;
    return 0;
}

int db_step(struct db *db, sqlite3_stmt *stmt, bool *row, struct err *err)
{
    int rc = sqlite3_step(stmt);
    *row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : db_error(db, err);
}

void db_done(sqlite3_stmt *stmt)
{
    if (!stmt)
        return;
    (void)sqlite3_reset(stmt); /* repeats what step said */
    (void)sqlite3_clear_bindings(stmt);
}

int db_run(struct db *db, const char *sql, struct err *err)
{
    if (!db->handle || sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        return db_error(db, err);
    return 0;
}

int db_read_begin(struct db *db, bool *began, struct err *err)
{
    *began = false;
    if (db->handle && !sqlite3_get_autocommit(db->handle))
        return 0;
    if (db_run(db, "BEGIN", err))
        return -1;
    *began = true;
    return 0;
}

void db_read_end(struct db *db, bool began)
{
    if (began)
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
}

void db_bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
    (void)sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC); /* NULL binds SQL NULL; fails only for a wrong `at` */
}

int db_column_text(sqlite3_stmt *stmt, int column, char **out, struct err *err)
{
    *out = NULL;
    if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
        return 0;
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    *out = text ? strdup(text) : NULL;
    return *out ? 0 : err_memory(err);
}

/* ---- opening ---- */

static int number_of(sqlite3 *handle, const char *sql, int *out)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
        if (rc == SQLITE_ROW) {
            *out = sqlite3_column_int(stmt, 0);
            rc = SQLITE_OK;
        }
    }
    (void)sqlite3_finalize(stmt);
    return rc;
}

/* Reads the header and the schema, which is enough to find a foreign, a damaged or a cut file, and quick. */
static int look(sqlite3 *handle, struct look *out)
{
    int application = 0, tables = 0;
    *out = (struct look){0};
    int rc = sqlite3_exec(handle, "BEGIN", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = number_of(handle, "PRAGMA application_id", &application);
    if (rc == SQLITE_OK)
        rc = number_of(handle, "PRAGMA user_version", &out->version);
    if (rc == SQLITE_OK)
        rc = number_of(handle, "SELECT count(*) FROM sqlite_schema", &tables);
    (void)sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
    if (application == APPLICATION_ID && out->version > 0)
        out->kind = FILE_OURS;
    else
        out->kind = application || out->version || tables ? FILE_OTHERS : FILE_EMPTY;
    return rc;
}

static int open_and_look(const char *name, int flags, sqlite3 **handle, struct look *seen)
{
    int rc = sqlite3_open_v2(name, handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc == SQLITE_OK) {
        (void)sqlite3_busy_timeout(*handle, BUSY_MS);
        rc = look(*handle, seen);
    }
    return rc;
}

static bool has_bytes(const char *path, const char *suffix)
{
    char name[4096 + 8];
    struct stat st;
    int size = snprintf(name, sizeof name, "%s%s", path, suffix);
    return size > 0 && (size_t)size < sizeof name && stat(name, &st) == 0 && st.st_size > 0;
}

/* A folder that cannot be written: SQLite's WAL wants to make files beside the database, unless it is told that nobody
 * writes it. With a WAL or its index left beside it that would not be true. */
static int open_frozen(const char *path, sqlite3 **handle, struct look *seen)
{
    char uri[5 + 3 * 4096 + 16] = "file:";
    size_t at = 5;
    if (has_bytes(path, "-wal") || has_bytes(path, "-shm") || strlen(path) >= 4096)
        return SQLITE_CANTOPEN;
    for (const char *p = path; *p; p++)
        at += (size_t)sprintf(uri + at, "%%%02X", (unsigned char)*p);
    strcpy(uri + at, "?immutable=1");
    return open_and_look(uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, handle, seen);
}

static int open_for(const char *path, enum db_mode mode, sqlite3 **handle, struct look *seen)
{
    int rc = open_and_look(path, SQLITE_OPEN_READWRITE | (mode == DB_WRITE ? SQLITE_OPEN_CREATE : 0), handle, seen);
    if (mode == DB_READ && ((rc & 0xff) == SQLITE_CANTOPEN || (rc & 0xff) == SQLITE_READONLY)) {
        (void)sqlite3_close(*handle);
        *handle = NULL;
        rc = open_frozen(path, handle, seen);
    }
    return rc;
}

static bool move_beside(const char *path, const char *aside, const char *suffix)
{
    char from[4096 + 8], to[4096 + 8];
    int a = snprintf(from, sizeof from, "%s%s", path, suffix);
    int b = snprintf(to, sizeof to, "%s%s", aside, suffix);
    return a > 0 && b > 0 && (size_t)a < sizeof from && (size_t)b < sizeof to && rename(from, to) == 0;
}

static bool aside_name(const char *path, char *out, size_t room)
{
    struct stat st;
    for (int n = 1; n <= ASIDE_MAX; n++) {
        int size = snprintf(out, room, "%s.damaged-%d", path, n);
        if (size < 0 || (size_t)size >= room)
            return false;
        if (lstat(out, &st) != 0 && errno == ENOENT)
            return true;
    }
    return false;
}

/* Closes the handle and renames its file, unless another process has done so and a new file stands in its place. */
static bool close_and_move(struct db *db, const char *path)
{
    int moved = 0;
    if (db->handle)
        (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    (void)sqlite3_close(db->handle);
    db->handle = NULL;
    if (moved)
        return true;
    if (!aside_name(path, db->aside, sizeof db->aside) || !move_beside(path, db->aside, ""))
        return false;
    (void)move_beside(path, db->aside, "-wal"); /* often not there */
    (void)move_beside(path, db->aside, "-shm");
    db->set_aside = true;
    return true;
}

/* The journal and the size of a page are properties of the file: set once, when it is made. Large pages are a quarter
 * of the writes of an import, which goes through the journal page by page. */
static int make_wal(struct db *db, struct err *err)
{
    int rc = SQLITE_BUSY;
    for (int i = 0; i < WAL_TRIES && (rc & 0xff) == SQLITE_BUSY; i++) {
        if (i)
            (void)sqlite3_sleep(WAL_PAUSE_MS);
        rc = sqlite3_exec(db->handle, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    }
    return rc == SQLITE_OK ? 0 : db_error(db, err);
}

static int step_to(struct db *db, int version, struct err *err)
{
    char mark[96];
    int now = 0;
    if (db_run(db, "BEGIN IMMEDIATE", err))
        return -1;
    if (number_of(db->handle, "PRAGMA user_version", &now) != SQLITE_OK)
        goto fail;
    if (now >= version) /* another process was quicker */
        return db_run(db, "ROLLBACK", err);
    (void)snprintf(mark, sizeof mark, "PRAGMA user_version = %d; PRAGMA application_id = %d; COMMIT", version,
                   APPLICATION_ID);
    if (sqlite3_exec(db->handle, STEPS[version], NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(db->handle, mark, NULL, NULL, NULL) == SQLITE_OK)
        return 0;
fail:
    (void)db_error(db, err);
    (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}

static int check(const char *path, const struct look *seen, struct err *err)
{
    if (seen->kind == FILE_OTHERS)
        return err_set(
            err, ERR_INPUT,
            "%s is another program's database; it was left alone. Choose another folder with"
            " --data DIR",
            "%s は別のプログラムのデータベースです。手を付けていません。--data DIR で別のフォルダーを指定してください",
            path);
    if (seen->version > DB_SCHEMA)
        return err_set(
            err, ERR_NEWER,
            "%s was written by a newer kenpin (schema %d; this one knows up to %d): update kenpin, or choose"
            " another folder with --data DIR",
            "%s はより新しい kenpin のものです（スキーマ %d、この版は %d まで）。kenpin を更新するか、--data DIR で別のフォルダーを指定してください",
            path, seen->version, DB_SCHEMA);
    return 0;
}

static int prepare_write(struct db *db, const struct look *seen, struct err *err)
{
    if (sqlite3_db_readonly(db->handle, "main") == 1)
        return say(SQLITE_READONLY, path_of(db->handle), "", err);
    if (db_run(db, "PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216", err))
        return -1;
    if (seen->kind == FILE_EMPTY && make_wal(db, err))
        return -1;
    for (int version = seen->version + 1; version <= DB_SCHEMA; version++)
        if (step_to(db, version, err))
            return -1;
    return 0;
}

static int open_sound(const char *path, enum db_mode mode, const struct look *seen, struct db *out, struct err *err)
{
    if (check(path, seen, err))
        return -1;
    if (mode == DB_WRITE)
        return prepare_write(out, seen, err);
    if (seen->kind == FILE_EMPTY) { /* being made by another process, or never filled */
        db_close(out);
        return 0;
    }
    for (int version = seen->version; version < DB_SCHEMA; version++)
        if (db_run(out, SHOWN_AS_NEXT[version], err))
            return -1;
    return db_run(out, "PRAGMA query_only = ON", err);
}

int db_open(const char *path, enum db_mode mode, struct db *out, struct err *err)
{
    struct stat st;
    *out = (struct db){0};
    for (int attempt = 0; attempt < 2; attempt++) {
        struct look seen = {0};
        if (mode == DB_READ && stat(path, &st) != 0 && errno == ENOENT)
            return 0;
        int rc = open_for(path, mode, &out->handle, &seen);
        if (is_damage(rc) && attempt == 0) {
            if (close_and_move(out, path))
                continue;
            (void)err_set(
                err, ERR_DATA, "%s is damaged and could not be renamed; move it away by hand, then import again",
                "%s は壊れていますが、名前を変えられませんでした。手で別の場所へ移し、取り込み直してください", path);
        } else if (rc != SQLITE_OK) {
            (void)say(rc, path, out->handle ? sqlite3_errmsg(out->handle) : "", err);
        } else if (open_sound(path, mode, &seen, out, err) == 0) {
            return 0;
        }
        break;
    }
    db_close(out);
    *out = (struct db){0};
    return -1;
}

void db_close(struct db *db)
{
    for (int i = 0; i < db->kept_count; i++)
        (void)sqlite3_finalize(db->kept[i].stmt);
    db->kept_count = 0;
    if (db->damaged && db->handle) {
        char path[4096];
        int size = snprintf(path, sizeof path, "%s", path_of(db->handle));
        if (size > 0 && (size_t)size < sizeof path)
            (void)close_and_move(db, path);
    }
    (void)sqlite3_close(db->handle);
    db->handle = NULL;
    db->damaged = false;
}
