#include "cache/labels.h"

#include <stdlib.h>
#include <string.h>

#include "app/label/address.h"
#include "app/label/normal.h"
#include "cache/asked.h"
#include "cache/labels_models.h"
#include "cache/labels_row.h"

#define COPY_COLUMNS "c.id, c.source, c.digest, c.as_of, c.demo"
#define COPY_WIDTH   5

static const char COPY[] = "SELECT " COPY_COLUMNS " FROM present p JOIN copy c ON c.id = p.copy WHERE p.scheme = ?1";
/* One statement, so that the copy and the entry are of one state of the file. */
static const char BY_NUMBER[] =
    "SELECT " COPY_COLUMNS ", " LABELS_ROW_COLUMNS " FROM present p JOIN copy c ON c.id = p.copy"
    " LEFT JOIN entry e ON e.scheme = p.scheme AND e.norm = ?2" LABELS_ROW_COPIES "WHERE p.scheme = ?1";
static const char BY_ID[] = "SELECT " LABELS_ROW_COLUMNS LABELS_ROW_FROM "WHERE e.id = ?1 AND e.scheme = ?2";
static const char BY_PRODUCT_ID[] = "SELECT " LABELS_ROW_COLUMNS LABELS_ROW_FROM
                                    "WHERE e.product_id = ?1 AND e.scheme = ?2 AND (e.gone_copy IS NULL) = ?3 LIMIT 64";
static const char BY_URL[] = "SELECT " LABELS_ROW_COLUMNS LABELS_ROW_FROM
                             "WHERE e.url_hash = ?1 AND e.scheme = ?2 AND (e.gone_copy IS NULL) = ?3 LIMIT 64";
static const char LAST_NUMBER[] =
    "SELECT norm FROM entry WHERE scheme = ?1 AND gone_copy IS NULL ORDER BY norm DESC LIMIT 1";
static const char STATES[] =
    "SELECT p.scheme, c.imported_at, " COPY_COLUMNS " FROM present p JOIN copy c ON c.id = p.copy ORDER BY p.scheme";
static const char COUNTS[] = "SELECT status, labels, models FROM copy_count WHERE copy = ?1";

/* ---- reading entries ---- */

