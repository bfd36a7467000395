#include "ui/web/readers.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct readers {
    struct pictures_ask each; /* of one */
    pthread_mutex_t lock;
    pthread_cond_t freed;
    size_t count;
    struct one {
        struct pictures *pictures; /* owned */
        bool busy;
    } one[];
};

int readers_open(const struct pictures_ask *ask, struct readers **out, struct err *err)
{
    size_t count = ask->jobs ? ask->jobs : 1;
    struct readers *r = calloc(1, sizeof *r + count * sizeof r->one[0]);
    pthread_condattr_t attr;
    *out = NULL;
    if (!r)
        return err_memory(err);
    r->each = *ask;
    r->each.jobs = 1;
    r->each.apart = true;
    if (pthread_condattr_init(&attr) || pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) ||
        pthread_cond_init(&r->freed, &attr) || pthread_mutex_init(&r->lock, NULL)) {
        free(r);
        return err_memory(err);
    }
    (void)pthread_condattr_destroy(&attr);
    for (; r->count < count; r->count++)
        if (pictures_open(&r->each, &r->one[r->count].pictures, err)) {
            readers_close(r);
            return -1;
        }
    *out = r;
    return 0;
}

static struct one *free_one(struct readers *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (!r->one[i].busy)
            return &r->one[i];
    return NULL;
}

static struct one *take(struct readers *r, int64_t patience_ms)
{
    struct timespec until;
    struct one *one;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += patience_ms / 1000 + 1;
    (void)pthread_mutex_lock(&r->lock);
    while (!(one = free_one(r)) && pthread_cond_timedwait(&r->freed, &r->lock, &until) == 0) {
    }
    if (one)
        one->busy = true;
    (void)pthread_mutex_unlock(&r->lock);
    return one;
}

static void give(struct readers *r, struct one *one)
{
    (void)pthread_mutex_lock(&r->lock);
    one->busy = false;
    (void)pthread_cond_signal(&r->freed);
    (void)pthread_mutex_unlock(&r->lock);
}

static int read_with(struct readers *r, struct one *one, const struct picture *picture, struct picture_result *out,
                     struct err *err)
{
    struct picture_result *result = NULL;
    if (!one->pictures && pictures_open(&r->each, &one->pictures, err))
        return -1;
    if (pictures_put(one->pictures, picture, err) || pictures_next(one->pictures, &result, err)) {
        pictures_close(one->pictures); /* it may still hold that picture, and would give its codes for the next one */
        one->pictures = NULL;
        return -1;
    }
    if (!result) /* one was put: it cannot be */
        return err_set(err, ERR_IO, "the picture was not read: try again",
                       "画像を読み取れませんでした。もう一度試してください");
    *out = *result;
    out->name = picture->name;
    result->reading = (struct reading){0}; /* taken over */
    result->image = (struct image){0};
    return 0;
}

int readers_read(struct readers *r, const struct picture *picture, int64_t patience_ms, struct picture_result *out,
                 struct err *err)
{
    struct one *one = take(r, patience_ms);
    *out = (struct picture_result){0};
    if (!one)
        return 1;
    int rc = read_with(r, one, picture, out, err);
    give(r, one);
    return rc;
}

void readers_close(struct readers *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->count; i++)
        pictures_close(r->one[i].pictures);
    (void)pthread_cond_destroy(&r->freed);
    (void)pthread_mutex_destroy(&r->lock);
    free(r);
}
