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

enum request_kind { REQUEST_NONE, REQUEST_WORKER, REQUEST_POPPLER, REQUEST_END };

struct request {
    enum request_kind kind;
    pid_t end; /* this process */
    bool over; /* of poppler: it has closed its outputs */
    unsigned needs;
    struct poppler_call poppler; /* with its files */
};

struct reply {
    int status; /* of the process that ended */
    pid_t pid;  /* of the new one */
    struct err err;
};

/* ---- messages, each whole, some with descriptors ---- */

enum { FILES_MAX = 3 };

union control {
    struct cmsghdr align;
    char room[CMSG_SPACE(FILES_MAX * sizeof(int))];
};

/* Descriptors of a message, all or none of its room. */
struct files {
    size_t count;
    int fd[FILES_MAX];
};

static bool put(int socket, void *message, size_t size, const struct files *files)
{
    union control control = {0};
    struct iovec from = {message, size};
    struct msghdr m = {.msg_iov = &from, .msg_iovlen = 1};
    size_t bytes = files->count * sizeof *files->fd;
    if (files->count) {
        m.msg_control = &control;
        m.msg_controllen = CMSG_SPACE(bytes);
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(bytes);
        memcpy(CMSG_DATA(c), files->fd, bytes);
    }
    ssize_t n;
    do
        n = sendmsg(socket, &m, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)size;
}

static void close_files(struct files *files)
{
    for (size_t i = 0; i < files->count; i++)
        (void)close(files->fd[i]);
    files->count = 0;
}

