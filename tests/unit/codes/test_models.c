#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/label/entry.h"
#include "app/label/models.h"
#include "app/label/normal.h"

static void test_separators(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *names[5];
    } cases[] = {
        {"WXR18000BE10P", {"WXR18000BE10P"}},
        {"WXR18000BE10P/D", {"WXR18000BE10P/D"}},
        {"WXR18000BE10P, WXR18000BE10P/D、WXR18000BE10P/N", {"WXR18000BE10P", "WXR18000BE10P/D", "WXR18000BE10P/N"}},
        {"KP-GWBP-A\nKP-GWPT-A", {"KP-GWBP-A", "KP-GWPT-A"}},
        {"A\r\nB\r\n", {"A", "B"}},
        {"A、B，C;D；E", {"A", "B", "C", "D", "E"}},
        {"A､B", {"A", "B"}},
        {"A / B", {"A", "B"}},
        {"A ／ B", {"A", "B"}},
        {"A　／　B", {"A", "B"}}, /* ideographic spaces */
        {"A/ B", {"A/ B"}},
        {"A /B", {"A /B"}},
        {"A／B", {"A／B"}},
        {"A ・ B", {"A", "B"}},
        {"A ･ B", {"A", "B"}},
        {"A・B", {"A・B"}},
        {"BSA・BSB・BSU", {"BSA・BSB・BSU"}}, /* joined, but not by シリーズ: one plain name */
        {"A・ B", {"A・ B"}},
        {"NextDrive Cube", {"NextDrive Cube"}},
        {"A\tB", {"A\tB"}},
        {" , ;、\n ", {NULL}},
        {"", {NULL}},
        {"  A  ,,  B  ", {"A", "B"}},
        {"\u200b, A", {"A"}}, /* a name that nobody can see */
        {"/ A", {"/ A"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct models m = {0};
        struct err err;
        size_t want = 0;
        while (want < 5 && cases[i].names[want])
            want++;
        assert_int_equal(models_split(&m, cases[i].cell, &err), 0);
        if (m.count != want)
            fail_msg("\"%s\": %zu names, not %zu", cases[i].cell, m.count, want);
        for (size_t n = 0; n < want; n++) {
            assert_string_equal(m.item[n].raw, cases[i].names[n]);
            assert_int_equal(m.item[n].kind, MODEL_EXACT);
        }
        models_clear(&m);
        models_clear(&m);
    }
}

static void test_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum model_kind kind;
        const char *norm;
    } cases[] = {
        {"wxr18000be10p/d", MODEL_EXACT, "WXR18000BE10P/D"},
        {"Enerezza PlusⅡ", MODEL_EXACT, "ENEREZZAPLUSII"},
        {"ＫＰ－ＧＷＢＰ－Ａ", MODEL_EXACT, "KP-GWBP-A"},
        {"BSA・BSB・BSU", MODEL_EXACT, "BSA・BSB・BSU"},
        {"STARELINKシリーズ", MODEL_SERIES, "STARELINK"},
        {"STARELINK シリーズ", MODEL_SERIES, "STARELINK"},
        {"STARELINKｼﾘｰｽﾞ", MODEL_SERIES, "STARELINK"},
        {"ER series", MODEL_SERIES, "ER"},
        {"ER SERIES", MODEL_SERIES, "ER"},
        {"ER-Series", MODEL_SERIES, "ER-"},
        {"BSA・BSB・BSUシリーズ", MODEL_SERIES, "BSA・BSB・BSU"},
        {"GYES2〜4", MODEL_SERIES, "GYES"},
        {"GYES2～4", MODEL_SERIES, "GYES"},
        {"GYES2~4", MODEL_SERIES, "GYES"},
        {"GYES2 〜 GYES4", MODEL_SERIES, "GYES"},
        {"ER-100A〜ER-120A", MODEL_SERIES, "ER-"},
        {"GYES2〜4シリーズ", MODEL_SERIES, "GYES"},
        {"ER-1*", MODEL_SERIES, "ER-1"},
        {"ER-1?", MODEL_SERIES, "ER-1"},
        {"ER-1＊", MODEL_SERIES, "ER-1"},
        {"ER-1？", MODEL_SERIES, "ER-1"},
        {"ER-1□", MODEL_SERIES, "ER-1"},
        {"ER-1○○", MODEL_SERIES, "ER-1"},
        {"ER-1◯", MODEL_SERIES, "ER-1"},
        {"ER-1〇", MODEL_SERIES, "ER-1"},
        {"ER-1●", MODEL_SERIES, "ER-1"},
        {"ER-1■", MODEL_SERIES, "ER-1"},
        {"ER-□00", MODEL_SERIES, "ER-"},
        {"*", MODEL_SERIES, ""},
        {"シリーズ", MODEL_SERIES, ""},
        /* looks open and is not */
        {"Miniseries", MODEL_EXACT, "MINISERIES"},
        {"シリーズER", MODEL_EXACT, "シリーズER"},
        {"series 5", MODEL_EXACT, "SERIES5"},
        {"2〜4", MODEL_EXACT, "2〜4"},
        {"GYES〜PRO", MODEL_EXACT, "GYES〜PRO"},
        {"~A", MODEL_EXACT, "~A"},
        {"A~", MODEL_EXACT, "A~"},
        {"GYES1234567890123456789〜4", MODEL_EXACT, "GYES1234567890123456789〜4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct models m = {0};
        assert_int_equal(models_add(&m, cases[i].name, NULL), 0);
        assert_int_equal(m.count, 1);
        if (m.item[0].kind != cases[i].kind || strcmp(m.item[0].norm, cases[i].norm) != 0)
            fail_msg("\"%s\": kind %d, \"%s\"", cases[i].name, m.item[0].kind, m.item[0].norm);
        assert_string_equal(m.item[0].raw, cases[i].name);
        models_clear(&m);
    }
}

