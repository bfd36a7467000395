/* What a station shows, as one JSON object: kenpin-api(5). */
#include <stdlib.h>
#include <string.h>

#include "app/check/json.h"
#include "ui/counter/inside.h"
#include "ui/counter/view.h"
#include "ui/show/field.h"

enum { ALERTS_SHOWN = 50 };

static const char *lang_name(enum lang lang)
{
    return lang == LANG_JA ? "ja" : "en";
}

static void put_station(struct json *j, struct json_node *root, const struct act *a)
{
    static const char *const kinds[] = {"", "browser", "terminal", "script"};
    struct json_node *o = json_object(j, root, "station");
    json_number(j, o, "id", a->st.who.id);
    json_text(j, o, "name", a->st.who.name);
    json_text(j, o, "kind", kinds[a->st.who.kind <= STATION_SCRIPT ? a->st.who.kind : 0]);
    json_text(j, o, "operator", a->st.operator_name);
    json_text(j, o, "lang", lang_name(a->st.lang));
}

void view_consignment(struct json *j, struct json_node *o, struct fold_consignment *c)
{
    struct fold_sum sum;
    fold_sum(c, &sum);
    json_number(j, o, "id", c->id);
    json_text(j, o, "name", c->name);
    json_text(j, o, "supplier", c->supplier);
    struct json_node *markets = json_array(j, o, "markets");
    for (size_t i = 0; i < c->markets; i++)
        json_line(j, markets, market_name(c->market[i]));
    json_moment(j, o, "opened_at", c->opened_at);
    json_text(j, o, "opened_by", c->opened_by);
    json_moment(j, o, "closed_at", c->closed_at);
    json_text(j, o, "closed_by", c->closed_by);
    json_number(j, o, "boxes", sum.boxes);
    json_number(j, o, "pieces", sum.pieces);
    json_number(j, o, "repeats", sum.repeats);
    struct json_node *counts = json_object(j, o, "counts");
    for (int i = OUTCOME_OUT; i <= OUTCOME_STOP; i++)
        json_number(j, counts, outcome_name((enum outcome)i), sum.by_outcome[i]);
    json_text(j, o, "worst", sum.alerts || sum.worst ? outcome_name(sum.worst) : NULL);
    json_number(j, o, "alerts", sum.alerts);
    if (!c->line) {
        json_null(j, o, "expected");
        return;
    }
    struct json_node *expected = json_object(j, o, "expected");
    json_number(j, expected, "lines", sum.lines);
    json_number(j, expected, "pieces", sum.expected);
    json_number(j, expected, "missing", sum.missing);
    json_number(j, expected, "surplus", sum.surplus);
}

/* ---- the open box ---- */

static const char *part_name(enum open_part part)
{
    static const char *const names[] = {"", "product", "label", "mark", "other", "label", "product", "product"};
    return (size_t)part < sizeof names / sizeof *names ? names[part] : "";
}

static void put_box(struct json *j, struct json_node *root, const struct act *a)
{
    struct json_node *o = json_object(j, root, "box");
    json_number(j, o, "quantity", a->st.quantity);
    struct json_node *codes = json_array(j, o, "codes");
    for (size_t i = 0; i < a->box.codes.count; i++) {
        const struct symbol *s = &a->box.codes.item[i];
        struct json_node *code = json_item(j, codes);
        json_string(j, code, "text", s->text);
        json_text(j, code, "symbology", symbology_name(s->symbology));
        json_text(j, code, "is", part_name(a->box.part[i]));
    }
}

static bool has_product(const struct act *a)
{
    for (size_t i = 0; i < a->box.codes.count; i++)
        if (a->box.part[i] == OPEN_PRODUCT || a->box.part[i] == OPEN_MODEL)
            return true;
    return false;
}

static const char *state_of(const struct act *a)
{
    if (flow_alarm(a))
        return "alarm";
    if (a->st.second)
        return "second-read";
    if (a->box.codes.count)
        return has_product(a) ? "waiting-label" : "waiting-product";
    return fold_box(act_consignment(a), a->st.last) ? "answer" : "ready";
}

/* ---- the box answered last ---- */

/* NULL = nothing was done with it. */
static void put_disposition(struct json *j, struct json_node *o, const struct fold_box *b)
{
    if (!b || !b->disposition) {
        json_null(j, o, "disposition");
        return;
    }
    struct json_node *d = json_object(j, o, "disposition");
    json_text(j, d, "how", counter_disposition_name(b->disposition));
    json_text(j, d, "by", b->disposed_by);
    json_moment(j, d, "at", b->disposed_at);
    json_text(j, d, "reason", b->disposed_reason);
    json_text(j, d, "items", b->items);
    json_number(j, d, "seq", b->disposed);
}

