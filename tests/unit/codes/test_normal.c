#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/base/text.h"
#include "app/label/normal.h"

typedef int form_of(const char *text, char **out, struct err *err);

struct example {
    const char *text, *form;
};

static void check_all(form_of *form, const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct err err;
        char *out = NULL;
        assert_int_equal(form(examples[i].text, &out, &err), 0);
        if (strcmp(out, examples[i].form) != 0)
            fail_msg("\"%s\" became \"%s\", not \"%s\"", examples[i].text, out, examples[i].form);
        free(out);
    }
}

#define CHECK_ALL(form, examples) check_all(form, examples, sizeof(examples) / sizeof *(examples))

static void test_normal_form(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"", ""},
        {"WXR18000BE10P", "WXR18000BE10P"},
        {"WXR18000BE10P/D", "WXR18000BE10P/D"},
        {"wxr18000be10p/n", "WXR18000BE10P/N"},
        {" KP-GWBP-A\t", "KP-GWBP-A"},
        {"KP GWBP\nA", "KPGWBPA"},
        {"ＫＰ－ＧＷＢＰ－Ａ", "KP-GWBP-A"}, /* full width, U+FF0D */
        {"A.B+C(1)", "A.B+C(1)"},
        {"PlusⅡ", "PLUSII"},
        {"Enerezza　PlusⅡ", "ENEREZZAPLUSII"},
        {"ｽﾀｰﾘﾝｸ", "スターリンク"},
        {"スーパー", "スーパー"},
        /* every kind of dash, between ASCII letters or digits */
        {"A\u20101", "A-1"},
        {"A\u20111", "A-1"},
        {"A\u20121", "A-1"},
        {"A\u20131", "A-1"},
        {"A\u20141", "A-1"},
        {"A\u20151", "A-1"},
        {"A\u22121", "A-1"},
        {"A\ufe631", "A-1"},
        {"A\uff0d1", "A-1"},
        {"A\u30fc1", "A-1"},
        {"A\uff701", "A-1"},
        {"A\u25001", "A-1"},
        {"A-1", "A-1"},
        {"Ａー１", "A-1"},
        {"A––1", "A--1"}, /* a run: each of them */
        {"A–-ー1", "A---1"},
        {"A – 1", "A-1"},           /* white space goes first */
        {"A\u200b–\u00ad1", "A-1"}, /* and what cannot be seen */
        /* not between them it stays */
        {"–A", "–A"},
        {"A–", "A–"},
        {"カーA", "カーA"},
        {"Aーカ", "Aーカ"},
        {"A/–1", "A/–1"},
        {"––", "––"},
        /* invisible: zero width space, soft hyphen, variation selector, byte order mark, bidirectional control */
        {"E\u200bR\u00ad-\ufe0f1\ufeff0\u202e0", "ER-100"},
        {"E\x01R\x1d\x7f", "ER"},
        {"\u3000A\u00a0B\u2003C", "ABC"},
        /* simple upper case, character by character */
        {"straße é ñ", "STRAẞEÉÑ"},
        {"e\u0301", "É"}, /* composed */
        {"ﬁ", "FI"},
        {"①", "1"},
        {"㍿", "株式会社"},
        {"\u00a8a", "\u0308A"}, /* NFKC makes a space of half of it, which goes too */
    };
    CHECK_ALL(normal_form, examples);
}

/* The same unless something more than width, case, dashes and spaces differs. */
static void test_suffixes_stay(void **state)
{
    (void)state;
    static const char *const models[] = {"WXR18000BE10P",  "WXR18000BE10P/D", "WXR18000BE10P/N",  "WXR-18000BE10P",
                                         "WXR18000BE10P+", "WXR18000BE10P.",  "WXR18000BE10P(W)", "WXR18000BE10P_"};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        for (size_t j = 0; j < i; j++) {
            char *a = NULL, *b = NULL;
            assert_int_equal(normal_form(models[i], &a, NULL), 0);
            assert_int_equal(normal_form(models[j], &b, NULL), 0);
            assert_string_not_equal(a, b);
            free(a);
            free(b);
        }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void check_own_form(const char *text)
{
    char *once = NULL, *twice = NULL;
    assert_int_equal(normal_form(text, &once, NULL), 0);
    assert_true(text_valid(once, strlen(once)));
    assert_int_equal(normal_form(once, &twice, NULL), 0);
    if (strcmp(once, twice) != 0)
        fail_msg("\"%s\" became \"%s\", and that \"%s\"", text, once, twice);
    free(once);
    free(twice);
}

/* The normal form of a normal form is itself: for every character between two letters, and for many mixtures. */
static void test_own_form(void **state)
{
    (void)state;
    char text[128];
    for (int32_t c = 1; c < 0x20000; c++) {
        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        char *to = text_put(text_put(text_put(text, 'a'), c), '1');
        *to = '\0';
        check_own_form(text);
    }
    static const int32_t odd[] = {'a',    'Z',    '1',    '-',     ' ',    '/',    0x2013, 0x30fc, 0xff70,
                                  0x30ab, 0xff8a, 0xff9e, 0x301,   0x308,  0x345,  0x3b1,  0x390,  0xdf,
                                  0x149,  0x1f0,  0x131,  0x130,   0x200b, 0xad,   0x3000, 0xa8,   0xb4,
                                  0xfb01, 0x1c4,  0x1c5,  0x2126,  0x1e9e, 0xac00, 0x1100, 0x1161, 0x11a8,
                                  0x3099, 0xfdfa, 0x2500, 0x1d400, 0x3c2,  0x2c7,  0x1fb3, 0x1fbc};
    uint32_t seed = 2026;
    for (int i = 0; i < 20000; i++) {
        char *to = text;
        for (uint32_t n = 1 + next_random(&seed) % 8; n > 0; n--)
            to = text_put(to, odd[next_random(&seed) % (sizeof odd / sizeof *odd)]);
        *to = '\0';
        check_own_form(text);
    }
}

static void test_loose(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"KP-GWBP-A", "KPGWBPA"},
        {"kpgwbpa", "KPGWBPA"},
        {"WXR18000BE10P/D", "WXR18000BE10PD"},
        {"BSA・BSB", "BSABSB"},
        {"(A) +1.0_", "A10"},
        {"スーパー-1", "スーパー1"},
        {"---", ""},
        {"", ""},
    };
    CHECK_ALL(normal_loose, examples);
}

