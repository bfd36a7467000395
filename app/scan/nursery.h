#ifndef KENPIN_NURSERY_H
#define KENPIN_NURSERY_H

#include <sys/types.h>

#include "app/scan/worker.h"

/* A small process made early, that makes the workers. It has one thread whatever its maker does later, holds none of
 * its maker's files and little of its memory, and has the libraries loaded that a worker can no longer load. */

struct nursery {
    pid_t pid; /* 0: there is none */
    int socket;
};

/* Makes the process; `ask` is copied with it. */
int nursery_open(const struct worker_ask *ask, struct nursery *out, struct err *err)
    __attribute__((warn_unused_result));

/* A new worker: its number, which stays its own until nursery_end, and the socket to it. */
int nursery_spawn(const struct nursery *n, pid_t *pid, int *socket, struct err *err)
    __attribute__((warn_unused_result));

/* Kills the worker if it still lives. *status: how it ended, as waitpid has it. */
int nursery_end(const struct nursery *n, pid_t pid, int *status, struct err *err) __attribute__((warn_unused_result));

/* Ends the process and all its workers; safe on {0} and twice. */
void nursery_close(struct nursery *n);

#endif
