#include "tests/unit/cache/tables.h"

#include "cache/registry/columns.h"
#include "cache/registry/csv.h"
#include "cache/registry/headings.h"

/* ---- every heading of the specification ---- */

struct heading_case {
    const char *heading;
    int field;
};

static void every_known_heading(void **state)
{
    (void)state;
    static const struct heading_case cases[] = {
        {"number", FIELD_NUMBER},
        {"level", FIELD_LEVEL},
        {"status", FIELD_STATUS},
        {"product", FIELD_PRODUCT},
        {"vendor", FIELD_VENDOR},
        {"models", FIELD_MODELS},
        {"issued", FIELD_ISSUED},
        {"expires", FIELD_EXPIRES},
        {"url", FIELD_URL},
        {"登録番号", FIELD_NUMBER},
        {"ラベル識別番号", FIELD_NUMBER},
        {"適合ラベル登録番号", FIELD_NUMBER},
        {"registration number", FIELD_NUMBER},
        {"registered ID", FIELD_NUMBER},
        {"label identification number", FIELD_NUMBER},
        {"label ID", FIELD_NUMBER},
        {"製品名", FIELD_PRODUCT},
        {"製品名称", FIELD_PRODUCT},
        {"product name", FIELD_PRODUCT},
        {"型番", FIELD_MODELS},
        {"製品型番", FIELD_MODELS},
        {"モデル番号", FIELD_MODELS},
        {"model number", FIELD_MODELS},
        {"model numbers", FIELD_MODELS},
        {"Model Number(s)", FIELD_MODELS},
        {"model", FIELD_MODELS},
        {"製造者名", FIELD_MANUFACTURER},
        {"製造事業者", FIELD_MANUFACTURER},
        {"manufacturer", FIELD_MANUFACTURER},
        {"適合ラベルのレベル", FIELD_LEVEL},
        {"レベル", FIELD_LEVEL},
        {"★", FIELD_LEVEL},
        {"conformity assessment level", FIELD_LEVEL},
        {"ステータス", FIELD_STATUS},
        {"状態", FIELD_STATUS},
        {"label status", FIELD_STATUS},
        {"適合ラベル発行日", FIELD_ISSUED},
        {"発行日", FIELD_ISSUED},
        {"交付日", FIELD_ISSUED},
        {"date of label issue", FIELD_ISSUED},
        {"有効期限", FIELD_EXPIRES},
        {"有効期間", FIELD_EXPIRES},
        {"満了日", FIELD_EXPIRES},
        {"label expiration date", FIELD_EXPIRES},
        {"expiry date", FIELD_EXPIRES},
        {"valid until", FIELD_EXPIRES},
        {"申請者", FIELD_VENDOR},
        {"IoT製品ベンダー", FIELD_VENDOR},
        {"事業者名", FIELD_VENDOR},
        {"label applicant", FIELD_VENDOR},
        {"IoT product vendor", FIELD_VENDOR},
        /* known, and not kept: above all a renewal, which is no first issue */
        {"更新日", FIELD_OTHER},
        {"renewal", FIELD_OTHER},
        {"製造国", FIELD_OTHER},
        {"製造国・地域", FIELD_OTHER},
        {"country or region of manufacture", FIELD_OTHER},
        {"製品概要", FIELD_OTHER},
        {"製品ページURL", FIELD_OTHER},
        {"問合せ先", FIELD_OTHER},
        {"product overview", FIELD_OTHER},
        {"product webpage URL", FIELD_OTHER},
        {"contact", FIELD_OTHER},
        {"他認証の番号", FIELD_OTHER},
        {"certification numbers for other certifications", FIELD_OTHER},
        {"製品類型", FIELD_OTHER},
        {"product category", FIELD_OTHER},
        {"適合基準", FIELD_OTHER},
        {"適合基準の版", FIELD_OTHER},
        {"version of conformance criteria", FIELD_OTHER},
        {"チェックリスト", FIELD_OTHER},
        {"評価結果", FIELD_OTHER},
        {"conformity assessment results", FIELD_OTHER},
        {"checklist", FIELD_OTHER},
        {"評価者区分", FIELD_OTHER},
        {"evaluator category", FIELD_OTHER},
        {"脆弱性情報", FIELD_OTHER},
        {"脆弱性報告窓口", FIELD_OTHER},
        {"vulnerability information", FIELD_OTHER},
        {"contact for reporting", FIELD_OTHER},
        /* width, case and white space aside */
        {"ＩｏＴ製品ベンダ－", 0},
        {"ｽﾃｰﾀｽ", FIELD_STATUS},
        {"Registration\nNumber", FIELD_NUMBER},
        {" 登 録　番号 ", FIELD_NUMBER},
        {"ＮＵＭＢＥＲ", FIELD_NUMBER},
        {"REGISTERED id", FIELD_NUMBER},
        /* nothing else */
        {"", 0},
        {"登録番号※1", 0},
        {"番号", 0},
        {"numbers of things", 0},
        {"num", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int field;
        struct err err;
        assert_int_equal(headings_field(&headings_registry, cases[i].heading, &field, &err), 0);
        if (field != cases[i].field)
            fail_msg("%s: field %d, not %d", cases[i].heading, field, cases[i].field);
    }
}

/* What the table of known headings says must be what headings are compared as. */
static void known_headings_are_in_their_own_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < headings_registry.known_count; i++) {
        char *key, spaceless[200] = "";
        struct err err;
        for (const char *p = headings_registry.known[i].text; *p; p++)
            if (*p != ' ')
                strncat(spaceless, p, 1);
        assert_int_equal(headings_key(headings_registry.known[i].text, &key, &err), 0);
        assert_string_equal(key, spaceless);
        free(key);
    }
}

