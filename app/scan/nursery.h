#ifndef KENPIN_NURSERY_H
#define KENPIN_NURSERY_H

#include <sys/types.h>

#include "app/scan/poppler.h"
#include "app/scan/worker.h"

/* Where workers are made: in this process, which is quickest for one or two pictures; or apart, in a small process made
 * early. That one has a single thread whatever its maker does later, holds none of its maker's files and little of its
 * memory, and has loaded once what all its workers need. When it is killed its workers end with it, and another is made
 * when the next worker is wanted. */

struct nursery {
    struct worker_ask ask;
    pid_t pid; /* of the process apart; 0: here */
    int socket;
};

int nursery_open(const struct worker_ask *ask, bool apart, struct nursery *out, struct err *err)
    __attribute__((warn_unused_result));

/* A new worker: its number, which stays its own until nursery_end, and the socket to it. `needs`: worker_start.h. */
int nursery_spawn(struct nursery *n, unsigned needs, pid_t *pid, int *socket, struct err *err)
    __attribute__((warn_unused_result));

/* Poppler at work (poppler.h), with `files` as its standard ones. */
int nursery_poppler(struct nursery *n, const struct poppler_call *call, const int files[3], pid_t *pid, struct err *err)
    __attribute__((warn_unused_result));

/* Its end, waited for a moment when it is `over` by its outputs, else made. *status as waitpid has it. */
int nursery_poppler_end(const struct nursery *n, pid_t pid, bool over, int *status, struct err *err)
    __attribute__((warn_unused_result));

/* Kills the worker if it still lives. *status: how it ended, as waitpid has it. */
int nursery_end(const struct nursery *n, pid_t pid, int *status, struct err *err) __attribute__((warn_unused_result));

/* Ends the process apart, and with it all workers made there, and `wait`s for that; safe on {0} and twice. */
void nursery_close(struct nursery *n, bool wait);

#endif
