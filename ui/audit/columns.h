#ifndef KENPIN_AUDIT_COLUMNS_H
#define KENPIN_AUDIT_COLUMNS_H

#include <stdio.h>

#include "app/base/words.h"
#include "cache/registry/table.h"

/* Which column of a list is what: by its heading in English or Japanese, or as --columns says. */

enum audit_field {
    AUDIT_NONE,
    AUDIT_SKU,
    AUDIT_GTIN,
    AUDIT_BRAND,
    AUDIT_MODEL,
    AUDIT_LABEL,
    AUDIT_MARKET,
    AUDIT_ROLE,
    AUDIT_EVENT,
    AUDIT_DATE,
    AUDIT_STATEMENT,
    AUDIT_QUANTITY,
    AUDIT_VALUE,
    AUDIT_SELL_THROUGH,
    AUDIT_TITLE,
    AUDIT_TEXT,
    AUDIT_URL,
    AUDIT_PICTURE,
    AUDIT_LOCATION,
    AUDIT_SUPPLIER,
    AUDIT_FIELDS,
};

const char *audit_field_name(enum audit_field field); /* "gtin", as --columns says it; "" for none */
struct words audit_field_words(enum audit_field field);

struct audit_columns {
    char *heading[TABLE_COLUMNS_MAX]; /* owned; as they stand */
    char *key[TABLE_COLUMNS_MAX];     /* owned; each different and none empty: names for an object of JSON */
    enum audit_field field[TABLE_COLUMNS_MAX];
    size_t width;
    int first[AUDIT_FIELDS]; /* the first column of a field; -1 = there is none */
};

/* What --columns says: {"field": "heading"} in a file, or field=heading,field=heading. */
struct audit_chosen {
    char *heading[AUDIT_FIELDS]; /* owned; NULL = by the known headings */
    bool any;
};

int audit_chosen_read(const char *said, struct audit_chosen *out, struct err *err) __attribute__((warn_unused_result));
void audit_chosen_clear(struct audit_chosen *c);

/* Finds the view and the row of headings, and leaves *t behind that row. ERR_INPUT lists the headings seen. `lead`: the
 * rows before it. */
int audit_columns_find(struct table *t, const struct audit_chosen *chosen, struct audit_columns *out, struct err *err)
    __attribute__((warn_unused_result));
/* Columns up to `width`, under empty headings where there are none; and then the keys of all. */
int audit_columns_widen(struct audit_columns *c, size_t width, struct err *err) __attribute__((warn_unused_result));
void audit_columns_clear(struct audit_columns *c);

bool audit_columns_has(const struct audit_columns *c, enum audit_field field);
/* "SKU = sku, JAN = gtin, ..." and what is kept without a meaning. */
void audit_columns_say(const struct audit_columns *c, enum lang lang, FILE *out);

#endif
