#ifndef KENPIN_CONFIRM_H
#define KENPIN_CONFIRM_H

#include "app/evidence/ledger.h"
#include "app/sources.h"

/* The record of a confirmation: who, when, which strings. It goes into evidence.db before cache.db learns of it. */
struct confirm_record {
    const char *gtin, *sku, *model; /* one of them, with entry */
    const struct entry *entry;
    const struct product *product; /* the catalogue's row, or NULL */
    const char *brand, *vendor;    /* or these two */
    const char *who;
    moment at;
};

int confirm_append(struct ledger *ledger, const struct confirm_record *c, struct receipt *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
