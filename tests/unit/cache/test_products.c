#include "tests/unit/cache/tables.h"

#include "cache/registry/products.h"

/* What was said, as "2 the GTIN's check digit is wrong... [4901234567890]\n". */
struct shop {
    struct place *place;
    struct db db;
    struct products_result result;
    struct err err;
    char notes[SHOWN_MAX];
};

static int set_up(void **state)
{
    struct shop *shop = calloc(1, sizeof *shop);
    assert_non_null(shop);
    place_make((void **)&shop->place);
    shop->db = open_db(shop->place, DB_WRITE);
    *state = shop;
    return 0;
}

static int tear_down(void **state)
{
    struct shop *shop = *state;
    db_close(&shop->db);
    place_remove((void **)&shop->place);
    free(shop);
    return 0;
}

static void note(void *ctx, int64_t line, struct words what, const char *seen)
{
    struct shop *shop = ctx;
    size_t used = strlen(shop->notes);
    assert_true(what.en[0] && what.ja[0] && strcmp(what.en, what.ja) != 0);
    snprintf(shop->notes + used, sizeof shop->notes - used, "%lld %s [%s]\n", (long long)line, what.en, seen);
}

static int import_bytes(struct shop *shop, const void *bytes, size_t size)
{
    char path[512];
    shop->err = (struct err){0};
    shop->notes[0] = 0;
    tables_file(shop->place, "shop.csv", bytes, size, path);
    return products_import(&shop->db, path, NOW, note, shop, &shop->result, &shop->err);
}

static int import_text(struct shop *shop, const char *text)
{
    return import_bytes(shop, text, strlen(text));
}

struct list {
    char *out;
};

static int show(void *ctx, const struct product *p, struct err *err)
{
    (void)err;
    struct list *list = ctx;
    const char *texts[] = {p->sku, p->brand, p->model, p->vendor, p->name};
    for (size_t i = 0; i < 5; i++)
        if (!texts[i])
            texts[i] = "";
    sprintf(list->out + strlen(list->out), "%s/%s/%s/%s/%s/%s %s %s %d\n", p->gtin, texts[0], texts[1], texts[2],
            texts[3], texts[4], scope_name(p->scope), statement_name(p->statement), (int)p->support_until);
    return 0;
}

static const char *catalogue(struct shop *shop, char out[SHOWN_MAX])
{
    out[0] = 0;
    assert_int_equal(catalogue_each(&shop->db, NULL, show, &(struct list){out}, &shop->err), 0);
    return out;
}

static void an_english_catalogue(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX];
    assert_int_equal(import_text(shop,
                                 "sku,gtin,brand,model,vendor,name,scope,statement,support_until\n"
                                 "R-100,4901234567894,Example,ER-100,Example Works,Router,in,complete,2027-05-31\n"
                                 "R-200,,Example,ER-200,,,,,\n"),
                     0);
    assert_string_equal(catalogue(shop, shown),
                        "04901234567894/R-100/Example/ER-100/Example Works/Router in complete 20270531\n"
                        "/R-200/Example/ER-200//   0\n");
    assert_string_equal(shop->notes, "");
    assert_int_equal(shop->result.products, 2);
}

static void a_japanese_catalogue_with_semicolons(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX];
    assert_int_equal(
        import_text(
            shop, "\xEF\xBB\xBF商品コード;ＪＡＮコード;メーカー;型番;ベンダー;品名;対象範囲;適合宣言;サポート終了日\r\n"
                  "R-100;４９０１２３４５６７８９４;例社;ER-100;例製作所;ルーター;対象外;不備;令和9年5月31日\r\n"
                  "R-200;;例社;ER-200;;;中古;なし;\r\n"
                  "R-300;;例社;ER-300;;;対象;完備;\r\n"
                  "R-400;;例社;ER-400;;;不明;不明;\r\n"),
        0);
    assert_string_equal(catalogue(shop, shown),
                        "04901234567894/R-100/例社/ER-100/例製作所/ルーター excepted incomplete 20270531\n"
                        "/R-200/例社/ER-200// used absent 0\n"
                        "/R-300/例社/ER-300// in complete 0\n"
                        "/R-400/例社/ER-400// unknown unknown 0\n");
    assert_string_equal(shop->notes, "");
}

