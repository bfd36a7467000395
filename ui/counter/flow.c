#include "ui/counter/flow.h"

#include <string.h>

#include "app/check/row.h"

bool flow_alarm(const struct act *a)
{
    const struct fold_box *b = fold_box(act_consignment(a), a->st.last);
    return b && !b->is_void && !b->acknowledged;
}

struct check_ask flow_ask(const struct act *a, struct check_counter *k)
{
    const struct fold_consignment *c = act_consignment(a);
    struct check_ask ask = a->c->setup.ask;
    ask.lang = a->st.lang;
    ask.operator_name = a->st.operator_name[0] ? a->st.operator_name : NULL;
    if (c) {
        ask.consignment = c->name;
        memcpy(ask.market, c->market, sizeof ask.market);
        ask.markets = c->markets;
    }
    k->consignment = a->st.consignment;
    k->station = a->st.who.id;
    k->station_name = a->st.who.name;
    k->key = a->call->key;
    k->quantity = a->st.quantity;
    ask.counter = k;
    return ask;
}

static void put_part(struct flow_judged *j, const struct symbol *s, enum open_part part)
{
    struct check_ask *ask = &j->ask;
    if (open_part_is_code(part))
        j->codes.item[j->codes.count++] = *s;
    else if (part == OPEN_TYPED && s->text && ask->labels < CHECK_LABELS_MAX)
        ask->label[ask->labels++] = s->text;
    else if (part == OPEN_BRAND)
        ask->brand = s->text;
    else if (part == OPEN_MODEL)
        ask->model = s->text;
}

int flow_judge(struct act *a, struct flow_judged *out, struct err *err)
{
    *out = (struct flow_judged){0};
    out->ask = flow_ask(a, &out->counter);
    for (size_t i = 0; i < a->box.codes.count; i++)
        put_part(out, &a->box.codes.item[i], a->box.part[i]);
    out->ask.codes = &out->codes;
    /* what goes on record must outlive the open box and the station as they are now */
    memcpy(out->operator_name, a->st.operator_name, sizeof out->operator_name);
    memcpy(out->station_name, a->st.who.name, sizeof out->station_name);
    out->ask.operator_name = out->operator_name[0] ? out->operator_name : NULL;
    out->counter.station_name = out->station_name;
    out->counter.box = a->st.box;
    out->counter.no_label = a->st.no_label;
    if (look_judge(&a->c->look, &out->ask, err))
        return -1;
    check_seen_of(a->c->look.desk, &out->seen);
    return 0;
}

/* Why nothing is taken now; SAY_NONE = it is. What nobody could judge must not go on record as if somebody had. */
static enum say_code not_now(const struct act *a)
{
    return flow_alarm(a) ? SAY_ACK_FIRST : copies_none(a->c) ? SAY_NO_LIST : SAY_NONE;
}

/* ---- one code ---- */

/* What this code is by itself. */
static int classify(struct act *a, struct symbol *code, enum open_part *part, struct check_seen *seen, struct err *err)
{
    struct check_counter k = {0};
    struct check_ask ask = flow_ask(a, &k);
    struct symbols one = {.count = 1, .item = {*code}};
    ask.codes = &one;
    if (look_judge(&a->c->look, &ask, err))
        return -1;
    check_seen_of(a->c->look.desk, seen);
    seen->sku = NULL; /* the desk goes on to another box */
    *part = seen->product ? OPEN_PRODUCT : seen->label ? OPEN_LABEL : seen->mark ? OPEN_MARK : OPEN_OTHER;
    return 0;
}

static bool same_code(const struct symbol *a, const struct symbol *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0 && a->part.index == b->part.index;
}

static size_t find_code(const struct act *a, const struct symbol *code)
{
    size_t i = 0;
    while (i < a->box.codes.count && !(open_part_is_code(a->box.part[i]) && same_code(&a->box.codes.item[i], code)))
        i++;
    return i;
}

static size_t find_part(const struct act *a, enum open_part part)
{
    size_t i = 0;
    while (i < a->box.codes.count && a->box.part[i] != part)
        i++;
    return i;
}

