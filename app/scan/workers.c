#include "app/scan/workers.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/scan/worker_answer.h"
#include "app/scan/worker_start.h"

#define SECOND_US 1000000

/* ---- giving ---- */

static int seat_end(struct workers *w, struct seat *s, int *status, struct err *err)
{
    (void)close(s->socket);
    int result = nursery_end(&w->nursery, s->pid, status, err);
    free(s->inbox);
    *s = (struct seat){0};
    return result;
}

static bool send_job(const struct seat *s, struct worker_job job, int fd)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec from = {&job, sizeof job};
    struct msghdr m = {.msg_iov = &from, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    ssize_t n;
    do
        n = sendmsg(s->socket, &m, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof job;
}

/* What the last answer took, pixels perhaps, is given back. */
static void shrink(struct seat *s)
{
    uint8_t *small = realloc(s->inbox, worker_answer_head);
    s->inbox = small ? small : s->inbox;
}

/* How many threads a worker may have at work: decoders of some libraries start one a core. */
static int64_t threads_of(const struct seat *s)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return (s->can & ~(unsigned)WORKER_NEED_ENCODINGS) && cores > 1 ? cores : 1;
}

/* Processor time for one more job: none of its threads can have used more than the worker was at work. The kernel's own
 * limit holds also when nobody watches. */
static void allow_time(const struct workers *w, const struct seat *s)
{
    rlim_t seconds = (rlim_t)((s->worked_us + w->patience_us) * threads_of(s) / SECOND_US + 2);
    struct rlimit limit = {seconds, RLIM_INFINITY};
    (void)prlimit(s->pid, RLIMIT_CPU, &limit, NULL);
}

/* One at rest that can do it, else a free seat, else one at rest that cannot, else none. */
static struct seat *find_seat(struct workers *w, unsigned needs)
{
    struct seat *free_seat = NULL, *unable = NULL;
    for (unsigned i = w->most; i-- > 0;) {
        struct seat *s = &w->seat[i];
        bool able = (s->can & needs) == needs;
        if (s->pid && !s->busy && able)
            return s;
        if (!s->pid)
            free_seat = s;
        else if (!s->busy)
            unable = s;
    }
    return free_seat ? free_seat : unable;
}

static int sit(struct workers *w, struct seat *s, unsigned needs, struct err *err)
{
    *s = (struct seat){.wanted = worker_answer_head, .can = needs};
    s->inbox = malloc(s->wanted);
    if (!s->inbox)
        return err_memory(err);
    if (nursery_spawn(&w->nursery, needs, &s->pid, &s->socket, err) == 0)
        return 0;
    free(s->inbox);
    *s = (struct seat){0};
    return -1;
}

/* Makes the seat one of a worker that can do it. */
static int prepare(struct workers *w, struct seat *s, unsigned needs, struct err *err)
{
    int status;
    unsigned more = s->can | needs;
    if (s->pid && s->can == more)
        return 0;
    if (s->pid && seat_end(w, s, &status, err))
        return -1;
    return sit(w, s, more, err);
}

int workers_give(struct workers *w, const struct workers_job *job, bool *given, struct err *err)
{
    enum { TRIES = 3 }; /* one at rest may have ended unseen */
    *given = false;
    for (int i = 0; i < TRIES; i++) {
        int status;
        struct seat *s = find_seat(w, job->needs);
        if (!s)
            return 0;
        if (prepare(w, s, job->needs, err))
            return -1;
        shrink(s);
        s->started_us = w->now_us();
        s->pixels = job->job->pixels;
        s->tag = job->tag;
        s->busy = *given = send_job(s, *job->job, job->fd);
        if (s->busy) {
            allow_time(w, s); /* now that it is known to live: the number of a dead one may be another's */
            return 0;
        }
        if (seat_end(w, s, &status, err))
            return -1;
    }
    return err_set(err, ERR_IO, "processes to read pictures end as soon as they are made",
                   "画像を読むプロセスが、作るとすぐに終了します");
}

/* ---- watching ---- */

