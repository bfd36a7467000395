/* What must hold of the tables whatever the facts; the rows themselves are in tests/golden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/judge/judge.h"
#include "app/judge/table.h"

static const struct label_facts good = {
    .scheme = SCHEME_JC_STAR,
    .level = 1,
    .status = STATUS_CURRENT,
    .last = STATUS_CURRENT,
    .age = AGE_FRESH,
    .listed = true,
    .read = true,
    .on = 20261121,
    .issued = 20250601,
    .expires = 20270531,
    .match = MATCH_MODEL,
};

static const struct case_facts shop = {
    .market = MARKET_GB,
    .role = ROLE_RETAILER,
    .event = EVENT_GOODS_IN,
    .scope = SCOPE_IN,
    .statement = STATEMENT_UNKNOWN,
    .failure = FAILURE_NONE,
    .warn_days = 60,
    .uk_day = 20261121,
    .box_read = true,
};

/* Zero is never good: nothing forgotten or cleared passes, in any market, nor with one field set. */
static void test_zero_never_passes(void **state)
{
    (void)state;
    for (int m = MARKET_NONE; m <= MARKET_JP; m++) {
        struct case_facts c = {.market = (enum market)m};
        struct label_facts l = {0};
        assert_true(judge(&c, NULL, 0).outcome >= OUTCOME_REVIEW);
        assert_true(judge(&c, &l, 1).outcome >= OUTCOME_REVIEW);
        c.box_read = true;
        assert_int_not_equal(judge(&c, &l, 1).outcome, OUTCOME_PASS);
        for (int s = SCHEME_NONE; s <= SCHEME_OTHER; s++) {
            l = (struct label_facts){.scheme = (enum scheme)s};
            assert_int_not_equal(judge(&c, &l, 1).outcome, OUTCOME_PASS);
        }
    }
}

/* Taking any one leg away from a passing case must not leave it passing on the label. */
static void test_each_leg_of_pass_is_needed(void **state)
{
    (void)state;
    assert_int_equal(judge(&shop, &good, 1).outcome, OUTCOME_PASS);
    struct label_facts without[10];
    for (int i = 0; i < 10; i++)
        without[i] = good;
    without[0].scheme = SCHEME_NONE;
    without[1].level = 0;
    without[2].status = STATUS_NONE;
    without[3].status = STATUS_UNVERIFIED;
    without[4].on = 0;
    without[5].expires = 0;
    without[6].match = MATCH_NONE;
    without[7].on = 20270601;
    without[8].on = 20250531;
    without[9].level = 5;
    for (int i = 0; i < 10; i++)
        assert_int_not_equal(judge(&shop, &without[i], 1).outcome, OUTCOME_PASS);
    struct case_facts c = shop;
    c.scope = SCOPE_NONE;
    assert_int_equal(judge(&c, &good, 1).outcome, OUTCOME_REVIEW);
    c = shop;
    c.failure = FAILURE_NOT_SAID;
    assert_int_equal(judge(&c, &good, 1).outcome, OUTCOME_REVIEW);
    c = shop;
    c.uk_day = 0;
    assert_int_not_equal(judge(&c, &good, 1).outcome, OUTCOME_PASS);
}

/* "No label" is a fact only when the box was read. */
static void test_no_label_is_earned(void **state)
{
    (void)state;
    struct case_facts c = shop;
    c.market = MARKET_JP;
    assert_int_equal(judge(&c, NULL, 0).outcome, OUTCOME_PASS);
    c.box_read = false;
    assert_int_equal(judge(&c, NULL, 0).outcome, OUTCOME_REVIEW);
    assert_string_equal(judge_rule(&(struct verdict){0}), "-");
}

static void test_lifting(void **state)
{
    (void)state;
    struct case_facts c = shop;
    c.lift = FINDING_BIT(FINDING_UNOFFICIAL_URL);
    struct verdict v = judge(&c, &good, 1);
    assert_int_equal(v.outcome, OUTCOME_REVIEW);
    assert_int_equal(v.route, ROUTE_NONE);
    assert_string_equal(judge_rule(&v), "U10");
    assert_non_null(strstr(judge_next(&v, &c, LANG_EN).item[0], "Do not open"));
    c.scope = SCOPE_USED;
    assert_int_equal(judge(&c, &good, 1).outcome, OUTCOME_OUT);
}

static bool has_line(struct judge_lines lines, const char *text)
{
    for (size_t i = 0; i < lines.count; i++)
        if (strstr(lines.item[i], text))
            return true;
    return false;
}

