#include "app/check/confirm.h"

#include <stdlib.h>

#include "app/check/json.h"

static void put_entry(struct json *j, struct json_node *root, const struct entry *e)
{
    struct json_node *o = json_object(j, root, "entry");
    json_text(j, o, "scheme", scheme_name(e->scheme));
    json_text(j, o, "number", e->number);
    json_text(j, o, "product", e->product);
    json_text(j, o, "vendor", e->vendor);
    struct json_node *models = json_array(j, o, "models");
    for (size_t i = 0; i < e->models.count; i++)
        json_line(j, models, e->models.item[i].raw);
    json_text(j, o, "fingerprint", e->fingerprint);
}

static void put_row(struct json *j, struct json_node *root, const struct product *p)
{
    struct json_node *o = json_object(j, root, "row");
    json_text(j, o, "gtin", p->gtin);
    json_text(j, o, "sku", p->sku);
    json_text(j, o, "brand", p->brand);
    json_text(j, o, "model", p->model);
    json_text(j, o, "fingerprint", p->fingerprint);
}

int confirm_append(struct ledger *ledger, const struct confirm_record *c, struct receipt *out, struct err *err)
{
    struct json j;
    char *text = NULL;
    struct json_node *root = json_start(&j);
    json_number(&j, root, "schema", 1);
    json_text(&j, root, "kind", "confirmation");
    json_text(&j, root, "program", "kenpin " KENPIN_VERSION);
    json_moment(&j, root, "at", c->at);
    json_text(&j, root, "operator", c->who);
    json_text(&j, root, "gtin", c->gtin);
    json_text(&j, root, "sku", c->sku);
    json_text(&j, root, "model", c->model);
    json_text(&j, root, "brand", c->brand);
    json_text(&j, root, "vendor", c->vendor);
    if (c->entry)
        put_entry(&j, root, c->entry);
    if (c->product && c->product->found)
        put_row(&j, root, c->product);
    if (json_print(&j, &text, err))
        return -1;
    int rc = ledger_append(ledger, c->at, text, out, err);
    free(text);
    return rc;
}
