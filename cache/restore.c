#include "cache/restore.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "app/label/normal.h"
#include "cache/catalogue.h"

struct restoring {
    struct db *db;
    int64_t restored;
};

static const char *text_of(const cJSON *o, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, key);
    return cJSON_IsString(item) ? item->valuestring : NULL;
}

static int put_back(struct restoring *r, const cJSON *record, moment at, struct err *err)
{
    const cJSON *entry = cJSON_GetObjectItemCaseSensitive(record, "entry");
    const cJSON *row = cJSON_GetObjectItemCaseSensitive(record, "row");
    const char *scheme = text_of(entry, "scheme"), *model = text_of(record, "model");
    char *norm = NULL;
    struct confirmation c = {
        .gtin = text_of(record, "gtin"),
        .sku = text_of(record, "sku"),
        .scheme = scheme ? scheme_from_name(scheme) : SCHEME_NONE,
        .number = text_of(entry, "number"),
        .entry_fingerprint = text_of(entry, "fingerprint"),
        .row_fingerprint = text_of(row, "fingerprint"),
        .brand = text_of(record, "brand"),
        .vendor = text_of(record, "vendor"),
        .who = text_of(record, "operator"),
        .at = at,
    };
    bool product = (c.gtin || c.sku || model) && c.scheme && c.number && c.entry_fingerprint;
    if (!c.who || (!product && !(c.brand && c.vendor)))
        return 0; /* a record of another form: it stays where it is */
    if (model && normal_form(model, &norm, err))
        return -1;
    c.model = norm;
    int rc = catalogue_confirm(r->db, &c, err);
    free(norm);
    r->restored += !rc;
    return rc;
}

static int each_record(void *ctx, const struct ledger_record *record, struct err *err)
{
    cJSON *json = cJSON_Parse(record->text);
    int rc = json ? put_back(ctx, json, record->at, err) : 0;
    cJSON_Delete(json);
    return rc;
}

static int each_known(void *ctx, const struct confirmation *c, struct err *err)
{
    (void)c;
    (void)err;
    *(bool *)ctx = true;
    return 0;
}

int restore_confirmations(struct db *db, struct ledger *ledger, int64_t *restored, struct err *err)
{
    struct restoring r = {.db = db};
    struct ledger_filter filter = {.kind = "confirmation"};
    bool any = false;
    *restored = 0;
    if (catalogue_confirmed(db, each_known, &any, err))
        return -1;
    if (any || !ledger)
        return 0;
    int rc = ledger_read(ledger, &filter, each_record, &r, err);
    *restored = r.restored;
    return rc;
}
