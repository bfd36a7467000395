#include "app/scan/worker_start.h"

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
#include "app/scan/image.h"
#include "app/scan/worker_answer.h"
#include "app/scan/worker_lock.h"

/* Those that ZBar opens for every QR code, and those that it opens when a code names one (ECI, AIM ITS/04-023). */
static const char *const usual[] = {"ISO8859-1", "SJIS", "BIG-5", "UTF-8", NULL};
static const char *const rare[] = {
    "CP437",     "ISO8859-2",  "ISO8859-3",  "ISO8859-4",  "ISO8859-5",  "ISO8859-6",  "ISO8859-7",  "ISO8859-8",
    "ISO8859-9", "ISO8859-10", "ISO8859-11", "ISO8859-13", "ISO8859-14", "ISO8859-15", "ISO8859-16", NULL,
};

/* How a picture begins that libheif reads. */
static const char HEIF_HEAD[IMAGE_HEAD] = "\0\0\0\x18"
                                          "ftypmif1";

int worker_start_load(unsigned needs, struct err *err)
{
    if (text_prepare(usual, err) || worker_lock_prepare(err))
        return -1;
    struct err missing = {0};
    if (needs & WORKER_NEED_HEIF)
        (void)!image_prepare((const uint8_t *)HEIF_HEAD, sizeof HEIF_HEAD, &missing); /* each such picture says so */
    return needs & WORKER_NEED_ENCODINGS ? text_prepare(rare, err) : 0;
}

bool worker_start_alone(void)
{
    sigset_t none;
    for (int i = 1; i < SIGRTMIN; i++)
        (void)signal(i, SIG_DFL); /* what its maker does on a signal is not for us to do; two cannot be set */
    return sigemptyset(&none) == 0 && sigprocmask(SIG_SETMASK, &none, NULL) == 0 &&
           setpgid(0, 0) == 0; /* what is typed on the terminal is its maker's to answer */
}

bool worker_start_settle(int socket)
{
    if (!worker_start_alone())
        return false;
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0 || dup2(socket, WORKER_LOCK_SOCKET) < 0)
        return false;
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (!(worker_lock_loose && fd == STDERR_FILENO) && dup2(nowhere, fd) < 0)
            return false;
    return close_range(WORKER_LOCK_SOCKET + 1, ~0u, 0) == 0;
}

static _Noreturn void be_worker(int socket, pid_t parent, const struct worker_ask *ask, unsigned needs)
{
    struct err err = {0};
    /* it must not outlive its maker, whatever it is doing */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(EXIT_FAILURE);
    if (!worker_start_settle(socket)) {
        err_set(&err, ERR_IO, "no process to read pictures could be set up: %s",
                "画像を読むプロセスを準備できません: %s", strerror(errno));
        (void)!worker_answer_greet(socket, &err);
        _exit(EXIT_FAILURE);
    }
    bool ready =
        worker_start_load(needs, &err) == 0 && (!(needs & WORKER_NEED_HEIF) || worker_lock_allow_threads(&err) == 0);
    worker_run(ask, ready ? NULL : &err);
}

int worker_start(const struct worker_ask *ask, unsigned needs, pid_t *pid, int *socket, struct err *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return err_set(err, ERR_IO, "no process to read pictures could be made: %s",
                       "画像を読むプロセスを作れません: %s", strerror(errno));
    pid_t self = getpid();
    *pid = fork();
    if (*pid == 0)
        be_worker(ends[1], self, ask, needs);
    int why = errno;
    (void)close(ends[1]);
    *socket = ends[0];
    if (*pid > 0)
        return 0;
    (void)close(ends[0]);
    return err_set(err, ERR_IO, "no process to read pictures could be made: %s", "画像を読むプロセスを作れません: %s",
                   strerror(why));
}

int worker_start_end(pid_t pid)
{
    int status = 0;
    (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

void worker_start_kill(pid_t pid, bool wait)
{
    if (wait)
        (void)worker_start_end(pid);
    else
        (void)kill(pid, SIGKILL);
}
