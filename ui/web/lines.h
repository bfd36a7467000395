#ifndef KENPIN_LINES_H
#define KENPIN_LINES_H

#include <pthread.h>

#include "ui/web/net_address.h"

/* The connections that are open, each with the moment by which it must have gone on. A client that sends or reads a
 * byte now and then is not idle, so idleness alone ends nothing; by tick_now's clock. */

enum line_stage {
    LINE_NONE,
    LINE_HEAD,   /* it is to send the head of a request, or to be shaken hands with */
    LINE_BODY,   /* its body */
    LINE_OURS,   /* we work: no deadline */
    LINE_REPLY,  /* it is to take the reply */
    LINE_STREAM, /* it is to take what a stream of events just gave */
};

struct line {
    int fd;
    int64_t until_ms; /* 0 = none */
    struct net_address peer;
    struct line *next, *before;
};

struct lines {
    pthread_mutex_t lock;
    struct line *first;
};

int64_t line_deadline(enum line_stage stage, size_t body, int64_t now_ms); /* 0 = none; `body` bytes in all */

void lines_begin(struct lines *l);
/* NULL without memory. */
struct line *lines_add(struct lines *l, int fd, const struct net_address *peer, int64_t now_ms);
void lines_remove(struct lines *l, struct line *line); /* before its socket is closed */
void lines_stage(struct lines *l, struct line *line, enum line_stage stage, size_t body, int64_t now_ms);
/* Shuts those that are late; whoever waits on one learns that. */
void lines_sweep(struct lines *l, int64_t now_ms);
void lines_end(struct lines *l);

#endif
