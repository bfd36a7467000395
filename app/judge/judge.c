#include "app/judge/judge.h"

#include <string.h>

#include "app/judge/table.h"

static const day label_route_begins = 20251204; /* SI 2025/1267 reg 1 */

const struct row *table_find(const struct row *table, terms is)
{
    for (const struct row *row = table; row->id; row++)
        if ((is & row->when.all) == row->when.all && (!row->when.any || (is & row->when.any)) && !(is & row->when.none))
            return row;
    return NULL;
}

enum age label_age(moment copy_at, moment now, int64_t fresh, int64_t stale_after)
{
    if (!copy_at)
        return AGE_NONE;
    int64_t age = now - copy_at;
    if (age < 0 || age > stale_after) /* a copy from the future tells nothing of now */
        return AGE_STALE;
    return age <= fresh ? AGE_FRESH : AGE_AGING;
}

enum status label_standing(enum status last, enum age age, day on, day expires)
{
    bool past = expires && on > expires;
    switch (last) {
    case STATUS_CURRENT:
        if (age != AGE_FRESH)
            return STATUS_UNVERIFIED;
        return past ? STATUS_EXPIRED : STATUS_CURRENT; /* the date wins over the word */
    case STATUS_NOT_LISTED:
        return age == AGE_FRESH || age == AGE_AGING ? STATUS_NOT_LISTED : STATUS_UNVERIFIED;
    case STATUS_NONE:
    case STATUS_UNVERIFIED:
        return STATUS_UNVERIFIED;
    case STATUS_EXPIRED:
    case STATUS_DEFERRED:
    case STATUS_WITHDRAWN:
    case STATUS_REVOKED:
    case STATUS_SUSPENDED:
    case STATUS_GONE:
    case STATUS_UNCLEAR:
        return last; /* old bad news is still bad */
    }
    return STATUS_UNCLEAR;
}

/* In date on that day, first issue included. */
static bool in_date(const struct label_facts *l)
{
    return l->expires && l->on && l->on <= l->expires && l->on >= l->issued;
}

static bool recognised(const struct label_facts *l)
{
    return (l->scheme == SCHEME_JC_STAR && l->level == 1) ||
           (l->scheme == SCHEME_CLS && l->level >= 1 && l->level <= 4); /* SI 2025/1267 reg 3 */
}

static bool uk_dates(const struct label_facts *l, day uk_day)
{
    return in_date(l) && uk_day >= label_route_begins;
}

static bool official(const struct label_facts *l)
{
    return l->scheme == SCHEME_JC_STAR || l->scheme == SCHEME_CLS;
}

bool label_ok(const struct label_facts *l, day uk_day)
{
    return recognised(l) && l->status == STATUS_CURRENT && uk_dates(l, uk_day) && l->match == MATCH_MODEL;
}

bool label_lapsed(const struct label_facts *l)
{
    switch (l->status) {
    case STATUS_EXPIRED:
    case STATUS_DEFERRED:
    case STATUS_WITHDRAWN:
    case STATUS_SUSPENDED:
    case STATUS_GONE:
        return true;
    default:
        return l->expires && l->on > l->expires;
    }
}

bool label_contradicts(const struct label_facts *l)
{
    return label_lapsed(l) || l->status == STATUS_REVOKED || l->status == STATUS_NOT_LISTED ||
           l->match == MATCH_MISMATCH || l->match == MATCH_BRAND;
}

static bool doubtful_mark(const struct label_facts *l)
{
    return l->read && official(l) &&
           (l->status == STATUS_NOT_LISTED || l->status == STATUS_UNCLEAR || l->status == STATUS_UNVERIFIED);
}

#define WHEN(condition, term) ((condition) ? (terms)(term) : 0)

/* Terms of the case alone. */
static terms case_terms(const struct case_facts *c, const struct label_facts *labels, size_t count)
{
    bool doubtful = false, other_marks_only = true;
    for (size_t i = 0; i < count; i++) {
        doubtful |= doubtful_mark(&labels[i]);
        other_marks_only &= labels[i].scheme == SCHEME_OTHER;
    }
    return WHEN(c->scope == SCOPE_EXCEPTED || c->scope == SCOPE_USED, SCOPE_OUT) |
           WHEN(c->scope == SCOPE_IN, SCOPE_IS_IN) | WHEN(c->market == MARKET_NI, NORTHERN_IRELAND) |
           WHEN(c->failure == FAILURE_BELIEVED, BELIEVED) | WHEN(c->failure == FAILURE_INFORMED, INFORMED) |
           WHEN(c->statement == STATEMENT_COMPLETE, SOC_OK) |
           WHEN(c->statement == STATEMENT_INCOMPLETE, SOC_INCOMPLETE) | WHEN(c->requires_star > 0, STARS_ASKED) |
           WHEN(doubtful, DOUBTFUL_MARK) | WHEN(c->box_read && other_marks_only, NO_LABEL);
}

