/* Everything worth knowing about a box for one market, whichever row won: codes with what was expected and what was
 * seen. */
#include <stdio.h>
#include <string.h>

#include "app/check/case.h"

enum { LINE = FINDING_TEXT_MAX };

static const char *number_of(const struct label *l)
{
    return l->answer.entry.number ? l->answer.entry.number : l->ref ? l->ref->text : "";
}

/* By the date. */
static void by_date(const struct casework *c, const struct label *l, struct findings *out)
{
    const struct label_facts *f = &l->listed;
    char on[DAY_TEXT], expires[DAY_TEXT], issued[DAY_TEXT];
    day_text(f->on, on);
    day_text(f->expires, expires);
    if (f->status == STATUS_EXPIRED || (f->expires && f->on > f->expires))
        finding_add(out, FINDING_EXPIRED, on, expires[0] ? expires : l->answer.entry.word);
    if (f->expires && f->on == f->expires)
        finding_add(out, FINDING_LAST_DAY, on, expires);
    if (f->expires && f->on <= f->expires && day_between(f->on, f->expires) <= c->ask->limits.warn_days)
        finding_add(out, FINDING_EXPIRES_SOON, on, expires);
    if (f->issued && f->on < f->issued)
        finding_add(out, FINDING_NOT_YET_ISSUED, on, day_text(f->issued, issued));
}

/* A vanished row names both copies: the last that had it and the first that had not. */
static void by_absence(const struct label *l, struct findings *out)
{
    char had[LINE], has_not[LINE], at[MOMENT_TEXT];
    const struct copy *last = &l->answer.entry.last, *now = &l->answer.entry.first_without;
    if (!l->answer.entry.gone)
        return;
    snprintf(had, sizeof had, "%.200s %s", last->source ? last->source : "", moment_text(last->as_of, at));
    snprintf(has_not, sizeof has_not, "%.200s %s", now->source ? now->source : "", moment_text(now->as_of, at));
    finding_add(out, FINDING_GONE, had, has_not);
}

/* By the shop's own revocations. */
static void by_own_file(const struct casework *c, const struct label *l, struct findings *out)
{
    char actual[LINE];
    if (!l->named)
        return;
    case_named_word(c, l, actual, sizeof actual);
    finding_add(out, FINDING_REVOKED, status_name(STATUS_CURRENT), actual);
}

/* By the status. */
static void by_status(const struct casework *c, const struct label *l, struct findings *out)
{
    static const enum finding_code of[] = {
        [STATUS_REVOKED] = FINDING_REVOKED,       [STATUS_WITHDRAWN] = FINDING_WITHDRAWN,
        [STATUS_DEFERRED] = FINDING_DEFERRED,     [STATUS_SUSPENDED] = FINDING_SUSPENDED,
        [STATUS_NOT_LISTED] = FINDING_NOT_LISTED, [STATUS_UNCLEAR] = FINDING_STATUS_UNCLEAR,
    };
    enum status s = l->listed.status;
    by_absence(l, out);
    by_own_file(c, l, out);
    if (s == STATUS_NOT_LISTED)
        finding_add(out, FINDING_NOT_LISTED, scheme_title(l->scheme), number_of(l));
    else if (s < sizeof of / sizeof *of && of[s])
        finding_add(out, of[s], status_name(STATUS_CURRENT), l->answer.entry.word);
    if (l->newer)
        finding_add(out, FINDING_NEWER_THAN_COPY, "", number_of(l));
}

/* "24 h", "24 h 5 min", "9 d" */
static const char *span(int64_t seconds, char out[48])
{
    const int64_t day_s = 86400, hour = 3600;
    if (seconds >= 2 * day_s)
        snprintf(out, 48, "%lld d", (long long)(seconds / day_s));
    else if (seconds >= hour && seconds % hour >= 60)
        snprintf(out, 48, "%lld h %lld min", (long long)(seconds / hour), (long long)(seconds % hour / 60));
    else if (seconds >= hour)
        snprintf(out, 48, "%lld h", (long long)(seconds / hour));
    else
        snprintf(out, 48, "%lld min", (long long)(seconds / 60));
    return out;
}

static void copy_age(const struct casework *c, enum scheme scheme, const struct copy *copy, struct findings *out)
{
    const struct check_limits *limits = &c->ask->limits;
    char expected[LINE], actual[LINE], at[MOMENT_TEXT], a[48];
    if (!copy->id) {
        finding_add(out, FINDING_NO_ANSWER, scheme_title(scheme), "");
        return;
    }
    if (label_age(copy->as_of, c->now, limits->fresh, limits->stale_after) != AGE_FRESH) {
        snprintf(expected, sizeof expected, "%s <= %s", scheme_title(scheme), span(limits->fresh, a));
        snprintf(actual, sizeof actual, "%s (%s)", span(c->now - copy->as_of, a), moment_text(copy->as_of, at));
        finding_add(out, FINDING_ANSWER_STALE, expected, actual);
    }
    if (copy->demo)
        finding_add(out, FINDING_DEMO, "", copy->source);
}

/* Every label of the scheme was answered by its own page, so that nothing rests on the list's copy. */
static bool by_pages_alone(const struct casework *c, enum scheme scheme)
{
    size_t pages = 0;
    for (size_t i = 0; i < c->labels; i++) {
        if (c->label[i].scheme == scheme && (!c->label[i].by_page || !c->label[i].ref))
            return false;
        pages += c->label[i].scheme == scheme;
    }
    return pages > 0;
}

