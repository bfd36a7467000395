#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/judge/ladder.h"

/* judge() against the ladder: every combination of the facts of one label, a sample of the whole product, and boxes of
 * several labels. */

#define WARN_DAYS  60
#define SHOWN_MAX  12 /* differences printed before giving up */
#define LABELS_MAX 3
#define SAMPLE     250000

/* Differences, readable: the case and its labels on lines of their own. */
static int differences;
static long compared;

static void print_label(const struct label_facts *l)
{
    static const char *const age[] = {"no copy", "fresh", "aging", "stale"};
    printf("    %s level %d, last \"%s\" (%s) standing \"%s\", %s, %s; on %d issued %d expires %d; match %s\n",
           scheme_name(l->scheme), l->level, status_name(l->last), age[l->age], status_name(l->status),
           l->listed ? "listed" : "not in the copy", l->read ? "read" : "by model", l->on, l->issued, l->expires,
           match_name(l->match));
}

static void print_case(const struct case_facts *c, const struct label_facts *labels, size_t count)
{
    printf("  market %s, role %s, scope %s, statement %s, failure %s, requires_star %d, UK day %d, lift %llx\n",
           market_name(c->market), role_name(c->role), scope_name(c->scope), statement_name(c->statement),
           failure_name(c->failure), c->requires_star, c->uk_day, (unsigned long long)c->lift);
    for (size_t i = 0; i < count; i++)
        print_label(&labels[i]);
}

static void compare(const struct case_facts *c, const struct label_facts *labels, size_t count)
{
    struct answer want = ladder_judge(c, labels, count);
    struct verdict got = judge(c, labels, count);
    const char *rule = judge_rule(&got);
    compared++;
    bool want_disagree = ladder_disagree(c, labels, count);
    if (got.outcome == want.outcome && got.route == want.route && strcmp(rule, want.rule) == 0 &&
        got.disagree == want_disagree)
        return;
    if (++differences > SHOWN_MAX)
        return;
    printf("difference %d: the ladder says %s %s (%s)%s, judge() %s %s (%s)%s\n", differences, want.rule,
           outcome_name(want.outcome), route_name(want.route), want_disagree ? " disagree" : "", rule,
           outcome_name(got.outcome), route_name(got.route), got.disagree ? " disagree" : "");
    print_case(c, labels, count);
}

/* Every value of every fact. */
static const enum market markets[] = {MARKET_GB, MARKET_NI, MARKET_JP};
static const enum role roles[] = {ROLE_RETAILER, ROLE_PLATFORM};
static const enum scope scopes[] = {SCOPE_IN, SCOPE_EXCEPTED, SCOPE_USED, SCOPE_UNKNOWN};
static const enum statement statements[] = {STATEMENT_COMPLETE, STATEMENT_INCOMPLETE, STATEMENT_ABSENT,
                                            STATEMENT_UNKNOWN};
static const enum failure failures[] = {FAILURE_NONE, FAILURE_INFORMED, FAILURE_BELIEVED};
static const finding_set lifts[] = {0, FINDING_BIT(FINDING_UNOFFICIAL_URL)};
static const struct {
    enum status last;
    bool known, listed; /* what was known of a row that vanished is still known */
} words[] = {
    {STATUS_CURRENT, true, true},   {STATUS_EXPIRED, true, true},      {STATUS_DEFERRED, true, true},
    {STATUS_WITHDRAWN, true, true}, {STATUS_REVOKED, true, true},      {STATUS_REVOKED, true, false},
    {STATUS_UNCLEAR, true, true},   {STATUS_SUSPENDED, true, true},    {STATUS_GONE, true, false},
    {STATUS_NONE, false, false},    {STATUS_NOT_LISTED, false, false},
};
static const enum age ages[] = {AGE_FRESH, AGE_AGING, AGE_STALE};
static const enum match_kind matches[] = {MATCH_MODEL, MATCH_BRAND, MATCH_MISMATCH, MATCH_UNKNOWN};
static const day days[] = {20251203, 20251204, 20261121};
/* days from the day of the event; NEVER: not known */
#define NEVER -9999
static const int ends[] = {NEVER, -1, 0, 1, WARN_DAYS, WARN_DAYS + 1};
static const int starts[] = {NEVER, -100, 0, 1};

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define CASES                                                                                                          \
    (COUNT(markets) * COUNT(roles) * COUNT(scopes) * COUNT(statements) * COUNT(failures) * 3 /* requires_star */ *     \
     COUNT(lifts))
