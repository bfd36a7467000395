#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "app/codes/gtin.h"

static void same(const char *text, enum gtin_trouble want, const char *gtin, enum gtin_trouble got, const char *out)
{
    if (got != want || strcmp(out, gtin) != 0)
        fail_msg("\"%s\": %d \"%s\", not %d \"%s\"", text, got, out, want, gtin);
}

static void every_carrier_becomes_gtin_14(void **state)
{
    (void)state;
    static const struct {
        enum symbology symbology;
        const char *text;
        enum gtin_trouble trouble;
        const char *gtin;
    } rows[] = {
        {SYMBOLOGY_EAN13, "4901234567894", GTIN_GOOD, "04901234567894"},
        {SYMBOLOGY_EAN13, "4901234567895", GTIN_BAD_CHECK, ""},
        {SYMBOLOGY_EAN13, "0036000291452", GTIN_GOOD, "00036000291452"},
        {SYMBOLOGY_UPCA, "036000291452", GTIN_GOOD, "00036000291452"},
        {SYMBOLOGY_UPCA, "036000291453", GTIN_BAD_CHECK, ""},
        {SYMBOLOGY_UPCA, "0036000291452", GTIN_NOT, ""},
        {SYMBOLOGY_EAN8, "49012347", GTIN_GOOD, "00000049012347"},
        {SYMBOLOGY_EAN8, "49012346", GTIN_BAD_CHECK, ""},
        {SYMBOLOGY_ITF14, "14901234567891", GTIN_GOOD, "14901234567891"},
        {SYMBOLOGY_ITF14, "14901234567894", GTIN_BAD_CHECK, ""},
        {SYMBOLOGY_ITF14, "3018108390", GTIN_NOT, ""},
        /* UPC-E by its sixth digit: GS1 General Specifications 5.2.2.4.2 */
        {SYMBOLOGY_UPCE, "01264904", GTIN_GOOD, "00012000006494"},
        {SYMBOLOGY_UPCE, "04252614", GTIN_GOOD, "00042100005264"},
        {SYMBOLOGY_UPCE, "01234531", GTIN_GOOD, "00012300000451"},
        {SYMBOLOGY_UPCE, "01234543", GTIN_GOOD, "00012340000053"},
        {SYMBOLOGY_UPCE, "01234565", GTIN_GOOD, "00012345000065"},
        {SYMBOLOGY_UPCE, "01234566", GTIN_BAD_CHECK, ""},
        {SYMBOLOGY_UPCE, "1264904", GTIN_GOOD, "00012000006494"}, /* without the number system */
        {SYMBOLOGY_UPCE, "0126490", GTIN_GOOD, "00012000006494"}, /* without the check digit */
        {SYMBOLOGY_UPCE, "126490", GTIN_GOOD, "00012000006494"},  /* without both */
        {SYMBOLOGY_UPCE, "21264904", GTIN_NOT, ""},               /* number system 0 or 1 only */
        {SYMBOLOGY_UPCE, "12345", GTIN_NOT, ""},
        /* zeros prove nothing */
        {SYMBOLOGY_EAN13, "0000000000000", GTIN_BAD_CHECK, ""},
        {SYMBOLOGY_EAN8, "00000000", GTIN_BAD_CHECK, ""},
        {SYMBOLOGY_UPCE, "00000000", GTIN_BAD_CHECK, ""},
        {SYMBOLOGY_UPCE, "000000", GTIN_BAD_CHECK, ""},
        /* no product number */
        {SYMBOLOGY_EAN13, "", GTIN_NOT, ""},
        {SYMBOLOGY_EAN13, "490123456789A", GTIN_NOT, ""},
        {SYMBOLOGY_EAN13, "490123456789\xEF\xBC\x94", GTIN_NOT, ""},
        {SYMBOLOGY_NONE, "4901234567894", GTIN_NOT, ""},
        {SYMBOLOGY_QR, "4901234567894", GTIN_NOT, ""},
        {SYMBOLOGY_GS1_DATAMATRIX, "4901234567894", GTIN_NOT, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[GTIN_TEXT] = "?";
        enum gtin_trouble got = gtin_from_symbol(rows[i].symbology, rows[i].text, out);
        same(rows[i].text, rows[i].trouble, rows[i].gtin, got, out);
    }
}

static void typed_numbers_get_their_zeros_back_only_when_proved(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum gtin_trouble trouble;
        const char *gtin;
    } rows[] = {
        {"04901234567894", GTIN_GOOD, "04901234567894"},
        {"4901234567894", GTIN_GOOD, "04901234567894"},
        {"036000291452", GTIN_GOOD, "00036000291452"},
        {"36000291452", GTIN_REPAIRED, "00036000291452"},
        {"36000291453", GTIN_NOT, ""},
        {"012000006494", GTIN_GOOD, "00012000006494"},
        {"12000006494", GTIN_REPAIRED, "00012000006494"},
        {"1234567895", GTIN_REPAIRED, "00001234567895"}, /* ten digits */
        {"123456784", GTIN_REPAIRED, "00000123456784"},  /* nine */
        {"49012347", GTIN_GOOD, "00000049012347"},
        {"01264904", GTIN_GOOD, "00012000006494"}, /* no EAN-8 by its check digit: UPC-E */
        {"49012346", GTIN_BAD_CHECK, ""},
        {"7654321", GTIN_NOT, ""},
        {"1234565", GTIN_REPAIRED, "00000001234565"}, /* EAN-8 01234565, before UPC-E of the same digits */
        {"1264904", GTIN_REPAIRED, "00012000006494"}, /* UPC-E 01264904 */
        {"126490", GTIN_NOT, ""},
        {"1", GTIN_NOT, ""},
        {"4901234567895", GTIN_BAD_CHECK, ""},
        {"036000291453", GTIN_BAD_CHECK, ""},
        {"14901234567894", GTIN_BAD_CHECK, ""},
        {"00000000000000", GTIN_BAD_CHECK, ""},
        {"000000000", GTIN_NOT, ""},
        /* as printed under the bars */
        {"4 901234 567894", GTIN_GOOD, "04901234567894"},
        {"490-1234-56789-4", GTIN_GOOD, "04901234567894"},
        {"4  901234567894", GTIN_NOT, ""},
        {"-4901234567894", GTIN_NOT, ""},
        {"4901234567894 ", GTIN_NOT, ""},
        /* what a spreadsheet makes of them */
        {"4.90123E+12", GTIN_NOT, ""},
        {"", GTIN_NOT, ""},
        {"ABC", GTIN_NOT, ""},
        {"049012345678940", GTIN_NOT, ""},
        {"99999999999999999999999999999999999999999999999999", GTIN_NOT, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[GTIN_TEXT] = "?";
        enum gtin_trouble got = gtin_from_typed(rows[i].text, out);
        same(rows[i].text, rows[i].trouble, rows[i].gtin, got, out);
    }
}

static void one_product_is_one_whatever_carries_it(void **state)
{
    (void)state;
    char upca[GTIN_TEXT], ean13[GTIN_TEXT], itf[GTIN_TEXT];
    assert_int_equal(gtin_from_symbol(SYMBOLOGY_UPCA, "036000291452", upca), GTIN_GOOD);
    assert_int_equal(gtin_from_symbol(SYMBOLOGY_EAN13, "0036000291452", ean13), GTIN_GOOD);
    assert_int_equal(gtin_from_symbol(SYMBOLOGY_ITF14, "00036000291452", itf), GTIN_GOOD);
    assert_string_equal(upca, ean13);
    assert_string_equal(upca, itf);
}

static void every_other_last_digit_is_wrong(void **state)
{
    (void)state;
    char text[] = "490123456789?", out[GTIN_TEXT];
    int good = 0;
    for (text[12] = '0'; text[12] <= '9'; text[12]++)
        good += gtin_from_symbol(SYMBOLOGY_EAN13, text, out) == GTIN_GOOD;
    assert_int_equal(good, 1);
    assert_int_equal(gtin_check_digit("490123456789", 12), '4');
}

static void books_in_store_numbers_and_cases_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *gtin;
        bool in_store, book, in_case;
    } rows[] = {
        {"04901234567894", false, false, false}, {"02012345678903", true, false, false}, /* EAN-13 20 */
        {"02912345678904", true, false, false},                                          /* EAN-13 29 */
        {"00212345678906", true, false, false},                                          /* UPC-A 2 */
        {"00000020000011", true, false, false},                                          /* EAN-8 2 */
        {"00020000000011", false, false, false},                                         /* UPC-A that begins 02 */
        {"00000049012347", false, false, false}, {"09780201310054", false, true, false},
        {"09791234567896", false, true, false},  {"09771234567898", false, false, false}, /* a periodical is none */
        {"14901234567891", false, false, true},  {"84901234567890", false, false, true},
        {"94901234567897", false, false, false}, /* variable measure */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool ok = gtin_in_store(rows[i].gtin) == rows[i].in_store && gtin_is_book(rows[i].gtin) == rows[i].book &&
                  gtin_is_case(rows[i].gtin) == rows[i].in_case;
        if (!ok)
            fail_msg("%s", rows[i].gtin);
    }
}

static void a_case_names_the_unit_inside(void **state)
{
    (void)state;
    char out[GTIN_TEXT];
    gtin_unit("14901234567891", out);
    assert_string_equal(out, "04901234567894");
    gtin_unit("30712345000010", out);
    assert_string_equal(out, "00712345000019");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_carrier_becomes_gtin_14),
        cmocka_unit_test(typed_numbers_get_their_zeros_back_only_when_proved),
        cmocka_unit_test(one_product_is_one_whatever_carries_it),
        cmocka_unit_test(every_other_last_digit_is_wrong),
        cmocka_unit_test(books_in_store_numbers_and_cases_are_told_apart),
        cmocka_unit_test(a_case_names_the_unit_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
