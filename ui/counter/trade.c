/* Consignments: opened, joined, closed; what should come. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "cache/registry/csv.h"
#include "cache/registry/headings.h"
#include "cache/registry/rows.h"
#include "ui/counter/inside.h"

static int refuse(struct act *a, enum say_code code, struct err *err)
{
    a->say.code = code;
    return keep_work(a, err);
}

/* An event beside the act's own: the key of the act is for the last of its records, so that one that died between two
 * is done again from where it was. */
static int keep_beside(struct act *a, struct counter_event *e, struct err *err)
{
    struct counter_call without_key = {.station = a->call->station};
    const struct counter_call *own = a->call;
    a->call = &without_key;
    int rc = keep_event(a, e, err);
    a->call = own;
    return rc;
}

static int close_one(struct act *a, struct fold_consignment *c,
                     int keep(struct act *, struct counter_event *, struct err *), struct err *err)
{
    struct fold_sum sum;
    fold_sum(c, &sum);
    struct counter_event e = {.act = EVENT_ACT_CLOSE, .consignment = c->id, .consignment_name = c->name};
    e.name = c->name;
    e.quantity = sum.pieces;
    return keep(a, &e, err);
}

/* An alarm that nobody has seen, at whichever station; NULL = there is none. */
static const struct fold_box *unseen(const struct fold_consignment *c)
{
    for (size_t i = 0; i < c->boxes; i++)
        if (!c->box[i].is_void && !c->box[i].acknowledged)
            return &c->box[i];
    return NULL;
}

static int open_one(struct act *a, struct counter_event *e,
                    int keep(struct act *, struct counter_event *, struct err *), struct err *err)
{
    const struct check_ask *setup = &a->c->setup.ask;
    if (a->c->fold.count >= FOLD_CONSIGNMENTS_MAX)
        return err_set(err, ERR_INPUT, "%d consignments are open: close some first",
                       "%d 件の入荷便が開いたままです。先にいくつか閉じてください", FOLD_CONSIGNMENTS_MAX);
    if (!e->markets) {
        e->markets = setup->markets;
        memcpy(e->market, setup->market, sizeof e->market);
    }
    return keep(a, e, err);
}

int trade_open(struct act *a, struct err *err)
{
    if (a->box.codes.count || flow_alarm(a))
        return refuse(a, a->box.codes.count ? SAY_DROP_FIRST : SAY_ACK_FIRST, err);
    if (!act_says(a->call->name))
        return refuse(a, SAY_NEEDS_NAME, err);
    struct counter_event e = {.act = EVENT_ACT_OPEN,
                              .name = a->call->name,
                              .consignment_name = a->call->name,
                              .supplier = a->call->supplier,
                              .markets = a->call->markets};
    memcpy(e.market, a->call->market, sizeof e.market);
    a->say.code = SAY_OPENED;
    return open_one(a, &e, keep_event, err);
}

static int open_automatic(struct act *a, day today, struct err *err)
{
    char name[DAY_TEXT + STATION_NAME_MAX + 2], text[DAY_TEXT];
    (void)snprintf(name, sizeof name, "%s %s", day_text(today, text), a->st.who.name);
    struct counter_event e = {.act = EVENT_ACT_OPEN, .name = name, .consignment_name = name, .automatic = true};
    return open_one(a, &e, keep_beside, err);
}

/* One that began by itself ends with its day, unless a box of it still waits for a decision or for its second code. */
static bool is_over(const struct act *a, struct fold_consignment *c, enum market calendar, day today)
{
    struct fold_sum sum;
    if (!c->automatic || a->box.codes.count || day_at(c->opened_at, market_calendar(calendar)) >= today)
        return false;
    fold_sum(c, &sum);
    return !sum.alerts && !unseen(c);
}

