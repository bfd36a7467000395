/* What an act needs to know, asked on the screen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/show/field.h"
#include "ui/show/say.h"
#include "ui/term/full.h"

/* The fields of the dialog for ACT_DISPOSE, in their order. */
enum { BOX, HOW, TICKS, NAME = TICKS + 7, PIN, REASON };

static void add_boxes(struct dialog *f, const cJSON *view, enum lang lang)
{
    const cJSON *alert;
    char text[DIALOG_CHOICE * 2];
    dialog_add(f, DIALOG_CHOOSE, (struct words){"Box", "箱"});
    cJSON_ArrayForEach(alert, field(view, "alerts"))
    {
        (void)snprintf(text, sizeof text, "%d · %s · %s", (int)field_number(alert, "box"),
                       words_in(show_outcome_words(outcome_from_name(field_text(alert, "outcome"))), lang),
                       field_text(alert, "product"));
        dialog_choice(f, text, field_number(alert, "seq"));
    }
}

static void add_hows(struct dialog *f, enum lang lang)
{
    const struct acts_row *row;
    dialog_add(f, DIALOG_CHOOSE, (struct words){"What is done", "処置"});
    f->pivot = HOW;
    for (size_t i = 0; (row = acts_row(i)); i++)
        if (row->act == ACT_DISPOSE && row->how)
            dialog_choice(f, words_in(row->name, lang), row->how);
}

static void add_when(struct dialog *f, enum dialog_kind kind, struct words label, int64_t when)
{
    struct dialog_field *x = dialog_add(f, kind, label);
    if (x)
        x->when = when;
}

static void ask_disposition(struct dialog *f, const cJSON *view, enum lang lang)
{
    char letter;
    struct words item;
    add_boxes(f, view, lang);
    add_hows(f, lang);
    for (int i = 0; acts_statement_item(i, &letter, &item); i++)
        add_when(f, DIALOG_TICK, item, DISPOSITION_STATEMENT);
    add_when(f, DIALOG_WORDS, (struct words){"Supervisor", "責任者"}, DISPOSITION_OVERRIDE);
    add_when(f, DIALOG_HIDDEN, (struct words){"PIN", "PIN"}, DISPOSITION_OVERRIDE);
    dialog_add(f, DIALOG_WORDS, (struct words){"Reason", "理由"});
}

static void ask_open(struct dialog *f)
{
    static const enum market markets[] = {MARKET_GB, MARKET_NI, MARKET_JP};
    dialog_add(f, DIALOG_WORDS, (struct words){"Name or order number", "名前または注文番号"});
    dialog_add(f, DIALOG_WORDS, (struct words){"Supplier", "仕入先"});
    for (size_t i = 0; i < sizeof markets / sizeof *markets; i++)
        dialog_add(f, DIALOG_TICK, say_market(market_name(markets[i])));
}

static int ask_join(struct dialog *f, struct counter *counter, struct err *err)
{
    struct buffer json = {0};
    cJSON *list = NULL;
    const cJSON *one;
    dialog_add(f, DIALOG_CHOOSE, (struct words){"Consignment", "入荷便"});
    int rc = counter_consignments(counter, &json, err);
    if (rc == 0)
        rc = field_parse(json.bytes ? json.bytes : "", &list, err);
    cJSON_ArrayForEach(one, field(list, "consignments")) if (!field(one, "closed_at"))
        dialog_choice(f, field_text(one, "name"), field_number(one, "id"));
    cJSON_Delete(list);
    buffer_clear(&json);
    return rc;
}

static void ask_model(struct dialog *f, const struct term *t)
{
    const cJSON *model;
    char text[DIALOG_CHOICE];
    int number = 0;
    dialog_add(f, DIALOG_LIST, (struct words){"Model", "型番"});
    cJSON_ArrayForEach(model, field(t->found, "models"))
        dialog_choice(f, find_text(model, text, sizeof text), ++number);
}

int full_ask(struct term *t, const struct acts_row *row, struct err *err)
{
    struct full *full = t->own;
    struct dialog *f = &full->dialog;
    int rc = 0;
    full_leave(full);
    dialog_begin(f, row->says);
    if (row->act == ACT_DISPOSE)
        ask_disposition(f, t->stand.view, stand_lang(&t->stand));
    else if (row->act == ACT_OPEN)
        ask_open(f);
    else if (row->act == ACT_JOIN)
        rc = ask_join(f, t->ask->counter, err);
    else if (row->act == ACT_MODEL)
        ask_model(f, t);
    else if (row->takes[0])
        dialog_add(f, DIALOG_WORDS, row->name);
    if (rc) {
        full_leave(full);
        return -1;
    }
    full->asked = row;
    full->over = OVER_DIALOG;
    return 0;
}

