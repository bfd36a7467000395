#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes/box.h"

#define GS    "\x1d"
#define TODAY 20261121
#define PAGE  "https://www.ipa.go.jp/security/jc-star/DEMO-0001"

/* What a box says, in one line: GTINs, references as kind:scheme:text, findings as !code. */
static const char *said(const struct box *box, char *out, size_t room)
{
    static const char *const kinds[] = {"none", "number", "url", "cls", "cls-short", "mark", "plain"};
    size_t used = 0;
    out[0] = 0;
    for (size_t i = 0; i < box->gtins && used < room; i++)
        used += (size_t)snprintf(out + used, room - used, "%s ", box->gtin[i]);
    for (size_t i = 0; i < box->refs && used < room; i++)
        used += (size_t)snprintf(out + used, room - used, "%s:%s:%s ", kinds[box->ref[i].kind],
                                 scheme_name(box->ref[i].scheme), box->ref[i].text);
    for (size_t i = 0; i < box->findings.count && used < room; i++)
        used += (size_t)snprintf(out + used, room - used, "!%s ", finding_name(box->findings.item[i].code));
    if (used > 0 && used < room)
        out[used - 1] = 0;
    return out;
}

static void add_bytes(struct box *box, enum symbology symbology, enum origin from, const void *bytes, size_t size)
{
    struct symbol s = {0};
    struct err err = {0};
    assert_int_equal(symbol_set(&s, symbology, from, bytes, size, &err), 0);
    assert_int_equal(box_add_symbols(box, &(struct symbols){{s}, 1}, TODAY, &err), 0);
    symbol_clear(&s);
}

static void add(struct box *box, enum symbology symbology, enum origin from, const char *text)
{
    add_bytes(box, symbology, from, text, strlen(text));
}

struct row {
    enum symbology symbology;
    enum origin from;
    const char *text;
    const char *says;
};

static void check(const struct row *rows, size_t count)
{
    static struct box box;
    for (size_t i = 0; i < count; i++) {
        char text[2048];
        add(&box, rows[i].symbology, rows[i].from, rows[i].text);
        if (strcmp(said(&box, text, sizeof text), rows[i].says) != 0)
            fail_msg("\"%s\" says \"%s\", not \"%s\"", rows[i].text, text, rows[i].says);
        box_clear(&box);
    }
}

#define CHECK(rows) check(rows, sizeof rows / sizeof rows[0])

static void product_codes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {SYMBOLOGY_EAN13, ORIGIN_PICTURE, "4901234567894", "04901234567894"},
        {SYMBOLOGY_EAN8, ORIGIN_PICTURE, "49012347", "00000049012347"},
        {SYMBOLOGY_UPCA, ORIGIN_PICTURE, "036000291452", "00036000291452"},
        {SYMBOLOGY_UPCE, ORIGIN_PICTURE, "01264904", "00012000006494"},
        {SYMBOLOGY_ITF14, ORIGIN_PICTURE, "14901234567891", "14901234567891"},
        {SYMBOLOGY_EAN13, ORIGIN_PICTURE, "4901234567895", "!gtin-bad-check-digit"},
        {SYMBOLOGY_EAN13, ORIGIN_PICTURE, "9780201310054", ""}, /* a book */
        {SYMBOLOGY_EAN13, ORIGIN_PICTURE, "2012345678903", "!gtin-in-store"},
        {SYMBOLOGY_UPCA, ORIGIN_PICTURE, "212345678909", "!gtin-in-store"},
        {SYMBOLOGY_EAN8, ORIGIN_PICTURE, "20012342", "!gtin-in-store"},
        {SYMBOLOGY_GS1_128, ORIGIN_PICTURE,
         "0104901234567894"
         "10A" GS "21B",
         "04901234567894"},
        {SYMBOLOGY_GS1_QR, ORIGIN_PICTURE,
         "0214901234567891"
         "3724",
         "14901234567891"},
        {SYMBOLOGY_GS1_DATAMATRIX, ORIGIN_PICTURE,
         "0104901234567895"
         "10A",
         "!gtin-bad-check-digit"},
        {SYMBOLOGY_GS1_DATAMATRIX, ORIGIN_PICTURE, "0102012345678903", "!gtin-in-store"},
        {SYMBOLOGY_GS1_QR, ORIGIN_PICTURE, "8200" PAGE, "url:jc-star:" PAGE},
        {SYMBOLOGY_GS1_QR, ORIGIN_PICTURE, "10LOT" GS "21X", ""},
        {SYMBOLOGY_CODE128, ORIGIN_PICTURE, "010490123456789410A", "04901234567894"},
        {SYMBOLOGY_CODE128, ORIGIN_PICTURE, "010210150301625334", "plain:none:010210150301625334"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "(01)04901234567894(10)A", "04901234567894"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "https://id.example/01/04901234567894/10/A", "04901234567894"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "https://id.example/01/04901234567895", "!gtin-bad-check-digit"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "https://www.ipa.go.jp/01/04901234567894",
         "04901234567894 url:jc-star:https://www.ipa.go.jp/01/04901234567894"},
        /* a serial number has as many digits */
        {SYMBOLOGY_CODE128, ORIGIN_PICTURE, "4901234567894", "plain:none:4901234567894"},
    };
    CHECK(rows);
}

