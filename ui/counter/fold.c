#include "ui/counter/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/show/field.h"

static void box_clear_owned(struct fold_box *b)
{
    char *texts[] = {b->station_name, b->product, b->labels,      b->label,           b->shown,
                     b->reason,       b->gtin,    b->disposed_by, b->disposed_reason, b->items};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

static void consignment_free(struct fold_consignment *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->boxes; i++)
        box_clear_owned(&c->box[i]);
    free(c->box);
    free(c->line);
    free(c->name);
    free(c->supplier);
    free(c->opened_by);
    free(c->closed_by);
    free(c);
}

void fold_clear(struct fold *f)
{
    for (size_t i = 0; i < f->count; i++)
        consignment_free(f->item[i]);
    *f = (struct fold){0};
}

struct fold_consignment *fold_find(const struct fold *f, int64_t id)
{
    for (size_t i = 0; id && i < f->count; i++)
        if (f->item[i]->id == id)
            return f->item[i];
    return NULL;
}

static int by_first(const void *seq, const void *box)
{
    int64_t a = *(const int64_t *)seq, b = ((const struct fold_box *)box)->first;
    return a < b ? -1 : a > b;
}

/* Boxes stand in the order of the records that brought them. */
static struct fold_box *box_brought(const struct fold_consignment *c, int64_t first)
{
    return c && c->boxes ? bsearch(&first, c->box, c->boxes, sizeof *c->box, by_first) : NULL;
}

struct fold_box *fold_box(const struct fold_consignment *c, int64_t seq)
{
    struct fold_box *b = seq ? box_brought(c, seq) : NULL;
    for (size_t i = c && seq && !b ? c->boxes : 0; i-- > 0;) /* what is asked for is mostly new */
        if (c->box[i].seq == seq)
            return &c->box[i];
    return b;
}

const struct fold_box *fold_head(const struct fold_consignment *c, const struct fold_box *b)
{
    const struct fold_box *head = b->of ? box_brought(c, b->of) : NULL;
    return head ? head : b;
}

bool fold_bad(enum outcome o)
{
    return o == OUTCOME_NONE || o >= OUTCOME_REVIEW;
}

bool fold_alarm(enum outcome o)
{
    return o == OUTCOME_NONE || o >= OUTCOME_HOLD;
}

bool fold_disposed(const struct fold_consignment *c, const struct fold_box *b)
{
    const struct fold_box *head = fold_head(c, b);
    return head->disposition && (head->disposition == DISPOSITION_STATEMENT || b->seq < head->disposed);
}

bool fold_box_open(const struct fold_consignment *c, const struct fold_box *b)
{
    /* a statement that was seen has judged the box anew: what came of that counts */
    bool settled = fold_disposed(c, b) && fold_head(c, b)->disposition != DISPOSITION_STATEMENT;
    return !b->is_void && fold_bad(b->outcome) && !settled;
}

bool fold_box_alert(const struct fold_consignment *c, const struct fold_box *b)
{
    const struct fold_box *head = fold_head(c, b);
    return fold_box_open(c, b) && (head == b || !fold_box_open(c, head));
}

/* ---- reading ---- */

static int keep(char **to, const char *text, struct err *err)
{
    free(*to);
    *to = text && text[0] ? strdup(text) : NULL;
    return text && text[0] && !*to ? err_memory(err) : 0;
}

static void note_of(const cJSON *record, const struct ledger_record *r, struct fold_note *note)
{
    const cJSON *counter = field(record, "counter");
    *note = (struct fold_note){
        .counts = counter != NULL,
        .act = event_act_from_name(field_is(record, "kind", "counter") ? field_text(record, "act") : ""),
        .consignment = field_number(counter, "consignment"),
        .station = field_number(counter, "station"),
        .box = field_number(counter, "box"),
        .instead_of = field_number(counter, "instead_of"),
        .of = field_number(record, "of"),
        .seq = r->seq,
        .at = r->at,
    };
    (void)snprintf(note->key, sizeof note->key, "%s", field_text(counter, "key"));
    if (field_is(record, "kind", "counter") && !note->act)
        note->counts = false; /* an event that a newer program knows */
    if (note->act == EVENT_ACT_OPEN)
        note->consignment = r->seq;
}

