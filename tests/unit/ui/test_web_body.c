/* What a script or a page may send, and that nothing else gets through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/web/body.h"
#include "ui/web/body_facts.h"

/* ---- JSON ---- */

static void refuses(const char *body)
{
    struct counter_call call;
    struct err err = {0};
    cJSON *json;
    int rc = body_parse(body, strlen(body), &json, &err);
    if (!rc)
        rc = body_call(json, &call, &err);
    cJSON_Delete(json);
    if (rc != -1 || err.code != ERR_USAGE || !err.en[0] || !err.ja[0])
        fail_msg("taken, or refused without words: %s", body);
}

/* The JSON is the caller's. */
static cJSON *takes(const char *body, struct counter_call *call)
{
    struct err err = {0};
    cJSON *json;
    if (body_parse(body, strlen(body), &json, &err) || body_call(json, call, &err))
        fail_msg("%s: %s", body, err.en);
    return json;
}

static void hostile_json_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "null",
        "[]",
        "\"act\"",
        "{",
        "{\"act\":\"ack\"",
        "{\"act\":\"ack\"}}",
        "{\"act\":\"ack\"}{}",
        "{\"act\":\"ack\"} x",
        "{\"act\":\"ack\",}",
        "{'act':'ack'}",
        "{\"act\":\"scan\",\"text\":\"\xc3\"}",
        "{\"act\":\"scan\",\"text\":\"\xed\xa0\x80\"}",
        "{\"act\":\"scan\",\"text\":\"\\ud800\"}",
        "{\"act\":\"scan\",\"text\":\"\\u0000\"}",
        "{\"act\":\"scan\",\"text\":\"952\\u0000\"}",
        "{\"a\\u0000ct\":\"scan\"}",
        "{\"act\":[[[[[[[[[]]]]]]]]]}",
        "{\"act\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(bad[i]);
}

static void deep_json_is_refused_before_it_is_read(void **state)
{
    (void)state;
    enum { DEEP = 100000 };
    char *body = malloc(DEEP + 1);
    assert_non_null(body);
    memset(body, '[', DEEP);
    body[DEEP] = 0;
    refuses(body);
    free(body);
}

static void a_backslash_before_u0000_is_no_nul(void **state)
{
    (void)state;
    struct counter_call call;
    cJSON *json = takes("{\"act\":\"scan\",\"text\":\"\\\\u0000\"}", &call);
    assert_string_equal(call.text, "\\u0000");
    cJSON_Delete(json);
}

static void brackets_in_a_text_do_not_nest(void **state)
{
    (void)state;
    struct counter_call call;
    cJSON *json = takes("{\"act\":\"scan\",\"text\":\"[[[[[[[[[[[[\\\"[[[[[[\"}", &call);
    assert_string_equal(call.text, "[[[[[[[[[[[[\"[[[[[[");
    cJSON_Delete(json);
}

/* ---- acts ---- */

static void what_is_not_known_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "{}",
        "{\"text\":\"9520000001018\"}",
        "{\"act\":null}",
        "{\"act\":1}",
        "{\"act\":\"\"}",
        "{\"act\":\"Scan\"}",
        "{\"act\":\"scan\",\"act\":\"scan\"}",
        "{\"act\":\"scan\",\"Text\":\"x\"}",
        "{\"act\":\"scan\",\"station\":2}",
        "{\"act\":\"scan\",\"key\":\"k\"}",
        "{\"act\":\"scan\",\"text\":5}",
        "{\"act\":\"scan\",\"text\":[\"x\"]}",
        "{\"act\":\"scan\",\"how\":\"picture\"}",
        "{\"act\":\"scan\",\"how\":null}",
        "{\"act\":\"quantity\",\"number\":\"2\"}",
        "{\"act\":\"quantity\",\"number\":-1}",
        "{\"act\":\"quantity\",\"number\":2.5}",
        "{\"act\":\"quantity\",\"number\":1e300}",
        "{\"act\":\"quantity\",\"number\":null}",
        "{\"act\":\"dispose\",\"disposition\":\"sold\"}",
        "{\"act\":\"open\",\"markets\":\"gb\"}",
        "{\"act\":\"open\",\"markets\":[\"gb\",\"gb\"]}",
        "{\"act\":\"open\",\"markets\":[\"gb\",\"ni\",\"jp\",\"gb\"]}",
        "{\"act\":\"open\",\"markets\":[1]}",
        "{\"act\":\"lang\",\"lang\":\"de\"}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(bad[i]);
}