/* Terms of a label that both tables read alike. `status` is what the market's table takes for its status. */
static terms label_terms(const struct label_facts *l, enum status status, bool dates_ok, int warn_days)
{
    bool live = status == STATUS_CURRENT && dates_ok;
    bool other_product = l->match == MATCH_MISMATCH || l->match == MATCH_BRAND;
    return WHEN(l->scheme == SCHEME_JC_STAR, JC_STAR) | WHEN(l->scheme == SCHEME_CLS, CLS) |
           WHEN(l->scheme == SCHEME_OTHER, OTHER_MARK) | WHEN(live, LIVE) | WHEN(label_lapsed(l), LAPSED) |
           WHEN(status == STATUS_REVOKED, REVOKED) | WHEN(status == STATUS_CURRENT, CURRENT) |
           WHEN(l->status == STATUS_UNVERIFIED, UNVERIFIED) | WHEN(status == STATUS_UNCLEAR, UNCLEAR) |
           WHEN(status == STATUS_NOT_LISTED, NOT_LISTED) |
           WHEN(l->age != AGE_FRESH && l->age != AGE_AGING, BEYOND_STALE) | WHEN(l->listed, LISTED) |
           WHEN(!l->expires, NO_EXPIRY) | WHEN(l->match == MATCH_MODEL, MODEL) | WHEN(other_product, OTHER_PRODUCT) |
           WHEN(l->match != MATCH_MODEL && !other_product, MATCH_OPEN) |
           WHEN(l->scheme == SCHEME_JC_STAR && l->level >= 2, HIGHER_STAR) |
           WHEN(l->expires && l->on && day_between(l->on, l->expires) <= warn_days, SOON);
}

static terms gb_terms(const struct case_facts *c, const struct label_facts *l)
{
    bool dates_ok = uk_dates(l, c->uk_day);
    bool provisional = recognised(l) && l->status == STATUS_UNVERIFIED && l->last == STATUS_CURRENT && dates_ok &&
                       l->match == MATCH_MODEL && l->age == AGE_AGING;
    return label_terms(l, l->status, dates_ok, c->warn_days) | WHEN(label_ok(l, c->uk_day), LABEL_OK) |
           WHEN(provisional, PROVISIONAL) | WHEN(c->uk_day < label_route_begins || l->on < l->issued, TOO_EARLY);
}

/* Japan judges an answer that is unverified within stale_after as its last word. */
static terms jp_terms(const struct case_facts *c, const struct label_facts *l)
{
    enum status status = l->status == STATUS_UNVERIFIED && l->age == AGE_AGING ? l->last : l->status;
    terms is = label_terms(l, status, in_date(l), c->warn_days) | WHEN(l->on < l->issued, TOO_EARLY);
    bool stars = (is & (JC_STAR | LIVE | MODEL)) == (JC_STAR | LIVE | MODEL) && l->level >= c->requires_star;
    return is | WHEN(stars, STARS_SHOWN);
}

static struct verdict judge_label(const struct case_facts *c, terms is, const struct label_facts *l, int index)
{
    struct verdict v = {.market = c->market, .outcome = OUTCOME_REVIEW, .label = index};
    if (c->market == MARKET_JP)
        v.row = table_find(jp_table, is | jp_terms(c, l));
    else if (c->market == MARKET_GB || c->market == MARKET_NI)
        v.row = table_find(gb_table, is | gb_terms(c, l));
    if (v.row) {
        v.outcome = v.row->outcome;
        v.route = v.row->route;
    }
    return v;
}

static int rank(enum outcome o)
{
    return o == OUTCOME_NONE ? OUTCOME_STOP + 1 : (int)o;
}

enum outcome outcome_worst(enum outcome a, enum outcome b)
{
    return rank(a) >= rank(b) ? a : b;
}

/* The mildest outcome, then the earlier row. */
static bool serves_better(const struct verdict *a, const struct verdict *b)
{
    if (rank(a->outcome) != rank(b->outcome))
        return rank(a->outcome) < rank(b->outcome);
    return a->row && (!b->row || a->row < b->row);
}

/* One label of the box is good, another is not. */
static bool disagree(const struct case_facts *c, const struct label_facts *labels, size_t count)
{
    bool good = false, bad = false;
    for (size_t i = 0; i < count; i++) {
        const struct label_facts *l = &labels[i];
        if (!l->read || !official(l))
            continue;
        good |= label_ok(l, c->uk_day);
        bad |= label_contradicts(l);
    }
    return good && bad;
}

/* The label that serves the market best. Another scheme's mark never makes a box milder than its JC-STAR or CLS label
 * leaves it: a revoked label is not mended by a foreign sticker. */
static struct verdict best(const struct case_facts *c, terms is, const struct label_facts *labels, size_t count)
{
    struct verdict v = {.label = -1};
    bool have = false;
    for (int others = 0; others <= 1; others++) {
        for (size_t i = 0; i < count; i++) {
            if ((labels[i].scheme == SCHEME_OTHER) != (others == 1))
                continue;
            struct verdict one = judge_label(c, is, &labels[i], (int)i);
            bool milder_mark = have && others && rank(one.outcome) < rank(v.outcome);
            if (!have || (!milder_mark && serves_better(&one, &v)))
                v = one;
            have = true;
        }
    }
    return v;
}

/* A fact that nobody settled: nothing rests on it. */
static bool unsettled(const struct case_facts *c)
{
    return !c->role || !c->event || !c->scope || !c->statement || !c->failure;
}

struct verdict judge(const struct case_facts *c, const struct label_facts *labels, size_t count)
{
    static const struct label_facts none = {0};
    terms is = case_terms(c, labels, count);
    struct verdict v = count > 0 ? best(c, is, labels, count) : judge_label(c, is, &none, -1);
    v.disagree = disagree(c, labels, count);
    if ((c->lift || unsettled(c)) && (v.outcome == OUTCOME_PASS || v.outcome == OUTCOME_WARN)) {
        v.outcome = OUTCOME_REVIEW;
        v.route = ROUTE_NONE;
        v.lifted = c->lift;
    }
    return v;
}
