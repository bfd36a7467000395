#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/label/cls.h"

#define TODAY 20261121

static void test_full_shape(void **state)
{
    (void)state;
    static const struct {
        const char *text, *product_id;
        day printed;
        bool implausible;
    } cases[] = {
        {"CSA/210527/A", "A", 20270521, false},
        {"CSA/210527/ABCDEF123456", "ABCDEF123456", 20270521, false},
        {"CSA/071020/1", "1", 20201007, false}, /* the first day that can be */
        {"CSA/061020/1", "1", 20201006, true},  /* and the day before */
        {"CSA/281129/1", "1", 20291128, false}, /* today + 3 years + 7 days */
        {"CSA/291129/1", "1", 20291129, true},  /* and the day after */
        {"CSA/290228/LEAP", "LEAP", 20280229, false},
        {"CSA/290227/LEAP", "LEAP", 0, true}, /* no such day */
        {"CSA/310426/1", "1", 0, true},
        {"CSA/000000/1", "1", 0, true},
        {"CSA/011399/1", "1", 0, true},
        {"CSA/010199/1", "1", 20990101, true},
        {"CSA/010100/1", "1", 20000101, true},
        {"CSA/210526/1", "1", 20260521, false}, /* past is plausible: an expired label */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cls_id id;
        if (!cls_read(cases[i].text, TODAY, &id))
            fail_msg("%s was not read", cases[i].text);
        assert_string_equal(id.id, cases[i].text);
        assert_string_equal(id.product_id, cases[i].product_id);
        if (id.printed != cases[i].printed || id.implausible != cases[i].implausible)
            fail_msg("%s: printed %d, implausible %d", cases[i].text, id.printed, id.implausible);
        assert_false(id.short_form);
    }
}

static void test_short_form(void **state)
{
    (void)state;
    static const char *const texts[] = {"CSA/A", "CSA/210527", "CSA/ABCDEF123456", "CSA/0"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct cls_id id;
        assert_true(cls_read(texts[i], TODAY, &id));
        assert_true(id.short_form);
        assert_false(id.implausible);
        assert_int_equal(id.printed, 0);
        assert_string_equal(id.id, texts[i]);
        assert_string_equal(id.product_id, texts[i] + 4);
    }
}

static void test_other_shapes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "CSA",
        "CSA/",
        "CSA//",
        "CSA/210527/",
        "CSA/210527//A",
        "CSA/210527/ABCDEF1234567", /* 13 */
        "CSA/ABCDEF1234567",
        "CSA/21052/A",
        "CSA/2105270/A",
        "CSA/21O527/A", /* a letter O */
        "CSA/210527/a",
        "csa/210527/A",
        "CSA/210527/A-1",
        "CSA/210527/A ",
        " CSA/210527/A",
        "CSA/210527/A\n",
        "CSA/210527/A/B",
        "CSA C22.2 NO. 60950",
        "CSA-210527-A",
        "XCSA/210527/A",
        "CSA/210527/\xef\xbc\xa1",                                /* a full-width A: the caller's NFKC comes first */
        "CSA/\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1/A", /* Arabic digits */
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct cls_id id;
        if (cls_read(texts[i], TODAY, &id))
            fail_msg("\"%s\" was read", texts[i]);
        assert_string_equal(id.id, "");
        assert_int_equal(id.printed, 0);
    }
}

static void test_leap_day_and_unknown_today(void **state)
{
    (void)state;
    struct cls_id id;
    /* three years after 29 February is taken from the 28th: to 7 March 2031 */
    assert_true(cls_read("CSA/070331/1", 20280229, &id));
    assert_false(id.implausible);
    assert_true(cls_read("CSA/080331/1", 20280229, &id));
    assert_true(id.implausible);
    /* without a day of its own the check finds nothing plausible */
    assert_true(cls_read("CSA/210527/A", 0, &id));
    assert_true(id.implausible);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full_shape),
        cmocka_unit_test(test_short_form),
        cmocka_unit_test(test_other_shapes),
        cmocka_unit_test(test_leap_day_and_unknown_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
