#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/base/err.h"
#include "app/base/finding.h"
#include "app/base/text.h"

static void test_valid_utf8(void **state)
{
    (void)state;
    assert_true(text_valid("検品", 6));
    assert_true(text_valid("", 0));
    assert_false(text_valid("a\0b", 3));
    assert_false(text_valid("\xE6\xA4", 2));         /* cut */
    assert_false(text_valid("\xC0\xAF", 2));         /* overlong */
    assert_false(text_valid("\xED\xA0\x80", 3));     /* a surrogate */
    assert_false(text_valid("\xF4\x90\x80\x80", 4)); /* beyond U+10FFFF */
}

static char *from_bytes(const char *bytes)
{
    char *out = NULL;
    assert_int_equal(text_from_bytes(bytes, strlen(bytes), &out, NULL), 0);
    return out;
}

static void test_bytes_to_text(void **state)
{
    (void)state;
    char *utf8 = from_bytes("検品"), *sjis = from_bytes("\x8C\x9F\x95\x69"), *kana = from_bytes("\xB1\xB2"), *none;
    assert_string_equal(utf8, "検品");
    assert_string_equal(sjis, "検品");
    assert_string_equal(kana, "ｱｲ");
    assert_null(from_bytes("\x81")); /* half a Shift_JIS character */
    assert_int_equal(text_from_bytes("a\0b", 3, &none, NULL), 0);
    assert_null(none);
    free(utf8);
    free(sjis);
    free(kana);
}

static void test_cutting_keeps_characters_whole(void **state)
{
    (void)state;
    char room[10];
    text_copy(room, sizeof room, "検品検品");
    assert_string_equal(room, "検品…");
    text_copy(room, sizeof room, "検品123");
    assert_string_equal(room, "検品123");
    char cut[] = "ab\xE6\xA4";
    text_mend_cut(cut);
    assert_string_equal(cut, "ab");
}

static void test_nfkc(void **state)
{
    (void)state;
    char *out = NULL;
    assert_int_equal(text_nfkc("ＷＸＲ１８０００ ㈱ ﾊﾞｯﾌｧﾛｰ Ⅱ", &out, NULL), 0);
    assert_string_equal(out, "WXR18000 (株) バッファロー II");
    free(out);
}

static void test_trim(void **state)
{
    (void)state;
    char text[] = " \t\xE3\x80\x80 検 品 \xC2\xA0\n";
    assert_string_equal(text_trim(text), "検 品");
    char blank[] = " \n";
    assert_string_equal(text_trim(blank), "");
}

static void test_an_error_speaks_both_languages(void **state)
{
    (void)state;
    struct err err = {0};
    assert_int_equal(err_set(&err, ERR_INPUT, "line %d: %s", "%2$s（%1$d 行目）", 7, "x"), -1);
    assert_string_equal(err_text(&err, LANG_EN), "line 7: x");
    assert_string_equal(err_text(&err, LANG_JA), "x（7 行目）");
}

/* Every finding has a name of its own and a sentence in either language. */
static void test_findings_have_words(void **state)
{
    (void)state;
    for (int i = FINDING_NONE + 1; i < FINDING_CODES; i++) {
        struct words w = finding_words((enum finding_code)i);
        assert_true(strlen(finding_name((enum finding_code)i)) > 3);
        assert_int_equal(finding_from_name(finding_name((enum finding_code)i)), i);
        assert_true(w.en && w.en[0] && w.ja && w.ja[0]);
        assert_string_not_equal(w.en, w.ja);
    }
    assert_int_equal(finding_from_name(""), FINDING_NONE);
    assert_string_equal(finding_name(FINDING_CODES), "");
}

static void test_a_finding_stands_once(void **state)
{
    (void)state;
    struct findings f = {0};
    finding_add(&f, FINDING_REVOKED, "current", "Revoked");
    finding_add(&f, FINDING_REVOKED, "current", "Revoked");
    finding_add(&f, FINDING_REVOKED, "current", "取消し");
    assert_int_equal(f.count, 2);
    for (int i = 0; i < 2 * FINDINGS_MAX; i++) {
        char n[16];
        snprintf(n, sizeof n, "%d", i);
        finding_add(&f, FINDING_AFFIX, "", n);
    }
    assert_int_equal(f.count, FINDINGS_MAX);
    finding_add(&f, FINDING_DEMO, "", "");
    assert_true(f.set & FINDING_BIT(FINDING_DEMO)); /* dropped from the list, not from the set */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid_utf8),
        cmocka_unit_test(test_bytes_to_text),
        cmocka_unit_test(test_cutting_keeps_characters_whole),
        cmocka_unit_test(test_nfkc),
        cmocka_unit_test(test_trim),
        cmocka_unit_test(test_an_error_speaks_both_languages),
        cmocka_unit_test(test_findings_have_words),
        cmocka_unit_test(test_a_finding_stands_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