static int read_copy(struct db *db, enum scheme scheme, struct copy *out, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *out = (struct copy){0};
    if (!db->handle)
        return 0;
    if (db_statement(db, COPY, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    int result = db_step(db, stmt, &row, err);
    if (result == 0 && row)
        result = labels_row_copy(stmt, 0, out, err);
    db_done(stmt);
    if (result)
        copy_clear(out);
    return result;
}

/* Takes the entry over, if there is room. Those that are listed come first: labels_import.c writes the index so, and
 * by_key asks in that order. */
static void keep(struct entries *to, struct entry *e)
{
    if (to->count == ENTRIES_MAX)
        return;
    to->item[to->count++] = *e;
    *e = (struct entry){0};
}

typedef bool wanted(const struct entry *e, const char *text);

/* Rows of a statement that is bound, as far as they are wanted. */
static int collect(struct db *db, sqlite3_stmt *stmt, wanted *is, const char *text, struct entries *to, struct err *err)
{
    struct entry e;
    bool row;
    for (;;) {
        if (db_step(db, stmt, &row, err))
            return -1;
        if (!row)
            return 0;
        if (labels_row_read(db, stmt, 0, &e, err))
            return -1;
        if (!is || is(&e, text))
            keep(to, &e);
        entry_clear(&e);
    }
}

/* ---- by number ---- */

static int by_number(void *ctx, enum scheme scheme, const char *norm, struct answer *out, struct err *err)
{
    struct db *db = ctx;
    sqlite3_stmt *stmt;
    bool row;
    *out = (struct answer){0};
    if (!db->handle)
        return 0;
    if (db_statement(db, BY_NUMBER, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    db_bind_text(stmt, 2, norm);
    int result = db_step(db, stmt, &row, err);
    if (result == 0 && row) {
        bool there = sqlite3_column_type(stmt, COPY_WIDTH) != SQLITE_NULL;
        result = labels_row_copy(stmt, 0, &out->copy, err);
        if (result == 0 && there)
            result = labels_row_read(db, stmt, COPY_WIDTH, &out->entry, err);
        out->kind = there && !out->entry.gone ? ANSWER_FOUND : ANSWER_ABSENT;
    }
    db_done(stmt);
    if (result)
        answer_clear(out);
    return result;
}

/* ---- by page and by product id ---- */

static bool has_url(const struct entry *e, const char *key)
{
    char *own = NULL;
    bool same = e->url && address_key(e->url, &own, NULL) == 0 && own && strcmp(own, key) == 0;
    free(own);
    return same;
}

/* Listed or gone entries that a secondary key leads to. */
static int by_key(struct db *db, enum scheme scheme, const char *sql, const char *key, bool listed, struct entries *to,
                  struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_statement(db, sql, &stmt, err))
        return -1;
    if (sql == BY_URL)
        (void)sqlite3_bind_int64(stmt, 1, (int64_t)labels_hash(key));
    else
        db_bind_text(stmt, 1, key);
    (void)sqlite3_bind_int(stmt, 2, scheme);
    (void)sqlite3_bind_int(stmt, 3, listed);
    int result = collect(db, stmt, sql == BY_URL ? has_url : NULL, key, to, err);
    db_done(stmt);
    return result;
}

/* The one listed entry of a key; with none listed, the one that is gone. Two or more are no answer to the question. */
static int answer_key(struct db *db, enum scheme scheme, const char *sql, const char *key, struct answer *out,
                      struct err *err)
{
    struct entries *found = calloc(1, sizeof *found);
    bool began = false;
    int result = -1;
    *out = (struct answer){0};
    if (!found)
        return err_memory(err);
    if (!db->handle) {
        result = 0;
        goto done;
    }
    if (db_read_begin(db, &began, err) || read_copy(db, scheme, &out->copy, err))
        goto done;
    if (out->copy.id) {
        if (by_key(db, scheme, sql, key, true, found, err))
            goto done;
        if (found->count == 0 && by_key(db, scheme, sql, key, false, found, err))
            goto done;
        out->kind = ANSWER_ABSENT;
        if (found->count == 1) {
            out->kind = found->item[0].gone ? ANSWER_ABSENT : ANSWER_FOUND;
            out->entry = found->item[0];
            found->count = 0;
        }
    }
    result = 0;
done:
    db_read_end(db, began);
    entries_clear(found);
    free(found);
    if (result)
        answer_clear(out);
    return result;
}

static int by_url(void *ctx, enum scheme scheme, const char *url_key, struct answer *out, struct err *err)
{
    return answer_key(ctx, scheme, BY_URL, url_key, out, err);
}

static int by_product_id(void *ctx, const char *norm, struct answer *out, struct err *err)
{
    return answer_key(ctx, SCHEME_CLS, BY_PRODUCT_ID, norm, out, err);
}

/* ---- by model ---- */

static bool has_model(const struct entry *e, const char *norm)
{
    for (size_t i = 0; i < e->models.count; i++)
        if (e->models.item[i].kind == MODEL_EXACT && strcmp(e->models.item[i].norm, norm) == 0)
            return true;
    return false;
}

static int add_by_model(struct db *db, enum scheme scheme, const char *norm, struct entries *to, struct err *err)
{
    struct labels_hits hits = {0};
    sqlite3_stmt *stmt = NULL;
    int result = -1;
    if (labels_pages_find(db, scheme, norm, &hits, err) || db_statement(db, BY_ID, &stmt, err))
        goto done;
    for (size_t i = 0; i < hits.count; i++) {
        (void)sqlite3_bind_int64(stmt, 1, hits.item[i].entry);
        (void)sqlite3_bind_int(stmt, 2, scheme);
        if (collect(db, stmt, has_model, norm, to, err))
            goto done;
        db_done(stmt);
    }
    result = 0;
done:
    db_done(stmt);
    labels_hits_clear(&hits);
    return result;
}

static int by_model(void *ctx, enum scheme scheme, const char *norm, struct entries *out, struct err *err)
{
    struct db *db = ctx;
    bool began;
    *out = (struct entries){0};
    if (!db->handle || !*norm)
        return 0;
    if (db_read_begin(db, &began, err))
        return -1;
    int result = add_by_model(db, scheme, norm, out, err);
    db_read_end(db, began);
    if (result)
        entries_clear(out);
    return result;
}

static int last_number(void *ctx, enum scheme scheme, char **norm, struct err *err)
{
    struct db *db = ctx;
    sqlite3_stmt *stmt;
    bool row;
    *norm = NULL;
    if (!db->handle)
        return 0;
    if (db_statement(db, LAST_NUMBER, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    int result = db_step(db, stmt, &row, err);
    if (result == 0 && row)
        result = db_column_text(stmt, 0, norm, err);
    db_done(stmt);
    return result;
}

static int present_copy(void *ctx, enum scheme scheme, struct copy *out, struct err *err)
{
    return read_copy(ctx, scheme, out, err);
}

static int page_kept(void *ctx, enum scheme scheme, const char *norm, struct answer *out, struct err *err)
{
    return asked_last(ctx, scheme, norm, out, err);
}

struct registry labels_registry(struct db *db)
{
    return (struct registry){
        .ctx = db,
        .copy = present_copy,
        .by_number = by_number,
        .by_url = by_url,
        .by_product_id = by_product_id,
        .by_model = by_model,
        .last_number = last_number,
        .page_kept = page_kept,
    };
}

/* ---- for registry show ---- */

static const enum scheme SCHEMES[] = {SCHEME_JC_STAR, SCHEME_CLS};
#define SCHEME_COUNT (sizeof SCHEMES / sizeof *SCHEMES)

static int find_number(struct db *db, const char *norm, struct entries *to, struct err *err)
{
    for (size_t s = 0; s < SCHEME_COUNT; s++) {
        struct answer a;
        if (by_number(db, SCHEMES[s], norm, &a, err))
            return -1;
        if (a.entry.number)
            keep(to, &a.entry);
        answer_clear(&a);
    }
    return 0;
}

static int find_key(struct db *db, enum scheme scheme, const char *sql, const char *key, struct entries *to,
                    struct err *err)
{
    if (by_key(db, scheme, sql, key, true, to, err))
        return -1;
    return by_key(db, scheme, sql, key, false, to, err);
}

static int find_product_id(struct db *db, const char *norm, struct entries *to, struct err *err)
{
    return find_key(db, SCHEME_CLS, BY_PRODUCT_ID, norm, to, err);
}

static int find_model(struct db *db, const char *norm, struct entries *to, struct err *err)
{
    for (size_t s = 0; s < SCHEME_COUNT; s++)
        if (add_by_model(db, SCHEMES[s], norm, to, err))
            return -1;
    return 0;
}

static int find_address(struct db *db, const char *text, struct entries *to, struct err *err)
{
    char *key = NULL;
    int result = address_key(text, &key, err);
    for (size_t s = 0; result == 0 && key && s < SCHEME_COUNT; s++)
        result = find_key(db, SCHEMES[s], BY_URL, key, to, err);
    free(key);
    return result;
}

int labels_find(struct db *db, const char *text, struct entries *out, struct err *err)
{
    static int (*const ways[])(struct db *, const char *, struct entries *,
                               struct err *) = {find_number, find_product_id, find_model};
    char *norm = NULL;
    bool began = false;
    *out = (struct entries){0};
    if (!db->handle)
        return 0;
    int result = normal_form(text, &norm, err);
    if (result == 0)
        result = db_read_begin(db, &began, err);
    for (size_t w = 0; result == 0 && *norm && out->count == 0 && w < sizeof ways / sizeof *ways; w++)
        result = ways[w](db, norm, out, err);
    if (result == 0 && out->count == 0)
        result = find_address(db, text, out, err);
    db_read_end(db, began);
    free(norm);
    if (result)
        entries_clear(out);
    return result;
}

/* ---- for registry status ---- */

static int read_counts(struct db *db, struct copy_state *to, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    int result = -1;
    if (db_statement(db, COUNTS, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, to->copy.id);
    for (;;) {
        if (db_step(db, stmt, &row, err))
            goto done;
        if (!row)
            break;
        int status = sqlite3_column_int(stmt, 0);
        if (status <= STATUS_NONE || status > STATUS_UNCLEAR)
            continue;
        to->by_status[status] = sqlite3_column_int64(stmt, 1);
        if (status != STATUS_GONE) {
            to->labels += sqlite3_column_int64(stmt, 1);
            to->models += sqlite3_column_int64(stmt, 2);
        }
    }
    result = 0;
done:
    db_done(stmt);
    return result;
}

static int read_states(struct db *db, struct copy_states *out, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    int result = -1;
    if (db_statement(db, STATES, &stmt, err))
        return -1;
    while (out->count < sizeof out->item / sizeof *out->item) {
        if (db_step(db, stmt, &row, err))
            goto done;
        if (!row)
            break;
        struct copy_state *s = &out->item[out->count++];
        s->scheme = (enum scheme)sqlite3_column_int(stmt, 0);
        s->imported_at = sqlite3_column_int64(stmt, 1);
        if (labels_row_copy(stmt, 2, &s->copy, err) || read_counts(db, s, err))
            goto done;
    }
    result = 0;
done:
    db_done(stmt);
    return result;
}

int labels_states(struct db *db, struct copy_states *out, struct err *err)
{
    bool began;
    *out = (struct copy_states){0};
    if (!db->handle)
        return 0;
    if (db_read_begin(db, &began, err))
        return -1;
    int result = read_states(db, out, err);
    db_read_end(db, began);
    if (result)
        labels_states_clear(out);
    return result;
}

void labels_states_clear(struct copy_states *s)
{
    for (size_t i = 0; i < s->count; i++)
        copy_clear(&s->item[i].copy);
    *s = (struct copy_states){0};
}
