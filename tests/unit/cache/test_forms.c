#include "tests/unit/cache/book.h"
#include "tests/unit/cache/tables.h"

#include "cache/labels.h"
#include "cache/registry/import.h"

/* One invented registry in every form: the same entries must come out. */

static const char csv[] = "登録番号,製品名,申請者,型番,適合ラベルのレベル,ステータス,適合ラベル発行日,有効期限,URL\n"
                          "DEMO-0001,Demo Hub,Demo Works Inc.,\"DH-100、DH-200\",★1,有効,2025-06-01,2027-05-31,"
                          "https://registry.example/list/1.html\n"
                          "DEMO-0002,Demo & Camera,Demo Works Inc.,DC-1シリーズ,2,失効（自主取下げ）,2025/6/2,"
                          "2026年12月31日,https://registry.example/list/2.html\n"
                          "4901234567894,Demo Lock,例の会社,\"DL-1\nDL-2\",,取消し,令和7年6月3日,,\n";

static const char json[] =
    "[{\"number\": \"DEMO-0001\", \"product\": \"Demo Hub\", \"vendor\": \"Demo Works Inc.\", \"models\": [\"DH-100\", "
    "\"DH-200\"], \"level\": \"★1\", \"status\": \"有効\", \"issued\": \"2025-06-01\", \"expires\": \"2027-05-31\", "
    "\"url\": \"https://registry.example/list/1.html\"},\n"
    "{\"number\": \"DEMO-0002\", \"product\": \"Demo & Camera\", \"vendor\": \"Demo Works Inc.\", \"models\": "
    "\"DC-1シリーズ\", \"level\": 2, \"status\": \"失効（自主取下げ）\", \"issued\": \"2025-06-02\", \"expires\": 46387, "
    "\"url\": \"https://registry.example/list/2.html\"},\n"
    "{\"number\": 4901234567894, \"product\": \"Demo Lock\", \"vendor\": \"例の会社\", \"models\": [\"DL-1\", \"DL-2\"], "
    "\"status\": \"取消し\", \"issued\": \"2025-06-03\"}]\n";

/* A title, a note, headings over two rows; the addresses stand behind the numbers. */
static const char html[] =
    "<html><head><title>Demo</title></head><body><table><tr><td>Menu<td>Search</table>"
    "<table><tr><th colspan=8>適合ラベル一覧<tr><th rowspan=2>登録番号<th rowspan=2>製品名<th rowspan=2>申請者"
    "<th rowspan=2>型番<th rowspan=2>適合ラベルの<br>レベル<th rowspan=2>ステータス<th colspan=2>有効期間"
    "<tr><th>適合ラベル発行日<th>有効期限"
    "<tr><td><a href=\"1.html\">DEMO-0001</a><td>Demo Hub<td rowspan=2>Demo Works Inc.<td>DH-100<br>DH-200"
    "<td><img src=s.png alt=★1><td>有効<td>2025-06-01<td>2027-05-31"
    "<tr><td><a href=\"/list/2.html\">DEMO-0002</a><td>Demo &amp; Camera<td><p>DC-1シリーズ</p>"
    "<td>2<td>失効（自主取下げ）<td>2025/6/2<td>2026年12月31日"
    "<tr><td>4901234567894<td>Demo Lock<td>例の会社<td><ul><li>DL-1<li>DL-2</ul><td><td>取消し<td>令和7年6月3日<td>"
    "</table></body></html>";

static const char strings[] = BOOK_STRINGS(
    "<si><t>登録番号</t><rPh sb=\"0\" eb=\"4\"><t>トウロクバンゴウ</t></rPh></si><si><t>製品名</t></si>"
    "<si><t>申請者</t></si><si><t>型番</t></si><si><r><t>適合ラベルの</t></r><r><t>レベル</t></r></si>"
    "<si><t>ステータス</t></si><si><t>有効期間</t></si><si><t>適合ラベル発行日</t></si><si><t>有効期限</t></si>"
    "<si><t>DEMO-0001</t></si><si><t>Demo Hub</t></si><si><t>Demo Works Inc.</t></si><si><t>DH-100、DH-200</t></si>"
    "<si><t>★1</t></si><si><t>有効</t></si><si><t>DEMO-0002</t></si><si><t>Demo &amp; Camera</t></si>"
    "<si><t>DC-1シリーズ</t></si><si><t>失効（自主取下げ）</t></si><si><t>Demo Lock</t></si><si><t>例の会社</t></si>"
    "<si><t>DL-1_x000D_\nDL-2</t></si><si><t>取消し</t></si><si><t>令和7年6月3日</t></si>");

#define S(at, n)       "<c r=\"" at "\" t=\"s\"><v>" n "</v></c>"
#define N(at, n)       "<c r=\"" at "\"><v>" n "</v></c>"
#define D(at, n)       "<c r=\"" at "\" s=\"1\"><v>" n "</v></c>"
#define R(line, cells) "<row r=\"" line "\">" cells "</row>"
#define MERGED(area)   "<mergeCell ref=\"" area "\"/>"

