#include "ui/web/limits.h"

#include <math.h>
#include <string.h>

static double filled(const struct bucket *b, const struct rate *rate, int64_t now_ms)
{
    if (!b->at_ms)
        return rate->burst;
    double left = b->left + (double)(now_ms - b->at_ms) / 1000 * rate->rate;
    return left < rate->burst ? left : rate->burst;
}

static int64_t wait_for(double left, const struct rate *rate)
{
    return left >= 1 ? 0 : (int64_t)ceil((1 - left) / rate->rate * 1000);
}

int64_t bucket_wait(const struct bucket *b, const struct rate *rate, int64_t now_ms)
{
    return wait_for(filled(b, rate, now_ms), rate);
}

int64_t bucket_take(struct bucket *b, const struct rate *rate, int64_t now_ms)
{
    double left = filled(b, rate, now_ms);
    int64_t wait = wait_for(left, rate);
    *b = (struct bucket){wait ? left : left - 1, now_ms > 0 ? now_ms : 1};
    return wait;
}

static const struct limits_place *find(const struct limits *l, const uint8_t key[LIMITS_KEY])
{
    for (size_t i = 0; i < l->count; i++)
        if (!memcmp(l->place[i].key, key, LIMITS_KEY))
            return &l->place[i];
    return NULL;
}

/* A new place, or the one that was not used for longest. */
static struct limits_place *make(struct limits *l, const uint8_t key[LIMITS_KEY])
{
    struct limits_place *p = &l->place[0];
    if (l->count < LIMITS_PLACES)
        p = &l->place[l->count++];
    else
        for (size_t i = 1; i < l->count; i++)
            if (l->place[i].bucket.at_ms < p->bucket.at_ms)
                p = &l->place[i];
    *p = (struct limits_place){0};
    memcpy(p->key, key, LIMITS_KEY);
    return p;
}

int64_t limits_take(struct limits *l, const uint8_t key[LIMITS_KEY], int64_t now_ms)
{
    const struct limits_place *p = find(l, key);
    return bucket_take(p ? &l->place[p - l->place].bucket : &make(l, key)->bucket, &l->rate, now_ms);
}

int64_t limits_wait(const struct limits *l, const uint8_t key[LIMITS_KEY], int64_t now_ms)
{
    const struct limits_place *p = find(l, key);
    return p ? bucket_wait(&p->bucket, &l->rate, now_ms) : 0;
}
