/* What copies of the registries changed, for a person and for a program. */
#include <stdlib.h>
#include <string.h>

#include "app/check/json.h"
#include "ui/show/parts.h"
#include "ui/show/say.h"

enum { MODELS_SHOWN = 20, INDENT = 6 };

static const struct {
    enum paint paint;
    struct words words;
} kinds[] = {
    [HISTORY_NONE] = {PAINT_CARE, {"~ changed", "~ 変更"}},
    [HISTORY_NEW] = {PAINT_GOOD, {"+ new", "+ 追加"}},
    [HISTORY_GONE] = {PAINT_BAD, {"- gone", "- 消失"}},
    [HISTORY_RETURNED] = {PAINT_ASK, {"= returned", "= 復活"}},
};

static const struct words fields[HISTORY_FIELDS] = {
    [HISTORY_NUMBER] = {"number", "番号"},   [HISTORY_LEVEL] = {"level", "レベル"},
    [HISTORY_STATUS] = {"status", "状態"},   [HISTORY_WORD] = {"the list's word", "一覧の記載"},
    [HISTORY_ISSUED] = {"issued", "発行日"}, [HISTORY_EXPIRES] = {"expires", "有効期限"},
    [HISTORY_PRODUCT] = {"product", "製品"}, [HISTORY_VENDOR] = {"vendor", "事業者"},
    [HISTORY_URL] = {"page", "ページ"},      [HISTORY_MODELS] = {"models", "型番"},
};

/* ---- for a person ---- */

static void put_copy(struct pen *p, const struct copy *copy)
{
    char at[MOMENT_TEXT], text[SAY_TEXT];
    pen_put(p, copy->source ? copy->source : "-");
    pen_say(p, (struct words){", as of ", "、"});
    pen_put(p, say_moment(moment_text(copy->as_of, at), text));
    pen_say(p, (struct words){"", " 時点"});
}

static bool has(const struct models *in, const struct model *m)
{
    for (size_t i = 0; i < in->count; i++)
        if (in->item[i].kind == m->kind && strcmp(in->item[i].raw, m->raw) == 0)
            return true;
    return false;
}

/* Those of `in` that `other` lacks. */
static void put_models(struct pen *p, const char *sign, const struct models *in, const struct models *other)
{
    int64_t count = 0;
    for (size_t i = 0; i < in->count; i++) {
        if (has(other, &in->item[i]) || ++count > MODELS_SHOWN)
            continue;
        pen_space(p, 1);
        pen_put(p, sign);
        pen_put(p, in->item[i].raw);
    }
    if (count > MODELS_SHOWN) {
        pen_space(p, 1);
        pen_put(p, sign);
        pen_say(p, (struct words){"more: ", "ほか "});
        pen_number(p, count - MODELS_SHOWN);
    }
}

static void put_side(struct pen *p, enum history_field field, const char *value)
{
    if (!value)
        pen_put(p, "-");
    else if (field == HISTORY_STATUS)
        pen_say(p, say_status(value));
    else
        pen_put(p, value);
}

static void put_value(struct pen *p, const struct history_value *v)
{
    pen_line(p, INDENT);
    pen_say(p, fields[v->field]);
    pen_put(p, ":");
    if (v->field == HISTORY_MODELS) {
        put_models(p, "+", &v->models_after, &v->models_before);
        put_models(p, "-", &v->models_before, &v->models_after);
        return;
    }
    pen_space(p, 1);
    put_side(p, v->field, v->before);
    pen_put(p, " → ");
    put_side(p, v->field, v->after);
}

static void put_checked(struct pen *p, const struct history_label *checked)
{
    pen_line(p, INDENT);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, (struct words){"checked here: times ", "当店で検査済み: 回数 "});
    pen_number(p, checked->times);
    pen_say(p, (struct words){", last in record ", "、最後の記録 "});
    pen_number(p, checked->seq);
    pen_paint(p, PAINT_PLAIN);
}

