#ifndef KENPIN_CATALOGUE_CONFIRM_H
#define KENPIN_CATALOGUE_CONFIRM_H

#include "app/sources.h"
#include "cache/db.h"

/* Two functions of struct shelf, `ctx` a struct db. For catalogue.c. */
int catalogue_is_confirmed(void *ctx, const struct confirm_ask *ask, bool *yes, struct err *err);
int catalogue_is_alias(void *ctx, const char *brand, const char *vendor, bool *yes, struct err *err);

/* Within the transaction that put a new copy, or a new catalogue, in place: ends every confirmation of which that side
 * has changed, for good. */
int catalogue_end_by_entry(struct db *db, enum scheme scheme, struct err *err) __attribute__((warn_unused_result));
int catalogue_end_by_row(struct db *db, struct err *err) __attribute__((warn_unused_result));

#endif
