/* Is this label this product's? The examples of the specification, and the mistakes they guard against. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/judge/match.h"

#define F(code) FINDING_BIT(FINDING_##code)

static struct match match(const char *listed, const char *ours, enum brand_kind brand)
{
    struct entry entry = {.number = "DEMO-0001"};
    struct match out;
    assert_int_equal(models_split(&entry.models, listed, NULL), 0);
    struct match_ask ask = {.entry = &entry, .model = ours, .brand = brand};
    assert_int_equal(match_label(&ask, &out, NULL), 0);
    models_clear(&entry.models);
    return out;
}

static void test_models(void **state)
{
    (void)state;
    static const struct {
        const char *listed, *ours;
        enum brand_kind brand;
        enum match_kind kind;
        finding_set findings;
    } cases[] = {
        {"WXR18000BE10P、WXR18000BE10P/D", "WXR18000BE10P/D", BRAND_SAME, MATCH_MODEL, 0},
        {"WXR18000BE10P", "ｗｘｒ１８０００ｂｅ１０ｐ", BRAND_OPEN, MATCH_MODEL, 0},
        {"KP-GWBP-A", "KP‐GWBP‐A", BRAND_SAME, MATCH_MODEL, 0},
        {"PlusⅡ", "PlusII", BRAND_SAME, MATCH_MODEL, 0},
        /* an unlisted suffix, whatever the brand */
        {"WXR18000BE10P、WXR18000BE10P/D", "WXR18000BE10P/N", BRAND_SAME, MATCH_MISMATCH, F(UNLISTED_VARIANT)},
        {"WXR18000BE10P/D", "WXR18000BE10P", BRAND_OTHER, MATCH_MISMATCH, F(UNLISTED_VARIANT)},
        {"WX1/D", "WX1/N", BRAND_SAME, MATCH_MISMATCH, F(UNLISTED_VARIANT)},
        {"ZX9/D", "WX1/D", BRAND_SAME, MATCH_BRAND, F(BRAND_ONLY)},
        /* a longer number is another number */
        {"ER-100", "ER-1000", BRAND_OTHER, MATCH_MISMATCH, F(MODEL_MISMATCH)},
        {"ER-100", "ER-1000", BRAND_SAME, MATCH_BRAND, F(BRAND_ONLY)},
        /* loose agreement is not a match */
        {"KP-GWBP-A", "KPGWBPA", BRAND_SAME, MATCH_UNKNOWN, F(MODEL_UNKNOWN)},
        {"STARELINKシリーズ", "STARELINK-X1", BRAND_SAME, MATCH_UNKNOWN, F(SERIES_ONLY)},
        {"GYES2〜4", "GYES3", BRAND_SAME, MATCH_UNKNOWN, F(SERIES_ONLY)},
        {"BSA・BSB・BSUシリーズ", "BSU-7", BRAND_OTHER, MATCH_UNKNOWN, F(SERIES_ONLY)},
        {"ZZ-1、BSAシリーズ", "BSA-2", BRAND_SAME, MATCH_UNKNOWN, F(SERIES_ONLY)},
        /* no exact model listed, whatever the brand */
        {"STARELINKシリーズ", "ER-100", BRAND_OTHER, MATCH_UNKNOWN, F(SERIES_ONLY)},
        {"", "ER-100", BRAND_SAME, MATCH_UNKNOWN, F(MODEL_UNKNOWN)},
        /* no model known */
        {"ER-100", NULL, BRAND_OPEN, MATCH_UNKNOWN, F(MODEL_UNKNOWN)},
        {"-, N/A", "-", BRAND_SAME, MATCH_UNKNOWN, F(MODEL_UNKNOWN) | F(BRAND_ONLY)},
        {"ER-100", "N/A", BRAND_SAME, MATCH_UNKNOWN, F(MODEL_UNKNOWN) | F(BRAND_ONLY)},
        {"ER-100", "", BRAND_SAME, MATCH_UNKNOWN, F(MODEL_UNKNOWN) | F(BRAND_ONLY)},
        {"ER-100", "ER-100", BRAND_OTHER, MATCH_UNKNOWN, F(BRAND_DIFFERS)},
        {"ER-100", "ZZ-9", BRAND_OPEN, MATCH_MISMATCH, F(MODEL_MISMATCH)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match m = match(cases[i].listed, cases[i].ours, cases[i].brand);
        if (m.kind != cases[i].kind || m.findings != cases[i].findings)
            fail_msg("%s beside %s: %s", cases[i].listed, cases[i].ours, match_name(m.kind));
    }
}

/* What a person confirmed holds for any strings; what was found by its model needs its brand. */
static void test_confirmed_and_by_model(void **state)
{
    (void)state;
    struct entry entry = {.number = "DEMO-0001"};
    struct match m;
    assert_int_equal(models_split(&entry.models, "Cube", NULL), 0);
    struct match_ask ask = {.entry = &entry, .model = "ZZ-9", .brand = BRAND_OTHER, .confirmed = true};
    assert_int_equal(match_label(&ask, &m, NULL), 0);
    assert_int_equal(m.kind, MATCH_MODEL);
    ask = (struct match_ask){.entry = &entry, .model = "CUBE", .brand = BRAND_OPEN, .by_model = true};
    assert_int_equal(match_label(&ask, &m, NULL), 0);
    assert_int_equal(m.kind, MATCH_UNKNOWN);
    ask.brand = BRAND_SAME;
    assert_int_equal(match_label(&ask, &m, NULL), 0);
    assert_int_equal(m.kind, MATCH_MODEL);
    models_clear(&entry.models);
}

static void test_both_strings_are_shown(void **state)
{
    (void)state;
    assert_string_equal(match("KP-GWBP-A、KP-GWPT-A", "KPGWBPA", BRAND_SAME).theirs, "KP-GWBP-A");
    assert_string_equal(match("ER-100, ER-200", "ZZ-9", BRAND_OTHER).theirs, "ER-100, ER-200");
}

static enum brand_kind brand(const char *ours, const char *theirs, bool alias)
{
    enum brand_kind out = BRAND_OPEN;
    assert_int_equal(match_brand(ours, theirs, alias, &out, NULL), 0);
    return out;
}

static void test_brands(void **state)
{
    (void)state;
    assert_int_equal(brand("Umineko", "UMINEKO Co., Ltd.", false), BRAND_SAME);
    assert_int_equal(brand("ウミネコ", "株式会社ウミネコ", false), BRAND_SAME);
    assert_int_equal(brand("Umineko", "株式会社ウミネコ", false), BRAND_OTHER);
    assert_int_equal(brand("Umineko", "株式会社ウミネコ", true), BRAND_SAME);
    assert_int_equal(brand(NULL, "Umineko", false), BRAND_OPEN);
    assert_int_equal(brand("Umineko", NULL, true), BRAND_OPEN);
    assert_int_equal(brand("Ume", "Umineko", false), BRAND_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_models),
        cmocka_unit_test(test_confirmed_and_by_model),
        cmocka_unit_test(test_both_strings_are_shown),
        cmocka_unit_test(test_brands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
