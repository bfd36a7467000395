#include "tests/unit/judge/ladder.h"

#include <string.h>

static const day uk_start = 20251204; /* SI 2025/1267 reg 1(2) */

/* The rows in the order of the table: U13 stands before U12, J07, J03, J08 before J02. */
static const char rows[][4] = {"U01", "U02", "U03", "U05", "U06", "U07", "U08", "U09", "U10", "U11", "U13",
                               "U12", "U14", "U15", "U16", "U17", "U18", "U19", "U20", "U21", "U22", "U23",
                               "J00", "J07", "J03", "J08", "J02", "J09", "J10", "J01", "J05", "J06", "J04"};

static size_t place(const char *rule)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i], rule) == 0)
            return i;
    return sizeof rows / sizeof *rows;
}

static struct answer say(const char *rule, enum outcome outcome, enum route route)
{
    struct answer a = {outcome, outcome == OUTCOME_PASS || outcome == OUTCOME_WARN ? route : ROUTE_NONE, ""};
    memcpy(a.rule, rule, sizeof a.rule);
    return a;
}

/* "Age": what the last word counts for. No copy at all is judged as unverified beyond stale_after. */
static enum status standing(const struct label_facts *l)
{
    bool recent = l->age == AGE_FRESH || l->age == AGE_AGING;
    if (l->last == STATUS_NONE || l->age == AGE_NONE)
        return STATUS_UNVERIFIED;
    if (l->last == STATUS_CURRENT)
        return l->age == AGE_FRESH ? STATUS_CURRENT : STATUS_UNVERIFIED;
    if (l->last == STATUS_NOT_LISTED)
        return recent ? STATUS_NOT_LISTED : STATUS_UNVERIFIED;
    return l->last; /* old bad news is still bad */
}

static bool lapsed(const struct label_facts *l)
{
    enum status s = standing(l);
    if (s == STATUS_EXPIRED || s == STATUS_DEFERRED || s == STATUS_WITHDRAWN || s == STATUS_SUSPENDED ||
        s == STATUS_GONE)
        return true;
    return l->expires != 0 && l->on > l->expires;
}

static bool in_date(const struct label_facts *l)
{
    return l->expires != 0 && l->on <= l->expires && (l->issued == 0 || l->on >= l->issued);
}

static bool soon(const struct case_facts *c, const struct label_facts *l)
{
    return day_between(l->on, l->expires) <= c->warn_days;
}

static bool doubtful_mark(const struct label_facts *l)
{
    enum status s = standing(l);
    return (l->scheme == SCHEME_JC_STAR || l->scheme == SCHEME_CLS) && l->read &&
           (s == STATUS_NOT_LISTED || s == STATUS_UNCLEAR || s == STATUS_UNVERIFIED);
}

static bool recognised(const struct label_facts *l)
{
    return (l->scheme == SCHEME_JC_STAR && l->level == 1) ||
           (l->scheme == SCHEME_CLS && l->level >= 1 && l->level <= 4);
}

static bool ok_in_uk(const struct case_facts *c, const struct label_facts *l)
{
    return recognised(l) && standing(l) == STATUS_CURRENT && in_date(l) && c->uk_day >= uk_start &&
           l->match == MATCH_MODEL;
}

/* Great Britain and Northern Ireland, one label or none. `doubt`: a doubtful mark anywhere on the box. */
static struct answer uk(const struct case_facts *c, const struct label_facts *l, bool doubt)
{
    static const struct label_facts nothing;
    bool any = l != NULL;
    if (!any)
        l = &nothing;
    enum status s = any ? standing(l) : STATUS_NONE;
    bool ok = ok_in_uk(c, l);
    bool dates = in_date(l) && c->uk_day >= uk_start;
    bool model = l->match == MATCH_MODEL;
    bool wrong = l->match == MATCH_MISMATCH || l->match == MATCH_BRAND;
    bool soc = c->statement == STATEMENT_COMPLETE;
    bool past = any && lapsed(l);