static void read_markets(const cJSON *array, struct fold_consignment *c)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        enum market m = cJSON_IsString(item) ? market_from_name(item->valuestring) : MARKET_NONE;
        if (m && c->markets < CHECK_MARKETS_MAX)
            c->market[c->markets++] = m;
    }
}

static int open_consignment(struct fold *f, const cJSON *record, const struct fold_note *note, struct err *err)
{
    if (f->count == FOLD_CONSIGNMENTS_ROOM)
        return err_set(err, ERR_INPUT, "%d consignments are open: close some first",
                       "%d 件の入荷便が開いたままです。先にいくつか閉じてください", FOLD_CONSIGNMENTS_ROOM);
    struct fold_consignment *c = calloc(1, sizeof *c);
    if (!c)
        return err_memory(err);
    f->item[f->count++] = c;
    c->id = note->seq;
    c->opened_at = note->at;
    c->automatic = cJSON_IsTrue(field(record, "automatic"));
    read_markets(field(record, "markets"), c);
    return keep(&c->name, field_text(record, "name"), err) || keep(&c->supplier, field_text(record, "supplier"), err) ||
                   keep(&c->opened_by, field_text(field(record, "facts"), "operator"), err)
               ? -1
               : 0;
}

static int by_gtin(const void *a, const void *b)
{
    const struct fold_line *x = a, *y = b;
    return strcmp(x->gtin, y->gtin);
}

static int read_lines(struct fold_consignment *c, const cJSON *record, struct err *err)
{
    const cJSON *item, *array = field(record, "lines");
    int count = cJSON_GetArraySize(array);
    free(c->line);
    c->lines = 0;
    c->line = calloc(count > 0 ? (size_t)count : 1, sizeof *c->line);
    if (!c->line)
        return err_memory(err);
    cJSON_ArrayForEach(item, array)
    {
        struct fold_line *line = &c->line[c->lines++];
        (void)snprintf(line->gtin, sizeof line->gtin, "%s", field_text(item, "gtin"));
        line->quantity = field_number(item, "quantity");
    }
    qsort(c->line, c->lines, sizeof *c->line, by_gtin);
    return 0;
}

static int new_box(struct fold_consignment *c, const struct fold_note *note, struct fold_box **out, struct err *err)
{
    if (c->boxes == c->room) {
        size_t room = c->room ? c->room * 2 : 32;
        struct fold_box *box = realloc(c->box, room * sizeof *box);
        if (!box)
            return err_memory(err);
        c->box = box;
        c->room = room;
    }
    *out = &c->box[c->boxes++];
    **out = (struct fold_box){.first = note->seq, .number = (int64_t)c->boxes, .station = note->station};
    return 0;
}

int fold_labels(const struct check_row *row, char **out, struct err *err)
{
    struct buffer b = {0};
    buffer_text(&b, "");
    for (size_t m = 0; m < row->markets; m++) {
        const char *label = row->market[m].label;
        bool there = false;
        for (size_t k = 0; label && k < m; k++)
            there = there || (row->market[k].label && !strcmp(row->market[k].label, label));
        if (!label || there)
            continue;
        if (b.size)
            buffer_char(&b, '\n');
        buffer_text(&b, label);
    }
    if (b.failed) {
        buffer_clear(&b);
        return err_memory(err);
    }
    *out = b.bytes;
    return 0;
}

static int keep_labels(struct fold_box *b, const struct check_row *row, struct err *err)
{
    char *labels;
    if (fold_labels(row, &labels, err))
        return -1;
    free(b->labels);
    b->labels = labels;
    return 0;
}

static int keep_product(struct fold_box *b, const struct check_row *row, struct err *err)
{
    char text[600];
    const char *what = row->gtin ? "gtin:" : row->sku ? "sku:" : row->model ? "model:" : NULL;
    const char *which = row->gtin ? row->gtin : row->sku ? row->sku : row->model;
    (void)snprintf(text, sizeof text, "%s%s", what ? what : "", what ? which : "");
    if (keep(&b->product, text, err) || keep(&b->gtin, row->gtin, err))
        return -1;
    if (row->model)
        (void)snprintf(text, sizeof text, "%s%s%s", row->brand ? row->brand : "", row->brand ? " " : "", row->model);
    else
        (void)snprintf(text, sizeof text, "%s", which ? which : "");
    return keep(&b->shown, text, err);
}