/* Takes the code over. */
static void append(struct act *a, struct symbol *code, enum open_part part)
{
    size_t n = a->box.codes.count++;
    a->box.codes.item[n] = *code;
    a->box.part[n] = part;
    *code = (struct symbol){0};
}

static void cut(struct act *a, size_t count)
{
    while (a->box.codes.count > count)
        symbol_clear(&a->box.codes.item[--a->box.codes.count]);
}

/* ---- is the box complete? ---- */

static bool scanned(const struct act *a)
{
    for (size_t i = 0; i < a->box.codes.count; i++)
        if (open_part_is_code(a->box.part[i]) && a->box.codes.item[i].from == ORIGIN_SCAN)
            return true;
    return false;
}

/* The box as judged last goes on record, unless it would alarm and was read but once: scanners scramble a code now and
 * then, and a false alarm costs trust (EMVS R.15). Pictures and agreeing frames were read more than once. */
static int answer(struct act *a, bool sure, struct err *err)
{
    struct check_row row;
    check_row_of(a->c->look.desk, &row);
    if (!sure && fold_alarm(row.outcome) && scanned(a)) {
        a->st.second = true;
        a->say.code = SAY_READ_AGAIN;
        return keep_work(a, err);
    }
    a->say.code = SAY_ANSWERED;
    return keep_check(a, err);
}

static int wait(struct act *a, const struct flow_judged *j, struct err *err)
{
    if (a->say.code == SAY_NONE)
        a->say.code = j->seen.product ? SAY_READ_LABEL : SAY_READ_PRODUCT;
    return keep_work(a, err);
}

/* The catalogue knows the product that was read: what a person chose from the search must not make another of it. */
static bool chosen_against(const struct act *a, const struct check_seen *seen)
{
    size_t count = a->box.codes.count;
    return seen->known && find_part(a, OPEN_PRODUCT) < count &&
           (find_part(a, OPEN_MODEL) < count || find_part(a, OPEN_BRAND) < count);
}

/* Judges the open box as it stands and answers, or waits for more. `before`: how many codes it had. */
static int settle(struct act *a, size_t before, bool sure, struct err *err)
{
    struct flow_judged j;
    bool done = false;
    if (flow_judge(a, &j, err))
        return -1;
    if (j.seen.two_products || chosen_against(a, &j.seen)) {
        cut(a, before);
        a->say.code = SAY_TWO_PRODUCTS;
        return keep_work(a, err);
    }
    if (j.seen.product && !sure) {
        if (repeat_try(a, &j.seen, &done, err) || done)
            return done ? 0 : -1;
        if (flow_judge(a, &j, err)) /* the desk has looked at another box meanwhile */
            return -1;
    }
    if (j.seen.product && (j.seen.label || j.seen.by_model || a->st.no_label))
        return answer(a, sure, err);
    return wait(a, &j, err);
}

/* ---- a second read ---- */

/* Only the same code again confirms the first. Another one never takes its place, however often it is read: it may be
 * the next box's, and its good label must not stand for this one's bad one. What was misread is dropped, on record, and
 * the box begun again. */
static int second_read(struct act *a, struct symbols *codes, struct err *err)
{
    struct symbol *code = &codes->item[0];
    struct check_seen seen;
    enum open_part part;
    for (size_t i = 0; i < codes->count; i++)
        if (find_code(a, &codes->item[i]) < a->box.codes.count)
            return flow_sure(a, err);
    if (classify(a, code, &part, &seen, err))
        return -1;
    bool room = a->box.codes.count < SYMBOLS_MAX;
    if (part == OPEN_LABEL && find_part(a, part) == a->box.codes.count && room) { /* it carries one after all */
        a->st.second = a->st.no_label = false;
        append(a, code, part);
        return settle(a, a->box.codes.count, false, err);
    }
    bool unofficial = seen.unofficial && room; /* no second read takes that away */
    if (unofficial)
        append(a, code, part);
    a->say.code = unofficial ? SAY_UNOFFICIAL : SAY_OTHER_CODE;
    return keep_work(a, err);
}

