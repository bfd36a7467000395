#ifndef KENPIN_PUBLISH_TIDY_H
#define KENPIN_PUBLISH_TIDY_H

#include "cache/registry/folder.h"
#include "cache/registry/latest.h"

/* Removes what no latest.json names that a till may still hold: those that have expired, and the files that only they
 * named. Files of other names are left alone. For publish.c. */
int publish_tidy(const struct folder *f, const struct latest *present, moment now, int64_t *removed, struct err *err)
    __attribute__((warn_unused_result));

#endif
