#ifndef KENPIN_TEST_STOCK_H
#define KENPIN_TEST_STOCK_H

/* An invented shop's catalogue. */

#include "cache/catalogue.h"
#include "tests/unit/cache/place.h"

static const struct product BOX = {.gtin = "04901234567894",
                                   .sku = "R-100",
                                   .brand = "Example",
                                   .model = "ER-100",
                                   .vendor = "株式会社イグザンプル",
                                   .name = "Demo router",
                                   .scope = SCOPE_IN,
                                   .statement = STATEMENT_COMPLETE,
                                   .support_until = 20301231};

static inline int put_all(struct db *db, const struct product *const *products, int64_t *count, struct err *err)
{
    struct catalogue_import *i;
    if (catalogue_begin(db, NOW, &i, err))
        return -1;
    for (int64_t n = 0; products[n]; n++)
        if (catalogue_put(i, n + 2, products[n], err)) {
            catalogue_abort(i);
            return -1;
        }
    return catalogue_commit(i, count, err);
}

/* Replaces the catalogue by up to three products. */
static inline void stock(struct db *db, const struct product *a, const struct product *b, const struct product *c)
{
    const struct product *const all[] = {a, b, c, NULL};
    struct err err = {0};
    if (put_all(db, all, NULL, &err))
        fail_msg("catalogue: %s", err.en);
}

static inline struct product by_gtin(struct db *db, const char *gtin)
{
    struct shelf s = catalogue_shelf(db);
    struct product p;
    struct err err;
    assert_int_equal(s.by_gtin(s.ctx, gtin, &p, &err), 0);
    return p;
}

static inline struct product by_sku(struct db *db, const char *sku)
{
    struct shelf s = catalogue_shelf(db);
    struct product p;
    struct err err;
    assert_int_equal(s.by_sku(s.ctx, sku, &p, &err), 0);
    return p;
}

#endif
