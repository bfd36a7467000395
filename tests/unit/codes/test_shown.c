#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/shown.h"

static void nothing_hidden_gets_through(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } rows[] = {
        {"", ""},
        {"https://www.ipa.go.jp/", "https://www.ipa.go.jp/"},
        {"型番 ER-100", "型番 ER-100"},
        {"a\x1d"
         "b",
         "a␝b"},
        {"\x1b[2J\r\n\t\x7f", "␛[2J␍␊␉␡"},
        {"\xC2\x9B"
         "31m",
         "\xEF\xBF\xBD"
         "31m"}, /* C1 control */
        {"a\xE2\x80\xAE"
         "b",
         "a\xEF\xBF\xBD"
         "b"}, /* right-to-left override */
        {"a\xE2\x80\x8B"
         "b",
         "a\xEF\xBF\xBD"
         "b"}, /* zero width space */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[FINDING_TEXT_MAX];
        assert_string_equal(shown_text(rows[i].text, out), rows[i].shown);
    }
}

static void a_long_text_is_cut_at_a_character(void **state)
{
    (void)state;
    for (size_t size = 230; size < 300; size++) {
        char text[3 * 300 + 1], out[FINDING_TEXT_MAX];
        memset(text, 'x', size);
        text[size] = 0;
        shown_text(text, out);
        assert_true(strcmp(out, text) == 0 || strcmp(out + strlen(out) - 3, "…") == 0);
        for (size_t i = 0; i < size; i++)
            memcpy(text + 3 * i, "型", 3);
        text[3 * size] = 0;
        shown_text(text, out);
        assert_true(text_valid(out, strlen(out)));
        assert_string_equal(out + strlen(out) - 3, "…");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_hidden_gets_through),
        cmocka_unit_test(a_long_text_is_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
