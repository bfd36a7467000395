#ifndef KENPIN_LADDER_H
#define KENPIN_LADDER_H

#include "app/judge/judge.h"

/* The decision table a second time, as a plain ladder of ifs, written from the specification alone. It asks nothing of
 * app/judge: what a last word counts for, what is lapsed and what is good is worked out here again. */

struct answer {
    enum outcome outcome;
    enum route route;
    char rule[4]; /* "U10" */
};

struct answer ladder_judge(const struct case_facts *c, const struct label_facts *labels, size_t count);
bool ladder_disagree(const struct case_facts *c, const struct label_facts *labels, size_t count);

#endif