#define LABELS                                                                                                         \
    (2 /* scheme */ * 5 /* level */ * COUNT(words) * COUNT(ages) * COUNT(ends) * COUNT(starts) * COUNT(matches) *      \
     2 /* read */ * COUNT(days))

/* Takes the next choice out of a number that counts through all of them. */
static size_t choose(size_t *n, size_t of)
{
    size_t i = *n % of;
    *n /= of;
    return i;
}

static struct case_facts case_at(size_t n)
{
    struct case_facts c = {.event = EVENT_OFFER, .warn_days = WARN_DAYS, .box_read = true};
    c.market = markets[choose(&n, COUNT(markets))];
    c.role = roles[choose(&n, COUNT(roles))];
    c.scope = scopes[choose(&n, COUNT(scopes))];
    c.statement = statements[choose(&n, COUNT(statements))];
    c.failure = failures[choose(&n, COUNT(failures))];
    c.requires_star = (int)choose(&n, 3);
    c.lift = lifts[choose(&n, COUNT(lifts))];
    return c;
}

static day day_from(day on, int offset)
{
    return offset == NEVER ? 0 : day_plus(on, offset);
}

/* The label of that number. What no copy can say is left out, as it is where labels are looked up: an unlisted label
 * has no fields, and nothing is found by model that is not in the copy. False when that is a label which another number
 * gives as well. */
static bool label_at(size_t n, struct label_facts *out)
{
    struct label_facts l = {.scheme = choose(&n, 2) ? SCHEME_CLS : SCHEME_JC_STAR};
    size_t level = choose(&n, 5), word = choose(&n, COUNT(words)), age = choose(&n, COUNT(ages));
    size_t end = choose(&n, COUNT(ends)), start = choose(&n, COUNT(starts)), match = choose(&n, COUNT(matches));
    size_t by_model = choose(&n, 2);
    bool known = words[word].known;
    l.on = days[choose(&n, COUNT(days))];
    l.last = words[word].last;
    l.age = l.last == STATUS_NONE ? AGE_NONE : ages[age];
    l.listed = words[word].listed;
    l.read = !known || !by_model;
    l.match = known ? matches[match] : MATCH_UNKNOWN;
    if (known) {
        l.level = (int)level;
        l.expires = day_from(l.on, ends[end]);
        l.issued = day_from(l.on, starts[start]);
    }
    l.status = label_standing(l.last, l.age, l.on, l.expires);
    *out = l;
    return known || level + end + start + match + by_model + (l.last == STATUS_NONE ? age : 0) == 0;
}

static struct label_facts other_mark(day on)
{
    return (struct label_facts){.scheme = SCHEME_OTHER, .read = true, .on = on, .match = MATCH_UNKNOWN};
}

/* Numerical Recipes' generator: the same numbers on every machine. */
static size_t draw(uint32_t *seed, size_t of)
{
    *seed = *seed * 1664525u + 1013904223u;
    uint64_t high = *seed;
    *seed = *seed * 1664525u + 1013904223u;
    return (size_t)((high << 32 | *seed) >> 8) % of;
}

static int begin(void **state)
{
    (void)state;
    differences = 0;
    compared = 0;
    return 0;
}

static void conclude(void)
{
    if (differences > 0)
        fail_msg("%d of %ld verdicts differ from the ladder", differences, compared);
}

/* Every case there can be: without a label, with a mark of another scheme alone, and with labels of all kinds. */
static void test_every_case(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (size_t n = 0; n < CASES; n++) {
        for (size_t d = 0; d < COUNT(days); d++) {
            struct case_facts c = case_at(n);
            struct label_facts l = other_mark(days[d]);
            c.uk_day = days[d];
            compare(&c, NULL, 0);
            compare(&c, &l, 1);
            for (int i = 0; i < 8; i++) {
                (void)label_at(draw(&seed, LABELS), &l);
                c.uk_day = l.on;
                compare(&c, &l, 1);
            }
        }
    }
    conclude();
}

