#include "cache/catalogue.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/label/normal.h"
#include "cache/catalogue_confirm.h"
#include "cache/fingerprint.h"

#define COLUMNS "gtin, sku, brand, model, vendor, name, scope, statement, support_until, fingerprint"

static const char BY_GTIN[] = "SELECT " COLUMNS " FROM product WHERE gtin = ?1";
static const char BY_SKU[] = "SELECT " COLUMNS " FROM product WHERE sku_norm = ?1";
static const char EACH[] = "SELECT " COLUMNS " FROM product ORDER BY id";
static const char EACH_LIKE[] = "SELECT " COLUMNS " FROM product WHERE sku_norm = ?1 OR gtin = ?2 OR model_norm = ?1"
                                " OR brand_norm = ?1 ORDER BY id";
static const char LINE_BY_GTIN[] = "SELECT line, fingerprint FROM product WHERE gtin = ?1";
static const char LINE_BY_SKU[] = "SELECT line, fingerprint FROM product WHERE sku_norm = ?1";
static const char ADD[] =
    "INSERT INTO product(line, gtin, sku, sku_norm, brand, brand_norm, model, model_norm, vendor, name,"
    " scope, statement, support_until, fingerprint)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
    " ON CONFLICT(fingerprint) DO NOTHING"; /* equal rows are one */
static const char SET_CATALOGUE[] = "INSERT INTO catalogue(id, imported_at, products) VALUES(1, ?1, ?2)"
                                    " ON CONFLICT(id) DO UPDATE SET imported_at = ?1, products = ?2";

static const char *or_null(const char *text)
{
    return text && *text ? text : NULL;
}

/* ---- reading products ---- */

static int within(int value, int last)
{
    return value < 0 || value > last ? 0 : value;
}

static int read_product(sqlite3_stmt *stmt, struct product *out, struct err *err)
{
    const char *gtin = (const char *)sqlite3_column_text(stmt, 0);
    char **const texts[] = {&out->sku, &out->brand, &out->model, &out->vendor, &out->name};
    *out = (struct product){.found = true};
    if (gtin && strlen(gtin) < GTIN_TEXT)
        strcpy(out->gtin, gtin);
    out->scope = (enum scope)within(sqlite3_column_int(stmt, 6), SCOPE_UNKNOWN);
    out->statement = (enum statement)within(sqlite3_column_int(stmt, 7), STATEMENT_UNKNOWN);
    out->support_until = sqlite3_column_int(stmt, 8);
    int result = db_column_text(stmt, 9, &out->fingerprint, err);
    for (int i = 0; result == 0 && i < (int)(sizeof texts / sizeof *texts); i++)
        result = db_column_text(stmt, i + 1, texts[i], err);
    if (result)
        product_clear(out);
    return result;
}

static int find_product(struct db *db, const char *sql, const char *key, struct product *out, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *out = (struct product){0};
    if (!db->handle || !or_null(key))
        return 0;
    if (db_statement(db, sql, &stmt, err))
        return -1;
    db_bind_text(stmt, 1, key);
    int result = db_step(db, stmt, &row, err);
    if (result == 0 && row)
        result = read_product(stmt, out, err);
    db_done(stmt);
    return result;
}

static int by_gtin(void *ctx, const char *gtin, struct product *out, struct err *err)
{
    return find_product(ctx, BY_GTIN, gtin, out, err);
}

static int by_sku(void *ctx, const char *sku, struct product *out, struct err *err)
{
    char *norm = NULL;
    *out = (struct product){0};
    int result = sku ? normal_form(sku, &norm, err) : 0;
    if (result == 0)
        result = find_product(ctx, BY_SKU, norm, out, err);
    free(norm);
    return result;
}

static int each_row(struct db *db, sqlite3_stmt *stmt, int (*each)(void *ctx, const struct product *p, struct err *err),
                    void *ctx, struct err *err)
{
    struct product p = {0};
    bool row;
    for (;;) {
        if (db_step(db, stmt, &row, err))
            return -1;
        if (!row)
            return 0;
        if (read_product(stmt, &p, err))
            return -1;
        int result = each(ctx, &p, err);
        product_clear(&p);
        if (result)
            return result;
    }
}

int catalogue_each(struct db *db, const char *text, int (*each)(void *ctx, const struct product *p, struct err *err),
                   void *ctx, struct err *err)
{
    sqlite3_stmt *stmt = NULL; /* its own, because `each` may ask the catalogue again */
    char gtin[GTIN_TEXT], *norm = NULL;
    int result = -1;
    if (!db->handle)
        return 0;
    if (text && normal_form(text, &norm, err))
        return -1;
    if (sqlite3_prepare_v2(db->handle, text ? EACH_LIKE : EACH, -1, &stmt, NULL) != SQLITE_OK) {
        (void)db_error(db, err);
        goto done;
    }
    if (text) {
        enum gtin_trouble trouble = gtin_from_typed(norm, gtin);
        db_bind_text(stmt, 1, norm);
        db_bind_text(stmt, 2, trouble == GTIN_GOOD || trouble == GTIN_REPAIRED ? gtin : NULL);
    }
    result = each_row(db, stmt, each, ctx, err);
done:
    (void)sqlite3_finalize(stmt);
    free(norm);
    return result;
}

/* ---- replacing the catalogue ---- */

struct catalogue_import {
    struct db *db;
    moment now;
    int64_t products;
    bool failed, began;
};

int catalogue_begin(struct db *db, moment now, struct catalogue_import **out, struct err *err)
{
    *out = NULL;
    struct catalogue_import *i = calloc(1, sizeof *i);
    if (!i)
        return err_memory(err);
    i->db = db;
    i->now = now;
    if (db_run(db, "BEGIN IMMEDIATE", err))
        goto fail;
    i->began = true;
    if (db_run(db, "DELETE FROM product", err))
        goto fail;
    *out = i;
    return 0;
fail:
    catalogue_abort(i);
    return -1;
}

