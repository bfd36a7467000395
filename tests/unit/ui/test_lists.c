/* What the shop knows offline: entries, copies, products, confirmations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/show/show.h"

static const struct show_style en = {.lang = LANG_EN, .columns = 80}, ja = {.lang = LANG_JA, .columns = 80};

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_parse(text, &m));
    return m;
}

/* A stream whose text is compared when it is closed. */
struct sink {
    FILE *out;
    char *text;
    size_t size;
};

static void sink_open(struct sink *s)
{
    *s = (struct sink){0};
    s->out = open_memstream(&s->text, &s->size);
    assert_non_null(s->out);
}

static void sink_expect(struct sink *s, const char *expected)
{
    fclose(s->out);
    assert_string_equal(s->text, expected);
    free(s->text);
}

static struct model models[] = {
    {.kind = MODEL_EXACT, .raw = "KZ-CAM1", .norm = "KZ-CAM1"},
    {.kind = MODEL_SERIES, .raw = "KZ-DOORシリーズ", .norm = "KZ-DOOR"},
};

static struct entry entry(void)
{
    return (struct entry){
        .scheme = SCHEME_JC_STAR,
        .number = "DEMO-0001",
        .product = "デモ用カメラ",
        .vendor = "架空崎電機株式会社",
        .url = "https://www.ipa.go.jp/demo/DEMO-0001",
        .word = "有効",
        .models = {.item = models, .count = 2},
        .status = STATUS_CURRENT,
        .level = 1,
        .issued = 20251226,
        .expires = 20271226,
    };
}

static struct copy copy(bool demo)
{
    return (struct copy){
        .id = 1, .source = "jc-star.csv", .digest = "sha256:01", .as_of = at("2026-11-21T08:00:00Z"), .demo = demo};
}

static void an_entry_shows_all_that_a_box_is_compared_with(void **state)
{
    (void)state;
    struct entry e = entry();
    struct copy c = copy(true);
    struct sink s;
    sink_open(&s);
    show_entry(s.out, &e, &c, at("2026-11-21T10:15:00Z"), &en);
    sink_expect(&s, "DEMONSTRATION DATA - INVENTED: says nothing about real goods\n"
                    "JC-STAR DEMO-0001 ★1 · current · the list says 有効\n"
                    "  Valid    issued 2025-12-26 · until 2027-12-26, 400 days left\n"
                    "  Product  架空崎電機株式会社 · デモ用カメラ\n"
                    "  Models   KZ-CAM1, KZ-DOORシリーズ (series: no exact model)\n"
                    "  Page     https://www.ipa.go.jp/demo/DEMO-0001\n"
                    "  Copy     jc-star.csv, as of 2026-11-21 08:00 UTC, 2 hours old\n");
    sink_open(&s);
    show_entry(s.out, &e, NULL, at("2027-12-25T20:00:00Z"), &ja); /* the 26th in Japan */
    sink_expect(&s, "JC-STAR DEMO-0001 ★1 · 有効 · 一覧の記載: 有効\n"
                    "  期間     発行 2025-12-26 · 2027-12-26 まで、本日が最終日\n"
                    "  製品     架空崎電機株式会社 · デモ用カメラ\n"
                    "  型番     KZ-CAM1, KZ-DOORシリーズ（シリーズ、型番ではない）\n"
                    "  ページ   https://www.ipa.go.jp/demo/DEMO-0001\n");
}

static void a_vanished_entry_names_the_copy_that_had_it(void **state)
{
    (void)state;
    struct entry e = {.scheme = SCHEME_CLS,
                      .number = "CSA/010127/DEMO1",
                      .status = STATUS_CURRENT,
                      .gone = true,
                      .last = {.id = 1, .source = "cls-october.json", .as_of = at("2026-10-21T08:00:00Z")}};
    struct copy c = copy(false);
    struct sink s;
    sink_open(&s);
    show_entry(s.out, &e, &c, at("2026-11-21T10:15:00Z"), &en);
    sink_expect(&s, "CLS CSA/010127/DEMO1 level not known · gone from the list\n"
                    "  Valid    expiry not known\n"
                    "  Last in  cls-october.json, as of 2026-10-21 08:00 UTC, 31 days old\n"
                    "  Copy     jc-star.csv, as of 2026-11-21 08:00 UTC, 2 hours old\n");
}

