#include "app/scan/pictures.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/base/text.h"
#include "app/scan/memory_file.h"
#include "app/scan/pdf.h"
#include "app/scan/pictures_loss.h"
#include "app/scan/worker_answer.h"
#include "app/scan/worker_start.h"
#include "app/scan/workers.h"

enum {
    UNDER_WAY_EACH = 4, /* pictures for each process: while the first still works the others need not wait */
    SLICE_MS = 100,     /* how long Ctrl-C may go unseen */
};

#define MEGA (1024u * 1024u)

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_WORKING, SLOT_DONE };

struct slot {
    enum slot_state state;
    char *name; /* owned */
    enum picture_kind kind;
    bool only_if_known;
    int fd;         /* -1 = not open yet */
    unsigned needs; /* of enum worker_need */
    struct worker_job job;
    struct picture_result result;
};

struct pictures {
    bool (*stopped)(void);
    bool whole;
    struct pictures_loss loss; /* without a name */
    struct workers workers;
    struct pdf pdf;
    bool taken; /* the oldest was returned and is to be cleared */
    size_t oldest, count, room;
    struct slot slot[]; /* a ring in the order put */
};

/* ---- opening ---- */

static uint32_t or_else(uint32_t said, uint32_t otherwise)
{
    return said ? said : otherwise;
}

int pictures_open(const struct pictures_ask *ask, struct pictures **out, struct err *err)
{
    unsigned jobs = or_else(ask->jobs, 1);
    jobs = jobs < PICTURES_JOBS_MAX ? jobs : PICTURES_JOBS_MAX;
    size_t room = (size_t)jobs * UNDER_WAY_EACH;
    struct pictures *p = calloc(1, sizeof *p + room * sizeof p->slot[0]);
    *out = NULL;
    if (!p)
        return err_memory(err);
    uint32_t memory_mb = or_else(ask->memory_mb, PICTURES_MEMORY_MB);
    uint32_t patience =
        or_else(ask->reader.budget_ms, PICTURES_ENDLESS_MS) + or_else(ask->patience_ms, PICTURES_PATIENCE_MS);
    struct worker_ask worker = {ask->reader, ask->read ? ask->read : reader_read, (size_t)memory_mb * MEGA};
    p->room = room;
    p->stopped = ask->stopped;
    p->whole = ask->whole;
    p->loss = (struct pictures_loss){
        .seconds = (patience + 999) / 1000, .memory_mb = memory_mb, .budget_ms = ask->reader.budget_ms};
    p->workers = (struct workers){.now_us = ask->reader.now_us, .patience_us = patience * (int64_t)1000, .most = jobs};
    p->pdf.ask = (struct pdf_ask){.folders = ask->programs,
                                  .patience_ms = ask->patience_ms,
                                  .memory_mb = memory_mb,
                                  .now_us = ask->reader.now_us,
                                  .stopped = ask->stopped};
    if (nursery_open(&worker, ask->apart, &p->workers.nursery, err)) {
        free(p);
        return -1;
    }
    *out = p;
    return 0;
}

/* ---- slots ---- */

static struct slot *slot_at(struct pictures *p, size_t n)
{
    return &p->slot[(p->oldest + n) % p->room];
}

static void result_clear(struct picture_result *r)
{
    reading_clear(&r->reading);
    image_clear(&r->image);
    *r = (struct picture_result){0};
}

static void slot_close(struct slot *s)
{
    if (s->fd >= 0)
        (void)close(s->fd);
    s->fd = -1;
}

static void slot_clear(struct slot *s)
{
    if (s->state == SLOT_FREE)
        return;
    slot_close(s);
    result_clear(&s->result);
    free(s->name);
    *s = (struct slot){.fd = -1};
}

static void slot_done(struct slot *s, bool failed)
{
    slot_close(s);
    s->result.name = s->name;
    s->result.failed = failed;
    if (failed)
        reading_clear(&s->result.reading);
    s->state = SLOT_DONE;
}

bool pictures_full(const struct pictures *p)
{
    return p->count - p->taken == p->room;
}

