#ifndef KENPIN_CATALOGUE_CONFIRM_H
#define KENPIN_CATALOGUE_CONFIRM_H

#include "app/sources.h"

/* Two functions of struct shelf, `ctx` a struct db. For catalogue.c. */
int catalogue_is_confirmed(void *ctx, const struct confirm_ask *ask, bool *yes, struct err *err);
int catalogue_is_alias(void *ctx, const char *brand, const char *vendor, bool *yes, struct err *err);

#endif
