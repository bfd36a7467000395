#include "ui/audit/run.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "ui/audit/batch.h"

enum {
    RING_PER_THREAD = 2,
    PICTURE_ROWS = 8,          /* of a batch with pictures, which take their time */
    BATCH_BYTES = 1024 * 1024, /* of cells; a batch ends early when its rows are large */
};

struct run {
    const struct run_ask *ask;
    struct run_batch **ring;                             /* owned */
    size_t ring_size, next_read, next_judge, next_write; /* counts; their index is modulo ring_size */
    bool over;                                           /* nothing more will be read */
    pthread_mutex_t lock;
    pthread_cond_t to_judge, to_write;
    struct seat {
        struct run *run;
        struct worker worker;
        pthread_t thread;
        bool started;
    } seat[RUN_THREADS_MAX];
    int64_t rows, last; /* read so far; to be read at most */
    struct memo *memo;  /* owned; NULL = every row goes the whole path, because its record is wanted */
};

static void *work(void *arg)
{
    struct seat *seat = arg;
    struct run *run = seat->run;
    pthread_mutex_lock(&run->lock);
    for (;;) {
        while (run->next_judge == run->next_read && !run->over)
            pthread_cond_wait(&run->to_judge, &run->lock);
        if (run->next_judge == run->next_read)
            break;
        struct run_batch *b = run->ring[run->next_judge++ % run->ring_size];
        pthread_mutex_unlock(&run->lock);
        batch_judge(&seat->worker, b);
        pthread_mutex_lock(&run->lock);
        b->done = true;
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
    batch_reset(b);
    if (ask->ledger && ledger_last_at(ask->ledger, &b->last_record, err))
        return -1;
    b->now = ask->clock(ask->clock_ctx);
    size_t most = ask->shape->pictures ? PICTURE_ROWS : RUN_BATCH_ROWS;
    while (b->rows < most && b->text.size < BATCH_BYTES && run->rows < run->last) {
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
        const char *cell[TABLE_COLUMNS_MAX];
        if (ask->texts)
            run_json_line(ask->shape->in, batch_cells(b, r, cell), r->cells, b->records.bytes + record, own, json);
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
        run->next_read++;
        pthread_cond_signal(&run->to_judge);
        pthread_mutex_unlock(&run->lock);
    }
    return 0;
}

static void wait_for(struct run *run, struct run_batch *b)
{
    pthread_mutex_lock(&run->lock);
    while (!b->done)
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
    for (size_t i = 0; i < ask->threads; i++) {
        struct seat *seat = &run->seat[i];
        seat->run = run;
        seat->worker = (struct worker){.ask = ask, .memo = run->memo, .db = &ask->db[i]};
        if (worker_open(&seat->worker, err))
            return -1;
        if (ask->shape->pictures && pictures_open(&ask->eyes, &seat->worker.eyes, err))
            return -1;
    }
    for (size_t i = 0; i < ask->threads; i++) {
        struct seat *seat = &run->seat[i];
        seat->started = pthread_create(&seat->thread, NULL, work, seat) == 0;
        if (!seat->started && i == 0)
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
        if (run->seat[i].started)
            pthread_join(run->seat[i].thread, NULL);
        worker_close(&run->seat[i].worker);
        pictures_close(run->seat[i].worker.eyes);
    }
    for (size_t i = 0; run->ring && i < run->ring_size; i++)
        batch_free(run->ring[i]);
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
    run->last = ask->most ? ask->skip + ask->most : INT64_MAX;
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
