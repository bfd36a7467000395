#include "tests/unit/scan/draw_qr.h"

#include "app/scan/qr_code.h"

/* Every size of QR symbol, against libqrencode, which has the tables of ISO/IEC 18004. */

#define MODULE 3.0f /* pixels */

static struct image drawn(const QRcode *code)
{
    float side = (float)code->width * MODULE, margin = DRAWN_QUIET * MODULE;
    struct image image = paper((uint32_t)(side + 2 * margin), (uint32_t)(side + 2 * margin));
    struct print p = {.where = turned_square(margin + side / 2, margin + side / 2, side, 0), .dark = 0, .light = 255};
    print_qr(&image, code, &p);
    return image;
}

static void assert_version_is_read(int version, QRecLevel level)
{
    char text[15]; /* version 1-H holds seven bytes, 2-H fourteen */
    make_text(text, version == 1 ? 7 : 14, (uint32_t)(version * 4 + (int)level + 1));
    QRcode *code = make_qr(text, version, level);
    assert_int_equal(code->version, version);
    struct image image = drawn(code);
    assert_sees(&image, text);
    image_clear(&image);
    QRcode_free(code);
}

static void every_version_is_read(void **state)
{
    (void)state;
    for (int version = 1; version <= 40; version++)
        assert_version_is_read(version, (QRecLevel)(version % 4));
}

static void every_level_is_read(void **state)
{
    (void)state;
    for (int version = 1; version <= 10; version++)
        for (int level = QR_ECLEVEL_L; level <= QR_ECLEVEL_H; level++)
            assert_version_is_read(version, (QRecLevel)level);
}

/* libqrencode marks modules of fixed patterns, and among them version bits, by 0x80. */
static void fixed_modules_are_those_of_the_standard(void **state)
{
    (void)state;
    for (int version = 1; version <= 40; version++) {
        QRcode *code = make_qr("DEMO", version, QR_ECLEVEL_L);
        assert_int_equal(qr_code_version(code->width), version);
        for (int y = 0; y < code->width; y++)
            for (int x = 0; x < code->width; x++) {
                int fixed = qr_code_fixed(code->width, x, y), drawn_so = code->data[y * code->width + x];
                if (fixed >= 0)
                    assert_int_equal(fixed, drawn_so & 1);
            }
        QRcode_free(code);
    }
}

static void copy_modules(const QRcode *from, struct qr_code *to)
{
    to->side = from->width;
    for (int i = 0; i < from->width * from->width; i++)
        to->dark[i] = from->data[i] & 1;
}

static void mending_a_whole_symbol_changes_nothing(void **state)
{
    (void)state;
    static struct qr_code code, mended;
    for (int version = 1; version <= 40; version++) {
        QRcode *drawn_code = make_qr("DEMO", version, QR_ECLEVEL_M);
        copy_modules(drawn_code, &code);
        mended = code;
        qr_code_mend(&mended);
        assert_memory_equal(mended.dark, code.dark, (size_t)(code.side * code.side));
        assert_true(qr_code_agreement(&code) == 1);
        QRcode_free(drawn_code);
    }
}

static void format_bits_tell_a_mirrored_symbol(void **state)
{
    (void)state;
    static struct qr_code code;
    int plain, mirrored;
    for (int level = QR_ECLEVEL_L; level <= QR_ECLEVEL_H; level++) {
        QRcode *drawn_code = make_qr("DEMO", 3, (QRecLevel)level);
        copy_modules(drawn_code, &code);
        qr_code_format_errors(&code, &plain, &mirrored);
        assert_int_equal(plain, 0);
        assert_true(mirrored > 0);
        qr_code_transpose(&code);
        qr_code_format_errors(&code, &plain, &mirrored);
        assert_int_equal(mirrored, 0);
        QRcode_free(drawn_code);
    }
}

/* ISO/IEC 18004, annex D: version 7 is 000111110010010100, and three bits may be wrong. */
static void version_bits_are_corrected(void **state)
{
    (void)state;
    assert_int_equal(qr_code_version_of_bits(0x07C94), 7);
    assert_int_equal(qr_code_version_of_bits(0x07C94 ^ 0x20401), 7);
    assert_int_equal(qr_code_version_of_bits(0x28C69), 40);
    assert_int_equal(qr_code_version_of_bits(0), 0);
    assert_int_equal(qr_code_version_of_bits(0x3FFFF), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_version_is_read),
        cmocka_unit_test(every_level_is_read),
        cmocka_unit_test(fixed_modules_are_those_of_the_standard),
        cmocka_unit_test(mending_a_whole_symbol_changes_nothing),
        cmocka_unit_test(format_bits_tell_a_mirrored_symbol),
        cmocka_unit_test(version_bits_are_corrected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
