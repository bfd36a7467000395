#include "ui/counter/event.h"

#include <stdlib.h>
#include <string.h>

#include "app/build.h"
#include "app/check/json.h"

static const char *const names[] = {"",    "open",        "expected", "repeat", "label",
                                    "ack", "disposition", "void",     "drop",   "close"};
enum { NAMES = sizeof names / sizeof *names };

const char *event_act_name(enum event_act a)
{
    return (size_t)a < NAMES ? names[a] : "";
}

enum event_act event_act_from_name(const char *name)
{
    for (int i = 1; i < NAMES; i++)
        if (!strcmp(names[i], name))
            return (enum event_act)i;
    return EVENT_ACT_NONE;
}

static void put_text(struct json *j, struct json_node *o, const char *key, const char *text)
{
    if (text && text[0])
        json_text(j, o, key, text);
}

static void put_number(struct json *j, struct json_node *o, const char *key, int64_t number)
{
    if (number)
        json_number(j, o, key, number);
}

static void put_codes(struct json *j, struct json_node *root, const struct symbols *codes)
{
    if (!codes)
        return;
    struct json_node *array = json_array(j, root, "codes");
    for (size_t i = 0; i < codes->count; i++) {
        const struct symbol *s = &codes->item[i];
        struct json_node *o = json_item(j, array);
        json_text(j, o, "symbology", symbology_name(s->symbology));
        json_string(j, o, "text", s->text);
        json_text(j, o, "from", origin_name(s->from));
    }
}

static void put_lines(struct json *j, struct json_node *root, const struct counter_event *e)
{
    if (!e->line)
        return;
    struct json_node *array = json_array(j, root, "lines");
    for (size_t i = 0; i < e->lines; i++) {
        struct json_node *o = json_item(j, array);
        json_text(j, o, "gtin", e->line[i].gtin);
        json_number(j, o, "quantity", e->line[i].quantity);
    }
}

static void put_markets(struct json *j, struct json_node *root, const struct counter_event *e)
{
    if (!e->markets)
        return;
    struct json_node *array = json_array(j, root, "markets");
    for (size_t i = 0; i < e->markets; i++)
        json_line(j, array, market_name(e->market[i]));
}

int event_append(struct ledger *ledger, const struct counter_event *e, struct receipt *out, struct err *err)
{
    struct json j;
    char *text;
    struct json_node *root = json_start(&j);
    json_number(&j, root, "schema", 1);
    json_text(&j, root, "kind", "counter");
    json_text(&j, root, "program", "kenpin " KENPIN_VERSION);
    json_text(&j, root, "lang", e->lang == LANG_JA ? "ja" : "en");
    json_moment(&j, root, "at", e->at);
    json_text(&j, root, "act", event_act_name(e->act));
    struct json_node *facts = json_object(&j, root, "facts"); /* as a check has them, to be found by them */
    json_text(&j, facts, "consignment", e->consignment_name);
    json_text(&j, facts, "operator", e->by);
    struct json_node *counter = json_object(&j, root, "counter");
    json_number(&j, counter, "consignment", e->consignment);
    json_number(&j, counter, "station", e->station);
    json_text(&j, counter, "station_name", e->station_name);
    put_number(&j, counter, "box", e->box);
    put_text(&j, counter, "key", e->key);
    put_number(&j, counter, "quantity", e->quantity);
    put_number(&j, root, "of", e->of);
    put_text(&j, root, "name", e->name);
    put_text(&j, root, "supplier", e->supplier);
    put_markets(&j, root, e);
    if (e->automatic)
        json_bool(&j, root, "automatic", true);
    put_text(&j, root, "how", e->how);
    put_text(&j, root, "items", e->items);
    put_text(&j, root, "supervisor", e->supervisor);
    put_text(&j, root, "reason", e->reason);
    put_codes(&j, root, e->codes);
    put_lines(&j, root, e);
    if (e->outcome)
        json_text(&j, root, "outcome", outcome_name(e->outcome));
    if (json_print(&j, &text, err))
        return -1;
    int rc = ledger_append(ledger, e->at, text, out, err);
    free(text);
    return rc;
}
