/* What the shop knows offline, for a person: entries, copies, products, confirmations. */
#include <string.h>

#include "app/judge/judge.h"
#include "ui/show/parts.h"
#include "ui/show/say.h"

static void put_text(struct pen *p, struct words name, const char *text)
{
    parts_named(p, name, text ? text : "");
}

static void put_moment(struct pen *p, moment at)
{
    char text[MOMENT_TEXT], shown[SAY_TEXT];
    pen_put(p, say_moment(moment_text(at, text), shown));
}

/* "FILE, as of 2026-11-21 08:00 UTC, 2 hours old" */
static void put_copy(struct pen *p, const struct copy *copy, moment now)
{
    char text[SAY_TEXT];
    pen_put(p, copy->source ? copy->source : "-");
    pen_say(p, (struct words){", as of ", "、"});
    put_moment(p, copy->as_of);
    pen_say(p, (struct words){", ", " 時点、"});
    pen_put(p, say_age(now - copy->as_of, p->lang, text));
    if (now >= copy->as_of)
        pen_say(p, (struct words){" old", "前"});
}

static void put_models(struct pen *p, const struct models *models)
{
    if (models->count == 0)
        return;
    say_head(p, (struct words){"Models", "型番"});
    for (size_t i = 0; i < models->count; i++) {
        if (i > 0)
            pen_put(p, ", ");
        pen_put(p, models->item[i].raw ? models->item[i].raw : "");
        if (models->item[i].kind == MODEL_SERIES)
            pen_say(p, (struct words){" (series: no exact model)", "（シリーズ、型番ではない）"});
    }
}

void show_entry(FILE *out, const struct entry *e, const struct copy *copy, moment now, const struct show_style *style)
{
    struct pen pen = pen_on(out, style), *p = &pen;
    const char *scheme = scheme_name(e->scheme);
    char text[SAY_TEXT];
    if ((copy && copy->demo) || e->last.demo)
        say_demo(p);
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, say_scheme(scheme));
    pen_space(p, 1);
    pen_put(p, e->number ? e->number : "-");
    pen_paint(p, PAINT_PLAIN);
    pen_space(p, 1);
    pen_put(p, say_level(scheme, e->level, p->lang, text));
    pen_put(p, " · ");
    pen_say(p, say_status(status_name(entry_status(e))));
    put_text(p, (struct words){" · the list says ", " · 一覧の記載: "}, e->word);
    say_head(p, (struct words){"Valid", "期間"});
    if (e->issued)
        pen_say(p, (struct words){"issued ", "発行 "});
    pen_put(p, day_text(e->issued, text));
    if (e->issued)
        pen_put(p, " · ");
    pen_put(p, say_left(e->expires, day_at(now, scheme_calendar(e->scheme)), p->lang, text));
    if (e->vendor || e->product) {
        say_head(p, e->product ? (struct words){"Product", "製品"} : (struct words){"Vendor", "事業者"});
        put_text(p, (struct words){"", ""}, e->vendor);
        put_text(p, e->vendor ? (struct words){" · ", " · "} : (struct words){"", ""}, e->product);
    }
    put_models(p, &e->models);
    if (e->url) {
        say_head(p, (struct words){"Page", "ページ"});
        pen_put(p, e->url);
    }
    if (e->last.source) {
        say_head(p, (struct words){"Last in", "最終掲載"});
        put_copy(p, &e->last, now);
    }
    if (e->first_without.source) {
        say_head(p, (struct words){"Gone from", "消失した写し"});
        put_copy(p, &e->first_without, now);
    }
    if (copy) {
        say_head(p, (struct words){"Copy", "写し"});
        put_copy(p, copy, now);
    }
    pen_end(p);
}

/* The words of an age, and how they look. */
static const struct {
    enum paint paint;
    struct words words;
} ages[] = {
    [AGE_NONE] = {PAINT_BAD, {"no copy", "写しなし"}},
    [AGE_FRESH] = {PAINT_GOOD, {"fresh", "新しい"}},
    [AGE_AGING] = {PAINT_CARE, {"aging: recheck before relying on it", "やや古い: 頼る前に更新してください"}},
    [AGE_STALE] = {PAINT_BAD, {"stale: too old to rely on, get a new one", "古すぎます: 新しい写しを入手してください"}},
};

