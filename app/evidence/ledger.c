#include "app/evidence/ledger.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"
#include "app/evidence/store.h"

enum { HASH = crypto_hash_sha256_BYTES, PROGRESS_EVERY = 1024 };

struct ledger {
    struct store store;
};

/* A check has its product and labels one level down, a confirmation its gtin and entry at the top. The CASEs keep a
 * text that is no JSON, or JSON of another shape, from ending the listing with an error. */
static const char select_records[] =
    "SELECT seq, at, hash, text FROM record"
    " WHERE seq BETWEEN ?1 AND ?2 AND at BETWEEN ?3 AND ?4"
    " AND CASE WHEN coalesce(?5, ?6, ?7, ?8, ?9) IS NULL THEN 1 WHEN NOT json_valid(text) THEN 0 ELSE"
    " (?5 IS NULL OR json_extract(text, '$.outcome') = ?5)"
    " AND (?6 IS NULL OR ?6 IN (json_extract(text, '$.product.gtin'), json_extract(text, '$.gtin')))"
    " AND (?7 IS NULL OR json_extract(text, '$.facts.consignment') = ?7)"
    " AND (?8 IS NULL OR json_extract(text, '$.kind') = ?8)"
    " AND (?9 IS NULL OR json_extract(text, '$.entry.number') IN (?9, upper(?9)) OR EXISTS ("
    "SELECT 1 FROM json_each(text, '$.labels') AS l WHERE CASE l.type WHEN 'object' THEN json_extract(l.value, "
    "'$.number') END IN (?9, upper(?9)))"
    " OR EXISTS (SELECT 1 FROM json_each(text, '$.typed.labels') AS t WHERE t.value IN (?9, upper(?9))))"
    " END ORDER BY seq";

static void hash_text(const unsigned char hash[HASH], char out[LEDGER_HASH_TEXT])
{
    static const char prefix[] = "sha256:";
    memcpy(out, prefix, sizeof prefix);
    sodium_bin2hex(out + sizeof prefix - 1, LEDGER_HASH_TEXT - (sizeof prefix - 1), hash, HASH);
}

/* The rule of ledger.h. `hash` is that of the record before, and becomes that of this record. */
static void chain_on(unsigned char hash[HASH], const void *text, size_t size)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, hash, HASH);
    crypto_hash_sha256_update(&state, text, size);
    crypto_hash_sha256_final(&state, hash);
}

int ledger_open(const char *path, bool create, struct ledger **out, struct err *err)
{
    bool there = false;
    *out = NULL;
    if (sodium_init() < 0)
        return err_set(err, ERR_IO, "%s: the cryptographic library libsodium cannot be started. Reinstall libsodium",
                       "%s：暗号ライブラリー libsodium を起動できません。libsodium を再インストールしてください", path);
    struct ledger *l = calloc(1, sizeof *l);
    if (!l)
        return err_memory(err);
    int failed = store_open(&l->store, path, create, &there, err);
    if (failed || !there)
        ledger_close(l);
    else
        *out = l;
    return failed;
}

void ledger_close(struct ledger *l)
{
    if (!l)
        return;
    store_close(&l->store);
    free(l);
}

int ledger_last_at(struct ledger *l, moment *at, struct err *err)
{
    /* Found by its bytes: in a canonical text no other string can hold them, its quotes would be escaped. */
    return store_number(&l->store,
                        "SELECT at FROM record WHERE instr(text, '\"code\":\"clock-suspect\"') = 0"
                        " ORDER BY seq DESC LIMIT 1",
                        at, err);
}

/* The column's 32 bytes, or NULL when it has other than 32. Borrowed until the next step. */
static const unsigned char *column_hash(sqlite3_stmt *stmt, int column)
{
    const void *hash = sqlite3_column_blob(stmt, column);
    return hash && sqlite3_column_bytes(stmt, column) == HASH ? hash : NULL;
}

/* seq and hash of the last record; 0 and zero bytes when there is none. */
static int last(struct ledger *l, int64_t *seq, unsigned char hash[HASH], struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    int failed = -1;
    *seq = 0;
    memset(hash, 0, HASH);
    if (store_prepare(&l->store, "SELECT seq, hash FROM record ORDER BY seq DESC LIMIT 1", &stmt, err))
        return -1;
    int rc = sqlite3_step(stmt);
    const unsigned char *stored = rc == SQLITE_ROW ? column_hash(stmt, 1) : NULL;
    if (rc == SQLITE_ROW && !stored) {
        err_set(err, ERR_DATA, "%s: the last record has no hash to chain to. Run: kenpin evidence verify",
                "%s：最後の記録に、つなぐべきハッシュがありません。kenpin evidence verify を実行してください",
                l->store.path);
        goto done;
    }
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
        store_error(&l->store, err);
        goto done;
    }
    if (stored) {
        *seq = sqlite3_column_int64(stmt, 0);
        memcpy(hash, stored, HASH);
    }
    failed = 0;
done:
    sqlite3_finalize(stmt);
    return failed;
}