static void typed_product_codes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "4901234567894", "04901234567894"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "４９０１２３４５６７８９４", "04901234567894"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "4 901234 567894", "04901234567894"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "01264904", "00012000006494"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "36000291452", "00036000291452 !gtin-repaired"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "9780201310054", ""},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "]E04901234567894", "04901234567894"},
        {SYMBOLOGY_EAN13, ORIGIN_SCAN, "]E04901234567894", "04901234567894"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "]E04901234567895", "!gtin-bad-check-digit"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN,
         "]C10104901234567894"
         "10A" GS "21B",
         "04901234567894"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "]e00104901234567894", "04901234567894"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, GS "0104901234567894", "04901234567894"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "(01)4901234567894", "04901234567894 !gtin-repaired"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED,
         "0104901234567894"
         "0214901234567891",
         "04901234567894 14901234567891"},
        /* what is not proved may be a SKU, or a label's number */
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "4901234567895", "plain:none:4901234567895 !gtin-bad-check-digit"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "00000000000000", "plain:none:00000000000000 !gtin-bad-check-digit"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "0104901234567895", "plain:none:0104901234567895 !gtin-bad-check-digit"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "1234565", "plain:none:1234565"}, /* seven digits are not repaired */
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "100200", "plain:none:100200"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "1002003001", "plain:none:1002003001"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "2026-0521-0001", "plain:none:2026-0521-0001"},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "4 901234 567895", "plain:none:4 901234 567895"},
        /* the scanner's faults */
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "F4901234567894", "04901234567894 !affix"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "E04901234567894", "04901234567894 !aim-lost"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "]c10104901234567894", "04901234567894 !caps-lock"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN,
         "]C10104901234567894"
         "21ABCDEFGHIJKLMNOPQRST"
         "10LOT",
         "04901234567894 !separator-lost"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN,
         "0104901234567894"
         "21ABCDEFGHIJKLMNOPQRST"
         "10LOT",
         "04901234567894 !separator-lost"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN,
         "]C10104901234567894"
         "10A^]21B",
         "04901234567894 !separator-lost"},
        /* a picture went through no keyboard */
        {SYMBOLOGY_GS1_128, ORIGIN_PICTURE,
         "0104901234567894"
         "21ABCDEFGHIJKLMNOPQRST"
         "10LOT",
         "04901234567894"},
        {SYMBOLOGY_CODE128, ORIGIN_PICTURE, "F4901234567894", "plain:none:F4901234567894"},
        {SYMBOLOGY_CODE128, ORIGIN_PICTURE, "]C10104901234567894", "plain:none:]C10104901234567894"},
    };
    CHECK(rows);
}

