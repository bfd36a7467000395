#include "tests/unit/cache/book.h"
#include "tests/unit/cache/tables.h"

#include "app/base/text.h"
#include "cache/registry/xlsx.h"
#include "cache/registry/xlsx_zip.h"

/* What reading all sheets of the bytes says: "" when nothing is wrong. Whatever comes out is valid text. */
static const char *read_bytes(const void *bytes, size_t size, char out[ERR_TEXT_MAX])
{
    struct input in;
    struct table t = {0};
    struct err err = {0};
    bool there = true;
    input_memory(bytes, size, &in);
    if (xlsx_open(&in, &t, &err) == 0)
        for (size_t i = 0; t.view(t.ctx, i, &there, &err) == 0 && there && err.code == ERR_NONE; i++) {
            struct row row;
            bool more = true;
            while (t.next(t.ctx, &row, &more, &err) == 0 && more)
                for (size_t k = 0; k < row.count; k++)
                    assert_true(text_valid(row.cell[k].text, strlen(row.cell[k].text)));
        }
    table_close(&t);
    assert_true(err.code == ERR_NONE || (err.code == ERR_INPUT && err.en[0] && err.ja[0]));
    strcpy(out, err.en);
    return out;
}

static void assert_refused(const void *bytes, size_t size, const char *part)
{
    char said[ERR_TEXT_MAX];
    if (!strstr(read_bytes(bytes, size, said), part))
        fail_msg("not '%s': %s", part, said);
}

static void assert_book_refused(const struct book *b, const char *part)
{
    size_t size;
    char *bytes = book_make(b, &size);
    assert_refused(bytes, size, part);
    free(bytes);
}

#define A_CELL BOOK_ROWS("<row><c t=\"s\"><v>0</v></c></row>")

static const struct book sound = {.sheet = A_CELL, .strings = BOOK_STRINGS("<si><t>DEMO-1</t></si>")};

/* Where a member is in the central directory (APPNOTE.TXT 4.3.12). */
static char *directory_entry(char *bytes, size_t size, const char *name)
{
    enum { NAME = 46 };
    for (size_t i = 0; i + NAME + strlen(name) <= size; i++)
        if (memcmp(bytes + i, "PK\1\2", 4) == 0 && memcmp(bytes + i + NAME, name, strlen(name)) == 0)
            return bytes + i;
    fail_msg("no member %s", name);
    return NULL;
}

static void cut_short_anywhere(void **state)
{
    (void)state;
    size_t size;
    char *bytes = book_make(&sound, &size), said[ERR_TEXT_MAX];
    assert_string_equal(read_bytes(bytes, size, said), "");
    for (size_t i = 0; i < size; i++) {
        char *exact = malloc(i + 1);
        memcpy(exact, bytes, i);
        assert_refused(exact, i, "this ZIP (XLSX) is damaged or cut short: fetch or save the workbook again");
        free(exact);
    }
    free(bytes);
}

struct patch_case {
    const char *name;
    int at, byte; /* in the directory's entry */
    const char *said;
};

