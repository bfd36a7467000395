#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/counter/inside.h"

bool act_says(const char *text)
{
    if (!text || strlen(text) > ACT_TEXT_MAX)
        return false;
    static const char ideographic[] = "\xE3\x80\x80"; /* the space of a Japanese keyboard */
    while (*text && (strchr(" \t\r\n", *text) || !strncmp(text, ideographic, 3)))
        text += *text == ideographic[0] ? 3 : 1;
    return *text != 0;
}

/* ---- codes that come in ---- */

static int refuse(struct act *a, enum say_code code, struct err *err)
{
    a->say.code = code;
    return keep_work(a, err);
}

/* One text as the only symbol of *out. */
static int one_symbol(const char *text, enum origin from, struct symbols *out, struct err *err)
{
    if (symbol_set(&out->item[0], SYMBOLOGY_NONE, from, text, strlen(text), err))
        return -1;
    out->count = 1;
    return 0;
}

static int add_text(struct act *a, const char *text, enum origin from, enum open_part part, struct err *err)
{
    struct symbols one = {0};
    int rc = one_symbol(text, from, &one, err);
    if (!rc && !part)
        symbol_guess(&one.item[0]);
    if (!rc)
        rc = flow_add(a, &one, part, err);
    symbols_clear(&one);
    return rc;
}

static int act_now(struct act *a, struct err *err);

/* A code of the command card does what it says. */
static int by_card(struct act *a, enum counter_act act, int64_t number, struct err *err)
{
    struct counter_call call = {.station = a->call->station, .key = a->call->key, .act = act, .number = number};
    if (act == ACT_DISPOSE || act == ACT_CLOSE) {
        call.disposition = (enum disposition)number;
        call.items = STATEMENT_ITEMS;
        call.number = 0;
    }
    if (act == ACT_UNDO)
        call.reason = a->st.lang == LANG_JA ? "コマンドカード" : "command card";
    if (act == ACT_LANG)
        call.lang = a->st.lang == LANG_JA ? LANG_EN : LANG_JA;
    a->call = &call;
    return act_now(a, err);
}

static int scan(struct act *a, struct err *err)
{
    const char *text = a->call->text ? a->call->text : "";
    char *folded = NULL;
    int64_t number = 0;
    enum counter_act act = card_act(a->c, text, &number);
    if (act)
        return by_card(a, act, number, err);
    if (text_nfkc(text, &folded, err))
        return -1;
    bool blank = !text_trim(folded)[0];
    bool typed = a->call->how == ORIGIN_TYPED;
    int rc = blank ? refuse(a, SAY_NO_CODE, err)
             : strlen(text) > SYMBOL_BYTES_MAX
                 ? refuse(a, SAY_TOO_MANY, err)
                 : add_text(a, typed ? text_trim(folded) : text, typed ? ORIGIN_TYPED : ORIGIN_SCAN, OPEN_NONE, err);
    free(folded);
    return rc;
}

static int read_codes(struct act *a, struct err *err)
{
    if (!a->call->read || !a->call->read->count)
        return refuse(a, SAY_NO_CODE, err);
    return flow_add(a, a->call->read, OPEN_NONE, err);
}

static int typed_label(struct act *a, struct err *err)
{
    const char *text = a->call->text;
    if (!text || !text[0] || strlen(text) > SYMBOL_BYTES_MAX)
        return refuse(a, SAY_NO_CODE, err);
    return add_text(a, text, ORIGIN_TYPED, OPEN_TYPED, err);
}

/* Its brand first: with the model the box may be complete. */
static int chosen_model(struct act *a, struct err *err)
{
    const char *brand = a->call->brand, *model = a->call->model;
    if (!model || !model[0])
        return refuse(a, SAY_NO_CODE, err);
    if (brand && brand[0] && add_text(a, brand, ORIGIN_TYPED, OPEN_BRAND, err))
        return -1;
    a->say.code = SAY_NONE;
    return add_text(a, model, ORIGIN_TYPED, OPEN_MODEL, err);
}

/* ---- the station ---- */

static int quantity(struct act *a, struct err *err)
{
    enum { MOST = 999 };
    if (a->call->number < 1 || a->call->number > MOST)
        return refuse(a, SAY_BAD_QUANTITY, err);
    a->st.quantity = a->call->number;
    (void)snprintf(a->say.detail, sizeof a->say.detail, "%d", (int)a->st.quantity);
    return refuse(a, SAY_QUANTITY, err);
}

static int set_name(struct act *a, char to[STATION_NAME_MAX], bool may_be_empty, struct err *err)
{
    const char *name = a->call->name ? a->call->name : "";
    if (!name[0] && !may_be_empty)
        return refuse(a, SAY_NEEDS_NAME, err);
    text_copy(to, STATION_NAME_MAX, name);
    return refuse(a, SAY_NOTED, err);
}

static int set_operator(struct act *a, struct err *err)
{
    return set_name(a, a->st.operator_name, true, err);
}

static int set_station(struct act *a, struct err *err)
{
    return set_name(a, a->st.who.name, false, err);
}