static void clear_taken(struct pictures *p)
{
    if (!p->taken)
        return;
    slot_clear(slot_at(p, 0));
    p->oldest = (p->oldest + 1) % p->room;
    p->count--;
    p->taken = false;
}

/* ---- bytes as a file in memory ---- */

static int make_file(const struct picture *picture, int *fd, struct err *err)
{
    if (memory_file_make(fd) && memory_file_put(*fd, picture->bytes, picture->size) && memory_file_seal(*fd))
        return 0;
    err_set(err, ERR_IO, "%s: no memory to hand the picture over: %s", "%s: 画像を渡すメモリーを確保できません: %s",
            picture->name, strerror(errno));
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
    return -1;
}

/* ---- giving work ---- */

/* Opens the file now that somebody can read it, so that few are open at once. False: there is nothing to read. */
static bool open_slot(struct slot *s)
{
    size_t size;
    uint8_t head[IMAGE_HEAD];
    if (s->kind != PICTURE_FILE || s->fd >= 0)
        return true;
    if (image_open(s->name, &s->fd, &size, &s->result.err)) {
        slot_done(s, true);
        return false;
    }
    s->job.size = size;
    ssize_t got = pread(s->fd, head, sizeof head, 0);
    size_t known = got > 0 ? (size_t)got : 0;
    s->result.left_out = s->only_if_known && !image_is_known(head, known);
    if (image_needs_library(head, known))
        s->needs |= WORKER_NEED_HEIF;
    if (s->result.left_out)
        slot_done(s, false);
    return !s->result.left_out;
}

static int give_all(struct pictures *p, struct err *err)
{
    bool given = true;
    for (size_t i = 0; i < p->count && given; i++) {
        struct slot *s = slot_at(p, i);
        if (s->state != SLOT_WAITING || !open_slot(s))
            continue;
        struct workers_job job = {&s->job, s->fd, s->needs, (size_t)(s - p->slot)};
        if (workers_give(&p->workers, &job, &given, err))
            return -1;
        s->state = given ? SLOT_WORKING : SLOT_WAITING;
    }
    return 0;
}

static int check_frame(const struct picture *picture, struct err *err)
{
    uint64_t pixels = (uint64_t)picture->width * picture->height;
    if (pixels > 0 && pixels == picture->size && picture->width < IMAGE_SIDE_MAX && picture->height < IMAGE_SIDE_MAX &&
        pixels <= IMAGE_PIXELS_MAX)
        return 0;
    return err_set(err, ERR_INPUT, "%s: a frame of %u x %u pixels cannot have %zu bytes",
                   "%s: %u x %u 画素のフレームが %zu バイトということはありえません", picture->name, picture->width,
                   picture->height, picture->size);
}

/* A page becomes a picture here, so that readers know nothing of PDFs. */
static int make_page(struct pictures *p, const struct picture *picture, struct slot *s)
{
    struct pdf_wanted wanted = {picture->name, s->name, picture->page};
    struct pdf_drawn drawn;
    if (pdf_draw(&p->pdf, &p->workers.nursery, &wanted, &drawn, &s->result.err))
        return -1;
    s->fd = drawn.fd;
    s->job.size = drawn.size;
    s->job.page = true;
    s->result.dpi = drawn.dpi;
    return 0;
}

/* What the worker is handed, where that is no file yet. */
static int make_input(struct pictures *p, const struct picture *picture, struct slot *s)
{
    if (picture->kind == PICTURE_FILE)
        return 0;
    if (picture->kind == PICTURE_PDF)
        return make_page(p, picture, s);
    if (picture->kind == PICTURE_FRAME && check_frame(picture, &s->result.err))
        return -1;
    if (picture->kind == PICTURE_BYTES && image_needs_library(picture->bytes, picture->size))
        s->needs |= WORKER_NEED_HEIF;
    return make_file(picture, &s->fd, &s->result.err);
}

static char *name_of(const struct picture *picture)
{
    char *name = NULL;
    if (picture->kind != PICTURE_PDF)
        return strdup(picture->name);
    return asprintf(&name, "%s#%u", picture->name, picture->page) < 0 ? NULL : name;
}