static void each_scheme_shows_its_copy_or_how_to_get_one(void **state)
{
    (void)state;
    struct copy_states states = {.count = 1};
    struct copy_state *jc = &states.item[0];
    *jc = (struct copy_state){.scheme = SCHEME_JC_STAR,
                              .copy = copy(false),
                              .imported_at = at("2026-11-21T09:00:00Z"),
                              .labels = 26,
                              .models = 477};
    jc->by_status[STATUS_CURRENT] = 24;
    jc->by_status[STATUS_REVOKED] = 2;
    struct sink s;
    sink_open(&s);
    show_copies(s.out, &states, &check_default_limits, at("2026-11-23T10:15:00Z"), &en);
    sink_expect(&s, "JC-STAR  aging: recheck before relying on it\n"
                    "  Copy     jc-star.csv, as of 2026-11-21 08:00 UTC, 2 days old\n"
                    "  Holds    labels 26 · models 477\n"
                    "  Status   current 24 · revoked 2\n"
                    "  Imported 2026-11-21 09:00 UTC\n"
                    "  sha256:01\n"
                    "CLS  no copy\n"
                    "  Get the list's file, then: kenpin registry import FILE --scheme cls\n");
    struct err err = {0};
    sink_open(&s);
    assert_int_equal(show_copies_json(s.out, &states, &check_default_limits, at("2026-12-21T10:15:00Z"), &err), 0);
    sink_expect(&s, "{\"scheme\":\"jc-star\",\"as_of\":\"2026-11-21T08:00:00Z\",\"age_s\":2600100,\"source\":"
                    "\"jc-star.csv\",\"copy\":\"sha256:01\",\"demo\":false,\"age\":\"stale\",\"imported_at\":"
                    "\"2026-11-21T09:00:00Z\",\"labels\":26,\"models\":477,\"by_status\":{\"current\":24,"
                    "\"revoked\":2}}\n");
}

static void without_any_copy_both_commands_are_named(void **state)
{
    (void)state;
    struct copy_states none = {0};
    struct sink s;
    sink_open(&s);
    show_copies(s.out, &none, &check_default_limits, at("2026-11-21T10:15:00Z"), &ja);
    sink_expect(&s, "JC-STAR  写しなし\n"
                    "  一覧のファイルを入手し、次を実行: kenpin registry import FILE --scheme jc-star\n"
                    "CLS  写しなし\n"
                    "  一覧のファイルを入手し、次を実行: kenpin registry import FILE --scheme cls\n");
}

static void a_product_is_one_line(void **state)
{
    (void)state;
    struct product p = {.found = true,
                        .gtin = "09520000000011",
                        .sku = "R-100",
                        .brand = "Kakuzaki",
                        .model = "KZ-CAM1",
                        .scope = SCOPE_IN,
                        .statement = STATEMENT_COMPLETE,
                        .support_until = 20301231};
    struct show_style wide = {.lang = LANG_EN, .columns = 200};
    struct err err = {0};
    struct sink s;
    sink_open(&s);
    show_product(s.out, &p, &wide);
    show_product(s.out, &(struct product){.sku = "R-200", .model = "\033[31mX"}, &wide);
    sink_expect(&s,
                "Kakuzaki KZ-CAM1 · GTIN 09520000000011 · SKU R-100 · in scope · statement complete · security updates "
                "until 2030-12-31\n"
                "␛[31mX · SKU R-200\n");
    sink_open(&s);
    assert_int_equal(show_product_json(s.out, &p, &err), 0);
    sink_expect(&s, "{\"gtin\":\"09520000000011\",\"sku\":\"R-100\",\"brand\":\"Kakuzaki\",\"model\":\"KZ-CAM1\","
                    "\"vendor\":null,\"name\":null,\"scope\":\"in\",\"statement\":\"complete\",\"support_until\":"
                    "\"2030-12-31\"}\n");
}

static void a_confirmation_says_whether_it_still_holds(void **state)
{
    (void)state;
    struct confirmation c = {.gtin = "09520000000011",
                             .scheme = SCHEME_JC_STAR,
                             .number = "DEMO-0001",
                             .who = "Sato",
                             .at = at("2026-11-21T10:15:00Z"),
                             .holds = true};
    struct err err = {0};
    struct sink s;
    sink_open(&s);
    show_confirmation(s.out, &c, &en);
    c = (struct confirmation){.brand = "Kakuzaki", .vendor = "架空崎電機", .who = "Sato", .at = c.at};
    show_confirmation(s.out, &c, &ja);
    sink_expect(&s, "✔ holds  GTIN 09520000000011 = JC-STAR DEMO-0001 · Sato · 2026-11-21 10:15 UTC\n"
                    "✖ 終了: 片方が変わりました  ブランド Kakuzaki = 事業者 架空崎電機 · Sato ·\n"
                    "  2026-11-21 10:15 UTC\n");
    sink_open(&s);
    assert_int_equal(show_confirmation_json(s.out, &c, &err), 0);
    sink_expect(&s,
                "{\"holds\":false,\"at\":\"2026-11-21T10:15:00Z\",\"operator\":\"Sato\",\"gtin\":null,\"sku\":null,"
                "\"model\":null,\"scheme\":null,\"number\":null,\"brand\":\"Kakuzaki\",\"vendor\":\"架空崎電機\"}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_shows_all_that_a_box_is_compared_with),
        cmocka_unit_test(a_vanished_entry_names_the_copy_that_had_it),
        cmocka_unit_test(each_scheme_shows_its_copy_or_how_to_get_one),
        cmocka_unit_test(without_any_copy_both_commands_are_named),
        cmocka_unit_test(a_product_is_one_line),
        cmocka_unit_test(a_confirmation_says_whether_it_still_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