static const struct book book = {
    .strings = strings,
    .workbook = BOOK_WORKBOOK("<sheets><sheet name=\"notes\" r:id=\"rId9\"/><sheet name=\"list\" r:id=\"rId1\"/>"
                              "</sheets>"),
    .workbook_rels = BOOK_REL_LIST(
        BOOK_REL("rId1", "worksheet", "worksheets/sheet1.xml") BOOK_REL("rId9", "worksheet", "notes.xml")
            BOOK_REL("rId2", "sharedStrings", "sharedStrings.xml") BOOK_REL("rId3", "styles", "styles.xml")),
    .sheet = BOOK_SHEET(
        "<sheetData>" R("2", S("A2", "0") S("B2", "1") S("C2", "2") S("D2", "3") S("E2", "4") S("F2", "5") S("G2", "6"))
            R("3", S("G3", "7") S("H3", "8")) R("5", S("A5", "9") S("B5", "10") S("C5", "11") S("D5", "12")
                                                         S("E5", "13") S("F5", "14") D("G5", "45809") D("H5", "46538"))
                R("6", S("A6", "15") S("B6", "16") S("D6", "17") N("E6", "2") S("F6", "18") D("G6", "45810.5")
                           N("H6", "46387")) R("7", N("A7", "4.901234567894E12") S("B7", "19") S("C7", "20")
                                                        S("D7", "21") S("F7", "22") S("G7", "23"))
                    R("9", "<c r=\"H9\" s=\"1\"/>") "</sheetData><mergeCells>" MERGED("A2:A3") MERGED("B2:B3")
                        MERGED("C2:C3") MERGED("D2:D3") MERGED("E2:E3") MERGED("F2:F3") MERGED("G2:H2")
                            MERGED("C5:C6") "</mergeCells><hyperlinks><hyperlink ref=\"A5\" r:id=\"rId1\"/>"
                                            "<hyperlink ref=\"A6\" r:id=\"rId2\"/></hyperlinks>"),
    .sheet_rels = BOOK_REL_LIST(BOOK_LINK("rId1", "https://registry.example/list/1.html")
                                    BOOK_LINK("rId2", "https://registry.example/list/2.html")),
    .more = {{"xl/notes.xml", BOOK_ROWS("<row>" N("A1", "1") "</row>"), 0}},
};

static const char expected[] =
    "DEMO-0001 ★1 current 有効 20250601-20270531 Demo Hub/Demo Works Inc./https://registry.example/list/1.html "
    "=DH-100=DH-200\n"
    "DEMO-0002 ★2 withdrawn 失効（自主取下げ） 20250602-20261231 Demo & Camera/Demo Works Inc./"
    "https://registry.example/list/2.html ~DC-1シリーズ\n"
    "4901234567894 ★0 revoked 取消し 20250603-0 Demo Lock/例の会社/- =DL-1=DL-2\n";

static void show_entry(struct db *db, const char *number, char out[SHOWN_MAX])
{
    struct entries *found = calloc(1, sizeof *found);
    struct err err;
    size_t used = strlen(out);
    assert_non_null(found);
    assert_int_equal(labels_find(db, number, found, &err), 0);
    assert_int_equal(found->count, 1);
    const struct entry *e = &found->item[0];
    used += (size_t)snprintf(out + used, SHOWN_MAX - used, "%s ★%d %s %s %d-%d %s/%s/%s ", e->number, e->level,
                             status_name(e->status), e->word, (int)e->issued, (int)e->expires, e->product, e->vendor,
                             e->url ? e->url : "-");
    for (size_t i = 0; i < e->models.count; i++)
        used += (size_t)snprintf(out + used, SHOWN_MAX - used, "%s%s",
                                 e->models.item[i].kind == MODEL_SERIES ? "~" : "=", e->models.item[i].raw);
    snprintf(out + used, SHOWN_MAX - used, "\n");
    entries_clear(found);
    free(found);
}

/* What a cache holds after it took that file. */
static void import_form(const struct place *place, const char *name, const void *bytes, size_t size,
                        char out[SHOWN_MAX])
{
    static const char *const numbers[] = {"DEMO-0001", "DEMO-0002", "4901234567894"};
    char path[512];
    struct db db = open_db(place, DB_WRITE);
    struct import_result result;
    struct err err = {0};
    tables_file(place, name, bytes, size, path);
    struct import_ask ask = {.path = path,
                             .scheme = SCHEME_JC_STAR,
                             .base = "https://registry.example/list/index.html",
                             .as_of = NOW,
                             .now = NOW};
    if (import_file(&db, &ask, &result, &err))
        fail_msg("%s: %s", name, err.en);
    assert_int_equal(result.labels.labels, 3);
    assert_int_equal(result.unread_dates, 0);
    out[0] = 0;
    for (size_t i = 0; i < 3; i++)
        show_entry(&db, numbers[i], out);
    db_close(&db);
    unlink(place->path);
}