/* The first label that was read, as it was read. */
static const char *label_read(const cJSON *record)
{
    const cJSON *label;
    cJSON_ArrayForEach(
        label, field(record, "labels")) if (!field_is(label, "from", "by-model") &&
                                            !field_is(label, "scheme", "other")) return field_text(label, "number");
    return NULL;
}

/* A statement that was seen covers the boxes that were like this one as well. */
static void judge_repeats(struct fold_consignment *c, const struct fold_box *head)
{
    for (size_t i = 0; i < c->boxes; i++)
        if (c->box[i].of == head->first)
            c->box[i].outcome = head->outcome;
}

/* A check: a new box, or the same once more. */
static int check_record_of(struct fold_consignment *c, const cJSON *record, const struct fold_note *note,
                           struct err *err)
{
    struct fold_box *b = note->instead_of ? fold_box(c, note->instead_of) : NULL;
    const cJSON *counter = field(record, "counter");
    struct check_row row;
    check_row_read(record, &row);
    if (!b && new_box(c, note, &b, err))
        return -1;
    b->seq = note->seq;
    b->of = 0;
    b->at = note->at;
    b->outcome = row.outcome;
    b->quantity = field_number(counter, "quantity");
    b->acknowledged = !fold_alarm(row.outcome);
    b->disposition = DISPOSITION_NONE; /* what was done with it was done before this came to light */
    if (field_text(counter, "items")[0]) {
        b->disposition = DISPOSITION_STATEMENT;
        b->disposed = note->seq;
        b->disposed_at = note->at;
        b->acknowledged = true;
        judge_repeats(c, b);
        if (keep(&b->items, field_text(counter, "items"), err) ||
            keep(&b->disposed_by, field_text(field(record, "facts"), "operator"), err))
            return -1;
    } else if (keep(&b->items, NULL, err)) {
        return -1;
    }
    return keep(&b->station_name, field_text(counter, "station_name"), err) || keep_product(b, &row, err) ||
                   keep_labels(b, &row, err) || keep(&b->label, label_read(record), err) ||
                   keep(&b->reason, row.markets ? row.market[row.worst].reason : NULL, err)
               ? -1
               : 0;
}

static int repeat(struct fold_consignment *c, const cJSON *record, const struct fold_note *note, struct err *err)
{
    struct fold_box *b = NULL;
    const struct fold_box *like = fold_box(c, note->of);
    if (!like)
        return 0; /* of a box that nobody knows: the evidence was tampered with, which verify says */
    int64_t of = like->first;
    if (new_box(c, note, &b, err))
        return -1;
    like = fold_box(c, of);
    b->seq = note->seq;
    b->of = of;
    b->at = note->at;
    b->outcome = outcome_from_name(field_text(record, "outcome"));
    b->quantity = field_number(field(record, "counter"), "quantity");
    b->acknowledged = true;
    b->labels = strdup(like->labels);
    if (!b->labels)
        return err_memory(err);
    return keep(&b->station_name, field_text(field(record, "counter"), "station_name"), err) ||
                   keep(&b->product, like->product, err) || keep(&b->shown, like->shown, err) ||
                   keep(&b->gtin, like->gtin, err) || keep(&b->reason, like->reason, err)
               ? -1
               : 0;
}

static int dispose(struct fold_box *b, const cJSON *record, const struct fold_note *note, struct err *err)
{
    enum disposition how = counter_disposition_from_name(field_text(record, "how"));
    if (!how)
        return 0;
    b->disposition = how;
    b->disposed = note->seq;
    b->disposed_at = note->at;
    b->acknowledged = true;
    const char *who = field_text(record, "supervisor");
    return keep(&b->disposed_by, who[0] ? who : field_text(field(record, "facts"), "operator"), err) ||
                   keep(&b->disposed_reason, field_text(record, "reason"), err)
               ? -1
               : 0;
}

static int close_consignment(struct fold *f, struct fold_consignment *c, const cJSON *record,
                             const struct fold_note *note, struct err *err)
{
    c->closed_at = note->at;
    if (f->only)
        return keep(&c->closed_by, field_text(field(record, "facts"), "operator"), err);
    for (size_t i = 0; i < f->count; i++)
        if (f->item[i] == c)
            f->item[i] = f->item[--f->count];
    consignment_free(c);
    return 0;
}

