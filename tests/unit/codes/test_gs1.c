#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes/gs1.h"

#define GS  "\x1d"
#define A20 "ABCDEFGHIJKLMNOPQRST"

static void element_strings_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool announced;
        const char *fields; /* NULL = no element strings */
    } rows[] = {
        /* announced by the carrier */
        {"0104901234567894", true, "(01)04901234567894"},
        {"0104901234567894"
         "17271231"
         "10ABC" GS "21X1",
         true, "(01)04901234567894(17)271231(10)ABC(21)X1"},
        {"10ABC" GS "0104901234567894", true, "(10)ABC(01)04901234567894"},
        {"10ABC" GS, true, "(10)ABC"},
        {GS "10ABC", true, "(10)ABC"},
        {"0104901234567894" GS "10ABC", true, "(01)04901234567894(10)ABC"}, /* a needless separator */
        {"0214901234567891"
         "3724",
         true, "(02)14901234567891(37)24"},
        {"00149012345678901233", true, "(00)149012345678901233"},
        {"3012" GS "240KP-1" GS "241C/2" GS "250S:3", true, "(30)12(240)KP-1(241)C/2(250)S:3"},
        {"8200http://shop.example/x", true, "(8200)http://shop.example/x"},
        {"01906641589574681121102531020003402152731515", true, "(01)90664158957468(11)211025(3102)000340(21)52731515"},
        {"4104912345678904", true, "(410)4912345678904"},
        {"8010A#1", true, "(8010)A#1"},
        {"7007261101261130", true, "(7007)261101261130"},
        {"422392" GS "10A", true, "(422)392(10)A"},
        {"11260200", true, "(11)260200"}, /* the last day of February */
        /* what an announcement alone does not make */
        {"", true, NULL},
        {GS, true, NULL},
        {"ABC", true, NULL},
        {"0A04901234567894", true, NULL},
        {"010490123456789", true, NULL}, /* a digit short */
        {"17271331", true, NULL},        /* no month 13 */
        {"17270230", true, NULL},        /* no 30 February */
        {"17270229", true, NULL},        /* 2027 has none */
        {"10", true, NULL},
        {"30ABC", true, NULL},
        {"2099", true, "(20)99"},
        {"389999", true, NULL}, /* no identifier 38 */
        {"https://shop.example/", true, NULL},
        /* the product is proved, whatever follows it */
        {"0104901234567894"
         "389999",
         true, "(01)04901234567894"},
        {"0104901234567895"
         "389999",
         true, NULL},
        /* nothing announces them */
        {"0104901234567894", false, "(01)04901234567894"},
        {"0204901234567894"
         "3724",
         false, "(02)04901234567894(37)24"},
        {"010490123456789410ABC", false, "(01)04901234567894(10)ABC"},
        {GS "10ABC", false, "(10)ABC"},
        {"010490123456789", false, NULL},
        {"0104901234567894"
         "389999",
         false, NULL},
        {"0104901234567894\xE5\x9E\x8B", false, NULL},
        {"010210150301625334", false, NULL}, /* a Code 128 that only begins like it */
        {"10ABCDEFGHIJKLMNOP", false, NULL},
        {"4901234567894", false, NULL},
        /* in brackets */
        {"(01)04901234567894(10)ABC", false, "(01)04901234567894(10)ABC"},
        {"(01) 04901234567894 (17) 271231", false, "(01)04901234567894(17)271231"},
        {"(01)4901234567894", false, "(01)4901234567894"},
        {"(10)A(B)C(21)7", false, "(10)A(B)C(21)7"},
        {"(01)04901234567894" GS "(10)A" GS, false, "(01)04901234567894(10)A"},
        {"(02)04901234567894(37)", false, "(02)04901234567894"},
        {"(03)1234-5678", false, NULL}, /* a telephone number of Tokyo */
        {"(38)1", false, NULL},
        {"(1)0", false, NULL},
        {"(01", false, NULL},
        {"((((((((", false, NULL},
        {"()", false, NULL},
        {"", false, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct gs1 gs1;
        char text[512];
        bool is = gs1_read(rows[i].text, rows[i].announced, &gs1);
        if (is != (rows[i].fields != NULL) || (is && strcmp(gs1_text(&gs1, text, sizeof text), rows[i].fields) != 0))
            fail_msg("%s: %s", rows[i].text, is ? text : "none");
        if (is && gs1.separator_lost)
            fail_msg("%s: separator lost", rows[i].text);
    }
}

