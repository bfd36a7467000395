#include "tests/unit/cache/tables.h"

#include <utime.h>

#include "cache/labels.h"
#include "cache/registry/import.h"
#include "cache/registry/rows.h"

/* ---- whole files into a cache ---- */

struct shop {
    struct place *place;
    struct db db;
    struct import_result result;
    struct err err;
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

static int import(struct shop *shop, const struct import_ask *ask)
{
    shop->err = (struct err){0};
    return import_file(&shop->db, ask, &shop->result, &shop->err);
}

/* A JC-STAR list in a file of that name, dated to the test's now. */
static int import_bytes(struct shop *shop, const char *name, const void *bytes, size_t size)
{
    char path[512];
    tables_file(shop->place, name, bytes, size, path);
    return import(shop, &(struct import_ask){.path = path, .scheme = SCHEME_JC_STAR, .as_of = NOW, .now = NOW});
}

static int import_text(struct shop *shop, const char *name, const char *text)
{
    return import_bytes(shop, name, text, strlen(text));
}

/* "DEMO-1 ★1 current 有効 20250601-20270531 Hub/Example/https://... =ER-100=ER-200", of the one entry of that number.
 */
static const char *entry(struct shop *shop, const char *number, char out[SHOWN_MAX])
{
    struct entries *found = calloc(1, sizeof *found);
    assert_non_null(found);
    assert_int_equal(labels_find(&shop->db, number, found, &shop->err), 0);
    strcpy(out, "none");
    if (found->count == 1) {
        const struct entry *e = &found->item[0];
        const char *texts[] = {e->word, e->product, e->vendor, e->url};
        for (size_t i = 0; i < 4; i++)
            if (!texts[i])
                texts[i] = "";
        int used = snprintf(out, SHOWN_MAX, "%s ★%d %s %s %d-%d %s/%s/%s ", e->number, e->level, status_name(e->status),
                            texts[0], (int)e->issued, (int)e->expires, texts[1], texts[2], texts[3]);
        for (size_t i = 0; i < e->models.count; i++)
            used += snprintf(out + used, SHOWN_MAX - (size_t)used, "%s%s",
                             e->models.item[i].kind == MODEL_SERIES ? "~" : "=", e->models.item[i].raw);
    }
    entries_clear(found);
    free(found);
    return out;
}

static void an_english_list(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX];
    assert_int_equal(import_text(shop, "list.csv",
                                 "Registration Number,Level,Label Status,Product Name,Label Applicant,Model Number(s),"
                                 "Date of Label Issue,Label Expiration Date,URL\n"
                                 "DEMO-0001,Level 1,Active,Hub,Example Works,\"ER-100, ER-200\",2025-06-01,2027-05-31,"
                                 "https://www.ipa.go.jp/demo/1\n"
                                 "DEMO-0002,★★,Expired,,,ER-300シリーズ,2024-06-01,2026-05-31,ftp://example.invalid\n"),
                     0);
    assert_int_equal(shop->result.labels.labels, 2);
    assert_int_equal(shop->result.labels.models, 3);
    assert_int_equal(shop->result.as_of, NOW);
    assert_false(shop->result.as_of_from_file);
    assert_string_equal(entry(shop, "DEMO-0001", shown), "DEMO-0001 ★1 current Active 20250601-20270531 Hub/Example "
                                                         "Works/https://www.ipa.go.jp/demo/1 =ER-100=ER-200");
    assert_string_equal(entry(shop, "DEMO-0002", shown),
                        "DEMO-0002 ★2 expired Expired 20240601-20260531 // ~ER-300シリーズ");
}