static void label_codes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {SYMBOLOGY_QR, ORIGIN_PICTURE, PAGE, "url:jc-star:" PAGE},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, PAGE, "url:jc-star:" PAGE},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "HTTPS://WWW.IPA.GO.JP/X", "url:jc-star:HTTPS://WWW.IPA.GO.JP/X"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "https://www.csa.gov.sg/x", "url:cls:https://www.csa.gov.sg/x"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "https://www.ipa.go.jp.evil.example/x", "!unofficial-url"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "https://www.ipa.go.jp@evil.example/x", "!unofficial-url"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "https://www.lpa.go.jp/security/jc-star/01/04901234567894",
         "04901234567894 !unofficial-url"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "https://shop.example/", ""}, /* in `codes` as read */
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "https:\\\\www.ipa.go.jp\\x", "!unofficial-url"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA/010127/X1", "cls:cls:CSA/010127/X1"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, " CSA/010127/X1\r\n", "cls:cls:CSA/010127/X1"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "csa/010127/x1", "cls:cls:csa/010127/x1"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA/310227/X1", "cls:cls:CSA/310227/X1 !id-implausible"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA/010119/X1", "cls:cls:CSA/010119/X1 !id-implausible"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA/010190/X1", "cls:cls:CSA/010190/X1 !id-implausible"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA/X1", "cls-short:none:CSA/X1"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA/C22.2 No. 62368", "cls-short:none:CSA/C22.2 No. 62368"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA/", "plain:none:CSA/"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA Group", "plain:none:CSA Group"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "DEMO-0001", "plain:none:DEMO-0001"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "", ""},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, " \r\n", ""},
        {SYMBOLOGY_NONE, ORIGIN_TYPED, "R-100", "plain:none:R-100"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "csa/010127/x1", "cls:cls:CSA/010127/X1 !caps-lock"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "CSA:010127:X1", "cls:cls:CSA/010127/X1 !layout-wrong"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "https/::www.ipa.go.jp:x", "url:jc-star:https://www.ipa.go.jp/x !layout-wrong"},
        {SYMBOLOGY_NONE, ORIGIN_SCAN, "https/::www.ipa.go.jp.evil.example:x", "!layout-wrong !unofficial-url"},
        {SYMBOLOGY_QR, ORIGIN_PICTURE, "https/::www.ipa.go.jp:x", "plain:none:https/::www.ipa.go.jp:x"},
    };
    CHECK(rows);
}

static void a_cls_id_is_taken_apart(void **state)
{
    (void)state;
    static struct box box;
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA/310127/X1");
    assert_int_equal(box.ref[0].printed_expires, 20270131);
    assert_string_equal(box.ref[0].product_id, "X1");
    assert_int_equal(box.ref[0].from, ORIGIN_PICTURE);
    assert_false(box.ref[0].implausible);
    box_clear(&box);
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, "CSA/310227/X1");
    assert_int_equal(box.ref[0].printed_expires, 0);
    assert_true(box.ref[0].implausible);
    assert_string_equal(box.findings.item[0].actual, "CSA/310227/X1");
    box_clear(&box);
}

static void the_mark_of_another_scheme_is_named(void **state)
{
    (void)state;
    static struct box box;
    struct err err = {0};
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, "https://www.bsi.bund.de/IT-Sicherheitskennzeichen/sik-01234");
    assert_int_equal(box.refs, 1);
    assert_int_equal(box.ref[0].kind, REF_MARK);
    assert_int_equal(box.ref[0].scheme, SCHEME_OTHER);
    assert_non_null(strstr(box.ref[0].mark, "BSI"));
    box_clear(&box);
    assert_int_equal(box_add_label(&box, "CLS(MD)", TODAY, &err), 0);
    assert_int_equal(box.ref[0].kind, REF_MARK);
    assert_non_null(box.ref[0].mark);
    box_clear(&box);
}