static int insert(struct ledger *l, sqlite3_stmt *stmt, int64_t seq, moment at, const unsigned char hash[HASH],
                  const char *text, int size, struct err *err)
{
    int failed = 0;
    if (sqlite3_bind_int64(stmt, 1, seq) || sqlite3_bind_int64(stmt, 2, at) ||
        sqlite3_bind_blob(stmt, 3, hash, HASH, SQLITE_STATIC) ||
        sqlite3_bind_text(stmt, 4, text, size, SQLITE_STATIC) || sqlite3_step(stmt) != SQLITE_DONE)
        failed = store_error(&l->store, err);
    (void)sqlite3_reset(stmt); /* repeats what step said */
    return failed;
}

static int check_text(const char *text, size_t size, struct err *err)
{
    if (size <= LEDGER_TEXT_MAX && text_valid(text, size))
        return 0;
    return err_set(
        err, ERR_INPUT,
        "a record of %zu bytes cannot be kept as evidence: it must be UTF-8 and at most %d bytes. Give "
        "fewer codes in one call",
        "%zu バイトの記録は証拠として保存できません。UTF-8 で %d バイト以内でなければなりません。一度に指定するコードを減らしてください",
        size, LEDGER_TEXT_MAX);
}

/* Within a transaction. */
static int append_all(struct ledger *l, const struct ledger_item *item, size_t count, struct receipt *out,
                      struct err *err)
{
    static const char sql[] = "INSERT INTO record (seq, at, hash, text) VALUES (?1, ?2, ?3, ?4)";
    unsigned char hash[HASH];
    sqlite3_stmt *stmt = NULL;
    int64_t seq;
    if (last(l, &seq, hash, err) || store_prepare(&l->store, sql, &stmt, err))
        return -1;
    int failed = 0;
    for (size_t i = 0; !failed && i < count; i++) {
        size_t size = strlen(item[i].text);
        chain_on(hash, item[i].text, size);
        failed = insert(l, stmt, ++seq, item[i].at, hash, item[i].text, (int)size, err);
        out[i].seq = seq;
        hash_text(hash, out[i].hash);
    }
    sqlite3_finalize(stmt);
    return failed;
}

int ledger_append_group(struct ledger *l, const struct ledger_item *item, size_t count, struct receipt *out,
                        struct err *err)
{
    memset(out, 0, count * sizeof *out);
    for (size_t i = 0; i < count; i++)
        if (check_text(item[i].text, strlen(item[i].text), err))
            return -1;
    if (store_run(&l->store, "BEGIN IMMEDIATE", err))
        return -1;
    if (append_all(l, item, count, out, err) || store_run(&l->store, "COMMIT", err)) {
        sqlite3_exec(l->store.db, "ROLLBACK", NULL, NULL, NULL); /* fails when SQLite has rolled back itself */
        memset(out, 0, count * sizeof *out);
        return -1;
    }
    return 0;
}

int ledger_append(struct ledger *l, moment at, const char *text, struct receipt *out, struct err *err)
{
    return ledger_append_group(l, &(struct ledger_item){at, text}, 1, out, err);
}

int ledger_expect_many(struct ledger *l, struct err *err)
{
    return store_run(&l->store, "PRAGMA cache_size = -12000; PRAGMA wal_autocheckpoint = 16384", err); /* KiB; pages */
}

int ledger_last_seq(struct ledger *l, int64_t *seq, struct err *err)
{
    return store_number(&l->store, "SELECT max(seq) FROM record", seq, err);
}

static int bind_filter(sqlite3_stmt *stmt, const struct ledger_filter *f)
{
    const char *texts[] = {f->outcome, f->gtin, f->consignment, f->kind, f->label}; /* ?5 to ?9 */
    int rc = sqlite3_bind_int64(stmt, 1,
                                f->seq     ? f->seq
                                : f->after ? f->after + 1
                                           : INT64_MIN) ||
             sqlite3_bind_int64(stmt, 2, f->seq ? f->seq : INT64_MAX) ||
             sqlite3_bind_int64(stmt, 3, f->since ? f->since : INT64_MIN) ||
             sqlite3_bind_int64(stmt, 4, f->before ? f->before - 1 : INT64_MAX);
    for (int i = 0; i < 5; i++)
        rc = rc || sqlite3_bind_text(stmt, 5 + i, texts[i], -1, SQLITE_STATIC);
    return rc;
}

/* The text of a record as a string, "" when it is none. Borrowed until the next step. */
static const char *column_text(sqlite3_stmt *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    return text && text_valid(text, (size_t)sqlite3_column_bytes(stmt, column)) ? text : "";
}

int ledger_read(struct ledger *l, const struct ledger_filter *filter,
                int (*each)(void *ctx, const struct ledger_record *record, struct err *err), void *ctx, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc, ended = 0;
    if (store_prepare(&l->store, select_records, &stmt, err))
        return -1;
    if (bind_filter(stmt, filter)) {
        ended = store_error(&l->store, err);
        goto done;
    }
    while (!ended && (rc = sqlite3_step(stmt)) != SQLITE_DONE) {
        if (rc != SQLITE_ROW) {
            ended = store_error(&l->store, err);
            break;
        }
        struct ledger_record record = {.seq = sqlite3_column_int64(stmt, 0), .at = sqlite3_column_int64(stmt, 1)};
        const unsigned char *hash = column_hash(stmt, 2);
        if (hash)
            hash_text(hash, record.hash);
        record.text = column_text(stmt, 3);
        ended = each(ctx, &record, err);
    }
done:
    sqlite3_finalize(stmt);
    return ended;
}

