#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <qrencode.h>

#include "app/scan/reader.h"
#include "tests/unit/scan/draw_codes.h"

/* QR codes, drawn by libqrencode and read back. All that they hold is invented. */

#define MODULE 4u /* pixels */
#define QUIET  4u /* modules */

static const char ADDRESS[] = "https://jc-star.example/labels/DEMO-0001";

static void draw_qr(struct image *image, uint32_t x, uint32_t y, const QRcode *code)
{
    for (uint32_t i = 0; i < (uint32_t)(code->width * code->width); i++)
        if (code->data[i] & 1)
            fill(image, x + i % (uint32_t)code->width * MODULE, y + i / (uint32_t)code->width * MODULE, MODULE, MODULE,
                 0);
}

/* A picture of its own. Frees the code. */
static struct image qr_alone(QRcode *code)
{
    assert_non_null(code);
    uint32_t side = ((uint32_t)code->width + 2 * QUIET) * MODULE;
    struct image image = paper(side, side);
    draw_qr(&image, QUIET * MODULE, QUIET * MODULE, code);
    QRcode_free(code);
    return image;
}

static QRcode *qr_of(const void *bytes, size_t size)
{
    return QRcode_encodeData((int)size, bytes, 0, QR_ECLEVEL_M);
}

static struct symbols read_all(const struct image *image)
{
    struct reading reading;
    struct err err = {0};
    assert_int_equal(reader_read(image, &(struct reader_ask){0}, &reading, &err), 0);
    return reading.codes;
}

/* The picture holds this code and no other. Clears the picture. */
static void assert_reads(struct image image, enum symbology symbology, const void *bytes, size_t size)
{
    struct symbols found = read_all(&image);
    assert_int_equal(found.count, 1);
    assert_string_equal(symbology_name(found.item[0].symbology), symbology_name(symbology));
    assert_int_equal(found.item[0].size, size);
    assert_memory_equal(found.item[0].bytes, bytes, size);
    symbols_clear(&found);
    image_clear(&image);
}

static void an_address_is_read(void **state)
{
    (void)state;
    assert_reads(qr_alone(qr_of(ADDRESS, strlen(ADDRESS))), SYMBOLOGY_QR, ADDRESS, strlen(ADDRESS));
}

static void bytes_are_exact(void **state)
{
    (void)state;
    static const char utf8[] = "適合ラベル 見本 デモ";
    static const char shift_jis[] = "\x83\x89\x83\x78\x83\x8B 1";
    static const char latin1[] = "caf\xE9 \xFC\xDF";
    static const char nuls[] = "A\0B\0\0C";
    assert_reads(qr_alone(qr_of(utf8, sizeof utf8 - 1)), SYMBOLOGY_QR, utf8, sizeof utf8 - 1);
    assert_reads(qr_alone(qr_of(shift_jis, sizeof shift_jis - 1)), SYMBOLOGY_QR, shift_jis, sizeof shift_jis - 1);
    assert_reads(qr_alone(qr_of(latin1, sizeof latin1 - 1)), SYMBOLOGY_QR, latin1, sizeof latin1 - 1);
    assert_reads(qr_alone(qr_of(nuls, sizeof nuls - 1)), SYMBOLOGY_QR, nuls, sizeof nuls - 1);
}

static void every_byte_value_comes_through(void **state)
{
    (void)state;
    uint8_t bytes[256];
    for (int i = 0; i < 256; i++)
        bytes[i] = (uint8_t)i;
    assert_reads(qr_alone(qr_of(bytes, sizeof bytes)), SYMBOLOGY_QR, bytes, sizeof bytes);
}

static void kanji_mode_is_shift_jis(void **state)
{
    (void)state;
    QRcode *code = QRcode_encodeString("\x93\x5F\x97\xE1", 0, QR_ECLEVEL_M, QR_MODE_KANJI, 1);
    assert_reads(qr_alone(code), SYMBOLOGY_QR, "\x93\x5F\x97\xE1", 4);
}

static void the_largest_symbol_is_read(void **state)
{
    (void)state;
    char digits[7001];
    for (size_t i = 0; i < sizeof digits - 1; i++)
        digits[i] = (char)('0' + i * 7 % 10);
    digits[sizeof digits - 1] = 0;
    assert_reads(qr_alone(QRcode_encodeString(digits, 0, QR_ECLEVEL_L, QR_MODE_8, 1)), SYMBOLOGY_QR, digits,
                 sizeof digits - 1);
}

