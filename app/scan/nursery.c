#include "app/scan/nursery.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/base/text.h"
#include "app/scan/pictures.h"
#include "app/scan/worker_lock.h"
#include "app/scan/zbar_library.h"

struct request {
    pid_t end; /* this worker; 0: make one */
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

/* Only its maker's closed socket ends it: not what is typed on the terminal, which its maker answers in its own way. */
static bool settle(int socket)
{
    sigset_t none;
    for (int i = 1; i < SIGRTMIN; i++)
        (void)signal(i, SIG_DFL); /* what its maker does on a signal is not for us to do; two cannot be set */
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)setpgid(0, 0);
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0 || dup2(socket, WORKER_LOCK_SOCKET) < 0)
        return false;
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (!(worker_lock_loose && fd == STDERR_FILENO) && dup2(nowhere, fd) < 0)
            return false;
    return close_range(WORKER_LOCK_SOCKET + 1, ~0u, 0) == 0;
}

/* Those that ZBar opens for a QR code: four for each, the others where the code names one (ECI, AIM ITS/04-023). */
static const char *const encodings[] = {
    "ISO8859-1",  "SJIS",       "BIG-5",      "UTF-8",      "CP437",      "ISO8859-2", "ISO8859-3",
    "ISO8859-4",  "ISO8859-5",  "ISO8859-6",  "ISO8859-7",  "ISO8859-8",  "ISO8859-9", "ISO8859-10",
    "ISO8859-11", "ISO8859-13", "ISO8859-14", "ISO8859-15", "ISO8859-16", NULL,
};

static int load_all(struct err *err)
{
    return zbar_library_load(err) || text_prepare(encodings, err) || worker_lock_prepare(err) ? -1 : 0;
}

static _Noreturn void be_worker(int socket, pid_t parent, const struct worker_ask *ask)
{
    /* it must not outlive us, whatever it is doing */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(EXIT_FAILURE);
    worker_run(socket, ask);
}

static int spawn(const struct worker_ask *ask, struct reply *reply)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return err_set(&reply->err, ERR_IO, "no process to read pictures could be made: %s",
                       "画像を読むプロセスを作れません: %s", strerror(errno));
    pid_t self = getpid();
    reply->pid = fork();
    if (reply->pid == 0)
        be_worker(ends[1], self, ask);
    if (reply->pid < 0)
        err_set(&reply->err, ERR_IO, "no process to read pictures could be made: %s",
                "画像を読むプロセスを作れません: %s", strerror(errno));
    (void)close(ends[1]);
    return ends[0];
}

static int end(pid_t pid)
{
    int status = 0;
    (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

static void end_all(pid_t workers[PICTURES_JOBS_MAX])
{
    for (size_t i = 0; i < PICTURES_JOBS_MAX; i++)
        if (workers[i])
            (void)kill(workers[i], SIGKILL);
    for (size_t i = 0; i < PICTURES_JOBS_MAX; i++)
        if (workers[i])
            (void)end(workers[i]);
}

/* Only what it made itself is ever killed. */
static pid_t *place_of(pid_t workers[PICTURES_JOBS_MAX], pid_t pid)
{
    for (size_t i = 0; i < PICTURES_JOBS_MAX; i++)
        if (workers[i] == pid)
            return &workers[i];
    return NULL;
}

static int answer(pid_t *place, pid_t to_end, const struct worker_ask *ask, struct reply *reply)
{
    int fd = -1;
    if (!place) {
        err_set(&reply->err, ERR_IO, "too many processes, or one that is not there",
                "プロセスが多すぎるか、存在しません");
    } else if (to_end) {
        reply->status = end(to_end);
        *place = 0;
    } else {
        fd = spawn(ask, reply);
        *place = reply->pid > 0 ? reply->pid : 0;
    }
    return fd;
}

static _Noreturn void run(int socket, const struct worker_ask *ask)
{
    static pid_t workers[PICTURES_JOBS_MAX];
    static struct reply reply;
    struct err cannot = {0};
    struct request request;
    int none;
    if (!settle(socket))
        _exit(EXIT_FAILURE);
    bool able = load_all(&cannot) == 0;
    while (get(WORKER_LOCK_SOCKET, &request, sizeof request, &none)) {
        reply = (struct reply){.err = cannot};
        int fd = able ? answer(place_of(workers, request.end), request.end, ask, &reply) : -1;
        if (!put(WORKER_LOCK_SOCKET, &reply, sizeof reply, fd))
            break;
        if (fd >= 0)
            (void)close(fd);
    }
    end_all(workers);
    _exit(EXIT_SUCCESS);
}

/* ---- its maker's side ---- */

int nursery_open(const struct worker_ask *ask, struct nursery *out, struct err *err)
{
    int ends[2];
    *out = (struct nursery){0};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return err_set(err, ERR_IO, "no process to read pictures could be made: %s",
                       "画像を読むプロセスを作れません: %s", strerror(errno));
    pid_t pid = fork();
    if (pid == 0)
        run(ends[1], ask);
    int why = errno;
    (void)close(ends[1]);
    if (pid > 0) {
        *out = (struct nursery){pid, ends[0]};
        return 0;
    }
    (void)close(ends[0]);
    return err_set(err, ERR_IO, "no process to read pictures could be made: %s", "画像を読むプロセスを作れません: %s",
                   strerror(why));
}

static int ask_for(const struct nursery *n, struct request request, struct reply *reply, int *fd, struct err *err)
{
    if (!put(n->socket, &request, sizeof request, -1) || !get(n->socket, reply, sizeof *reply, fd))
        return err_set(err, ERR_IO, "the process that makes the readers of pictures has ended: start again",
                       "画像を読むプロセスの親が終了しました。起動し直してください");
    if (reply->err.code == ERR_NONE)
        return 0;
    *err = reply->err;
    if (*fd >= 0)
        (void)close(*fd);
    return -1;
}

int nursery_spawn(const struct nursery *n, pid_t *pid, int *socket, struct err *err)
{
    struct reply reply;
    if (ask_for(n, (struct request){0}, &reply, socket, err))
        return -1;
    *pid = reply.pid;
    return 0;
}

int nursery_end(const struct nursery *n, pid_t pid, int *status, struct err *err)
{
    struct reply reply;
    int none;
    if (ask_for(n, (struct request){pid}, &reply, &none, err))
        return -1;
    *status = reply.status;
    return 0;
}

void nursery_close(struct nursery *n)
{
    if (n->pid <= 0)
        return;
    (void)close(n->socket);
    while (waitpid(n->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    *n = (struct nursery){0};
}