void view_box(struct json *j, struct json_node *o, const struct fold_consignment *c, const struct fold_box *b)
{
    const struct fold_box *head = fold_head(c, b);
    json_number(j, o, "seq", b->seq);
    json_number(j, o, "box", b->number);
    json_number(j, o, "quantity", b->quantity);
    json_text(j, o, "outcome", outcome_name(b->outcome));
    if (b->of)
        json_number(j, o, "repeat_of", head->number);
    else
        json_null(j, o, "repeat_of");
    json_number(j, o, "count", head->like);
    json_bool(j, o, "open", fold_box_open(c, b));
    json_bool(j, o, "acknowledged", b->acknowledged);
    json_bool(j, o, "void", b->is_void);
    json_text(j, o, "product", b->shown);
    json_text(j, o, "reason", b->reason);
    json_text(j, o, "station", b->station_name);
    json_moment(j, o, "at", b->at);
    put_disposition(j, o, fold_disposed(c, b) ? head : NULL);
}

/* What each finding means, in the language of whoever looks: the record holds their codes. */
static void put_meanings(struct json *j, struct json_node *o, const struct check_row *row, enum lang lang)
{
    struct json_node *meanings = json_object(j, o, "findings");
    finding_set set = 0;
    for (size_t m = 0; m < row->markets; m++)
        set |= row->market[m].findings;
    for (int f = 1; f < FINDING_CODES; f++)
        if (set & FINDING_BIT(f))
            json_text(j, meanings, finding_name((enum finding_code)f),
                      words_in(finding_words((enum finding_code)f), lang));
}

/* *check: its record with the receipt, for the sentence too; owned by the caller, NULL = there is no such box. */
static int put_last(struct json *j, struct json_node *root, struct act *a, char **check, struct err *err)
{
    const struct fold_consignment *c = act_consignment(a);
    const struct fold_box *b = fold_box(c, a->st.last);
    struct receipt receipt;
    char *text;
    *check = NULL;
    if (!b) {
        json_null(j, root, "last");
        return 0;
    }
    if (keep_read(a->c, fold_head(c, b)->seq, &text, &receipt, err))
        return -1;
    int rc = check_with_receipt(text, &receipt, check, err);
    free(text);
    if (rc)
        return -1;
    struct json_node *o = json_object(j, root, "last");
    view_box(j, o, c, b);
    json_raw(j, o, "check", *check);
    struct check_row row;
    cJSON *record = cJSON_Parse(*check);
    check_row_read(record, &row);
    put_meanings(j, o, &row, a->st.lang);
    cJSON_Delete(record);
    return 0;
}

static void put_alerts(struct json *j, struct json_node *root, const struct act *a)
{
    const struct fold_consignment *c = act_consignment(a);
    struct json_node *array = json_array(j, root, "alerts");
    int shown = 0;
    for (size_t i = c ? c->boxes : 0; i-- > 0 && shown < ALERTS_SHOWN;) {
        const struct fold_box *b = &c->box[i];
        if (!fold_box_alert(c, b))
            continue;
        view_box(j, json_item(j, array), c, b);
        shown++;
    }
}

/* ---- what happened, and what to do ---- */

/* The worst market's first next step, as it stands on record; behind it the reason. */
static void put_answer(struct json *j, struct json_node *o, const char *check)
{
    struct check_row row;
    cJSON *record = cJSON_Parse(check);
    check_row_read(record, &row);
    const struct check_row_market *worst = &row.market[row.worst];
    json_text(j, o, "text", worst->next.count ? worst->next.item[0] : worst->reason);
    json_text(j, o, "do", worst->next.count > 1 ? worst->next.item[1] : NULL);
    cJSON_Delete(record);
}

/* What stands there when nobody has just done anything. */
static enum say_code say_of_state(const struct act *a)
{
    if (a->st.second)
        return SAY_READ_AGAIN;
    if (a->box.codes.count)
        return has_product(a) ? SAY_READ_LABEL : SAY_READ_PRODUCT;
    const struct fold_box *b = fold_box(act_consignment(a), a->st.last);
    return b && !b->is_void ? SAY_ANSWERED : SAY_READY;
}

static const char *sound_of(const struct act *a, bool again, const struct say_line *line)
{
    if (again)
        return "none";
    if (line->sound)
        return line->sound;
    const struct fold_box *b = fold_box(act_consignment(a), a->st.last);
    return b && b->outcome ? outcome_name(b->outcome) : "review";
}

/* A sentence with its detail in place of "%s"; whether it has one. */
static bool put_sentence(struct json *j, struct json_node *o, const char *text, const char *detail)
{
    struct buffer whole = {0};
    const char *at = strstr(text, "%s");
    if (at) {
        buffer_put(&whole, text, (size_t)(at - text));
        buffer_text(&whole, detail);
        buffer_text(&whole, at + 2);
    }
    json_text(j, o, "text", at && !whole.failed ? whole.bytes : text);
    buffer_clear(&whole);
    return at != NULL;
}

