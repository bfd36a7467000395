#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/scan/linear_check.h"
#include "app/scan/linear_guards.h"
#include "app/scan/reader.h"
#include "tests/unit/scan/draw_scene.h"

/* A false read is worse than none. All numbers are invented. */

static struct symbols read_all(const struct image *image)
{
    struct reading reading;
    struct err err = {0};
    assert_int_equal(reader_read(image, &(struct reader_ask){0}, &reading, &err), 0);
    return reading.codes;
}

static void assert_reads_nothing(struct image image)
{
    struct symbols found = read_all(&image);
    if (found.count)
        fail_msg("%s '%s' is read", symbology_name(found.item[0].symbology), found.item[0].text);
    image_clear(&image);
}

/* Two codes and what becomes of the left half of one and the right half of the other: all three check digits are right.
 */
static const char FIRST[] = "4912345111111", SECOND[] = "4999995678904", TOGETHER[] = "4912345678904";

static void halves_of_two_codes_one_above_the_other_never_meet(void **state)
{
    (void)state;
    for (uint32_t modules = 3; modules <= 12; modules += 3) { /* from one beside the other */
        char first[PATTERN_MAX], second[PATTERN_MAX];
        ean13_pattern(TOGETHER, first);
        ean13_pattern(TOGETHER, second);
        first[50] = 0; /* start, six digits, middle */
        struct image image = paper(380, 160);
        draw_bars(&image, 60, 20, 2, 60, first);
        draw_bars(&image, 60 + (45 + modules) * 2, 80, 2, 60, second + 45);
        assert_reads_nothing(image);
    }
}

static void halves_of_two_codes_side_by_side_never_meet(void **state)
{
    (void)state;
    for (uint32_t gap = 2; gap <= 20; gap += 3) {
        char first[PATTERN_MAX], second[PATTERN_MAX];
        ean13_pattern(FIRST, first);
        ean13_pattern(SECOND, second);
        first[50] = 0;
        struct image image = paper(400, 100);
        draw_bars(&image, 60, 20, 2, 60, first);
        draw_bars(&image, 60 + (50 + gap) * 2, 20, 2, 60, second + 45);
        assert_reads_nothing(image);
    }
}

static void half_an_ean_is_no_upce(void **state)
{
    (void)state;
    /* every first digit, that is every choice of sets, among them those of a UPC-E */
    for (int n = 0; n < 20; n++) {
        char text[32], pattern[PATTERN_MAX];
        snprintf(text, sizeof text, "%d%06d%06d", n % 10, (n * 7919 + 12345) % 1000000, (n * 104729) % 1000000);
        ean13_pattern(text, pattern);
        struct image image = bars_alone(pattern, 2, 60);
        fill(&image, 40 + 50 * 2, 0, 400, 100, 255); /* the left half with the middle guard */
        assert_reads_nothing(image);
        image = bars_alone(pattern, 2, 60);
        fill(&image, 0, 0, 40 + 45 * 2, 100, 255);
        assert_reads_nothing(image);
    }
}

static void a_wrong_check_digit_is_never_read(void **state)
{
    (void)state;
    for (char check = '0'; check <= '9'; check++) {
        char text[14] = "491234567890", pattern[PATTERN_MAX];
        text[12] = check;
        if (check == '4')
            continue;
        ean13_pattern(text, pattern);
        assert_reads_nothing(bars_alone(pattern, 2, 60));
    }
}

static void accented_letters_of_code128_are_not_read_without_their_accents(void **state)
{
    (void)state;
    /* set B: FNC4, s is o with an accent in ISO 8859-1 */
    const unsigned char values[] = {CODE128_START_B, CODE128_CODE_B, 's' - 32, 'a' - 32, 'b' - 32};
    char pattern[PATTERN_MAX];
    code128_pattern(values, sizeof values, pattern);
    assert_reads_nothing(bars_alone(pattern, 2, 60));
}

static void the_digits_99_are_no_fnc4(void **state)
{
    (void)state;
    const unsigned char values[] = {CODE128_START_C, 12, 99, 99, 34};
    char pattern[PATTERN_MAX];
    code128_pattern(values, sizeof values, pattern);
    struct image image = bars_alone(pattern, 2, 60);
    struct symbols found = read_all(&image);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.item[0].text, "12999934");
    symbols_clear(&found);
    image_clear(&image);
}