static void gtins_from_spreadsheets(void **state)
{
    struct shop *shop = *state;
    static const struct {
        const char *cell, *gtin, *note;
    } cases[] = {
        {"4901234567894", "04901234567894", ""},
        {"490-1234-567894", "04901234567894", ""},
        {"36000291452", "00036000291452", "2 the GTIN had lost leading zeros, which are put back [36000291452]\n"},
        {"4901234567890", "", "2 the GTIN's check digit is wrong: the row is kept without it [4901234567890]\n"},
        {"no code", "", "2 this is no GTIN: the row is kept without it [no code]\n"},
        {"4.90123E+12", "",
         "2 the spreadsheet has rounded the GTIN to a number like 4.9E+12 and its digits are lost: format the "
         "column as text and enter it again; the row is kept without it [4.90123E+12]\n"},
        {"4e12", "",
         "2 the spreadsheet has rounded the GTIN to a number like 4.9E+12 and its digits are lost: format the "
         "column as text and enter it again; the row is kept without it [4e12]\n"},
        {"E+12", "", "2 this is no GTIN: the row is kept without it [E+12]\n"},
        {"2000000123455", "",
         "2 this is an in-store code, the same for other products elsewhere: the row is kept without it "
         "[2000000123455]\n"},
        {"9784000000000", "", "2 this is a book's number: the row is kept without it [9784000000000]\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char csv[200], shown[SHOWN_MAX], expected[200];
        snprintf(csv, sizeof csv, "sku,gtin,brand,model\nR-100,%s,Example,ER-100\n", cases[i].cell);
        snprintf(expected, sizeof expected, "%s/R-100/Example/ER-100//   0\n", cases[i].gtin);
        assert_int_equal(import_text(shop, csv), 0);
        assert_string_equal(catalogue(shop, shown), expected);
        assert_string_equal(shop->notes, cases[i].note);
        assert_int_equal(shop->result.bad_gtins, cases[i].gtin[0] == 0);
        assert_int_equal(shop->result.repaired_gtins, strstr(cases[i].note, "put back") != NULL);
    }
}

static void words_and_dates_nobody_knows(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX];
    assert_int_equal(import_text(shop, "sku,model,scope,statement,support_until\n"
                                       "R-100,ER-100,inside,fine,05/06/2027\n"
                                       "R-200,ER-200,IN,Complete ,2027/5/31\n"
                                       ",ER-300,,,\n"),
                     0);
    assert_string_equal(catalogue(shop, shown), "/R-100//ER-100// unknown unknown 0\n"
                                                "/R-200//ER-200// in complete 20270531\n"
                                                "///ER-300//   0\n");
    assert_string_equal(shop->notes,
                        "2 scope is taken as unknown; the words are in, excepted, used, unknown [inside]\n"
                        "2 statement is taken as unknown; the words are complete, incomplete, absent, unknown [fine]\n"
                        "2 support_until is no date and is left out: write it as 2027-05-31 [05/06/2027]\n"
                        "4 neither sku nor gtin: no code finds this row, only its model [ER-300]\n");
    assert_int_equal(shop->result.unknown_words, 2);
    assert_int_equal(shop->result.unread_dates, 1);
}

static void refused_files_leave_the_old_catalogue(void **state)
{
    struct shop *shop = *state;
    static const struct {
        const char *csv, *said;
    } cases[] = {
        {"", "the file is empty"},
        {"sku,gtin,brand\nR-9,,Example\n", "no column for model (型番). Headings seen: sku | gtin | brand"},
        {"brand,model\nExample,ER-9\n", "no column for sku (商品コード) / gtin (jan). Headings seen: brand | model"},
        {"sku,型番,モデル\nR-9,ER-9,ER-8\n", "line 1: two columns may be model: \"型番\" and \"モデル\""},
        {"sku,model\nR-9,ER-9\nR-8\n", "line 3: 1 cells where the headings have 2"},
        {"sku,model\nR-9,ER-9\nR-9,ER-8\n", "line"},
        {"PK\x03\x04", "this file is XLSX (ZIP)"},
    };
    char shown[SHOWN_MAX];
    assert_int_equal(import_text(shop, "sku,model\nR-100,ER-100\n"), 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(import_text(shop, cases[i].csv), -1);
        assert_said(&shop->err, ERR_INPUT, cases[i].said);
        assert_string_equal(catalogue(shop, shown), "/R-100//ER-100//   0\n");
    }
    assert_int_equal(products_import(&shop->db, "/nowhere/shop.csv", NOW, NULL, NULL, &shop->result, &shop->err), -1);
    assert_said(&shop->err, ERR_IO, "/nowhere/shop.csv");
}

#define IN_SHOP(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHOP(an_english_catalogue),
        IN_SHOP(a_japanese_catalogue_with_semicolons),
        IN_SHOP(gtins_from_spreadsheets),
        IN_SHOP(words_and_dates_nobody_knows),
        IN_SHOP(refused_files_leave_the_old_catalogue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
