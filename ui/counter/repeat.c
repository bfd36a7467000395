/* Boxes like one that was answered. Ten of them are ten scans of the product's code: each is judged again, as the day
 * and the registry may have moved on, and counts as a repeat only when the answer is the same by the same rules. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/check/row.h"
#include "ui/counter/again.h"
#include "ui/counter/flow.h"
#include "ui/show/field.h"

/* ---- which box is it like ---- */

static bool is_product(const struct fold_box *b, const struct check_seen *seen)
{
    if (!b->product || b->is_void)
        return false;
    if (seen->gtin[0])
        return !strncmp(b->product, "gtin:", 5) && !strcmp(b->product + 5, seen->gtin);
    return seen->sku && !strncmp(b->product, "sku:", 4) && !strcmp(b->product + 4, seen->sku);
}

/* The newest box of that product that was judged in full, on `labels`; NULL labels = whichever, if all boxes of the
 * product say the same. */
static const struct fold_box *find_like(const struct fold_consignment *c, const struct check_seen *seen,
                                        const char *labels)
{
    const struct fold_box *like = NULL;
    for (size_t i = c->boxes; i-- > 0;) {
        const struct fold_box *b = &c->box[i];
        if (b->of || !is_product(b, seen) || (labels && strcmp(labels, b->labels) != 0))
            continue;
        if (!labels && like && strcmp(like->labels, b->labels) != 0)
            return NULL; /* two labels of one product: which is this? */
        if (!like)
            like = b;
    }
    return like;
}

/* ---- is the answer still the same ---- */

static bool same_text(const char *a, const char *b)
{
    return !strcmp(a ? a : "", b ? b : "");
}

static bool same_answer(const struct check_row *a, const struct check_row *b)
{
    bool same = a->outcome == b->outcome && a->markets == b->markets;
    for (size_t m = 0; same && m < a->markets; m++)
        same = a->market[m].market == b->market[m].market && a->market[m].outcome == b->market[m].outcome &&
               same_text(a->market[m].rule, b->market[m].rule) && same_text(a->market[m].label, b->market[m].label);
    return same;
}

/* Judges the box of that record again, and compares. */
static int compare(struct act *a, const struct fold_box *like, bool *same, struct err *err)
{
    struct receipt receipt;
    struct check_counter k = {0};
    struct check_row now, then;
    struct again again = {0};
    char *text;
    cJSON *json = NULL;
    if (keep_read(a->c, like->seq, &text, &receipt, err))
        return -1;
    struct check_ask ask = flow_ask(a, &k);
    int rc = again_read(text, &ask, &again, err);
    if (!rc && like->items)
        ask.statement = strlen(like->items) == strlen(STATEMENT_ITEMS) ? STATEMENT_COMPLETE : STATEMENT_INCOMPLETE;
    if (!rc)
        rc = look_judge(&a->c->look, &ask, err);
    if (!rc)
        rc = field_parse(text, &json, err);
    if (!rc) {
        check_row_of(a->c->look.desk, &now);
        check_row_read(json, &then);
        *same = same_answer(&now, &then);
    }
    cJSON_Delete(json);
    again_clear(&again);
    free(text);
    return rc;
}

/* ---- the open box ---- */

static int count(struct act *a, const struct fold_box *like, struct err *err)
{
    struct symbols codes = a->box.codes; /* borrowed, until the open box is cleared behind the record */
    a->box.codes = (struct symbols){0};
    struct counter_event e = {.act = EVENT_ACT_REPEAT,
                              .of = like->first,
                              .box = a->st.box,
                              .quantity = a->st.quantity,
                              .outcome = like->outcome,
                              .codes = &codes};
    a->say.code = SAY_REPEAT;
    (void)snprintf(a->say.detail, sizeof a->say.detail, "%lld", (long long)like->number);
    int rc = keep_event(a, &e, err);
    symbols_clear(&codes);
    return rc;
}

/* A product alone: may it stand for its label too? A box that was held for want of a label says nothing about the next
 * one. */
static bool stands_alone(const struct act *a, const struct fold_box *like)
{
    bool none = !like->labels[0];
    return a->st.no_label ? none : !none || !fold_bad(like->outcome);
}

