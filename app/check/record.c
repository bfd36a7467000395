/* What goes on record: one canonical JSON text, schema 1. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/check/case.h"
#include "app/check/json.h"
#include "app/codes/parts.h"

enum { MODELS_ON_RECORD = 512 }; /* of one entry; an entry may list thousands */

static void put_facts(struct json *j, struct json_node *root, const struct casework *c)
{
    const struct check_ask *ask = c->ask;
    struct json_node *o = json_object(j, root, "facts");
    json_text(j, o, "role", role_name(ask->role));
    json_text(j, o, "event", event_name(ask->event));
    json_day(j, o, "on", ask->on ? ask->on : day_at(c->now, market_calendar(ask->market[0])));
    json_text(j, o, "scope", scope_name(c->scope));
    json_text(j, o, "statement", statement_name(c->statement));
    json_text(j, o, "failure", failure_name(ask->failure));
    json_number(j, o, "requires_star", ask->requires_star);
    json_text(j, o, "consignment", ask->consignment);
    json_text(j, o, "operator", ask->operator_name);
}

/* What was typed beside the codes, as it was typed; and what looked like a label and is none. */
static void put_typed(struct json *j, struct json_node *root, const struct casework *c)
{
    const struct check_ask *ask = c->ask;
    struct json_node *o = json_object(j, root, "typed");
    struct json_node *labels = json_array(j, o, "labels");
    for (size_t i = 0; i < ask->labels; i++)
        json_line(j, labels, ask->label[i]);
    json_text(j, o, "gtin", ask->gtin);
    json_text(j, o, "sku", ask->sku);
    json_text(j, o, "brand", ask->brand);
    json_text(j, o, "model", ask->model);
    struct json_node *none = json_array(j, o, "no_label");
    for (size_t i = 0; i < c->no_labels; i++)
        json_line(j, none, c->no_label[i]->text);
}

/* Which part of a message it holds, or of how many it was joined. */
static void put_part(struct json *j, struct json_node *code, const struct symbol *s)
{
    if (s->part.index) {
        struct json_node *part = json_object(j, code, "part");
        json_number(j, part, "index", s->part.index);
        json_number(j, part, "of", s->part.of);
        json_number(j, part, parts_message_name(s), s->part.message);
    } else if (s->part.of) {
        json_number(j, code, "parts", s->part.of);
    }
}

static int put_code(struct json *j, struct json_node *array, const struct symbol *s, const char *picture,
                    struct err *err)
{
    size_t room = sodium_base64_ENCODED_LEN(s->size, sodium_base64_VARIANT_ORIGINAL);
    char *bytes = malloc(room);
    if (!bytes)
        return err_memory(err);
    sodium_bin2base64(bytes, room, s->bytes ? s->bytes : (const uint8_t *)"", s->size, sodium_base64_VARIANT_ORIGINAL);
    struct json_node *o = json_item(j, array);
    json_text(j, o, "symbology", symbology_name(s->symbology));
    json_string(j, o, "text", s->text);
    json_string(j, o, "bytes", bytes);
    json_text(j, o, "from", origin_name(s->from));
    put_part(j, o, s);
    if (picture)
        json_text(j, o, "picture", picture);
    free(bytes);
    return 0;
}

static int put_codes(struct json *j, struct json_node *root, const struct casework *c, struct err *err)
{
    struct json_node *array = json_array(j, root, "codes");
    const char *const *picture = c->place ? c->place->picture : NULL;
    for (size_t i = 0; c->ask->codes && i < c->ask->codes->count; i++)
        if (put_code(j, array, &c->ask->codes->item[i], picture ? picture[i] : NULL, err))
            return -1;
    return 0;
}

/* What GS1 element strings said: identifier, value, and for a date field its day. */
static void put_elements(struct json *j, struct json_node *root, const struct casework *c)
{
    struct json_node *array = json_array(j, root, "elements");
    int this_year = day_at(c->now, CALENDAR_UTC) / 10000;
    for (size_t i = 0; i < c->box.elements; i++) {
        const struct gs1_field *field = &c->box.element[i];
        char name[AI_TEXT];
        const struct ai *ai = ai_find(field->ai, name);
        struct json_node *o = json_item(j, array);
        json_text(j, o, "ai", field->ai);
        json_text(j, o, "value", field->value);
        json_day(j, o, "day", ai && ai->rule == AI_DATE ? gs1_day(field->value, this_year) : 0);
    }
}

static void put_product(struct json *j, struct json_node *root, const struct casework *c)
{
    struct json_node *o = json_object(j, root, "product");
    json_text(j, o, "gtin", c->gtin);
    json_text(j, o, "sku", c->sku);
    json_text(j, o, "brand", c->brand);
    json_text(j, o, "model", c->model);
    json_text(j, o, "from", c->product.found ? "catalogue" : c->given ? "given" : "none");
}

