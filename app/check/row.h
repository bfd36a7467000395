#ifndef KENPIN_ROW_H
#define KENPIN_ROW_H

#include <cjson/cJSON.h>

#include "app/check/check.h"
#include "app/judge/judge.h"

/* What a list shows of one record: the few things that fit in a table. Taken from the desk that judged, or from the
 * record's text: both say the same (tests/unit/app/test_golden.c). All borrowed. */

struct check_row_market {
    enum market market;
    enum outcome outcome;
    enum route route;
    const char *rule, *reason, *label; /* label: NULL = judged on none */
    struct judge_lines next, cite;
    finding_set findings;
};

struct check_row {
    enum outcome outcome;
    struct check_row_market market[CHECK_MARKETS_MAX];
    size_t markets, worst; /* worst: the first market with the worst outcome */
    const char *gtin, *sku, *brand, *model, *from;
    /* the label that market was judged on; NULL = none */
    const char *number, *scheme, *status, *match;
    const char *word, *copy; /* the registry's own word, and the digest of the copy */
    int level;
    day issued, expires;
    const char *scope, *statement, *role, *event; /* facts that counted */
    day on;
};

void check_row_of(const struct check_desk *desk, struct check_row *out);
void check_row_read(const cJSON *record, struct check_row *out);

#endif
