#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes/layout.h"
#include "app/codes/wedge.h"

#define GS       "\x1d"
#define CAPS     FINDING_BIT(FINDING_CAPS_LOCK)
#define LAYOUT   FINDING_BIT(FINDING_LAYOUT_WRONG)
#define AIM_LOST FINDING_BIT(FINDING_AIM_LOST)
#define AFFIX    FINDING_BIT(FINDING_AFFIX)

struct row {
    const char *came;
    finding_set faults;
    const char *text; /* what is left of it; NULL = as it came */
    enum symbology symbology;
};

static void check(const struct row *row)
{
    static struct findings findings;
    struct wedge w;
    struct err err = {0};
    const char *text = row->text ? row->text : row->came;
    findings = (struct findings){0};
    assert_int_equal(wedge_read(row->came, SYMBOLOGY_NONE, &w, &findings, &err), 0);
    if (findings.set != row->faults || strcmp(w.text, text) != 0 || w.symbology != row->symbology)
        fail_msg("%s: \"%s\" %s, faults %llx, not \"%s\", %llx", row->came, w.text, symbology_name(w.symbology),
                 (unsigned long long)findings.set, text, (unsigned long long)row->faults);
    wedge_clear(&w);
    wedge_clear(&w);
}

static void check_all(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(&rows[i]);
}

#define CHECK(rows) check_all(rows, sizeof rows / sizeof rows[0])

static void what_is_right_stays(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"4901234567894", 0, NULL, 0},
        {"49012347", 0, NULL, 0},
        {"0104901234567894"
         "10ABC",
         0, NULL, 0},
        {"https://www.ipa.go.jp/security/jc-star/DEMO-0001", 0, NULL, 0},
        {"HTTPS://WWW.IPA.GO.JP/SECURITY/JC-STAR/DEMO-0001", 0, NULL, 0}, /* how a QR code saves room */
        {"HTTPS://www.ipa.go.jp/x", 0, NULL, 0},                          /* CAPS LOCK would have turned the host */
        {"Https://www.ipa.go.jp/x", 0, NULL, 0},                          /* a telephone's first letter */
        {"https://shop.example/a:b//c", 0, NULL, 0},
        {"CSA/010127/X1", 0, NULL, 0},
        {"DEMO-0001", 0, NULL, 0},
        {"demo-0001", 0, NULL, 0},
        {"R-100", 0, NULL, 0},
        {"", 0, NULL, 0},
        {"]", 0, NULL, 0},
        {"型番 ER-100", 0, NULL, 0},
        {"4901234567895", 0, NULL, 0},
        /* typed in full width: NFKC */
        {"４９０１２３４５６７８９４", 0, "4901234567894", 0},
        {"ＣＳＡ／０１０１２７／Ｘ１", 0, "CSA/010127/X1", 0},
        {"https：／／www.ipa.go.jp／x", 0, "https://www.ipa.go.jp/x", 0},
    };
    CHECK(rows);
}

static void an_aim_identifier_is_taken_off(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"]E04901234567894", 0, "4901234567894", SYMBOLOGY_EAN13},
        {"]E0036000291452", 0, "036000291452", SYMBOLOGY_UPCA},
        {"]E449012347", 0, "49012347", SYMBOLOGY_EAN8},
        {"]E04901234567895", 0, "4901234567895", SYMBOLOGY_EAN13},
        {"]I114901234567891", 0, "14901234567891", SYMBOLOGY_ITF14},
        {"]I014901234567891", 0, "14901234567891", SYMBOLOGY_ITF14},
        {"]C0DEMO-0001", 0, "DEMO-0001", SYMBOLOGY_CODE128},
        {"]C1010490123456789410A" GS "21B", 0, "010490123456789410A" GS "21B", SYMBOLOGY_GS1_128},
        {"]Q0A", 0, "A", SYMBOLOGY_QR},
        {"]Q1https://shop.example/", 0, "https://shop.example/", SYMBOLOGY_QR},
        {"]Q30104901234567894", 0, "0104901234567894", SYMBOLOGY_GS1_QR},
        {"]Q6A", 0, "A", SYMBOLOGY_QR},
        {"]d1A", 0, "A", SYMBOLOGY_DATAMATRIX},
        {"]d20104901234567894", 0, "0104901234567894", SYMBOLOGY_GS1_DATAMATRIX},
        {"]e00104901234567894", 0, "0104901234567894", SYMBOLOGY_NONE},
        {"]X0A", 0, "A", SYMBOLOGY_NONE},
        {"]J9A", 0, NULL, 0}, /* none that exists */
    };
    CHECK(rows);
}

