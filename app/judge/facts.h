#ifndef KENPIN_FACTS_H
#define KENPIN_FACTS_H

#include "app/base/day.h"
#include "app/base/finding.h"
#include "app/label/scheme.h"

/* The facts of one check, as the decision tables name them. In each list 0 is none, and none never passes. */

enum market { MARKET_NONE, MARKET_GB, MARKET_NI, MARKET_JP };
enum role { ROLE_NONE, ROLE_RETAILER, ROLE_SELLER, ROLE_IMPORTER, ROLE_MANUFACTURER, ROLE_PLATFORM };
enum event { EVENT_NONE, EVENT_GOODS_IN, EVENT_OFFER, EVENT_SALE, EVENT_AUDIT };
enum scope { SCOPE_NONE, SCOPE_IN, SCOPE_EXCEPTED, SCOPE_USED, SCOPE_UNKNOWN };
enum statement { STATEMENT_NONE, STATEMENT_COMPLETE, STATEMENT_INCOMPLETE, STATEMENT_ABSENT, STATEMENT_UNKNOWN };
enum failure { FAILURE_NOT_SAID, FAILURE_NONE, FAILURE_INFORMED, FAILURE_BELIEVED };
enum match_kind { MATCH_NONE, MATCH_MODEL, MATCH_BRAND, MATCH_MISMATCH, MATCH_UNKNOWN };

enum outcome {
    OUTCOME_NONE, /* not judged: worse than all others */
    OUTCOME_OUT,
    OUTCOME_PASS,
    OUTCOME_WARN,
    OUTCOME_REVIEW,
    OUTCOME_HOLD,
    OUTCOME_STOP,
};
enum route { ROUTE_NONE, ROUTE_LABEL, ROUTE_STATEMENT };

/* How old the copy is that answered. */
enum age {
    AGE_NONE,  /* no copy: as AGE_STALE */
    AGE_FRESH, /* no older than `fresh` */
    AGE_AGING, /* no older than `stale_after` */
    AGE_STALE, /* older, or dated after the moment judged */
};

/* The words of the command line and of the JSON. x_name gives "" for none (FAILURE_NONE is "none"); x_from_name gives 0
 * for a word that is none of them. */
const char *market_name(enum market m);
const char *role_name(enum role r);
const char *event_name(enum event e);
const char *scope_name(enum scope s);
const char *statement_name(enum statement s);
const char *failure_name(enum failure f);
const char *match_name(enum match_kind m);
const char *outcome_name(enum outcome o);
const char *route_name(enum route r);
enum market market_from_name(const char *s);
enum role role_from_name(const char *s);
enum event event_from_name(const char *s);
enum scope scope_from_name(const char *s);
enum statement statement_from_name(const char *s);
enum failure failure_from_name(const char *s);
enum outcome outcome_from_name(const char *s);

enum calendar market_calendar(enum market m); /* UK for gb and ni, JST for jp */

#endif