int trade_wanted(struct act *a, struct err *err)
{
    const struct check_ask *setup = &a->c->setup.ask;
    enum market calendar = setup->markets ? setup->market[0] : MARKET_GB;
    day today = day_at(a->now, market_calendar(calendar));
    struct fold_consignment *c = act_consignment(a);
    if (c && is_over(a, c, calendar, today)) {
        if (close_one(a, c, keep_beside, err))
            return -1;
        c = NULL;
    }
    if (c && c->boxes >= FOLD_BOXES_MAX)
        return err_set(err, ERR_INPUT, "this consignment has %d boxes: close it, and open the next",
                       "この入荷便は %d 箱に達しました。閉じて、次の入荷便を開いてください", FOLD_BOXES_MAX);
    return c ? 0 : open_automatic(a, today, err);
}

int trade_join(struct act *a, struct err *err)
{
    if (a->box.codes.count || flow_alarm(a))
        return refuse(a, a->box.codes.count ? SAY_DROP_FIRST : SAY_ACK_FIRST, err);
    if (!fold_find(&a->c->fold, a->call->number))
        return refuse(a, SAY_NO_CONSIGNMENT, err);
    a->st.consignment = a->call->number;
    a->st.last = 0;
    return refuse(a, SAY_JOINED, err);
}

/* Sets aside what nobody has decided on; each is on record before the next. Looked up anew each time: a record that is
 * put down brings in those of other programs, and one of them may have closed it. */
static int set_aside(struct act *a, int64_t id, struct err *err)
{
    const struct fold_consignment *c;
    for (size_t i = 0; (c = fold_find(&a->c->fold, id)) && i < c->boxes; i++) {
        if (!fold_box_alert(c, &c->box[i]))
            continue;
        struct counter_event e = {.act = EVENT_ACT_DISPOSITION,
                                  .of = fold_head(c, &c->box[i])->first,
                                  .consignment = c->id,
                                  .consignment_name = c->name,
                                  .how = counter_disposition_name(DISPOSITION_QUARANTINED),
                                  .reason = a->call->reason};
        if (keep_beside(a, &e, err))
            return -1;
    }
    return 0;
}

int trade_close(struct act *a, struct err *err)
{
    int64_t id = a->call->number ? a->call->number : a->st.consignment;
    struct fold_consignment *c = fold_find(&a->c->fold, id);
    struct fold_sum sum;
    if (!c)
        return refuse(a, SAY_NO_CONSIGNMENT, err);
    const struct fold_box *alarm = unseen(c);
    if (alarm && alarm->station_name)
        text_copy(a->say.detail, sizeof a->say.detail, alarm->station_name);
    if (a->box.codes.count || alarm)
        return refuse(a, a->box.codes.count ? SAY_DROP_FIRST : SAY_ACK_FIRST, err);
    if (a->call->disposition == DISPOSITION_QUARANTINED && set_aside(a, id, err))
        return -1;
    c = fold_find(&a->c->fold, id);
    if (!c) /* another program has closed it meanwhile */
        return refuse(a, SAY_NO_CONSIGNMENT, err);
    fold_sum(c, &sum);
    if (sum.alerts) {
        (void)snprintf(a->say.detail, sizeof a->say.detail, "%lld", (long long)sum.alerts);
        return refuse(a, SAY_CLOSE_HELD, err);
    }
    a->say.code = SAY_CLOSED;
    return close_one(a, c, keep_event, err);
}

/* ---- what should come ---- */

enum { LINE_GTIN = 1, LINE_QUANTITY, QUANTITY_MOST = 1000000 };

static const struct heading known[] = {
    {"jan", LINE_GTIN},        {"janコード", LINE_GTIN}, {"ean", LINE_GTIN},      {"upc", LINE_GTIN},
    {"gtinコード", LINE_GTIN}, {"数量", LINE_QUANTITY},  {"個数", LINE_QUANTITY}, {"qty", LINE_QUANTITY},
    {"入荷数", LINE_QUANTITY}, {"units", LINE_QUANTITY},
};
static const char *const field_names[HEADINGS_FIELDS_MAX] = {[LINE_GTIN] = "gtin", [LINE_QUANTITY] = "quantity"};
static const unsigned required[] = {1u << LINE_GTIN, 1u << LINE_QUANTITY};
static const struct heading_set headings = {
    .known = known,
    .known_count = sizeof known / sizeof *known,
    .name = field_names,
    .single = 1u << LINE_GTIN | 1u << LINE_QUANTITY,
    .required = required,
    .required_count = 2,
};