static void a_japanese_list_in_cp932(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX];
    /* 登録番号,ステータス,有効期限,製造者名,型番 / DEMO-1,失効（自主取下げ）,2026年5月21日,例,A1 */
    static const char cp932[] =
        "\x93\x6F\x98\x5E\x94\xD4\x8D\x86,\x83\x58\x83\x65\x81\x5B\x83\x5E\x83\x58,\x97\x4C\x8C\xF8\x8A\xFA\x8C\xC0,"
        "\x90\xBB\x91\xA2\x8E\xD2\x96\xBC,\x8C\x5E\x94\xD4\r\n"
        "DEMO-1,\x8E\xB8\x8C\xF8\x81\x69\x8E\xA9\x8E\xE5\x8E\xE6\x89\xBA\x82\xB0\x81\x6A,"
        "2026\x94\x4E"
        "5\x8C\x8E"
        "21\x93\xFA,\x97\xE1,A1\r\n";
    assert_int_equal(import_bytes(shop, "list.csv", cp932, sizeof cp932 - 1), 0);
    assert_string_equal(entry(shop, "DEMO-1", shown), "DEMO-1 ★0 withdrawn 失効（自主取下げ） 0-20260521 /例/ =A1");
}

static void what_is_not_understood_is_kept_and_counted(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX];
    assert_int_equal(import_text(shop, "list.csv",
                                 "number,status,level,issued,expires\n"
                                 "DEMO-1,pending,9,05/06/2025,soon\n"
                                 "DEMO-2,,,,\n"
                                 "DEMO-3,Active,1,2025-06-01,2027-05-31\n"),
                     0);
    assert_int_equal(shop->result.unclear_words, 2); /* an empty cell beside a status column, too */
    assert_int_equal(shop->result.unknown_levels, 1);
    assert_int_equal(shop->result.unread_dates, 2);
    assert_string_equal(entry(shop, "DEMO-1", shown), "DEMO-1 ★0 unclear pending 0-0 // ");
    assert_string_equal(entry(shop, "DEMO-2", shown), "DEMO-2 ★0 unclear  0-0 // ");
    assert_string_equal(entry(shop, "DEMO-3", shown), "DEMO-3 ★1 current Active 20250601-20270531 // ");
}

static void without_a_status_column_the_date_decides(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX];
    assert_int_equal(import_text(shop, "list.csv", "number,expires\nDEMO-1,2020-01-01\nDEMO-2,\n"), 0);
    assert_string_equal(entry(shop, "DEMO-1", shown),
                        "DEMO-1 ★0 current  0-20200101 // ");                        /* the judge sees its date */
    assert_string_equal(entry(shop, "DEMO-2", shown), "DEMO-2 ★0 unclear  0-0 // "); /* nothing says it is current */
}

/* 失効 alone is expired when its date had passed, in Japan, when the list was as it is. NOW is 19:00 of the 21st there.
 */
static void a_bare_word_goes_by_the_date_in_japan(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX], path[512];
    tables_text(shop->place, "list.csv", "number,status,expires\nDEMO-1,失効,2026-11-21\nDEMO-2,失効,2026-11-20\n",
                path);
    struct import_ask ask = {.path = path, .scheme = SCHEME_JC_STAR, .as_of = NOW, .now = NOW};
    assert_int_equal(import(shop, &ask), 0);
    assert_string_equal(entry(shop, "DEMO-1", shown), "DEMO-1 ★0 withdrawn 失効 0-20261121 // ");
    assert_string_equal(entry(shop, "DEMO-2", shown), "DEMO-2 ★0 expired 失効 0-20261120 // ");
    ask.as_of = ask.now = NOW + 6 * 3600; /* 16:00 of the 21st in London, 01:00 of the 22nd in Tokyo */
    assert_int_equal(import(shop, &ask), 0);
    assert_string_equal(entry(shop, "DEMO-1", shown), "DEMO-1 ★0 expired 失効 0-20261121 // ");
}

static void the_maker_stands_in_for_the_vendor(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX];
    assert_int_equal(import_text(shop, "list.csv", "number,status,製造者名\nDEMO-1,Active,Maker\n"), 0);
    assert_string_equal(entry(shop, "DEMO-1", shown), "DEMO-1 ★0 current Active 0-0 /Maker/ ");
    assert_int_equal(import_text(shop, "list.csv", "number,status,製造者名,申請者\nDEMO-1,Active,Maker,Applicant\n"),
                     0);
    assert_string_equal(entry(shop, "DEMO-1", shown), "DEMO-1 ★0 current Active 0-0 /Applicant/ ");
}