/* Every label there can be, in the cases that reach the rows about labels. */
static void test_every_label(void **state)
{
    (void)state;
    static const struct {
        enum market market;
        enum statement statement;
        enum failure failure;
        int requires_star;
    } main_facts[] = {
        {MARKET_GB, STATEMENT_COMPLETE, FAILURE_NONE, 0},    {MARKET_GB, STATEMENT_UNKNOWN, FAILURE_NONE, 0},
        {MARKET_GB, STATEMENT_UNKNOWN, FAILURE_BELIEVED, 0}, {MARKET_JP, STATEMENT_UNKNOWN, FAILURE_NONE, 0},
        {MARKET_JP, STATEMENT_COMPLETE, FAILURE_NONE, 2},
    };
    for (size_t i = 0; i < COUNT(main_facts); i++) {
        struct case_facts c = {.market = main_facts[i].market,
                               .role = ROLE_RETAILER,
                               .event = EVENT_OFFER,
                               .scope = SCOPE_IN,
                               .statement = main_facts[i].statement,
                               .failure = main_facts[i].failure,
                               .requires_star = main_facts[i].requires_star,
                               .warn_days = WARN_DAYS,
                               .box_read = true};
        for (size_t n = 0; n < LABELS; n++) {
            struct label_facts l;
            if (!label_at(n, &l) || (!l.read && i != 0)) /* only beside a statement it counts how it was found */
                continue;
            c.uk_day = l.on;
            compare(&c, &l, 1);
        }
    }
    conclude();
}

/* A sample of the whole product: any case, 0 to 3 labels, some of them marks of other schemes, some checked at an hour
 * when the UK is still a day behind. */
static void test_boxes_of_several_labels(void **state)
{
    (void)state;
    uint32_t seed = 20261121;
    for (int i = 0; i < SAMPLE; i++) {
        struct case_facts c = case_at(draw(&seed, CASES));
        struct label_facts labels[LABELS_MAX] = {0};
        size_t count = draw(&seed, LABELS_MAX + 1);
        if (draw(&seed, 4) != 0) { /* mostly where the rows about labels are reached at all */
            c.scope = SCOPE_IN;
            c.failure = FAILURE_NONE;
        }
        c.uk_day = days[draw(&seed, COUNT(days))];
        for (size_t k = 0; k < count; k++) {
            if (draw(&seed, 8) == 0)
                labels[k] = other_mark(c.uk_day);
            else
                (void)label_at(draw(&seed, LABELS), &labels[k]);
        }
        compare(&c, labels, count);
    }
    conclude();
}

/* A fact that nobody gave is none of the good answers. */
static void test_a_fact_left_out_never_passes(void **state)
{
    (void)state;
    const struct label_facts nothing = {0};
    const struct label_facts good = {.scheme = SCHEME_JC_STAR,
                                     .level = 1,
                                     .status = STATUS_CURRENT,
                                     .last = STATUS_CURRENT,
                                     .age = AGE_FRESH,
                                     .listed = true,
                                     .read = true,
                                     .on = 20261121,
                                     .issued = 20260101,
                                     .expires = 20271231,
                                     .match = MATCH_MODEL};
    const struct case_facts whole = {.market = MARKET_GB,
                                     .role = ROLE_RETAILER,
                                     .event = EVENT_OFFER,
                                     .scope = SCOPE_IN,
                                     .statement = STATEMENT_UNKNOWN,
                                     .failure = FAILURE_NONE,
                                     .warn_days = WARN_DAYS,
                                     .uk_day = 20261121,
                                     .box_read = true};
    assert_int_equal(judge(&whole, &good, 1).outcome, OUTCOME_PASS);
    struct case_facts without[] = {whole, whole, whole, {0}};
    without[0].market = MARKET_NONE;
    without[1].scope = SCOPE_NONE;
    without[2].uk_day = 0;
    for (size_t i = 0; i < COUNT(without); i++)
        assert_true(judge(&without[i], &good, 1).outcome >= OUTCOME_REVIEW);
    assert_true(judge(&whole, &nothing, 1).outcome >= OUTCOME_REVIEW);
    assert_true(judge(&whole, NULL, 0).outcome >= OUTCOME_REVIEW);
    struct case_facts unread = whole;
    unread.market = MARKET_JP;
    unread.box_read = false;
    assert_true(judge(&unread, NULL, 0).outcome >= OUTCOME_REVIEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_every_case, begin),
        cmocka_unit_test_setup(test_every_label, begin),
        cmocka_unit_test_setup(test_boxes_of_several_labels, begin),
        cmocka_unit_test(test_a_fact_left_out_never_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
