#ifndef KENPIN_WORKER_H
#define KENPIN_WORKER_H

#include "app/scan/reader.h"

/* The process that looks at pictures: it is given one job at a time over a socket, the picture's bytes as an open
 * descriptor beside it, and answers (worker_answer.h). Both ends are the same program, so that structs go over as they
 * are. */

#define WORKER_NAME 512 /* bytes of a picture's name as messages show it */
#define WORKER_JOB  0x4B4A4F42u

struct worker_job {
    uint32_t magic; /* WORKER_JOB */
    bool pixels;    /* they come with the answer */
    bool page;      /* as reader_ask has it */
    uint64_t size;
    uint32_t width, height; /* of a frame: the bytes are grey pixels; else 0, and they are a picture file */
    char name[WORKER_NAME];
};

struct worker_ask {
    struct reader_ask reader;
    reader *read;
    size_t memory; /* bytes beyond what the process has at its start */
};

/* Locks itself in and works until the other end of WORKER_LOCK_SOCKET is closed. `cannot`: why no picture can be read,
 * which is then all that it says. */
_Noreturn void worker_run(const struct worker_ask *ask, const struct err *cannot);

#endif
