#ifndef KENPIN_SYNC_STATE_H
#define KENPIN_SYNC_STATE_H

#include "cache/db.h"
#include "cache/registry/fetch.h"

/* What is remembered of a source from one run to the next. For sync.c. */

struct sync_state {
    moment tried, succeeded;
    moment wait_until;                /* 0 = nothing to wait for */
    bool asked;                       /* the server wants that wait */
    int64_t failures;                 /* one after another */
    char mark[SOURCE_MARK_TEXT];      /* of the description it was read by */
    char address[SOURCE_ADDRESS_MAX]; /* where the list stood */
    char etag[FETCH_TAG_MAX], changed[FETCH_TAG_MAX];
    char digest[INPUT_DIGEST_TEXT]; /* of the copy it became */
};

/* {0} when the source was never tried. */
int sync_state_read(struct db *db, const char *source, struct sync_state *out, struct err *err)
    __attribute__((warn_unused_result));
int sync_state_write(struct db *db, const char *source, const struct sync_state *s, struct err *err)
    __attribute__((warn_unused_result));

/* The names of all sources that were ever tried, for a cache that is only read. */
int sync_state_names(struct db *db, struct source_names *out, struct err *err) __attribute__((warn_unused_result));
/* sync_state_read for one of those. */
int sync_state_known(struct db *db, const char *source, struct sync_state *out, struct err *err)
    __attribute__((warn_unused_result));

/* What a server's answer means for the next time: after 429, 403, 5xx a wait, its own or ours, longer each time. False
 * when it means nothing. */
#define SYNC_STATE_WAIT_MAX ((int64_t)7 * 86400) /* no server is believed to want more */
bool sync_state_trouble(struct sync_state *s, const struct fetch_answer *answer, moment now);

/* The copy in place: its digest and its time; "" and 0 when there is none. */
int sync_state_copy(struct db *db, enum scheme scheme, char digest[INPUT_DIGEST_TEXT], moment *as_of, struct err *err)
    __attribute__((warn_unused_result));
/* The list said the same at `as_of`: that is the time of the copy of that digest, if it is still in place. *as_of
 * becomes what the copy's is then. */
int sync_state_same(struct db *db, enum scheme scheme, const char *digest, moment now, moment *as_of, struct err *err)
    __attribute__((warn_unused_result));

#endif