static void test_series_like(void **state)
{
    (void)state;
    static const struct {
        const char *series, *model;
        bool like;
    } cases[] = {
        {"STARELINKシリーズ", "STARELINK-A1", true},
        {"STARELINKシリーズ", "starelink", true},
        {"STARELINKシリーズ", "STAR-ELINK 5", true}, /* letters and digits alone */
        {"STARELINKシリーズ", "STARLINK", false},
        {"STARELINKシリーズ", "XSTARELINK", false},
        {"STARELINKシリーズ", "STARE", true}, /* read the other way round */
        {"STARELINKシリーズ", "S", false},    /* too little to say so */
        {"STARELINKシリーズ", "", false},
        {"ER-1 series", "ER-100", true},
        {"ER-Series", "ER100", true},
        {"BSA・BSB・BSUシリーズ", "BSA-10", true},
        {"BSA・BSB・BSUシリーズ", "BSB-10", true},
        {"BSA・BSB・BSUシリーズ", "BSU-10", true},
        {"BSA・BSB・BSUシリーズ", "BSC-10", false},
        {"BSA･BSB･BSUｼﾘｰｽﾞ", "BSU-10", true},
        {"・シリーズ", "ER-100", false},
        {"シリーズ", "ER-100", false},
        {"-シリーズ", "-", false},
        {"GYES2〜4", "GYES2", true},
        {"GYES2〜4", "GYES3", true},
        {"GYES2〜4", "GYES4-W", true},
        {"GYES2〜4", "GYES03", true},
        {"GYES2〜4", "GYES-3", true}, /* loosely */
        {"GYES2〜4", "GYES1", false},
        {"GYES2〜4", "GYES5", false},
        {"GYES2〜4", "GYES34", false},
        {"GYES2〜4", "GYES", true},
        {"GYES2〜4", "GYESX", false},
        {"GYES2〜4", "GYES99999999999999999999", false},
        {"GYES4〜2", "GYES3", true},
        {"ER-100〜ER-120", "ER-110", true},
        {"ER-100〜ER-120", "ER-121", false},
        {"ER-100A〜ER-120A", "ER-105B", true},
        {"ER-101〜5", "ER-103", true},
        {"ER-101〜5", "ER-50", false},
        {"GYES2〜4シリーズ", "GYES3", true},
        {"GYES2〜4シリーズ", "GYES5", false},
        {"AB2〜4・CD*シリーズ", "CD9", true},
        {"AB2〜4・CD*シリーズ", "AB5", false},
        {"ER-1*", "ER-100", true},
        {"ER-1*", "ER-200", false},
        {"ER-□00", "ER-300", true},
        {"ER-１＊", "ER-1X", true},
        {"*", "ER-100", false},
        {"?ER", "ER-100", false},
        /* never for an exact name */
        {"ER-100", "ER-100", false},
        {"BSA・BSB", "BSA", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct models m = {0};
        char *model = NULL;
        assert_int_equal(models_add(&m, cases[i].series, NULL), 0);
        assert_int_equal(normal_form(cases[i].model, &model, NULL), 0);
        if (models_series_like(&m.item[0], model) != cases[i].like)
            fail_msg("%s and %s: not %d", cases[i].series, cases[i].model, cases[i].like);
        free(model);
        models_clear(&m);
    }
    assert_false(models_series_like(&(struct model){0}, "ER-100"));
}

static void test_bounds(void **state)
{
    (void)state;
    struct models m = {0};
    struct err err = {0};
    char name[MODEL_BYTES_MAX + 2];
    memset(name, 'A', sizeof name);
    name[MODEL_BYTES_MAX] = '\0';
    assert_int_equal(models_add(&m, name, &err), 0);
    name[MODEL_BYTES_MAX] = 'A';
    name[MODEL_BYTES_MAX + 1] = '\0';
    assert_int_equal(models_add(&m, name, &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
    models_clear(&m);

    char cell[2 * MODELS_MAX + 1];
    for (int i = 0; i < MODELS_MAX; i++)
        memcpy(cell + 2 * i, "A,", 2);
    cell[2 * MODELS_MAX] = '\0';
    assert_int_equal(models_split(&m, cell, &err), 0);
    assert_int_equal(m.count, MODELS_MAX);
    assert_int_equal(models_add(&m, "", &err), 0); /* nothing more */
    assert_int_equal(models_add(&m, "B", &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
    models_clear(&m);
}

static void test_entry_clear(void **state)
{
    (void)state;
    struct entry e = {.scheme = SCHEME_JC_STAR, .number = strdup("DEMO-0001"), .level = 1};
    e.last.source = strdup("demo.csv");
    assert_int_equal(models_add(&e.models, "ER-100", NULL), 0);
    entry_clear(&e);
    entry_clear(&e);
    assert_null(e.number);
    assert_int_equal(e.scheme, SCHEME_NONE);
    assert_int_equal(e.models.count, 0);
}

static void test_schemes(void **state)
{
    (void)state;
    assert_int_equal(scheme_from_name("jc-star"), SCHEME_JC_STAR);
    assert_int_equal(scheme_from_name("CLS"), SCHEME_CLS);
    assert_int_equal(scheme_from_name("other"), SCHEME_NONE); /* there is no registry of it */
    assert_int_equal(scheme_from_name("none"), SCHEME_NONE);
    assert_int_equal(scheme_from_name(""), SCHEME_NONE);
    assert_string_equal(scheme_name(SCHEME_NONE), "none");
    assert_string_equal(scheme_name(SCHEME_OTHER), "other");
    assert_string_equal(scheme_title(SCHEME_JC_STAR), "JC-STAR");
    assert_int_equal(scheme_calendar(SCHEME_JC_STAR), CALENDAR_JST);
    assert_int_equal(scheme_calendar(SCHEME_CLS), CALENDAR_SGT);
    assert_int_equal(scheme_calendar(SCHEME_OTHER), CALENDAR_UTC);
    assert_string_equal(status_name(STATUS_NONE), "");
    assert_string_equal(status_name(STATUS_NOT_LISTED), "not-listed");
    for (int s = STATUS_CURRENT; s <= STATUS_UNCLEAR; s++)
        assert_string_not_equal(status_name((enum status)s), "");
    assert_string_equal(status_name((enum status)99), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_separators), cmocka_unit_test(test_kinds),       cmocka_unit_test(test_series_like),
        cmocka_unit_test(test_bounds),     cmocka_unit_test(test_entry_clear), cmocka_unit_test(test_schemes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