static void every_form_gives_the_same_entries(void **state)
{
    const struct place *place = *state;
    size_t size;
    char *xlsx = book_make(&book, &size), out[SHOWN_MAX];
    const struct {
        const char *name;
        const void *bytes;
        size_t size;
    } files[] = {{"list.csv", csv, sizeof csv - 1},
                 {"list.json", json, sizeof json - 1},
                 {"list.html", html, sizeof html - 1},
                 {"list.xlsx", xlsx, size},
                 {"a name that says nothing", xlsx, size}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        import_form(place, files[i].name, files[i].bytes, files[i].size, out);
        assert_string_equal(out, expected);
    }
    free(xlsx);
}

/* A workbook that counts its days from 1904, and does not say of its numbers that they are days. */
static void days_since_1904(void **state)
{
    struct book b = {
        .workbook = BOOK_WORKBOOK("<workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets>"),
        .sheet = BOOK_ROWS(
            "<row><c t=\"inlineStr\"><is><t>number</t></is></c><c t=\"inlineStr\"><is><t>issued</t></is></c>"
            "<c t=\"inlineStr\"><is><t>expires</t></is></c><c t=\"inlineStr\"><is><t>models</t></is></c></row>"
            "<row><c t=\"inlineStr\"><is><t>DEMO-0001</t></is></c><c><v>44347</v></c><c t=\"inlineStr\"><is><t>2027-05-31"
            "</t></is></c><c><v>45809</v></c></row>"),
    };
    const struct place *place = *state;
    size_t size;
    char *xlsx = book_make(&b, &size), path[512], out[SHOWN_MAX] = "";
    struct db db = open_db(place, DB_WRITE);
    struct import_result result;
    struct err err = {0};
    tables_file(place, "list.xlsx", xlsx, size, path);
    struct import_ask ask = {.path = path, .scheme = SCHEME_JC_STAR, .as_of = NOW, .now = NOW};
    if (import_file(&db, &ask, &result, &err))
        fail_msg("%s", err.en);
    show_entry(&db, "DEMO-0001", out);
    assert_string_equal(out, "DEMO-0001 ★0 current (null) 20250601-20270531 (null)/(null)/- =45809\n");
    db_close(&db);
    free(xlsx);
}

/* The page of one label whose models stand in rows of their own under one heading. */
static void models_under_a_merged_heading(void **state)
{
    static const char page[] = "<table><tr><th>登録番号<td>DEMO-0001<tr><th>ステータス<td>有効"
                               "<tr><th rowspan=3>型番<td>DR-100<tr><td>DR-200、DR-201<tr><td>DR-300</table>";
    static const char merged[] = "<table><tr><th>登録番号<td>DEMO-0001<tr><th>ステータス<td>有効"
                                 "<tr><th rowspan=2>型番<td rowspan=2>DR-100<tr></table>";
    const struct place *place = *state;
    struct import_ask ask = {.scheme = SCHEME_JC_STAR, .as_of = NOW, .now = NOW};
    char path[512], digest[INPUT_DIGEST_TEXT];
    struct entry e;
    struct err err = {0};
    tables_text(place, "page.html", page, path);
    ask.path = path;
    if (import_entry(&ask, &e, digest, &err))
        fail_msg("%s", err.en);
    assert_int_equal(e.models.count, 4);
    assert_string_equal(e.models.item[3].norm, "DR-300");
    entry_clear(&e);
    tables_text(place, "page.html", merged, path);
    assert_int_equal(import_entry(&ask, &e, digest, &err), 0);
    assert_int_equal(e.models.count, 1);
    entry_clear(&e);
}

/* A list in one form after the same list in another changes nothing. */
static void one_form_after_the_other(void **state)
{
    const struct place *place = *state;
    size_t size;
    char *xlsx = book_make(&book, &size), path[512];
    struct db db = open_db(place, DB_WRITE);
    struct import_result result;
    struct err err = {0};
    tables_text(place, "list.csv", csv, path);
    struct import_ask ask = {.path = path, .scheme = SCHEME_JC_STAR, .as_of = NOW, .now = NOW};
    assert_int_equal(import_file(&db, &ask, &result, &err), 0);
    assert_int_equal(result.labels.added, 3);
    tables_file(place, "list.xlsx", xlsx, size, path);
    assert_int_equal(import_file(&db, &ask, &result, &err), 0);
    assert_int_equal(result.labels.added + result.labels.changed + result.labels.gone, 0);
    tables_text(place, "list.html", html, path);
    ask.base = "https://registry.example/list/";
    assert_int_equal(import_file(&db, &ask, &result, &err), 0);
    assert_int_equal(result.labels.added + result.labels.changed + result.labels.gone, 0);
    db_close(&db);
    free(xlsx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_form_gives_the_same_entries, place_make, place_remove),
        cmocka_unit_test_setup_teardown(one_form_after_the_other, place_make, place_remove),
        cmocka_unit_test_setup_teardown(days_since_1904, place_make, place_remove),
        cmocka_unit_test_setup_teardown(models_under_a_merged_heading, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
