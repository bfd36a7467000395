#ifndef KENPIN_JUDGE_H
#define KENPIN_JUDGE_H

#include "app/judge/facts.h"

/* Facts in, one verdict per market out: the decision tables (gb.c, jp.c). Pure: no clock, files, network or memory; the
 * same facts give the same verdict. A cleared struct never passes. */

/* One label, as the table sees it. */
struct label_facts {
    enum scheme scheme;
    int level;          /* 1-4; 0 = unknown */
    enum status status; /* label_standing */
    enum status last;   /* what the registry last said, before age counted: STATUS_CURRENT, STATUS_NOT_LISTED, ... */
    enum age age;
    bool listed; /* the copy lists it; a vanished row is not listed */
    bool read;   /* a mark read or typed; false: the entry was found by brand and model */
    day on;      /* the day of the event on the scheme's own calendar */
    day issued;  /* 0 = unknown */
    day expires; /* 0 = unknown */
    enum match_kind match;
};

/* The rest of the case, the same for every label of the box. */
struct case_facts {
    enum market market;
    enum role role;
    enum event event;
    enum scope scope;
    enum statement statement;
    enum failure failure;
    int requires_star; /* 0-4 */
    int warn_days;
    day uk_day;    /* the day of the event on the UK's calendar */
    bool box_read; /* every code of the box was interpreted: only then is "no label" a fact */
    finding_set
        lift; /* of unofficial-url, two-products, clock-suspect; printed-date-differs when the printed is later */
};

struct row; /* a line of a decision table */

struct verdict {
    enum market market;
    enum outcome outcome;
    enum route route;
    const struct row *row; /* NULL: no row fits, which is review */
    int label;             /* the label it was judged on; -1: none */
    finding_set lifted;    /* what lifted pass or warn to review */
    bool disagree;         /* finding two-labels-disagree */
};

/* What the last answer counts for at its age, on that day: `last` is the word's meaning, STATUS_GONE, or
 * STATUS_NOT_LISTED; STATUS_NONE when there was no answer. */
enum status label_standing(enum status last, enum age age, day on, day expires);

/* 0 when `copy_at` is 0. `fresh` and `stale_after` in seconds; an age equal to a limit is inside it. */
enum age label_age(moment copy_at, moment now, int64_t fresh, int64_t stale_after);

bool label_lapsed(const struct label_facts *l);
bool label_ok(const struct label_facts *l, day uk_day); /* recognised in the UK, live, and this very model */

/* The label is bad beside one that is label_ok: lapsed, revoked, not listed, or another product's. */
bool label_contradicts(const struct label_facts *l);

/* Judges a box with `count` labels (0: none). */
struct verdict judge(const struct case_facts *c, const struct label_facts *labels, size_t count);

/* Words for a verdict; strings are static. */
#define JUDGE_LINES_MAX 12
struct judge_lines {
    const char *item[JUDGE_LINES_MAX];
    size_t count;
};

const char *judge_rule(const struct verdict *v); /* "U10"; "-" when no row fits */
const char *judge_reason(const struct verdict *v, enum lang lang);
/* A lifted verdict says first what lifted it and whom to tell, and not that the label may be shown. */
struct judge_lines judge_next(const struct verdict *v, const struct case_facts *c, enum lang lang);
struct judge_lines judge_cite(const struct verdict *v, const struct case_facts *c, enum scheme scheme);

/* The worst of two; OUTCOME_NONE is worse than all. */
enum outcome outcome_worst(enum outcome a, enum outcome b);

#endif
