/* What spreadsheets do to codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/codes/repair.h"

static void expect(const char *cell, unsigned kinds, const char *codes, bool unread)
{
    struct repair r;
    char seen[256] = "";
    assert_int_equal(repair_gtin(cell, &r, NULL), 0);
    for (size_t i = 0; i < r.codes; i++)
        snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s%s", i ? " " : "", r.code[i]);
    if (r.kinds != kinds || strcmp(seen, codes) != 0 || r.unread != unread)
        fail_msg("%s: kinds %x, codes \"%s\", unread %d", cell, r.kinds, seen, r.unread);
}

static void a_code_that_is_well_stays(void **state)
{
    (void)state;
    expect("9520000000011", 0, "9520000000011", false);
    expect(" 9520000000011 ", 0, "9520000000011", false);
    expect("952-0000-00001-1", 0, "952-0000-00001-1", false);
    expect("9520000000012", 0, "9520000000012", false); /* a wrong check digit is the box's finding */
    expect("", 0, "", false);
}

static void what_the_check_digit_proves_is_put_right(void **state)
{
    (void)state;
    expect("'9520000000011", REPAIR_BIT(REPAIR_QUOTE), "9520000000011", false);
    expect("=\"9520000000011\"", REPAIR_BIT(REPAIR_QUOTE), "9520000000011", false);
    expect("9520000000011.0", REPAIR_BIT(REPAIR_DECIMAL), "9520000000011", false);
    expect("9,520,000,000,011", REPAIR_BIT(REPAIR_GROUPED), "9520000000011", false);
    expect("9.520000000011E+12", REPAIR_BIT(REPAIR_SCIENTIFIC), "9520000000011", false);
    expect("9.520000000011e12", REPAIR_BIT(REPAIR_SCIENTIFIC), "9520000000011", false);
    expect("９５２００００００００１１", REPAIR_BIT(REPAIR_WIDE), "9520000000011", false);
    expect("12345670", 0, "12345670", false); /* EAN-8 */
    expect("9520000000011;9520000000028", REPAIR_BIT(REPAIR_TWO), "9520000000011 9520000000028", false);
    expect("9520000000011\n9520000000011", REPAIR_BIT(REPAIR_TWO), "9520000000011", false);
    expect("9520000000011,9520000000028,9520000000035,9520000000042,9520000000059", /* the fifth was not read */
           REPAIR_BIT(REPAIR_TWO) | REPAIR_BIT(REPAIR_TOO_LONG),
           "9520000000011 9520000000028 9520000000035 9520000000042", true);
}

static void lost_zeros_come_back_only_where_the_check_digit_proves_them(void **state)
{
    struct repair r;
    (void)state;
    assert_int_equal(repair_gtin("36000291452", &r, NULL), 0); /* 036000291452, an example of GS1 */
    assert_int_equal(r.kinds, REPAIR_BIT(REPAIR_ZEROS));
    assert_int_equal(repair_gtin("36000291453", &r, NULL), 0);
    assert_int_equal(r.kinds, 0);
}

static void what_is_gone_is_said_and_not_made_up(void **state)
{
    (void)state;
    expect("9.52E+12", REPAIR_BIT(REPAIR_LOST), "", true);
    expect("9.520000000012E+12", REPAIR_BIT(REPAIR_LOST), "", true);
    expect("0000000000000", REPAIR_BIT(REPAIR_PLACEHOLDER), "", false);
    expect("N/A", REPAIR_BIT(REPAIR_PLACEHOLDER), "", false);
    expect("n/a", REPAIR_BIT(REPAIR_PLACEHOLDER), "", false);
    expect("なし", REPAIR_BIT(REPAIR_PLACEHOLDER), "", false);
    expect("0000000000000.0", REPAIR_BIT(REPAIR_DECIMAL) | REPAIR_BIT(REPAIR_PLACEHOLDER), "", false);
    char large[400];
    memset(large, '9', sizeof large - 1);
    large[sizeof large - 1] = 0;
    expect(large, REPAIR_BIT(REPAIR_TOO_LONG), "", true);
}

static void only_a_long_code_in_an_sku_is_a_gtin(void **state)
{
    struct repair r;
    (void)state;
    assert_int_equal(repair_sku("9520000000011", &r, NULL), 0);
    assert_int_equal(r.kinds, REPAIR_BIT(REPAIR_IN_SKU));
    assert_int_equal(repair_sku("12345670", &r, NULL), 0);
    assert_int_equal(r.codes, 0);
    assert_int_equal(repair_sku("AB-9520000000011", &r, NULL), 0);
    assert_int_equal(r.codes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_that_is_well_stays),
        cmocka_unit_test(what_the_check_digit_proves_is_put_right),
        cmocka_unit_test(lost_zeros_come_back_only_where_the_check_digit_proves_them),
        cmocka_unit_test(what_is_gone_is_said_and_not_made_up),
        cmocka_unit_test(only_a_long_code_in_an_sku_is_a_gtin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
