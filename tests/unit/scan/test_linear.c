#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/scan/reader.h"
#include "tests/unit/scan/draw_codes.h"

/* EAN, UPC, ITF-14 and Code 128, drawn and read back. All numbers are invented. */

static const char EAN13[] = "4912345678904";

static struct symbols read_all(const struct image *image)
{
    struct reading reading;
    struct err err = {0};
    assert_int_equal(reader_read(image, &(struct reader_ask){0}, &reading, &err), 0);
    return reading.codes;
}

static void assert_symbol(const struct symbol *s, enum symbology symbology, const void *bytes, size_t size)
{
    assert_string_equal(symbology_name(s->symbology), symbology_name(symbology));
    assert_int_equal(s->from, ORIGIN_PICTURE);
    assert_int_equal(s->size, size);
    assert_memory_equal(s->bytes, bytes, size);
    assert_true(s->has_corners);
}

/* The picture holds this code and no other. Clears the picture. */
static void assert_reads(struct image image, enum symbology symbology, const char *text)
{
    struct symbols found = read_all(&image);
    assert_int_equal(found.count, 1);
    assert_symbol(&found.item[0], symbology, text, strlen(text));
    symbols_clear(&found);
    image_clear(&image);
}

static void assert_reads_nothing(struct image image)
{
    struct symbols found = read_all(&image);
    assert_int_equal(found.count, 0);
    image_clear(&image);
}

static void ean13_is_read(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    ean13_pattern(EAN13, pattern);
    assert_reads(bars_alone(pattern, 2, 60), SYMBOLOGY_EAN13, EAN13);
    ean13_pattern("9781234567897", pattern); /* a book: no ISBN is made of it */
    assert_reads(bars_alone(pattern, 2, 60), SYMBOLOGY_EAN13, "9781234567897");
}

static void ean8_is_read(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    ean8_pattern("49123456", pattern);
    assert_reads(bars_alone(pattern, 2, 60), SYMBOLOGY_EAN8, "49123456");
}

static void upca_has_twelve_digits_and_is_no_ean13(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    ean13_pattern("0012345678905", pattern);
    assert_reads(bars_alone(pattern, 2, 60), SYMBOLOGY_UPCA, "012345678905");
}

static void upce_has_eight_digits(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    upce_pattern("01234565", pattern);
    assert_reads(bars_alone(pattern, 2, 60), SYMBOLOGY_UPCE, "01234565");
}

static void itf_is_read_with_14_digits_and_a_right_check_digit_only(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    itf_pattern("14912345678901", pattern);
    assert_reads(bars_alone(pattern, 2, 60), SYMBOLOGY_ITF14, "14912345678901");
    itf_pattern("14912345678902", pattern);
    assert_reads_nothing(bars_alone(pattern, 2, 60));
    itf_pattern("1234567890", pattern);
    assert_reads_nothing(bars_alone(pattern, 2, 60));
    itf_pattern("1491234567890112", pattern);
    assert_reads_nothing(bars_alone(pattern, 2, 60));
}

/* Code set B: a character's value is its ASCII code less 32. */
static size_t set_b(const char *text, unsigned char *values)
{
    size_t n = 0;
    for (; text[n]; n++)
        values[n] = (unsigned char)(text[n] - 32);
    return n;
}

static void code128_is_read(void **state)
{
    (void)state;
    unsigned char values[64] = {CODE128_START_B};
    char pattern[PATTERN_MAX];
    size_t count = 1 + set_b("DEMO-0001/ab", values + 1);
    code128_pattern(values, count, pattern);
    assert_reads(bars_alone(pattern, 2, 60), SYMBOLOGY_CODE128, "DEMO-0001/ab");
}

static void gs1_128_keeps_separators_and_drops_the_leading_fnc1(void **state)
{
    (void)state;
    /* (01)04912345678904(10)AB-1, FNC1, (17)270531: digits in pairs by code set C */
    const unsigned char head[] = {CODE128_START_C, CODE128_FNC1, 1, 4, 91, 23, 45, 67, 89, 4, 10, CODE128_CODE_B};
    unsigned char values[64];
    char pattern[PATTERN_MAX];
    memcpy(values, head, sizeof head);
    size_t count = sizeof head + set_b("AB-1", values + sizeof head);
    values[count++] = CODE128_FNC1;
    count += set_b("17270531", values + count);
    code128_pattern(values, count, pattern);
    assert_reads(bars_alone(pattern, 2, 60), SYMBOLOGY_GS1_128,
                 "0104912345678904"
                 "10AB-1\x1D"
                 "17270531");
}