static void test_company(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"株式会社バッファロー", "バッファロー"},
        {"バッファロー株式会社", "バッファロー"},
        {"バッファロー 株式会社", "バッファロー"},
        {"㈱バッファロー", "バッファロー"},
        {"（株）ﾊﾞｯﾌｧﾛｰ", "バッファロー"},
        {"バッファロー(株)東京", "バッファロー東京"},
        {"有限会社テスト", "テスト"},
        {"テスト合同会社", "テスト"},
        {"テスト有限会社支店", "テスト有限会社支店"}, /* not at an end */
        {"Example Inc.", "EXAMPLE"},
        {"Example, Inc", "EXAMPLE"},
        {"EXAMPLE INC", "EXAMPLE"},
        {"Example Corp.", "EXAMPLE"},
        {"Example Corporation", "EXAMPLE"},
        {"Example Co., Ltd.", "EXAMPLE"},
        {"EXAMPLE CO.,LTD", "EXAMPLE"},
        {"Example CO.LTD.", "EXAMPLE"},
        {"Example Co.，Ｌｔｄ．", "EXAMPLE"},
        {"Example Limited", "EXAMPLE"},
        {"Example PLC", "EXAMPLE"},
        {"Example LLC", "EXAMPLE"},
        {"Example GmbH", "EXAMPLE"},
        {"Example AG", "EXAMPLE"},
        {"Example Pte. Ltd.", "EXAMPLE"},
        {"Example PTE LTD", "EXAMPLE"},
        {"Example Pty Ltd", "EXAMPLE"},
        {"Example (Pty) Ltd", "EXAMPLE"},
        {"Example Technology (Japan) Co., Ltd.", "EXAMPLETECHNOLOGY(JAPAN)"},
        {"ソニーCo.,Ltd.", "ソニー"}, /* between scripts a word ends */
        {"Ltd. Example", "EXAMPLE"},
        {"AG Example", "EXAMPLE"},
        {"株式会社Example Inc.", "EXAMPLE"},
        /* parts of words are no words */
        {"Zinc", "ZINC"},
        {"Magag", "MAGAG"},
        {"Costco", "COSTCO"},
        {"Co-op", "CO-OP"},
        {"Example.co", "EXAMPLE.CO"},
        {"Incorporated", "INCORPORATED"},
        {"Example-AG", "EXAMPLE-AG"},
        {"Limitedless", "LIMITEDLESS"},
        {"Example Inc. Tokyo", "EXAMPLEINC.TOKYO"}, /* in the middle */
        /* never everything */
        {"AG", "AG"},
        {"株式会社", "株式会社"},
        {"(株)", "(株)"},
        {"株式会社AG", "AG"},
        {"Inc.", "INC."},
        {"", ""},
        {", ", ""},
    };
    CHECK_ALL(normal_company, examples);
}

static void test_company_keeps_a_name(void **state)
{
    (void)state;
    static const char *const only_forms[] = {
        "Co., Ltd.",        "AG AG",     "株式会社 Inc.", "Limited Corporation", "有限会社合同会社",
        "株式会社株式会社", "Pte. Ltd.", "(Pty) Ltd"};
    for (size_t i = 0; i < sizeof only_forms / sizeof *only_forms; i++) {
        char *out = NULL;
        assert_int_equal(normal_company(only_forms[i], &out, NULL), 0);
        if (!*out)
            fail_msg("nothing is left of \"%s\"", only_forms[i]);
        free(out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normal_form), cmocka_unit_test(test_suffixes_stay),
        cmocka_unit_test(test_own_form),    cmocka_unit_test(test_loose),
        cmocka_unit_test(test_company),     cmocka_unit_test(test_company_keeps_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
