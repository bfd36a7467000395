#include "cache/remember.h"

#include <stdlib.h>
#include <string.h>

#include "cache/catalogue.h"
#include "cache/labels.h"

static const char ANY[] = "SELECT 1 FROM confirmation LIMIT 1";

static int same_copy(const struct copy *from, struct copy *out, struct err *err)
{
    *out = (struct copy){.id = from->id, .as_of = from->as_of, .demo = from->demo};
    out->source = from->source ? strdup(from->source) : NULL;
    out->digest = from->digest ? strdup(from->digest) : NULL;
    if ((from->source && !out->source) || (from->digest && !out->digest)) {
        copy_clear(out);
        return err_memory(err);
    }
    return 0;
}

static int copy(void *ctx, enum scheme scheme, struct copy *out, struct err *err)
{
    struct remember *r = ctx;
    size_t at = (size_t)scheme;
    if (at >= sizeof r->copy / sizeof *r->copy)
        return r->asked_registry.copy(r->db, scheme, out, err);
    if (!r->has_copy[at] && r->asked_registry.copy(r->db, scheme, &r->copy[at], err))
        return -1;
    r->has_copy[at] = true;
    return same_copy(&r->copy[at], out, err);
}

static int by_number(void *ctx, enum scheme scheme, const char *norm, struct answer *out, struct err *err)
{
    struct remember *r = ctx;
    return r->asked_registry.by_number(r->db, scheme, norm, out, err);
}

static int by_url(void *ctx, enum scheme scheme, const char *key, struct answer *out, struct err *err)
{
    struct remember *r = ctx;
    return r->asked_registry.by_url(r->db, scheme, key, out, err);
}

static int by_product_id(void *ctx, const char *norm, struct answer *out, struct err *err)
{
    struct remember *r = ctx;
    return r->asked_registry.by_product_id(r->db, norm, out, err);
}

static int by_model(void *ctx, enum scheme scheme, const char *norm, struct entries *out, struct err *err)
{
    struct remember *r = ctx;
    return r->asked_registry.by_model(r->db, scheme, norm, out, err);
}

static int last_number(void *ctx, enum scheme scheme, char **norm, struct err *err)
{
    struct remember *r = ctx;
    return r->asked_registry.last_number(r->db, scheme, norm, err);
}

static int by_gtin(void *ctx, const char *gtin, struct product *out, struct err *err)
{
    struct remember *r = ctx;
    return r->asked_shelf.by_gtin(r->db, gtin, out, err);
}

static int by_sku(void *ctx, const char *sku, struct product *out, struct err *err)
{
    struct remember *r = ctx;
    return r->asked_shelf.by_sku(r->db, sku, out, err);
}

/* Most shops never confirm anything. */
static int any_confirmation(struct remember *r, bool *any, struct err *err)
{
    sqlite3_stmt *stmt;
    if (!r->knows_confirmations && r->db->handle) {
        if (db_statement(r->db, ANY, &stmt, err))
            return -1;
        int rc = db_step(r->db, stmt, &r->confirmations, err);
        db_done(stmt);
        if (rc)
            return -1;
    }
    r->knows_confirmations = true;
    *any = r->confirmations;
    return 0;
}

static int confirmed(void *ctx, const struct confirm_ask *ask, bool *yes, struct err *err)
{
    struct remember *r = ctx;
    bool any = false;
    *yes = false;
    if (any_confirmation(r, &any, err))
        return -1;
    return any ? r->asked_shelf.confirmed(r->db, ask, yes, err) : 0;
}

static int alias(void *ctx, const char *brand, const char *vendor, bool *yes, struct err *err)
{
    struct remember *r = ctx;
    bool any = false;
    *yes = false;
    if (any_confirmation(r, &any, err))
        return -1;
    return any ? r->asked_shelf.alias(r->db, brand, vendor, yes, err) : 0;
}

void remember_open(struct remember *r, struct db *db, const struct revocations *revocations)
{
    *r = (struct remember){.db = db, .asked_registry = labels_registry(db), .asked_shelf = catalogue_shelf(db)};
    r->registry = (struct registry){.ctx = r,
                                    .copy = copy,
                                    .by_number = by_number,
                                    .by_url = by_url,
                                    .by_product_id = by_product_id,
                                    .by_model = by_model,
                                    .last_number = last_number,
                                    .revocations = revocations};
    r->shelf = (struct shelf){r, by_gtin, by_sku, confirmed, alias};
}

void remember_forget(struct remember *r)
{
    for (size_t i = 0; i < sizeof r->copy / sizeof *r->copy; i++) {
        copy_clear(&r->copy[i]);
        r->has_copy[i] = false;
    }
    r->knows_confirmations = r->confirmations = false;
}

void remember_clear(struct remember *r)
{
    remember_forget(r);
}
