#include "app/scan/pdf_run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SLICE_MS = 100 /* how long Ctrl-C may go unseen */, CHUNK = 64 * 1024 };

enum { OUTPUT, COMPLAINTS, PIPES };

struct job {
    const struct pdf_run *run;
    pid_t pid;
    int64_t until_us;
    int from[PIPES];      /* -1 once it is closed */
    uint8_t chunk[CHUNK]; /* what came last */
};

static void close_end(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

/* ---- starting ---- */

static int start(struct job *job, struct err *err)
{
    int output[2], complaints[2];
    if (pipe2(output, O_CLOEXEC) != 0)
        return err_set(err, ERR_IO, "no pipe could be made: %s", "パイプを作れません: %s", strerror(errno));
    if (pipe2(complaints, O_CLOEXEC) != 0) {
        int why = errno;
        (void)close(output[0]);
        (void)close(output[1]);
        return err_set(err, ERR_IO, "no pipe could be made: %s", "パイプを作れません: %s", strerror(why));
    }
    const int files[] = {job->run->document, output[1], complaints[1]};
    int status = nursery_poppler(job->run->nursery, job->run->call, files, &job->pid, err);
    (void)close(output[1]);
    (void)close(complaints[1]);
    job->from[OUTPUT] = output[0];
    job->from[COMPLAINTS] = complaints[0];
    return status;
}

/* ---- what comes ---- */

static enum pdf_end take(struct job *job, int which, struct pdf_ran *out)
{
    ssize_t n = read(job->from[which], job->chunk, sizeof job->chunk);
    if (n < 0)
        return errno == EINTR || errno == EAGAIN ? PDF_END_NONE : PDF_END_WRONG;
    if (n == 0) {
        close_end(&job->from[which]);
        return PDF_END_NONE;
    }
    if (which == OUTPUT)
        return job->run->take(job->run->ctx, job->chunk, (size_t)n) ? PDF_END_NONE : PDF_END_WRONG;
    pdf_complaints_take(&out->complaints, (const char *)job->chunk, (size_t)n);
    return out->complaints.too_many ? PDF_END_WRONG : PDF_END_NONE;
}

/* The next bytes of either; DONE when both are closed. */
static enum pdf_end step(struct job *job, struct pdf_ran *out)
{
    struct pollfd polled[PIPES] = {{job->from[OUTPUT], POLLIN, 0}, {job->from[COMPLAINTS], POLLIN, 0}};
    enum pdf_end end = PDF_END_NONE;
    if (job->from[OUTPUT] < 0 && job->from[COMPLAINTS] < 0)
        return PDF_END_DONE;
    if (job->run->now_us() > job->until_us)
        return PDF_END_LATE;
    if (poll(polled, PIPES, SLICE_MS) <= 0) /* a signal ends it too, and the caller looks why */
        return PDF_END_NONE;
    for (int i = 0; i < PIPES && end == PDF_END_NONE; i++)
        if (polled[i].revents)
            end = take(job, i, out);
    return end;
}

static enum pdf_end end_of(int status, struct pdf_ran *out)
{
    out->status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    if (WIFSIGNALED(status))
        return out->status == SIGXCPU ? PDF_END_LATE : PDF_END_CRASHED;
    return out->status == POPPLER_EXIT_NOT_LOCKED ? PDF_END_NOT_LOCKED : PDF_END_DONE;
}

static int watch(struct job *job, struct pdf_ran *out, struct err *err)
{
    int status = 0;
    bool stopped = false;
    while (out->end == PDF_END_NONE && !stopped) {
        out->end = step(job, out);
        stopped = job->run->stopped && job->run->stopped();
    }
    pdf_complaints_end(&out->complaints);
    if (nursery_poppler_end(job->run->nursery, job->pid, out->end == PDF_END_DONE, &status, err))
        return -1;
    if (stopped)
        return err_set(err, ERR_STOPPED, "stopped", "中断しました");
    if (out->end == PDF_END_DONE)
        out->end = end_of(status, out);
    return 0;
}

int pdf_run(const struct pdf_run *run, struct pdf_ran *out, struct err *err)
{
    *out = (struct pdf_ran){0};
    struct job *job = calloc(1, sizeof *job);
    if (!job)
        return err_memory(err);
    *job = (struct job){.run = run, .until_us = run->now_us() + run->patience_us, .from = {-1, -1}};
    int rc = start(job, err);
    if (!rc)
        rc = watch(job, out, err);
    for (int i = 0; i < PIPES; i++)
        close_end(&job->from[i]);
    free(job);
    return rc;
}