void workers_wait(const struct workers *w, int ms)
{
    struct pollfd polled[PICTURES_JOBS_MAX];
    nfds_t count = 0;
    for (unsigned i = 0; i < w->most; i++)
        if (w->seat[i].pid)
            polled[count++] = (struct pollfd){w->seat[i].socket, POLLIN, 0};
    (void)poll(polled, count, ms); /* a signal ends it too, and the caller looks why */
}

/* The head is here: room for the whole answer. */
static enum outcome_of_job make_room(struct seat *s)
{
    size_t whole;
    if (!worker_answer_size(s->inbox, s->pixels, &whole))
        return JOB_WRONG;
    uint8_t *larger = realloc(s->inbox, whole);
    if (!larger)
        return JOB_WRONG;
    s->inbox = larger;
    s->wanted = whole;
    s->sized = true;
    return JOB_NONE;
}

/* Nothing may follow an answer, nor come without a job. */
static bool is_silent(const struct seat *s)
{
    char next;
    return recv(s->socket, &next, 1, MSG_DONTWAIT | MSG_PEEK) < 0 && (errno == EAGAIN || errno == EINTR);
}

/* Bytes until `wanted` are there; ANSWERED then. */
static enum outcome_of_job receive(struct seat *s)
{
    while (s->got < s->wanted) {
        ssize_t n = recv(s->socket, s->inbox + s->got, s->wanted - s->got, MSG_DONTWAIT);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR ? JOB_NONE : JOB_ENDED;
        if (n == 0)
            return JOB_ENDED;
        s->got += (size_t)n;
    }
    return JOB_ANSWERED;
}

static enum outcome_of_job receive_greeting(struct seat *s, struct err *err)
{
    static const enum outcome_of_job outcomes[] = {
        [WORKER_GREETING_NONE] = JOB_WRONG,
        [WORKER_GREETING_READY] = JOB_ANSWERED,
        [WORKER_GREETING_CANNOT] = JOB_CANNOT,
    };
    size_t size;
    enum outcome_of_job what = receive(s);
    if (what != JOB_ANSWERED)
        return what;
    s->got = 0;
    s->greeted = true;
    return worker_answer_size(s->inbox, false, &size) ? outcomes[worker_answer_greeting(s->inbox, err)] : JOB_WRONG;
}

static enum outcome_of_job receive_answer(struct seat *s)
{
    enum outcome_of_job what = receive(s);
    if (what != JOB_ANSWERED || s->sized)
        return what;
    what = make_room(s);
    return what == JOB_NONE ? receive(s) : what;
}

static enum outcome_of_job look(const struct workers *w, struct seat *s, struct err *err)
{
    enum outcome_of_job what = s->greeted ? JOB_ANSWERED : receive_greeting(s, err);
    if (what == JOB_ANSWERED)
        what = receive_answer(s);
    if (what == JOB_NONE && w->now_us() - s->started_us > w->patience_us)
        return JOB_TOO_LONG;
    return what;
}

static void rest(const struct workers *w, struct seat *s)
{
    s->worked_us += w->now_us() - s->started_us;
    s->busy = s->sized = false;
    s->got = 0;
    s->wanted = worker_answer_head;
}

int workers_take(struct workers *w, struct workers_event *out, struct err *err)
{
    *out = (struct workers_event){0};
    for (unsigned i = 0; i < w->most && out->what == JOB_NONE; i++) {
        struct seat *s = &w->seat[i];
        if (!s->pid)
            continue;
        if (!s->busy) {
            if (!is_silent(s) && seat_end(w, s, &out->status, err))
                return -1;
            continue;
        }
        out->what = look(w, s, err);
        out->tag = s->tag;
        if (out->what == JOB_ANSWERED) {
            out->answer = s->inbox;
            rest(w, s);
        } else if (out->what == JOB_CANNOT || (out->what != JOB_NONE && seat_end(w, s, &out->status, err))) {
            return -1;
        }
    }
    return 0;
}

void workers_close(struct workers *w, bool wait)
{
    for (unsigned i = 0; i < w->most; i++) {
        struct seat *s = &w->seat[i];
        if (s->pid)
            (void)close(s->socket);
        if (s->pid && !w->nursery.pid)
            worker_start_kill(s->pid, wait);
        free(s->inbox);
        *s = (struct seat){0};
    }
    nursery_close(&w->nursery, wait);
}