static void a_lost_separator_is_seen(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *fields;
        bool whole;
    } rows[] = {
        /* longer than its field may be: where it ended is not to be told */
        {"0104901234567894"
         "21" A20 "10LOT1",
         "(01)04901234567894(21)…", true},
        {"0104901234567894"
         "10ABCDEFGHIJ"
         "17271231"
         "21SERIAL-1",
         "(01)04901234567894(10)…", true},
        {"21" A20 "0104901234567894" GS "10A", "(21)…(10)A", true},
        {"21" A20 "XYZ" GS "0104901234567894", "(21)…(01)04901234567894", false},
        /* of fixed length, but not one that needs none: it is certain */
        {"422392"
         "0104901234567894",
         "(422)392(01)04901234567894", true},
        /* the scanner typed something else for it */
        {"0104901234567894"
         "10ABC^]21X",
         "(01)04901234567894(10)ABC(21)X", true},
        {"0104901234567894"
         "10ABC<GS>21X",
         "(01)04901234567894(10)ABC(21)X", true},
        {"0104901234567894"
         "10ABC{GS}21X",
         "(01)04901234567894(10)ABC(21)X", true},
        {"0104901234567894"
         "10ABC\xE2\x90\x9D"
         "21X",
         "(01)04901234567894(10)ABC(21)X", true},
        {"0104901234567894"
         "10ABC|21X",
         "(01)04901234567894(10)ABC(21)X", true},
        {"0104901234567894"
         "10ABC 21X",
         "(01)04901234567894(10)ABC(21)X", true},
        /* letters where (30) has digits */
        {"0104901234567894"
         "305"
         "10LOT",
         "(01)04901234567894(30)…", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct gs1 gs1;
        char text[512];
        assert_true(gs1_read(rows[i].text, true, &gs1));
        if (!gs1.separator_lost || gs1.whole != rows[i].whole ||
            strcmp(gs1_text(&gs1, text, sizeof text), rows[i].fields) != 0)
            fail_msg("%s: %s%s", rows[i].text, gs1_text(&gs1, text, sizeof text),
                     gs1.separator_lost ? "" : " not lost");
    }
}

static void without_announcement_a_lost_separator_needs_a_proved_product(void **state)
{
    (void)state;
    struct gs1 gs1;
    assert_true(gs1_read("0104901234567894"
                         "21" A20 "10LOT1",
                         false, &gs1));
    assert_true(gs1.separator_lost);
    assert_false(gs1_read("0104901234567895"
                          "21" A20 "10LOT1",
                          false, &gs1)); /* its check digit is another */
    assert_false(gs1_read("0104901234567894"
                          "21" A20 A20 "-----",
                          false, &gs1));
}

