/* Boxes that were answered: seen, disposed of, void. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/counter/again.h"
#include "ui/counter/inside.h"
#include "ui/show/field.h"

static int refuse(struct act *a, enum say_code code, struct err *err)
{
    a->say.code = code;
    return keep_work(a, err);
}

int after_ack(struct act *a, struct err *err)
{
    const struct fold_box *b = fold_box(act_consignment(a), a->call->seq ? a->call->seq : a->st.last);
    if (!b || b->acknowledged)
        return refuse(a, SAY_NO_ALARM, err);
    struct counter_event e = {.act = EVENT_ACT_ACK, .of = b->first};
    a->say.code = SAY_ACKNOWLEDGED;
    return keep_event(a, &e, err);
}

/* ---- dispositions ---- */

static const char *const how_names[] = {"", "quarantined", "returned", "statement", "override"};
enum { HOWS = sizeof how_names / sizeof *how_names };

const char *counter_disposition_name(enum disposition d)
{
    return (size_t)d < HOWS ? how_names[d] : "";
}

enum disposition counter_disposition_from_name(const char *name)
{
    for (int d = 1; d < HOWS; d++)
        if (!strcmp(how_names[d], name))
            return (enum disposition)d;
    return DISPOSITION_NONE;
}

/* The box and its consignment, of any that is open. */
static struct fold_consignment *find(const struct act *a, int64_t seq, const struct fold_box **box)
{
    for (size_t i = 0; i < a->c->fold.count; i++) {
        *box = fold_box(a->c->fold.item[i], seq);
        if (*box)
            return a->c->fold.item[i];
    }
    return NULL;
}

/* Letters of STATEMENT_ITEMS, each once. */
static bool items_good(const char *items)
{
    for (const char *p = items; *p; p++)
        if (!strchr(STATEMENT_ITEMS, *p) || strchr(p + 1, *p))
            return false;
    return items[0] != 0;
}

/* A statement that was seen is a fact: the box is judged again with it. Nobody says that it passes. */
static int by_statement(struct act *a, const struct fold_consignment *c, const struct fold_box *head, struct err *err)
{
    struct receipt receipt;
    struct check_counter k = {0};
    struct again again = {0};
    char *record, station[STATION_NAME_MAX], operator_name[STATION_NAME_MAX];
    if (keep_read(a->c, head->seq, &record, &receipt, err))
        return -1;
    struct check_ask ask = flow_ask(a, &k);
    memcpy(station, a->st.who.name, sizeof station);
    memcpy(operator_name, a->st.operator_name, sizeof operator_name);
    k.station_name = station;
    ask.operator_name = operator_name[0] ? operator_name : NULL;
    ask.consignment = c->name;
    memcpy(ask.market, c->market, sizeof ask.market);
    ask.markets = c->markets;
    k.consignment = c->id;
    k.quantity = head->quantity;
    k.instead_of = head->first;
    k.items = a->call->items;
    ask.statement = strlen(k.items) == strlen(STATEMENT_ITEMS) ? STATEMENT_COMPLETE : STATEMENT_INCOMPLETE;
    a->say.code = head->first == a->st.last ? SAY_ANSWERED : SAY_DISPOSED;
    int rc = again_read(record, &ask, &again, err);
    k.no_label = !rc && cJSON_IsTrue(field(field(again.json, "counter"), "no_label"));
    if (!rc)
        rc = look_judge(&a->c->look, &ask, err);
    if (!rc)
        rc = keep_check(a, err);
    again_clear(&again);
    free(record);
    return rc;
}

static enum say_code override_refused(const struct act *a, const struct fold_box *head)
{
    if (head->outcome == OUTCOME_STOP || head->outcome == OUTCOME_NONE)
        return SAY_NEVER_STOP; /* PSTI Act ss.16, 23: a failure that is known bars supply, whoever signs */
    if (!act_says(a->call->name) || !a->call->pin)
        return SAY_NEEDS_NAME;
    return act_says(a->call->reason) ? SAY_NONE : SAY_NEEDS_REASON;
}

static int by_override(struct act *a, const struct fold_box *head, struct counter_event *e, struct err *err)
{
    bool right = false;
    enum say_code why = override_refused(a, head);
    if (why)
        return refuse(a, why, err);
    if (people_pin(a, &right, err))
        return -1;
    if (!right)
        return keep_work(a, err); /* people_pin has said why */
    e->supervisor = a->call->name;
    return keep_event(a, e, err);
}

/* What was set aside may still go back, be overridden, or get its statement. */
static bool undecided(const struct fold_consignment *c, const struct fold_box *b)
{
    bool aside = fold_disposed(c, b) && fold_head(c, b)->disposition == DISPOSITION_QUARANTINED;
    return fold_box_open(c, b) || (aside && !b->is_void);
}

int after_dispose(struct act *a, struct err *err)
{
    const struct counter_call *call = a->call;
    const struct fold_box *b = NULL;
    const struct fold_consignment *c = find(a, call->seq ? call->seq : a->st.last, &b);
    if (!c)
        return refuse(a, SAY_NO_BOX, err);
    if (!undecided(c, b))
        return refuse(a, SAY_NOT_HELD, err);
    const struct fold_box *head = fold_head(c, b);
    struct counter_event e = {.act = EVENT_ACT_DISPOSITION,
                              .of = head->first,
                              .consignment = c->id,
                              .consignment_name = c->name,
                              .how = counter_disposition_name(call->disposition),
                              .reason = call->reason};
    a->say.code = SAY_DISPOSED;
    switch (call->disposition) {
    case DISPOSITION_QUARANTINED:
    case DISPOSITION_RETURNED:
        return keep_event(a, &e, err);
    case DISPOSITION_STATEMENT:
        if (!call->items || !items_good(call->items))
            return refuse(a, SAY_NEEDS_ITEMS, err);
        if (copies_none(a->c)) /* it is judged again */
            return refuse(a, SAY_NO_LIST, err);
        return by_statement(a, c, head, err);
    case DISPOSITION_OVERRIDE:
        return by_override(a, head, &e, err);
    default:
        return refuse(a, SAY_NEEDS_DISPOSITION, err);
    }
}

/* ---- undo ---- */

/* The last box of this station that counts. */
static const struct fold_box *last_counting(const struct act *a)
{
    const struct fold_consignment *c = act_consignment(a);
    for (size_t i = c ? c->boxes : 0; i-- > 0;)
        if (c->box[i].station == a->st.who.id && !c->box[i].is_void)
            return &c->box[i];
    return NULL;
}

/* Where the station does not show it, it is shown first: a code of the card that is read twice takes one box back. */
static int show_which(struct act *a, const struct fold_box *b, struct err *err)
{
    a->st.last = b->seq;
    (void)snprintf(a->say.detail, sizeof a->say.detail, "%lld", (long long)b->number);
    return refuse(a, SAY_UNDO_WHICH, err);
}

int after_undo(struct act *a, struct err *err)
{
    const struct fold_box *last = last_counting(a);
    if (a->box.codes.count || flow_alarm(a))
        return refuse(a, a->box.codes.count ? SAY_DROP_FIRST : SAY_ACK_FIRST, err);
    if (!last)
        return refuse(a, SAY_NOTHING_TO_UNDO, err);
    if (!act_says(a->call->reason))
        return refuse(a, SAY_NEEDS_REASON, err);
    if (fold_box(act_consignment(a), a->st.last) != last)
        return show_which(a, last, err);
    struct counter_event e = {.act = EVENT_ACT_VOID, .of = last->first, .reason = a->call->reason};
    a->say.code = SAY_UNDONE;
    return keep_event(a, &e, err);
}