static void caps_lock(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"csa/010127/x1", CAPS, "CSA/010127/X1", 0},
        {"Csa/010127/X1", CAPS, "CSA/010127/X1", 0},
        {"]c1010490123456789410abc", CAPS, "010490123456789410ABC", SYMBOLOGY_GS1_128},
        {"]D20104901234567894", CAPS, "0104901234567894", SYMBOLOGY_GS1_DATAMATRIX},
        {"]q30104901234567894", CAPS, "0104901234567894", SYMBOLOGY_GS1_QR},
        {"]e04901234567894", CAPS, "4901234567894", SYMBOLOGY_EAN13},      /* GS1 DataBar holds element strings */
        {"]E00104901234567894", CAPS, "0104901234567894", SYMBOLOGY_NONE}, /* and EAN has 13 digits */
        {"]c0demo-0001", CAPS, "DEMO-0001", SYMBOLOGY_CODE128},
        {"]C0csa/010127/x1", CAPS, "CSA/010127/X1", SYMBOLOGY_CODE128},
        {"HTTPS://WWW.IPA.GO.JP/x/Ab-1", CAPS, "https://www.ipa.go.jp/X/aB-1", 0},
        {"HTTP://WWW.IPA.GO.JP/x", CAPS, "http://www.ipa.go.jp/X", 0},
        {"hTTPS://WWW.IPA.GO.JP/x", CAPS, "Https://www.ipa.go.jp/X", 0},
        {"HTTPS://WWW.ipa.GO.JP", CAPS, "https://www.IPA.go.jp", 0},
        {"]q1HTTPS://WWW.IPA.GO.JP/x", CAPS, "https://www.ipa.go.jp/X", SYMBOLOGY_QR},
    };
    CHECK(rows);
}

static void another_keyboard_layout(void **state)
{
    (void)state;
    static const struct row rows[] = {
        /* ':' and '/' changed places */
        {"https/::www.ipa.go.jp:security:jc-star:DEMO-0001", LAYOUT, "https://www.ipa.go.jp/security/jc-star/DEMO-0001",
         0},
        {"http/::shop.example/8080:x", LAYOUT, "http://shop.example:8080/x", 0},
        {"CSA:010127:X1", LAYOUT, "CSA/010127/X1", 0},
        {"]Q1https/::www.ipa.go.jp:x", LAYOUT, "https://www.ipa.go.jp/x", SYMBOLOGY_QR},
        /* a scanner set to the USA on a computer set to ... */
        {"https+//www.ipa.go.jp/x?id^5", LAYOUT, "https://www.ipa.go.jp/x?id=5", 0}, /* Japan */
        {"httpsÖ--www.ipa.go.jp-securitz-jcßstar-_id´5", LAYOUT, "https://www.ipa.go.jp/security/jc-star/?id=5",
         0},                                                                               /* Germany */
        {"httpsM!!zzz:ipq:go:jp!DE?O)ààà&", LAYOUT, "https://www.ipa.go.jp/DEMO-0001", 0}, /* France */
        {"httpsç--www.ipa.go.jp-DEMO'0001", LAYOUT, "https://www.ipa.go.jp/DEMO-0001", 0}, /* Italy, Spain: Ñ */
        {"httpsÑ--www.ipa.go.jp-DEMO'0001", LAYOUT, "https://www.ipa.go.jp/DEMO-0001", 0},
        {"httpsÆ--www.ipa.go.jp-DEMO+0001", LAYOUT, "https://www.ipa.go.jp/DEMO-0001", 0}, /* Denmark */
        {"httpsØ--www.ipa.go.jp-DEMO+0001", LAYOUT, "https://www.ipa.go.jp/DEMO-0001", 0}, /* Norway */
        {"'çà&é\"'(-è_ç'", LAYOUT, "4901234567894", 0},                                    /* France */
        {"$C&à&à'çà&é\"'(-è_ç'", LAYOUT, "0104901234567894", SYMBOLOGY_GS1_128},
        /* a scanner set to Japan on a computer set to the USA */
        {"https'//www.ipa.go.jp/x?id_5", LAYOUT, "https://www.ipa.go.jp/x?id=5", 0},
        /* nobody's, but consistent */
        {"https;--www.ipa.go.jp-x", LAYOUT, "https://www.ipa.go.jp/x", 0},
        {"CSA-010127-X1", LAYOUT, "CSA/010127/X1", 0},
        {"CSA_010127_X1", LAYOUT, "CSA/010127/X1", 0},
        {"CSAß010127ßX1", LAYOUT, "CSA/010127/X1", 0},
        /* the fault is plain; whether the y was one is not */
        {"httpsÖ--shop.example-y", LAYOUT, NULL, 0},
        /* not a layout */
        {"https:\\\\www.ipa.go.jp\\x", 0, NULL, 0},
        {"https.//www.ipa.go.jp/x", 0, NULL, 0},
        {"https--www.ipa.go.jp", 0, NULL, 0},
        {"CSA 010127 X1", 0, NULL, 0},
        {"CSA-010127/X1", 0, NULL, 0},
        {"CSA-12-X1", 0, NULL, 0},
        {"http", 0, NULL, 0},
        {"CSA", 0, NULL, 0},
    };
    CHECK(rows);
}

