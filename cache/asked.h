#ifndef KENPIN_ASKED_H
#define KENPIN_ASKED_H

#include "cache/labels.h"

/* What entries' own pages said when they were asked, beside the copies of the lists and never mixed with them: a list
 * is compared with the list before, and a mirror passes lists on. Nothing here is ever changed but the time at which
 * the same bytes were last seen. */

#define ASKED_AGAIN  900 /* seconds before the same number is asked about again */
#define ASKED_HOURLY 60  /* pages of one scheme that are asked for in an hour */

/* The last answer of the page of this number (normal form); ANSWER_NONE when it never gave one. Works on a db without a
 * handle. */
int asked_last(struct db *db, enum scheme scheme, const char *norm, struct answer *out, struct err *err)
    __attribute__((warn_unused_result));

/* Notes that it is about to be asked. *may is false when that is too soon again, or it was asked too often. */
int asked_try(struct db *db, enum scheme scheme, const char *norm, moment now, bool *may, struct err *err)
    __attribute__((warn_unused_result));

/* Keeps an answer: `entry` with the source, the digest, the time of `copy`. */
int asked_keep(struct db *db, const struct entry *entry, const struct copy *copy, struct err *err)
    __attribute__((warn_unused_result));

#endif
