#include "app/scan/nursery.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/scan/pictures.h"
#include "app/scan/worker_lock.h"
#include "app/scan/worker_start.h"

struct request {
    pid_t end; /* this worker; 0: make one */
    unsigned needs;
};

struct reply {
    int status; /* of the worker that ended */
    pid_t pid;  /* of the new one */
    struct err err;
};

/* ---- messages, each whole, some with a descriptor ---- */

union control {
    struct cmsghdr align;
    char room[CMSG_SPACE(sizeof(int))];
};

static bool put(int socket, void *message, size_t size, int fd)
{
    union control control = {0};
    struct iovec from = {message, size};
    struct msghdr m = {.msg_iov = &from, .msg_iovlen = 1};
    if (fd >= 0) {
        m.msg_control = &control;
        m.msg_controllen = sizeof control;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(c), &fd, sizeof fd);
    }
    ssize_t n;
    do
        n = sendmsg(socket, &m, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)size;
}

/* *fd is -1 when none came. */
static bool get(int socket, void *message, size_t size, int *fd)
{
    union control control = {0};
    struct iovec into = {message, size};
    struct msghdr m = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t n;
    *fd = -1;
    do
        n = recvmsg(socket, &m, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    const struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
    if (c && c->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(c), sizeof *fd);
    return n == (ssize_t)size;
}

/* ---- the process ---- */

static void end_all(pid_t workers[PICTURES_JOBS_MAX])
{
    for (size_t i = 0; i < PICTURES_JOBS_MAX; i++)
        if (workers[i])
            (void)kill(workers[i], SIGKILL); /* all, before any is waited for */
    for (size_t i = 0; i < PICTURES_JOBS_MAX; i++)
        if (workers[i])
            (void)worker_start_end(workers[i]);
}

/* Only what it made itself is ever killed. */
static pid_t *place_of(pid_t workers[PICTURES_JOBS_MAX], pid_t pid)
{
    for (size_t i = 0; i < PICTURES_JOBS_MAX; i++)
        if (workers[i] == pid)
            return &workers[i];
    return NULL;
}

/* What is asked for; a new worker's socket, or -1. A worker that is not known here ended with the one that made it. */
static int answer(pid_t *place, struct request request, const struct worker_ask *ask, struct reply *reply)
{
    int fd = -1;
    if (!place && request.end) {
        reply->status = SIGKILL;
    } else if (!place) {
        err_set(&reply->err, ERR_IO, "too many processes to read pictures", "画像を読むプロセスが多すぎます");
    } else if (request.end) {
        reply->status = worker_start_end(request.end);
        *place = 0;
    } else if (worker_start_load(request.needs, &reply->err) == 0 &&
               worker_start(ask, request.needs, &reply->pid, &fd, &reply->err) == 0) {
        *place = reply->pid;
    } else {
        fd = -1;
    }
    return fd;
}

static _Noreturn void run(int socket, const struct worker_ask *ask)
{
    static pid_t workers[PICTURES_JOBS_MAX];
    static struct reply reply;
    struct request request;
    int none;
    if (!worker_start_settle(socket))
        _exit(EXIT_FAILURE);
    while (get(WORKER_LOCK_SOCKET, &request, sizeof request, &none)) {
        reply = (struct reply){0};
        int fd = answer(place_of(workers, request.end), request, ask, &reply);
        if (!put(WORKER_LOCK_SOCKET, &reply, sizeof reply, fd))
            break;
        if (fd >= 0)
            (void)close(fd);
    }
    end_all(workers);
    _exit(EXIT_SUCCESS);
}

/* ---- its maker's side ---- */

int nursery_open(const struct worker_ask *ask, bool apart, struct nursery *out, struct err *err)
{
    int ends[2];
    *out = (struct nursery){.ask = *ask};
    if (!apart)
        return 0;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return err_set(err, ERR_IO, "no process to read pictures could be made: %s",
                       "画像を読むプロセスを作れません: %s", strerror(errno));
    pid_t pid = fork();
    if (pid == 0)
        run(ends[1], ask);
    int why = errno;
    (void)close(ends[1]);
    if (pid > 0) {
        out->pid = pid;
        out->socket = ends[0];
        return 0;
    }
    (void)close(ends[0]);
    return err_set(err, ERR_IO, "no process to read pictures could be made: %s", "画像を読むプロセスを作れません: %s",
                   strerror(why));
}

/* False: it has ended. */
static bool ask_for(const struct nursery *n, struct request request, struct reply *reply, int *fd)
{
    return put(n->socket, &request, sizeof request, -1) && get(n->socket, reply, sizeof *reply, fd);
}

static int replace(struct nursery *n, struct err *err)
{
    struct worker_ask ask = n->ask;
    nursery_close(n, true);
    return nursery_open(&ask, true, n, err);
}

int nursery_spawn(struct nursery *n, unsigned needs, pid_t *pid, int *socket, struct err *err)
{
    struct reply reply;
    struct request request = {.needs = needs};
    if (!n->pid)
        return worker_start(&n->ask, needs, pid, socket, err);
    if (!ask_for(n, request, &reply, socket)) {
        if (replace(n, err))
            return -1;
        if (!ask_for(n, request, &reply, socket))
            return err_set(err, ERR_IO, "the process that makes the readers of pictures ends as soon as it is made",
                           "画像を読むプロセスの親が、作るとすぐに終了します");
    }
    *pid = reply.pid;
    if (reply.err.code == ERR_NONE)
        return 0;
    *err = reply.err;
    return -1;
}

int nursery_end(const struct nursery *n, pid_t pid, int *status, struct err *err)
{
    struct reply reply;
    int none;
    if (!n->pid) {
        *status = worker_start_end(pid);
        return 0;
    }
    *status = SIGKILL;
    if (ask_for(n, (struct request){.end = pid}, &reply, &none)) {
        if (reply.err.code != ERR_NONE) {
            *err = reply.err;
            return -1;
        }
        *status = reply.status;
    }
    return 0;
}

void nursery_close(struct nursery *n, bool wait)
{
    if (n->pid <= 0)
        return;
    (void)close(n->socket); /* it sees that */
    while (wait && waitpid(n->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    *n = (struct nursery){0};
}
