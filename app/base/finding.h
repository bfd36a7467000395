#ifndef KENPIN_FINDING_H
#define KENPIN_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/words.h"

/* What is wrong with a box, or worth knowing, whichever row of the table wins. A finding is no error of ours. */

enum finding_code {
    FINDING_NONE,
    /* by the date */
    FINDING_EXPIRED,
    FINDING_LAST_DAY,
    FINDING_EXPIRES_SOON,
    FINDING_NOT_YET_ISSUED,
    /* by the status */
    FINDING_REVOKED,
    FINDING_WITHDRAWN,
    FINDING_DEFERRED,
    FINDING_SUSPENDED,
    FINDING_GONE,
    FINDING_NOT_LISTED,
    FINDING_STATUS_UNCLEAR,
    FINDING_NEWER_THAN_COPY,
    /* by the copy */
    FINDING_ANSWER_STALE,
    FINDING_NO_ANSWER,
    /* by what the law names */
    FINDING_LEVEL_NOT_RECOGNISED,
    FINDING_SCHEME_NOT_RECOGNISED,
    /* by the match */
    FINDING_MODEL_MISMATCH,
    FINDING_UNLISTED_VARIANT,
    FINDING_BRAND_ONLY,
    FINDING_BRAND_DIFFERS,
    FINDING_MODEL_UNKNOWN,
    FINDING_SERIES_ONLY,
    /* by the product's codes */
    FINDING_GTIN_UNKNOWN,
    FINDING_GTIN_BAD_CHECK_DIGIT,
    FINDING_GTIN_REPAIRED,
    FINDING_GTIN_IN_STORE,
    FINDING_TWO_PRODUCTS,
    /* by the label's codes */
    FINDING_PRINTED_DATE_DIFFERS,
    FINDING_ID_IMPLAUSIBLE,
    FINDING_UNOFFICIAL_URL,
    FINDING_CODE_IN_PARTS,
    /* by the product's row in the catalogue */
    FINDING_SUPPORT_ENDED,
    FINDING_SUPPORT_UNKNOWN,
    FINDING_STATEMENT_INCOMPLETE,
    FINDING_TWO_LABELS_DISAGREE,
    /* by the scanner */
    FINDING_CAPS_LOCK,
    FINDING_LAYOUT_WRONG,
    FINDING_SEPARATOR_LOST,
    FINDING_AIM_LOST,
    FINDING_AFFIX,
    /* by this machine */
    FINDING_CLOCK_SUSPECT,
    FINDING_DEMO,
    FINDING_CODES, /* how many; not a finding */
};

/* A set of findings: bit FINDING_X is 1ull << FINDING_X. */
typedef uint64_t finding_set;
#define FINDING_BIT(code) (1ull << (code))

#define FINDING_TEXT_MAX 256 /* bytes with the final NUL; longer text is cut at a character */
#define FINDINGS_MAX     64  /* on one box; more are dropped, but the set keeps every code */

struct finding {
    enum finding_code code;
    char expected[FINDING_TEXT_MAX]; /* "" = nothing to say */
    char actual[FINDING_TEXT_MAX];
};

struct findings {
    finding_set set;
    size_t count;
    struct finding item[FINDINGS_MAX];
};

/* Adds one, unless the same is there. NULL texts count as "". */
void finding_add(struct findings *to, enum finding_code code, const char *expected, const char *actual);

const char *finding_name(enum finding_code code);      /* "expires-soon"; "" for none */
enum finding_code finding_from_name(const char *name); /* FINDING_NONE when there is none of that name */
struct words finding_words(enum finding_code code);    /* what it means, one sentence */

#endif
