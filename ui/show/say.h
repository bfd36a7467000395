#ifndef KENPIN_SAY_H
#define KENPIN_SAY_H

#include "ui/show/pen.h"

/* Words and short phrases that several pages of output share. */

/* What a word of the JSON is called: say_market("gb") is "Great Britain". A word of a newer program comes out as it is.
 */
struct words say_market(const char *name);
struct words say_status(const char *name);
struct words say_role(const char *name);
struct words say_event(const char *name);
struct words say_statement(const char *name);
struct words say_scope(const char *name);
struct words say_failure(const char *name);
struct words say_origin(const char *name);
struct words say_scheme(const char *name); /* "JC-STAR", "CLS" */
struct words say_disposition(const char *name);

#define SAY_TEXT 96
const char *say_age(int64_t seconds, enum lang lang, char out[SAY_TEXT]);      /* "3 hours", 3 時間 */
const char *say_left(day expires, day on, enum lang lang, char out[SAY_TEXT]); /* "180 days left (2027-05-20)" */
const char *say_level(const char *scheme, int64_t level, enum lang lang, char out[SAY_TEXT]); /* "★1", "level 2" */
const char *say_moment(const char *rfc3339, char out[SAY_TEXT]); /* "2026-11-21 10:15 UTC" */

void say_demo(struct pen *p);                    /* the banner, a line of its own */
void say_head(struct pen *p, struct words head); /* begins a line "  Label     " and hangs behind it */
#define SAY_HEAD 11                              /* columns of it */

#endif