    if (c->scope == SCOPE_EXCEPTED || c->scope == SCOPE_USED)
        return say("U01", OUTCOME_OUT, ROUTE_NONE);
    if (c->scope == SCOPE_UNKNOWN)
        return say("U02", OUTCOME_REVIEW, ROUTE_NONE);
    if (c->market == MARKET_NI)
        return say("U03", OUTCOME_REVIEW, ROUTE_NONE);
    /* U04: a platform is judged as the seller is */
    if (c->failure == FAILURE_BELIEVED && !ok)
        return say("U05", OUTCOME_STOP, ROUTE_NONE);
    if (c->failure == FAILURE_BELIEVED)
        return say("U06", OUTCOME_REVIEW, ROUTE_NONE);
    if (c->failure == FAILURE_INFORMED)
        return say("U07", OUTCOME_REVIEW, ROUTE_NONE);
    if (s == STATUS_REVOKED && !soc)
        return say("U08", OUTCOME_HOLD, ROUTE_NONE);
    if (s == STATUS_REVOKED)
        return say("U09", OUTCOME_REVIEW, ROUTE_NONE);
    if (ok && !soon(c, l))
        return say("U10", OUTCOME_PASS, ROUTE_LABEL);
    if (ok)
        return say("U11", OUTCOME_WARN, ROUTE_LABEL);
    if (soc && wrong)
        return say("U13", OUTCOME_REVIEW, ROUTE_NONE);
    if (soc && past)
        return say("U12", OUTCOME_WARN, ROUTE_STATEMENT);
    if (soc)
        return say("U14", doubt ? OUTCOME_WARN : OUTCOME_PASS, ROUTE_STATEMENT);
    if (past)
        return say("U15", OUTCOME_HOLD, ROUTE_NONE);
    if (wrong)
        return say("U16", OUTCOME_HOLD, ROUTE_NONE);
    if (l->scheme == SCHEME_JC_STAR && l->level >= 2 && s == STATUS_CURRENT && dates && model)
        return say("U17", OUTCOME_REVIEW, ROUTE_NONE);
    if (l->scheme == SCHEME_OTHER)
        return say("U18", OUTCOME_HOLD, ROUTE_NONE);
    if (s == STATUS_CURRENT && model && (c->uk_day < uk_start || l->on < l->issued))
        return say("U19", OUTCOME_HOLD, ROUTE_NONE);
    if (recognised(l) && s == STATUS_UNVERIFIED && l->last == STATUS_CURRENT && dates && model && l->age == AGE_AGING)
        return say("U20", OUTCOME_WARN, ROUTE_LABEL);
    if (s == STATUS_UNVERIFIED || s == STATUS_UNCLEAR)
        return say("U21", OUTCOME_REVIEW, ROUTE_NONE);
    if (l->listed && (l->match == MATCH_UNKNOWN || l->expires == 0))
        return say("U21", OUTCOME_REVIEW, ROUTE_NONE);
    if (s == STATUS_NOT_LISTED)
        return say("U22", OUTCOME_HOLD, ROUTE_NONE);
    return say("U23", OUTCOME_HOLD, ROUTE_NONE);
}

static struct answer japan_jc_star(const struct case_facts *c, const struct label_facts *l)
{
    enum status s = standing(l);
    bool too_old = s == STATUS_UNVERIFIED && l->age != AGE_AGING;
    bool as_last = s == STATUS_UNVERIFIED && l->age == AGE_AGING; /* judged as its last word, which was current */

    if (too_old || s == STATUS_UNCLEAR || (l->listed && l->expires == 0))
        return say("J07", OUTCOME_REVIEW, ROUTE_NONE);
    if (l->listed && (l->match == MATCH_MISMATCH || l->match == MATCH_BRAND))
        return say("J03", OUTCOME_REVIEW, ROUTE_NONE);
    if (l->listed && l->match == MATCH_UNKNOWN)
        return say("J08", OUTCOME_REVIEW, ROUTE_NONE);
    if (s == STATUS_REVOKED)
        return say("J02", OUTCOME_REVIEW, ROUTE_NONE);
    if (lapsed(l))
        return say("J02", OUTCOME_WARN, ROUTE_LABEL);
    if (s == STATUS_NOT_LISTED)
        return say("J09", OUTCOME_REVIEW, ROUTE_NONE);
    if (l->on < l->issued)
        return say("J10", OUTCOME_REVIEW, ROUTE_NONE);
    if ((s == STATUS_CURRENT || as_last) && in_date(l) && l->match == MATCH_MODEL)
        return say("J01", soon(c, l) || as_last ? OUTCOME_WARN : OUTCOME_PASS, ROUTE_LABEL);
    return say("???", OUTCOME_REVIEW, ROUTE_NONE);
}

