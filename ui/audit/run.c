#include "ui/audit/run.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/check/json.h"
#include "cache/remember.h"
#include "ui/audit/listing.h"
#include "ui/audit/memo.h"
#include "ui/audit/pictures.h"

enum {
    RING_PER_THREAD = 2,
    PICTURE_ROWS = 8,          /* of a batch with pictures, which take their time */
    BATCH_BYTES = 1024 * 1024, /* of cells; a batch ends early when its rows are large */
};

enum state { STATE_FREE, STATE_READ, STATE_DONE };

struct run_row {
    int64_t row, line;
    size_t at; /* of its first cell, in the batch's text */
    size_t cells;
    size_t csv_end, record_end; /* behind what it became */
    bool recorded;              /* it has a record to append */
};

struct run_batch {
    enum state state;
    struct buffer text; /* cells, each with a NUL behind it */
    struct run_row row[RUN_BATCH_ROWS];
    size_t rows;
    moment now, last_record;
    struct buffer csv, records; /* records: each with a NUL behind it */
    bool failed;
    struct err err;
};

struct worker {
    struct run *run;
    struct db *db;
    struct remember remember;
    struct check_desk *desk;
    struct audit_box box;
    struct buffer shared;
    char cause[AGAINST_CAUSE];
    pthread_t thread;
    bool started;
};

struct run {
    const struct run_ask *ask;
    struct run_batch **ring;                             /* owned */
    size_t ring_size, next_read, next_judge, next_write; /* counts; their index is modulo ring_size */
    bool over;                                           /* nothing more will be read */
    pthread_mutex_t lock;
    pthread_cond_t to_judge, to_write;
    struct worker worker[RUN_THREADS_MAX];
    int64_t rows;      /* read so far */
    struct memo *memo; /* owned; NULL = every row goes the whole path, because its record is wanted */
};

/* ---- one row ---- */

static const char **cells_of(const struct run_batch *b, const struct run_row *r, const char *cell[TABLE_COLUMNS_MAX])
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
    const struct run_ask *ask = w->run->ask;
    struct audit_box *box = &w->box;
    box->place.audit = ask->id;
    box->place.file = ask->file;
    box->ask.place = &box->place;
    return check_judge(w->desk, &box->ask, b->now, b->last_record, err);
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
static int put_verdict(struct worker *w, struct run_batch *b, struct run_row *r, struct audit_result *result,
                       struct err *err)
{
    const struct run *run = w->run;
    const struct audit_shape *shape = run->ask->shape;
    struct memo_key key = run->memo ? memo_key_of(&w->box.ask) : (struct memo_key){{0, 0}};
    struct check_row row;
    if (run->memo && memo_get(run->memo, key, &b->csv, &result->rests_until))
        return 0;
    struct claims claims = {0};
    bool listing = run->ask->audit->listings;
    if (shape->pictures && pictures_read(&w->box, run->ask->source->folder, err))
        return -1;
    if ((listing && listing_read(&w->box, &w->remember.registry, &claims, err)) || judge_box(w, b, err))
        return -1;
    r->recorded = !run->memo;
    check_row_of(w->desk, &row);
    if (listing && listing_note(&w->box, &claims, &row, err))
        return -1;
    result->rests_until = audit_result_rests_until(&row);
    if (run->ask->against) {
        result->change = against_change(run->ask->against, &w->box.ask, &row, w->cause);
        result->cause = w->cause;
    }
    size_t shared = b->csv.size;
    audit_result_put_shared(shape, &row, &b->csv);
    size_t own = b->csv.size;
    audit_result_put_own(shape, &row, &b->csv);
    if (!run->memo || b->csv.failed)
        return 0;
    buffer_reset(&w->shared);
    buffer_put(&w->shared, b->csv.bytes + shared, own - shared);
    if (!w->shared.failed)
        memo_put(run->memo, key, &(struct memo_verdict){w->shared.bytes, b->csv.bytes + own, result->rests_until});
    return 0;
}

