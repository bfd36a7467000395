#ifndef KENPIN_SYNC_H
#define KENPIN_SYNC_H

#include "cache/registry/mirror.h"
#include "cache/registry/source.h"

/* A source's list, fetched and put in place; or why not, and the old copy stays with its true age. */

struct sync_ask {
    struct db *db;
    const char *folder; /* the data folder */
    const struct source *source;
    moment now;
    bool force;   /* although it is not due; not against a server's wish */
    bool preview; /* say what would change, and change nothing */
    const char *accept_shrink;
    const char *ca;
    int seconds; /* for each request; 0 = SYNC_SECONDS */
    input_progress *progress;
    void *progress_ctx;
};

#define SYNC_SECONDS 300

enum sync_outcome {
    SYNC_NONE,
    SYNC_NEW,     /* a copy was put in place, or would be */
    SYNC_SAME,    /* the list says the same; the copy is as of now */
    SYNC_NOT_DUE, /* nothing was asked */
    SYNC_MIRROR,  /* a mirror was read: `mirror` says what came of each list */
};

struct sync_result {
    enum sync_outcome outcome;
    struct import_result import;      /* SYNC_NEW */
    struct mirror_result mirror;      /* SYNC_MIRROR */
    moment as_of;                     /* of the copy in place; 0 = there is none */
    moment next;                      /* SYNC_NOT_DUE: when it is */
    char address[SOURCE_ADDRESS_MAX]; /* where the list stands */
    int requests;
};

/* `out` is filled after a failure too. */
int sync_source(const struct sync_ask *ask, struct sync_result *out, struct err *err)
    __attribute__((warn_unused_result));

/* One at a time may sync a data folder; another waits for it. *lock is closed by sync_unlock; the system does when a
 * process dies. */
int sync_lock(const char *folder, int *lock, struct err *err) __attribute__((warn_unused_result));
void sync_unlock(int lock);

#endif