static void long_texts_are_refused(void **state)
{
    (void)state;
    static char body[3 * SYMBOL_BYTES_MAX];
    char text[SYMBOL_BYTES_MAX + 2];
    memset(text, '9', sizeof text);
    text[SYMBOL_BYTES_MAX + 1] = 0;
    (void)snprintf(body, sizeof body, "{\"act\":\"scan\",\"text\":\"%s\"}", text);
    refuses(body);
    text[300] = 0;
    (void)snprintf(body, sizeof body, "{\"act\":\"operator\",\"name\":\"%s\"}", text);
    refuses(body);
    text[PIN_MAX + 1] = 0;
    (void)snprintf(body, sizeof body, "{\"act\":\"dispose\",\"pin\":\"%s\"}", text);
    refuses(body);
}

static void an_act_is_filled_as_it_was_said(void **state)
{
    (void)state;
    struct counter_call call;
    cJSON *json = takes("{\"act\":\"scan\",\"text\":\"]C1019520000001018\",\"how\":\"typed\"}\r\n", &call);
    assert_int_equal(call.act, ACT_SCAN);
    assert_int_equal(call.how, ORIGIN_TYPED);
    assert_string_equal(call.text, "]C1019520000001018");
    assert_null(call.name);
    cJSON_Delete(json);
    json = takes("{\"act\":\"scan\",\"text\":\"a\\u001db\"}", &call);
    assert_int_equal(call.how, ORIGIN_SCAN);
    assert_string_equal(call.text, "a\x1d"
                                   "b");
    cJSON_Delete(json);
    json = takes("{\"act\":\"dispose\",\"seq\":41,\"disposition\":\"override\",\"name\":\"Mori\",\"pin\":\"1234\","
                 "\"reason\":\"seen\",\"items\":\"abc\"}",
                 &call);
    assert_int_equal(call.act, ACT_DISPOSE);
    assert_int_equal(call.seq, 41);
    assert_int_equal(call.disposition, DISPOSITION_OVERRIDE);
    assert_string_equal(call.name, "Mori");
    assert_string_equal(call.pin, "1234");
    assert_string_equal(call.reason, "seen");
    assert_string_equal(call.items, "abc");
    cJSON_Delete(json);
    json = takes("{\"act\":\"open\",\"name\":\"便 1\",\"supplier\":null,\"markets\":[\"jp\",\"gb\"]}", &call);
    assert_string_equal(call.name, "便 1");
    assert_null(call.supplier);
    assert_int_equal(call.markets, 2);
    assert_int_equal(call.market[0], MARKET_JP);
    cJSON_Delete(json);
    json = takes("{\"act\":\"model\",\"brand\":\"Nosuch\",\"model\":\"ND-1\",\"number\":7,\"lang\":\"ja\"}", &call);
    assert_string_equal(call.brand, "Nosuch");
    assert_string_equal(call.model, "ND-1");
    assert_int_equal(call.number, 7);
    assert_int_equal(call.lang, LANG_JA);
    cJSON_Delete(json);
}

/* ---- facts of a check ---- */

static int facts(const char *body, struct facts *out, struct symbols *codes, struct option_keep *keep)
{
    struct err err = {0};
    cJSON *json;
    *codes = (struct symbols){0};
    int rc = body_parse(body, strlen(body), &json, &err);
    if (!rc)
        rc = body_facts(json, out, codes, keep, &err);
    cJSON_Delete(json);
    if (rc)
        assert_int_equal(err.code, ERR_USAGE);
    return rc;
}

