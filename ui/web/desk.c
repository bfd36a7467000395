#include "ui/web/desk.h"

#include <time.h>

int desk_begin(struct desk *d, struct counter *counter, struct err *err)
{
    pthread_condattr_t attr;
    *d = (struct desk){.counter = counter};
    if (pthread_condattr_init(&attr) || pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) ||
        pthread_cond_init(&d->news, &attr) || pthread_mutex_init(&d->lock, NULL))
        return err_memory(err);
    (void)pthread_condattr_destroy(&attr);
    return counter_catch_up(counter, &d->version, err);
}

struct counter *desk_take(struct desk *d)
{
    (void)pthread_mutex_lock(&d->lock);
    return d->counter;
}

/* A failure here is met again by whoever does something next, and is told then. */
static void tell(struct desk *d)
{
    int64_t version;
    struct err err;
    if (counter_catch_up(d->counter, &version, &err) == 0 && version != d->version) {
        d->version = version;
        d->told++;
        (void)pthread_cond_broadcast(&d->news);
    }
}

void desk_give(struct desk *d)
{
    tell(d);
    (void)pthread_mutex_unlock(&d->lock);
}

void desk_look(struct desk *d)
{
    if (pthread_mutex_trylock(&d->lock))
        return;
    tell(d);
    (void)pthread_mutex_unlock(&d->lock);
}

void desk_call(struct desk *d)
{
    (void)pthread_mutex_lock(&d->lock);
    d->told++;
    (void)pthread_cond_broadcast(&d->news);
    (void)pthread_mutex_unlock(&d->lock);
}

bool desk_wait(struct desk *d, int64_t *seen, int64_t most_ms)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += most_ms / 1000;
    until.tv_nsec += most_ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    (void)pthread_mutex_lock(&d->lock);
    while (!d->closed && d->told == *seen && pthread_cond_timedwait(&d->news, &d->lock, &until) == 0) {
    }
    *seen = d->told;
    bool open = !d->closed;
    (void)pthread_mutex_unlock(&d->lock);
    return open;
}

void desk_close(struct desk *d)
{
    (void)pthread_mutex_lock(&d->lock);
    d->closed = true;
    (void)pthread_cond_broadcast(&d->news);
    (void)pthread_mutex_unlock(&d->lock);
}

void desk_end(struct desk *d)
{
    (void)pthread_cond_destroy(&d->news);
    (void)pthread_mutex_destroy(&d->lock);
}