static bool get(int socket, void *message, size_t size, struct files *files)
{
    union control control = {0};
    struct iovec into = {message, size};
    struct msghdr m = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t n;
    files->count = 0;
    do
        n = recvmsg(socket, &m, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    const struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
    if (c && c->cmsg_type == SCM_RIGHTS) {
        files->count = (c->cmsg_len - CMSG_LEN(0)) / sizeof *files->fd;
        memcpy(files->fd, CMSG_DATA(c), files->count * sizeof *files->fd);
    }
    return n == (ssize_t)size;
}

/* ---- the process ---- */

/* A worker for each job, and poppler at work for whoever puts a page in. */
enum { CHILDREN_MAX = PICTURES_JOBS_MAX + 1 };

static void end_all(pid_t children[CHILDREN_MAX])
{
    for (size_t i = 0; i < CHILDREN_MAX; i++)
        if (children[i])
            (void)kill(children[i], SIGKILL); /* all, before any is waited for */
    for (size_t i = 0; i < CHILDREN_MAX; i++)
        if (children[i])
            (void)worker_start_end(children[i]);
}

/* Only what it made itself is ever killed. */
static pid_t *place_of(pid_t children[CHILDREN_MAX], pid_t pid)
{
    for (size_t i = 0; i < CHILDREN_MAX; i++)
        if (children[i] == pid)
            return &children[i];
    return NULL;
}

static int start_poppler(const struct poppler_call *call, const int *files, pid_t *pid, struct err *err)
{
    return poppler_prepare(err) ? -1 : poppler_start(call, files, pid, err);
}

/* What is wanted, made; *out has the socket to a worker. */
static int make(const struct request *request, const struct files *in, const struct worker_ask *ask,
                struct reply *reply, struct files *out)
{
    if (request->kind == REQUEST_POPPLER && in->count != FILES_MAX)
        return err_set(&reply->err, ERR_IO, "a PDF could not be handed over: too many open files",
                       "PDF を渡せません。開いているファイルが多すぎます");
    if (request->kind == REQUEST_POPPLER)
        return start_poppler(&request->poppler, in->fd, &reply->pid, &reply->err);
    if (worker_start_load(request->needs, &reply->err) ||
        worker_start(ask, request->needs, &reply->pid, &out->fd[0], &reply->err))
        return -1;
    out->count = 1;
    return 0;
}

/* A process that is not known here ended with the one that made it. */
static void answer(pid_t *place, const struct request *request, const struct files *in, const struct worker_ask *ask,
                   struct reply *reply, struct files *out)
{
    if (request->kind == REQUEST_END) {
        reply->status = !place ? SIGKILL : poppler_end(request->end, request->over);
        if (place)
            *place = 0;
    } else if (!place) {
        err_set(&reply->err, ERR_IO, "too many processes to read pictures", "画像を読むプロセスが多すぎます");
    } else if (make(request, in, ask, reply, out) == 0) {
        *place = reply->pid;
    }
}

static _Noreturn void run(int socket, const struct worker_ask *ask)
{
    static pid_t children[CHILDREN_MAX];
    static struct reply reply;
    static struct request request;
    struct files in = {0}, out = {0};
    if (!worker_start_settle(socket))
        _exit(EXIT_FAILURE);
    while (get(WORKER_LOCK_SOCKET, &request, sizeof request, &in)) {
        reply = (struct reply){0};
        answer(place_of(children, request.kind == REQUEST_END ? request.end : 0), &request, &in, ask, &reply, &out);
        close_files(&in);
        if (!put(WORKER_LOCK_SOCKET, &reply, sizeof reply, &out))
            break;
        close_files(&out);
    }
    end_all(children);
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
static bool ask_for(const struct nursery *n, struct request *request, const struct files *with, struct reply *reply,
                    struct files *out)
{
    return put(n->socket, request, sizeof *request, with) && get(n->socket, reply, sizeof *reply, out);
}

static int replace(struct nursery *n, struct err *err)
{
    struct worker_ask ask = n->ask;
    nursery_close(n, true);
    return nursery_open(&ask, true, n, err);
}

/* A process of the kind that is wanted: its number, and what came with it. */
static int make_apart(struct nursery *n, struct request *request, const struct files *with, pid_t *pid,
                      struct files *out, struct err *err)
{
    struct reply reply;
    if (!ask_for(n, request, with, &reply, out)) {
        if (replace(n, err))
            return -1;
        if (!ask_for(n, request, with, &reply, out))
            return err_set(err, ERR_IO, "the process that makes the readers of pictures ends as soon as it is made",
                           "画像を読むプロセスの親が、作るとすぐに終了します");
    }
    *pid = reply.pid;
    if (reply.err.code == ERR_NONE)
        return 0;
    *err = reply.err;
    return -1;
}

int nursery_spawn(struct nursery *n, unsigned needs, pid_t *pid, int *socket, struct err *err)
{
    struct request request = {.kind = REQUEST_WORKER, .needs = needs};
    struct files none = {0}, out = {0};
    if (!n->pid)
        return worker_start(&n->ask, needs, pid, socket, err);
    if (make_apart(n, &request, &none, pid, &out, err))
        return -1;
    *socket = out.fd[0];
    return 0;
}

int nursery_poppler(struct nursery *n, const struct poppler_call *call, const int files[3], pid_t *pid, struct err *err)
{
    struct request request = {.kind = REQUEST_POPPLER, .poppler = *call};
    struct files with = {FILES_MAX, {files[0], files[1], files[2]}}, out = {0};
    if (!n->pid)
        return start_poppler(call, files, pid, err);
    return make_apart(n, &request, &with, pid, &out, err);
}

/* SIGKILL is how it ended, too, when the process apart has ended. */
static int end(const struct nursery *n, struct request *request, int *status, struct err *err)
{
    struct reply reply;
    struct files none = {0}, out = {0};
    if (!n->pid) {
        *status = poppler_end(request->end, request->over);
        return 0;
    }
    *status = SIGKILL;
    if (ask_for(n, request, &none, &reply, &out)) {
        if (reply.err.code != ERR_NONE) {
            *err = reply.err;
            return -1;
        }
        *status = reply.status;
    }
    return 0;
}

int nursery_end(const struct nursery *n, pid_t pid, int *status, struct err *err)
{
    return end(n, &(struct request){.kind = REQUEST_END, .end = pid}, status, err);
}

int nursery_poppler_end(const struct nursery *n, pid_t pid, bool over, int *status, struct err *err)
{
    return end(n, &(struct request){.kind = REQUEST_END, .end = pid, .over = over}, status, err);
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