/* ---- finding them ---- */

/* "number@0 status@2 | rows" of a CSV text, or "! sentence". */
static void find(const char *csv, const struct columns *columns, char out[SHOWN_MAX])
{
    struct input in;
    struct table t;
    struct layout layout;
    struct err err = {0};
    input_memory(csv, strlen(csv), &in);
    assert_int_equal(csv_open(&in, &t, &err), 0);
    out[0] = 0;
    if (headings_find(&t, &headings_registry, columns, &layout, &err)) {
        snprintf(out, SHOWN_MAX, "! %s", err.en);
        assert_true(err.ja[0] && strcmp(err.en, err.ja) != 0);
        table_close(&t);
        return;
    }
    for (int f = 1; f < FIELD_MANUFACTURER; f++)
        if (layout.column[f] >= 0)
            snprintf(out + strlen(out), SHOWN_MAX - strlen(out), "%s@%d ", headings_registry.name[f], layout.column[f]);
    struct row row;
    bool more = true;
    int rc;
    while ((rc = headings_next(&t, &layout, &row, &more, &err)) == 0 && more) {
        char shown[SHOWN_MAX];
        tables_show(&row, shown);
        snprintf(out + strlen(out), SHOWN_MAX - strlen(out), "%lld:%s ", (long long)row.line, shown);
    }
    if (rc)
        snprintf(out + strlen(out), SHOWN_MAX - strlen(out), "! %s", err.en);
    table_close(&t);
}

struct find_case {
    const char *csv, *found;
};

static void check(const struct find_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char found[SHOWN_MAX];
        find(cases[i].csv, NULL, found);
        assert_string_equal(found, cases[i].found);
    }
}