static void put_say(struct json *j, struct json_node *root, const struct act *a, bool again, const char *check)
{
    enum say_code code = a->say.code ? a->say.code : say_of_state(a);
    const struct say_line *line = say_line(code);
    struct json_node *o = json_object(j, root, "say");
    bool told = false;
    json_text(j, o, "code", line->code);
    if (code == SAY_ANSWERED && check) {
        put_answer(j, o, check);
    } else {
        told = put_sentence(j, o, words_in(line->text, a->st.lang), a->say.detail);
        json_text(j, o, "do", line->todo.en ? words_in(line->todo, a->st.lang) : NULL);
    }
    json_text(j, o, "detail", told ? NULL : a->say.detail);
    json_text(j, root, "sound", sound_of(a, again, line));
}

/* ---- the copies ---- */

struct copy_line {
    bool there;
    const struct copy_state *state;
    int64_t age;
    const char *word;
};

static struct copy_line copy_line(const struct act *a, enum scheme scheme)
{
    const struct check_limits *limits = &a->c->setup.ask.limits;
    struct copy_line out = {.word = "none"};
    for (size_t i = 0; i < a->c->copies.count; i++)
        if (a->c->copies.item[i].scheme == scheme)
            out.state = &a->c->copies.item[i];
    out.there = out.state && out.state->copy.id;
    if (!out.there)
        return out;
    out.age = a->now - out.state->copy.as_of;
    enum age age = label_age(out.state->copy.as_of, a->now, limits->fresh, limits->stale_after);
    out.word = age == AGE_FRESH ? "fresh" : age == AGE_AGING ? "aging" : "stale";
    return out;
}

static void put_copy(struct json *j, struct json_node *array, enum scheme scheme, const struct copy_line *line)
{
    struct json_node *o = json_item(j, array);
    json_text(j, o, "scheme", scheme_name(scheme));
    json_bool(j, o, "there", line->there);
    json_text(j, o, "state", line->word);
    if (!line->there)
        return;
    json_moment(j, o, "as_of", line->state->copy.as_of);
    json_number(j, o, "age_s", line->age);
    json_bool(j, o, "demo", line->state->copy.demo);
    json_number(j, o, "labels", line->state->labels);
    json_text(j, o, "source", line->state->copy.source);
}

static void put_frame(struct json *j, struct json_node *root, const struct act *a)
{
    static const struct words way_out = {
        "There is no list of labels here, so that no label can be checked. Run: kenpin registry sync, or: kenpin registry"
        " import FILE --scheme jc-star",
        "ラベルの一覧がないため、ラベルを確認できません。kenpin registry sync か kenpin registry import ファイル --scheme jc-star を実行してください"};
    struct copy_line jc = copy_line(a, SCHEME_JC_STAR), cls = copy_line(a, SCHEME_CLS);
    struct json_node *array = json_array(j, root, "registry");
    put_copy(j, array, SCHEME_JC_STAR, &jc);
    put_copy(j, array, SCHEME_CLS, &cls);
    bool blocked = copies_none(a->c);
    bool fresh = (!jc.there || !strcmp(jc.word, "fresh")) && (!cls.there || !strcmp(cls.word, "fresh"));
    json_text(j, root, "frame", blocked ? "blocked" : fresh ? "ok" : "amber");
    json_text(j, root, "way_out", blocked ? words_in(way_out, a->st.lang) : NULL);
}

static void put_sync(struct json *j, struct json_node *root, const struct act *a)
{
    const struct counter_sync *sync = &a->c->sync;
    struct json_node *o = json_object(j, root, "sync");
    json_moment(j, o, "next", sync->next);
    json_moment(j, o, "last_ok", sync->succeeded);
    json_bool(j, o, "failing", sync->failing);
    json_bool(j, root, "offline", a->c->setup.offline);
}

int view_put(struct act *a, bool again, struct buffer *out, struct err *err)
{
    struct json j;
    char *check = NULL;
    struct fold_consignment *c = act_consignment(a);
    struct json_node *root = json_start_in(&j, out);
    json_number(&j, root, "schema", 1);
    json_moment(&j, root, "now", a->now);
    json_number(&j, root, "version", a->c->version);
    put_station(&j, root, a);
    if (c)
        view_consignment(&j, json_object(&j, root, "consignment"), c);
    else
        json_null(&j, root, "consignment");
    json_text(&j, root, "state", state_of(a));
    put_box(&j, root, a);
    int rc = put_last(&j, root, a, &check, err);
    put_say(&j, root, a, again, check);
    free(check);
    json_text(&j, root, "did", a->call->key);
    put_alerts(&j, root, a);
    put_frame(&j, root, a);
    put_sync(&j, root, a);
    return rc || json_end(&j, err) ? -1 : 0;
}
