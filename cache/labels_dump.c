#include "cache/labels_dump.h"

#include <string.h>

#include "cache/labels_row.h"

static const char ALL[] =
    "SELECT e.norm, e.number, e.level, e.status, e.word, e.issued, e.expires, e.product, e.vendor, e.url, e.models,"
    " e.gone_copy IS NOT NULL, l.source, l.digest, l.as_of, l.demo, m.source, m.digest, m.as_of, m.demo"
    " FROM entry e LEFT JOIN copy l ON l.id = e.last_copy LEFT JOIN copy m ON m.id = e.gone_copy"
    " WHERE e.scheme = ?1 ORDER BY e.norm";
static const char MARKS[] =
    "SELECT fingerprint FROM entry WHERE scheme = ?1 AND gone_copy IS NULL ORDER BY fingerprint";

/* Borrowed; the struct has no const of its own. */
static char *text_at(sqlite3_stmt *stmt, int column)
{
    return (char *)sqlite3_column_text(stmt, column);
}

static struct copy copy_at(sqlite3_stmt *stmt, int at)
{
    return (struct copy){
        .source = text_at(stmt, at),
        .digest = text_at(stmt, at + 1),
        .as_of = sqlite3_column_int64(stmt, at + 2),
        .demo = sqlite3_column_int(stmt, at + 3) != 0,
    };
}

static int read_record(sqlite3_stmt *stmt, enum scheme scheme, struct labels_record *out, struct err *err)
{
    *out = (struct labels_record){
        .norm = text_at(stmt, 0),
        .models = text_at(stmt, 10),
        .entry = {.scheme = scheme,
                  .number = text_at(stmt, 1),
                  .level = sqlite3_column_int(stmt, 2),
                  .status = (enum status)sqlite3_column_int(stmt, 3),
                  .word = text_at(stmt, 4),
                  .issued = sqlite3_column_int(stmt, 5),
                  .expires = sqlite3_column_int(stmt, 6),
                  .product = text_at(stmt, 7),
                  .vendor = text_at(stmt, 8),
                  .url = text_at(stmt, 9),
                  .gone = sqlite3_column_int(stmt, 11) != 0},
    };
    if (out->entry.gone) {
        out->entry.last = copy_at(stmt, 12);
        out->entry.first_without = copy_at(stmt, 16);
    }
    bool whole = out->norm && out->models && out->entry.number &&
                 (!out->entry.gone || (out->entry.last.digest && out->entry.first_without.digest));
    return whole ? 0
                 : err_set(err, ERR_DATA,
                           "cache.db holds an entry that cannot be read; move the file away, then import again",
                           "cache.db に読めない登録があります。このファイルを別の場所へ移し、取り込み直してください");
}

int labels_dump(struct db *db, enum scheme scheme,
                int (*each)(void *ctx, const struct labels_record *r, struct err *err), void *ctx, struct err *err)
{
    sqlite3_stmt *stmt;
    struct labels_record record;
    bool row;
    int result = -1;
    if (db_statement(db, ALL, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    for (;;) {
        if (db_step(db, stmt, &row, err))
            goto done;
        if (!row)
            break;
        if (read_record(stmt, scheme, &record, err) || (result = each(ctx, &record, err)))
            goto done;
        result = -1;
    }
    result = 0;
done:
    db_done(stmt);
    return result;
}

/* The index entry_mark holds them in this order: a till reads 4 MB for 100,000 labels, not the whole cache. */
static int hash_marks(struct db *db, enum scheme scheme, crypto_hash_sha256_state *to, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    int result = -1;
    if (db_statement(db, MARKS, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    for (;;) {
        if (db_step(db, stmt, &row, err))
            goto done;
        if (!row)
            break;
        uint8_t none[FINGERPRINT_BYTES] = {0}; /* of no row: the digest is then of no sound list */
        const void *mark = sqlite3_column_blob(stmt, 0);
        bool sound = mark && sqlite3_column_bytes(stmt, 0) == FINGERPRINT_BYTES;
        (void)crypto_hash_sha256_update(to, sound ? mark : none, FINGERPRINT_BYTES);
    }
    result = 0;
done:
    db_done(stmt);
    return result;
}

int labels_dump_rows(struct db *db, enum scheme scheme, char out[LABELS_DUMP_DIGEST], struct err *err)
{
    crypto_hash_sha256_state state;
    unsigned char hash[crypto_hash_sha256_BYTES];
    if (sodium_init() < 0)
        return err_memory(err);
    (void)crypto_hash_sha256_init(&state);
    if (hash_marks(db, scheme, &state, err))
        return -1;
    (void)crypto_hash_sha256_final(&state, hash);
    memcpy(out, "sha256:", 7);
    (void)sodium_bin2hex(out + 7, LABELS_DUMP_DIGEST - 7, hash, sizeof hash);
    return 0;
}
