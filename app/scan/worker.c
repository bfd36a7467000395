#include "app/scan/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/scan/worker_answer.h"
#include "app/scan/worker_lock.h"

/* One job with the descriptor that comes with it; false when there are no more. */
static bool take_job(int socket, struct worker_job *job, int *fd)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec into = {job, sizeof *job};
    struct msghdr m = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got;
    do
        got = recvmsg(socket, &m, MSG_WAITALL);
    while (got < 0 && errno == EINTR);
    const struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    if (got != sizeof *job || job->magic != WORKER_JOB || !c || c->cmsg_type != SCM_RIGHTS)
        return false;
    memcpy(fd, CMSG_DATA(c), sizeof *fd);
    job->name[sizeof job->name - 1] = 0;
    return true;
}

static int load_frame(const struct worker_job *job, int fd, struct image *image, struct err *err)
{
    size_t size = (size_t)job->width * job->height;
    image->grey = malloc(size);
    if (!image->grey)
        return err_memory(err);
    image->width = job->width;
    image->height = job->height;
    for (size_t got = 0; got < size;) {
        ssize_t n = pread(fd, image->grey + got, size - got, (off_t)got);
        if (n <= 0)
            return err_set(err, ERR_IO, "%s: the frame ends after %zu bytes",
                           "%s: フレームが %zu バイトで終わっています", job->name, got);
        got += (size_t)n;
    }
    return 0;
}

static int load(const struct worker_job *job, int fd, struct image *image, struct err *err)
{
    return job->width ? load_frame(job, fd, image, err) : image_read(job->name, fd, job->size, image, err);
}

static int work(int socket, const struct worker_ask *ask, const struct worker_job *job, int fd,
                struct picture_result *r)
{
    struct image image = {0};
    int64_t start = ask->reader.now_us();
    struct reader_ask how = ask->reader;
    how.page = job->page;
    r->failed = load(job, fd, &image, &r->err) || ask->read(&image, &how, &r->reading, &r->err);
    (void)close(fd);
    r->ms = (double)(ask->reader.now_us() - start) / 1e3;
    r->width = image.width << image.shrunk;
    r->height = image.height << image.shrunk;
    r->shrunk = image.shrunk;
    r->turn = image.turn;
    int status = worker_answer_send(socket, r, job->pixels ? &image : NULL);
    reading_clear(&r->reading);
    image_clear(&image);
    return status;
}

static int greet(const struct worker_ask *ask, const struct err *cannot)
{
    struct err err = {0};
    if (!cannot && worker_lock(ask->memory, &err))
        cannot = &err;
    int status = worker_answer_greet(WORKER_LOCK_SOCKET, cannot);
    return cannot ? -1 : status;
}

_Noreturn void worker_run(const struct worker_ask *ask, const struct err *cannot)
{
    static struct worker_job job;
    static struct picture_result result;
    int fd = -1, failed = greet(ask, cannot);
    while (!failed && take_job(WORKER_LOCK_SOCKET, &job, &fd)) {
        result = (struct picture_result){0};
        failed = work(WORKER_LOCK_SOCKET, ask, &job, fd, &result);
    }
    _exit(failed ? EXIT_FAILURE : EXIT_SUCCESS);
}