static const char *from_word(const struct label *l)
{
    if (!l->ref)
        return "by-model";
    return l->ref->from == ORIGIN_TYPED ? "typed" : "scanned";
}

static const char *answer_word(enum answer_kind kind)
{
    static const char *const words[] = {"none", "absent", "found"};
    return words[kind];
}

static void put_models(struct json *j, struct json_node *o, const struct models *models)
{
    struct json_node *array = json_array(j, o, "models");
    for (size_t i = 0; i < models->count && i < MODELS_ON_RECORD; i++)
        json_line(j, array, models->item[i].raw);
    if (models->count > MODELS_ON_RECORD)
        json_number(j, o, "models_count", (int64_t)models->count);
}

static void put_registry(struct json *j, struct json_node *label, const struct casework *c, const struct label *l)
{
    const struct answer *a = &l->answer;
    const struct entry *e = &a->entry;
    char word[FINDING_TEXT_MAX];
    struct json_node *o = json_object(j, label, "registry");
    json_text(j, o, "answer", answer_word(a->kind));
    json_text(j, o, "status", status_name(l->facts.status));
    if (l->named)
        case_named_word(c, l, word, sizeof word);
    json_text(j, o, "word", l->named ? word : e->word);
    if (e->level)
        json_number(j, o, "level", e->level);
    else
        json_null(j, o, "level");
    json_text(j, o, "product", e->product);
    json_text(j, o, "vendor", e->vendor);
    put_models(j, o, &e->models);
    json_day(j, o, "issued", e->issued);
    json_day(j, o, "expires", e->expires);
    json_text(j, o, "url", e->url);
    json_moment(j, o, "as_of", a->copy.as_of);
    if (a->copy.as_of)
        json_number(j, o, "age_s", c->now - a->copy.as_of);
    else
        json_null(j, o, "age_s");
    json_text(j, o, "source", a->copy.source);
    json_text(j, o, "copy", a->copy.digest);
}

/* The entry's own page was asked: which, and why it gave no answer where it gave none. */
static void put_asked(struct json *j, struct json_node *label, const struct casework *c, const struct label *l)
{
    if (!l->said)
        return;
    struct json_node *o = json_object(j, label, "asked");
    json_text(j, o, "address", l->said->address);
    json_text(j, o, "answer", answer_word(l->by_page ? ANSWER_FOUND : ANSWER_NONE));
    json_text(j, o, "why", l->by_page ? NULL : err_text(&l->said->why, c->ask->lang));
}

/* The line of the shop's own file, and what the copy alone says. */
static void put_revocation(struct json *j, struct json_node *label, const struct casework *c, const struct label *l)
{
    if (!l->named)
        return;
    struct json_node *o = json_object(j, label, "revocation");
    json_text(j, o, "file", c->revocations->file);
    json_text(j, o, "digest", c->revocations->digest);
    json_text(j, o, "number", l->named->number);
    json_text(j, o, "reason", l->named->reason);
    json_day(j, o, "date", l->named->date);
    json_text(j, o, "listed_status", status_name(l->listed.status));
    json_text(j, o, "listed_word", l->answer.entry.word);
}

/* That the shop's own file was looked at, whatever it names. */
static void put_revocations(struct json *j, struct json_node *root, const struct casework *c)
{
    if (!c->revocations)
        return;
    struct json_node *o = json_object(j, root, "revocations");
    json_text(j, o, "file", c->revocations->file);
    json_text(j, o, "digest", c->revocations->digest);
    json_number(j, o, "labels", (int64_t)c->revocations->count);
}

static void put_match(struct json *j, struct json_node *label, const struct casework *c, const struct label *l)
{
    struct json_node *o = json_object(j, label, "match");
    json_text(j, o, "kind", match_name(l->match.kind));
    json_text(j, o, "ours", c->model);
    json_text(j, o, "theirs", l->match.theirs);
}

static const char *number_of(const struct label *l)
{
    return l->answer.entry.number ? l->answer.entry.number : l->ref ? l->ref->text : NULL;
}

static void put_labels(struct json *j, struct json_node *root, const struct casework *c)
{
    struct json_node *array = json_array(j, root, "labels");
    for (size_t i = 0; i < c->labels; i++) {
        const struct label *l = &c->label[i];
        struct json_node *o = json_item(j, array);
        json_text(j, o, "scheme", scheme_name(l->scheme));
        json_text(j, o, "number", number_of(l));
        if (l->ref && l->ref->mark)
            json_text(j, o, "mark", l->ref->mark);
        json_text(j, o, "from", from_word(l));
        json_day(j, o, "on", l->facts.on); /* the day on its scheme's calendar */
        json_day(j, o, "printed_expires", l->ref ? l->ref->printed_expires : 0);
        put_registry(j, o, c, l);
        put_asked(j, o, c, l);
        put_revocation(j, o, c, l);
        put_match(j, o, c, l);
    }
}

