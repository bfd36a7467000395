#ifndef KENPIN_GATHER_H
#define KENPIN_GATHER_H

#include "cache/registry/fetch.h"

/* A source's list as one file: its page, the file behind it, its pages of records. */

struct gather_ask {
    const struct source *source;
    const char *folder;         /* where the files go; only one may gather there at a time (sync_lock) */
    const char *known;          /* where the list stood last time; NULL = not known */
    const char *etag, *changed; /* what it was then */
    const char *ca;
    int seconds; /* for each request */
    input_progress *progress;
    void *progress_ctx;
};

struct gathered {
    char path[FETCH_PATH_MAX];        /* of the list */
    char address[SOURCE_ADDRESS_MAX]; /* where the list stands */
    struct fetch_answer answer;       /* the last one; `unchanged`: there is no file */
    int requests;
    bool conditional; /* its tags may be sent the next time */
};

/* Refuses what is plainly no list of the form wanted: a login, a page in place of a spreadsheet. `out` is filled after
 * a failure too. */
int gather_list(const struct gather_ask *ask, struct gathered *out, struct err *err)
    __attribute__((warn_unused_result));

/* Removes what gather_list left in `folder`. */
void gather_clear(const char *folder);

#endif
