#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "app/codes/parts.h"

/* Parts of messages are put together when all are there, and never with those of another message. */

static struct symbols all;

static void add(enum symbology symbology, const char *text, uint8_t index, uint8_t of, uint16_t message)
{
    struct err err = {0};
    struct symbol *s = &all.item[all.count++];
    assert_int_equal(symbol_set(s, symbology, ORIGIN_PICTURE, text, strlen(text), &err), 0);
    s->part = (struct symbol_part){index, of, message};
}

static unsigned parity_of(const char *text)
{
    unsigned parity = 0;
    for (; *text; text++)
        parity ^= (uint8_t)*text;
    return parity;
}

static void assert_joins(size_t n, const char *text)
{
    size_t order[PARTS_MAX];
    struct symbol whole = {0};
    struct err err = {0};
    assert_true(parts_find(&all, n, order));
    assert_int_equal(parts_join(&all, order, &whole, &err), 0);
    assert_string_equal(whole.text, text);
    assert_int_equal(whole.part.index, 0);
    symbol_clear(&whole);
}

static void assert_stays(size_t n)
{
    size_t order[PARTS_MAX];
    assert_false(parts_find(&all, n, order));
}

static int clear(void **state)
{
    (void)state;
    symbols_clear(&all);
    memset(&all, 0, sizeof all);
    return 0;
}

static void in_order_wherever_they_come(void **state)
{
    (void)state;
    uint16_t parity = (uint16_t)parity_of("DEMO-0001");
    add(SYMBOLOGY_QR, "0001", 3, 3, parity);
    add(SYMBOLOGY_EAN13, "9520000000011", 0, 0, 0);
    add(SYMBOLOGY_QR, "DE", 1, 3, parity);
    assert_stays(0);
    add(SYMBOLOGY_QR, "MO-", 2, 3, parity);
    for (size_t n = 0; n < 4; n++)
        if (n != 1)
            assert_joins(n, "DEMO-0001");
    assert_stays(1); /* no part at all */
}

static void letters_may_lie_in_two_parts(void **state)
{
    (void)state;
    add(SYMBOLOGY_QR, "\xE6", 1, 2, 0);
    add(SYMBOLOGY_QR, "\xA4\x9C", 2, 2, 0);
    assert_null(all.item[0].text);
    assert_joins(0, "検");
}

static void one_that_is_missing_keeps_them_apart(void **state)
{
    (void)state;
    add(SYMBOLOGY_QR, "DEMO-00", 1, 3, 7);
    add(SYMBOLOGY_QR, "01", 3, 3, 7);
    assert_stays(0);
    assert_stays(1);
}

static void the_same_part_twice_is_one(void **state)
{
    (void)state;
    add(SYMBOLOGY_QR, "DE", 1, 2, 0);
    add(SYMBOLOGY_QR, "DE", 1, 2, 0);
    add(SYMBOLOGY_QR, "MO", 2, 2, 0);
    assert_joins(1, "DEMO");
    add(SYMBOLOGY_QR, "NO", 2, 2, 0); /* another message, or a wrong one: nobody knows */
    assert_stays(0);
}

static void two_messages_do_not_mix(void **state)
{
    (void)state;
    add(SYMBOLOGY_QR, "DE", 1, 2, (uint16_t)parity_of("DEMO"));
    add(SYMBOLOGY_QR, "MO", 2, 2, (uint16_t)parity_of("SOMO")); /* of another parity */
    assert_stays(0);
    add(SYMBOLOGY_QR, "MO", 2, 3, (uint16_t)parity_of("DEMO")); /* of three */
    assert_stays(0);
    add(SYMBOLOGY_DATAMATRIX, "MO", 2, 2, (uint16_t)parity_of("DEMO"));
    assert_stays(0);
    add(SYMBOLOGY_QR, "MP", 2, 2, (uint16_t)parity_of("DEMO")); /* the parity says that it is not of this one */
    assert_stays(0);
}

static void a_file_number_is_no_parity(void **state)
{
    (void)state;
    add(SYMBOLOGY_DATAMATRIX, "DE", 1, 2, 0x0101);
    add(SYMBOLOGY_DATAMATRIX, "MO", 2, 2, 0x0101);
    assert_joins(0, "DEMO");
}

static void longer_than_a_code_may_be(void **state)
{
    (void)state;
    static char text[SYMBOL_BYTES_MAX + 1];
    size_t order[PARTS_MAX];
    struct symbol whole = {0};
    struct err err = {0};
    memset(text, '1', SYMBOL_BYTES_MAX);
    add(SYMBOLOGY_QR, text, 1, 2, 0);
    add(SYMBOLOGY_QR, "1", 2, 2, 0);
    assert_true(parts_find(&all, 0, order));
    assert_int_equal(parts_join(&all, order, &whole, &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(in_order_wherever_they_come, clear),
        cmocka_unit_test_teardown(letters_may_lie_in_two_parts, clear),
        cmocka_unit_test_teardown(one_that_is_missing_keeps_them_apart, clear),
        cmocka_unit_test_teardown(the_same_part_twice_is_one, clear),
        cmocka_unit_test_teardown(two_messages_do_not_mix, clear),
        cmocka_unit_test_teardown(a_file_number_is_no_parity, clear),
        cmocka_unit_test_teardown(longer_than_a_code_may_be, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