static void a_nul_in_code128_is_a_byte_like_others(void **state)
{
    (void)state;
    const unsigned char values[] = {CODE128_START_A, 'A' - 32, 64 /* NUL */, 'B' - 32, 'C' - 32};
    char pattern[PATTERN_MAX];
    code128_pattern(values, sizeof values, pattern);
    struct image image = bars_alone(pattern, 2, 60);
    struct symbols found = read_all(&image);
    assert_int_equal(found.count, 1);
    assert_symbol(&found.item[0], SYMBOLOGY_CODE128, "A\0BC", 4);
    assert_null(found.item[0].text);
    symbols_clear(&found);
    image_clear(&image);
}

static void light_bars_on_dark_are_read(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    ean13_pattern(EAN13, pattern);
    struct image image = bars_alone(pattern, 2, 60);
    invert(&image);
    assert_reads(image, SYMBOLOGY_EAN13, EAN13);
}

static void too_few_scan_lines_are_no_reading(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    ean13_pattern(EAN13, pattern);
    assert_reads_nothing(bars_alone(pattern, 2, 3));
    assert_reads(bars_alone(pattern, 2, 16), SYMBOLOGY_EAN13, EAN13);
}

static void assert_near(const int corner[2], int x, int y)
{
    assert_in_range(corner[0] + 1000, x + 1000 - 6, x + 1000 + 6);
    assert_in_range(corner[1] + 1000, y + 1000 - 6, y + 1000 + 6);
}

static void corners_start_at_the_codes_own_top_left(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    ean13_pattern(EAN13, pattern);
    struct image image = bars_alone(pattern, 2, 60);
    int left = 40, top = 20, right = left + 95 * 2, bottom = top + 60;
    for (int turns = 0; turns < 4; turns++) {
        int own[4][2] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
        uint32_t height = turns % 2 ? image.width : image.height, width = turns % 2 ? image.height : image.width;
        for (int t = 0; t < turns; t++) /* turn the corners as the picture was turned */
            for (int i = 0; i < 4; i++) {
                int x = own[i][0];
                own[i][0] = (int)(t % 2 ? width : height) - 1 - own[i][1];
                own[i][1] = x;
            }
        struct symbols found = read_all(&image);
        assert_int_equal(found.count, 1);
        assert_symbol(&found.item[0], SYMBOLOGY_EAN13, EAN13, strlen(EAN13));
        for (int i = 0; i < 4; i++)
            assert_near(found.item[0].corners[i], own[i][0], own[i][1]);
        symbols_clear(&found);
        turn(&image);
    }
    image_clear(&image);
}

static void several_codes_come_from_top_to_bottom_and_each_once(void **state)
{
    (void)state;
    char first[PATTERN_MAX], second[PATTERN_MAX];
    ean13_pattern(EAN13, first);
    itf_pattern("14912345678901", second);
    struct image image = paper(500, 420);
    draw_bars(&image, 60, 320, 2, 40, first); /* again */
    draw_bars(&image, 60, 180, 2, 60, second);
    draw_bars(&image, 60, 40, 2, 60, first);
    struct symbols found = read_all(&image);
    assert_int_equal(found.count, 2);
    assert_symbol(&found.item[0], SYMBOLOGY_EAN13, EAN13, strlen(EAN13));
    assert_symbol(&found.item[1], SYMBOLOGY_ITF14, "14912345678901", 14);
    symbols_clear(&found);
    image_clear(&image);
}

/* So many different EAN-8 in rows, as on a shelf of boxes. Clears nothing: the reading is the caller's. */
static struct reading read_shelf(unsigned count)
{
    enum { COLUMNS = 8, WIDE = 200, HIGH = 100 };
    struct reading reading;
    struct err err = {0};
    struct image shelf = paper(COLUMNS * WIDE, (count / COLUMNS + 1) * HIGH);
    for (unsigned i = 0; i < count; i++) {
        char pattern[PATTERN_MAX], digits[9];
        ean8_digits(i, digits);
        ean8_pattern(digits, pattern);
        draw_bars(&shelf, 30 + i % COLUMNS * WIDE, 30 + i / COLUMNS * HIGH, 2, 40, pattern);
    }
    assert_int_equal(reader_read(&shelf, &(struct reader_ask){0}, &reading, &err), 0);
    image_clear(&shelf);
    return reading;
}

static void as_many_codes_as_are_kept_and_what_there_is_beside_is_said(void **state)
{
    (void)state;
    struct reading reading = read_shelf(SYMBOLS_MAX);
    assert_int_equal(reading.codes.count, SYMBOLS_MAX);
    assert_false(reading.crowded);
    reading_clear(&reading);
    reading = read_shelf(SYMBOLS_MAX + 1);
    assert_int_equal(reading.codes.count, SYMBOLS_MAX);
    assert_true(reading.crowded);
    reading_clear(&reading);
}