/* ---- the answers ---- */

/* Copies of what was filled in, which is wiped before the act is shown. */
struct answers {
    char text[DIALOG_FIELDS][DIALOG_TEXT];
    char items[8];
    char *file; /* owned */
};

static const char *none_for_empty(const char *text)
{
    return text[0] ? text : NULL;
}

static void read_disposition(const struct dialog *f, struct answers *a, struct counter_call *call)
{
    char letter;
    struct words item;
    size_t items = 0;
    call->seq = dialog_value(f, BOX);
    call->disposition = (enum disposition)dialog_value(f, HOW);
    for (int i = 0; acts_statement_item(i, &letter, &item); i++)
        if (f->field[TICKS + i].ticked)
            a->items[items++] = letter;
    call->items = a->items;
    call->name = none_for_empty(a->text[NAME]);
    call->pin = a->text[PIN];
    call->reason = none_for_empty(a->text[REASON]);
}

static void read_open(const struct dialog *f, const struct answers *a, struct counter_call *call)
{
    static const enum market markets[] = {MARKET_GB, MARKET_NI, MARKET_JP};
    call->name = none_for_empty(a->text[0]);
    call->supplier = none_for_empty(a->text[1]);
    for (size_t i = 0; i < sizeof markets / sizeof *markets; i++)
        if (f->field[2 + i].ticked)
            call->market[call->markets++] = markets[i];
}

static int read_dialog(const struct term *t, struct answers *a, struct counter_call *call, struct err *err)
{
    const struct full *full = t->own;
    const struct dialog *f = &full->dialog;
    for (int i = 0; i < f->fields; i++) {
        text_copy(a->text[i], DIALOG_TEXT, f->field[i].text);
        if (f->field[i].kind != DIALOG_HIDDEN)
            memmove(a->text[i], text_trim(a->text[i]), strlen(text_trim(a->text[i])) + 1);
    }
    call->act = (enum counter_act)full->asked->act;
    switch (call->act) {
    case ACT_DISPOSE:
        read_disposition(f, a, call);
        return 0;
    case ACT_OPEN:
        read_open(f, a, call);
        return 0;
    case ACT_CLOSE:
        call->disposition = full->asked->how;
        return 0;
    case ACT_JOIN:
        call->number = dialog_value(f, 0);
        return 0;
    case ACT_MODEL:
        call->number = dialog_value(f, 0);
        return find_choose(t, call, err);
    case ACT_QUANTITY:
        call->number = strspn(a->text[0], "0123456789") == strlen(a->text[0]) ? strtol(a->text[0], NULL, 10) : 0;
        return 0;
    case ACT_EXPECTED:
        call->text = NULL;
        if (commands_file(a->text[0], &a->file, err))
            return -1;
        call->text = a->file;
        return 0;
    default:
        call->text = call->name = a->text[0]; /* each act looks at one of them */
        call->reason = none_for_empty(a->text[0]);
        return 0;
    }
}

/* What was refused can be mended, but for a PIN: that is typed anew. */
static void settled(struct term *t)
{
    struct full *full = t->own;
    struct dialog *f = &full->dialog;
    if (t->stand.err.code == 0 && !field_is(t->stand.view, "sound", "refused"))
        full_leave(full);
    for (int i = 0; i < f->fields; i++)
        if (f->field[i].kind == DIALOG_HIDDEN)
            explicit_bzero(f->field[i].text, sizeof f->field[i].text);
    full_show(t);
}

/* What was typed stays until something is found. */
static void find(struct term *t)
{
    struct full *full = t->own;
    struct err err = {0};
    if (find_models(t, text_trim(full->dialog.field[0].text), &err) || t->face->own(t, full->asked, &err))
        t->face->trouble(t, &err);
}

void full_confirm(struct term *t)
{
    const struct full *full = t->own;
    struct answers answers = {.file = NULL};
    struct counter_call call = {.act = ACT_NONE};
    struct err err = {0};
    if (full->asked->act == ACTS_FIND) {
        find(t);
        return;
    }
    if (read_dialog(t, &answers, &call, &err)) {
        t->face->trouble(t, &err);
    } else {
        term_call(t, &call);
        settled(t);
    }
    free(answers.file);
    explicit_bzero(&answers, sizeof answers);
}