void catalogue_abort(struct catalogue_import *i)
{
    if (i && i->began && !sqlite3_get_autocommit(i->db->handle))
        (void)sqlite3_exec(i->db->handle, "ROLLBACK", NULL, NULL, NULL);
    free(i);
}

static void fingerprint_of(const struct product *p, char out[FINGERPRINT_TEXT])
{
    const char *const texts[] = {p->gtin, p->sku, p->brand, p->model, p->vendor, p->name};
    uint8_t mark[FINGERPRINT_BYTES];
    struct fingerprint f;
    fingerprint_begin(&f);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        fingerprint_text(&f, or_null(texts[i]));
    fingerprint_number(&f, p->scope);
    fingerprint_number(&f, p->statement);
    fingerprint_number(&f, p->support_until);
    fingerprint_end(&f, mark);
    (void)sodium_bin2hex(out, FINGERPRINT_TEXT, mark, sizeof mark);
}

/* A row before it is written; norms owned. */
struct row {
    int64_t line;
    const struct product *p;
    char *sku, *brand, *model;
    char fingerprint[FINGERPRINT_TEXT];
};

/* *line is where another product with this key stands; 0 when there is none, or only this same row. */
static int other_line(struct db *db, const char *sql, const char *key, const char *fingerprint, int64_t *line,
                      struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *line = 0;
    if (!key)
        return 0;
    if (db_statement(db, sql, &stmt, err))
        return -1;
    db_bind_text(stmt, 1, key);
    int result = db_step(db, stmt, &row, err);
    if (result == 0 && row) {
        const char *theirs = (const char *)sqlite3_column_text(stmt, 1);
        if (!theirs || strcmp(theirs, fingerprint) != 0)
            *line = sqlite3_column_int64(stmt, 0);
    }
    db_done(stmt);
    return result;
}

static int refuse_contradiction(struct catalogue_import *i, const struct row *r, struct err *err)
{
    const struct {
        const char *sql, *key, *name, *shown;
    } keys[] = {{LINE_BY_GTIN, or_null(r->p->gtin), "GTIN", r->p->gtin},
                {LINE_BY_SKU, or_null(r->sku), "SKU", r->p->sku}};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        int64_t line;
        if (other_line(i->db, keys[k].sql, keys[k].key, r->fingerprint, &line, err))
            return -1;
        if (line)
            return err_set(err, ERR_INPUT,
                           "%s %s stands on line %" PRId64 " and, with other content, on line %" PRId64
                           "; nothing was changed. Correct or remove one of them",
                           "%s %s が %" PRId64 " 行目と、異なる内容で %" PRId64
                           " 行目にあります。何も変更していません。どちらかを直すか除いてください",
                           keys[k].name, keys[k].shown, line, r->line);
    }
    return 0;
}

static int write_row(struct catalogue_import *i, const struct row *r, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(i->db, ADD, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, r->line);
    const char *const texts[] = {r->p->gtin,  r->p->sku, r->sku,       r->p->brand, r->brand,
                                 r->p->model, r->model,  r->p->vendor, r->p->name};
    for (int t = 0; t < (int)(sizeof texts / sizeof *texts); t++)
        db_bind_text(stmt, t + 2, or_null(texts[t]));
    (void)sqlite3_bind_int(stmt, 11, r->p->scope);
    (void)sqlite3_bind_int(stmt, 12, r->p->statement);
    (void)sqlite3_bind_int(stmt, 13, r->p->support_until);
    db_bind_text(stmt, 14, r->fingerprint);
    int result = db_step(i->db, stmt, &row, err);
    if (result == 0)
        i->products += sqlite3_changes64(i->db->handle);
    db_done(stmt);
    return result;
}

static int norm_of(const char *text, char **out, struct err *err)
{
    return text ? normal_form(text, out, err) : 0;
}

int catalogue_put(struct catalogue_import *i, int64_t line, const struct product *p, struct err *err)
{
    struct row r = {.line = line, .p = p};
    int result = -1;
    fingerprint_of(p, r.fingerprint);
    if (norm_of(p->sku, &r.sku, err) || norm_of(p->brand, &r.brand, err) || norm_of(p->model, &r.model, err))
        goto done;
    if (refuse_contradiction(i, &r, err) || write_row(i, &r, err))
        goto done;
    result = 0;
done:
    i->failed = i->failed || result != 0;
    free(r.sku);
    free(r.brand);
    free(r.model);
    return result;
}

static int put_in_place(struct catalogue_import *i, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (i->failed)
        return err_set(err, ERR_INPUT, "a row was refused; nothing was changed",
                       "受け付けられない行があったため、何も変更していません");
    if (!i->products)
        return err_set(err, ERR_INPUT, "the catalogue is empty; nothing was changed",
                       "商品台帳が空です。何も変更していません");
    if (db_statement(i->db, SET_CATALOGUE, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, i->now);
    (void)sqlite3_bind_int64(stmt, 2, i->products);
    int result = db_step(i->db, stmt, &row, err);
    db_done(stmt);
    if (result == 0)
        result = catalogue_end_by_row(i->db, err);
    return result ? result : db_run(i->db, "COMMIT", err);
}

int catalogue_commit(struct catalogue_import *i, int64_t *products, struct err *err)
{
    int result = put_in_place(i, err);
    if (result == 0 && products)
        *products = i->products;
    catalogue_abort(i); /* rolls back what was not committed */
    return result;
}

struct shelf catalogue_shelf(struct db *db)
{
    return (struct shelf){db, by_gtin, by_sku, catalogue_is_confirmed, catalogue_is_alias};
}
