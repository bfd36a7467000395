#ifndef KENPIN_WORKER_START_H
#define KENPIN_WORKER_START_H

#include <sys/types.h>

#include "app/scan/worker.h"

/* Making the process of a worker, with all loaded that it can no longer load once it is locked in. */

/* What not every picture needs and takes time to load. */
enum worker_need {
    WORKER_NEED_NOTHING = 0,
    WORKER_NEED_ENCODINGS = 1, /* of QR codes that name a rare one */
    WORKER_NEED_HEIF = 2,      /* libheif, and threads, which its decoders cannot do without */
};

/* Loads it here, for processes forked from this one. `needs`: of enum worker_need, or-ed. */
int worker_start_load(unsigned needs, struct err *err) __attribute__((warn_unused_result));

/* Leaves its maker's signals and group. Nothing but system calls. */
bool worker_start_alone(void);

/* Leaves the process that a fork began with its maker's signals, files and group; `socket` becomes
 * WORKER_LOCK_SOCKET. */
bool worker_start_settle(int socket);

/* Forks a worker; the caller owns *pid, to be ended and waited for, and *socket. */
int worker_start(const struct worker_ask *ask, unsigned needs, pid_t *pid, int *socket, struct err *err)
    __attribute__((warn_unused_result));

/* Kills it if it still lives, waits for it, and returns how it ended, as waitpid has it. */
int worker_start_end(pid_t pid);

/* The same, `wait`ing only where somebody goes on who would be left with what remains. */
void worker_start_kill(pid_t pid, bool wait);

#endif