static void the_first_row_that_fits_is_the_one(void **state)
{
    (void)state;
    static const struct find_case cases[] = {
        {"number,status\nDEMO-1,Active\n", "number@0 status@1 2:DEMO-1|Active "},
        {"登録番号;有効期限\nDEMO-1;2027-05-31\n", "number@0 expires@1 2:DEMO-1|2027-05-31 "},
        {"登録番号\tステータス\t型番\nDEMO-1\t有効\tA,B\n", "number@0 status@1 models@2 2:DEMO-1|有効|A,B "},
        /* titles above, whatever their width */
        {"製品一覧\n\n2026-11-21 現在, , ,\n登録番号,製品名,ステータス\nDEMO-1,Hub,有効\n",
         "number@0 status@2 product@1 5:DEMO-1|Hub|有効 "},
        {"list, of, labels\nnumber;status\nDEMO-1;Active\n", "number@0 status@1 3:DEMO-1|Active "},
        {"\"number\";\"status\"\n\"DEMO-1\";\"Active\"\n", "number@0 status@1 2:DEMO-1|Active "},
        /* commas in a title do not make a table of it, nor a semicolon in a cell */
        {"number,status\nDEMO-1,a;b\n", "number@0 status@1 2:DEMO-1|a;b "},
        /* a heading of two lines */
        {"\"registration\nnumber\",\"label\nstatus\"\nDEMO-1,Active\n", "number@0 status@1 4:DEMO-1|Active "},
    };
    check(cases, sizeof cases / sizeof cases[0]);
}

static void a_vertical_table_is_one_entry(void **state)
{
    (void)state;
    static const struct find_case cases[] = {
        {"登録番号,DEMO-1\nステータス,有効\n型番,\"A、B\"\n", "number@0 status@1 models@2 1:DEMO-1|有効|A、B "},
        {"適合ラベル\n\n登録番号;DEMO-1;\nステータス;有効;\n", "number@1 status@2 1:|DEMO-1|有効 "},
        {"number\tDEMO-1\nexpires\t2027-05-31\n", "number@0 expires@1 1:DEMO-1|2027-05-31 "},
        /* of a heading that is there twice the number must not be */
        {"number,DEMO-1\nnumber,DEMO-2\nstatus,Active\n",
         "! line 1: two columns may be number: \"number\" and \"number\"; say which with --columns MAP.json, "
         "{\"number\": \"heading\"}"},
        /* two values: it is no entry */
        {"number,DEMO-1,DEMO-2\nstatus,Active,Active\n", "! no column for status (ステータス) / expires (有効期限). "
                                                         "Headings seen: number | DEMO-1 | DEMO-2. Say which is "
                                                         "which with --columns MAP.json, {\"field\": \"heading\"}"},
    };
    check(cases, sizeof cases / sizeof cases[0]);
}

static void the_width_of_a_row(void **state)
{
    (void)state;
    static const struct find_case cases[] = {
        {"number,status\nDEMO-1,Active,\n", "number@0 status@1 2:DEMO-1|Active| "}, /* a delimiter at the end */
        {"number,status,\nDEMO-1,Active\nDEMO-2,Active,\n", "number@0 status@1 2:DEMO-1|Active 3:DEMO-2|Active| "},
        {"number,status\n\nDEMO-1,Active\n,\n,,,,\n\n", "number@0 status@1 3:DEMO-1|Active "}, /* empty rows */
        {"number,status\n\"DEMO-1\",Active\n　, \n", "number@0 status@1 2:DEMO-1|Active "},
        {"number,status,models\nDEMO-1,Active\n", "number@0 status@1 models@2 ! line 2: 2 cells where the headings "
                                                  "have 3: a cell that holds a delimiter or a new line "
                                                  "needs quotes around it"},
        {"number,status\nDEMO-1,Active\nDEMO-2,Active,x\n",
         "number@0 status@1 2:DEMO-1|Active ! line 3: 3 cells where the headings have 2: a cell that holds a delimiter "
         "or a new "
         "line needs quotes around it"},
        {"number,status\nDEMO-1,Active,,\n", "number@0 status@1 ! line 2: 4 cells where the headings have 2: a cell "
                                             "that holds a delimiter or a new line needs "
                                             "quotes around it"},
    };
    check(cases, sizeof cases / sizeof cases[0]);
}

