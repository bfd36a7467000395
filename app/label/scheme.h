#ifndef KENPIN_SCHEME_H
#define KENPIN_SCHEME_H

#include "app/base/day.h"

enum scheme {
    SCHEME_NONE,
    SCHEME_JC_STAR, /* Japan, run by IPA */
    SCHEME_CLS,     /* Singapore, CLS for IoT, run by CSA */
    SCHEME_OTHER,   /* CLS(MD), CLS-Ready, any other country's mark: no registry of ours */
};

/* The status of a label. What a registry's word means, what became of a row, and what a check makes of both. */
enum status {
    STATUS_NONE,
    STATUS_CURRENT,
    STATUS_EXPIRED,
    STATUS_DEFERRED, /* JC-STAR: the date has passed, an extension is being processed */
    STATUS_WITHDRAWN,
    STATUS_REVOKED,
    STATUS_SUSPENDED, /* CLS */
    STATUS_GONE,      /* was listed, disappeared */
    STATUS_NOT_LISTED,
    STATUS_UNVERIFIED, /* last answer current, or not listed beyond stale_after, but too old */
    STATUS_UNCLEAR,    /* a word nobody knows, or an empty cell */
};

const char *scheme_name(enum scheme s);         /* "jc-star", "cls", "other"; "none" */
enum scheme scheme_from_name(const char *name); /* jc-star and cls, as typed after --scheme; else SCHEME_NONE */
const char *scheme_title(enum scheme s);        /* "JC-STAR", "CLS": for a person */
enum calendar scheme_calendar(enum scheme s);   /* JST, SGT; CALENDAR_UTC for others */
const char *status_name(enum status s);         /* "not-listed", as in the JSON; "" for none */

#endif
