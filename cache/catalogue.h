#ifndef KENPIN_CATALOGUE_H
#define KENPIN_CATALOGUE_H

#include "app/sources.h"
#include "cache/db.h"

/* The shop's products, and what a person confirmed about them. */

struct shelf catalogue_shelf(struct db *db); /* works on a db without a handle: nothing found */

/* Puts a whole catalogue in place of the old one, in one transaction, or leaves the old one. catalogue_begin;
 * catalogue_put for each row; catalogue_commit, or catalogue_abort. After a refused put, abort. */
struct catalogue_import;

int catalogue_begin(struct db *db, moment now, struct catalogue_import **out, struct err *err)
    __attribute__((warn_unused_result));
/* `line` is the file's, 1 and up, for messages. Equal rows are one; one GTIN on two different rows, or one SKU, is
 * ERR_INPUT naming both lines. `p->found` and `p->fingerprint` are not looked at. Borrows `p`. */
int catalogue_put(struct catalogue_import *i, int64_t line, const struct product *p, struct err *err)
    __attribute__((warn_unused_result));
/* Frees `i`, whatever it returns. An empty catalogue is ERR_INPUT. `products` may be NULL. */
int catalogue_commit(struct catalogue_import *i, int64_t *products, struct err *err)
    __attribute__((warn_unused_result));
void catalogue_abort(struct catalogue_import *i); /* NULL is fine */

/* Rows whose SKU, GTIN, model or brand is `text` (normal form); all when NULL. Other than 0 from `each` ends it, with
 * that as the result. */
int catalogue_each(struct db *db, const char *text, int (*each)(void *ctx, const struct product *p, struct err *err),
                   void *ctx, struct err *err) __attribute__((warn_unused_result));

/* What a person confirmed. Strings borrowed when given, NULL when not said. Exactly one of (gtin, sku, model) with
 * number, or brand with vendor. */
struct confirmation {
    const char *gtin, *sku, *model; /* gtin as GTIN-14; model in normal form */
    enum scheme scheme;
    const char *number; /* the entry's, raw */
    const char *entry_fingerprint, *row_fingerprint;
    const char *brand, *vendor; /* raw */
    const char *who;
    moment at;
    bool holds; /* when read: neither side has changed since */
};

int catalogue_confirm(struct db *db, const struct confirmation *c, struct err *err) __attribute__((warn_unused_result));
int catalogue_confirmed(struct db *db, int (*each)(void *ctx, const struct confirmation *c, struct err *err), void *ctx,
                        struct err *err) __attribute__((warn_unused_result));

#endif
