#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/base/day.h"

static void test_days_that_are(void **state)
{
    (void)state;
    assert_int_equal(day_of(2024, 2, 29), 20240229);
    assert_int_equal(day_parse("2026-11-21"), 20261121);
    assert_int_equal(day_parse("2000-02-29"), 20000229);
}

static void test_days_that_are_not(void **state)
{
    (void)state;
    static const char *const none[] = {"2026-02-29", "1900-02-29",  "2026-13-01", "2026-00-01",
                                       "2026-01-00", "2026-1-1",    "2026/11/21", "20261121",
                                       "",           "2026-11-211", "2026-11-2x", "-026-11-21"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(day_parse(none[i]), 0);
}

static void test_counting_days(void **state)
{
    (void)state;
    assert_int_equal(day_between(20261121, 20261121), 0);
    assert_int_equal(day_between(20261121, 20270120), 60);
    assert_int_equal(day_between(20240228, 20240301), 2);
    assert_int_equal(day_between(20270101, 20261231), -1);
    assert_int_equal(day_plus(20261231, 1), 20270101);
    assert_int_equal(day_plus(19700101, -1), 19691231);
    assert_int_equal(day_plus(19000301, -1), 19000228);
    assert_int_equal(day_plus(0, 5), 0);
}

/* Every day of three centuries, one after the other. */
static void test_every_day_follows_the_last(void **state)
{
    (void)state;
    day d = 19000102;
    for (int i = 0; i < 365 * 300; i++) {
        day next = day_plus(d, 1);
        assert_true(next > d);
        assert_int_equal(day_between(d, next), 1);
        assert_int_equal(day_of(next / 10000, next / 100 % 100, next % 100), next);
        d = next;
    }
}

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_parse(text, &m));
    return m;
}

static void test_moments(void **state)
{
    (void)state;
    char text[MOMENT_TEXT];
    assert_int_equal(at("1970-01-01T00:00:00Z"), 0);
    assert_int_equal(at("2026-11-21T10:15:00Z"), 1795256100);
    assert_int_equal(at("2026-11-21T19:15:00+09:00"), 1795256100);
    assert_int_equal(at("2026-11-21t10:15:00.987Z"), 1795256100);
    assert_string_equal(moment_text(1795256100, text), "2026-11-21T10:15:00Z");
    assert_string_equal(moment_text(0, text), "");
}

static void test_moments_that_are_not(void **state)
{
    (void)state;
    static const char *const none[] = {"2026-11-21",
                                       "2026-11-21T10:15Z",
                                       "2026-11-21T10:15:00",
                                       "2026-11-21T24:00:00Z",
                                       "2026-02-30T10:15:00Z",
                                       "2026-11-21T10:15:00.Z",
                                       "2026-11-21T10:15:00+9:00",
                                       "2026-11-21T10:15:00ZZ",
                                       "now",
                                       "2026-11-21T10:60:00Z",
                                       ""};
    moment m;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(moment_parse(none[i], &m));
}

/* The same instant is another day elsewhere. */
static void test_calendars(void **state)
{
    (void)state;
    moment new_year_in_japan = at("2026-12-31T15:00:00Z");
    assert_int_equal(day_at(new_year_in_japan, CALENDAR_JST), 20270101);
    assert_int_equal(day_at(new_year_in_japan - 1, CALENDAR_JST), 20261231);
    assert_int_equal(day_at(new_year_in_japan, CALENDAR_SGT), 20261231);
    assert_int_equal(day_at(new_year_in_japan + 3600, CALENDAR_SGT), 20270101);
    assert_int_equal(day_at(new_year_in_japan, CALENDAR_UK), 20261231);
    assert_int_equal(day_at(new_year_in_japan, CALENDAR_NONE), 0);
}

static void test_british_summer_time(void **state)
{
    (void)state;
    assert_int_equal(day_at(at("2026-07-01T22:59:59Z"), CALENDAR_UK), 20260701);
    assert_int_equal(day_at(at("2026-07-01T23:00:00Z"), CALENDAR_UK), 20260702);
    assert_int_equal(day_at(at("2026-03-28T23:30:00Z"), CALENDAR_UK), 20260328); /* it begins on Sunday 29 March */
    assert_int_equal(day_at(at("2026-03-29T23:30:00Z"), CALENDAR_UK), 20260330);
    assert_int_equal(day_at(at("2026-10-24T23:30:00Z"), CALENDAR_UK), 20261025); /* it ends on Sunday 25 October */
    assert_int_equal(day_at(at("2026-10-25T23:30:00Z"), CALENDAR_UK), 20261025);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_that_are), cmocka_unit_test(test_days_that_are_not),
        cmocka_unit_test(test_counting_days), cmocka_unit_test(test_every_day_follows_the_last),
        cmocka_unit_test(test_moments),       cmocka_unit_test(test_moments_that_are_not),
        cmocka_unit_test(test_calendars),     cmocka_unit_test(test_british_summer_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
