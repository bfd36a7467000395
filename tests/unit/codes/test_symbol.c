#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes/symbol.h"

static void bytes_are_kept_and_text_is_made(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *text; /* NULL = none */
    } rows[] = {
        {"", 0, ""},
        {"4901234567894", 13, "4901234567894"},
        {"10A\x1D"
         "21B",
         7,
         "10A\x1D"
         "21B"},
        {"\xE5\x9E\x8B\xE7\x95\xAA", 6, "型番"},
        {"\x8C\x5E\x94\xD4", 4, "型番"}, /* Shift_JIS */
        {"\xFF\xFE\xFD", 3, NULL},
        {"a\0b", 3, NULL},
        {"\0", 1, NULL},
        {"\xF5\x80\x80\x80", 4, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct symbol s = {0};
        struct err err = {0};
        assert_int_equal(symbol_set(&s, SYMBOLOGY_QR, ORIGIN_PICTURE, rows[i].bytes, rows[i].size, &err), 0);
        assert_int_equal(s.symbology, SYMBOLOGY_QR);
        assert_int_equal(s.from, ORIGIN_PICTURE);
        assert_int_equal(s.size, rows[i].size);
        assert_memory_equal(s.bytes, rows[i].bytes, rows[i].size + 1);
        if (rows[i].text)
            assert_string_equal(s.text, rows[i].text);
        else
            assert_null(s.text);
        symbol_clear(&s);
        symbol_clear(&s);
        assert_null(s.bytes);
    }
}

static void a_symbol_can_be_set_again(void **state)
{
    (void)state;
    struct symbol s = {0};
    assert_int_equal(symbol_set(&s, SYMBOLOGY_QR, ORIGIN_SCAN, "one", 3, NULL), 0);
    assert_int_equal(symbol_set(&s, SYMBOLOGY_NONE, ORIGIN_TYPED, "three", 5, NULL), 0);
    assert_string_equal(s.text, "three");
    symbol_clear(&s);
}

static void too_many_bytes_are_refused(void **state)
{
    (void)state;
    struct symbol s = {0};
    struct err err = {0};
    char *bytes = malloc(SYMBOL_BYTES_MAX + 1);
    memset(bytes, 'A', SYMBOL_BYTES_MAX + 1);
    assert_int_equal(symbol_set(&s, SYMBOLOGY_QR, ORIGIN_SCAN, bytes, SYMBOL_BYTES_MAX, &err), 0);
    assert_int_equal(strlen(s.text), SYMBOL_BYTES_MAX);
    assert_int_equal(symbol_set(&s, SYMBOLOGY_QR, ORIGIN_SCAN, bytes, SYMBOL_BYTES_MAX + 1, &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.en, "8193"));
    assert_non_null(strstr(err.ja, "8193"));
    assert_null(s.text);
    symbol_clear(&s);
    free(bytes);
}

static void carriers_and_origins_have_the_names_of_the_json(void **state)
{
    (void)state;
    static const char *const names[] = {"",        "ean13",   "ean8", "upca",   "upce",       "itf14",
                                        "code128", "gs1-128", "qr",   "gs1-qr", "datamatrix", "gs1-datamatrix"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_string_equal(symbology_name((enum symbology)i), names[i]);
    assert_string_equal(symbology_name((enum symbology)99), "");
    assert_string_equal(origin_name(ORIGIN_NONE), "");
    assert_string_equal(origin_name(ORIGIN_SCAN), "scan");
    assert_string_equal(origin_name(ORIGIN_PICTURE), "picture");
    assert_string_equal(origin_name(ORIGIN_TYPED), "typed");
}

static void a_typed_code_shows_its_carrier_where_that_is_evident(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *carrier;
    } rows[] = {
        {"4901234567894", "ean13"},
        {"4901234567895", ""},
        {"49012347", "ean8"},
        {"01264904", "upce"},
        {"036000291452", "upca"},
        {"14901234567891", "itf14"},
        {"1264904", ""}, /* seven digits are proved by no bars here */
        {"0126490", ""},
        {"126490", ""},
        {"36000291452", ""},
        {"]E04901234567894", "ean13"},
        {"]E04901234567895", "ean13"}, /* the scanner says so, whatever the check digit */
        {"]E0036000291452", "upca"},
        {"]E0490", ""},
        {"]E449012347", "ean8"},
        {"]I114901234567891", "itf14"},
        {"]I11490", ""},
        {"]C0ABC", "code128"},
        {"]C10104901234567894", "gs1-128"},
        {"]Q1https://shop.example/", "qr"},
        {"]Q30104901234567894", "gs1-qr"},
        {"]d1ABC", "datamatrix"},
        {"]d20104901234567894", "gs1-datamatrix"},
        {"]e00104901234567894", ""}, /* GS1 DataBar has no name here */
        {"]X0ABC", ""},
        {"]c10104901234567894", ""},
        {"]", ""},
        {"]C", ""},
        {"", ""},
        {"https://www.ipa.go.jp/", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct symbol s = {0};
        assert_int_equal(symbol_set(&s, SYMBOLOGY_NONE, ORIGIN_TYPED, rows[i].text, strlen(rows[i].text), NULL), 0);
        symbol_guess(&s);
        if (strcmp(symbology_name(s.symbology), rows[i].carrier) != 0)
            fail_msg("%s: %s, not %s", rows[i].text, symbology_name(s.symbology), rows[i].carrier);
        assert_string_equal(s.text, rows[i].text);
        symbol_clear(&s);
    }
}

static void a_known_carrier_is_not_guessed_again(void **state)
{
    (void)state;
    struct symbol s = {0};
    assert_int_equal(symbol_set(&s, SYMBOLOGY_QR, ORIGIN_PICTURE, "4901234567894", 13, NULL), 0);
    symbol_guess(&s);
    assert_int_equal(s.symbology, SYMBOLOGY_QR);
    assert_int_equal(symbol_set(&s, SYMBOLOGY_NONE, ORIGIN_TYPED, "\0", 1, NULL), 0);
    symbol_guess(&s);
    assert_int_equal(s.symbology, SYMBOLOGY_NONE);
    symbol_clear(&s);
}

static void a_cleared_list_is_empty(void **state)
{
    (void)state;
    static struct symbols list;
    assert_int_equal(symbol_set(&list.item[list.count++], SYMBOLOGY_QR, ORIGIN_SCAN, "a", 1, NULL), 0);
    assert_int_equal(symbol_set(&list.item[list.count++], SYMBOLOGY_QR, ORIGIN_SCAN, "b", 1, NULL), 0);
    symbols_clear(&list);
    assert_int_equal(list.count, 0);
    assert_null(list.item[1].text);
    symbols_clear(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_kept_and_text_is_made),
        cmocka_unit_test(a_symbol_can_be_set_again),
        cmocka_unit_test(too_many_bytes_are_refused),
        cmocka_unit_test(carriers_and_origins_have_the_names_of_the_json),
        cmocka_unit_test(a_typed_code_shows_its_carrier_where_that_is_evident),
        cmocka_unit_test(a_known_carrier_is_not_guessed_again),
        cmocka_unit_test(a_cleared_list_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
