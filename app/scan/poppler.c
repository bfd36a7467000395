#include "app/scan/poppler.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/scan/poppler_lock.h"
#include "app/scan/worker_start.h"

static const char *const name[] = {[POPPLER_NONE] = "", [POPPLER_INFO] = "pdfinfo", [POPPLER_DRAW] = "pdftoppm"};

/* ---- where it is ---- */

static bool is_program(const char *file)
{
    struct stat st;
    return stat(file, &st) == 0 && S_ISREG(st.st_mode) && access(file, X_OK) == 0;
}

int poppler_find(enum poppler_program program, const char *folders, char file[PATH_MAX], struct err *err)
{
    const char *at = folders && *folders ? folders : "/usr/local/bin:/usr/bin:/bin";
    while (*at) {
        size_t size = strcspn(at, ":");
        if (*at == '/' && snprintf(file, PATH_MAX, "%.*s/%s", (int)size, at, name[program]) < PATH_MAX &&
            is_program(file))
            return 0;
        at += size + (at[size] == ':');
    }
    return err_set(err, ERR_INPUT, "a PDF is drawn by poppler, and its program %s is not here: install poppler-utils",
                   "PDF を読むには poppler の %s が必要です。poppler-utils をインストールしてください", name[program]);
}

/* ---- the process ---- */

int poppler_prepare(struct err *err)
{
    return poppler_lock_prepare(err);
}

/* Above the numbers that they are about to have. */
static bool move_files(const int files[3])
{
    int high[3];
    for (int i = 0; i < 3; i++)
        if ((high[i] = fcntl(files[i], F_DUPFD, STDERR_FILENO + 1)) < 0)
            return false;
    for (int i = 0; i < 3; i++)
        if (dup2(high[i], i) < 0)
            return false;
    return close_range(STDERR_FILENO + 1, ~0u, 0) == 0;
}

/* From here on nothing but system calls: the program may have had threads when it was forked, and their locks are held
 * for ever. */
static _Noreturn void become(const struct poppler_call *call, char *const *arguments, const int files[3], pid_t parent)
{
    /* numbers and points as in C; no home, no display, nothing of who calls */
    static char locale[] = "LC_ALL=C";
    static char *const environment[] = {locale, NULL};
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent || !worker_start_alone() || !move_files(files) ||
        chdir("/") != 0)
        _exit(POPPLER_EXIT_NOT_STARTED);
    if (!poppler_lock(call))
        _exit(POPPLER_EXIT_NOT_LOCKED);
    (void)execve(call->file, arguments, environment);
    _exit(POPPLER_EXIT_NOT_STARTED);
}

enum { ARGUMENTS = 12, WORD = 32 };

/* Its command line, in memory that it may write to, as execve wants it. */
struct line {
    char word[ARGUMENTS][WORD];
    size_t count;
};

static char *next(struct line *line)
{
    return line->word[line->count++];
}

/* What is seen of a page, which is its crop box, in grey; the document from standard input. */
static void make_line(const struct poppler_call *call, struct line *out)
{
    (void)snprintf(next(out), WORD, "%s", name[call->program]);
    (void)snprintf(next(out), WORD, "-f");
    (void)snprintf(next(out), WORD, "%u", call->first);
    (void)snprintf(next(out), WORD, "-l");
    (void)snprintf(next(out), WORD, "%u", call->last);
    if (call->program == POPPLER_DRAW) {
        (void)snprintf(next(out), WORD, "-gray");
        (void)snprintf(next(out), WORD, "-cropbox");
        (void)snprintf(next(out), WORD, "-r");
        (void)snprintf(next(out), WORD, "%.3f", call->dpi);
    }
    (void)snprintf(next(out), WORD, "-");
}

int poppler_start(const struct poppler_call *call, const int files[3], pid_t *pid, struct err *err)
{
    struct line line = {.count = 0};
    char *argument[ARGUMENTS + 1] = {NULL};
    pid_t self = getpid();
    make_line(call, &line);
    for (size_t i = 0; i < line.count; i++)
        argument[i] = line.word[i];
    *pid = fork();
    if (*pid == 0)
        become(call, argument, files, self);
    if (*pid > 0)
        return 0;
    return err_set(err, ERR_IO, "no process to draw a PDF could be made: %s", "PDF を描くプロセスを作れません: %s",
                   strerror(errno));
}

int poppler_end(pid_t pid, bool over)
{
    enum { MOMENT_MS = 1000 }; /* between closing its outputs and its end there is nothing left to do */
    int watch = over ? pidfd_open(pid, 0) : -1;
    if (watch >= 0) {
        struct pollfd end = {watch, POLLIN, 0};
        while (poll(&end, 1, MOMENT_MS) < 0 && errno == EINTR) {
        }
        (void)close(watch);
    }
    return worker_start_end(pid);
}