static void two_columns_for_one_field(void **state)
{
    (void)state;
    static const struct find_case cases[] = {
        {"登録番号,ラベル識別番号,status\na,b,c\n",
         "! line 1: two columns may be number: \"登録番号\" and \"ラベル識別番号\"; say which with --columns MAP.json, "
         "{\"number\": \"heading\"}"},
        {"number,有効期限,有効期間\na,b,c\n",
         "! line 1: two columns may be expires: \"有効期限\" and \"有効期間\"; say which with "
         "--columns MAP.json, {\"expires\": \"heading\"}"},
        {"number,number,status\na,b,c\n",
         "! line 1: two columns may be number: \"number\" and \"number\"; say which with "
         "--columns MAP.json, {\"number\": \"heading\"}"},
        /* a plain name does not make the other column wrong: nobody knows which is */
        {"status,number,登録番号\na,b,c\n",
         "! line 1: two columns may be number: \"number\" and \"登録番号\"; say which with "
         "--columns MAP.json, {\"number\": \"heading\"}"},
        {"登録番号,ラベル識別番号,number,status\na,b,c,d\n",
         "! line 1: two columns may be number: \"登録番号\" and \"ラベル識別番号\"; say which with "
         "--columns MAP.json, {\"number\": \"heading\"}"},
        {"number,ステータス,status\na,b,c\n",
         "! line 1: two columns may be status: \"ステータス\" and \"status\"; say which with "
         "--columns MAP.json, {\"status\": \"heading\"}"},
        /* of the others the first */
        {"number,status,製品名,製品名称,申請者,vendor\na,b,c,d,e,f\n",
         "number@0 status@1 product@2 vendor@5 2:a|b|c|d|e|f "},
        {"number,status,発行日,更新日\na,b,c,d\n", "number@0 status@1 issued@2 2:a|b|c|d "},
        {"number,status,更新日\na,b,c\n", "number@0 status@1 2:a|b|c "},
    };
    check(cases, sizeof cases / sizeof cases[0]);
}

static void nothing_fits(void **state)
{
    (void)state;
    static const struct find_case cases[] = {
        {"", "! there are no rows and no headings: the file is empty"},
        {"\n\n", "! there are no rows and no headings: the file is empty"},
        {"型番,状態\nA,有効\n",
         "! no column for number (登録番号). Headings seen: 型番 | 状態. Say which is which with --columns "
         "MAP.json, {\"field\": \"heading\"}"},
        {"a;b;c\n1;2;3\n",
         "! no column for number (登録番号), status (ステータス) / expires (有効期限). Headings seen: a | b | c. Say "
         "which is which with --columns MAP.json, {\"field\": \"heading\"}"},
        {"number,\"status\nDEMO-1,Active\n",
         "! line 1: the quote opened here is never closed: close it, or write \"\" for a quote in a cell"},
    };
    check(cases, sizeof cases / sizeof cases[0]);
    /* headings that stand too far down are not looked for */
    char csv[SHOWN_MAX] = "", found[SHOWN_MAX];
    for (int i = 0; i < HEADINGS_ROWS_MAX - 1; i++)
        strcat(csv, "title\n");
    strcat(csv, "number,status\nDEMO-1,Active\n");
    find(csv, NULL, found);
    assert_string_equal(found, "number@0 status@1 51:DEMO-1|Active ");
    memmove(csv + 6, csv, strlen(csv) + 1);
    find(csv, NULL, found);
    assert_int_equal(found[0], '!');
    /* many long headings are cut, in valid text */
    csv[0] = 0;
    for (int i = 0; i < 40; i++)
        strcat(csv, "とてもとてもとてもとてもとてもとても長い見出し,");
    find(csv, NULL, found);
    assert_non_null(strstr(found, "とてもと"));
    assert_non_null(strstr(found, "…. Say which is which"));
}

/* ---- --columns ---- */