static void show_one_copy(struct pen *p, const struct copy_state *s, enum age age, moment now)
{
    bool first = true;
    if (s->copy.demo)
        say_demo(p);
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_put(p, scheme_title(s->scheme));
    pen_space(p, 2);
    pen_paint(p, ages[age].paint);
    pen_say(p, ages[age].words);
    say_head(p, (struct words){"Copy", "写し"});
    put_copy(p, &s->copy, now);
    say_head(p, (struct words){"Holds", "内容"});
    pen_say(p, (struct words){"labels ", "ラベル "});
    pen_number(p, s->labels);
    pen_say(p, (struct words){" · models ", " · 型番 "});
    pen_number(p, s->models);
    say_head(p, (struct words){"Status", "状態"});
    for (int i = STATUS_CURRENT; i <= STATUS_UNCLEAR; i++) {
        if (s->by_status[i] == 0)
            continue;
        if (!first)
            pen_put(p, " · ");
        pen_say(p, say_status(status_name((enum status)i)));
        pen_space(p, 1);
        pen_number(p, s->by_status[i]);
        first = false;
    }
    if (first)
        pen_put(p, "-");
    if (s->imported_at) {
        say_head(p, (struct words){"Imported", "取込み"});
        put_moment(p, s->imported_at);
    }
    if (s->copy.digest) {
        pen_line(p, 2); /* whole on 80 columns, to be compared with sha256sum's */
        pen_paint(p, PAINT_DIM);
        pen_put(p, s->copy.digest);
    }
}

static void show_no_copy(struct pen *p, enum scheme scheme)
{
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_put(p, scheme_title(scheme));
    pen_space(p, 2);
    pen_paint(p, PAINT_BAD);
    pen_say(p, ages[AGE_NONE].words);
    pen_line(p, 2);
    pen_say(p, (struct words){"Get the list's file, then: kenpin registry import FILE --scheme ",
                              "一覧のファイルを入手し、次を実行: kenpin registry import FILE --scheme "});
    pen_put(p, scheme_name(scheme));
}

void show_copies(FILE *out, const struct copy_states *s, const struct check_limits *limits, moment now,
                 const struct show_style *style)
{
    struct pen pen = pen_on(out, style);
    static const enum scheme schemes[] = {SCHEME_JC_STAR, SCHEME_CLS};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        bool there = false;
        for (size_t k = 0; k < s->count; k++) {
            const struct copy_state *state = &s->item[k];
            if (state->scheme != schemes[i] || state->copy.id == 0)
                continue;
            show_one_copy(&pen, state, label_age(state->copy.as_of, now, limits->fresh, limits->stale_after), now);
            there = true;
        }
        if (!there)
            show_no_copy(&pen, schemes[i]);
    }
    pen_end(&pen);
}

void show_product(FILE *out, const struct product *prod, const struct show_style *style)
{
    struct pen pen = pen_on(out, style), *p = &pen;
    char until[DAY_TEXT];
    pen_line(p, 0);
    pen_hang(p, 2);
    pen_paint(p, PAINT_STRONG);
    put_text(p, (struct words){"", ""}, prod->brand);
    pen_space(p, prod->brand != NULL);
    put_text(p, (struct words){"", ""}, prod->model);
    pen_paint(p, PAINT_PLAIN);
    put_text(p, (struct words){" · GTIN ", " · GTIN "}, prod->gtin);
    put_text(p, (struct words){" · SKU ", " · SKU "}, prod->sku);
    put_text(p, (struct words){" · ", " · "}, prod->name);
    put_text(p, (struct words){" · vendor ", " · 事業者 "}, prod->vendor);
    if (prod->scope) {
        pen_put(p, " · ");
        pen_say(p, say_scope(scope_name(prod->scope)));
    }
    if (prod->statement) {
        pen_put(p, " · ");
        pen_say(p, say_statement(statement_name(prod->statement)));
    }
    put_text(p, (struct words){" · security updates until ", " · セキュリティ更新 "},
             day_text(prod->support_until, until));
    pen_end(p);
}

void show_confirmation(FILE *out, const struct confirmation *c, const struct show_style *style)
{
    struct pen pen = pen_on(out, style), *p = &pen;
    pen_line(p, 0);
    pen_hang(p, 2);
    pen_paint(p, c->holds ? PAINT_GOOD : PAINT_CARE);
    pen_say(p, c->holds ? (struct words){"✔ holds", "✔ 有効"}
                        : (struct words){"✖ ended: one side has changed", "✖ 終了: 片方が変わりました"});
    pen_paint(p, PAINT_PLAIN);
    pen_space(p, 2);
    put_text(p, (struct words){"GTIN ", "GTIN "}, c->gtin);
    put_text(p, (struct words){"SKU ", "SKU "}, c->sku);
    put_text(p, (struct words){"model ", "型番 "}, c->model);
    put_text(p, (struct words){"brand ", "ブランド "}, c->brand);
    put_text(p, (struct words){" = vendor ", " = 事業者 "}, c->vendor);
    if (c->number) {
        pen_put(p, " = ");
        pen_put(p, scheme_title(c->scheme));
        pen_space(p, 1);
        pen_put(p, c->number);
    }
    put_text(p, (struct words){" · ", " · "}, c->who);
    pen_put(p, " · ");
    put_moment(p, c->at);
    pen_end(p);
}
