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

/* A box that came to a person's look for what is odd about it, not for what it is: every such box wants its own. */
static bool lifted(const struct check_row_market *m)
{
    static const finding_set lifting = FINDING_BIT(FINDING_UNOFFICIAL_URL) | FINDING_BIT(FINDING_TWO_PRODUCTS) |
                                       FINDING_BIT(FINDING_CLOCK_SUSPECT) | FINDING_BIT(FINDING_PRINTED_DATE_DIFFERS);
    return m->outcome == OUTCOME_REVIEW && (m->findings & lifting);
}

static bool same_market(const struct check_row_market *a, const struct check_row_market *b)
{
    return a->market == b->market && a->outcome == b->outcome && same_text(a->rule, b->rule) &&
           same_text(a->label, b->label) && !lifted(a) && !lifted(b);
}

static bool same_answer(const struct check_row *a, const struct check_row *b)
{
    bool same = a->outcome == b->outcome && a->markets == b->markets;
    for (size_t m = 0; same && m < a->markets; m++)
        same = same_market(&a->market[m], &b->market[m]);
    return same;
}

/* Is what is on the desk what the record says? */
static int desk_agrees(const struct act *a, const char *record, bool *same, struct err *err)
{
    struct check_row now, then;
    cJSON *json = NULL;
    if (field_parse(record, &json, err))
        return -1;
    check_row_of(a->c->look.desk, &now);
    check_row_read(json, &then);
    *same = same_answer(&now, &then);
    cJSON_Delete(json);
    return 0;
}

/* Judges the box of that record again, with `more` that was read since, and compares. NULL = nothing was. */
static int judge_again(struct act *a, const struct fold_box *like, const char *record, const struct symbol *more,
                       bool *same, struct err *err)
{
    struct check_counter k = {0};
    struct again again = {0};
    struct check_ask ask = flow_ask(a, &k);
    int rc = again_read(record, &ask, &again, err);
    size_t had = again.codes.count;
    if (more && had < SYMBOLS_MAX)
        again.codes.item[again.codes.count++] = *more; /* borrowed */
    if (!rc && like->items)
        ask.statement = strlen(like->items) == strlen(STATEMENT_ITEMS) ? STATEMENT_COMPLETE : STATEMENT_INCOMPLETE;
    if (!rc)
        rc = look_judge(&a->c->look, &ask, err);
    if (!rc)
        rc = desk_agrees(a, record, same, err);
    *same = *same && (!more || had < SYMBOLS_MAX);
    again.codes.count = had;
    again_clear(&again);
    return rc;
}

/* Is that still the answer for a box like that one? `judged`: the desk has this one on it already, whole. */
static int compare(struct act *a, const struct fold_box *like, bool judged, const struct symbol *more, bool *same,
                   struct err *err)
{
    struct receipt receipt;
    char *record;
    if (keep_read(a->c, like->seq, &record, &receipt, err))
        return -1;
    int rc = judged ? desk_agrees(a, record, same, err) : judge_again(a, like, record, more, same, err);
    free(record);
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
    /* the next one of a held product must not sound like the next one of a good one */
    a->say.code = fold_bad(like->outcome) ? SAY_REPEAT_HELD : SAY_REPEAT;
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
    if (compare(a, like, seen->label, NULL, &same, err))
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
    bool same = !strcmp(labels, b->labels);
    free(labels);
    if (same && compare(a, fold_head(act_consignment(a), b), false, &codes->item[0], &same, err))
        return -1;
    *done = same;
    if (!same) /* another's; or it says something new, such as a later date */
        return 0;
    struct counter_event e = {.act = EVENT_ACT_LABEL, .of = b->first, .codes = codes};
    a->say.code = SAY_LABEL_SAME;
    return keep_event(a, &e, err);
}

/* Borrowed. */
static void add_part(const struct symbol *s, enum open_part part, struct again *to, struct check_ask *ask)
{
    if (open_part_is_code(part))
        to->codes.item[to->codes.count++] = *s;
    else if (part == OPEN_TYPED && s->text)
        ask->label[ask->labels++] = s->text;
}

/* Does all that is open fit beside what the box before had? */
static bool fits(const struct act *a, const struct again *before, const struct check_ask *ask)
{
    size_t count = a->box.codes.count;
    return before->codes.count + count <= SYMBOLS_MAX && ask->labels + count <= CHECK_LABELS_MAX;
}

/* The box before, judged again with what was read since. */
static int judge_with(struct act *a, const struct fold_box *b, const char *record, struct err *err)
{
    struct check_counter k = {0};
    struct check_ask ask = flow_ask(a, &k);
    struct again again = {0};
    int rc = again_read(record, &ask, &again, err);
    size_t had = again.codes.count;
    if (!rc && !fits(a, &again, &ask)) {
        again_clear(&again);
        a->say.code = SAY_TOO_MANY;
        return keep_work(a, err);
    }
    for (size_t i = 0; !rc && i < a->box.codes.count; i++)
        add_part(&a->box.codes.item[i], a->box.part[i], &again, &ask);
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

/* Then it is a box of its own. */
static bool has_product(const struct act *a)
{
    for (size_t i = 0; i < a->box.codes.count; i++)
        if (a->box.part[i] == OPEN_PRODUCT || a->box.part[i] == OPEN_BRAND || a->box.part[i] == OPEN_MODEL)
            return true;
    return false;
}

int repeat_same_box(struct act *a, struct err *err)
{
    const struct fold_box *b = box_before(a);
    struct receipt receipt;
    char *record;
    if (!a->box.codes.count || !b || has_product(a) || copies_none(a->c)) {
        a->say.code = !b                    ? SAY_NO_BOX_BEFORE
                      : !a->box.codes.count ? SAY_NOTHING_OPEN
                      : copies_none(a->c)   ? SAY_NO_LIST
                                            : SAY_DROP_FIRST;
        return keep_work(a, err);
    }
    const struct fold_box *head = fold_head(act_consignment(a), b);
    if (keep_read(a->c, head->seq, &record, &receipt, err))
        return -1;
    int rc = judge_with(a, b, record, err);
    free(record);
    return rc;
}