static void json_lists(void **state)
{
    struct shop *shop = *state;
    char shown[SHOWN_MAX];
    assert_int_equal(import_text(shop, "list.json",
                                 "[{\"number\": \"DEMO-1\", \"status\": \"有効\", \"level\": 1, \"expires\": 46538,\n"
                                 "  \"models\": [\"ER-100\", \"A, B\", \"ER-2*\"]},\n"
                                 " {\"number\": \"DEMO-2\", \"status\": null, \"models\": \"A、B\"}]\n"),
                     0);
    assert_string_equal(entry(shop, "DEMO-1", shown), "DEMO-1 ★1 current 有効 0-20270531 // =ER-100=A, B~ER-2*");
    assert_string_equal(entry(shop, "DEMO-2", shown), "DEMO-2 ★0 unclear  0-0 // =A=B");
    assert_int_equal(import_text(shop, "answer",
                                 "{\"success\": true, \"result\": {\"total\": 1, \"records\": [{\"_id\": 1, "
                                 "\"Registration Number\": \"DEMO-3\", \"Valid Until\": \"2027-05-31T00:00:00\"}]}}"),
                     -1); /* one label where there were two */
    assert_string_equal(entry(shop, "DEMO-3", shown), "none");
}

static void the_form_by_name_and_first_bytes(void **state)
{
    struct shop *shop = *state;
    assert_int_equal(import_text(shop, "list.txt", "\xEF\xBB\xBF \n[{\"number\": \"DEMO-1\", \"status\": \"Active\"}]"),
                     0);
    assert_int_equal(import_text(shop, "list.csv", "[a list]\nnumber,status\nDEMO-1,Active\n"), 0);
    static const struct {
        const char *bytes, *said;
    } cases[] = {
        {"PK\x03\x04 and so on", "this ZIP (XLSX) is damaged or cut short"},
        {"\xD0\xCF\x11\xE0", "this file is XLS, a form that is not read, or a workbook with a password"},
        {"%PDF-1.7", "this file is PDF, a form"},
        {"\x1F\x8B\x08", "this file is gzip, a form"},
        {"\n <!DOCTYPE html><title>Sign in</title>",
         "no table with these headings: there is none at all on the page \"Sign in\""},
        {"<table><tr><td>News<td>Old<tr><td>a<td>b</table>",
         "no table with these headings on the page: no column for number (登録番号), status"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(import_text(shop, "list.csv", cases[i].bytes), -1);
        assert_said(&shop->err, ERR_INPUT, cases[i].said);
    }
    assert_non_null(strstr(shop->err.ja, "この見出しの表がありません"));
    char path[512];
    tables_text(shop->place, "list.csv", "[{\"number\": \"DEMO-1\", \"status\": \"Active\"}]", path);
    struct import_ask ask = {.path = path, .scheme = SCHEME_JC_STAR, .form = FORM_JSON, .as_of = NOW, .now = NOW};
    assert_int_equal(import(shop, &ask), 0);
    ask.form = FORM_CSV;
    assert_int_equal(import(shop, &ask), -1);
    ask.form = FORM_XLSX;
    assert_int_equal(import(shop, &ask), -1);
    assert_said(&shop->err, ERR_INPUT, "this ZIP (XLSX) is damaged or cut short");
    ask.form = FORM_HTML;
    assert_int_equal(import(shop, &ask), -1);
    assert_said(&shop->err, ERR_INPUT, "no table with these headings");
    tables_text(shop->place, "list.csv", "PK\3\4", path);
    assert_int_equal(import(shop, &ask), -1);
    assert_said(&shop->err, ERR_INPUT, "this file is XLSX (ZIP), a form that is not read here: save it as CSV (UTF-8)");
}

/* Every refused file leaves the copy in place. */
static void refused_files_leave_the_old_copy(void **state)
{
    struct shop *shop = *state;
    static const struct {
        const char *csv, *said;
    } cases[] = {
        {"", "the file is empty"},
        {"number,status\n", ""},
        {"status\nActive\n",
         "no column for number (登録番号). Headings seen: status. Say which is which with --columns"},
        {"number,models\nDEMO-9,A\n",
         "no column for status (ステータス) / expires (有効期限). Headings seen: number | models"},
        {"number,status\nDEMO-9,Active\nDEMO-8\n", "line 3: 1 cells where the headings have 2"},
        {"number,status\nDEMO-9,Active\n,Active\n", "line 3: a row without a number"},
        {"number,status\nDEMO-9,Active\nDEMO-9,Revoked\n",
         "DEMO-9 stands on line 2 and, with other content, on line 3"},
        {"number,status\nDEMO-9,\"Active\nDEMO-8,Active\n", "line 2: the quote opened here is never closed"},
        {"number,status\nDEMO-9,有効\nDEMO-8,\xFF\xFF有効\n", "line 3: the byte FF"},
    };
    char shown[SHOWN_MAX];
    assert_int_equal(import_text(shop, "list.csv", "number,status\nDEMO-1,Active\n"), 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(import_text(shop, "list.csv", cases[i].csv), -1);
        assert_said(&shop->err, ERR_INPUT, cases[i].said);
        assert_int_equal(shop->result.labels.labels, 0);
        assert_string_equal(entry(shop, "DEMO-1", shown), "DEMO-1 ★0 current Active 0-0 // ");
        assert_string_equal(entry(shop, "DEMO-9", shown), "none");
    }
    assert_int_equal(import_text(shop, "list.json", "[{\"number\": \"DEMO-9\", \"status\": {\"is\": \"Active\"}}]"),
                     -1);
    assert_said(&shop->err, ERR_INPUT, "record 1: status is no text");
    assert_int_equal(
        import_text(shop, "list.json", "[{\"number\": \"DEMO-9\", \"status\": \"Active\"}, {\"status\": \"x\"}]"), -1);
    assert_said(&shop->err, ERR_INPUT, "record 2: a row without a number");
}

static void columns_name_the_headings(void **state)
{
    struct shop *shop = *state;
    char path[512], map[512], shown[SHOWN_MAX];
    tables_text(shop->place, "list.csv", "Nr;Zustand;gültig bis\nDEMO-1;Active;2027-05-31\n", path);
    tables_text(shop->place, "map.json", "{\"number\": \"Nr\", \"status\": \"Zustand\", \"expires\": \"Gültig bis\"}",
                map);
    struct import_ask ask = {.path = path, .scheme = SCHEME_CLS, .columns = map, .as_of = NOW, .now = NOW};
    assert_int_equal(import(shop, &ask), 0);
    assert_string_equal(entry(shop, "DEMO-1", shown), "DEMO-1 ★0 current Active 0-20270531 // ");
}

static void the_file_gives_its_time_and_digest(void **state)
{
    struct shop *shop = *state;
    char path[512];
    tables_text(shop->place, "list.csv", "number,status\nDEMO-1,Active\n", path);
    assert_int_equal(utime(path, &(struct utimbuf){NOW - 5000, NOW - 5000}), 0);
    assert_int_equal(import(shop, &(struct import_ask){.path = path, .scheme = SCHEME_CLS, .now = NOW}), 0);
    assert_int_equal(shop->result.as_of, NOW - 5000);
    assert_true(shop->result.as_of_from_file);
    struct copy_states states;
    assert_int_equal(labels_states(&shop->db, &states, &shop->err), 0);
    assert_int_equal(states.count, 1);
    assert_string_equal(states.item[0].copy.source, "list.csv");
    assert_string_equal(states.item[0].copy.digest,
                        "sha256:a95e169958c6035499beb69aa31f882f483c5a871c21aa01d9b146d438858f52");
    labels_states_clear(&states);
}

struct seen {
    int calls, stop_at;
    int64_t last, of;
};

static int progress(void *ctx, int64_t done, int64_t of)
{
    struct seen *seen = ctx;
    assert_true(done >= 0 && done <= of);
    seen->last = done;
    seen->of = of;
    return ++seen->calls == seen->stop_at;
}

static void progress_and_stopping(void **state)
{
    struct shop *shop = *state;
    char path[512], shown[SHOWN_MAX];
    enum { ROWS = 20000 };
    char *csv = malloc(ROWS * 32), *at = csv;
    at += sprintf(at, "number,status\n");
    for (int i = 0; i < ROWS; i++)
        at += sprintf(at, "DEMO-%d,Active\n", i);
    tables_text(shop->place, "list.csv", csv, path);
    struct seen seen = {0};
    struct import_ask ask = {
        .path = path, .scheme = SCHEME_CLS, .as_of = NOW, .now = NOW, .progress = progress, .progress_ctx = &seen};
    assert_int_equal(import(shop, &ask), 0);
    assert_int_equal(seen.last, at - csv);
    assert_int_equal(seen.of, at - csv);
    int calls = seen.calls;
    for (int stop = 1; stop <= calls; stop += 1 + calls / 5) {
        seen = (struct seen){.stop_at = stop};
        at[-2] = 'x'; /* another file */
        tables_text(shop->place, "list.csv", csv, path);
        assert_int_equal(import(shop, &ask), -1);
        assert_int_equal(shop->err.code, ERR_STOPPED);
        assert_string_equal(entry(shop, "DEMO-19999", shown), "DEMO-19999 ★0 current Active 0-0 // ");
    }
    free(csv);
}

/* ---- cells of forms that say more than CSV does ---- */

static void cells_that_know_what_they_are(void **state)
{
    (void)state;
    char number[] = "DEMO-1", page[] = "https://www.ipa.go.jp/demo/1", status[] = "Active", issued[] = "01/06/2025",
         serial[] = "46538", none[] = "";
    struct cell cells[] = {
        {.kind = CELL_LINK, .text = number, .link = page},
        {.kind = CELL_TEXT, .text = status},
        {.kind = CELL_DATE, .text = issued, .date = 20250601},
        {.kind = CELL_NUMBER, .text = serial},
        {.kind = CELL_NONE, .text = none},
    };
    struct row row = {.line = 7, .cell = cells, .count = 5};
    struct rows rows = {.scheme = SCHEME_JC_STAR, .today = 20261121};
    struct label_row label;
    struct err err;
    for (int f = 0; f < HEADINGS_FIELDS_MAX; f++)
        rows.layout.column[f] = -1;
    rows.layout.column[FIELD_NUMBER] = 0;
    rows.layout.column[FIELD_STATUS] = 1;
    rows.layout.column[FIELD_ISSUED] = 2;
    rows.layout.column[FIELD_EXPIRES] = 3;
    rows.layout.column[FIELD_VENDOR] = 4;
    rows.layout.column[FIELD_PRODUCT] = 9; /* the row ends before it */
    assert_int_equal(rows_read(&rows, &row, &label, &err), 0);
    assert_int_equal(label.line, 7);
    assert_string_equal(label.entry.url, page); /* the number's link is the entry's page */
    assert_int_equal(label.entry.issued, 20250601);
    assert_int_equal(label.entry.expires, 20270531);
    assert_null(label.entry.vendor);
    assert_null(label.entry.product);
    assert_int_equal(rows.unread_dates, 0);
    rows_clear(&label);
    rows_clear(&label);
}

static void models_that_are_too_many_name_their_line(void **state)
{
    struct shop *shop = *state;
    size_t used = 0;
    char *csv = malloc(100000);
    used += (size_t)sprintf(csv, "number,status,models\nDEMO-1,Active,\"");
    for (int i = 0; i <= MODELS_MAX; i++)
        used += (size_t)sprintf(csv + used, "M%d,", i);
    sprintf(csv + used, "\"\n");
    assert_int_equal(import_text(shop, "list.csv", csv), -1);
    assert_said(&shop->err, ERR_INPUT, "line 2: ");
    free(csv);
}

#define IN_SHOP(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHOP(an_english_list),
        IN_SHOP(a_japanese_list_in_cp932),
        IN_SHOP(what_is_not_understood_is_kept_and_counted),
        IN_SHOP(without_a_status_column_the_date_decides),
        IN_SHOP(a_bare_word_goes_by_the_date_in_japan),
        IN_SHOP(the_maker_stands_in_for_the_vendor),
        IN_SHOP(json_lists),
        IN_SHOP(the_form_by_name_and_first_bytes),
        IN_SHOP(refused_files_leave_the_old_copy),
        IN_SHOP(columns_name_the_headings),
        IN_SHOP(the_file_gives_its_time_and_digest),
        IN_SHOP(progress_and_stopping),
        cmocka_unit_test(cells_that_know_what_they_are),
        IN_SHOP(models_that_are_too_many_name_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
