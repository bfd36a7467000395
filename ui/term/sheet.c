#include "ui/term/sheet.h"

#include <string.h>

#include "ui/show/parts.h"
#include "ui/show/say.h"

enum { ALERTS_SHOWN = 6, AGE_TEXT = 2 * SAY_TEXT };

static const cJSON *last_of(const cJSON *view)
{
    return field_is(view, "state", "answer") || field_is(view, "state", "alarm") ? field(view, "last") : NULL;
}

static enum outcome outcome_of(const cJSON *object)
{
    return outcome_from_name(field_text(object, "outcome"));
}

static void dot(struct pen *p)
{
    pen_put(p, " · ");
}

/* "3 boxes", 箱 3 */
static void count(struct pen *p, int64_t number, struct words one, struct words many)
{
    if (p->lang == LANG_JA) {
        pen_say(p, many);
        pen_space(p, 1);
        pen_number(p, number);
        return;
    }
    pen_number(p, number);
    pen_space(p, 1);
    pen_say(p, number == 1 ? one : many);
}

/* ---- the strip ---- */

enum sheet_tone sheet_frame(const cJSON *view)
{
    if (field_is(view, "frame", "ok"))
        return TONE_CALM;
    return field_is(view, "frame", "amber") ? TONE_WARN : TONE_STOP;
}

static void put_counts(struct pen *p, const cJSON *consignment)
{
    const cJSON *counts = field(consignment, "counts");
    for (int o = OUTCOME_PASS; o <= OUTCOME_STOP; o++) {
        pen_space(p, 2);
        pen_put(p, show_outcome_symbol((enum outcome)o));
        pen_number(p, field_number(counts, outcome_name((enum outcome)o)));
    }
    int64_t out = field_number(counts, outcome_name(OUTCOME_OUT));
    if (out) {
        pen_space(p, 2);
        pen_put(p, show_outcome_symbol(OUTCOME_OUT));
        pen_number(p, out);
    }
}

static void put_expected(struct pen *p, const cJSON *expected)
{
    if (!expected)
        return;
    dot(p);
    pen_say(p, (struct words){"missing ", "不足 "});
    pen_number(p, field_number(expected, "missing"));
    pen_say(p, (struct words){", surplus ", "、過剰 "});
    pen_number(p, field_number(expected, "surplus"));
}

static void put_consignment(struct pen *p, const cJSON *view)
{
    const cJSON *c = field(view, "consignment");
    if (!c) {
        pen_say(p, (struct words){"No consignment yet: the first box opens one",
                                  "入荷便はまだありません。最初の箱で始まります"});
        return;
    }
    pen_put(p, field_text(c, "name"));
    dot(p);
    count(p, field_number(c, "boxes"), (struct words){"box", "箱"}, (struct words){"boxes", "箱"});
    pen_say(p, (struct words){", ", "、"});
    count(p, field_number(c, "pieces"), (struct words){"piece", "個数"}, (struct words){"pieces", "個数"});
    if (field_number(c, "repeats")) {
        pen_say(p, (struct words){", ", "、"});
        count(p, field_number(c, "repeats"), (struct words){"repeat", "同じ箱"}, (struct words){"repeats", "同じ箱"});
    }
    put_counts(p, c);
    put_expected(p, field(c, "expected"));
}

static void put_market(struct pen *p, const char *name)
{
    char upper[8];
    size_t size = 0;
    for (; name[size] && size + 1 < sizeof upper; size++)
        upper[size] = name[size] >= 'a' && name[size] <= 'z' ? (char)(name[size] - 'a' + 'A') : name[size];
    upper[size] = 0;
    pen_put(p, upper);
}

static bool any_demo(const cJSON *view)
{
    const cJSON *copy;
    cJSON_ArrayForEach(copy, field(view, "registry")) if (cJSON_IsTrue(field(copy, "demo"))) return true;
    return false;
}

static void put_people(struct pen *p, const cJSON *view)
{
    const cJSON *station = field(view, "station"), *market;
    pen_put(p, field_text(station, "name"));
    dot(p);
    const char *name = field_text(station, "operator");
    if (name[0])
        pen_put(p, name);
    else
        pen_say(p, (struct words){"operator not said", "担当者未設定"});
    const char *between = " · ";
    cJSON_ArrayForEach(market, field(field(view, "consignment"), "markets"))
    {
        pen_put(p, between);
        put_market(p, cJSON_IsString(market) ? market->valuestring : "");
        between = ", ";
    }
    if (any_demo(view)) {
        dot(p);
        pen_say(p, (struct words){"INVENTED DATA", "架空のデータ"});
    }
    int64_t alerts = field_number(field(view, "consignment"), "alerts");
    if (!alerts)
        return;
    dot(p);
    pen_paint(p, PAINT_STRONG);
    count(p, alerts, (struct words){"box waits for a decision", "処置待ちの箱"},
          (struct words){"boxes wait for a decision", "処置待ちの箱"});
    pen_paint(p, PAINT_PLAIN);
}