static void read_map(const struct place *p, const char *json, struct columns *out, char said[ERR_TEXT_MAX])
{
    struct err err = {0};
    char path[512];
    tables_text(p, "map.json", json, path);
    said[0] = 0;
    if (columns_read(path, &headings_registry, out, &err)) {
        assert_true(err.ja[0] && strcmp(err.en, err.ja) != 0);
        strcpy(said, err.en);
    }
}

struct map_case {
    const char *json, *csv, *found;
};

static void columns_are_the_way_out(void **state)
{
    static const struct map_case cases[] = {
        {"{\"number\": \"ID\", \"status\": \"いま\"}", "ID,いま,状態\nDEMO-1,有効,x\n",
         "number@0 status@1 2:DEMO-1|有効|x "},
        {"{\"number\": \" ｉｄ \"}", "no,ID,status\nx,DEMO-1,Active\n", "number@1 status@2 2:x|DEMO-1|Active "},
        {"{\"number\": \"登録番号\"}", "登録番号,ラベル識別番号,status\na,b,c\n", "number@0 status@2 2:a|b|c "},
        /* a heading taken for one field is no other field's */
        {"{\"vendor\": \"product\"}", "number,status,product\na,b,c\n", "number@0 status@1 vendor@2 2:a|b|c "},
        {"{\"issued\": \"有効期間\", \"expires\": \"有効期間\"}", "number,有効期間\na,b\n",
         "number@0 issued@1 expires@1 2:a|b "},
        {"{}", "number,status\na,b\n", "number@0 status@1 2:a|b "},
        {"{\"number\": \"Nr\"}", "number,status\na,b\n",
         "! there is no heading \"Nr\", which --columns names for number. Headings seen: number | status"},
        {"{\"status\": \"state\"}", "a title\nstate,nothing\n",
         "! no column for number (登録番号). Headings seen: state | nothing. Say which is which with --columns "
         "MAP.json, "
         "{\"field\": \"heading\"}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct columns columns;
        char said[ERR_TEXT_MAX], found[SHOWN_MAX];
        read_map(*state, cases[i].json, &columns, said);
        assert_string_equal(said, "");
        find(cases[i].csv, &columns, found);
        assert_string_equal(found, cases[i].found);
        columns_clear(&columns);
        columns_clear(&columns);
    }
}

static void columns_that_are_refused(void **state)
{
    static const struct find_case cases[] = {
        {"{\"serial\": \"ID\"}",
         "--columns: there is no field \"serial\"; the fields are number, level, status, product, vendor, "
         "models, issued, expires, url"},
        {"{\"number\": 1}", "--columns: give \"number\" a heading, as a text"},
        {"{\"number\": \"\"}", "--columns: give \"number\" a heading, as a text"},
        {"{\"number\": \"a\", \"number\": \"b\"}", "--columns: \"number\" is there twice"},
        {"[]", "--columns: the file holds no {\"field\": \"heading\"}"},
        {"number=ID", "line 1: this is not JSON, from here: number=ID"},
    };
    struct columns columns;
    struct err err;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char said[ERR_TEXT_MAX];
        read_map(*state, cases[i].csv, &columns, said);
        assert_string_equal(said, cases[i].found);
    }
    assert_int_equal(columns_read("/nowhere/map.json", &headings_registry, &columns, &err), -1);
    assert_said(&err, ERR_IO, "/nowhere/map.json");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_known_heading),
        cmocka_unit_test(known_headings_are_in_their_own_form),
        cmocka_unit_test(the_first_row_that_fits_is_the_one),
        cmocka_unit_test(a_vertical_table_is_one_entry),
        cmocka_unit_test(the_width_of_a_row),
        cmocka_unit_test(two_columns_for_one_field),
        cmocka_unit_test(nothing_fits),
        cmocka_unit_test_setup_teardown(columns_are_the_way_out, place_make, place_remove),
        cmocka_unit_test_setup_teardown(columns_that_are_refused, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
