/* What copies changed, as text and as JSON. */
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

static struct model before[] = {{MODEL_EXACT, "DC-1", "DC-1"}, {MODEL_EXACT, "DC-2", "DC-2"}};
static struct model after[] = {{MODEL_EXACT, "DC-2", "DC-2"}, {MODEL_SERIES, "DC-1", "DC-1"}};

static struct history_change changed(void)
{
    return (struct history_change){
        .scheme = SCHEME_JC_STAR,
        .norm = "DEMO-0001",
        .number = "DEMO-0001",
        .product = "デモ用カメラ",
        .vendor = "架空崎電機株式会社",
        .copy = {.id = 2, .source = "november.csv", .digest = "sha256:02", .as_of = at("2026-11-21T08:00:00Z")},
        .value = {{.field = HISTORY_LEVEL, .before = "1"},
                  {.field = HISTORY_STATUS, .before = "current", .after = "revoked"},
                  {.field = HISTORY_URL, .after = "https://www.ipa.go.jp/demo\x1b[2J"},
                  {.field = HISTORY_MODELS, .models_before = {before, 2}, .models_after = {after, 2}}},
        .values = 4,
    };
}

static struct history_change gone(void)
{
    return (struct history_change){
        .kind = HISTORY_GONE,
        .scheme = SCHEME_CLS,
        .number = "CSA/010127/DEMO1",
        .copy = {.id = 3, .source = "cls.json", .as_of = at("2026-11-21T08:00:00Z"), .demo = true},
        .last = {.id = 1, .source = "cls-october.json", .as_of = at("2026-10-21T08:00:00Z")},
    };
}

static void a_change_shows_both_sides_of_each_field(void **state)
{
    (void)state;
    struct history_change c = changed();
    struct history_label checked = {.times = 3, .seq = 41};
    struct sink s;
    sink_open(&s);
    show_change(s.out, &c, &checked, true, &en);
    sink_expect(&s, "JC-STAR  november.csv, as of 2026-11-21 08:00 UTC\n"
                    "  ~ changed DEMO-0001 · 架空崎電機株式会社 · デモ用カメラ\n"
                    "      level: 1 → -\n"
                    "      status: current → revoked\n"
                    "      page: - → https://www.ipa.go.jp/demo␛[2J\n"
                    "      models: +DC-1 -DC-1\n"
                    "      checked here: times 3, last in record 41\n");
    sink_open(&s);
    show_change(s.out, &c, NULL, false, &ja);
    sink_expect(&s, "  ~ 変更 DEMO-0001 · 架空崎電機株式会社 · デモ用カメラ\n"
                    "      レベル: 1 → -\n"
                    "      状態: 有効 → 取消し\n"
                    "      ページ: - → https://www.ipa.go.jp/demo␛[2J\n"
                    "      型番: +DC-1 -DC-1\n");
}

static void a_gone_label_names_the_last_copy_that_had_it(void **state)
{
    (void)state;
    struct history_change c = gone();
    struct sink s;
    sink_open(&s);
    show_change(s.out, &c, NULL, true, &en);
    sink_expect(&s, "DEMONSTRATION DATA - INVENTED: says nothing about real goods\n"
                    "CLS  cls.json, as of 2026-11-21 08:00 UTC\n"
                    "  - gone CSA/010127/DEMO1\n"
                    "      last in cls-october.json, as of 2026-10-21 08:00 UTC\n");
}

static void a_program_gets_one_object(void **state)
{
    (void)state;
    struct history_change c = changed(), g = gone();
    struct history_label checked = {.times = 3, .seq = 41};
    struct err err = {0};
    struct sink s;
    sink_open(&s);
    assert_int_equal(show_change_json(s.out, &c, &checked, &err), 0);
    sink_expect(&s,
                "{\"change\":\"changed\",\"scheme\":\"jc-star\",\"number\":\"DEMO-0001\",\"product\":\"デモ用カメラ\","
                "\"vendor\":\"架空崎電機株式会社\",\"fields\":[{\"field\":\"level\",\"before\":1,\"after\":null},"
                "{\"field\":\"status\",\"before\":\"current\",\"after\":\"revoked\"},"
                "{\"field\":\"url\",\"before\":null,\"after\":\"https://www.ipa.go.jp/demo\\u001b[2J\"},"
                "{\"field\":\"models\",\"before\":[\"DC-1\",\"DC-2\"],\"after\":[\"DC-2\",\"DC-1\"]}],"
                "\"copy\":{\"as_of\":\"2026-11-21T08:00:00Z\",\"source\":\"november.csv\",\"copy\":\"sha256:02\","
                "\"demo\":false},\"last\":null,\"checked\":{\"times\":3,\"last_seq\":41}}\n");
    sink_open(&s);
    assert_int_equal(show_change_json(s.out, &g, NULL, &err), 0);
    sink_expect(&s, "{\"change\":\"gone\",\"scheme\":\"cls\",\"number\":\"CSA/010127/DEMO1\",\"product\":null,"
                    "\"vendor\":null,\"fields\":[],\"copy\":{\"as_of\":\"2026-11-21T08:00:00Z\",\"source\":"
                    "\"cls.json\",\"copy\":null,\"demo\":true},\"last\":{\"as_of\":\"2026-10-21T08:00:00Z\","
                    "\"source\":\"cls-october.json\",\"copy\":null,\"demo\":false},\"checked\":null}\n");
}

static void the_list_ends_with_how_many(void **state)
{
    (void)state;
    struct show_changes sum = {.by_kind = {[HISTORY_NONE] = 2, [HISTORY_NEW] = 1, [HISTORY_GONE] = 3}, .checked = 4};
    struct sink s;
    sink_open(&s);
    show_changes_sum(s.out, &sum, &en);
    sink_expect(&s, "new 1 · changed 2 · gone 3 · returned 0\nof labels checked here: 4\n");
}

static void many_models_are_cut_short(void **state)
{
    (void)state;
    struct history_change c = {.number = "DEMO-1", .scheme = SCHEME_JC_STAR, .values = 1};
    struct model many[30];
    char name[30][16];
    for (int i = 0; i < 30; i++) {
        snprintf(name[i], sizeof name[i], "M%02d", i);
        many[i] = (struct model){MODEL_EXACT, name[i], name[i]};
    }
    c.value[0] = (struct history_value){.field = HISTORY_MODELS, .models_after = {many, 30}};
    struct sink s;
    sink_open(&s);
    show_change(s.out, &c, NULL, false, &en);
    fclose(s.out);
    assert_non_null(strstr(s.text, "+M19"));
    assert_null(strstr(s.text, "+M20"));
    assert_non_null(strstr(s.text, "+more: 10"));
    free(s.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_shows_both_sides_of_each_field),
        cmocka_unit_test(a_gone_label_names_the_last_copy_that_had_it),
        cmocka_unit_test(a_program_gets_one_object),
        cmocka_unit_test(the_list_ends_with_how_many),
        cmocka_unit_test(many_models_are_cut_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
