#include "cache/catalogue_confirm.h"

#include <stdlib.h>
#include <string.h>

#include "app/label/normal.h"
#include "cache/catalogue.h"

/* What a person confirmed. A confirmation ends when either side changes, so that it holds the fingerprint of both. One
 * by model has no row beside it: the model's name itself is that side. */

static const char PUT[] =
    "INSERT OR REPLACE INTO confirmation(kind, key, scheme, other, shown_key, shown_other,"
    " entry_fingerprint, row_fingerprint, who, at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
static const char HOLDS[] =
    "SELECT 1 FROM confirmation WHERE kind = ?1 AND key = ?2 AND scheme = ?3 AND other = ?4"
    " AND NOT ended AND entry_fingerprint = ?5 AND (kind IN ('model', 'alias') OR row_fingerprint = ?6)";
static const char ALL[] =
    "SELECT n.kind, n.key, n.scheme, n.shown_key, n.shown_other, n.entry_fingerprint, n.row_fingerprint, n.who, n.at,"
    " n.kind = 'alias' OR (NOT n.ended AND lower(hex(e.fingerprint)) = n.entry_fingerprint AND e.gone_copy IS NULL AND "
    "n.row_fingerprint ="
    " CASE n.kind WHEN 'gtin' THEN coalesce((SELECT fingerprint FROM product WHERE gtin = n.key), '')"
    " WHEN 'sku' THEN coalesce((SELECT fingerprint FROM product WHERE sku_norm = n.key), '')"
    " ELSE n.row_fingerprint END)"
    " FROM confirmation n LEFT JOIN entry e ON e.scheme = n.scheme AND e.norm = n.other ORDER BY n.at, n.kind, n.key";

/* What has changed has ended, and does not come back when it changes back. */
static const char END_BY_ENTRY[] =
    "UPDATE confirmation SET ended = 1 WHERE NOT ended AND kind <> 'alias' AND scheme = ?1 AND NOT EXISTS (SELECT 1 FROM entry e"
    " WHERE e.scheme = ?1 AND e.norm = other AND e.gone_copy IS NULL AND lower(hex(e.fingerprint)) = entry_fingerprint)";
static const char END_BY_ROW[] =
    "UPDATE confirmation SET ended = 1 WHERE NOT ended AND ?1 = 0 AND CASE kind"
    " WHEN 'gtin' THEN row_fingerprint <> coalesce((SELECT fingerprint FROM product WHERE gtin = key), '')"
    " WHEN 'sku' THEN row_fingerprint <> coalesce((SELECT fingerprint FROM product WHERE sku_norm = key), '') ELSE 0 END";

/* ---- asking ---- */

struct question {
    const char *kind, *key; /* key in the form it is kept in */
    enum scheme scheme;
    const char *other, *entry_fingerprint, *row_fingerprint;
};

static int ask_one(struct db *db, const struct question *q, bool *yes, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_statement(db, HOLDS, &stmt, err))
        return -1;
    db_bind_text(stmt, 1, q->kind);
    db_bind_text(stmt, 2, q->key);
    (void)sqlite3_bind_int(stmt, 3, q->scheme);
    db_bind_text(stmt, 4, q->other);
    db_bind_text(stmt, 5, q->entry_fingerprint);
    db_bind_text(stmt, 6, q->row_fingerprint ? q->row_fingerprint : "");
    int result = db_step(db, stmt, yes, err);
    db_done(stmt);
    if (result)
        *yes = false;
    return result;
}

int catalogue_is_confirmed(void *ctx, const struct confirm_ask *ask, bool *yes, struct err *err)
{
    struct db *db = ctx;
    char *number = NULL, *sku = NULL;
    int result = -1;
    *yes = false;
    if (!db->handle || !ask->entry || !ask->entry->number || !ask->entry->fingerprint)
        return 0;
    if (normal_form(ask->entry->number, &number, err) || (ask->sku && normal_form(ask->sku, &sku, err)))
        goto done;
    const struct question questions[] = {
        {"gtin", ask->gtin, ask->entry->scheme, number, ask->entry->fingerprint, ask->row},
        {"sku", sku, ask->entry->scheme, number, ask->entry->fingerprint, ask->row},
        {"model", ask->model, ask->entry->scheme, number, ask->entry->fingerprint, NULL},
    };
    result = 0;
    for (size_t i = 0; result == 0 && !*yes && i < sizeof questions / sizeof *questions; i++)
        if (questions[i].key && *questions[i].key)
            result = ask_one(db, &questions[i], yes, err);
done:
    free(number);
    free(sku);
    return result;
}

int catalogue_is_alias(void *ctx, const char *brand, const char *vendor, bool *yes, struct err *err)
{
    struct db *db = ctx;
    const struct question q = {"alias", brand, SCHEME_NONE, vendor, "", ""};
    *yes = false;
    return db->handle && brand && *brand && vendor && *vendor ? ask_one(db, &q, yes, err) : 0;
}

/* ---- confirming ---- */

typedef int form(const char *text, char **out, struct err *err);

static int as_it_is(const char *text, char **out, struct err *err)
{
    *out = strdup(text);
    return *out ? 0 : err_memory(err);
}

