#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/reader_merge.h"

/* What several stages saw becomes the codes of the picture. */

static struct scan *no_hits(void)
{
    struct scan *scan = calloc(1, sizeof *scan);
    assert_non_null(scan);
    return scan;
}

static struct quad square_at(float x, float y, float size)
{
    return (struct quad){{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}}};
}

static void add(struct scan *scan, enum symbology symbology, const char *text, const struct quad *quad, int lines)
{
    struct scan_hit hit = {.stage = STAGE_QR, .lines = lines, .has_quad = quad != NULL};
    struct err err = {0};
    if (quad)
        hit.quad = *quad;
    assert_int_equal(symbol_set(&hit.symbol, symbology, ORIGIN_PICTURE, text, strlen(text), &err), 0);
    scan_add(scan, &hit);
}

static void assert_left(struct scan *scan, size_t count, const char *first)
{
    reader_merge(scan);
    assert_int_equal(scan->hits_count, count);
    assert_string_equal(scan->hit[0].symbol.text, first);
    for (size_t i = 0; i < scan->hits_count; i++)
        symbol_clear(&scan->hit[i].symbol);
    free(scan);
}

static void one_print_seen_twice_is_one_code(void **state)
{
    (void)state;
    struct scan *scan = no_hits();
    struct quad once = square_at(100, 100, 80), again = square_at(104, 97, 82);
    add(scan, SYMBOLOGY_QR, "DEMO-0001", &once, 1);
    add(scan, SYMBOLOGY_QR, "DEMO-0001", &again, 1);
    assert_left(scan, 1, "DEMO-0001");
}

static void a_part_of_it_is_it(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        struct scan *scan = no_hits();
        struct quad all = square_at(100, 100, 80), part = square_at(100, 100, 30);
        add(scan, SYMBOLOGY_QR, "DEMO-0001", turn ? &part : &all, 1);
        add(scan, SYMBOLOGY_QR, "DEMO-0001", turn ? &all : &part, 1);
        assert_left(scan, 1, "DEMO-0001");
    }
}

static void two_prints_of_one_value_are_two_codes(void **state)
{
    (void)state;
    struct scan *scan = no_hits();
    struct quad left = square_at(100, 100, 80), right = square_at(200, 100, 80);
    add(scan, SYMBOLOGY_QR, "DEMO-0001", &left, 1);
    add(scan, SYMBOLOGY_QR, "DEMO-0001", &right, 1);
    add(scan, SYMBOLOGY_DATAMATRIX, "DEMO-0001", &left, 1); /* another carrier */
    assert_left(scan, 3, "DEMO-0001");
}

static void without_a_place_it_is_the_one_that_has_one(void **state)
{
    (void)state;
    struct scan *scan = no_hits();
    struct quad left = square_at(100, 100, 80);
    add(scan, SYMBOLOGY_QR, "DEMO-0001", &left, 1);
    add(scan, SYMBOLOGY_QR, "DEMO-0001", NULL, 1);
    assert_left(scan, 1, "DEMO-0001");
}

/* Two stages see bars in strips of their own, above one another. */
static void a_linear_code_is_one_wherever_it_is_seen(void **state)
{
    (void)state;
    struct scan *scan = no_hits();
    struct quad high = {{{100, 100}, {300, 100}, {300, 110}, {100, 110}}};
    struct quad low = {{{100, 180}, {300, 180}, {300, 190}, {100, 190}}};
    add(scan, SYMBOLOGY_EAN13, "4912345678904", &high, 20);
    add(scan, SYMBOLOGY_EAN13, "4912345678904", &low, 40);
    assert_left(scan, 1, "4912345678904");
}

static void of_two_values_in_one_place_the_better_seen_stays(void **state)
{
    (void)state;
    struct scan *scan = no_hits();
    struct quad all = square_at(100, 100, 80), part = square_at(120, 110, 40);
    add(scan, SYMBOLOGY_EAN8, "49123456", &part, 8);
    add(scan, SYMBOLOGY_EAN13, "4912345678904", &all, 60);
    assert_left(scan, 1, "4912345678904");
}

static void bars_in_a_square_code_are_none(void **state)
{
    (void)state;
    struct scan *scan = no_hits();
    struct quad all = square_at(100, 100, 80), part = square_at(120, 110, 40);
    add(scan, SYMBOLOGY_EAN8, "49123456", &part, 80);
    add(scan, SYMBOLOGY_QR, "DEMO-0001", &all, 1);
    assert_left(scan, 1, "DEMO-0001");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_print_seen_twice_is_one_code),
        cmocka_unit_test(a_part_of_it_is_it),
        cmocka_unit_test(two_prints_of_one_value_are_two_codes),
        cmocka_unit_test(without_a_place_it_is_the_one_that_has_one),
        cmocka_unit_test(a_linear_code_is_one_wherever_it_is_seen),
        cmocka_unit_test(of_two_values_in_one_place_the_better_seen_stays),
        cmocka_unit_test(bars_in_a_square_code_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
