/* What the shop knows offline, for a program: one object a line. */
#include <stdlib.h>

#include "app/check/json.h"
#include "app/judge/judge.h"
#include "ui/show/show.h"

static int print(struct json *j, FILE *out, struct err *err)
{
    char *text = NULL;
    if (json_print(j, &text, err))
        return -1;
    show_check_json(out, text);
    free(text);
    return 0;
}

static void put_copy(struct json *j, struct json_node *o, const struct copy *copy, moment now)
{
    json_moment(j, o, "as_of", copy->as_of);
    if (copy->as_of)
        json_number(j, o, "age_s", now - copy->as_of);
    else
        json_null(j, o, "age_s");
    json_text(j, o, "source", copy->source);
    json_text(j, o, "copy", copy->digest);
    json_bool(j, o, "demo", copy->demo);
}

int show_entry_json(FILE *out, const struct entry *e, const struct copy *copy, moment now, struct err *err)
{
    struct json j;
    struct json_node *o = json_start(&j);
    json_text(&j, o, "scheme", scheme_name(e->scheme));
    json_text(&j, o, "number", e->number);
    json_text(&j, o, "status", status_name(entry_status(e)));
    json_text(&j, o, "word", e->word);
    if (e->level)
        json_number(&j, o, "level", e->level);
    else
        json_null(&j, o, "level");
    json_text(&j, o, "product", e->product);
    json_text(&j, o, "vendor", e->vendor);
    struct json_node *models = json_array(&j, o, "models");
    for (size_t i = 0; i < e->models.count; i++)
        json_line(&j, models, e->models.item[i].raw);
    json_day(&j, o, "issued", e->issued);
    json_day(&j, o, "expires", e->expires);
    json_text(&j, o, "url", e->url);
    if (copy)
        put_copy(&j, o, copy, now);
    if (e->last.source)
        put_copy(&j, json_object(&j, o, "last"), &e->last, now);
    if (e->first_without.source)
        put_copy(&j, json_object(&j, o, "first_without"), &e->first_without, now);
    return print(&j, out, err);
}

static int put_state(FILE *out, const struct copy_state *s, const struct check_limits *limits, moment now,
                     struct err *err)
{
    static const char *const ages[] = {"none", "fresh", "aging", "stale"};
    struct json j;
    struct json_node *o = json_start(&j);
    json_text(&j, o, "scheme", scheme_name(s->scheme));
    put_copy(&j, o, &s->copy, now);
    json_text(&j, o, "age", ages[label_age(s->copy.as_of, now, limits->fresh, limits->stale_after)]);
    json_moment(&j, o, "imported_at", s->imported_at);
    json_number(&j, o, "labels", s->labels);
    json_number(&j, o, "models", s->models);
    struct json_node *by = json_object(&j, o, "by_status");
    for (int i = STATUS_CURRENT; i <= STATUS_UNCLEAR; i++)
        if (s->by_status[i])
            json_number(&j, by, status_name((enum status)i), s->by_status[i]);
    return print(&j, out, err);
}

int show_copies_json(FILE *out, const struct copy_states *s, const struct check_limits *limits, moment now,
                     struct err *err)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->item[i].copy.id && put_state(out, &s->item[i], limits, now, err))
            return -1;
    return 0;
}

int show_product_json(FILE *out, const struct product *p, struct err *err)
{
    struct json j;
    struct json_node *o = json_start(&j);
    json_text(&j, o, "gtin", p->gtin);
    json_text(&j, o, "sku", p->sku);
    json_text(&j, o, "brand", p->brand);
    json_text(&j, o, "model", p->model);
    json_text(&j, o, "vendor", p->vendor);
    json_text(&j, o, "name", p->name);
    json_text(&j, o, "scope", scope_name(p->scope));
    json_text(&j, o, "statement", statement_name(p->statement));
    json_day(&j, o, "support_until", p->support_until);
    return print(&j, out, err);
}

int show_confirmation_json(FILE *out, const struct confirmation *c, struct err *err)
{
    struct json j;
    struct json_node *o = json_start(&j);
    json_bool(&j, o, "holds", c->holds);
    json_moment(&j, o, "at", c->at);
    json_text(&j, o, "operator", c->who);
    json_text(&j, o, "gtin", c->gtin);
    json_text(&j, o, "sku", c->sku);
    json_text(&j, o, "model", c->model);
    json_text(&j, o, "scheme", c->number ? scheme_name(c->scheme) : NULL);
    json_text(&j, o, "number", c->number);
    json_text(&j, o, "brand", c->brand);
    json_text(&j, o, "vendor", c->vendor);
    return print(&j, out, err);
}
