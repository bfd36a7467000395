/* A record as rows of a spreadsheet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/show/show.h"

#define HEADING                                                                                                        \
    "seq,at,outcome,market,rule,route,reason,next,findings,gtin,sku,brand,model,label,scheme,status,level,expires,"    \
    "match,consignment,operator,hash,kind\r\n"

static char *rows(const char *json, bool heading)
{
    char *text = NULL;
    size_t size = 0;
    struct err err = {0};
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    if (show_check_csv(out, json, heading, &err))
        fail_msg("%s", err.en);
    fclose(out);
    return text;
}

static void expect_rows(const char *json, bool heading, const char *expected)
{
    char *text = rows(json, heading);
    assert_string_equal(text, expected);
    free(text);
}

static void each_market_is_a_row(void **state)
{
    (void)state;
    expect_rows(
        "{\"kind\":\"check\",\"at\":\"2026-11-21T10:15:00Z\","
        "\"facts\":{\"consignment\":\"C-17\",\"operator\":null},"
        "\"product\":{\"gtin\":\"09520000000011\",\"sku\":null,\"brand\":\"Kakuzaki\",\"model\":\"KZ-CAM1\"},"
        "\"labels\":[{\"scheme\":\"jc-star\",\"number\":\"DEMO-0001\",\"registry\":{\"status\":\"expired\","
        "\"level\":1,\"expires\":\"2026-10-12\"},\"match\":{\"kind\":\"model\"}}],"
        "\"verdicts\":[{\"market\":\"gb\",\"outcome\":\"hold\",\"route\":null,\"rule\":\"U15\","
        "\"reason\":\"no route\",\"next\":[\"ask\",\"wait, then ask\"],"
        "\"findings\":[{\"code\":\"expired\"},{\"code\":\"support-unknown\"}]},"
        "{\"market\":\"jp\",\"outcome\":\"warn\",\"route\":\"label\",\"rule\":\"J02\",\"reason\":\"r\","
        "\"next\":[],\"findings\":[]}],"
        "\"receipt\":{\"seq\":41,\"hash\":\"sha256:01\"}}",
        true,
        HEADING
        "41,2026-11-21T10:15:00Z,hold,gb,U15,,no route,\"ask; wait, then ask\",\"expired; support-unknown\","
        "09520000000011,,Kakuzaki,KZ-CAM1,DEMO-0001,jc-star,expired,1,2026-10-12,model,C-17,,sha256:01,check\r\n"
        "41,2026-11-21T10:15:00Z,warn,jp,J02,label,r,,,09520000000011,,Kakuzaki,KZ-CAM1,DEMO-0001,jc-star,"
        "expired,1,2026-10-12,model,C-17,,sha256:01,check\r\n");
}

static void a_rehearsal_has_no_number_and_no_hash(void **state)
{
    (void)state;
    expect_rows("{\"verdicts\":[{\"outcome\":\"review\",\"rule\":\"U21\"}],\"receipt\":null}", false,
                ",,review,,U21,,,,,,,,,,,,,,,,,,\r\n");
}

static void several_labels_share_their_cells(void **state)
{
    (void)state;
    expect_rows(
        "{\"verdicts\":[{\"outcome\":\"hold\"}],\"labels\":["
        "{\"scheme\":\"jc-star\",\"number\":\"DEMO-0001\",\"registry\":{\"level\":1}},"
        "{\"scheme\":\"cls\",\"number\":\"CSA/010127/DEMO1\",\"registry\":{\"level\":null}}]}",
        false,
        ",,hold,,,,,,,,,,,\"DEMO-0001; CSA/010127/DEMO1\",\"jc-star; cls\",\"; \",\"1; \",\"; \",\"; \",,,,\r\n");
}

static void quotes_and_line_ends_stay_in_their_cell(void **state)
{
    (void)state;
    expect_rows("{\"verdicts\":[{\"outcome\":\"hold\",\"reason\":\"say \\\"no\\\",\\r\\nthen stop\"}]}", false,
                ",,hold,,,,\"say \"\"no\"\",\r\nthen stop\",,,,,,,,,,,,,,,,\r\n");
}

static void a_formula_becomes_text(void **state)
{
    (void)state;
    static const struct {
        const char *model, *cell;
    } cases[] = {
        {"=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""},
        {"+1", "\"'+1\""},
        {"-1", "\"'-1\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\\t=1", "\"'\t=1\""},
        {"\\r=1", "\"'\r=1\""},
        {"KZ-CAM1", "KZ-CAM1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[256], expected[256];
        snprintf(json, sizeof json, "{\"verdicts\":[{\"outcome\":\"hold\"}],\"product\":{\"model\":\"%s\"}}",
                 cases[i].model);
        snprintf(expected, sizeof expected, ",,hold,,,,,,,,,,%s,,,,,,,,,,\r\n", cases[i].cell);
        expect_rows(json, false, expected);
    }
}

static void a_formula_in_a_list_becomes_text_too(void **state)
{
    (void)state;
    expect_rows("{\"verdicts\":[{\"outcome\":\"hold\"}],\"labels\":[{\"number\":\"=1\"},{\"number\":\"=2\"}]}", false,
                ",,hold,,,,,,,,,,,\"'=1; =2\",\"; \",\"; \",\"; \",\"; \",\"; \",,,,\r\n");
}

static void a_confirmation_is_a_row_without_a_verdict(void **state)
{
    (void)state;
    expect_rows(
        "{\"kind\":\"confirmation\",\"at\":\"2026-11-21T10:15:00Z\",\"operator\":\"Sato\","
        "\"gtin\":\"09520000000011\",\"entry\":{\"scheme\":\"jc-star\",\"number\":\"DEMO-0001\"},"
        "\"receipt\":{\"seq\":42,\"hash\":\"sha256:02\"}}",
        false,
        "42,2026-11-21T10:15:00Z,,,,,,,,09520000000011,,,,DEMO-0001,jc-star,,,,,,Sato,sha256:02,confirmation\r\n");
}

static void a_list_without_records_still_has_its_heading(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    show_csv_heading(out);
    fclose(out);
    assert_string_equal(text, HEADING);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_market_is_a_row),
        cmocka_unit_test(a_rehearsal_has_no_number_and_no_hash),
        cmocka_unit_test(several_labels_share_their_cells),
        cmocka_unit_test(quotes_and_line_ends_stay_in_their_cell),
        cmocka_unit_test(a_formula_becomes_text),
        cmocka_unit_test(a_formula_in_a_list_becomes_text_too),
        cmocka_unit_test(a_confirmation_is_a_row_without_a_verdict),
        cmocka_unit_test(a_list_without_records_still_has_its_heading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