static void a_lost_aim_bracket(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"C1010490123456789410ABC", AIM_LOST, "010490123456789410ABC", SYMBOLOGY_GS1_128},
        {"[C10104901234567894", AIM_LOST, "0104901234567894", SYMBOLOGY_GS1_128}, /* ']' on a Japanese keyboard */
        {"+C10104901234567894", AIM_LOST, "0104901234567894", SYMBOLOGY_GS1_128},
        {"¨d20104901234567894", AIM_LOST, "0104901234567894", SYMBOLOGY_GS1_DATAMATRIX},
        {"d20104901234567894", AIM_LOST, "0104901234567894", SYMBOLOGY_GS1_DATAMATRIX},
        {"Q30104901234567894", AIM_LOST, "0104901234567894", SYMBOLOGY_GS1_QR},
        {"e00104901234567894", AIM_LOST, "0104901234567894", SYMBOLOGY_NONE},
        {"E04901234567894", AIM_LOST, "4901234567894", SYMBOLOGY_EAN13},
        {"E449012347", AIM_LOST, "49012347", SYMBOLOGY_EAN8},
        {"I114901234567891", AIM_LOST, "14901234567891", SYMBOLOGY_ITF14},
        {"Q1https://www.ipa.go.jp/x", AIM_LOST, "https://www.ipa.go.jp/x", SYMBOLOGY_QR},
        {"C0CSA/010127/X1", AIM_LOST, "CSA/010127/X1", SYMBOLOGY_CODE128},
        /* the rest is not what was announced */
        {"E04901234567895", 0, NULL, 0},
        {"C1ABC", 0, NULL, 0},
        {"C1-100", 0, NULL, 0},
        {"Q1DEMO-0001", 0, NULL, 0},
        /* a model that only begins like it */
        {"C110ABC", 0, NULL, 0},
        {"+C110ABC", 0, NULL, 0},
        {"Q310-24", 0, NULL, 0},
        {"d2100", 0, NULL, 0},
    };
    CHECK(rows);
}

static void foreign_characters_around(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"4901234567894\r", AFFIX, "4901234567894", 0},
        {"4901234567894\r\n", AFFIX, "4901234567894", 0},
        {" \t4901234567894", AFFIX, "4901234567894", 0},
        {"\x02"
         "4901234567894\x03",
         AFFIX, "4901234567894", 0},
        {"https://www.ipa.go.jp/x\r\n\r\n", AFFIX, "https://www.ipa.go.jp/x", 0},
        {"CSA/010127/X1\t", AFFIX, "CSA/010127/X1", 0},
        {"]E04901234567894\r", AFFIX, "4901234567894", SYMBOLOGY_EAN13},
        {"]Q1https://www.ipa.go.jp/x\r", AFFIX, "https://www.ipa.go.jp/x", SYMBOLOGY_QR},
        {"F4901234567894", AFFIX, "4901234567894", 0},
        {"A036000291452", AFFIX, "036000291452", 0},
        {"14901234567891#", AFFIX, "14901234567891", 0},
        {"<!>4901234567894<!>", AFFIX, "4901234567894", 0},
        {"型番:4901234567894", AFFIX, "4901234567894", 0},
        {"\xEF\xBB\xBF"
         "4901234567894",
         AFFIX, "4901234567894", 0}, /* a byte order mark */
        {"QR:https://www.ipa.go.jp/x", AFFIX, "https://www.ipa.go.jp/x", 0},
        {"\"https://www.ipa.go.jp/x\"", AFFIX, "https://www.ipa.go.jp/x", 0},
        {"<https://www.ipa.go.jp/x>", AFFIX, "https://www.ipa.go.jp/x", 0},
        {"#CSA/010127/X1*", AFFIX, "CSA/010127/X1", 0},
        {"*CSA/010127/X1", AFFIX, "CSA/010127/X1", 0},
        /* not certain */
        {"F4901234567895", 0, NULL, 0},    /* its check digit is another */
        {"F49012347", 0, NULL, 0},         /* eight digits prove too little */
        {"ABCD4901234567894", 0, NULL, 0}, /* four are no affix */
        {"1-4901234567894", 0, NULL, 0},   /* a digit may belong to it */
        {"QR1:https://www.ipa.go.jp/x", 0, NULL, 0},
        {"https://www.ipa.go.jp/x\\", 0, NULL, 0}, /* a backslash is part of what poses */
        {"DEMO-0001\r", 0, "DEMO-0001", 0},
    };
    CHECK(rows);
}

