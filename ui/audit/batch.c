#include "ui/audit/batch.h"

#include <stdlib.h>
#include <string.h>

#include "app/check/json.h"
#include "ui/audit/listing.h"
#include "ui/audit/pictures.h"

/* ---- what is written of a row ---- */

void run_json_line(const struct audit_columns *columns, const char *const *cell, size_t count, const char *record,
                   const struct receipt *receipt, struct buffer *out)
{
    struct json j;
    struct buffer input = {0};
    struct json_node *root = json_start_in(&j, &input);
    for (size_t i = 0; i < columns->width; i++)
        json_string(&j, root, columns->key[i], i < count ? cell[i] : "");
    if (json_end(&j, NULL) || !input.bytes) {
        out->failed = true;
        buffer_clear(&input);
        return;
    }
    buffer_put(out, record, strlen(record) - 1);
    buffer_text(out, ",\"input\":");
    buffer_put(out, input.bytes, input.size);
    if (receipt->seq)
        buffer_format(out, ",\"receipt\":{\"seq\":%lld,\"hash\":\"%s\"}}\n", (long long)receipt->seq, receipt->hash);
    else
        buffer_text(out, ",\"receipt\":null}\n");
    buffer_clear(&input);
}

const char **batch_cells(const struct run_batch *b, const struct run_row *r, const char *cell[TABLE_COLUMNS_MAX])
{
    const char *at = b->text.bytes + r->at;
    for (size_t i = 0; i < r->cells; i++, at += strlen(at) + 1)
        cell[i] = at;
    return cell;
}

static void put_input(const struct audit_columns *c, const char *const *cell, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < c->width; i++) {
        if (i)
            buffer_char(out, ',');
        if (i < count)
            audit_csv_cell(out, cell[i]);
    }
}

void run_put_row(const struct run_ask *ask, const char *const *cell, size_t count, const struct check_row *row,
                 struct audit_result *result, struct buffer *csv)
{
    result->rests_until = row ? audit_result_rests_until(row) : 0;
    put_input(ask->shape->in, cell, count, csv);
    audit_result_put_shared(ask->shape, row, csv);
    audit_result_put_own(ask->shape, row, csv);
    audit_result_put_rest(ask->shape, result, csv);
}

/* A row that is no input of ours is an answer, not the end. */
static bool is_answer(const struct err *err)
{
    return err->code == ERR_INPUT || err->code == ERR_USAGE;
}

static int judge_box(struct worker *w, const struct run_batch *b, struct err *err)
{
    const struct run_ask *ask = w->ask;
    struct audit_box *box = &w->box;
    box->place.audit = ask->id;
    box->place.file = ask->file;
    box->ask.place = &box->place;
    return check_judge(w->desk, &box->ask, b->now, b->last_record, err);
}

/* What could not be checked has no record; its line says why. */
static int put_trouble(struct run_batch *b, const struct run_row *r, const char *why, struct err *err)
{
    struct json j;
    struct json_node *root = json_start_in(&j, &b->records), *audit;
    json_number(&j, root, "schema", 1);
    json_string(&j, root, "kind", "not-checked");
    json_string(&j, root, "why", why);
    audit = json_object(&j, root, "audit");
    json_number(&j, audit, "row", r->row);
    json_number(&j, audit, "line", r->line);
    int rc = json_end(&j, err);
    buffer_char(&b->records, 0);
    return rc;
}

static int put_record(struct worker *w, struct run_batch *b, struct err *err)
{
    struct audit_box *box = &w->box;
    box->place.note = box->note;
    box->place.notes = box->notes;
    int rc = check_record(w->desk, &box->place, &b->records, err);
    buffer_char(&b->records, 0);
    return rc;
}

