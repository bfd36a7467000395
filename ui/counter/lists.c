/* Consignments as JSON: those that are open, the last that were closed, and one with all its boxes. */
#include <stdlib.h>
#include <string.h>

#include "app/check/json.h"
#include "ui/counter/inside.h"
#include "ui/counter/qr.h"
#include "ui/counter/view.h"
#include "ui/show/field.h"

enum { CLOSED_SHOWN = 20 };

/* ---- one that may be closed ---- */

static int each(void *ctx, const struct ledger_record *record, struct err *err)
{
    struct fold *fold = ctx;
    struct fold_note note;
    if (fold_record(fold, record, &note, err))
        return -1;
    const struct fold_consignment *c = fold_find(fold, fold->only);
    return !c || c->closed_at ? 1 : 0; /* the first record opens it, or is none of a consignment */
}

/* Reads its records anew; *one is cleared by the caller. */
static int read_one(struct counter *c, int64_t id, struct fold *one, struct err *err)
{
    *one = (struct fold){.only = id};
    if (id < 1)
        return 0;
    return ledger_read(c->look.ledger, &(struct ledger_filter){.after = id - 1}, each, one, err) < 0 ? -1 : 0;
}

/* ---- the list ---- */

static int read_record(struct counter *c, struct fold *to, int64_t seq, struct err *err)
{
    struct fold_note note;
    struct receipt receipt;
    char *text;
    if (keep_read(c, seq, &text, &receipt, err))
        return -1;
    struct ledger_record record = {.seq = seq, .text = text};
    cJSON *json = cJSON_Parse(text);
    if (!moment_parse(field_text(json, "at"), &record.at))
        record.at = 0;
    cJSON_Delete(json);
    int rc = fold_record(to, &record, &note, err);
    free(text);
    return rc;
}

/* What a closed one was, from the two records that opened and closed it. */
static int put_closed(struct counter *c, struct json *j, struct json_node *array, const int64_t ends[2],
                      struct err *err)
{
    struct fold fold = {.only = ends[0]};
    int rc = read_record(c, &fold, ends[0], err) || read_record(c, &fold, ends[1], err) ? -1 : 0;
    const struct fold_consignment *one = fold_find(&fold, ends[0]);
    if (!rc && one) {
        struct json_node *o = json_item(j, array);
        json_number(j, o, "id", one->id);
        json_text(j, o, "name", one->name);
        json_text(j, o, "supplier", one->supplier);
        json_moment(j, o, "opened_at", one->opened_at);
        json_text(j, o, "opened_by", one->opened_by);
        json_moment(j, o, "closed_at", one->closed_at);
        json_text(j, o, "closed_by", one->closed_by);
    }
    fold_clear(&fold);
    return rc;
}

int counter_consignments(struct counter *c, struct buffer *json, struct err *err)
{
    int64_t closed[CLOSED_SHOWN][2];
    size_t count = 0;
    struct json j;
    if (keep_up(c, err) || work_last_closed(&c->work, CLOSED_SHOWN, closed, &count, err))
        return -1;
    struct json_node *root = json_start_in(&j, json);
    struct json_node *array = json_array(&j, root, "consignments");
    for (size_t i = c->fold.count; i-- > 0;)
        view_consignment(&j, json_item(&j, array), c->fold.item[i]);
    for (size_t i = 0; i < count; i++)
        if (put_closed(c, &j, array, closed[i], err))
            return -1;
    return json_end(&j, err);
}

/* ---- one with all its boxes ---- */

static void put_lines(struct json *j, struct json_node *root, const struct fold_consignment *c)
{
    struct json_node *array = json_array(j, root, "lines");
    for (size_t i = 0; i < c->lines; i++) {
        struct json_node *o = json_item(j, array);
        json_text(j, o, "gtin", c->line[i].gtin);
        json_number(j, o, "expected", c->line[i].quantity);
        json_number(j, o, "came", c->line[i].came);
    }
}

/* The hash that stands for all records so far: kept outside the machine, it shows that none was taken away. */
static int put_head(struct counter *c, struct json *j, struct json_node *root, struct err *err)
{
    struct receipt receipt;
    int64_t last;
    char *text;
    if (ledger_last_seq(c->look.ledger, &last, err) || keep_read(c, last, &text, &receipt, err))
        return -1;
    free(text);
    struct json_node *o = json_object(j, root, "head");
    json_number(j, o, "seq", receipt.seq);
    json_text(j, o, "hash", receipt.hash);
    return qr_put(j, root, "qr", receipt.hash, err);
}

int counter_consignment(struct counter *c, int64_t id, struct buffer *json, struct err *err)
{
    struct fold one;
    struct json j;
    int rc = keep_up(c, err);
    if (rc)
        return -1;
    rc = read_one(c, id, &one, err);
    struct fold_consignment *found = fold_find(&one, id);
    if (!rc && !found)
        rc = err_set(err, ERR_INPUT, "there is no consignment of that number", "その番号の入荷便はありません");
    if (!rc) {
        struct json_node *root = json_start_in(&j, json);
        view_consignment(&j, json_object(&j, root, "consignment"), found);
        struct json_node *boxes = json_array(&j, root, "boxes");
        for (size_t i = 0; i < found->boxes; i++)
            view_box(&j, json_item(&j, boxes), found, &found->box[i]);
        put_lines(&j, root, found);
        rc = put_head(c, &j, root, err) || json_end(&j, err) ? -1 : 0;
    }
    fold_clear(&one);
    return rc;
}