static void put_no_verdict(struct worker *w, struct run_batch *b)
{
    audit_result_put_shared(w->run->ask->shape, NULL, &b->csv);
    audit_result_put_own(w->run->ask->shape, NULL, &b->csv);
}

static int judge_row(struct worker *w, struct run_batch *b, struct run_row *r, struct err *err)
{
    const struct run_ask *ask = w->run->ask;
    const char *cell[TABLE_COLUMNS_MAX];
    struct audit_row row = {cells_of(b, r, cell), r->cells, r->row, r->line};
    struct audit_box *box = &w->box;
    struct err trouble = {0};
    struct audit_result result = {0};
    put_input(ask->shape->in, cell, r->cells, &b->csv);
    int rc = audit_box_read(ask->audit, ask->shape->in, &row, box, &trouble);
    if (!rc)
        rc = put_verdict(w, b, r, &result, &trouble);
    if (rc && is_answer(&trouble)) {
        put_no_verdict(w, b);
        result.trouble = err_text(&trouble, ask->audit->base.lang);
        rc = 0;
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

static void judge_batch(struct worker *w, struct run_batch *b)
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

static void *work(void *arg)
{
    struct worker *w = arg;
    struct run *run = w->run;
    pthread_mutex_lock(&run->lock);
    for (;;) {
        while (run->next_judge == run->next_read && !run->over)
            pthread_cond_wait(&run->to_judge, &run->lock);
        if (run->next_judge == run->next_read)
            break;
        struct run_batch *b = run->ring[run->next_judge++ % run->ring_size];
        pthread_mutex_unlock(&run->lock);
        judge_batch(w, b);
        pthread_mutex_lock(&run->lock);
        b->state = STATE_DONE;
        pthread_cond_signal(&run->to_write);
    }
    pthread_mutex_unlock(&run->lock);
    return NULL;
}

/* ---- reading ---- */

static void add_row(struct run *run, struct run_batch *b, const struct row *row)
{
    struct run_row *r = &b->row[b->rows++];
    *r = (struct run_row){.row = ++run->rows, .line = row->line, .at = b->text.size, .cells = row->count};
    for (size_t i = 0; i < row->count; i++)
        buffer_put(&b->text, row->cell[i].text, strlen(row->cell[i].text) + 1);
}

/* The next rows; none at the end of the list. */
static int read_batch(struct run *run, struct run_batch *b, struct err *err)
{
    const struct run_ask *ask = run->ask;
    b->rows = 0;
    b->failed = false;
    buffer_reset(&b->text);
    buffer_reset(&b->csv);
    buffer_reset(&b->records);
    b->last_record = 0;
    if (ask->ledger && ledger_last_at(ask->ledger, &b->last_record, err))
        return -1;
    b->now = ask->clock(ask->clock_ctx);
    size_t most = ask->shape->pictures ? PICTURE_ROWS : RUN_BATCH_ROWS;
    while (b->rows < most && b->text.size < BATCH_BYTES) {
        struct row row;
        bool more = false;
        if (source_next(ask->source, &row, &more, err))
            return -1;
        if (!more)
            break;
        add_row(run, b, &row);
    }
    return b->text.failed ? err_memory(err) : 0;
}

/* ---- recording and writing ---- */

static int append(struct run *run, const struct run_batch *b, struct receipt *receipt, struct err *err)
{
    struct ledger_item item[RUN_BATCH_ROWS];
    size_t count = 0, at = 0;
    for (size_t i = 0; i < b->rows; at = b->row[i++].record_end)
        if (b->row[i].recorded)
            item[count++] = (struct ledger_item){b->now, b->records.bytes + at};
    return count ? ledger_append_group(run->ask->ledger, item, count, receipt, err) : 0;
}

void run_json_line(const struct audit_columns *columns, const char *const *cell, size_t count, const char *record,
                   const struct receipt *receipt, struct buffer *out)
{
    struct json j;
    struct buffer input = {0};
    struct json_node *root = json_start_in(&j, &input);
    for (size_t i = 0; i < columns->width; i++)
        json_string(&j, root, columns->heading[i], i < count ? cell[i] : "");
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

/* What could not be checked has no record; its line says why. */
static void put_trouble_line(const struct run_row *r, struct buffer *out)
{
    buffer_format(out,
                  "{\"schema\":1,\"kind\":\"not-checked\",\"audit\":{\"row\":%lld,\"line\":%lld},\"receipt\":null}\n",
                  (long long)r->row, (long long)r->line);
}

/* Rows with their receipts: `csv` and `json` are what is written. */
static void finish(const struct run *run, const struct run_batch *b, const struct receipt *receipt, struct buffer *csv,
                   struct buffer *json)
{
    const struct run_ask *ask = run->ask;
    static const struct receipt none;
    size_t from = 0, record = 0, next = 0;
    for (size_t i = 0; i < b->rows; i++) {
        const struct run_row *r = &b->row[i];
        const struct receipt *own = ask->ledger && r->recorded ? &receipt[next++] : &none;
        buffer_put(csv, b->csv.bytes + from, r->csv_end - from);
        audit_result_end(ask->shape, own->seq, csv);
        if (ask->texts && r->recorded) {
            const char *cell[TABLE_COLUMNS_MAX];
            run_json_line(ask->shape->in, cells_of(b, r, cell), r->cells, b->records.bytes + record, own, json);
        } else if (ask->texts) {
            put_trouble_line(r, json);
        }
        from = r->csv_end;
        record = r->record_end;
    }
}

static int write_batch(struct run *run, const struct run_batch *b, struct buffer *csv, struct buffer *json,
                       struct err *err)
{
    const struct run_ask *ask = run->ask;
    struct receipt *receipt = NULL;
    int rc = 0;
    if (b->failed) {
        *err = b->err;
        return -1;
    }
    if (ask->ledger && !(receipt = calloc(RUN_BATCH_ROWS, sizeof *receipt)))
        return err_memory(err);
    if (ask->ledger)
        rc = append(run, b, receipt, err);
    buffer_reset(csv);
    buffer_reset(json);
    if (!rc)
        finish(run, b, receipt, csv, json);
    if (!rc && (csv->failed || json->failed))
        rc = err_memory(err);
    if (!rc)
        rc = ask->write(ask->ctx, csv, json, (int64_t)b->rows, err);
    free(receipt);
    return rc;
}

/* ---- the ring ---- */

static struct run_batch *oldest(struct run *run)
{
    return run->ring[run->next_write % run->ring_size];
}

/* Reads as far ahead as there is room. */
static int read_ahead(struct run *run, bool *ended, struct err *err)
{
    while (!*ended && run->next_read - run->next_write < run->ring_size) {
        struct run_batch *b = run->ring[run->next_read % run->ring_size];
        if (read_batch(run, b, err))
            return -1;
        if (b->rows == 0) {
            *ended = true;
            break;
        }
        pthread_mutex_lock(&run->lock);
        b->state = STATE_READ;
        run->next_read++;
        pthread_cond_signal(&run->to_judge);
        pthread_mutex_unlock(&run->lock);
    }
    return 0;
}

static void wait_for(struct run *run, struct run_batch *b)
{
    pthread_mutex_lock(&run->lock);
    while (b->state != STATE_DONE)
        pthread_cond_wait(&run->to_write, &run->lock);
    pthread_mutex_unlock(&run->lock);
}

static int stopped(int64_t rows, struct err *err)
{
    return err_set(err, ERR_STOPPED, "stopped after %lld rows", "%lld 行で中止しました", (long long)rows);
}

static int go(struct run *run, struct err *err)
{
    struct buffer csv = {0}, json = {0};
    struct err reading = {0};
    bool ended = false, stop = false;
    int64_t done = run->ask->skip;
    int rc = 0, read = 0;
    while (!rc) {
        if (!read && !stop)
            read = read_ahead(run, &ended, &reading);
        if (run->next_write == run->next_read)
            break;
        struct run_batch *b = oldest(run);
        wait_for(run, b);
        rc = write_batch(run, b, &csv, &json, err);
        done += (int64_t)b->rows;
        b->state = STATE_FREE;
        run->next_write++;
        stop |= !rc && run->ask->progress && run->ask->progress(run->ask->ctx, done);
    }
    if (!rc && read) {
        *err = reading;
        rc = -1;
    }
    if (!rc && stop && !ended)
        rc = stopped(done, err);
    buffer_clear(&csv);
    buffer_clear(&json);
    return rc;
}

/* ---- threads ---- */

static int start(struct run *run, struct err *err)
{
    const struct run_ask *ask = run->ask;
    if (ask->shape->pictures && pictures_begin(err))
        return -1;
    for (size_t i = 0; i < ask->threads; i++) {
        struct worker *w = &run->worker[i];
        w->run = run;
        w->db = &ask->db[i];
        remember_open(&w->remember, w->db, ask->revocations);
        if (w->db->handle && db_run(w->db, "PRAGMA cache_size = -14000", err)) /* KiB */
            return -1;
        if (check_desk_open(&w->remember.registry, &w->remember.shelf, &w->desk, err))
            return -1;
    }
    for (size_t i = 0; i < ask->threads; i++) {
        run->worker[i].started = pthread_create(&run->worker[i].thread, NULL, work, &run->worker[i]) == 0;
        if (!run->worker[i].started && i == 0)
            return err_set(err, ERR_MEMORY, "no thread could be started", "スレッドを起動できません");
    }
    return 0;
}

static void end(struct run *run)
{
    pthread_mutex_lock(&run->lock);
    run->over = true;
    run->next_read = run->next_judge; /* what nobody has begun is left */
    pthread_cond_broadcast(&run->to_judge);
    pthread_mutex_unlock(&run->lock);
    for (size_t i = 0; i < run->ask->threads; i++) {
        if (run->worker[i].started)
            pthread_join(run->worker[i].thread, NULL);
        check_desk_close(run->worker[i].desk);
        remember_clear(&run->worker[i].remember);
        audit_box_clear(&run->worker[i].box);
        buffer_clear(&run->worker[i].shared);
    }
    for (size_t i = 0; run->ring && i < run->ring_size; i++)
        if (run->ring[i]) {
            buffer_clear(&run->ring[i]->text);
            buffer_clear(&run->ring[i]->csv);
            buffer_clear(&run->ring[i]->records);
            free(run->ring[i]);
        }
    free(run->ring);
    memo_free(run->memo);
    pthread_cond_destroy(&run->to_judge);
    pthread_cond_destroy(&run->to_write);
    pthread_mutex_destroy(&run->lock);
    free(run);
}

int run_audit(const struct run_ask *ask, struct err *err)
{
    struct run *run = calloc(1, sizeof *run);
    if (!run)
        return err_memory(err);
    run->ask = ask;
    run->rows = ask->skip;
    run->ring_size = ask->threads * RING_PER_THREAD;
    pthread_mutex_init(&run->lock, NULL);
    pthread_cond_init(&run->to_judge, NULL);
    pthread_cond_init(&run->to_write, NULL);
    if (!ask->ledger && !ask->texts && !ask->against && !ask->audit->listings && !ask->shape->pictures)
        run->memo = memo_new(); /* without it all is only slower */
    run->ring = calloc(run->ring_size, sizeof *run->ring);
    int rc = run->ring ? 0 : err_memory(err);
    for (size_t i = 0; !rc && i < run->ring_size; i++)
        if (!(run->ring[i] = calloc(1, sizeof **run->ring)))
            rc = err_memory(err);
    if (!rc)
        rc = start(run, err);
    if (!rc)
        rc = go(run, err);
    end(run);
    return rc;
}