static void put_lines(struct json *j, struct json_node *o, const char *key, struct judge_lines lines)
{
    struct json_node *array = json_array(j, o, key);
    for (size_t i = 0; i < lines.count; i++)
        json_line(j, array, lines.item[i]);
}

static void put_findings(struct json *j, struct json_node *o, const struct findings *f)
{
    struct json_node *array = json_array(j, o, "findings");
    for (size_t i = 0; i < f->count; i++) {
        struct json_node *item = json_item(j, array);
        json_text(j, item, "code", finding_name(f->item[i].code));
        json_text(j, item, "expected", f->item[i].expected);
        json_text(j, item, "actual", f->item[i].actual);
    }
}

static void put_verdict(struct json *j, struct json_node *array, const struct casework *c, size_t market,
                        const struct findings *f)
{
    const struct verdict *v = &c->verdict[market];
    const struct case_facts *facts = &c->facts[market];
    enum scheme scheme = v->label >= 0 ? c->label[v->label].scheme : SCHEME_NONE;
    struct json_node *o = json_item(j, array);
    json_text(j, o, "market", market_name(v->market));
    json_text(j, o, "outcome", outcome_name(v->outcome));
    json_text(j, o, "route", route_name(v->route));
    json_text(j, o, "rule", judge_rule(v));
    json_text(j, o, "label", v->label >= 0 ? number_of(&c->label[v->label]) : NULL);
    json_text(j, o, "reason", judge_reason(v, c->ask->lang));
    put_lines(j, o, "next", judge_next(v, facts, c->ask->lang));
    put_lines(j, o, "cite", judge_cite(v, facts, scheme));
    put_findings(j, o, f);
}

/* Where in a list it stands, and what was met there. */
static void put_place(struct json *j, struct json_node *root, const struct check_place *p)
{
    if (!p)
        return;
    struct json_node *o = json_object(j, root, "audit");
    json_text(j, o, "id", p->audit);
    json_text(j, o, "file", p->file);
    json_number(j, o, "row", p->row);
    json_number(j, o, "line", p->line);
    json_day(j, o, "sold_by", p->sold_by);
    struct json_node *notes = json_array(j, o, "notes");
    for (size_t i = 0; i < p->notes; i++) {
        struct json_node *item = json_item(j, notes);
        json_text(j, item, "code", p->note[i].code);
        json_text(j, item, "field", p->note[i].field);
        json_text(j, item, "seen", p->note[i].seen);
        json_text(j, item, "taken", p->note[i].taken);
        json_text(j, item, "say", p->note[i].say);
    }
}

/* Which box of the counter it is. */
static void put_counter(struct json *j, struct json_node *root, const struct check_counter *k)
{
    if (!k)
        return;
    struct json_node *o = json_object(j, root, "counter");
    json_number(j, o, "consignment", k->consignment);
    json_number(j, o, "station", k->station);
    json_text(j, o, "station_name", k->station_name);
    json_number(j, o, "box", k->box);
    json_text(j, o, "key", k->key);
    json_number(j, o, "quantity", k->quantity);
    json_number(j, o, "instead_of", k->instead_of);
    json_bool(j, o, "no_label", k->no_label);
    json_text(j, o, "items", k->items);
}

int record_json(const struct casework *c, const struct findings *findings, struct buffer *out, struct err *err)
{
    struct json j;
    struct json_node *root = json_start_in(&j, out);
    json_number(&j, root, "schema", 1);
    json_text(&j, root, "kind", "check");
    json_text(&j, root, "program", "kenpin " KENPIN_VERSION);
    json_text(&j, root, "lang", c->ask->lang == LANG_JA ? "ja" : "en");
    json_moment(&j, root, "at", c->now);
    if (c->ask->rehearsal)
        json_bool(&j, root, "rehearsal", true);
    put_facts(&j, root, c);
    put_place(&j, root, c->place);
    put_counter(&j, root, c->ask->counter);
    if (put_codes(&j, root, c, err))
        return -1;
    put_typed(&j, root, c);
    put_elements(&j, root, c);
    put_product(&j, root, c);
    put_labels(&j, root, c);
    put_revocations(&j, root, c);
    struct json_node *verdicts = json_array(&j, root, "verdicts");
    for (size_t m = 0; m < c->ask->markets; m++)
        put_verdict(&j, verdicts, c, m, &findings[m]);
    json_text(&j, root, "outcome", outcome_name(c->outcome));
    return json_end(&j, err);
}