static int parse_head(const char *head, unsigned char out[HASH], struct err *err)
{
    const char *hex = strncasecmp(head, "sha256:", 7) == 0 ? head + 7 : head;
    size_t size = 0;
    char shown[101];
    if (strlen(hex) == 2 * HASH && sodium_hex2bin(out, HASH, hex, 2 * HASH, NULL, &size, NULL) == 0 && size == HASH)
        return 0;
    text_copy(shown, sizeof shown, head);
    return err_set(
        err, ERR_USAGE,
        "\"%s\" is no hash of a record: give the 64 hex digits of a receipt, with or without \"sha256:\"",
        "「%s」は記録のハッシュではありません。受領証にある 64 桁の 16 進数を、「sha256:」付きまたはなしで指定してください",
        shown);
}

/* One record's columns against the record before. Its own text says when it was made; `at` is a copy for searching. */
static bool fits(sqlite3_stmt *stmt, int64_t seq, unsigned char hash[HASH])
{
    const unsigned char *stored = column_hash(stmt, 2);
    const char *text = (const char *)sqlite3_column_text(stmt, 3);
    size_t size = (size_t)sqlite3_column_bytes(stmt, 3);
    const char *said = (const char *)sqlite3_column_text(stmt, 4);
    moment at;
    if (sqlite3_column_int64(stmt, 0) != seq || !stored || !text || size > LEDGER_TEXT_MAX || !text_valid(text, size))
        return false;
    if (said && moment_parse(said, &at) && at != sqlite3_column_int64(stmt, 1))
        return false;
    unsigned char expected[HASH];
    memcpy(expected, hash, HASH);
    chain_on(expected, text, size);
    if (memcmp(expected, stored, HASH) != 0)
        return false;
    memcpy(hash, expected, HASH);
    return true;
}

/* A page that cannot be read and a row longer than any of ours break the chain there; a disk that fails says nothing.
 */
static bool broken_row(int rc)
{
    return (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_TOOBIG;
}

struct walk {
    sqlite3_stmt *stmt;
    const unsigned char *head; /* NULL = none to look for */
    bool met;
    int (*progress)(void *ctx, int64_t done, int64_t of); /* or NULL */
    void *ctx;
    int64_t of;
};

/* From the first record to the last that fits. Returns what SQLite said last. */
static int walk(struct walk *w, bool *stopped, struct ledger_state *out)
{
    unsigned char hash[HASH] = {0};
    int rc = SQLITE_OK;
    w->met = !w->head || memcmp(hash, w->head, HASH) == 0;
    while (!*stopped && (rc = sqlite3_step(w->stmt)) == SQLITE_ROW && fits(w->stmt, out->records + 1, hash)) {
        out->records++;
        out->last_at = sqlite3_column_int64(w->stmt, 1);
        w->met = w->met || memcmp(hash, w->head, HASH) == 0;
        *stopped = w->progress && out->records % PROGRESS_EVERY == 0 && w->progress(w->ctx, out->records, w->of);
    }
    hash_text(hash, out->head);
    return rc;
}

static const char select_chain[] = "SELECT seq, at, hash, text,"
                                   " CASE WHEN json_valid(text) THEN json_extract(text, '$.at') END"
                                   " FROM record ORDER BY seq";

int ledger_verify(struct ledger *l, const char *head, int (*progress)(void *ctx, int64_t done, int64_t of), void *ctx,
                  struct ledger_state *out, struct err *err)
{
    unsigned char wanted[HASH];
    struct walk w = {.head = head ? wanted : NULL, .progress = progress, .ctx = ctx};
    bool stopped = false;
    *out = (struct ledger_state){0};
    if ((head && parse_head(head, wanted, err)) || store_number(&l->store, "SELECT max(seq) FROM record", &w.of, err) ||
        store_prepare(&l->store, select_chain, &w.stmt, err))
        return -1;
    int failed = 0, rc = walk(&w, &stopped, out);
    if (stopped)
        failed = err_set(err, ERR_STOPPED, "stopped after %lld of %lld records; nothing was changed",
                         "%lld 件目（全 %lld 件）で中止しました。何も変更していません", (long long)out->records,
                         (long long)w.of);
    else if (rc == SQLITE_DONE)
        out->chain = w.met ? CHAIN_WHOLE : CHAIN_TAIL_MISSING;
    else if (rc == SQLITE_ROW || broken_row(rc))
        out->chain = CHAIN_BROKEN;
    else
        failed = store_error(&l->store, err);
    if (out->chain == CHAIN_BROKEN)
        out->bad_seq = out->records + 1;
    sqlite3_finalize(w.stmt);
    return failed;
}
