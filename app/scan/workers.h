#ifndef KENPIN_WORKERS_H
#define KENPIN_WORKERS_H

#include "app/scan/nursery.h"
#include "app/scan/pictures.h"

/* The workers as their maker sees them. Each has at most one job. It is watched, never believed, and replaced when it
 * ends. */

struct seat {
    pid_t pid; /* 0: nobody sits here */
    int socket;
    bool greeted, busy, pixels;
    unsigned can; /* what it has loaded, of enum worker_need */
    size_t tag;   /* of its job */
    int64_t started_us, worked_us;
    uint8_t *inbox; /* owned; what came of the answer */
    size_t got, wanted;
    bool sized; /* `wanted` is that of the whole answer */
};

struct workers {
    struct nursery nursery;
    int64_t (*now_us)(void);
    int64_t patience_us; /* a job may take */
    unsigned most;
    struct seat seat[PICTURES_JOBS_MAX];
};

/* How it went with a job. */
enum outcome_of_job { JOB_NONE, JOB_ANSWERED, JOB_WRONG, JOB_TOO_LONG, JOB_ENDED, JOB_CANNOT };

struct workers_event {
    enum outcome_of_job what;
    size_t tag;
    const uint8_t *answer; /* ANSWERED: of a right size; borrowed until the next call of any */
    int status;            /* ENDED: as waitpid has it */
};

struct workers_job {
    const struct worker_job *job;
    int fd;
    unsigned needs; /* of enum worker_need */
    size_t tag;
};

/* Gives a job to an idle or a new worker; all stays the caller's. *given is false when all are at work. */
int workers_give(struct workers *w, const struct workers_job *job, bool *given, struct err *err)
    __attribute__((warn_unused_result));

/* Waits until something comes of any job, `ms` at most. */
void workers_wait(const struct workers *w, int ms);

/* What has come of one job, if anything has. -1: none can be read here. */
int workers_take(struct workers *w, struct workers_event *out, struct err *err) __attribute__((warn_unused_result));

/* `wait`: until there are no processes any more. */
void workers_close(struct workers *w, bool wait);

#endif