static void facts_are_named_as_on_the_command_line(void **state)
{
    (void)state;
    struct facts f;
    struct symbols codes;
    struct option_keep keep = {0};
    assert_int_equal(
        facts(
            "{\"market\":[\"gb\",\"jp\"],\"gtin\":\"9520000001018\",\"label\":[\"DEMO-0101\",\"DEMO-0102\"],"
            "\"role\":\"importer\",\"event\":\"sale\",\"on\":\"2026-12-24\",\"scope\":\"in\",\"statement\":\"absent\","
            "\"failure\":\"none\",\"requires_star\":2,\"sku\":\"R-1\",\"brand\":\"Nosuch\",\"model\":\"ND-1\","
            "\"consignment\":\"PO-1\",\"operator\":null,"
            "\"codes\":[{\"text\":\"9520000001018\",\"symbology\":\"ean13\"},{\"text\":\"DEMO-0101\"}]}",
            &f, &codes, &keep),
        0);
    assert_int_equal(f.markets.count, 2);
    assert_int_equal(f.markets.item[1], MARKET_JP);
    assert_string_equal(f.gtin, "9520000001018");
    assert_int_equal(f.labels.count, 2);
    assert_string_equal(f.labels.item[1], "DEMO-0102");
    assert_int_equal(f.role, ROLE_IMPORTER);
    assert_int_equal(f.event, EVENT_SALE);
    assert_int_equal(f.on, 20261224);
    assert_int_equal(f.statement, STATEMENT_ABSENT);
    assert_int_equal(f.failure, FAILURE_NONE);
    assert_true(f.requires_star.said);
    assert_int_equal(f.requires_star.value, 2);
    assert_string_equal(f.consignment, "PO-1");
    assert_null(f.operator_name);
    assert_int_equal(codes.count, 2);
    assert_int_equal(codes.item[0].symbology, SYMBOLOGY_EAN13);
    assert_int_equal(codes.item[0].from, ORIGIN_SCAN);
    symbols_clear(&codes);
    option_keep_clear(&keep);
}

static void wrong_facts_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "{\"market\":[\"fr\"]}",
        "{\"market\":[\"gb\",\"gb\"]}",
        "{\"market\":[\"gb,jp\"]}",
        "{\"market\":5}",
        "{\"gtin\":5}",
        "{\"gtin\":[\"9520000001018\"]}",
        "{\"gtin\":\"\"}",
        "{\"gtin\":\"1\",\"gtin\":\"2\"}",
        "{\"label\":[1]}",
        "{\"requires_star\":5}",
        "{\"requires_star\":-1}",
        "{\"requires_star\":1.5}",
        "{\"requires-star\":1}",
        "{\"on\":\"2026-02-30\"}",
        "{\"colour\":\"red\"}",
        "{\"json\":true}",
        "{\"data\":\"/etc\"}",
        "{\"codes\":\"x\"}",
        "{\"codes\":[\"x\"]}",
        "{\"codes\":[{}]}",
        "{\"codes\":[{\"text\":\"\"}]}",
        "{\"codes\":[{\"text\":\"x\",\"text\":\"y\"}]}",
        "{\"codes\":[{\"text\":\"x\",\"symbology\":\"pdf417\"}]}",
        "{\"codes\":[{\"text\":\"x\",\"bytes\":\"eA==\"}]}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct facts f;
        struct symbols codes;
        struct option_keep keep = {0};
        if (facts(bad[i], &f, &codes, &keep) != -1)
            fail_msg("taken: %s", bad[i]);
        symbols_clear(&codes);
        option_keep_clear(&keep);
    }
}

static void no_more_codes_than_a_box_can_have(void **state)
{
    (void)state;
    struct buffer body = {0};
    struct facts f;
    struct symbols codes;
    struct option_keep keep = {0};
    buffer_text(&body, "{\"codes\":[");
    for (int i = 0; i <= SYMBOLS_MAX; i++)
        buffer_text(&body, i ? ",{\"text\":\"x\"}" : "{\"text\":\"x\"}");
    buffer_text(&body, "]}");
    assert_int_equal(facts(body.bytes, &f, &codes, &keep), -1);
    symbols_clear(&codes);
    buffer_clear(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_json_is_refused),
        cmocka_unit_test(deep_json_is_refused_before_it_is_read),
        cmocka_unit_test(a_backslash_before_u0000_is_no_nul),
        cmocka_unit_test(brackets_in_a_text_do_not_nest),
        cmocka_unit_test(what_is_not_known_is_refused),
        cmocka_unit_test(long_texts_are_refused),
        cmocka_unit_test(an_act_is_filled_as_it_was_said),
        cmocka_unit_test(facts_are_named_as_on_the_command_line),
        cmocka_unit_test(wrong_facts_are_refused),
        cmocka_unit_test(no_more_codes_than_a_box_can_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