static int set_lang(struct act *a, struct err *err)
{
    if (a->call->lang == LANG_EN || a->call->lang == LANG_JA)
        a->st.lang = a->call->lang;
    return refuse(a, SAY_NOTED, err);
}

/* ---- all of them ---- */

static const struct {
    const char *name;
    int (*run)(struct act *a, struct err *err);
} acts[] = {
    [ACT_SCAN] = {"scan", scan},
    [ACT_READ] = {"read", read_codes},
    [ACT_LABEL] = {"label", typed_label},
    [ACT_MODEL] = {"model", chosen_model},
    [ACT_NEXT] = {"next", flow_next},
    [ACT_NO_LABEL] = {"no-label", flow_no_label},
    [ACT_SAME_BOX] = {"same-box", repeat_same_box},
    [ACT_SURE] = {"sure", flow_sure},
    [ACT_DROP] = {"drop", flow_drop},
    [ACT_QUANTITY] = {"quantity", quantity},
    [ACT_ACK] = {"ack", after_ack},
    [ACT_DISPOSE] = {"dispose", after_dispose},
    [ACT_UNDO] = {"undo", after_undo},
    [ACT_OPEN] = {"open", trade_open},
    [ACT_JOIN] = {"join", trade_join},
    [ACT_CLOSE] = {"close", trade_close},
    [ACT_EXPECTED] = {"expected", trade_expected},
    [ACT_OPERATOR] = {"operator", set_operator},
    [ACT_NAME] = {"name", set_station},
    [ACT_LANG] = {"lang", set_lang},
};
enum { ACTS = sizeof acts / sizeof *acts };

enum counter_act counter_act_from_name(const char *name)
{
    for (int i = 1; i < ACTS; i++)
        if (!strcmp(acts[i].name, name))
            return (enum counter_act)i;
    return ACT_NONE;
}

static int act_now(struct act *a, struct err *err)
{
    unsigned act = a->call->act;
    if (act == ACT_NONE || act >= ACTS)
        return err_set(err, ERR_USAGE, "there is no such act", "そのような操作はありません");
    return acts[act].run(a, err);
}

static int begin(struct counter *c, const struct counter_call *call, struct act *a, struct err *err)
{
    *a = (struct act){.c = c, .call = call, .now = c->setup.ask.clock(c->setup.ask.clock_ctx)};
    if (keep_up(c, err) || copies_read(c, err) || work_station(&c->work, call->station, &a->st, err))
        return -1;
    if (!a->st.who.id || a->st.who.cut)
        return err_set(err, ERR_USAGE, "this station is not known, or was cut off: join again",
                       "この端末は参加していないか、参加を取り消されました。もう一度参加してください");
    return work_open_box(&c->work, call->station, &a->box, err);
}

static bool key_good(const char *key)
{
    size_t size = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    return size > 0 && size < WORK_KEY_MAX && !key[size];
}

/* Two programs may hear of one act: whoever comes second finds its key. */
static int once(struct act *a, bool *again, struct err *err)
{
    struct work_key done;
    *again = false;
    if (!a->call->key)
        return 0;
    if (!key_good(a->call->key))
        return err_set(err, ERR_USAGE, "the key of an act has 1 to %d of A-Z a-z 0-9 . _ -",
                       "操作のキーは A-Z a-z 0-9 . _ - の 1～%d 文字です", WORK_KEY_MAX - 1);
    if (keep_known(a->c, a->call->key, a->call->what, &done, err))
        return -1;
    *again = done.text[0];
    return 0;
}

/* What goes on record beside codes is short, and text. */
static int texts_good(const struct counter_call *call, struct err *err)
{
    const char *const texts[] = {call->brand,    call->model,  call->items, call->name,
                                 call->supplier, call->reason, call->pin};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i] && (strlen(texts[i]) > ACT_TEXT_MAX || !text_valid(texts[i], strlen(texts[i]))))
            return err_set(err, ERR_USAGE, "a name, a model or a reason has at most %d bytes of UTF-8",
                           "名前・型番・理由は UTF-8 で %d バイト以内です", ACT_TEXT_MAX);
    if (call->text && !text_valid(call->text, strlen(call->text)))
        return err_set(err, ERR_USAGE, "what was read is no text in UTF-8",
                       "読み取った内容が UTF-8 の文字列ではありません");
    return 0;
}

int counter_do(struct counter *c, const struct counter_call *call, struct buffer *view, struct err *err)
{
    struct act a;
    bool again = false;
    if (texts_good(call, err))
        return -1;
    int rc = begin(c, call, &a, err);
    if (!rc)
        rc = once(&a, &again, err);
    if (!rc && !again)
        rc = act_now(&a, err);
    a.call = call;
    if (!rc)
        rc = view_put(&a, again, view, err);
    open_box_clear(&a.box);
    return rc;
}

int counter_view(struct counter *c, int64_t station, struct buffer *view, struct err *err)
{
    struct counter_call call = {.station = station};
    struct act a;
    int rc = begin(c, &call, &a, err);
    if (!rc)
        rc = view_put(&a, true, view, err);
    open_box_clear(&a.box);
    return rc;
}
