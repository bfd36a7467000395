#include "cache/asked.h"

#include <stdlib.h>

#include "app/label/normal.h"
#include "cache/labels_row.h"

enum { HOUR = 3600 };

/* The entry's columns as labels_row_read wants them: never gone; then the copy's. */
static const char LAST[] = "SELECT id, scheme, number, level, status, word, issued, expires, product, vendor, url,"
                           " models, fingerprint, NULL, id, source, digest, as_of, demo FROM asked"
                           " WHERE scheme = ?1 AND norm = ?2 ORDER BY as_of DESC, id DESC LIMIT 1";
enum { COPY_AT = 14 };
static const char TRIED[] = "SELECT (SELECT count(*) FROM asked_try WHERE scheme = ?1 AND at > ?3 - ?4 AND at <= ?3),"
                            " (SELECT at FROM asked_try WHERE scheme = ?1 AND norm = ?2)";
static const char TRY[] = "INSERT OR REPLACE INTO asked_try(scheme, norm, at) VALUES(?1, ?2, ?3)";
static const char SEEN[] =
    "UPDATE asked SET as_of = max(as_of, ?3) WHERE scheme = ?1 AND norm = ?2 AND digest = ?4 AND source = ?5"
    " AND fingerprint = ?6 AND id = (SELECT id FROM asked WHERE scheme = ?1 AND norm = ?2 ORDER BY as_of DESC, id DESC"
    " LIMIT 1)";
static const char ADD[] =
    "INSERT INTO asked(scheme, norm, as_of, digest, source, fingerprint, number, level, status, word, issued, expires,"
    " product, vendor, url, models, demo)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

int asked_last(struct db *db, enum scheme scheme, const char *norm, struct answer *out, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *out = (struct answer){0};
    if (!db->handle)
        return 0;
    if (db_statement(db, LAST, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    db_bind_text(stmt, 2, norm);
    int result = db_step(db, stmt, &row, err);
    if (result == 0 && row) {
        result = labels_row_copy(stmt, COPY_AT, &out->copy, err);
        if (result == 0)
            result = labels_row_read(db, stmt, 0, &out->entry, err);
        out->kind = ANSWER_FOUND;
    }
    db_done(stmt);
    if (result)
        answer_clear(out);
    return result;
}

/* A time after now was a wrong clock's, and holds nobody up. */
static int read_tries(struct db *db, enum scheme scheme, const char *norm, moment now, bool *may, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, TRIED, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    db_bind_text(stmt, 2, norm);
    (void)sqlite3_bind_int64(stmt, 3, now);
    (void)sqlite3_bind_int64(stmt, 4, HOUR);
    int result = db_step(db, stmt, &row, err);
    if (result == 0) {
        moment last = sqlite3_column_int64(stmt, 1);
        *may = sqlite3_column_int64(stmt, 0) < ASKED_HOURLY && (last > now || now - last >= ASKED_AGAIN);
    }
    db_done(stmt);
    return result;
}

static int write_try(struct db *db, enum scheme scheme, const char *norm, moment now, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, TRY, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    db_bind_text(stmt, 2, norm);
    (void)sqlite3_bind_int64(stmt, 3, now);
    int result = db_step(db, stmt, &row, err);
    db_done(stmt);
    return result;
}

int asked_try(struct db *db, enum scheme scheme, const char *norm, moment now, bool *may, struct err *err)
{
    *may = false;
    if (read_tries(db, scheme, norm, now, may, err))
        return -1;
    return *may ? write_try(db, scheme, norm, now, err) : 0;
}

/* ---- keeping ---- */

static void bind_key(sqlite3_stmt *stmt, const struct entry *e, const char *norm, const struct copy *copy,
                     const uint8_t mark[FINGERPRINT_BYTES])
{
    (void)sqlite3_bind_int(stmt, 1, e->scheme);
    db_bind_text(stmt, 2, norm);
    (void)sqlite3_bind_int64(stmt, 3, copy->as_of);
    db_bind_text(stmt, 4, copy->digest);
    db_bind_text(stmt, 5, copy->source);
    (void)sqlite3_bind_blob(stmt, 6, mark, FINGERPRINT_BYTES, SQLITE_STATIC);
}

static int seen_again(struct db *db, const struct entry *e, const char *norm, const struct copy *copy,
                      const uint8_t mark[FINGERPRINT_BYTES], bool *yes, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, SEEN, &stmt, err))
        return -1;
    bind_key(stmt, e, norm, copy, mark);
    int result = db_step(db, stmt, &row, err);
    *yes = result == 0 && sqlite3_changes(db->handle) > 0;
    db_done(stmt);
    return result;
}

static int add(struct db *db, const struct entry *e, const char *norm, const struct copy *copy, const char *models,
               const uint8_t mark[FINGERPRINT_BYTES], struct err *err)
{
    const char *const texts[] = {e->product, e->vendor, e->url, models};
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, ADD, &stmt, err))
        return -1;
    bind_key(stmt, e, norm, copy, mark);
    db_bind_text(stmt, 7, e->number);
    (void)sqlite3_bind_int(stmt, 8, e->level);
    (void)sqlite3_bind_int(stmt, 9, e->status);
    db_bind_text(stmt, 10, e->word);
    (void)sqlite3_bind_int(stmt, 11, e->issued);
    (void)sqlite3_bind_int(stmt, 12, e->expires);
    for (int i = 0; i < 4; i++)
        db_bind_text(stmt, 13 + i, texts[i]);
    (void)sqlite3_bind_int(stmt, 17, copy->demo);
    int result = db_step(db, stmt, &row, err);
    db_done(stmt);
    return result;
}

int asked_keep(struct db *db, const struct entry *entry, const struct copy *copy, struct err *err)
{
    uint8_t mark[FINGERPRINT_BYTES];
    struct labels_text models = {0};
    char *norm = NULL;
    bool seen = false;
    int result = -1;
    if (normal_form(entry->number, &norm, err) || labels_models_write(&models, &entry->models, err))
        goto done;
    labels_row_fingerprint(entry, entry->scheme, &models, mark);
    result = seen_again(db, entry, norm, copy, mark, &seen, err);
    if (result == 0 && !seen)
        result = add(db, entry, norm, copy, models.bytes, mark, err);
done:
    labels_text_clear(&models);
    free(norm);
    return result;
}