/* How old a copy is, in words; those of the same age are named together. */
static const char *age_of(const cJSON *copy, enum lang lang, char out[AGE_TEXT])
{
    char text[SAY_TEXT];
    int64_t age = field_number(copy, "age_s");
    if (!cJSON_IsTrue(field(copy, "there"))) {
        (void)snprintf(out, AGE_TEXT, "%s", words_in((struct words){"no copy", "写しなし"}, lang));
        return out;
    }
    struct words before = {"", ""}, old = {" old", "前"};
    if (field_is(copy, "state", "stale"))
        before = (struct words){"TOO OLD: ", "古すぎ: "};
    if (field_is(copy, "state", "aging"))
        before = (struct words){"aging: ", "更新待ち: "};
    (void)snprintf(out, AGE_TEXT, "%s%s%s", words_in(before, lang), say_age(age, lang, text),
                   age < 0 ? "" : words_in(old, lang));
    return out;
}

void sheet_copies(struct pen *p, const cJSON *view)
{
    const cJSON *copy, *sync = field(view, "sync");
    char text[SAY_TEXT], age[AGE_TEXT], next_age[AGE_TEXT];
    cJSON_ArrayForEach(copy, field(view, "registry"))
    {
        pen_say(p, say_scheme(field_text(copy, "scheme")));
        age_of(copy, p->lang, age);
        if (copy->next && !strcmp(age, age_of(copy->next, p->lang, next_age))) {
            pen_put(p, ", ");
            continue;
        }
        pen_space(p, 1);
        pen_put(p, age);
        dot(p);
    }
    if (cJSON_IsTrue(field(view, "offline")))
        pen_say(p, (struct words){"offline", "オフライン"});
    else if (cJSON_IsTrue(field(sync, "failing")))
        pen_say(p, (struct words){"online, last fetch failed", "オンライン、前回の取得は失敗"});
    else
        pen_say(p, (struct words){"online", "オンライン"});
    dot(p);
    const char *next = field_text(sync, "next");
    if (next[0]) {
        pen_say(p, (struct words){"next try ", "次の取得 "});
        pen_put(p, say_moment(next, text));
    } else {
        pen_say(p, (struct words){"no fetch planned", "取得の予定なし"});
    }
}

void sheet_strip(struct pen *p, const cJSON *view, const char *scanner)
{
    pen_line(p, 0);
    put_consignment(p, view);
    pen_line(p, 0);
    put_people(p, view);
    pen_line(p, 0);
    sheet_copies(p, view);
    if (!scanner[0])
        return;
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_put(p, scanner);
}

/* ---- the answer ---- */

struct waiting {
    const char *state;
    enum sheet_tone tone;
    const char *symbol;
    struct words word;
};

/* Between boxes, and not a list to check one against. */
static const struct waiting no_list = {"ready", TONE_STOP, "■", {"NO LIST", "一覧なし"}};

static const struct waiting states[] = {
    {"ready", TONE_CALM, "…", {"READY", "受付中"}},
    {"waiting-label", TONE_WAIT, "…", {"LABEL?", "ラベルは？"}},
    {"waiting-product", TONE_WAIT, "…", {"PRODUCT?", "商品は？"}},
    {"second-read", TONE_ASK, "?", {"READ AGAIN", "もう一度"}},
};

static bool has_no_list(const cJSON *view)
{
    return field_is(view, "frame", "blocked") && field_is(view, "state", "ready");
}

static const struct waiting *waiting_of(const cJSON *view)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (field_is(view, "state", states[i].state))
            return has_no_list(view) ? &no_list : &states[i];
    return NULL;
}

enum sheet_tone sheet_tone(const cJSON *view)
{
    static const enum sheet_tone tones[] = {
        [OUTCOME_NONE] = TONE_STOP, [OUTCOME_OUT] = TONE_OUT,       [OUTCOME_PASS] = TONE_PASS,
        [OUTCOME_WARN] = TONE_WARN, [OUTCOME_REVIEW] = TONE_REVIEW, [OUTCOME_HOLD] = TONE_HOLD,
        [OUTCOME_STOP] = TONE_STOP,
    };
    const cJSON *last = last_of(view);
    if (last && cJSON_IsTrue(field(last, "void")))
        return TONE_CALM;
    if (last)
        return tones[outcome_of(last)];
    const struct waiting *w = waiting_of(view);
    return w ? w->tone : TONE_STOP;
}

/* "box 4 · Nonesuch NS-CAM9 · the same as box 2, 3 of them" */
static void put_which(struct pen *p, const cJSON *last)
{
    pen_say(p, (struct words){"box ", "箱 "});
    pen_number(p, field_number(last, "box"));
    if (field_number(last, "quantity") > 1) {
        pen_put(p, " ×");
        pen_number(p, field_number(last, "quantity"));
    }
    parts_named(p, (struct words){" · ", " · "}, field_text(last, "product"));
    if (field_number(last, "repeat_of")) {
        pen_say(p, (struct words){" · the same as box ", " · 箱 "});
        pen_number(p, field_number(last, "repeat_of"));
        pen_say(p, (struct words){", so far ", " と同じ、これまで "});
        pen_number(p, field_number(last, "count"));
    }
}