/* A sheet of labels of which one is another product's, and the faintest to find. */
static void one_of_many_codes_on_a_drawn_page(void **state)
{
    (void)state;
    enum { COLUMNS = 4, ROWS = 12, MODULE = 3 };
    struct image page = paper(2480, 3508);
    char pattern[PATTERN_MAX];
    ean13_pattern(EAN13, pattern);
    for (uint32_t i = 0; i + 1 < COLUMNS * ROWS; i++)
        draw_bars(&page, 80 + i % COLUMNS * 600, 80 + i / COLUMNS * 280, MODULE, 160, pattern);
    ean13_pattern("9781234567897", pattern);
    draw_bars(&page, 80 + (COLUMNS - 1) * 600, 80 + (ROWS - 1) * 280, MODULE, 60, pattern);
    struct reading reading;
    struct err err = {0};
    assert_int_equal(reader_read(&page, &(struct reader_ask){.page = true}, &reading, &err), 0);
    assert_int_equal(reading.codes.count, 2);
    assert_symbol(&reading.codes.item[0], SYMBOLOGY_EAN13, EAN13, strlen(EAN13));
    assert_symbol(&reading.codes.item[1], SYMBOLOGY_EAN13, "9781234567897", 13);
    reading_clear(&reading);
    image_clear(&page);
}

/* As when a damaged stretch of a code reads as something else. */
static void of_two_codes_in_one_place_the_stronger_counts(void **state)
{
    (void)state;
    char whole[PATTERN_MAX], stretch[PATTERN_MAX];
    ean13_pattern(EAN13, whole);
    ean13_pattern("9781234567897", stretch);
    struct image image = bars_alone(whole, 2, 80);
    fill(&image, 0, 55, image.width, 10, 255);
    draw_bars(&image, 40, 55, 2, 10, stretch);
    assert_reads(image, SYMBOLOGY_EAN13, EAN13);
    assert_reads(bars_alone(stretch, 2, 16), SYMBOLOGY_EAN13, "9781234567897"); /* it would count alone */
}

static void halves_of_two_pictures_never_meet(void **state)
{
    (void)state;
    /* the left half of a code in one picture, the right half in the next: a scanner that is kept makes one of them */
    char pattern[PATTERN_MAX];
    ean13_pattern(EAN13, pattern);
    struct image left = bars_alone(pattern, 2, 60), right = bars_alone(pattern, 2, 60);
    fill(&left, 40 + 50 * 2, 0, 400, 100, 255);
    fill(&right, 0, 0, 40 + 45 * 2, 100, 255);
    assert_reads_nothing(left);
    assert_reads_nothing(right);
}

static void the_same_picture_gives_the_same_answer(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    ean13_pattern(EAN13, pattern);
    struct image image = bars_alone(pattern, 3, 80);
    struct symbols first = read_all(&image), second = read_all(&image);
    assert_int_equal(first.count, 1);
    assert_int_equal(second.count, 1);
    assert_string_equal(first.item[0].text, second.item[0].text);
    assert_memory_equal(first.item[0].corners, second.item[0].corners, sizeof first.item[0].corners);
    symbols_clear(&first);
    symbols_clear(&second);
    image_clear(&image);
}

static void pictures_without_a_code_give_none(void **state)
{
    (void)state;
    assert_reads_nothing(paper(640, 480));
    assert_reads_nothing(paper(1, 1));
    assert_reads_nothing(paper(1, 300));
    assert_reads_nothing(paper(300, 1));
    struct image stripes = paper(400, 100);
    for (uint32_t x = 0; x < 400; x += 4)
        fill(&stripes, x, 0, 2, 100, 0);
    assert_reads_nothing(stripes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ean13_is_read),
        cmocka_unit_test(ean8_is_read),
        cmocka_unit_test(upca_has_twelve_digits_and_is_no_ean13),
        cmocka_unit_test(upce_has_eight_digits),
        cmocka_unit_test(itf_is_read_with_14_digits_and_a_right_check_digit_only),
        cmocka_unit_test(code128_is_read),
        cmocka_unit_test(gs1_128_keeps_separators_and_drops_the_leading_fnc1),
        cmocka_unit_test(a_nul_in_code128_is_a_byte_like_others),
        cmocka_unit_test(light_bars_on_dark_are_read),
        cmocka_unit_test(too_few_scan_lines_are_no_reading),
        cmocka_unit_test(corners_start_at_the_codes_own_top_left),
        cmocka_unit_test(several_codes_come_from_top_to_bottom_and_each_once),
        cmocka_unit_test(as_many_codes_as_are_kept_and_what_there_is_beside_is_said),
        cmocka_unit_test(one_of_many_codes_on_a_drawn_page),
        cmocka_unit_test(of_two_codes_in_one_place_the_stronger_counts),
        cmocka_unit_test(halves_of_two_pictures_never_meet),
        cmocka_unit_test(the_same_picture_gives_the_same_answer),
        cmocka_unit_test(pictures_without_a_code_give_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