struct kind {
    const char *name, *key, *other;
    form *key_form, *other_form;
};

/* Which kind it is; NULL when it is not exactly one, or a side is missing. */
static const struct kind *kind_of(const struct kind *kinds, size_t count, const struct confirmation *c)
{
    const struct kind *is = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!kinds[i].key)
            continue;
        if (is || !*kinds[i].key || !kinds[i].other || !*kinds[i].other)
            return NULL;
        is = &kinds[i];
    }
    bool alias = is && is->key == c->brand;
    return is && (alias || (c->scheme != SCHEME_NONE && c->entry_fingerprint)) ? is : NULL;
}

static int write_confirmation(struct db *db, const struct kind *kind, const struct confirmation *c, struct err *err)
{
    char *key = NULL, *other = NULL;
    sqlite3_stmt *stmt = NULL;
    bool row;
    int result = -1;
    if (kind->key_form(kind->key, &key, err) || kind->other_form(kind->other, &other, err))
        goto done;
    if (db_statement(db, PUT, &stmt, err))
        goto done;
    db_bind_text(stmt, 1, kind->name);
    db_bind_text(stmt, 2, key);
    (void)sqlite3_bind_int(stmt, 3, kind->key == c->brand ? SCHEME_NONE : c->scheme);
    db_bind_text(stmt, 4, other);
    db_bind_text(stmt, 5, kind->key);
    db_bind_text(stmt, 6, kind->other);
    db_bind_text(stmt, 7, c->entry_fingerprint ? c->entry_fingerprint : "");
    db_bind_text(stmt, 8, c->row_fingerprint ? c->row_fingerprint : "");
    db_bind_text(stmt, 9, c->who ? c->who : "");
    (void)sqlite3_bind_int64(stmt, 10, c->at);
    result = db_step(db, stmt, &row, err);
done:
    db_done(stmt);
    free(key);
    free(other);
    return result;
}

int catalogue_confirm(struct db *db, const struct confirmation *c, struct err *err)
{
    const struct kind kinds[] = {
        {"gtin", c->gtin, c->number, as_it_is, normal_form},
        {"sku", c->sku, c->number, normal_form, normal_form},
        {"model", c->model, c->number, normal_form, normal_form},
        {"alias", c->brand, c->vendor, normal_company, normal_company},
    };
    const struct kind *kind = kind_of(kinds, sizeof kinds / sizeof *kinds, c);
    if (!kind)
        return err_set(
            err, ERR_USAGE,
            "a confirmation ties one of a GTIN, a SKU or a model to a listed label, or a brand to a vendor",
            "確認は、GTIN・SKU・型番のいずれか一つを登録済みのラベルに、またはブランドを事業者名に結び付けるものです");
    return write_confirmation(db, kind, c, err);
}

static int end_changed(struct db *db, const char *sql, enum scheme scheme, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, sql, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    int result = db_step(db, stmt, &row, err);
    db_done(stmt);
    return result;
}

int catalogue_end_by_entry(struct db *db, enum scheme scheme, struct err *err)
{
    return end_changed(db, END_BY_ENTRY, scheme, err);
}

int catalogue_end_by_row(struct db *db, struct err *err)
{
    return end_changed(db, END_BY_ROW, SCHEME_NONE, err);
}

/* ---- listing ---- */

static const char *column(sqlite3_stmt *stmt, int at)
{
    return (const char *)sqlite3_column_text(stmt, at);
}

static struct confirmation read_confirmation(sqlite3_stmt *stmt)
{
    const char *kind = column(stmt, 0), *key = column(stmt, 1), *shown = column(stmt, 3), *other = column(stmt, 4);
    struct confirmation c = {.who = column(stmt, 7), .at = sqlite3_column_int64(stmt, 8)};
    c.holds = sqlite3_column_int(stmt, 9) != 0; /* SQL NULL, an entry that is no more, is 0 */
    if (strcmp(kind ? kind : "", "alias") == 0) {
        c.brand = shown;
        c.vendor = other;
        return c;
    }
    c.scheme = (enum scheme)sqlite3_column_int(stmt, 2);
    c.number = other;
    c.entry_fingerprint = column(stmt, 5);
    c.row_fingerprint = column(stmt, 6);
    if (strcmp(kind ? kind : "", "gtin") == 0)
        c.gtin = key;
    else if (strcmp(kind ? kind : "", "sku") == 0)
        c.sku = shown;
    else
        c.model = key;
    return c;
}

int catalogue_confirmed(struct db *db, int (*each)(void *ctx, const struct confirmation *c, struct err *err), void *ctx,
                        struct err *err)
{
    sqlite3_stmt *stmt = NULL; /* its own, because `each` may ask the catalogue again */
    bool row = true;
    int result = 0;
    if (!db->handle)
        return 0;
    if (sqlite3_prepare_v2(db->handle, ALL, -1, &stmt, NULL) != SQLITE_OK)
        return db_error(db, err);
    while (result == 0 && row) {
        result = db_step(db, stmt, &row, err);
        if (result == 0 && row) {
            struct confirmation c = read_confirmation(stmt);
            result = each(ctx, &c, err);
        }
    }
    (void)sqlite3_finalize(stmt);
    return result;
}