static void test_next_by_role_and_event(void **state)
{
    (void)state;
    struct case_facts c = shop;
    struct verdict v = judge(&c, NULL, 0);
    assert_string_equal(judge_rule(&v), "U23");
    assert_true(has_line(judge_next(&v, &c, LANG_EN), "you cannot write it yourself"));
    assert_true(has_line(judge_next(&v, &c, LANG_EN), "Quarantine"));
    c.role = ROLE_IMPORTER;
    c.event = EVENT_SALE;
    assert_true(has_line(judge_next(&v, &c, LANG_EN), "reg 9"));
    assert_true(has_line(judge_next(&v, &c, LANG_EN), "Take the offer down"));
    assert_false(has_line(judge_next(&v, &c, LANG_EN), "Quarantine"));
    c.role = ROLE_MANUFACTURER;
    assert_true(has_line(judge_next(&v, &c, LANG_JA), "適合宣言書を発行"));
}

/* U04: the seller is the distributor, and says so, in Great Britain alone. */
static void test_platform(void **state)
{
    (void)state;
    struct case_facts c = shop;
    c.role = ROLE_PLATFORM;
    struct verdict v = judge(&c, &good, 1);
    assert_string_equal(judge_rule(&v), "U10");
    assert_true(has_line(judge_next(&v, &c, LANG_EN), "Ask the seller for this check"));
    assert_true(has_line(judge_cite(&v, &c, SCHEME_JC_STAR), "s.56(2)"));
    c.market = MARKET_JP;
    v = judge(&c, &good, 1);
    assert_false(has_line(judge_next(&v, &c, LANG_EN), "Ask the seller for this check"));
}

/* Sch 2A para 2 is JC-STAR, para 3 is CLS (SI 2025/1267 regs 4, 8). */
static void test_cite_by_scheme(void **state)
{
    (void)state;
    struct verdict v = judge(&shop, &good, 1);
    assert_true(has_line(judge_cite(&v, &shop, SCHEME_JC_STAR), "Sch 2A para 2"));
    assert_false(has_line(judge_cite(&v, &shop, SCHEME_JC_STAR), "Sch 2A para 3"));
    assert_true(has_line(judge_cite(&v, &shop, SCHEME_CLS), "Sch 2A para 3"));
}

static void test_age(void **state)
{
    (void)state;
    assert_int_equal(label_age(0, 1000, 10, 100), AGE_NONE);
    assert_int_equal(label_age(1000, 1010, 10, 100), AGE_FRESH);
    assert_int_equal(label_age(1000, 1011, 10, 100), AGE_AGING);
    assert_int_equal(label_age(1000, 1100, 10, 100), AGE_AGING);
    assert_int_equal(label_age(1000, 1101, 10, 100), AGE_STALE);
    assert_int_equal(label_age(1001, 1000, 10, 100), AGE_STALE);
}

static bool whole(struct words w)
{
    return w.en && w.en[0] && w.ja && w.ja[0] && strcmp(w.en, w.ja) != 0;
}

/* Every row has its sentences in either language, something to do and a citation; no sentence says "legal". */
static void test_rows_are_whole(void **state)
{
    (void)state;
    const struct row *const tables[] = {gb_table, jp_table};
    for (int t = 0; t < 2; t++)
        for (const struct row *r = tables[t]; r->id; r++) {
            assert_true(whole(r->reason));
            assert_null(strstr(r->reason.en, "legal"));
            assert_non_null(r->cite[0]);
            assert_non_null(r->next[0]);
            assert_int_not_equal(r->outcome, OUTCOME_NONE);
            assert_true(r->outcome <= OUTCOME_WARN || r->route == ROUTE_NONE);
            for (int i = 0; i < ROW_ADVICE_MAX && r->next[i]; i++)
                for (const struct advice *a = r->next[i]; a->say.en; a++)
                    assert_true(whole(a->say));
        }
    assert_true(whole(gb_platform));
}

/* Every role at every event is told something by every row. */
static void test_nobody_is_left_without_advice(void **state)
{
    (void)state;
    const struct row *const tables[] = {gb_table, jp_table};
    for (int t = 0; t < 2; t++)
        for (const struct row *r = tables[t]; r->id; r++)
            for (int role = ROLE_RETAILER; role <= ROLE_PLATFORM; role++)
                for (int event = EVENT_GOODS_IN; event <= EVENT_AUDIT; event++) {
                    struct verdict v = {.market = t ? MARKET_JP : MARKET_GB, .row = r};
                    struct case_facts c = {.role = (enum role)role, .event = (enum event)event};
                    assert_true(judge_next(&v, &c, LANG_EN).count > 0);
                }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zero_never_passes),      cmocka_unit_test(test_each_leg_of_pass_is_needed),
        cmocka_unit_test(test_no_label_is_earned),     cmocka_unit_test(test_lifting),
        cmocka_unit_test(test_next_by_role_and_event), cmocka_unit_test(test_platform),
        cmocka_unit_test(test_cite_by_scheme),         cmocka_unit_test(test_age),
        cmocka_unit_test(test_rows_are_whole),         cmocka_unit_test(test_nobody_is_left_without_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