int pictures_put(struct pictures *p, const struct picture *picture, struct err *err)
{
    clear_taken(p);
    struct slot *s = slot_at(p, p->count);
    *s = (struct slot){.kind = picture->kind, .only_if_known = picture->only_if_known, .fd = -1};
    s->job = (struct worker_job){.magic = WORKER_JOB, .pixels = picture->pixels, .size = picture->size};
    s->name = name_of(picture);
    if (!s->name)
        return err_memory(err);
    s->state = SLOT_WAITING;
    text_copy(s->job.name, sizeof s->job.name, s->name);
    if (picture->kind == PICTURE_FRAME) {
        s->job.width = picture->width;
        s->job.height = picture->height;
    }
    p->count++;
    if (make_input(p, picture, s)) {
        slot_done(s, true);
        if (s->result.err.code == ERR_STOPPED) {
            *err = s->result.err;
            return -1;
        }
    }
    return give_all(p, err);
}

int pictures_pdf_pages(struct pictures *p, const char *path, size_t *pages, struct err *err)
{
    return pdf_pages(&p->pdf, &p->workers.nursery, path, pages, err);
}

/* ---- taking results ---- */

static int answered(struct pictures *p, struct slot *s, const uint8_t *answer, struct err *err)
{
    struct pictures_loss loss = p->loss;
    loss.name = s->job.name;
    switch (worker_answer_take(answer, &s->result, err)) {
    case WORKER_ANSWER_READ:
        if (s->result.failed && s->result.err.code == ERR_MEMORY)
            pictures_loss_memory(&loss, &s->result.err);
        else if (!s->result.failed && p->whole)
            s->result.failed = pictures_loss_partly(&s->result.reading, &loss, &s->result.err);
        slot_done(s, s->result.failed);
        return 0;
    case WORKER_ANSWER_WRONG:
        result_clear(&s->result);
        pictures_loss_say(&(struct workers_event){.what = JOB_WRONG}, &loss, &s->result.err);
        slot_done(s, true);
        return 0;
    default:
        return -1;
    }
}

/* A forbidden system call may be one for what was not loaded: once more, with all of that. */
static bool may_need_more(const struct slot *s, const struct workers_event *event)
{
    return event->what == JOB_ENDED && WIFSIGNALED(event->status) && WTERMSIG(event->status) == SIGSYS &&
           !(s->needs & WORKER_NEED_ENCODINGS);
}

static void lost(const struct pictures *p, struct slot *s, const struct workers_event *event)
{
    struct pictures_loss loss = p->loss;
    if (may_need_more(s, event)) {
        s->needs |= WORKER_NEED_ENCODINGS;
        s->state = SLOT_WAITING;
        return;
    }
    loss.name = s->job.name;
    pictures_loss_say(event, &loss, &s->result.err);
    slot_done(s, true);
}

static int take_all(struct pictures *p, struct err *err)
{
    for (;;) {
        struct workers_event event;
        if (workers_take(&p->workers, &event, err))
            return -1;
        if (event.what == JOB_NONE)
            return 0;
        struct slot *s = &p->slot[event.tag];
        if (event.what == JOB_ANSWERED) {
            if (answered(p, s, event.answer, err))
                return -1;
            continue;
        }
        lost(p, s, &event);
    }
}

int pictures_next(struct pictures *p, struct picture_result **out, struct err *err)
{
    *out = NULL;
    clear_taken(p);
    if (p->count == 0)
        return 0;
    for (int wait = 0;; wait = SLICE_MS) {
        if (p->stopped && p->stopped())
            return err_set(err, ERR_STOPPED, "stopped", "中断しました");
        if (wait)
            workers_wait(&p->workers, wait);
        if (take_all(p, err) || give_all(p, err))
            return -1;
        struct slot *s = slot_at(p, 0);
        if (s->state == SLOT_DONE) {
            p->taken = true;
            *out = &s->result;
            return 0;
        }
    }
}

static void end(struct pictures *p, bool wait)
{
    if (!p)
        return;
    workers_close(&p->workers, wait);
    for (size_t i = 0; i < p->count; i++)
        slot_clear(slot_at(p, i));
    free(p);
}

void pictures_close(struct pictures *p)
{
    end(p, true);
}

void pictures_leave(struct pictures *p)
{
    end(p, false);
}