/* libqrencode 4.1.1 cannot write FNC1 in the first position: a symbol of version 2-M, mask 0, made by hand after
 * ISO/IEC 18004, that holds (01)04912345678904(10)A%B, FNC1, (17)270531 in the alphanumeric mode, where "%" is FNC1 and
 * "%%" a percent sign. */
static const char *const gs1_symbol[] = {
    "#######...###...#.#######", "#.....#.#..##...#.#.....#", "#.###.#.....##.#..#.###.#", "#.###.#..########.#.###.#",
    "#.###.#.##..#.....#.###.#", "#.....#..#.....##.#.....#", "#######.#.#.#.#.#.#######", ".........#.#.#..#........",
    "#.#.#.#...####..#...#..#.", ".##....#....###.#....#.#.", "..##.##.##...#.###....#.#", "#..##....#...#...#.####..",
    "#..#.####..#.###.##...#.#", ".###...#.###..##.#.#...#.", "#.#.#.###.....#...#.....#", ".#..#..#####.#####.#...#.",
    "#..#.###....#.#########..", "........######..#...###.#", "#######....##.###.#.#.##.", "#.....#..##.#####...##.#.",
    "#.###.#.#..#..#.#####...#", "#.###.#..#.#.....#....###", "#.###.#.##...#.#........#", "#.....#..###...###..###..",
    "#######.#.#.#...#.#...###",
};

static struct image gs1_picture(void)
{
    enum { SIDE = sizeof gs1_symbol / sizeof *gs1_symbol };
    struct image image = paper((SIDE + 2 * QUIET) * MODULE, (SIDE + 2 * QUIET) * MODULE);
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++)
            if (gs1_symbol[y][x] == '#')
                fill(&image, (QUIET + x) * MODULE, (QUIET + y) * MODULE, MODULE, MODULE, 0);
    return image;
}

static void gs1_mode_is_told_apart(void **state)
{
    (void)state;
    static const char bytes[] = "010491234567890410A%B\x1D"
                                "17270531";
    assert_reads(gs1_picture(), SYMBOLOGY_GS1_QR, bytes, sizeof bytes - 1);
    assert_reads(qr_alone(qr_of(bytes, sizeof bytes - 1)), SYMBOLOGY_QR, bytes, sizeof bytes - 1);
}

static void an_inverted_code_is_read(void **state)
{
    (void)state;
    struct image image = qr_alone(qr_of(ADDRESS, strlen(ADDRESS)));
    invert(&image);
    assert_reads(image, SYMBOLOGY_QR, ADDRESS, strlen(ADDRESS));
}

/* ZBar's own inverted pass is left out as soon as anything was read. */
static void an_inverted_code_beside_a_plain_one_is_read(void **state)
{
    (void)state;
    char pattern[PATTERN_MAX];
    ean13_pattern("4912345678904", pattern);
    struct image image = qr_alone(qr_of(ADDRESS, strlen(ADDRESS))), both = paper(500, 300);
    invert(&image);
    for (uint32_t y = 0; y < image.height; y++)
        memcpy(both.grey + (size_t)(y + 10) * both.width + 10, image.grey + (size_t)y * image.width, image.width);
    draw_bars(&both, 240, 200, 2, 60, pattern);
    struct symbols found = read_all(&both);
    assert_int_equal(found.count, 2);
    assert_string_equal(found.item[0].text, ADDRESS);
    assert_string_equal(found.item[1].text, "4912345678904");
    symbols_clear(&found);
    image_clear(&image);
    image_clear(&both);
}

static void corners_start_at_the_codes_own_top_left(void **state)
{
    (void)state;
    struct image image = qr_alone(qr_of(ADDRESS, strlen(ADDRESS)));
    int low = QUIET * MODULE, high = (int)image.width - (int)(QUIET * MODULE);
    const int clockwise[4][2] = {{low, low}, {high, low}, {high, high}, {low, high}};
    for (int turns = 0; turns < 4; turns++, turn(&image)) {
        struct symbols found = read_all(&image);
        assert_int_equal(found.count, 1);
        assert_true(found.item[0].has_corners);
        for (int i = 0; i < 4; i++)
            for (int axis = 0; axis < 2; axis++)
                assert_in_range(found.item[0].corners[i][axis], clockwise[(i + turns) % 4][axis] - MODULE,
                                clockwise[(i + turns) % 4][axis] + MODULE);
        symbols_clear(&found);
    }
    image_clear(&image);
}