struct lines {
    struct event_line *item; /* owned */
    size_t count, room;
};

static int bad_line(const struct row *row, const char *seen, struct err *err)
{
    char shown[64];
    text_copy(shown, sizeof shown, seen ? seen : "");
    return err_set(err, ERR_INPUT, "line %lld: \"%s\" is no GTIN with a right check digit, or no quantity from 1 to %d",
                   "%lld 行目: 「%s」は正しい GTIN でないか、1～%d の数量ではありません", (long long)row->line, shown,
                   QUANTITY_MOST);
}

static int add_line(struct lines *to, const struct event_line *line, struct err *err)
{
    for (size_t i = 0; i < to->count; i++)
        if (!strcmp(to->item[i].gtin, line->gtin)) { /* the same product on two lines of an order */
            to->item[i].quantity += line->quantity;
            return 0;
        }
    if (to->count == to->room) {
        size_t room = to->room ? to->room * 2 : 64;
        struct event_line *item = room <= (size_t)2 * EVENT_LINES_MAX ? realloc(to->item, room * sizeof *item) : NULL;
        if (!item)
            return err_memory(err);
        to->item = item;
        to->room = room;
    }
    if (to->count == EVENT_LINES_MAX)
        return err_set(err, ERR_INPUT, "more than %d products are expected: split the list",
                       "予定の商品が %d を超えています。一覧を分けてください", EVENT_LINES_MAX);
    to->item[to->count++] = *line;
    return 0;
}

static int read_line(const struct row *row, const struct layout *layout, struct lines *to, struct err *err)
{
    char *gtin, *quantity, *folded = NULL, *end;
    struct event_line line = {0};
    if (rows_text(row, layout, &headings, LINE_GTIN, &gtin, err) ||
        rows_text(row, layout, &headings, LINE_QUANTITY, &quantity, err))
        return -1;
    if (!gtin || !quantity)
        return bad_line(row, gtin ? gtin : quantity, err);
    if (text_nfkc(gtin, &folded, err))
        return -1;
    enum gtin_trouble trouble = gtin_from_typed(text_trim(folded), line.gtin);
    free(folded);
    if (trouble != GTIN_GOOD && trouble != GTIN_REPAIRED)
        return bad_line(row, gtin, err);
    if (text_nfkc(quantity, &folded, err))
        return -1;
    line.quantity = strtoll(text_trim(folded), &end, 10);
    bool good = end != folded && !*end && line.quantity > 0 && line.quantity <= QUANTITY_MOST;
    free(folded);
    return good ? add_line(to, &line, err) : bad_line(row, quantity, err);
}

static int read_lines(const char *text, struct lines *to, struct err *err)
{
    struct input in = {0};
    struct table table = {0};
    struct layout layout;
    struct row row;
    bool more = true;
    input_memory(text, strlen(text), &in);
    int rc = csv_open(&in, &table, err);
    if (!rc)
        rc = headings_find(&table, &headings, NULL, &layout, err);
    while (!rc && more) {
        rc = headings_next(&table, &layout, &row, &more, err);
        if (!rc && more)
            rc = read_line(&row, &layout, to, err);
    }
    table_close(&table);
    input_close(&in);
    return rc;
}

int trade_expected(struct act *a, struct err *err)
{
    struct lines lines = {0};
    struct err why = {0};
    if (!act_consignment(a))
        return refuse(a, SAY_NO_CONSIGNMENT, err);
    int rc = read_lines(a->call->text ? a->call->text : "", &lines, &why);
    if (rc && why.code != ERR_INPUT && why.code != ERR_USAGE) {
        *err = why;
    } else if (rc || !lines.count) {
        text_copy(a->say.detail, sizeof a->say.detail, err_text(&why, a->st.lang));
        rc = refuse(a, SAY_EXPECTED_BAD, err);
    } else {
        struct counter_event e = {.act = EVENT_ACT_EXPECTED, .line = lines.item, .lines = lines.count};
        a->say.code = SAY_EXPECTED;
        (void)snprintf(a->say.detail, sizeof a->say.detail, "%zu", lines.count);
        rc = keep_event(a, &e, err);
    }
    free(lines.item);
    return rc;
}
