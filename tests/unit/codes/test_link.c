#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes/link.h"

static void the_path_names_the_gtin(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum gtin_trouble trouble;
        const char *digits, *gtin;
    } rows[] = {
        {"https://id.example/01/04901234567894", GTIN_GOOD, "04901234567894", "04901234567894"},
        {"http://id.example/01/4901234567894", GTIN_GOOD, "4901234567894", "04901234567894"},
        {"HTTPS://ID.EXAMPLE/01/036000291452", GTIN_GOOD, "036000291452", "00036000291452"},
        {"https://id.example/01/49012347", GTIN_GOOD, "49012347", "00000049012347"},
        {"https://id.example/01/04901234567894/10/ABC/21/X?17=271231", GTIN_GOOD, "04901234567894", "04901234567894"},
        {"https://id.example/01/04901234567894/22/2A/10/A%2FB/21/X/235/Y", GTIN_GOOD, "04901234567894",
         "04901234567894"},
        {"https://id.example/01/04901234567894/", GTIN_GOOD, "04901234567894", "04901234567894"},
        {"https://id.example/01/04901234567894#x", GTIN_GOOD, "04901234567894", "04901234567894"},
        {"https://id.example:8080/shop/jp/01/04901234567894", GTIN_GOOD, "04901234567894", "04901234567894"},
        {"https://id.example/01/01/04901234567894", GTIN_GOOD, "04901234567894", "04901234567894"},
        {"https://id.example/01/14901234567891", GTIN_GOOD, "14901234567891", "14901234567891"},
        {"https://id.example/01/04901234567895", GTIN_BAD_CHECK, "04901234567895", ""},
        {"https://id.example/01/49012346", GTIN_BAD_CHECK, "49012346", ""},
        {"https://id.example/01/00000000000000", GTIN_BAD_CHECK, "00000000000000", ""},
        /* some other page */
        {"https://news.example/2026/01/20260115", GTIN_NOT, "", ""}, /* a date */
        {"https://id.example/01/0490123456789", GTIN_BAD_CHECK, "0490123456789", ""},
        {"https://id.example/01/04901234567", GTIN_NOT, "", ""},
        {"https://id.example/01/049012345678940", GTIN_NOT, "", ""},
        {"https://id.example/01/04901234567894x", GTIN_NOT, "", ""},
        {"https://id.example/01/04901234567894/reviews", GTIN_NOT, "", ""},
        {"https://id.example/01/04901234567894/10/", GTIN_NOT, "", ""},
        {"https://id.example/01/04901234567894/10/A/10/A/10/A/10/A/10/A", GTIN_NOT, "", ""},
        {"https://id.example/?x=/01/04901234567894", GTIN_NOT, "", ""},
        {"https://id.example/#/01/04901234567894", GTIN_NOT, "", ""},
        {"https://id.example?/01/04901234567894", GTIN_NOT, "", ""},
        {"https://id.example/gtin/04901234567894", GTIN_NOT, "", ""},
        {"https://id.example/01", GTIN_NOT, "", ""},
        {"https://id.example/01/", GTIN_NOT, "", ""},
        {"https://id.example", GTIN_NOT, "", ""},
        {"https://", GTIN_NOT, "", ""},
        {"ftp://id.example/01/04901234567894", GTIN_NOT, "", ""},
        {"/01/04901234567894", GTIN_NOT, "", ""},
        {"", GTIN_NOT, "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char digits[GTIN_TEXT] = "?", gtin[GTIN_TEXT] = "?";
        enum gtin_trouble trouble = link_read(rows[i].text, digits, gtin);
        if (trouble != rows[i].trouble || strcmp(digits, rows[i].digits) != 0 || strcmp(gtin, rows[i].gtin) != 0)
            fail_msg("%s: %d %s %s", rows[i].text, trouble, digits, gtin);
    }
}

static void a_path_of_nothing_but_keys_ends(void **state)
{
    (void)state;
    char *text = malloc(8193), digits[GTIN_TEXT], gtin[GTIN_TEXT];
    memcpy(text, "https://x", 9);
    for (size_t i = 9; i < 8192; i++)
        text[i] = "/01/049012345678"[(i - 9) % 16];
    text[8192] = 0;
    assert_int_equal(link_read(text, digits, gtin), GTIN_NOT);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_path_names_the_gtin),
        cmocka_unit_test(a_path_of_nothing_but_keys_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
