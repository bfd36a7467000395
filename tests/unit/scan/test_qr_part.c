#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <qrencode.h>
#include <string.h>

#include "app/scan/qr_part.h"

/* Which part of a message a QR code says it is, in every version and level, errors and all. */

static struct qr_code code_of(const QRcode *drawn)
{
    struct qr_code code = {.side = drawn->width};
    for (int i = 0; i < drawn->width * drawn->width; i++)
        code.dark[i] = drawn->data[i] & 1;
    return code;
}

/* Two parts, "DEMO" and "X": the exclusive or of their bytes is their parity. */
static QRcode_List *parts_of(int version, QRecLevel level)
{
    static const char *const text[2] = {"DEMO", "X"};
    QRinput_Struct *message = QRinput_Struct_new();
    assert_non_null(message);
    for (int i = 0; i < 2; i++) {
        QRinput *input = QRinput_new2(version, level);
        assert_non_null(input);
        assert_int_equal(QRinput_append(input, QR_MODE_8, (int)strlen(text[i]), (const unsigned char *)text[i]), 0);
        assert_true(QRinput_Struct_appendInput(message, input) > 0);
    }
    assert_int_equal(QRinput_Struct_insertStructuredAppendHeaders(message), 0);
    QRcode_List *codes = QRcode_encodeInputStructured(message);
    assert_non_null(codes);
    QRinput_Struct_free(message);
    return codes;
}

static void assert_part(const struct qr_code *code, unsigned index)
{
    struct symbol_part part;
    assert_true(qr_part_read(code, &part));
    assert_int_equal(part.index, index);
    assert_int_equal(part.of, 2);
    assert_int_equal(part.message, 'D' ^ 'E' ^ 'M' ^ 'O' ^ 'X');
}

/* The first codeword, where the header is: the last two columns from below. */
static void damage_header(struct qr_code *code)
{
    for (int y = code->side - 4; y < code->side; y++)
        for (int x = code->side - 2; x < code->side; x++)
            code->dark[y * code->side + x] ^= 1;
}

static void damage_all(struct qr_code *code)
{
    for (int y = 0; y < code->side; y++)
        for (int x = 0; x < code->side; x++)
            code->dark[y * code->side + x] ^= qr_code_is_data(code->side, x, y) && (x * 7 + y * 3) % 5 < 2;
}

static void every_version_and_level_says_which_part_it_is(void **state)
{
    (void)state;
    for (int version = 1; version <= 40; version++)
        for (int level = QR_ECLEVEL_L; level <= QR_ECLEVEL_H; level++) {
            QRcode_List *codes = parts_of(version, (QRecLevel)level);
            unsigned index = 1;
            for (QRcode_List *c = codes; c; c = c->next, index++) {
                struct qr_code code = code_of(c->code);
                struct symbol_part part;
                assert_int_equal(qr_code_version(code.side), version);
                assert_part(&code, index);
                damage_header(&code);
                assert_part(&code, index);
                damage_all(&code);
                assert_false(qr_part_read(&code, &part));
            }
            assert_int_equal(index, 3);
            QRcode_List_free(codes);
        }
}

static void a_whole_message_is_no_part(void **state)
{
    (void)state;
    QRcode *drawn = QRcode_encodeString8bit("DEMO", 2, QR_ECLEVEL_M);
    assert_non_null(drawn);
    struct qr_code code = code_of(drawn);
    struct symbol_part part;
    assert_false(qr_part_read(&code, &part));
    QRcode_free(drawn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_version_and_level_says_which_part_it_is),
        cmocka_unit_test(a_whole_message_is_no_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