/* What the directory says about a member is not believed. */
static void a_directory_that_lies(void **state)
{
    (void)state;
    static const struct patch_case cases[] = {
        {"xl/sharedStrings.xml", 16, 0x5A, "xl/sharedStrings.xml in the workbook is damaged: its checksum is wrong"},
        {"xl/worksheets/sheet1.xml", 16, 0x5A, "xl/worksheets/sheet1.xml in the workbook is damaged: its checksum"},
        {"xl/workbook.xml", 8, 1, "the workbook is locked with a password: save it without one"},
        {"xl/workbook.xml", 10, 12, "xl/workbook.xml in the workbook is packed in a way that workbooks are not"},
        {"xl/sharedStrings.xml", 24, 1, "xl/sharedStrings.xml in the workbook unpacks to"}, /* smaller than it is */
        {"xl/sharedStrings.xml", 26, 2, "xl/sharedStrings.xml in the workbook is damaged"}, /* larger */
        {"xl/sharedStrings.xml", 27, 0x7F, "xl/sharedStrings.xml in the workbook unpacks to 21"},
        {"xl/sharedStrings.xml", 42, 1, "xl/sharedStrings.xml in the workbook is damaged"}, /* elsewhere */
        {"xl/sharedStrings.xml", 45, 0x7F, "is damaged or cut short"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t size;
        char *bytes = book_make(&sound, &size);
        directory_entry(bytes, size, cases[i].name)[cases[i].at] = (char)cases[i].byte;
        assert_refused(bytes, size, cases[i].said);
        free(bytes);
    }
}

static void counts_that_lie(void **state)
{
    (void)state;
    /* an end that says 65534 members; one that leaves it to a ZIP64 end, which says billions; and none at all */
    static const char end[] = "PK\5\6\0\0\0\0\xFE\xFF\xFE\xFF\0\0\0\0\0\0\0\0\0\0";
    char end64[56 + 20 + 22] = "PK\6\6", *locator = end64 + 56, *last = locator + 20;
    memset(end64 + 24, 0x7F, 16);
    memcpy(locator, "PK\6\7", 4);
    memcpy(last, end, 22);
    memset(last + 8, 0xFF, 4);
    assert_refused(end, 22, "the workbook says it has 65534 parts, more than the limit of 16384");
    assert_refused(end64, sizeof end64, "the workbook says it has 9187201950435737471 parts");
    memset(locator + 8, 0x7F, 8); /* a ZIP64 end that is nowhere */
    assert_refused(end64, sizeof end64, "damaged");
}

/* 24 MiB of blanks in a few kB, and 300 MiB of what repeats less. */
static void bombs(void **state)
{
    (void)state;
    size_t size = 24u * 1024 * 1024;
    char *blanks = malloc(size + 1);
    memset(blanks, ' ', size);
    blanks[size] = 0;
    struct book b = sound;
    b.sheet = blanks;
    assert_book_refused(&b,
                        "xl/worksheets/sheet1.xml in the workbook unpacks to 25165824 bytes, more than a list needs");
    b.sheet = A_CELL;
    b.strings = blanks;
    assert_book_refused(&b, "xl/sharedStrings.xml in the workbook unpacks to 25165824 bytes");
    free(blanks);
}

/* Rows or cells in a row, many times over. */
static char *repeat(const char *before, const char *piece, size_t count, const char *behind)
{
    size_t size = strlen(piece), first = strlen(before);
    char *text = malloc(first + size * count + strlen(behind) + 1);
    memcpy(text, before, first);
    for (size_t i = 0; i < count; i++)
        memcpy(text + first + i * size, piece, size);
    strcpy(text + first + size * count, behind);
    return text;
}

#define OPEN  "<worksheet xmlns=\"" BOOK_MAIN "\"><sheetData>"
#define CLOSE "</sheetData></worksheet>"

static void more_than_a_list_needs(void **state)
{
    (void)state;
    static const struct {
        const char *before, *piece;
        size_t count;
        const char *behind, *said;
    } cases[] = {
        {OPEN "<row>", "<c><v>1</v></c>", 10000, "</row>" CLOSE, "row 1: more than 256 cells in a row"},
        {OPEN "<row>", "<c/>", 20000, "</row>" CLOSE, "row 1: a cell is out of order"},
        {OPEN, "<row/>", 2000000, CLOSE, "more than 1048576 rows, which no sheet has"},
        {OPEN "<row><c t=\"str\"><v>", "0123456789", 110000, "</v></c></row>" CLOSE,
         "row 1: a cell is larger than 1 MiB"},
        {OPEN "<row", " a=\"\"", 70000, "/>" CLOSE, "is more than a list needs (attributes or namespaces)"},
        {OPEN, "<row>", 300, CLOSE, "is more than a list needs"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct book b = sound;
        char *sheet = repeat(cases[i].before, cases[i].piece, cases[i].count, cases[i].behind);
        b.sheet = sheet;
        assert_book_refused(&b, cases[i].said);
        free(sheet);
    }
}

static void merged_over_and_over(void **state)
{
    (void)state;
    char *rows = repeat(OPEN, "<row><c><v>1</v></c></row>", 2000, "</sheetData><mergeCells>");
    char *sheet = repeat(rows, "<mergeCell ref=\"A1:A2000\"/>", 600, "</mergeCells></worksheet>");
    struct book b = {.sheet = sheet};
    assert_book_refused(&b, "too many merged cells: this is no list of labels");
    free(rows);
    free(sheet);
}

/* A text of 1 MiB, in thousands of cells: small in the file, and without end when it is read. */
static void shared_texts_multiplied(void **state)
{
    (void)state;
    char *strings = repeat("<sst xmlns=\"" BOOK_MAIN "\"><si><t>", "0123456789", 100000, "</t></si></sst>");
    char *wide = repeat(OPEN "<row>", "<c t=\"s\"><v>0</v></c>", 9, "</row>" CLOSE);
    char *long_one = repeat(OPEN, "<row><c t=\"s\"><v>0</v></c></row>", 1100, CLOSE);
    struct book b = {.strings = strings, .sheet = wide};
    assert_book_refused(&b, "row 1: rows of more than 8 MiB, or 1 GiB of them");
    b.sheet = long_one;
    assert_book_refused(&b, "row 1074: rows of more than 8 MiB, or 1 GiB of them");
    free(strings);
    free(wide);
    free(long_one);
}

static void namespaces_without_end(void **state)
{
    (void)state;
    char *sheet = malloc(200000), *at = sheet;
    at += sprintf(at, "%s", OPEN);
    for (int i = 0; i < 300; i++) { /* one in the other */
        at += sprintf(at, "<row xmlns:a%d=\"urn:a\" xmlns:b%d=\"urn:b\">", i, i);
    }
    struct book b = sound;
    b.sheet = sheet;
    assert_book_refused(&b, "is more than a list needs (attributes or namespaces)");
    at = sheet + sprintf(sheet, "%s", OPEN);
    for (int i = 0; i < 3000; i++) /* one behind the other: some programs write them so */
        at += sprintf(at, "<row xmlns:a=\"urn:a\" xmlns:b=\"urn:b\"/>");
    strcpy(at, CLOSE);
    assert_book_refused(&b, "");
    free(sheet);
}

static void xml_that_is_not_for_us(void **state)
{
    (void)state;
    static const struct {
        const char *sheet, *said;
    } cases[] = {
        {"<?xml version=\"1.0\"?><!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">"
         "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>" OPEN "<row><c t=\"str\"><v>&c;</v></c></row>" CLOSE,
         "xl/worksheets/sheet1.xml in the workbook has a DOCTYPE, which no workbook has: it is not read further"},
        {"<!DOCTYPE worksheet SYSTEM \"http://vendor.example/x.dtd\">" OPEN CLOSE, "has a DOCTYPE"},
        {"<!DOCTYPE worksheet [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>" OPEN CLOSE, "has a DOCTYPE"},
        {OPEN "<row><c t=\"str\"><v>&a;</v></c></row>" CLOSE, "sheet1.xml in the workbook is damaged (line 1)"},
        {OPEN "<row>\n<c>", "sheet1.xml in the workbook is damaged (line 2)"},
        {OPEN "</row>" CLOSE, "is damaged (line 1)"},
        {OPEN "<row a=\"1\" a=\"2\"/>" CLOSE, "is damaged (line 1)"},
        {OPEN "<row><c t=\"str\"><v>\xFF</v></c></row>" CLOSE, "is damaged (line 1)"},
        {OPEN "<row><c t=\"str\"><v>&#0;</v></c></row>" CLOSE, "is damaged (line 1)"},
        {OPEN CLOSE "<again/>", "is damaged (line 1)"},
        {"{}", "is damaged (line 1)"},
        {" ", "is damaged (line 1)"},
        {"<html/>", "xl/worksheets/sheet1.xml in the workbook is no sheet: save it again"},
        {"<worksheet/>", "is no sheet"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct book b = sound;
        b.sheet = cases[i].sheet;
        assert_book_refused(&b, cases[i].said);
    }
    struct book b = sound;
    b.more[0] = (struct book_member){"xl/other.xml", "\xFF\xFE<\0a\0/\0>\0", 10};
    b.workbook_rels = BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "other.xml"));
    assert_book_refused(&b, "xl/other.xml in the workbook is damaged");
}

static void other_things_in_a_zip(void **state)
{
    (void)state;
    static const struct {
        struct book_member member[2];
        const char *said;
    } cases[] = {
        {{{"list.csv", "number,status\n", 0}, {"readme", "x", 0}},
         "this ZIP holds no Excel workbook: save the list as"},
        {{{"[Content_Types].xml",
           BOOK_TYPES("/word/document.xml",
                      "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
           0},
          {"word/document.xml", "<document/>", 0}},
         "this is an Office file but no workbook"},
        {{{"[Content_Types].xml",
           BOOK_TYPES("/xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"), 0},
          {"xl/workbook.bin", "x", 0}},
         "this is a binary workbook (XLSB): save it as XLSX or CSV (UTF-8)"},
        {{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0}, {"content.xml", "<x/>", 0}},
         "this ZIP holds no Excel workbook"},
        {{{"xl/workbook.xml", "<workbook/>", 0}, {"x", "x", 0}}, "the workbook has no sheet that can be read"},
        {{{"xl/workbook.xml", BOOK_WORKBOOK("<sheets/>"), 0}, {"x", "x", 0}}, "the workbook has no sheet that can be"},
        {{{"xl/workbook.xml", "<workbook/>", 0}, {"XL/Workbook.xml", "<workbook/>", 0}},
         "the workbook holds xl/workbook.xml twice: save it again"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t size;
        char *bytes = book_zip(cases[i].member, 2, &size);
        assert_refused(bytes, size, cases[i].said);
        free(bytes);
    }
}

static void macros(void **state)
{
    (void)state;
    struct book b = sound;
    b.types = BOOK_TYPES("/xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml");
    assert_book_refused(&b, "the workbook holds macros, which a list needs not: save it as XLSX without them");
    b = sound;
    b.more[0] = (struct book_member){"xl/vbaProject.bin", "x", 0};
    assert_book_refused(&b, "the workbook holds macros");
}

/* What parts refer to: nothing is followed out of the file, or round and round. */
static void where_references_lead(void **state)
{
    (void)state;
    static const struct {
        const char *rels, *said;
    } cases[] = {
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "worksheets/none.xml")),
         "the workbook names a sheet xl/worksheets/none.xml that it does not hold: save it again"},
        {BOOK_REL_LIST(""), "the workbook has no sheet that can be read"},
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "../../../../etc/hostname")), "no sheet that can be read"},
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "..\\..\\..\\hostname")), "no sheet that can be read"},
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "file:///etc/hostname")), "that it does not hold"},
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "worksheets/")), "no sheet that can be read"},
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "")), "no sheet that can be read"},
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "workbook.xml")), "xl/workbook.xml in the workbook is no sheet"},
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "_rels/workbook.xml.rels")), "is no sheet"},
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "sharedStrings.xml")
                           BOOK_REL("rId2", "sharedStrings", "sharedStrings.xml")),
         "xl/sharedStrings.xml in the workbook is no sheet"},
        {BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "worksheets/sheet1.xml")
                           BOOK_REL("rId2", "sharedStrings", "worksheets/sheet1.xml")),
         "a cell refers to a text that is not in the workbook"},
        {BOOK_REL_LIST("<Relationship Id=\"rId1\" TargetMode=\"External\" Type=\"" BOOK_DOC
                       "/worksheet\" Target=\"http://vendor.example/sheet.xml\"/>"),
         "no sheet that can be read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct book b = sound;
        b.workbook_rels = cases[i].rels;
        assert_book_refused(&b, cases[i].said);
    }
}

