#include "ui/term/device_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "ui/term/device_keys.h"

struct device_reader {
    struct libevdev *evdev;
    struct device_keys keys;
    int device, pipe[2], stop;
    pthread_t thread;
};

static int64_t now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Waits while the pipe is full; false when nobody reads it any more. */
static bool pass_on(const struct device_reader *r, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(r->pipe[1], bytes, size);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    return true;
}

static bool take(struct device_reader *r)
{
    char bytes[256];
    int count;
    do {
        count = device_keys_read(&r->keys, r->evdev, bytes, sizeof bytes, now());
        if (count < 0 || !pass_on(r, bytes, (size_t)count))
            return false;
    } while (count > 0);
    return true;
}

static int patience(const struct device_reader *r)
{
    int64_t due = device_keys_due(&r->keys), ms = due - now();
    return !due ? -1 : ms > 0 ? (int)ms : 0;
}

static void *run(void *reader)
{
    struct device_reader *r = reader;
    for (bool on = true; on;) {
        struct pollfd file[] = {{.fd = r->device, .events = POLLIN}, {.fd = r->stop, .events = POLLIN}};
        if (poll(file, 2, patience(r)) < 0 && errno != EINTR)
            break;
        if (file[1].revents)
            break;
        if (file[0].revents)
            on = take(r);
        char c = device_keys_wake(&r->keys, now());
        if (on && c)
            on = pass_on(r, &c, 1);
    }
    (void)close(r->pipe[1]);
    return NULL;
}

static void close_one(int fd)
{
    if (fd >= 0)
        (void)close(fd);
}

int device_reader_start(struct libevdev *evdev, int device, struct device_reader **out, struct err *err)
{
    struct device_reader *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r)
        return err_memory(err);
    *r = (struct device_reader){.evdev = evdev, .device = device, .pipe = {-1, -1}, .stop = eventfd(0, EFD_CLOEXEC)};
    int why = r->stop < 0 || pipe2(r->pipe, O_CLOEXEC) || fcntl(r->pipe[0], F_SETFL, O_NONBLOCK) ? errno : 0;
    if (!why)
        why = pthread_create(&r->thread, NULL, run, r);
    if (!why) {
        *out = r;
        return 0;
    }
    close_one(r->pipe[0]);
    close_one(r->pipe[1]);
    close_one(r->stop);
    free(r);
    return err_set(err, ERR_IO, "the scanner cannot be read: %s", "スキャナーを読み取れません: %s", strerror(why));
}

int device_reader_pipe(const struct device_reader *r)
{
    return r->pipe[0];
}

void device_reader_stop(struct device_reader *r)
{
    const uint64_t one = 1;
    if (!r)
        return;
    (void)close(r->pipe[0]); /* a write that waits ends by it */
    while (write(r->stop, &one, sizeof one) < 0 && errno == EINTR)
        ;
    (void)pthread_join(r->thread, NULL);
    (void)close(r->stop);
    free(r);
}