/* The verdict's cells: of a row that said the same before, else by the path. */
static int put_verdict(struct worker *w, struct run_batch *b, const struct audit_row *cells, struct run_row *r,
                       struct audit_result *result, struct err *err)
{
    const struct audit_shape *shape = w->ask->shape;
    struct memo_key key = w->memo ? memo_key_of(&w->box.ask) : (struct memo_key){{0, 0}};
    struct check_row row;
    if (w->memo && memo_get(w->memo, key, &b->csv, &result->rests_until))
        return 0;
    struct claims claims = {0};
    bool listing = w->ask->audit->listings;
    if (shape->pictures && pictures_read(&w->box, w->eyes, w->ask->source->folder, err))
        return -1;
    if ((listing && listing_read(&w->box, &w->remember.registry, &claims, err)) || judge_box(w, b, err))
        return -1;
    r->recorded = !w->memo;
    check_row_of(w->desk, &row);
    if (listing && listing_note(&w->box, &claims, &row, err))
        return -1;
    result->rests_until = audit_result_rests_until(&row);
    if (w->ask->against) {
        const char *pictures = audit_row_cell(shape->in, cells, AUDIT_PICTURE);
        result->change = against_change(w->ask->against, &w->box.ask, pictures, &row, w->cause);
        result->cause = w->cause;
    }
    size_t shared = b->csv.size;
    audit_result_put_shared(shape, &row, &b->csv);
    size_t own = b->csv.size;
    audit_result_put_own(shape, &row, &b->csv);
    if (!w->memo || b->csv.failed)
        return 0;
    buffer_reset(&w->shared);
    buffer_put(&w->shared, b->csv.bytes + shared, own - shared);
    if (!w->shared.failed)
        memo_put(w->memo, key, &(struct memo_verdict){w->shared.bytes, b->csv.bytes + own, result->rests_until});
    return 0;
}

static void put_no_verdict(struct worker *w, struct run_batch *b)
{
    audit_result_put_shared(w->ask->shape, NULL, &b->csv);
    audit_result_put_own(w->ask->shape, NULL, &b->csv);
}

static int judge_row(struct worker *w, struct run_batch *b, struct run_row *r, struct err *err)
{
    const struct run_ask *ask = w->ask;
    const char *cell[TABLE_COLUMNS_MAX];
    struct audit_row row = {batch_cells(b, r, cell), r->cells, r->row, r->line};
    struct audit_box *box = &w->box;
    struct err trouble = {0};
    struct audit_result result = {0};
    put_input(ask->shape->in, cell, r->cells, &b->csv);
    int rc = audit_box_read(ask->audit, ask->shape->in, &row, box, &trouble);
    if (!rc)
        rc = put_verdict(w, b, &row, r, &result, &trouble);
    if (rc && is_answer(&trouble)) {
        put_no_verdict(w, b);
        result.trouble = err_text(&trouble, ask->audit->base.lang);
        rc = ask->texts ? put_trouble(b, r, result.trouble, &trouble) : 0;
    }
    result.note = box->note;
    result.notes = box->notes;
    result.sold_by = box->sold_by;
    result.codes = &box->codes;
    result.picture = ask->shape->pictures ? box->picture : NULL;
    audit_result_put_rest(ask->shape, &result, &b->csv);
    r->csv_end = b->csv.size;
    if (!rc && r->recorded)
        rc = put_record(w, b, &trouble);
    r->record_end = b->records.size;
    audit_box_clear(box);
    if (rc)
        *err = trouble;
    return rc;
}

void batch_judge(struct worker *w, struct run_batch *b)
{
    bool began = false;
    remember_forget(&w->remember);
    b->failed = w->db->handle && db_read_begin(w->db, &began, &b->err);
    for (size_t i = 0; i < b->rows && !b->failed; i++)
        b->failed = judge_row(w, b, &b->row[i], &b->err) != 0;
    if (w->db->handle)
        db_read_end(w->db, began);
    if (!b->failed && (b->csv.failed || b->records.failed))
        b->failed = err_memory(&b->err) != 0;
}

/* ---- batches and workers ---- */

void batch_reset(struct run_batch *b)
{
    b->rows = 0;
    b->done = b->failed = false;
    b->last_record = 0;
    buffer_reset(&b->text);
    buffer_reset(&b->csv);
    buffer_reset(&b->records);
}

void batch_free(struct run_batch *b)
{
    if (!b)
        return;
    buffer_clear(&b->text);
    buffer_clear(&b->csv);
    buffer_clear(&b->records);
    free(b);
}

int worker_open(struct worker *w, struct err *err)
{
    remember_open(&w->remember, w->db, w->ask->revocations);
    if (w->db->handle && db_run(w->db, "PRAGMA cache_size = -14000", err)) /* KiB */
        return -1;
    return check_desk_open(&w->remember.registry, &w->remember.shelf, &w->desk, err);
}

void worker_close(struct worker *w)
{
    check_desk_close(w->desk);
    remember_clear(&w->remember);
    audit_box_clear(&w->box);
    buffer_clear(&w->shared);
}
