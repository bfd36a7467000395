#include "tests/unit/cache/tables.h"

#include "cache/registry/json_read.h"
#include "cache/registry/json_table.h"

/* The rows of a JSON text, or "! sentence". */
static void read_all(const void *json, size_t size, char out[SHOWN_MAX])
{
    struct input in;
    struct table t;
    struct err err = {0};
    input_memory(json, size, &in);
    if (json_table_open(&in, &t, &err)) {
        snprintf(out, SHOWN_MAX, "! %s", err.en);
        assert_true(err.ja[0] && strcmp(err.en, err.ja) != 0);
        return;
    }
    tables_show_all(&t, out);
    table_close(&t);
    table_close(&t);
}

struct json_case {
    const char *json, *rows;
};

static void check(const struct json_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char rows[SHOWN_MAX];
        read_all(cases[i].json, strlen(cases[i].json), rows);
        assert_string_equal(rows, cases[i].rows);
    }
}

static void records_become_rows(void **state)
{
    (void)state;
    static const struct json_case cases[] = {
        {"[]", "0:\n"},
        {"[{\"number\": \"DEMO-1\", \"status\": \"有効\"}]", "0:number|status\n1:DEMO-1|有効\n"},
        {"\xEF\xBB\xBF[{\"a\": \"b\"}]", "0:a\n1:b\n"},
        /* keys in any order, some missing, null and "" */
        {"[{\"a\":\"1\",\"b\":\"2\"},{\"b\":\"4\",\"c\":\"5\",\"a\":\"3\"},{\"c\":null,\"a\":\"\"}]",
         "0:a|b|c\n1:1|2|\n2:3|4|5\n3:||\n"},
        /* numbers are text: a level, a serial of Excel's, a fraction */
        {"[{\"level\": 1, \"d\": 46163, \"f\": 46163.5, \"y\": true, \"n\": -2}]",
         "0:level|d|f|y|n\n1:1|46163|46163.5|true|-2\n"},
        {"[{\"models\": [\"ER-100\", \"A、B\", 7, null, \"\"]}, {\"models\": []}]",
         "0:models\n1:[ER-100][A、B][7][]\n2:\n"},
        {"[{\"a\": {\"b\": 1}, \"c\": [[1]], \"d\": 90071992547409930}]", "0:a|c|d\n1:?|?|?\n"},
        {"{\"records\": [{\"a\": \"1\"}]}", "0:a\n1:1\n"},
        {"{\"entries\": [{\"a\": \"1\"}]}", "0:a\n1:1\n"},
        {"{\"products\": [{\"a\": \"1\"}]}", "0:a\n1:1\n"},
        {"{\"as_of\": 1, \"data\": [{\"a\": \"1\"}]}", "0:a\n1:1\n"},
        {"{\"success\": true, \"result\": {\"records\": [{\"a\": \"1\"}, {\"a\": \"2\"}], \"total\": 2}}",
         "0:a\n1:1\n2:2\n"},
    };
    check(cases, sizeof cases / sizeof cases[0]);
}

static void what_is_refused(void **state)
{
    (void)state;
    static const struct json_case cases[] = {
        {"", "! line 1: this is not JSON, from here: "},
        {"[{\"a\": 1},\n {\"a\" 2}]", "! line 2: this is not JSON, from here: 2}]"},
        {"[{\"a\": 1}] and more", "! line 1: this is not JSON, from here: and more"},
        {"[{\"a\": \"x\\u0000y\"}]", "! line 1: a text holds a NUL (\\u0000)"},
        {"[{\"a\": \"\\\\u0000\"}]", "0:a\n1:\\u0000\n"}, /* a backslash and five characters: no NUL */
        {"7", "! no list of records: expected an array of objects, or one named records, entries, products or data"},
        {"{\"number\": \"DEMO-1\"}",
         "! no list of records: expected an array of objects, or one named records, entries, products or data"},
        {"[{\"a\": 1}, 2]", "! record 2: this is no object: each record is one, {\"number\": ...}"},
        {"[{\"a\": \"1\"}, {\"a\": \"1\", \"a\": \"2\"}]", "0:a\n1:1\n! record 2: \"a\" is there twice"},
        {"{\"success\": false, \"result\": {\"records\": [{\"a\": \"1\"}]}}",
         "! the answer says that it failed (\"success\": false): fetch the list again"},
        {"{\"success\": true, \"result\": {\"records\": [{\"a\": \"1\"}], \"total\": 870}}",
         "! the answer holds 1 of 870 records: fetch all of them into one file"},
    };
    check(cases, sizeof cases / sizeof cases[0]);
}

static void cp932_and_bytes_that_are_no_text(void **state)
{
    (void)state;
    char rows[SHOWN_MAX];
    static const char cp932[] =
        "[{\"\x93\x6F\x98\x5E\": \"\x83\x5C\x83\x5C\"}]"; /* 登録: ソソ, each with a 0x5C in it */
    read_all(cp932, sizeof cp932 - 1, rows);
    assert_string_equal(rows, "0:登録\n1:ソソ\n");
    read_all("[\"a\0\"]", 6, rows);
    assert_string_equal(rows, "! there is a NUL byte: this is no text; save it as CSV in UTF-8");
}

static void depth_and_width_are_bounded(void **state)
{
    (void)state;
    enum { DEEP = 100000 };
    char *deep = malloc(DEEP), rows[SHOWN_MAX], wide[SHOWN_MAX] = "[{";
    memset(deep, '[', DEEP);
    read_all(deep, DEEP, rows);
    assert_non_null(strstr(rows, "this is not JSON"));
    free(deep);
    for (int i = 0; i < 257; i++)
        snprintf(wide + strlen(wide), sizeof wide - strlen(wide), "%s\"k%d\":1", i ? "," : "", i);
    strcat(wide, "}]");
    read_all(wide, strlen(wide), rows);
    assert_string_equal(rows, "! record 1: more than 256 different keys");
}

static void japanese_says_the_same(void **state)
{
    (void)state;
    static const char json[] = "{\"result\": {\"records\": [{}, {}], \"total\": 7}}";
    struct input in;
    struct table t;
    struct err err = {0};
    input_memory(json, sizeof json - 1, &in);
    assert_int_equal(json_table_open(&in, &t, &err), -1);
    assert_string_equal(err.ja, "応答には 7 件のうち 2 件しかありません。全件を 1 つのファイルに取得してください");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_become_rows),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(cp932_and_bytes_that_are_no_text),
        cmocka_unit_test(depth_and_width_are_bounded),
        cmocka_unit_test(japanese_says_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