/* Labels of one product, side by side: each is there. */
static void the_same_value_in_two_places_is_two_codes(void **state)
{
    (void)state;
    QRcode *code = qr_of("DEMO-0002", 9), *other = qr_of("DEMO-0003", 9);
    struct image image = paper(600, 260);
    draw_qr(&image, 40, 40, code);
    draw_qr(&image, 240, 80, other);
    draw_qr(&image, 440, 120, code);
    struct symbols found = read_all(&image);
    assert_int_equal(found.count, 3);
    assert_string_equal(found.item[0].text, "DEMO-0002");
    assert_string_equal(found.item[1].text, "DEMO-0003");
    assert_string_equal(found.item[2].text, "DEMO-0002");
    symbols_clear(&found);
    QRcode_free(code);
    QRcode_free(other);
    image_clear(&image);
}

/* Structured append: three parts of a message, of which `present` are printed in one row. */
static struct image parts_picture(const char *const part[3], const bool present[3])
{
    QRinput_Struct *message = QRinput_Struct_new();
    for (int i = 0; i < 3; i++) {
        QRinput *input = QRinput_new2(3, QR_ECLEVEL_M);
        assert_int_equal(QRinput_append(input, QR_MODE_8, (int)strlen(part[i]), (const unsigned char *)part[i]), 0);
        assert_true(QRinput_Struct_appendInput(message, input) > 0);
    }
    assert_int_equal(QRinput_Struct_insertStructuredAppendHeaders(message), 0);
    QRcode_List *codes = QRcode_encodeInputStructured(message);
    assert_non_null(codes);
    struct image image = paper(700, 240);
    int i = 0;
    for (QRcode_List *c = codes; c; c = c->next, i++)
        if (present[i])
            draw_qr(&image, 60 + 200 * (uint32_t)i, 60, c->code);
    QRcode_List_free(codes);
    QRinput_Struct_free(message);
    return image;
}

static void parts_of_a_message_are_joined_when_all_are_there(void **state)
{
    (void)state;
    static const char *const part[3] = {"DEMO first, ", "of three, ", "parts"};
    static const bool present[][3] = {{1, 1, 1}, {1, 1, 0}, {0, 1, 1}, {1, 0, 1}, {0, 1, 0}, {0, 0, 1}};
    for (size_t n = 0; n < sizeof present / sizeof *present; n++) {
        struct image image = parts_picture(part, present[n]);
        struct symbols found = read_all(&image);
        size_t at = 0;
        for (int i = 0; i < 3 && n > 0; i++)
            if (present[n][i]) {
                assert_true(at < found.count);
                assert_int_equal(found.item[at].part.index, i + 1);
                assert_int_equal(found.item[at].part.of, 3);
                assert_string_equal(found.item[at++].text, part[i]);
            }
        if (n == 0) {
            assert_string_equal(found.item[at].text, "DEMO first, of three, parts");
            assert_int_equal(found.item[at].part.index, 0);
            assert_int_equal(found.item[at++].part.of, 3);
        }
        assert_int_equal(found.count, at);
        symbols_clear(&found);
        image_clear(&image);
    }
}

static void a_half_covered_code_is_not_read(void **state)
{
    (void)state;
    struct image image = qr_alone(qr_of(ADDRESS, strlen(ADDRESS)));
    fill(&image, image.width / 2, 0, image.width, image.height, 128);
    struct symbols found = read_all(&image);
    assert_int_equal(found.count, 0);
    image_clear(&image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_read),
        cmocka_unit_test(bytes_are_exact),
        cmocka_unit_test(every_byte_value_comes_through),
        cmocka_unit_test(kanji_mode_is_shift_jis),
        cmocka_unit_test(the_largest_symbol_is_read),
        cmocka_unit_test(gs1_mode_is_told_apart),
        cmocka_unit_test(an_inverted_code_is_read),
        cmocka_unit_test(an_inverted_code_beside_a_plain_one_is_read),
        cmocka_unit_test(corners_start_at_the_codes_own_top_left),
        cmocka_unit_test(the_same_value_in_two_places_is_two_codes),
        cmocka_unit_test(parts_of_a_message_are_joined_when_all_are_there),
        cmocka_unit_test(a_half_covered_code_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
