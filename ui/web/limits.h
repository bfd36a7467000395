#ifndef KENPIN_WEB_LIMITS_H
#define KENPIN_WEB_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* How often something may be done: a bucket fills with `rate` a second up to `burst`, and each time takes one out. By
 * tick_now's clock, as an argument. */

struct rate {
    double rate, burst;
};

struct bucket {
    double left;
    int64_t at_ms; /* 0 = full */
};

/* 0 = it may; else milliseconds until it may, and nothing was taken. */
int64_t bucket_take(struct bucket *b, const struct rate *rate, int64_t now_ms);
/* How long it would have to wait, without taking. */
int64_t bucket_wait(const struct bucket *b, const struct rate *rate, int64_t now_ms);

/* Buckets by a key: an address, a station. Those not used for longest make room for new ones. */
#define LIMITS_KEY    16
#define LIMITS_PLACES 256

struct limits {
    struct rate rate;
    struct limits_place {
        uint8_t key[LIMITS_KEY];
        struct bucket bucket;
    } place[LIMITS_PLACES];
    size_t count;
};

int64_t limits_take(struct limits *l, const uint8_t key[LIMITS_KEY], int64_t now_ms);
int64_t limits_wait(const struct limits *l, const uint8_t key[LIMITS_KEY], int64_t now_ms);

#endif
