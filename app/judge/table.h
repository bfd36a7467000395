#ifndef KENPIN_JUDGE_TABLE_H
#define KENPIN_JUDGE_TABLE_H

#include "app/judge/judge.h"

/* The form of a decision table: rows of data, the first that fits wins. */

/* What can be true of a case. A row says which must be, of which one must be, and which must not. */
enum term {
    /* of the case */
    SCOPE_OUT = 1u << 0, /* scope excepted or used */
    SCOPE_IS_IN = 1u << 1,
    NORTHERN_IRELAND = 1u << 2,
    BELIEVED = 1u << 3,
    INFORMED = 1u << 4,
    SOC_OK = 1u << 5,
    SOC_INCOMPLETE = 1u << 6,
    DOUBTFUL_MARK = 1u << 7, /* a JC-STAR or CLS mark was read and is not-listed, unclear or unverified */
    STARS_ASKED = 1u << 8,   /* requires_star > 0 */
    NO_LABEL = 1u << 9,      /* the box was read and holds no JC-STAR or CLS label, nor was one found by its model */
    /* of the label judged */
    JC_STAR = 1u << 10,
    CLS = 1u << 11,
    OTHER_MARK = 1u << 12,
    LABEL_OK = 1u << 13,
    SOON = 1u << 14, /* warn_days or fewer left */
    LIVE = 1u << 15,
    LAPSED = 1u << 16,
    REVOKED = 1u << 17,
    CURRENT = 1u << 18,
    UNVERIFIED = 1u << 19,
    BEYOND_STALE = 1u << 20, /* the answer is older than stale_after, or there is none */
    UNCLEAR = 1u << 21,
    NOT_LISTED = 1u << 22,
    LISTED = 1u << 23,
    NO_EXPIRY = 1u << 24,
    TOO_EARLY = 1u << 25,   /* UK: on < 2025-12-04 or on < issued; Japan: on < issued */
    PROVISIONAL = 1u << 26, /* recognised, last answer current and in date, this model, no older than stale_after */
    MODEL = 1u << 27,
    OTHER_PRODUCT = 1u << 28, /* match mismatch or brand */
    MATCH_OPEN = 1u << 29,    /* match unknown */
    HIGHER_STAR = 1u << 30,   /* jc-star, level >= 2 */
    STARS_SHOWN = 1u << 31,   /* jc-star, live, match model, level >= requires_star */
};
typedef uint32_t terms;

#define ROLE_BIT(r)  (1u << (r))
#define EVENT_BIT(e) (1u << (e))

/* One sentence of what to do, for some roles and events. */
struct advice {
    struct words say;
    unsigned roles, events; /* bits; 0 = all */
    bool if_it_stands;      /* said only where nothing lifted the verdict */
};

#define ROW_ADVICE_MAX 4
#define ROW_CITE_MAX   5

struct row {
    const char *id;
    struct {
        terms all, any, none;
    } when;
    enum outcome outcome;
    enum route route;
    struct words reason;
    const struct advice *next[ROW_ADVICE_MAX]; /* lists, each ended by an empty one */
    const char *cite[ROW_CITE_MAX];
};

/* Rows in the order of the specification, ended by an empty id. */
extern const struct row gb_table[];
extern const struct row jp_table[];

/* Great Britain's label conditions by scheme, and what a platform is told (U04). */
extern const char *const gb_cite_jc_star[];
extern const char *const gb_cite_cls[];
extern const struct words gb_platform;
extern const char *const gb_cite_platform[];

/* What both tables say where strings may be the same and only a person can tell. */
extern const struct advice advice_confirm[];

/* The first row whose terms fit; NULL when none does. */
const struct row *table_find(const struct row *table, terms is);

#endif