static void a_file_that_is_too_large(void **state)
{
    const struct place *place = *state;
    char path[512];
    struct input in;
    struct table t;
    struct err err;
    tables_text(place, "list.xlsx", "PK\3\4", path);
    assert_int_equal(truncate(path, XLSX_FILE_MAX + 1), 0);
    assert_int_equal(input_open(path, &in, &err), 0);
    assert_int_equal(xlsx_open(&in, &t, &err), -1);
    assert_said(&err, ERR_INPUT, "the workbook has 268435457 bytes, more than the limit of 256 MiB");
    input_close(&in);
}

static int stops(void *ctx, int64_t done, int64_t of)
{
    int *calls = ctx;
    assert_true(done >= 0 && done <= of);
    return --*calls == 0;
}

static void stopping(void **state)
{
    (void)state;
    size_t size;
    char *rows = repeat(OPEN, "<row><c t=\"s\"><v>0</v></c></row>", 5000, CLOSE);
    struct book b = sound;
    b.sheet = rows;
    char *bytes = book_make(&b, &size);
    bool stopped = true;
    int stop;
    for (stop = 1; stopped; stop++) {
        int calls = stop;
        struct input in;
        struct table t = {0};
        struct row row;
        struct err err = {0};
        bool more = true;
        input_memory(bytes, size, &in);
        in.progress = stops;
        in.progress_ctx = &calls;
        if (xlsx_open(&in, &t, &err) == 0)
            while (t.next(t.ctx, &row, &more, &err) == 0 && more)
                ;
        stopped = err.code == ERR_STOPPED;
        assert_true(stopped || (err.code == ERR_NONE && !more));
        table_close(&t);
    }
    assert_true(stop > 20); /* it is asked while the parts are read and while the rows are given */
    free(bytes);
    free(rows);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A few bytes of a workbook are changed: it is read or refused, never worse. */
static void any_damage_is_survived(void **state)
{
    (void)state;
    struct book b = sound;
    b.sheet = BOOK_SHEET("<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>46163</v></c>"
                         "</row></sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>");
    size_t size;
    char *bytes = book_make(&b, &size), *damaged = malloc(size), said[ERR_TEXT_MAX];
    for (uint32_t round = 1; round <= 3000; round++) {
        uint32_t seed = round * 7919;
        memcpy(damaged, bytes, size);
        for (uint32_t i = next_random(&seed) % 4; i < 4; i++)
            damaged[next_random(&seed) % size] = (char)next_random(&seed);
        read_bytes(damaged, size, said);
    }
    free(bytes);
    free(damaged);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_short_anywhere),
        cmocka_unit_test(a_directory_that_lies),
        cmocka_unit_test(counts_that_lie),
        cmocka_unit_test(bombs),
        cmocka_unit_test(more_than_a_list_needs),
        cmocka_unit_test(merged_over_and_over),
        cmocka_unit_test(shared_texts_multiplied),
        cmocka_unit_test(namespaces_without_end),
        cmocka_unit_test(xml_that_is_not_for_us),
        cmocka_unit_test(other_things_in_a_zip),
        cmocka_unit_test(macros),
        cmocka_unit_test(where_references_lead),
        cmocka_unit_test_setup_teardown(a_file_that_is_too_large, place_make, place_remove),
        cmocka_unit_test(stopping),
        cmocka_unit_test(any_damage_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
