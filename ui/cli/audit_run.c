#include "ui/cli/audit_run.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "app/build.h"
#include "ui/audit/files.h"
#include "ui/audit/replay.h"
#include "ui/audit/report.h"
#include "ui/cli/exit.h"
#include "ui/cli/eyes.h"

enum { THREADS_MAX = 8, SHOW_EVERY_MS = 200, DAY_SECONDS = 86400, EXPIRING_DAYS = 90 };

/* One call of the command. */
struct auditing {
    struct context *ctx;
    const struct audit_call *call;
    const char *list, *name; /* as given; its last part */
    struct audit_chosen chosen;
    struct source source;
    struct audit_ask ask;
    struct audit_shape shape;
    struct line_map map;
    struct against *against; /* owned */
    struct files files;
    struct sum sum;
    struct ledger *ledger;
    struct revocations revocations;
    struct db db[THREADS_MAX];
    size_t threads;
    bool recorded;
    day today, expiring_until;
    int expiring_days;
    struct context_progress progress;
    int64_t started_ms, shown_ms, began_with;
    char *out[OPTION_TEXTS_MAX]; /* owned */
};

/* ---- what is said ---- */

static moment clock_of(void *ctx)
{
    return context_now(ctx);
}

static int64_t now_ms(void)
{
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) ? 0 : (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* "12,345 / 50,000 rows, 8,200 a second, 5 s left", on a terminal only. */
static int on_progress(void *ctx, int64_t rows)
{
    struct auditing *a = ctx;
    int64_t now = now_ms(), taken = now - a->started_ms;
    if (a->progress.shown && now - a->shown_ms >= SHOW_EVERY_MS && taken > 0) {
        int64_t rate = (rows - a->began_with) * 1000 / taken;
        a->shown_ms = now;
        fprintf(stderr,
                a->ctx->lang == LANG_JA
                    ? "\r%3d %%  %" PRId64 " / %" PRId64 " 行  毎秒 %" PRId64 "  残り %" PRId64 " 秒 "
                    : "\r%3d %%  %" PRId64 " / %" PRId64 " rows  %" PRId64 " a second  %" PRId64 " s left ",
                (int)(rows * 100 / (a->source.rows ? a->source.rows : 1)), rows, a->source.rows, rate,
                rate ? (a->source.rows - rows) / rate : 0);
        fflush(stderr);
    }
    return context_progress(&(struct context_progress){.percent = 100}, 1, 1);
}

static void clear_progress(struct auditing *a)
{
    if (a->progress.shown)
        fputs("\r\033[K", stderr);
    a->progress.shown = false;
}

/* ---- rows ---- */

static int count_line(void *ctx, const char *const *cell, size_t count, struct err *err)
{
    struct auditing *a = ctx;
    sum_add(&a->sum, &a->map, cell, count, a->expiring_until);
    return a->sum.failed ? err_memory(err) : 0;
}

static int on_rows(void *ctx, struct buffer *csv, const struct buffer *json, int64_t rows, struct err *err)
{
    struct auditing *a = ctx;
    const char *cell[LINE_CELLS_MAX];
    int64_t last_seq = a->sum.last_seq;
    struct buffer copy = {0}; /* the lines are split in place */
    buffer_put(&copy, csv->bytes, csv->size);
    int rc = copy.failed ? err_memory(err) : 0;
    for (char *from = copy.bytes, *end = copy.bytes + copy.size, *whole, *next; !rc && from < end; from = whole) {
        whole = line_end(from, end);
        if (!whole)
            break;
        size_t count = line_split(from, whole, cell, &next);
        rc = count ? count_line(a, cell, count, err) : 0;
    }
    buffer_clear(&copy);
    if (!rc)
        rc = files_write(&a->files, csv, json, rows, a->sum.last_seq != last_seq ? a->sum.last_seq : 0, err);
    return rc;
}

/* ---- preparing ---- */

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static void ask_facts(struct auditing *a)
{
    struct check_ask *ask = &a->ask.base;
    facts_ask(&a->call->facts, &a->ctx->config.defaults, ask);
    if (!a->call->facts.event && !a->ctx->config.defaults.event) /* a live listing is an offer (PSTI Act s.56(2)) */
        ask->event = a->ask.listings ? EVENT_OFFER : EVENT_AUDIT;
    ask->built_at = KENPIN_BUILT_AT;
    ask->rehearsal = a->ctx->as_if != 0;
    ask->lang = a->ctx->lang;
    ask->limits = a->ctx->config.limits;
    a->ask.now = context_now(a->ctx);
    a->ask.sell_through = a->call->sell_through.value;
    a->today = ask->on ? ask->on : day_at(a->ask.now, market_calendar(ask->market[0]));
    a->expiring_days = a->call->expiring ? (int)(a->call->expiring / DAY_SECONDS) : EXPIRING_DAYS;
    a->expiring_until = day_plus(a->today, a->expiring_days);
}

static void make_shape(struct auditing *a)
{
    struct audit_shape *s = &a->shape;
    const struct audit_columns *c = &a->source.columns;
    bool by_row = audit_columns_has(c, AUDIT_MARKET);
    *s = (struct audit_shape){.in = c,
                              .recorded = a->recorded,
                              .listings = a->ask.listings,
                              .against = a->against != NULL,
                              .pictures = audit_columns_has(c, AUDIT_PICTURE),
                              .forecast = a->ask.sell_through || audit_columns_has(c, AUDIT_SELL_THROUGH)};
    for (int m = MARKET_GB; m <= MARKET_JP; m++)
        s->market[m] = by_row;
    for (size_t i = 0; a->ask.base.markets > 1 && i < a->ask.base.markets; i++)
        s->market[a->ask.base.market[i]] = true;
    line_map_make(s, &a->map);
}

/* Everything that makes this audit this one and no other. */
static int describe(const struct auditing *a, struct buffer *out, struct err *err)
{
    const struct check_ask *ask = &a->ask.base;
    const struct stat *st = &a->source.seen;
    buffer_format(out, "%s|%s|%lld|%lld.%ld|%d|%d|", KENPIN_VERSION, a->list, (long long)st->st_size,
                  (long long)st->st_mtim.tv_sec, st->st_mtim.tv_nsec, a->recorded, ask->lang);
    for (size_t i = 0; i < ask->markets; i++)
        buffer_format(out, "%d,", ask->market[i]);
    buffer_format(out, "|%d|%d|%d|%d|%d|%d|%d|%d|%d|%s|%s|%s|%s|%s|%s", ask->role, ask->event, ask->scope,
                  ask->statement, ask->failure, ask->requires_star, ask->on, a->ask.sell_through, ask->rehearsal,
                  ask->gtin ? ask->gtin : "", ask->sku ? ask->sku : "", ask->brand ? ask->brand : "",
                  ask->model ? ask->model : "", ask->consignment ? ask->consignment : "",
                  ask->operator_name ? ask->operator_name : "");
    buffer_format(out, "|%s|%d|%d|%" PRIx64, a->call->against ? a->call->against : "", a->files.path[OUT_JSONL] != NULL,
                  a->call->boxes, a->source.album.digest);
    buffer_format(out, "|%" PRId64 "|%" PRId64 "|%d|%u", ask->limits.fresh, ask->limits.stale_after,
                  ask->limits.warn_days, eyes_budget(&a->call->budget));
    for (size_t i = 0; i < ask->labels; i++)
        buffer_format(out, "|%s", ask->label[i]);
    for (size_t i = 0; i < a->source.columns.width; i++)
        buffer_format(out, "|%d", a->source.columns.field[i]);
    return out->failed ? err_memory(err) : 0;
}

static int begin_files(struct auditing *a, struct err *err)
{
    struct buffer what = {0};
    struct stat st;
    int rc = describe(a, &what, err);
    if (!a->call->resume && a->files.state[0] && stat(a->files.state, &st) == 0)
        context_note(a->ctx, "an audit was interrupted here; this one begins anew (--resume would go on with it)",
                     "ここには中断した監査があります。最初から始めます（--resume なら続きから始めます）");
    if (!rc && a->ledger && !a->call->resume)
        rc = ledger_last_seq(a->ledger, &a->files.seq, err);
    if (!rc)
        rc = files_begin(&a->files, &a->shape, what.bytes, a->call->resume, err);
    buffer_clear(&what);
    return rc;
}

static size_t cores(void)
{
    size_t n = eyes_cores();
    return n > THREADS_MAX ? THREADS_MAX : n;
}

static int open_data(struct auditing *a, struct err *err)
{
    if (context_revocations(a->ctx, &a->revocations, err))
        return -1;
    if (a->recorded && (context_open_ledger(a->ctx, true, &a->ledger, err) || ledger_expect_many(a->ledger, err)))
        return -1;
    for (a->threads = 0; a->threads < cores(); a->threads++)
        if (context_open_cache(a->ctx, DB_READ, &a->db[a->threads], err))
            return -1;
    return 0;
}

static void close_data(struct auditing *a)
{
    for (size_t i = 0; i < a->threads; i++)
        context_close_cache(a->ctx, &a->db[i]);
    ledger_close(a->ledger);
    revocations_clear(&a->revocations);
    files_close(&a->files);
    source_close(&a->source);
    audit_chosen_clear(&a->chosen);
    against_free(a->against);
    sum_clear(&a->sum);
    for (size_t i = 0; i < OPTION_TEXTS_MAX; i++)
        free(a->out[i]);
}

static int plan(struct auditing *a, struct err *err)
{
    const struct audit_call *call = a->call;
    for (size_t i = 0; i < call->out.count; i++)
        if (!(a->out[i] = strdup(call->out.item[i])))
            return err_memory(err);
    const char *const inputs[] = {a->list, call->against, NULL};
    if (files_plan(&a->files, a->out, call->out.count, inputs, err))
        return -1;
    a->files.none = !call->out.count && call->summary;
    a->files.to_stdout = !call->out.count && !call->summary;
    if (call->resume && !call->out.count)
        return err_set(err, ERR_USAGE, "--resume goes with --out: without a file there is nothing to go on with",
                       "--resume には --out が要ります。ファイルがなければ続けられません");
    return call->columns ? audit_chosen_read(call->columns, &a->chosen, err) : 0;
}

/* ---- the audit ---- */

static int skip_rows(struct auditing *a, int64_t rows, struct err *err)
{
    struct row row;
    bool more = true;
    for (int64_t i = 0; i < rows; i++)
        if (source_next(&a->source, &row, &more, err))
            return -1;
    return more ? 0
                : err_set(err, ERR_DATA, "there are more rows in the results than in the list",
                          "結果の行が一覧より多くなっています");
}

/* What is on record already is written from there; rows between them that have no record are gone through again. */
static int replay(struct auditing *a, struct run_ask *run, int64_t *rows, struct err *err)
{
    int64_t seq = a->files.seq;
    do {
        if (replay_records(run, &seq, rows, &run->most, err))
            return -1;
        run->skip = *rows;
        *rows += run->most;
        if (run->most && run_audit(run, err))
            return -1;
    } while (run->most);
    a->began_with = *rows;
    a->started_ms = now_ms();
    return files_mark(&a->files, err);
}

static struct pictures_ask eyes_of_one(const struct auditing *a, bool threads)
{
    struct pictures_ask ask = eyes_ask_whole(eyes_budget(&a->call->budget));
    ask.jobs = 1;
    ask.apart = threads;
    ask.stopped = context_stopped; /* a document may take minutes */
    return ask;
}

static int run_rows(struct auditing *a, struct err *err)
{
    struct run_ask run = {
        .audit = &a->ask,
        .shape = &a->shape,
        .source = &a->source,
        .db = a->db,
        .threads = a->threads,
        .eyes = eyes_of_one(a, true),
        .revocations = a->revocations.file ? &a->revocations : NULL,
        .ledger = a->ledger,
        .id = a->files.id,
        .file = a->name,
        .against = a->against,
        .texts = a->files.path[OUT_JSONL] != NULL,
        .clock = clock_of,
        .clock_ctx = a->ctx,
        .write = on_rows,
        .progress = on_progress,
        .ctx = a,
    };
    int64_t rows = a->files.rows;
    if (rows && (files_each(&a->files, count_line, a, err) || skip_rows(a, rows, err)))
        return -1;
    a->began_with = rows;
    a->started_ms = now_ms();
    if (a->call->resume && a->ledger && replay(a, &run, &rows, err))
        return -1;
    run.skip = rows;
    return run_audit(&run, err);
}

static void say_stopped(const struct auditing *a)
{
    if (!a->files.to_stdout && !a->files.none && a->files.rows)
        context_note(a->ctx, "%" PRId64 " of %" PRId64 " rows are done; the same call with --resume goes on from there",
                     "%" PRId64 " / %" PRId64 " 行まで終わっています。同じ指定に --resume を付けると続きから始めます",
                     a->files.rows, a->source.rows);
}

static struct sum_head head_of(const struct auditing *a)
{
    return (struct sum_head){
        .file = a->name,
        .on = a->today,
        .expiring_days = a->expiring_days,
        .forecast = a->shape.forecast,
        .against = a->shape.against,
        .lang = a->ctx->lang,
    };
}

static int make_reports(const struct auditing *a, const struct sum_head *head, struct err *err)
{
    static int (*const make[OUT_KINDS])(const struct report *, const char *, struct err *) = {
        [OUT_XLSX] = report_xlsx, [OUT_HTML] = report_html, [OUT_JUNIT] = report_junit};
    struct report r = {.files = &a->files,
                       .shape = &a->shape,
                       .map = &a->map,
                       .sum = &a->sum,
                       .head = head,
                       .now = a->ask.now,
                       .fail_on = a->call->fail_on};
    for (int kind = 0; kind < OUT_KINDS; kind++)
        if (make[kind] && a->files.path[kind] && make[kind](&r, a->files.path[kind], err))
            return -1;
    return 0;
}

static void print_summary(const struct auditing *a, const struct sum_head *head)
{
    sum_print(&a->sum, head, a->call->summary ? stdout : stderr);
    sum_print_twice(&a->sum, a->ctx->lang, stderr);
}

/* What cannot be written is said before anything is judged. */
static int check_size(const struct auditing *a, struct err *err)
{
    if (!a->files.path[OUT_XLSX] || a->source.rows <= REPORT_XLSX_ROWS_MAX)
        return 0;
    return err_set(err, ERR_INPUT, "a workbook holds %d rows, and the list has %lld: choose .csv for it",
                   "ブックに入るのは %d 行までですが、一覧は %lld 行あります。.csv を選んでください",
                   REPORT_XLSX_ROWS_MAX, (long long)a->source.rows);
}

/* The worst row wins, and one that could not be checked hides none. */
static int worst_exit(const struct auditing *a)
{
    int worst = 0;
    for (int o = OUTCOME_NONE; o <= OUTCOME_STOP; o++) {
        int status = a->sum.by_outcome[o] ? exit_for((enum outcome)o, a->call->fail_on) : 0;
        worst = status > worst ? status : worst;
    }
    return worst;
}

static int read_against(struct auditing *a, struct err *err)
{
    const struct audit_columns *c = &a->source.columns;
    int at = c->first[AUDIT_PICTURE];
    return a->call->against ? against_read(a->call->against, at < 0 ? "" : c->key[at], &a->against, err) : 0;
}

static void say_source(const struct auditing *a)
{
    audit_columns_say(&a->source.columns, a->ctx->lang, stderr);
    if (a->source.album.left_out)
        context_note(a->ctx, "%s: files that are no pictures, left out: %zu",
                     "%s: 画像でないファイル %zu 個は読み飛ばしました", a->list, a->source.album.left_out);
}

static int open_source(struct auditing *a, struct err *err)
{
    struct pictures_ask eyes = eyes_of_one(a, false);
    struct source_ask ask = {.album = {.path = a->list,
                                       .boxes = (enum album_boxes)a->call->boxes,
                                       .eyes = &eyes,
                                       .progress = context_progress,
                                       .progress_ctx = &a->progress},
                             .chosen = a->chosen.any ? &a->chosen : NULL};
    return source_open(&ask, &a->source, err);
}

static int audit(struct auditing *a, struct err *err)
{
    if (plan(a, err) || open_source(a, err))
        return -1;
    a->progress.percent = -1;
    if (read_against(a, err))
        return -1;
    a->recorded = !a->call->no_record && !a->ctx->as_if;
    a->ask.listings =
        audit_columns_has(&a->source.columns, AUDIT_TITLE) || audit_columns_has(&a->source.columns, AUDIT_TEXT);
    ask_facts(a);
    make_shape(a);
    say_source(a);
    if (check_size(a, err))
        return -1;
    if (open_data(a, err) || begin_files(a, err))
        return -1;
    if (run_rows(a, err)) {
        clear_progress(a);
        struct err later = {0};
        if (files_mark(&a->files, &later))
            (void)context_fail(a->ctx, &later);
        say_stopped(a);
        return -1;
    }
    clear_progress(a);
    struct sum_head head = head_of(a);
    if (source_unchanged(&a->source, err) || make_reports(a, &head, err) || files_end(&a->files, err))
        return -1;
    print_summary(a, &head);
    return worst_exit(a);
}

int audit_run(struct context *ctx)
{
    struct auditing *a = calloc(1, sizeof *a);
    struct err err = {0};
    if (!a)
        return err_memory(&err), context_fail(ctx, &err);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* its counters are one lock for all threads */
    a->ctx = ctx;
    a->call = ctx->call;
    a->list = ctx->args[0];
    a->name = last_part(a->list);
    a->files = (struct files){.csv_fd = -1, .jsonl_fd = -1, .state_fd = -1};
    a->progress = context_progress_begin(ctx);
    int status = audit(a, &err);
    clear_progress(a);
    if (status < 0)
        status = context_fail_in(ctx, a->list, &err);
    close_data(a);
    free(a);
    return status;
}
