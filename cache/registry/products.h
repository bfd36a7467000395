#ifndef KENPIN_PRODUCTS_H
#define KENPIN_PRODUCTS_H

#include "cache/catalogue.h"

/* The shop's catalogue out of a CSV file. */

struct products_result {
    int64_t products;
    int64_t unknown_words;             /* in scope or statement, taken as unknown */
    int64_t bad_gtins, repaired_gtins; /* rows with a bad GTIN are kept without it */
    int64_t unread_dates;              /* in support_until, taken as not said */
};

/* Said for everything that is not taken as it stands; `line` is the file's, `seen` the cell's. */
typedef void products_note(void *ctx, int64_t line, struct words what, const char *seen);

/* CSV with columns for model and for gtin or sku (headings in English or Japanese) and, optional, brand, vendor, name,
 * scope, statement, support_until. Replaces the whole catalogue in one transaction, or leaves the old one. `note` may
 * be NULL. */
int products_import(struct db *db, const char *path, moment now, products_note *note, void *ctx,
                    struct products_result *out, struct err *err) __attribute__((warn_unused_result));

#endif