static void findings_say_what_was_expected(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum finding_code code;
        const char *expected, *actual;
    } rows[] = {
        {"4901234567895", FINDING_GTIN_BAD_CHECK_DIGIT, "4901234567894", "4901234567895"},
        {"00000000000000", FINDING_GTIN_BAD_CHECK_DIGIT, "", "00000000000000"},
        {"36000291452", FINDING_GTIN_REPAIRED, "00036000291452", "36000291452"},
        {"2012345678903", FINDING_GTIN_IN_STORE, "", "2012345678903"},
        {"https://www.ipa.go.jp.evil.example/", FINDING_UNOFFICIAL_URL, "www.ipa.go.jp",
         "https://www.ipa.go.jp.evil.example/"},
        {"https://csa.gov.sg.evil.example/", FINDING_UNOFFICIAL_URL, "www.csa.gov.sg",
         "https://csa.gov.sg.evil.example/"},
        {"]C1422392"
         "0104901234567894",
         FINDING_SEPARATOR_LOST, "(422)392(01)04901234567894",
         "]C1422392"
         "0104901234567894"},
    };
    static struct box box;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        add(&box, SYMBOLOGY_NONE, ORIGIN_SCAN, rows[i].text);
        const struct finding *f = &box.findings.item[0];
        assert_int_equal(f->code, rows[i].code);
        assert_string_equal(f->expected, rows[i].expected);
        assert_string_equal(f->actual, rows[i].actual);
        box_clear(&box);
    }
}

static void typed_labels(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *says;
    } rows[] = {
        {"DEMO-0001", "number:jc-star:DEMO-0001"},
        {" ＤＥＭＯ－０００１　", "number:jc-star:DEMO-0001"},
        {"4901234567894", "number:jc-star:4901234567894"},
        {"CSA/010127/X1", "cls:cls:CSA/010127/X1"},
        {"csa/010127/x1", "cls:cls:csa/010127/x1"},
        {"CSA/010190/X1", "cls:cls:CSA/010190/X1 !id-implausible"},
        {"CSA/X1", "cls-short:none:CSA/X1"},
        {"CSA/1/2/3", "cls-short:none:CSA/1/2/3"},
        {PAGE, "url:jc-star:" PAGE},
        {"https://www.csa.gov.sg/x", "url:cls:https://www.csa.gov.sg/x"},
        {"https://www.ipa.go.jp.evil.example/x", "!unofficial-url"},
        {"https://shop.example/x", "number:jc-star:https://shop.example/x"},
        {"適合ラベル第1号", "number:jc-star:適合ラベル第1号"},
    };
    static struct box box;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err err = {0};
        char text[1024];
        assert_int_equal(box_add_label(&box, rows[i].text, TODAY, &err), 0);
        if (strcmp(said(&box, text, sizeof text), rows[i].says) != 0)
            fail_msg("\"%s\" says \"%s\", not \"%s\"", rows[i].text, text, rows[i].says);
        if (box.refs > 0)
            assert_int_equal(box.ref[0].from, ORIGIN_TYPED);
        box_clear(&box);
    }
}

static void typed_gtins(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *says;
    } rows[] = {
        {"4901234567894", "04901234567894"},
        {"４９０１２３４５６７８９４", "04901234567894"},
        {" 4 901234 567894 ", "04901234567894"},
        {"490-1234-56789-4", "04901234567894"},
        {"36000291452", "00036000291452 !gtin-repaired"},
        {"1234565", "00000001234565 !gtin-repaired"},
        {"4901234567895", "!gtin-bad-check-digit"},
        {"ABC", "!gtin-bad-check-digit"},
        {"4.90123E+12", "!gtin-bad-check-digit"},
        {"123", "!gtin-bad-check-digit"},
        {"490123456789400", "!gtin-bad-check-digit"},
        {"00000000", "!gtin-bad-check-digit"},
        {"2012345678903", "!gtin-in-store"},
        {"9780201310054", ""},
    };
    static struct box box;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err err = {0};
        char text[1024];
        assert_int_equal(box_add_gtin(&box, rows[i].text, &err), 0);
        if (strcmp(said(&box, text, sizeof text), rows[i].says) != 0)
            fail_msg("\"%s\" says \"%s\", not \"%s\"", rows[i].text, text, rows[i].says);
        box_clear(&box);
    }
    assert_int_equal(box_add_gtin(&box, "ABC", NULL), 0);
    assert_string_equal(box.findings.item[0].expected, "");
    assert_string_equal(box.findings.item[0].actual, "ABC");
    box_clear(&box);
}

