#include "ui/audit/run.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "ui/audit/batch.h"

enum {
    RING_PER_THREAD = 4,
    GROUP_BATCHES = 4, /* that are recorded together when they are done together: waiting for the disk costs most */
    PICTURE_ROWS = 8,  /* of a batch with pictures, which take their time */
    BATCH_BYTES = 1024 * 1024, /* of cells; a batch ends early when its rows are large */
};

struct run {
    const struct run_ask *ask;
    struct run_batch **ring;                             /* owned */
    size_t ring_size, next_read, next_judge, next_write; /* counts; their index is modulo ring_size */
    bool over;                                           /* no more is wanted */
    bool ended;                                          /* no more will be read: the list's end, or why not */
    int read_failed;
    struct err reading;
    moment last_record; /* before the batch that is read next; 0 = none */
    pthread_mutex_t lock;
    pthread_cond_t to_read, to_judge, to_write;
    pthread_t reader;
    bool has_reader;
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
        while (run->next_judge == run->next_read && !run->over && !run->ended)
            pthread_cond_wait(&run->to_judge, &run->lock);
        if (run->next_judge == run->next_read)
            break;
        struct run_batch *b = run->ring[run->next_judge++ % run->ring_size];
        pthread_mutex_unlock(&run->lock);
        batch_judge(&seat->worker, b);
        pthread_mutex_lock(&run->lock);
        b->done = true;
        pthread_cond_signal(&run->to_write);
        if (b->failed) /* it ends the run in its turn, and what reads pictures here may be of no more use */
            break;
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
static int read_batch(struct run *run, struct run_batch *b, moment last_record, struct err *err)
{
    const struct run_ask *ask = run->ask;
    batch_reset(b);
    b->last_record = last_record;
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

/* Reads as far ahead as there is room. */
static void *read_ahead(void *arg)
{
    struct run *run = arg;
    pthread_mutex_lock(&run->lock);
    while (!run->ended) {
        while (run->next_read - run->next_write == run->ring_size && !run->over)
            pthread_cond_wait(&run->to_read, &run->lock);
        if (run->over)
            break;
        struct run_batch *b = run->ring[run->next_read % run->ring_size];
        moment last_record = run->last_record;
        pthread_mutex_unlock(&run->lock);
        int failed = read_batch(run, b, last_record, &run->reading);
        pthread_mutex_lock(&run->lock);
        run->read_failed = failed;
        run->ended = failed || b->rows == 0;
        run->next_read += !run->ended;
        pthread_cond_broadcast(&run->to_judge);
        pthread_cond_signal(&run->to_write);
    }
    pthread_mutex_unlock(&run->lock);
    return NULL;
}

/* ---- recording and writing ---- */

static struct run_batch *batch_at(const struct run *run, size_t i)
{
    return run->ring[(run->next_write + i) % run->ring_size];
}

/* The records of `batches`, all of them or none. *out, owned by the caller, has their receipts in order. */
static int append(struct run *run, size_t batches, struct receipt **out, struct err *err)
{
    size_t count = 0;
    struct ledger_item *item = calloc(batches * RUN_BATCH_ROWS, sizeof *item);
    *out = item ? calloc(batches * RUN_BATCH_ROWS, sizeof **out) : NULL;
    if (!*out) {
        free(item);
        return err_memory(err);
    }
    for (size_t i = 0; i < batches; i++) {
        const struct run_batch *b = batch_at(run, i);
        size_t at = 0;
        for (size_t r = 0; r < b->rows; at = b->row[r++].record_end)
            if (b->row[r].recorded)
                item[count++] = (struct ledger_item){b->now, b->records.bytes + at};
    }
    int rc = count ? ledger_append_group(run->ask->ledger, item, count, *out, err) : 0;
    free(item);
    return rc;
}

/* Rows with their receipts: `csv` and `json` are what is written. Returns how many receipts that took. */
static size_t finish(const struct run *run, const struct run_batch *b, const struct receipt *receipt,
                     struct buffer *csv, struct buffer *json)
{
    const struct run_ask *ask = run->ask;
    static const struct receipt none;
    size_t from = 0, record = 0, next = 0;
    buffer_reset(csv);
    buffer_reset(json);
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
    return next;
}

static int write_batches(struct run *run, size_t batches, struct buffer *csv, struct buffer *json, struct err *err)
{
    const struct run_ask *ask = run->ask;
    struct receipt *receipt = NULL;
    size_t next = 0;
    int rc = ask->ledger && batches ? append(run, batches, &receipt, err) : 0;
    for (size_t i = 0; !rc && i < batches; i++) {
        const struct run_batch *b = batch_at(run, i);
        next += finish(run, b, receipt ? receipt + next : NULL, csv, json);
        rc = csv->failed || json->failed ? err_memory(err) : ask->write(ask->ctx, csv, json, (int64_t)b->rows, err);
    }
    free(receipt);
    return rc;
}

/* ---- the ring ---- */

/* How many of the oldest batches are judged, at least one; 0 when none is left. */
static size_t next_done(struct run *run)
{
    size_t done = 0;
    pthread_mutex_lock(&run->lock);
    for (;;) {
        size_t there = run->next_read - run->next_write;
        while (done < there && done < GROUP_BATCHES && batch_at(run, done)->done)
            done++;
        if (done || (!there && (run->ended || run->over)))
            break;
        pthread_cond_wait(&run->to_write, &run->lock);
    }
    pthread_mutex_unlock(&run->lock);
    return done;
}

/* A batch that failed ends it, with those before it written. */
static size_t sound(const struct run *run, size_t batches, struct err *err)
{
    for (size_t i = 0; i < batches; i++)
        if (batch_at(run, i)->failed) {
            *err = batch_at(run, i)->err;
            return i;
        }
    return batches;
}

/* Their places are free again; what is read from now on knows the last record. */
static int let_go(struct run *run, size_t batches, struct err *err)
{
    moment last = 0;
    if (run->ask->ledger && ledger_last_at(run->ask->ledger, &last, err))
        return -1;
    pthread_mutex_lock(&run->lock);
    run->last_record = last;
    run->next_write += batches;
    pthread_cond_signal(&run->to_read);
    pthread_mutex_unlock(&run->lock);
    return 0;
}

/* No more is read; what is under way is finished. */
static void stop(struct run *run)
{
    pthread_mutex_lock(&run->lock);
    run->over = true;
    pthread_cond_broadcast(&run->to_read);
    pthread_mutex_unlock(&run->lock);
    if (run->has_reader)
        pthread_join(run->reader, NULL);
    run->has_reader = false;
}

static int stopped(int64_t rows, struct err *err)
{
    return err_set(err, ERR_STOPPED, "stopped after %lld rows", "%lld 行で中止しました", (long long)rows);
}

static int64_t rows_of(const struct run *run, size_t batches)
{
    int64_t rows = 0;
    for (size_t i = 0; i < batches; i++)
        rows += (int64_t)batch_at(run, i)->rows;
    return rows;
}

static int go(struct run *run, struct err *err)
{
    struct buffer csv = {0}, json = {0};
    int64_t done = run->ask->skip;
    bool stopping = false;
    int rc = 0;
    for (size_t batches; !rc && (batches = next_done(run));) {
        size_t good = sound(run, batches, err);
        rc = write_batches(run, good, &csv, &json, err);
        done += rows_of(run, good);
        if (!rc)
            rc = good < batches ? -1 : let_go(run, batches, err);
        if (!rc && !stopping && run->ask->progress && run->ask->progress(run->ask->ctx, done)) {
            stopping = true;
            stop(run);
        }
    }
    stop(run);
    if (rc && err->code == ERR_STOPPED) /* in the middle of a batch */
        rc = stopped(done, err);
    if (!rc && run->read_failed) {
        *err = run->reading;
        rc = -1;
    }
    if (!rc && stopping && !run->ended)
        rc = stopped(done, err);
    buffer_clear(&csv);
    buffer_clear(&json);
    return rc;
}

/* ---- threads ---- */

static int no_thread(struct err *err)
{
    return err_set(err, ERR_MEMORY, "no thread could be started", "スレッドを起動できません");
}

static int start(struct run *run, struct err *err)
{
    const struct run_ask *ask = run->ask;
    if (ask->ledger && ledger_last_at(ask->ledger, &run->last_record, err))
        return -1;
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
            return no_thread(err);
    }
    run->has_reader = pthread_create(&run->reader, NULL, read_ahead, run) == 0;
    return run->has_reader ? 0 : no_thread(err);
}

static void end(struct run *run)
{
    stop(run);
    pthread_mutex_lock(&run->lock);
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
    pthread_cond_destroy(&run->to_read);
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
    pthread_cond_init(&run->to_read, NULL);
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