/* ---- the acts ---- */

/* Takes over what is new of `codes`; *added says how many. */
static int add_new(struct act *a, struct symbols *codes, enum open_part part, size_t *added, struct err *err)
{
    struct check_seen seen = {0};
    *added = 0;
    for (size_t i = 0; i < codes->count; i++) {
        enum open_part what = part;
        if (!part && find_code(a, &codes->item[i]) < a->box.codes.count)
            continue;
        if (!part && classify(a, &codes->item[i], &what, &seen, err))
            return -1;
        if (what == OPEN_OTHER)
            a->say.code = seen.unofficial ? SAY_UNOFFICIAL : SAY_NOTHING_KNOWN;
        append(a, &codes->item[i], what);
        ++*added;
    }
    return 0;
}

int flow_add(struct act *a, struct symbols *codes, enum open_part part, struct err *err)
{
    size_t before = a->box.codes.count, added = 0;
    bool done = false;
    a->say.code = not_now(a);
    if (a->say.code)
        return keep_work(a, err);
    if (trade_wanted(a, err))
        return -1;
    if (a->st.second && codes->count && !part)
        return second_read(a, codes, err);
    if (!before && !part && (repeat_label(a, codes, &done, err) || done))
        return done ? 0 : -1;
    if (before + codes->count > SYMBOLS_MAX) {
        a->say.code = SAY_TOO_MANY;
        return keep_work(a, err);
    }
    if (add_new(a, codes, part, &added, err))
        return -1;
    if (added == 0) {
        a->say.code = codes->count ? SAY_ALREADY_READ : SAY_NO_CODE;
        return keep_work(a, err);
    }
    if (added > 1 && a->say.code == SAY_NOTHING_KNOWN)
        a->say.code = SAY_NONE;
    return settle(a, before, false, err);
}

int flow_no_label(struct act *a, struct err *err)
{
    struct flow_judged j;
    size_t count = a->box.codes.count;
    a->say.code = not_now(a);
    if (!a->say.code)
        a->say.code = !count ? SAY_NOTHING_OPEN : a->st.second ? SAY_READ_AGAIN : SAY_NONE;
    if (a->say.code)
        return keep_work(a, err);
    if (trade_wanted(a, err) || flow_judge(a, &j, err)) /* another station may have closed the one that it stood at */
        return -1;
    if (!j.seen.product) {
        a->say.code = SAY_NO_PRODUCT;
        return keep_work(a, err);
    }
    a->st.no_label = true;
    return settle(a, count, false, err);
}

int flow_next(struct act *a, struct err *err)
{
    if (a->box.codes.count && find_part(a, OPEN_PRODUCT) < a->box.codes.count)
        return flow_no_label(a, err);
    if (a->box.codes.count)
        return flow_sure(a, err);
    a->say.code = flow_alarm(a) ? SAY_ACK_FIRST : SAY_READY;
    if (!flow_alarm(a))
        a->st.last = 0;
    return keep_work(a, err);
}

int flow_sure(struct act *a, struct err *err)
{
    struct flow_judged j;
    a->say.code = not_now(a);
    if (!a->say.code && !a->box.codes.count)
        a->say.code = SAY_NOTHING_OPEN;
    if (a->say.code)
        return keep_work(a, err);
    return trade_wanted(a, err) || flow_judge(a, &j, err) ? -1 : answer(a, true, err);
}

int flow_drop(struct act *a, struct err *err)
{
    if (!a->box.codes.count) {
        a->say.code = SAY_NOTHING_OPEN;
        return keep_work(a, err);
    }
    struct symbols codes = a->box.codes; /* borrowed: the open box is cleared behind the record */
    a->box.codes = (struct symbols){0};
    struct counter_event e = {.act = EVENT_ACT_DROP, .box = a->st.box, .codes = &codes, .reason = a->call->reason};
    a->say.code = SAY_DROPPED;
    int rc = keep_event(a, &e, err);
    symbols_clear(&codes);
    return rc;
}
