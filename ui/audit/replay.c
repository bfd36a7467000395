#include "ui/audit/replay.h"

#include <stdlib.h>
#include <string.h>

#include "ui/show/field.h"

enum { HELD_MAX = 512 };

struct replay {
    const struct run_ask *ask;
    int64_t rows, held; /* held: made and not written yet */
    int64_t seq;        /* of the record written last */
    int64_t gap;        /* rows before the next record that have none */
    struct buffer csv, json;
    struct symbols codes; /* texts borrowed from the record */
    const char *picture[SYMBOLS_MAX];
    struct check_note note[CHECK_NOTES_MAX];
};

static const char *or_null(const char *text)
{
    return *text ? text : NULL;
}

static size_t read_notes(struct replay *r, const cJSON *audit)
{
    size_t count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, field(audit, "notes"))
    {
        if (count == CHECK_NOTES_MAX)
            break;
        r->note[count++] = (struct check_note){
            .code = field_text(item, "code"),
            .field = field_text(item, "field"),
            .seen = or_null(field_text(item, "seen")),
            .taken = or_null(field_text(item, "taken")),
            .say = or_null(field_text(item, "say")),
        };
    }
    return count;
}

static enum symbology symbology_from(const char *name)
{
    for (int s = SYMBOLOGY_NONE + 1; s <= SYMBOLOGY_GS1_DATAMATRIX; s++)
        if (!strcmp(symbology_name((enum symbology)s), name))
            return (enum symbology)s;
    return SYMBOLOGY_NONE;
}

static void read_codes(struct replay *r, const cJSON *record)
{
    const cJSON *item;
    r->codes.count = 0;
    cJSON_ArrayForEach(item, field(record, "codes"))
    {
        const cJSON *text = field(item, "text");
        if (r->codes.count == SYMBOLS_MAX)
            break;
        r->picture[r->codes.count] = or_null(field_text(item, "picture"));
        r->codes.item[r->codes.count++] = (struct symbol){.symbology = symbology_from(field_text(item, "symbology")),
                                                          .text = text ? text->valuestring : NULL};
    }
}

/* What was typed of the row, as far as it tells which row it is. */
static void read_typed(const cJSON *record, struct check_ask *out)
{
    const cJSON *typed = field(record, "typed"), *label;
    out->gtin = field_text(typed, "gtin");
    out->sku = field_text(typed, "sku");
    out->brand = field_text(typed, "brand");
    out->model = field_text(typed, "model");
    cJSON_ArrayForEach(label, field(typed, "labels")) if (cJSON_IsString(label) && out->labels < CHECK_LABELS_MAX)
        out->label[out->labels++] = label->valuestring;
}

/* The next row of the list. */
static int next_row(struct replay *r, const char *cell[TABLE_COLUMNS_MAX], size_t *count, struct err *err)
{
    struct row row;
    bool more = false;
    if (source_next(r->ask->source, &row, &more, err))
        return -1;
    if (!more)
        return err_set(err, ERR_DATA, "evidence.db holds more rows of this audit than the list has",
                       "evidence.db にあるこの監査の行が、一覧の行より多くなっています");
    *count = row.count;
    for (size_t i = 0; i < row.count; i++)
        cell[i] = row.cell[i].text;
    return 0;
}

static int flush(struct replay *r, struct err *err)
{
    if (r->csv.failed || r->json.failed)
        return err_memory(err);
    int rc = r->held ? r->ask->write(r->ask->ctx, &r->csv, &r->json, r->held, err) : 0;
    buffer_reset(&r->csv);
    buffer_reset(&r->json);
    r->held = 0;
    return rc;
}

static int put_record(struct replay *r, const cJSON *record, const struct ledger_record *from, struct err *err)
{
    const struct run_ask *ask = r->ask;
    const cJSON *audit = field(record, "audit");
    const char *cell[TABLE_COLUMNS_MAX];
    size_t count = 0;
    struct check_row shown;
    char cause[AGAINST_CAUSE];
    struct receipt receipt = {.seq = from->seq};
    struct audit_result result = {.note = r->note, .codes = &r->codes, .picture = r->picture};
    if (next_row(r, cell, &count, err))
        return -1;
    memcpy(receipt.hash, from->hash, sizeof receipt.hash);
    check_row_read(record, &shown);
    result.notes = read_notes(r, audit);
    result.sold_by = day_parse(field_text(audit, "sold_by"));
    read_codes(r, record);
    if (ask->against) {
        struct check_ask typed = {0};
        read_typed(record, &typed);
        struct audit_row row = {.cell = cell, .count = count};
        result.change =
            against_change(ask->against, &typed, audit_row_cell(ask->shape->in, &row, AUDIT_PICTURE), &shown, cause);
        result.cause = cause;
    }
    run_put_row(ask, cell, count, &shown, &result, &r->csv);
    audit_result_end(ask->shape, from->seq, &r->csv);
    if (ask->texts)
        run_json_line(ask->shape->in, cell, count, from->text, &receipt, &r->json);
    r->rows++;
    r->seq = from->seq;
    r->held++;
    return r->held < HELD_MAX ? 0 : flush(r, err);
}

enum { GAP = 1 }; /* what ends the reading */

static int each(void *ctx, const struct ledger_record *record, struct err *err)
{
    struct replay *r = ctx;
    cJSON *parsed = NULL;
    if (!strstr(record->text, r->ask->id))
        return 0;
    if (field_parse(record->text, &parsed, err))
        return -1;
    const cJSON *audit = field(parsed, "audit");
    int64_t row = field_is(audit, "id", r->ask->id) ? field_number(audit, "row") : 0;
    int rc = 0;
    if (row == r->rows + 1)
        rc = put_record(r, parsed, record, err);
    else if (row > r->rows)
        r->gap = row - r->rows - 1;
    cJSON_Delete(parsed);
    return r->gap ? GAP : rc;
}

int replay_records(const struct run_ask *ask, int64_t *after_seq, int64_t *rows, int64_t *gap, struct err *err)
{
    struct replay *r = calloc(1, sizeof *r);
    if (!r)
        return err_memory(err);
    r->ask = ask;
    r->rows = *rows;
    r->seq = *after_seq;
    struct ledger_filter filter = {.after = *after_seq};
    int rc = ledger_read(ask->ledger, &filter, each, r, err);
    if (rc == GAP)
        rc = 0;
    if (!rc)
        rc = flush(r, err);
    *rows = r->rows;
    *after_seq = r->seq;
    *gap = r->gap;
    buffer_clear(&r->csv);
    buffer_clear(&r->json);
    free(r);
    return rc;
}