static void an_empty_or_broken_option_is_a_wrong_call(void **state)
{
    (void)state;
    static const char *const texts[] = {"", " ", "　", "\r\n", "\xFF\xFE", "A\xC3"};
    static struct box box;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct err err = {0};
        assert_int_equal(box_add_label(&box, texts[i], TODAY, &err), -1);
        assert_int_equal(err.code, ERR_USAGE);
        assert_non_null(strstr(err.en, "--label"));
        assert_non_null(strstr(err.ja, "--label"));
        assert_int_equal(box_add_gtin(&box, texts[i], &err), -1);
        assert_int_equal(err.code, ERR_USAGE);
        assert_non_null(strstr(err.en, "--gtin"));
    }
    assert_int_equal(box.refs + box.gtins + box.findings.count, 0);
}

static void the_same_thing_twice_is_one(void **state)
{
    (void)state;
    static struct box box;
    char text[1024];
    add(&box, SYMBOLOGY_EAN13, ORIGIN_PICTURE, "0036000291452");
    add(&box, SYMBOLOGY_UPCA, ORIGIN_PICTURE, "036000291452");
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, PAGE);
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, "http://ipa.go.jp/security/jc-star/DEMO-0001/");
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, "DEMO-0002");
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, "demo 0002");
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, "demo-0002");
    assert_string_equal(said(&box, text, sizeof text),
                        "00036000291452 url:jc-star:" PAGE " plain:none:DEMO-0002 plain:none:demo 0002");
    box_clear(&box);
    box_clear(&box);
}

static void too_many_codes_are_an_error_not_a_loss(void **state)
{
    (void)state;
    static struct box box;
    struct err err = {0};
    char text[32];
    for (int i = 0; i < BOX_MAX; i++) {
        snprintf(text, sizeof text, "DEMO-%04d", i);
        assert_int_equal(box_add_label(&box, text, TODAY, &err), 0);
    }
    assert_int_equal(box_add_label(&box, "DEMO-0001", TODAY, &err), 0); /* there already */
    assert_int_equal(box_add_label(&box, "DEMO-9999", TODAY, &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.en, "64"));
    assert_int_equal(box.refs, BOX_MAX);
    box_clear(&box);
    for (int i = 0; i <= BOX_MAX; i++) {
        char digits[24];
        snprintf(digits, sizeof digits, "490123400%03d", i);
        digits[12] = gtin_check_digit(digits, 12);
        digits[13] = 0;
        assert_int_equal(box_add_gtin(&box, digits, &err), i < BOX_MAX ? 0 : -1);
    }
    assert_int_equal(box.gtins, BOX_MAX);
    box_clear(&box);
}

static void hostile_codes_do_no_harm(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "A",    "1",       "(01)",         "01",  "https://", "]C1", "CSA/", "\xE5\x9E\x8B", GS,
        "\xFF", "\x1b[2J", "\xE2\x80\xAE", "a\0", "%",        "@",   "..",   "10A^]",        "xn--"};
    static const size_t sizes[] = {1, 127, 128, 129, 256, 2048, 4096, SYMBOL_BYTES_MAX};
    static struct box box;
    static uint8_t bytes[SYMBOL_BYTES_MAX];
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++) {
            size_t size = strcmp(pieces[i], "a") == 0 ? 2 : strlen(pieces[i]);
            for (size_t at = 0; at < sizes[j]; at++)
                bytes[at] = (uint8_t)pieces[i][at % size];
            add_bytes(&box, SYMBOLOGY_NONE, ORIGIN_SCAN, bytes, sizes[j]);
            add_bytes(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, bytes, sizes[j]);
            add_bytes(&box, SYMBOLOGY_GS1_QR, ORIGIN_PICTURE, bytes, sizes[j]);
            for (size_t k = 0; k < box.refs; k++)
                assert_true(box.ref[k].kind != REF_NONE && box.ref[k].text != NULL);
            for (size_t k = 0; k < box.findings.count; k++)
                assert_null(strpbrk(box.findings.item[k].actual, "\x1b\x1d\r\n"));
            box_clear(&box);
        }
    }
}