static int event_record(struct fold *f, struct fold_consignment *c, const cJSON *record, const struct fold_note *note,
                        struct err *err)
{
    struct fold_box *b = fold_box(c, note->of);
    switch (note->act) {
    case EVENT_ACT_EXPECTED:
        return read_lines(c, record, err);
    case EVENT_ACT_REPEAT:
        return repeat(c, record, note, err);
    case EVENT_ACT_LABEL:
        return b ? keep(&b->label, b->labels, err) : 0; /* it has one: this act is only for such */
    case EVENT_ACT_ACK:
        if (b)
            b->acknowledged = true;
        return 0;
    case EVENT_ACT_DISPOSITION:
        return b ? dispose(b, record, note, err) : 0;
    case EVENT_ACT_VOID:
        if (b)
            b->is_void = b->acknowledged = true;
        return 0;
    case EVENT_ACT_CLOSE:
        return close_consignment(f, c, record, note, err);
    default:
        return 0;
    }
}

int fold_record(struct fold *f, const struct ledger_record *record, struct fold_note *note, struct err *err)
{
    cJSON *json = NULL;
    *note = (struct fold_note){0};
    f->seq = record->seq;
    if (!strstr(record->text, "\"counter\"")) /* most records of an audit */
        return 0;
    if (field_parse(record->text, &json, NULL))
        return 0; /* damaged: verify says so */
    note_of(json, record, note);
    int rc = 0;
    bool wanted = note->counts && (!f->only || f->only == note->consignment);
    struct fold_consignment *c = wanted ? fold_find(f, note->consignment) : NULL;
    if (wanted && note->act == EVENT_ACT_OPEN && !c)
        rc = open_consignment(f, json, note, err);
    else if (c)
        rc = note->act ? event_record(f, c, json, note, err) : check_record_of(c, json, note, err);
    cJSON_Delete(json);
    return rc;
}

/* ---- sums ---- */

static void count_lines(struct fold_consignment *c)
{
    struct fold_line key;
    for (size_t i = 0; i < c->lines; i++)
        c->line[i].came = 0;
    for (size_t i = 0; i < c->boxes; i++) {
        const struct fold_box *b = &c->box[i];
        if (b->is_void || !b->gtin)
            continue;
        (void)snprintf(key.gtin, sizeof key.gtin, "%s", b->gtin);
        struct fold_line *line = bsearch(&key, c->line, c->lines, sizeof key, by_gtin);
        if (line)
            line->came += b->quantity;
    }
}

static void count_like(struct fold_consignment *c)
{
    for (size_t i = 0; i < c->boxes; i++)
        c->box[i].like = !c->box[i].is_void;
    for (size_t i = 0; i < c->boxes; i++) {
        struct fold_box *head = c->box[i].of ? box_brought(c, c->box[i].of) : NULL;
        if (head)
            head->like += !c->box[i].is_void;
    }
}

static void sum_expected(struct fold_consignment *c, struct fold_sum *out)
{
    int64_t found = 0;
    if (!c->line)
        return;
    count_lines(c);
    for (size_t i = 0; i < c->lines; i++) {
        const struct fold_line *l = &c->line[i];
        out->expected += l->quantity;
        out->missing += l->came < l->quantity ? l->quantity - l->came : 0;
        found += l->came < l->quantity ? l->came : l->quantity;
    }
    out->lines = (int64_t)c->lines;
    out->surplus = out->pieces - found;
}

void fold_sum(struct fold_consignment *c, struct fold_sum *out)
{
    *out = (struct fold_sum){0};
    count_like(c);
    for (size_t i = 0; i < c->boxes; i++) {
        const struct fold_box *b = &c->box[i];
        if (b->is_void)
            continue;
        out->boxes++;
        out->pieces += b->quantity;
        out->repeats += b->of != 0;
        out->by_outcome[b->outcome]++;
        if (!fold_box_open(c, b))
            continue;
        out->alerts += fold_box_alert(c, b);
        out->worst = out->worst ? outcome_worst(out->worst, b->outcome) : b->outcome;
    }
    sum_expected(c, out);
}
