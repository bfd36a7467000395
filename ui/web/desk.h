#ifndef KENPIN_DESK_H
#define KENPIN_DESK_H

#include <pthread.h>

#include "ui/counter/counter.h"

/* The counter for many threads: one at a time, and whoever waits for news is woken. */

struct desk {
    struct counter *counter; /* use it between desk_take and desk_give */
    pthread_mutex_t lock;
    pthread_cond_t news;
    int64_t version; /* of the counter */
    int64_t told;    /* how often there was news */
    bool closed;
};

int desk_begin(struct desk *d, struct counter *counter, struct err *err) __attribute__((warn_unused_result));
struct counter *desk_take(struct desk *d);
void desk_give(struct desk *d); /* tells of what changed */
/* What other programs put on record; nothing when the desk is taken, as desk_give looks too. */
void desk_look(struct desk *d);
void desk_call(struct desk *d); /* wakes all that wait, so that they look whether they still may stay */

/* Waits until there was news that *seen does not count, at most so long; false once the desk is closed. */
bool desk_wait(struct desk *d, int64_t *seen, int64_t most_ms);
void desk_close(struct desk *d); /* nobody waits any more */
void desk_end(struct desk *d);

#endif