void show_change(FILE *out, const struct history_change *c, const struct history_label *checked, bool first_of_copy,
                 const struct show_style *style)
{
    struct pen pen = pen_on(out, style), *p = &pen;
    if (first_of_copy) {
        if (c->copy.demo)
            say_demo(p);
        pen_line(p, 0);
        pen_paint(p, PAINT_STRONG);
        pen_put(p, scheme_title(c->scheme));
        pen_paint(p, PAINT_PLAIN);
        pen_space(p, 2);
        put_copy(p, &c->copy);
    }
    pen_line(p, 2);
    pen_hang(p, INDENT);
    pen_paint(p, kinds[c->kind].paint);
    pen_say(p, kinds[c->kind].words);
    pen_paint(p, PAINT_PLAIN);
    pen_space(p, 1);
    pen_put(p, c->number ? c->number : "-");
    parts_named(p, (struct words){" · ", " · "}, c->vendor ? c->vendor : "");
    parts_named(p, (struct words){" · ", " · "}, c->product ? c->product : "");
    if (c->last.source) {
        pen_line(p, INDENT);
        pen_say(p, (struct words){"last in ", "最終掲載: "});
        put_copy(p, &c->last);
    }
    for (size_t i = 0; i < c->values; i++)
        put_value(p, &c->value[i]);
    if (checked)
        put_checked(p, checked);
    pen_end(p);
}

void show_changes_sum(FILE *out, const struct show_changes *sum, const struct show_style *style)
{
    static const enum history_field order[] = {HISTORY_NEW, HISTORY_NONE, HISTORY_GONE, HISTORY_RETURNED};
    static const struct words names[] = {
        {"new ", "追加 "}, {"changed ", "変更 "}, {"gone ", "消失 "}, {"returned ", "復活 "}};
    struct pen pen = pen_on(out, style), *p = &pen;
    pen_line(p, 0);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (i > 0)
            pen_put(p, " · ");
        pen_say(p, names[i]);
        pen_number(p, sum->by_kind[order[i]]);
    }
    pen_line(p, 0);
    pen_say(p, (struct words){"of labels checked here: ", "うち当店で検査したラベル: "});
    pen_number(p, sum->checked);
    pen_end(p);
}

/* ---- for a program ---- */

static void json_copy(struct json *j, struct json_node *to, const char *key, const struct copy *copy)
{
    struct json_node *o = json_object(j, to, key);
    json_moment(j, o, "as_of", copy->as_of);
    json_text(j, o, "source", copy->source);
    json_text(j, o, "copy", copy->digest);
    json_bool(j, o, "demo", copy->demo);
}

static void json_models(struct json *j, struct json_node *to, const char *key, const struct models *models)
{
    struct json_node *array = json_array(j, to, key);
    for (size_t i = 0; i < models->count; i++)
        json_line(j, array, models->item[i].raw);
}

static void json_side(struct json *j, struct json_node *o, const char *key, enum history_field field, const char *value)
{
    if (field == HISTORY_LEVEL && value)
        json_number(j, o, key, atoi(value));
    else
        json_text(j, o, key, value);
}

static void json_value(struct json *j, struct json_node *array, const struct history_value *v)
{
    struct json_node *o = json_item(j, array);
    json_text(j, o, "field", history_name(v->field));
    if (v->field == HISTORY_MODELS) {
        json_models(j, o, "before", &v->models_before);
        json_models(j, o, "after", &v->models_after);
        return;
    }
    json_side(j, o, "before", v->field, v->before);
    json_side(j, o, "after", v->field, v->after);
}

int show_change_json(FILE *out, const struct history_change *c, const struct history_label *checked, struct err *err)
{
    struct json j;
    char *text = NULL;
    struct json_node *o = json_start(&j);
    json_text(&j, o, "change", history_name(c->kind));
    json_text(&j, o, "scheme", scheme_name(c->scheme));
    json_text(&j, o, "number", c->number);
    json_text(&j, o, "product", c->product);
    json_text(&j, o, "vendor", c->vendor);
    struct json_node *array = json_array(&j, o, "fields");
    for (size_t i = 0; i < c->values; i++)
        json_value(&j, array, &c->value[i]);
    json_copy(&j, o, "copy", &c->copy);
    if (c->last.source)
        json_copy(&j, o, "last", &c->last);
    else
        json_null(&j, o, "last");
    if (checked) {
        struct json_node *k = json_object(&j, o, "checked");
        json_number(&j, k, "times", checked->times);
        json_number(&j, k, "last_seq", checked->seq);
    } else {
        json_null(&j, o, "checked");
    }
    if (json_print(&j, &text, err))
        return -1;
    show_check_json(out, text);
    free(text);
    return 0;
}