static void bytes_that_are_no_text_say_nothing(void **state)
{
    (void)state;
    static struct box box;
    add_bytes(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, "4901234567894\0", 14);
    add_bytes(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, "\xFF\xFF", 2);
    add_bytes(&box, SYMBOLOGY_NONE, ORIGIN_TYPED, "\0", 1);
    assert_int_equal(box.gtins + box.refs + box.findings.count, 0);
    struct symbol none = {0};
    assert_int_equal(box_add_symbols(&box, &(struct symbols){{none}, 1}, TODAY, NULL), 0);
}

static void add_part(struct symbols *all, const char *text, uint8_t index, uint8_t of)
{
    struct err err = {0};
    struct symbol *s = &all->item[all->count++];
    assert_int_equal(symbol_set(s, SYMBOLOGY_QR, ORIGIN_PICTURE, text, strlen(text), &err), 0);
    s->part = (struct symbol_part){index, of, 0};
}

/* A message counts whole, in whatever order its parts come, and once; one that is not whole says nothing. */
static void messages_over_several_codes(void **state)
{
    (void)state;
    static struct box box;
    static struct symbols all;
    struct err err = {0};
    char text[2048];
    add_part(&all, "/page", 2, 2);
    add_part(&all, "https://www.ipa.go.jp", 1, 2);
    add_part(&all, "/page", 2, 2);
    assert_int_equal(box_add_symbols(&box, &all, TODAY, &err), 0);
    assert_string_equal(said(&box, text, sizeof text), "url:jc-star:https://www.ipa.go.jp/page");
    assert_false(box.unread);
    box_clear(&box);
    symbols_clear(&all);
    add_part(&all, "https://www.ipa.go.jp/page", 1, 3);
    add_part(&all, "4901234567894", 3, 3);
    assert_int_equal(box_add_symbols(&box, &all, TODAY, &err), 0);
    assert_string_equal(said(&box, text, sizeof text), "!code-in-parts");
    assert_string_equal(box.findings.item[0].expected, "1-3");
    assert_string_equal(box.findings.item[0].actual, "1, 3");
    assert_true(box.unread);
    box_clear(&box);
    symbols_clear(&all);
}

static void a_long_text_is_no_number(void **state)
{
    (void)state;
    static struct box box;
    char text[130];
    memset(text, 'X', sizeof text);
    text[128] = 0;
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, text);
    assert_int_equal(box.refs, 1);
    box_clear(&box);
    text[128] = 'X';
    text[129] = 0;
    add(&box, SYMBOLOGY_QR, ORIGIN_PICTURE, text);
    assert_int_equal(box.refs, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(product_codes),
        cmocka_unit_test(typed_product_codes),
        cmocka_unit_test(label_codes),
        cmocka_unit_test(a_cls_id_is_taken_apart),
        cmocka_unit_test(the_mark_of_another_scheme_is_named),
        cmocka_unit_test(findings_say_what_was_expected),
        cmocka_unit_test(typed_labels),
        cmocka_unit_test(typed_gtins),
        cmocka_unit_test(an_empty_or_broken_option_is_a_wrong_call),
        cmocka_unit_test(the_same_thing_twice_is_one),
        cmocka_unit_test(too_many_codes_are_an_error_not_a_loss),
        cmocka_unit_test(hostile_codes_do_no_harm),
        cmocka_unit_test(bytes_that_are_no_text_say_nothing),
        cmocka_unit_test(messages_over_several_codes),
        cmocka_unit_test(a_long_text_is_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