/* Japan, one label or none. No bound of 4 December 2025 here. */
static struct answer japan(const struct case_facts *c, const struct label_facts *l)
{
    enum scheme scheme = l ? l->scheme : SCHEME_NONE;
    bool fresh = l && standing(l) == STATUS_CURRENT;
    bool last_word = fresh || (l && l->age == AGE_AGING && l->last == STATUS_CURRENT);

    if (c->requires_star > 0 && !(scheme == SCHEME_JC_STAR && last_word && in_date(l) && l->match == MATCH_MODEL &&
                                  l->level >= c->requires_star))
        return say("J00", OUTCOME_HOLD, ROUTE_NONE);
    if (scheme == SCHEME_JC_STAR)
        return japan_jc_star(c, l);
    if (scheme == SCHEME_CLS)
        return say("J05", fresh && in_date(l) && l->match == MATCH_MODEL ? OUTCOME_PASS : OUTCOME_WARN, ROUTE_NONE);
    if (c->statement == STATEMENT_COMPLETE)
        return say("J06", OUTCOME_PASS, ROUTE_NONE);
    return say("J04", OUTCOME_PASS, ROUTE_NONE);
}

static struct answer one(const struct case_facts *c, const struct label_facts *l, bool doubt)
{
    return c->market == MARKET_JP ? japan(c, l) : uk(c, l, doubt);
}

/* The mildest outcome, then the earlier row. */
static bool serves(const struct answer *a, const struct answer *b)
{
    return b->outcome == OUTCOME_NONE || a->outcome < b->outcome ||
           (a->outcome == b->outcome && place(a->rule) < place(b->rule));
}

/* "Several labels on a box" and "Lifting": a mark of another scheme never makes a box milder than its JC-STAR or CLS
 * label leaves it, and J04 and J06 are for boxes without one. */
struct answer ladder_judge(const struct case_facts *c, const struct label_facts *labels, size_t count)
{
    bool doubt = false;
    struct answer best = {OUTCOME_NONE, ROUTE_NONE, ""};
    for (size_t i = 0; i < count; i++)
        doubt |= doubtful_mark(&labels[i]);
    for (size_t i = 0; i < count; i++) {
        if (labels[i].scheme == SCHEME_OTHER)
            continue;
        struct answer a = one(c, &labels[i], doubt);
        if (serves(&a, &best))
            best = a;
    }
    enum outcome own = best.outcome;
    for (size_t i = 0; i < count; i++) {
        if (labels[i].scheme != SCHEME_OTHER || (own != OUTCOME_NONE && c->market == MARKET_JP))
            continue;
        struct answer a = one(c, &labels[i], doubt);
        if (a.outcome >= own && serves(&a, &best))
            best = a;
    }
    if (count == 0)
        best = one(c, NULL, false);
    if (c->lift && (best.outcome == OUTCOME_PASS || best.outcome == OUTCOME_WARN))
        best = say(best.rule, OUTCOME_REVIEW, ROUTE_NONE);
    return best;
}

/* Finding two-labels-disagree: one label of the box is label_ok, another lapsed, revoked, not listed or mismatched. */
bool ladder_disagree(const struct case_facts *c, const struct label_facts *labels, size_t count)
{
    bool good = false, bad = false;
    for (size_t i = 0; i < count; i++) {
        const struct label_facts *l = &labels[i];
        enum status s = standing(l);
        if (l->scheme == SCHEME_OTHER || !l->read)
            continue;
        if (ok_in_uk(c, l))
            good = true;
        else if (lapsed(l) || s == STATUS_REVOKED || s == STATUS_NOT_LISTED || l->match == MATCH_MISMATCH ||
                 l->match == MATCH_BRAND)
            bad = true;
    }
    return good && bad;
}