/* By the copies this check rests on. */
static void by_copies(const struct casework *c, struct findings *out)
{
    const struct {
        enum scheme scheme;
        const struct consulted *at;
    } copies[] = {{SCHEME_JC_STAR, &c->jc_star}, {SCHEME_CLS, &c->cls}};
    bool none_asked = !c->jc_star.asked && !c->cls.asked;
    for (size_t i = 0; i < c->labels; i++)
        if (c->label[i].by_page)
            copy_age(c, c->label[i].scheme, &c->label[i].answer.copy, out);
    for (size_t i = 0; i < 2; i++) {
        if (copies[i].at->asked && by_pages_alone(c, copies[i].scheme))
            continue;
        if (copies[i].at->asked)
            copy_age(c, copies[i].scheme, &copies[i].at->copy, out);
        else if (none_asked && copies[i].at->copy.demo)
            finding_add(out, FINDING_DEMO, "", copies[i].at->copy.source);
    }
}

static const char *level_name(const struct label *l, char out[32])
{
    if (!l->facts.level)
        return strcpy(out, "?");
    snprintf(out, 32, l->scheme == SCHEME_JC_STAR ? "STAR-%d" : "CLS %d", l->facts.level);
    return out;
}

/* By what UK law names (SI 2025/1267 reg 3). */
static void by_law(const struct label *l, enum market market, struct findings *out)
{
    char seen[32];
    bool known = l->facts.listed || l->answer.entry.gone;
    bool unnamed = l->scheme == SCHEME_JC_STAR ? l->facts.level != 1 : l->facts.level == 0;
    if (l->scheme == SCHEME_OTHER)
        finding_add(out, FINDING_SCHEME_NOT_RECOGNISED, "JC-STAR, CLS", l->ref && l->ref->mark ? l->ref->mark : "");
    else if (market != MARKET_JP && known && unnamed)
        finding_add(out, FINDING_LEVEL_NOT_RECOGNISED, l->scheme == SCHEME_JC_STAR ? "STAR-1" : "CLS 1-4",
                    level_name(l, seen));
}

/* By the match: ours beside theirs. */
static void by_match(const struct casework *c, const struct label *l, struct findings *out)
{
    const char *brand = c->brand ? c->brand : "", *vendor = l->answer.entry.vendor ? l->answer.entry.vendor : "";
    for (int code = FINDING_MODEL_MISMATCH; code <= FINDING_SERIES_ONLY; code++) {
        bool brands = code == FINDING_BRAND_DIFFERS;
        if (l->match.findings & FINDING_BIT(code))
            finding_add(out, (enum finding_code)code, brands ? vendor : l->match.theirs,
                        brands ? brand : (c->model ? c->model : ""));
    }
}

static void by_label(const struct casework *c, const struct label *l, enum market market, struct findings *out)
{
    char printed[DAY_TEXT], expires[DAY_TEXT];
    by_law(l, market, out);
    if (l->scheme == SCHEME_OTHER)
        return;
    by_date(c, l, out);
    by_status(c, l, out);
    by_match(c, l, out);
    if (l->printed_differs)
        finding_add(out, FINDING_PRINTED_DATE_DIFFERS, day_text(l->facts.expires, expires),
                    day_text(l->ref->printed_expires, printed));
}

/* By the product's row in the catalogue. support_until includes its day. */
static void by_product(const struct casework *c, enum market market, struct findings *out)
{
    const struct product *p = &c->product;
    char on[DAY_TEXT], until[DAY_TEXT];
    day today = c->ask->on ? c->ask->on : day_at(c->now, market_calendar(market));
    if (p->found && !p->support_until)
        finding_add(out, FINDING_SUPPORT_UNKNOWN, "", "");
    else if (p->found && today > p->support_until)
        finding_add(out, FINDING_SUPPORT_ENDED, day_text(today, on), day_text(p->support_until, until));
    if (c->statement == STATEMENT_INCOMPLETE)
        finding_add(out, FINDING_STATEMENT_INCOMPLETE, "SI 2023/1007 Sch 4 (a)-(g)", statement_name(c->statement));
}

/* Those of the codes in `which`. */
static void copy_some(const struct findings *from, finding_set which, struct findings *to)
{
    for (size_t i = 0; i < from->count; i++)
        if (which & FINDING_BIT(from->item[i].code))
            finding_add(to, from->item[i].code, from->item[i].expected, from->item[i].actual);
    to->set |= from->set & which;
}

static void by_box(const struct casework *c, finding_set which, struct findings *out)
{
    copy_some(&c->box.findings, which, out);
    copy_some(&c->findings, which, out);
}

/* Names the labels of the box that are not good beside one that is. */
static void by_disagreement(const struct casework *c, size_t market, struct findings *out)
{
    day uk_day = c->facts[market].uk_day;
    const char *good = "", *bad = "";
    for (size_t i = 0; i < c->labels; i++) {
        const struct label *l = &c->label[i];
        if (!l->ref || l->scheme == SCHEME_OTHER)
            continue;
        if (label_ok(&l->facts, uk_day))
            good = number_of(l);
        else if (label_contradicts(&l->facts))
            bad = number_of(l);
    }
    finding_add(out, FINDING_TWO_LABELS_DISAGREE, good, bad);
}

void gather_findings(const struct casework *c, size_t market, struct findings *out)
{
    const struct verdict *v = &c->verdict[market];
    const finding_set lifts =
        c->facts[market].lift; /* first, so that a full list never drops what lifted the verdict */
    by_box(c, lifts, out);
    if (v->label >= 0)
        by_label(c, &c->label[v->label], v->market, out);
    for (size_t i = 0; i < c->labels; i++)
        if ((int)i != v->label && c->label[i].ref)
            by_label(c, &c->label[i], v->market, out);
    if (v->disagree)
        by_disagreement(c, market, out);
    by_box(c, ~lifts, out);
    by_product(c, v->market, out);
    by_copies(c, out);
}