/* Stripes of chance widths of one to four modules, as close to bars as what is none can be. */
static void stripes_are_no_code(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int n = 0; n < 40; n++) {
        char pattern[PATTERN_MAX] = "";
        for (int i = 0; i < 59; i++)
            add_run(pattern, i % 2 ? '0' : '1', 1 + (int)(next_number(&seed) % 4));
        struct image image = bars_alone(pattern, 2, 60);
        blur(&image, (float)(n % 3) * 0.6f + 0.1f);
        assert_reads_nothing(image);
    }
}

/* With guards where an EAN-13 has them, and chance between. */
static void stripes_between_guards_are_no_code(void **state)
{
    (void)state;
    uint32_t seed = 9;
    for (int n = 0; n < 40; n++) {
        char pattern[PATTERN_MAX] = "101";
        for (int half = 0; half < 2; half++) {
            for (int i = 0; i < 24; i++)
                add_run(pattern, i % 2 == half ? '0' : '1',
                        1 + (int)(next_number(&seed) % 100 < 45 ? 0 : next_number(&seed) % 3));
            strcat(pattern, half ? "101" : "01010");
        }
        struct image image = bars_alone(pattern, 2, 60);
        assert_reads_nothing(image);
    }
}

/* The elements of a pattern as edges, four samples a module. */
static struct linear_edges edges_of(const char *pattern)
{
    struct linear_edges e = {.count = 1, .at = {100}};
    for (int i = 1; pattern[i - 1]; i++)
        if (pattern[i] != pattern[i - 1])
            e.at[e.count++] = 100 + 4 * (float)i;
    return e;
}

static void guards_tell_where_a_code_is(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    struct guards_code code;
    ean13_pattern(TOGETHER, pattern);
    struct linear_edges e = edges_of(pattern);
    assert_int_equal(e.count, 60);
    int found = 0;
    for (int kind = 0; kind < GUARDS_KINDS; kind++)
        for (int first = 0; first < e.count; first++)
            if (linear_guards_find(&e, first, kind, &code)) {
                assert_int_equal(code.type, ZBAR_EAN13);
                assert_int_equal(first, 0);
                found++;
            }
    assert_int_equal(found, 1);
}

static void guards_set_bars_right(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    struct guards_code code;
    ean13_pattern(TOGETHER, pattern);
    struct linear_edges right = edges_of(pattern), e = right;
    for (int i = 0; i < e.count; i++) /* bars wider by half a module */
        e.at[i] += i % 2 ? 1 : -1;
    assert_true(linear_guards_find(&e, 0, 0, &code));
    for (int i = 0; i + 1 < e.count; i++)
        assert_true(fabsf(code.edges.at[i + 1] - code.edges.at[i] - (right.at[i + 1] - right.at[i])) < 0.3f);
}

static void what_widths_say_must_be_what_was_read(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    struct guards_code code;
    ean13_pattern(TOGETHER, pattern);
    struct linear_edges e = edges_of(pattern);
    assert_true(linear_guards_find(&e, 0, 0, &code));
    assert_true(linear_check(&code, TOGETHER, 13, false) > 0.4f);
    assert_true(linear_check(&code, "4912345678104", 13, false) < 0); /* one digit for another */
    assert_true(linear_check(&code, TOGETHER, 13, true) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(halves_of_two_codes_one_above_the_other_never_meet),
        cmocka_unit_test(halves_of_two_codes_side_by_side_never_meet),
        cmocka_unit_test(half_an_ean_is_no_upce),
        cmocka_unit_test(a_wrong_check_digit_is_never_read),
        cmocka_unit_test(accented_letters_of_code128_are_not_read_without_their_accents),
        cmocka_unit_test(the_digits_99_are_no_fnc4),
        cmocka_unit_test(stripes_are_no_code),
        cmocka_unit_test(stripes_between_guards_are_no_code),
        cmocka_unit_test(guards_tell_where_a_code_is),
        cmocka_unit_test(guards_set_bars_right),
        cmocka_unit_test(what_widths_say_must_be_what_was_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