int repeat_try(struct act *a, const struct check_seen *seen, bool *done, struct err *err)
{
    const struct fold_consignment *c = act_consignment(a);
    struct check_row row;
    char *labels = NULL;
    bool same = false;
    *done = false;
    if (!c)
        return 0;
    check_row_of(a->c->look.desk, &row);
    if ((seen->label || a->st.no_label) && fold_labels(&row, &labels, err))
        return -1;
    const struct fold_box *like = find_like(c, seen, labels);
    free(labels);
    if (!like || (!seen->label && !stands_alone(a, like)))
        return 0;
    if (seen->label) /* it is judged already, by what was read on it */
        same = row.outcome == like->outcome;
    else if (compare(a, like, &same, err))
        return -1;
    if (same) {
        *done = true;
        return count(a, like, err);
    }
    if (!seen->label)
        a->say.code = SAY_REPEAT_CHANGED;
    return 0;
}

/* ---- a label beside the box before ---- */

static const struct fold_box *box_before(const struct act *a)
{
    const struct fold_box *b = fold_box(act_consignment(a), a->st.last);
    return b && !b->is_void && b->station == a->st.who.id ? b : NULL;
}

int repeat_label(struct act *a, const struct symbols *codes, bool *done, struct err *err)
{
    const struct fold_box *b = box_before(a);
    struct check_counter k = {0};
    struct check_ask ask = flow_ask(a, &k);
    struct check_seen seen;
    struct check_row row;
    struct symbols one = *codes; /* borrowed */
    char *labels;
    *done = false;
    if (!b || b->label || !b->labels[0] || codes->count != 1)
        return 0;
    ask.codes = &one;
    if (look_judge(&a->c->look, &ask, err))
        return -1;
    check_seen_of(a->c->look.desk, &seen);
    if (!seen.label || seen.product)
        return 0;
    check_row_of(a->c->look.desk, &row);
    if (fold_labels(&row, &labels, err))
        return -1;
    *done = !strcmp(labels, b->labels);
    free(labels);
    if (!*done)
        return 0;
    struct counter_event e = {.act = EVENT_ACT_LABEL, .of = b->first, .codes = codes};
    a->say.code = SAY_LABEL_SAME;
    return keep_event(a, &e, err);
}

/* The box before, judged again with what was read since. */
static int judge_with(struct act *a, const struct fold_box *b, const char *record, struct err *err)
{
    struct check_counter k = {0};
    struct check_ask ask = flow_ask(a, &k);
    struct again again = {0};
    int rc = again_read(record, &ask, &again, err);
    size_t had = again.codes.count;
    for (size_t i = 0; !rc && i < a->box.codes.count && again.codes.count < SYMBOLS_MAX; i++)
        if (open_part_is_code(a->box.part[i]))
            again.codes.item[again.codes.count++] = a->box.codes.item[i]; /* borrowed */
    k.box = a->st.box;
    k.quantity = b->quantity;
    k.instead_of = b->first;
    if (!rc)
        rc = look_judge(&a->c->look, &ask, err);
    char station[STATION_NAME_MAX], operator_name[STATION_NAME_MAX];
    if (!rc) {
        memcpy(station, a->st.who.name, sizeof station);
        memcpy(operator_name, a->st.operator_name, sizeof operator_name);
        k.station_name = station;
        ask.operator_name = operator_name[0] ? operator_name : NULL;
        a->say.code = SAY_ANSWERED;
        rc = keep_check(a, err);
    }
    again.codes.count = had;
    again_clear(&again);
    return rc;
}

int repeat_same_box(struct act *a, struct err *err)
{
    const struct fold_box *b = box_before(a);
    struct receipt receipt;
    char *record;
    if (!a->box.codes.count || !b) {
        a->say.code = !b ? SAY_NO_BOX_BEFORE : SAY_NOTHING_OPEN;
        return keep_work(a, err);
    }
    const struct fold_box *head = fold_head(act_consignment(a), b);
    if (keep_read(a->c, head->seq, &record, &receipt, err))
        return -1;
    int rc = judge_with(a, b, record, err);
    free(record);
    return rc;
}