static void the_gtin_is_that_of_01_and_02(void **state)
{
    (void)state;
    static const struct {
        struct gs1_field field;
        enum gtin_trouble trouble;
        const char *gtin;
    } rows[] = {
        {{"01", "04901234567894"}, GTIN_GOOD, "04901234567894"},
        {{"02", "14901234567891"}, GTIN_GOOD, "14901234567891"},
        {{"01", "04901234567895"}, GTIN_BAD_CHECK, ""},
        {{"01", "00000000000000"}, GTIN_BAD_CHECK, ""},
        {{"01", "4901234567894"}, GTIN_REPAIRED, "04901234567894"}, /* typed in brackets */
        {{"01", "49012347"}, GTIN_REPAIRED, "00000049012347"},
        {{"03", "04901234567894"}, GTIN_NOT, ""},
        {{"21", "04901234567894"}, GTIN_NOT, ""},
        {{"", ""}, GTIN_NOT, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[GTIN_TEXT] = "?";
        assert_int_equal(gs1_gtin(&rows[i].field, out), rows[i].trouble);
        assert_string_equal(out, rows[i].gtin);
    }
}

static void a_century_slides_and_day_00_is_the_last(void **state)
{
    (void)state;
    static const struct {
        const char *yymmdd;
        int this_year;
        day is;
    } rows[] = {
        {"261121", 2026, 20261121},
        {"271200", 2026, 20271231},
        {"270200", 2026, 20270228},
        {"280200", 2026, 20280229},
        {"760101", 2026, 20760101}, /* 50 years ahead */
        {"770101", 2026, 19770101}, /* 51: the century before */
        {"990101", 2026, 19990101},
        {"000101", 2026, 20000101},
        {"490101", 2099, 21490101}, /* 50 years back by its digits: the next century */
        {"500101", 2099, 20500101},
        {"261301", 2026, 0},
        {"260001", 2026, 0},
        {"260230", 2026, 0},
        {"26", 2026, 0},
        {"2A1121", 2026, 0},
        {"", 2026, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (gs1_day(rows[i].yymmdd, rows[i].this_year) != rows[i].is)
            fail_msg("%s: %d", rows[i].yymmdd, (int)gs1_day(rows[i].yymmdd, rows[i].this_year));
}

static void every_identifier_takes_its_shortest_and_longest_value(void **state)
{
    (void)state;
    char text[2 + AI_VALUE_MAX + 8], name[AI_TEXT];
    int known = 0;
    for (int n = 0; n < 10000; n++) {
        text[0] = (char)('0' + n / 1000);
        text[1] = (char)('0' + n / 100 % 10);
        text[2] = (char)('0' + n / 10 % 10);
        text[3] = (char)('0' + n % 10);
        text[4] = 0;
        const struct ai *ai = ai_find(text, name);
        if (!ai)
            continue;
        known++;
        const size_t sizes[] = {ai->min, ai->max};
        for (size_t i = 0; i < 2; i++) {
            char value[AI_VALUE_MAX + 2] = "";
            memset(value, '1', sizes[i]); /* 11-11-11 is a day */
            assert_true(ai_fits(ai, value, sizes[i]));
            assert_false(ai_fits(ai, value, (size_t)ai->max + 1));
        }
        assert_false(ai_fits(ai, "", 0));
    }
    assert_true(known > 3000);
}

static void hostile_texts_end(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "(01)",  "(",     "21A", "0104901234567894", "10", GS, "37", "<", "<GS", "9", "0", "1711", "30", "423", "8003",
        "10" GS, "21A^]", "7030"};
    char *text = malloc(8193);
    struct gs1 gs1;
    char shown[64];
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        size_t size = strlen(pieces[i]);
        for (size_t at = 0; at < 8192; at++)
            text[at] = pieces[i][at % size];
        text[8192] = 0;
        for (int announced = 0; announced <= 1; announced++) {
            gs1_read(text, announced, &gs1);
            assert_true(gs1.count <= GS1_FIELDS_MAX);
            assert_true(strlen(gs1_text(&gs1, shown, sizeof shown)) < sizeof shown);
        }
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(element_strings_are_read),
        cmocka_unit_test(a_lost_separator_is_seen),
        cmocka_unit_test(without_announcement_a_lost_separator_needs_a_proved_product),
        cmocka_unit_test(the_gtin_is_that_of_01_and_02),
        cmocka_unit_test(a_century_slides_and_day_00_is_the_last),
        cmocka_unit_test(every_identifier_takes_its_shortest_and_longest_value),
        cmocka_unit_test(hostile_texts_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