static void put_disposition(struct pen *p, const cJSON *disposition)
{
    if (!disposition)
        return;
    pen_line(p, 2);
    pen_say(p, say_disposition(field_text(disposition, "how")));
    parts_named(p, (struct words){" · ", " · "}, field_text(disposition, "by"));
    parts_named(p, (struct words){" · ", " · "}, field_text(disposition, "reason"));
}

void sheet_headline(struct pen *p, const cJSON *view)
{
    const cJSON *last = last_of(view);
    pen_line(p, 0);
    if (last) {
        if (cJSON_IsTrue(field(last, "void")))
            pen_say(p, (struct words){"VOID ", "無効 "});
        pen_outcome(p, outcome_of(last));
        pen_space(p, 2);
        put_which(p, last);
        return;
    }
    const struct waiting *w = waiting_of(view);
    int64_t quantity = field_number(field(view, "box"), "quantity");
    if (!w)
        return;
    pen_paint(p, PAINT_STRONG);
    pen_put(p, w->symbol);
    pen_space(p, 1);
    pen_say(p, w->word);
    pen_paint(p, PAINT_PLAIN);
    if (quantity > 1) {
        pen_put(p, "  ×");
        pen_number(p, quantity);
    }
}

void sheet_answer(struct pen *p, const cJSON *view)
{
    const cJSON *say = field(view, "say");
    sheet_headline(p, view);
    pen_line(p, 2);
    pen_paint(p, PAINT_STRONG);
    bool only_way_out = has_no_list(view) && !field_is(say, "code", "no-list");
    pen_put(p, only_way_out ? field_text(view, "way_out") : field_text(say, "text"));
    if (!field_is(say, "code", "repeat") &&
        !field_is(say, "code", "repeat-held")) /* the headline names the box it is like */
        parts_named(p, (struct words){": ", ": "}, field_text(say, "detail"));
    pen_paint(p, PAINT_PLAIN);
    if (field_text(say, "do")[0]) {
        pen_line(p, 2);
        pen_put(p, "→ ");
        pen_put(p, field_text(say, "do"));
    }
    if (field_is(view, "frame", "blocked") && !only_way_out) {
        pen_line(p, 2);
        pen_put(p, field_text(view, "way_out"));
    }
    if (last_of(view))
        put_disposition(p, field(last_of(view), "disposition"));
}

void sheet_markets(struct pen *p, const cJSON *view)
{
    const cJSON *verdict;
    cJSON_ArrayForEach(verdict, field(field(last_of(view), "check"), "verdicts"))
    {
        parts_verdict(p, verdict);
        parts_next(p, verdict);
    }
}

/* Each market's next steps; the market stands before them when there are several. */
static void put_steps(struct pen *p, const cJSON *check)
{
    const cJSON *verdict;
    cJSON_ArrayForEach(verdict, field(check, "verdicts"))
    {
        parts_next(p, verdict);
        if (cJSON_GetArraySize(field(check, "verdicts")) < 2)
            continue;
        pen_put(p, " (");
        parts_market(p, verdict);
        pen_put(p, ")");
    }
}

void sheet_box(struct pen *p, const cJSON *view)
{
    const cJSON *check = field(last_of(view), "check");
    if (!check)
        return;
    parts_labels(p, check);
    parts_product(p, check);
    put_steps(p, check);
    parts_findings(p, check);
    parts_receipt(p, check);
}

/* ---- what is open ---- */

void sheet_read(struct pen *p, const cJSON *view)
{
    static const struct {
        const char *is;
        struct words words;
    } kinds[] = {
        {"product", {"Product", "商品"}},
        {"label", {"Label", "ラベル"}},
        {"mark", {"Mark", "マーク"}},
        {"", {"Other", "その他"}},
    };
    const cJSON *code;
    cJSON_ArrayForEach(code, field(field(view, "box"), "codes"))
    {
        size_t i = 0;
        while (kinds[i].is[0] && !field_is(code, "is", kinds[i].is))
            i++;
        say_head(p, kinds[i].words);
        pen_put(p, field_text(code, "text"));
        pen_paint(p, PAINT_DIM);
        parts_named(p, (struct words){" · ", " · "}, field_text(code, "symbology"));
        pen_paint(p, PAINT_PLAIN);
    }
}

void sheet_alerts(struct pen *p, const cJSON *view)
{
    const cJSON *alert;
    int shown = 0;
    cJSON_ArrayForEach(alert, field(view, "alerts"))
    {
        if (shown++ == ALERTS_SHOWN) {
            pen_line(p, 2);
            pen_put(p, "…");
            break;
        }
        pen_line(p, 2);
        pen_outcome(p, outcome_of(alert));
        pen_space(p, 2);
        put_which(p, alert);
        pen_paint(p, PAINT_DIM);
        pen_say(p, (struct words){" · record ", " · 記録 "});
        pen_number(p, field_number(alert, "seq"));
        pen_paint(p, PAINT_PLAIN);
    }
}
