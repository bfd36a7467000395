#ifndef KENPIN_PLACE_H
#define KENPIN_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/err.h"

/* Where the demonstration works: a throw-away folder, or one that the user keeps. */

#define PLACE_PATH 4096

struct place {
    char root[PLACE_PATH / 2]; /* "" = none */
    bool throw_away;
};

/* `keep` NULL: a new folder under $TMPDIR or /tmp. Else that folder, made if need be; ERR_INPUT when it holds anything.
 */
int place_make(const char *keep, struct place *out, struct err *err) __attribute__((warn_unused_result));
void place_remove(struct place *p); /* a throw-away folder and all in it; safe on {0} and twice */

/* "ROOT/name", and "ROOT/folder/name.ending" */
const char *place_path(const struct place *p, const char *name, char out[PLACE_PATH]);
int place_folder(const struct place *p, const char *name, struct err *err) __attribute__((warn_unused_result));

/* From place_watch to place_unwatch Ctrl-C, SIGTERM and SIGHUP only set a flag: the folder is to be removed first. */
void place_watch(void);
void place_unwatch(void);
int place_stopped(struct err *err) __attribute__((warn_unused_result)); /* ERR_STOPPED once one came; else 0 */

#endif