static void several_faults_at_once(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"csa:010127:x1", CAPS | LAYOUT, "CSA/010127/X1", 0},
        {"HTTPS/::WWW.IPA.GO.JP:x", CAPS | LAYOUT, "https://www.ipa.go.jp/X", 0},
        {"#csa/010127/x1", CAPS | AFFIX, "CSA/010127/X1", 0},
        {"C1010490123456789410ABC\r", AIM_LOST | AFFIX, "010490123456789410ABC", SYMBOLOGY_GS1_128},
        {"https/::www.ipa.go.jp:x\r\n", LAYOUT | AFFIX, "https://www.ipa.go.jp/x", 0},
    };
    CHECK(rows);
}

static void a_finding_says_what_came_and_what_it_was(void **state)
{
    (void)state;
    static struct findings findings;
    struct wedge w;
    assert_int_equal(wedge_read("https/::www.ipa.go.jp:x", SYMBOLOGY_NONE, &w, &findings, NULL), 0);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.item[0].code, FINDING_LAYOUT_WRONG);
    assert_string_equal(findings.item[0].expected, "https://www.ipa.go.jp/x");
    assert_string_equal(findings.item[0].actual, "https/::www.ipa.go.jp:x");
    wedge_clear(&w);
    findings = (struct findings){0};
    assert_int_equal(wedge_read("[C10104901234567894", SYMBOLOGY_NONE, &w, &findings, NULL), 0);
    assert_string_equal(findings.item[0].expected, "]C10104901234567894");
    wedge_clear(&w);
    findings = (struct findings){0};
    assert_int_equal(wedge_read("httpsÖ--shop.example-y", SYMBOLOGY_NONE, &w, &findings, NULL), 0);
    assert_string_equal(findings.item[0].expected, "https://…");
    wedge_clear(&w);
    /* control characters are shown by their pictures */
    findings = (struct findings){0};
    assert_int_equal(wedge_read("\x1b"
                                "4901234567894\r",
                                SYMBOLOGY_NONE, &w, &findings, NULL),
                     0);
    assert_string_equal(findings.item[0].expected, "4901234567894");
    assert_string_equal(findings.item[0].actual, "␛4901234567894␍");
    wedge_clear(&w);
}

static void a_known_carrier_has_no_faults(void **state)
{
    (void)state;
    static struct findings findings;
    struct wedge w;
    assert_int_equal(wedge_read("csa/010127/x1", SYMBOLOGY_QR, &w, &findings, NULL), 0);
    assert_int_equal(findings.count, 0);
    assert_string_equal(w.text, "csa/010127/x1");
    wedge_clear(&w);
    /* but its AIM identifier goes */
    assert_int_equal(wedge_read("]E04901234567894", SYMBOLOGY_EAN13, &w, &findings, NULL), 0);
    assert_string_equal(w.text, "4901234567894");
    wedge_clear(&w);
}

static void long_texts_are_left_alone(void **state)
{
    (void)state;
    static const char *const pieces[] = {"A",        "]",    "]C1", "(01)", "https://",
                                         "httpsÖ--", "CSA:", "21A", "é",    "\xEF\xB7\xBA"};
    static const size_t sizes[] = {1023, 2040, 2047, 2048, 2049, 4096, 8190};
    static struct findings findings;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++) {
            size_t piece = strlen(pieces[i]), size = sizes[j] / piece * piece;
            char *text = malloc(size + 1);
            struct wedge w;
            for (size_t at = 0; at < size; at++)
                text[at] = pieces[i][at % piece];
            text[size] = 0;
            assert_int_equal(wedge_read(text, SYMBOLOGY_NONE, &w, &findings, NULL), 0);
            assert_non_null(w.text);
            wedge_clear(&w);
            free(text);
        }
    }
}

static void what_every_layout_does_can_be_undone(void **state)
{
    (void)state;
    /* On these keyboards these keys type the same. */
    for (size_t i = 0; i < layout_count(); i++) {
        char out[64];
        assert_true(layout_undo(i, "httpBCDEFGHIJKLNOPRSTUVX", out, sizeof out));
        assert_string_equal(out, "httpBCDEFGHIJKLNOPRSTUVX");
        assert_false(layout_undo(i, "漢", out, sizeof out));
        assert_false(layout_undo(i, "too long for this room", out, 8));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_right_stays),
        cmocka_unit_test(an_aim_identifier_is_taken_off),
        cmocka_unit_test(caps_lock),
        cmocka_unit_test(another_keyboard_layout),
        cmocka_unit_test(a_lost_aim_bracket),
        cmocka_unit_test(foreign_characters_around),
        cmocka_unit_test(several_faults_at_once),
        cmocka_unit_test(a_finding_says_what_came_and_what_it_was),
        cmocka_unit_test(a_known_carrier_has_no_faults),
        cmocka_unit_test(long_texts_are_left_alone),
        cmocka_unit_test(what_every_layout_does_can_be_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
