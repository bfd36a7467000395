#include "tests/unit/cache/book.h"
#include "tests/unit/cache/tables.h"

#include "cache/registry/xlsx.h"
#include "cache/registry/xlsx_styles.h"
#include "cache/registry/xlsx_text.h"

/* All rows of one sheet; what opening it says, after "!! ", when it cannot be opened. */
static const char *read_view(const struct book *b, size_t view, char out[SHOWN_MAX])
{
    size_t size;
    char *bytes = book_make(b, &size);
    struct input in;
    struct table t = {0};
    struct err err = {0};
    bool there;
    input_memory(bytes, size, &in);
    if (xlsx_open(&in, &t, &err)) {
        snprintf(out, SHOWN_MAX, "!! %s", err.en);
    } else {
        assert_int_equal(t.view(t.ctx, view, &there, &err), 0);
        assert_true(there);
        book_show_all(&t, out, SHOWN_MAX);
    }
    table_close(&t);
    table_close(&t);
    free(bytes);
    return out;
}

static const char *read_book(const struct book *b, char out[SHOWN_MAX])
{
    return read_view(b, 0, out);
}

struct sheet_case {
    const char *sheet, *rows;
};

static void check(const struct sheet_case *cases, size_t count, struct book b)
{
    for (size_t i = 0; i < count; i++) {
        char rows[SHOWN_MAX];
        b.sheet = cases[i].sheet;
        assert_string_equal(read_book(&b, rows), cases[i].rows);
    }
}

#define CHECK(cases, ...) check(cases, sizeof cases / sizeof cases[0], (struct book){__VA_ARGS__})

static void kinds_of_cells(void **state)
{
    (void)state;
    static const struct sheet_case cases[] = {
        {BOOK_ROWS(""), ""},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
                   "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c></row>"),
         "1:登録番号|状態\n2:登録番号|\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>in &amp; line</t></is></c></row>"),
         "1:in & line\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\" t=\"str\"><f>A2&amp;\"x\"</f><v>made</v></c></row>"), "1:made\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c></row>"),
         "1:TRUE|FALSE\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#N/A</v></c></row>"), "1:#N/A\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"n\"><v>-2.50</v></c></row>"), "1:#1|#-2.5\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>46163</v></c><c r=\"B1\" s=\"0\"><v>46163</v></c></row>"),
         "1:@2026-05-21|#46163\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"s\"><v>1</v></c></row>"), "1:状態\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2026-05-21T00:00:00</v></c>"
                   "<c r=\"B1\" t=\"d\"><v>soon</v></c></row>"),
         "1:@2026-05-21|soon\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\"><v>no number</v></c></row>"), "1:no number\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\"><v>0x10</v></c></row>"), "1:0x10\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>2</v></c></row>"),
         "! row 1: a cell refers to a text that is not in the workbook: save it again"},
    };
    CHECK(cases, .strings = BOOK_STRINGS("<si><t>登録番号</t></si><si><t>状態</t></si>"));
}

static void numbers_are_written_in_full(void **state)
{
    (void)state;
    static const struct {
        const char *value, *shown;
    } cases[] = {
        {"4901234567894", "#4901234567894"},
        {"4.901234567894E+12", "#4901234567894"},
        {"04901234567894", "#4901234567894"},
        {"-1", "#-1"},
        {"0", "#0"},
        {"1E3", "#1000"},
        {"0.10000000000000001", "#0.1"},
        {"0.30000000000000004", "#0.30000000000000004"},
        {"46163.75", "#46163.75"},
        {"1.5E-7", "#0.00000015"},
        {"999999999999999", "#999999999999999"},
        {"1234567890123456", "?"}, /* Excel keeps 15 digits: the last one is not what was typed */
        {"1E400", "?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char sheet[1024], rows[SHOWN_MAX], expected[64];
        snprintf(sheet, sizeof sheet, BOOK_ROWS("<row><c><v>%s</v></c></row>"), cases[i].value);
        snprintf(expected, sizeof expected, "1:%s\n", cases[i].shown);
        assert_string_equal(read_book(&(struct book){.sheet = sheet}, rows), expected);
    }
}

static void shared_texts(void **state)
{
    (void)state;
    char rows[SHOWN_MAX];
    struct book b = {
        .sheet = BOOK_ROWS("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c>"
                           "<c t=\"s\"><v>3</v></c><c t=\"s\"><v>4</v></c></row>"),
        .strings =
            BOOK_STRINGS("<si><r><rPr><b/></rPr><t>ER</t></r><r><t xml:space=\"preserve\">-100 </t></r></si>"
                         "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr fontId=\"1\"/></si>"
                         "<si/>"
                         "<si><t>a_x000D_\nb_x005F_x000D__x0000_</t></si>"
                         "<si><t><![CDATA[<A&B>]]></t></si>"),
    };
    assert_string_equal(read_book(&b, rows), "1:ER-100 |東京||a\r\nb_x000D_|<A&B>\n");
}

/* A consumer may cut a text: the same text in another cell must not change. */
static void a_shared_text_is_each_cells_own(void **state)
{
    (void)state;
    struct book b = {.sheet = BOOK_ROWS("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>"
                                        "<row><c t=\"s\"><v>0</v></c></row>"),
                     .strings = BOOK_STRINGS("<si><t>same</t></si>")};
    size_t size;
    char *bytes = book_make(&b, &size);
    struct input in;
    struct table t;
    struct row row;
    struct err err;
    bool more;
    input_memory(bytes, size, &in);
    assert_int_equal(xlsx_open(&in, &t, &err), 0);
    assert_int_equal(t.next(t.ctx, &row, &more, &err), 0);
    row.cell[0].text[1] = 0;
    assert_string_equal(row.cell[1].text, "same");
    assert_int_equal(t.next(t.ctx, &row, &more, &err), 0);
    assert_string_equal(row.cell[0].text, "same");
    table_close(&t);
    free(bytes);
}

static void escapes_in_strings(void **state)
{
    (void)state;
    static const struct {
        const char *written, *plain;
    } cases[] = {
        {"plain", "plain"},           {"_x0041_", "A"},       {"a_x000a_b", "a\nb"}, {"_x3042_", "あ"},
        {"_x005F_x0041_", "_x0041_"}, {"_x004_", "_x004_"},   {"_xD800_", ""},       {"_x0000_x", "x"},
        {"_x0041", "_x0041"},         {"_xZZZZ_", "_xZZZZ_"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[64];
        strcpy(text, cases[i].written);
        text[xlsx_text_plain(text, strlen(text))] = 0;
        assert_string_equal(text, cases[i].plain);
    }
}

static void formats_that_are_dates(void **state)
{
    (void)state;
    static const char *const dates[] = {
        "yyyy-mm-dd",
        "yyyy/m/d;@",
        "[$-411]ge.m.d",
        "[$-411]ggge\"年\"m\"月\"d\"日\";@",
        "[$-ja-JP-x-gannen,80]ggge\"年\"m\"月\"d\"日\"",
        "yyyy\"年\"m\"月\"d\"日\"",
        "d\\ mmm\\ yyyy",
        "mmm-yy",
        "m/d",
        "[Red]dd/mm/yyyy",
        "[Magenta]m",
        "yyyy/m/d h:mm",
        "YYYY-MM-DD",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "m",
    };
    static const char *const others[] = {
        "General",
        "0",
        "0.00E+00",
        "#,##0",
        "\"yyyy\"0",
        "[Red]0",
        "h:mm:ss",
        "[mm]",
        "mm:ss",
        "[h]:mm",
        "[mm]:ss",
        "@",
        "",
        "0\\d",
        "0\"日\"",
        "G/標準",
        "_-* #,##0_-",
        "General\" d\"",
        "0.0%;[Red]yyyy",
        "\"open",
        "[open",
        "*y0",
        "0_d",
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        if (!xlsx_styles_is_date(dates[i], strlen(dates[i])))
            fail_msg("%s is a date", dates[i]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (xlsx_styles_is_date(others[i], strlen(others[i])))
            fail_msg("%s is no date", others[i]);
}

static void days_by_serial(void **state)
{
    (void)state;
    static const struct {
        double serial;
        bool from_1904;
        day day;
    } cases[] = {
        {1, false, 19000101},
        {59, false, 19000228},
        {60, false, 0} /* 1900-02-29 never was */,
        {61, false, 19000301},
        {46163, false, 20260521},
        {46163.99, false, 20260521},
        {0, false, 0},
        {-1, false, 0},
        {401767, false, 29991230},
        {401768, false, 29991231},
        {401769, false, 0},
        {1e300, false, 0},
        {0, true, 19040101},
        {44701, true, 20260521},
        {-0.5, true, 0},
        {400306, true, 29991231},
        {400307, true, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(xlsx_styles_day(cases[i].serial, cases[i].from_1904), cases[i].day);
}

static void dates_by_style(void **state)
{
    (void)state;
    char rows[SHOWN_MAX];
    struct book b = {
        .sheet = BOOK_ROWS("<row><c s=\"0\"><v>46163</v></c><c s=\"1\"><v>46163</v></c><c s=\"2\"><v>46163.5</v></c>"
                           "<c s=\"3\"><v>46163</v></c><c s=\"4\"><v>46163</v></c><c s=\"9\"><v>46163</v></c>"
                           "<c s=\"1\"><v>60</v></c><c s=\"x\"><v>46163</v></c></row>"),
        .styles = BOOK_STYLES("<numFmts><numFmt numFmtId=\"176\" formatCode=\"[$-411]ge.m.d;@\"/>"
                              "<numFmt numFmtId=\"177\" formatCode=\"0.0\"/></numFmts>"
                              "<cellStyleXfs><xf numFmtId=\"14\"/><xf numFmtId=\"14\"/></cellStyleXfs>"
                              "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"31\"/><xf numFmtId=\"176\"/>"
                              "<xf numFmtId=\"177\"/><xf numFmtId=\"21\"/></cellXfs>"),
    };
    assert_string_equal(read_book(&b, rows), "1:#46163|@2026-05-21|@2026-05-21|#46163|#46163|#46163|#60|#46163\n");
    b.sheet = BOOK_ROWS("<row><c s=\"1\"><v>44701</v></c></row>");
    b.workbook = BOOK_WORKBOOK("<workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets>");
    assert_string_equal(read_book(&b, rows), "1:@2026-05-21\n");
}

static void places_and_widths(void **state)
{
    (void)state;
    static const struct sheet_case cases[] = {
        /* nothing says where */
        {BOOK_ROWS("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"), "1:#1|#2\n2:#3|\n"},
        /* some do, and the next one stands behind */
        {BOOK_ROWS("<row r=\"3\"><c r=\"B3\"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
         "3:|#1|#2\n4:#3||\n"},
        /* empty rows and columns at the end, styled or not, are none */
        {BOOK_ROWS(
             "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" s=\"1\"/><c r=\"C1\" t=\"inlineStr\"><is/></c></row>"
             "<row r=\"2\"><c r=\"A2\" s=\"1\"/></row><row r=\"3\"/><row r=\"1000000\" ht=\"15\"/>"),
         "1:#1\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"IV1\"><v>1</v></c></row>"),
         "1:|||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||"
         "||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||"
         "||||||||||||||||||||||||||||||||||||||||#1\n"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/></row>"), "1:#1\n"},
        {BOOK_ROWS("<row r=\"7\"><c r=\"IW7\"><v>1</v></c></row>"),
         "! row 7: more than 256 cells in a row: this is no list of labels or products"},
        {BOOK_ROWS("<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>"), "1048576:#1\n"},
        {BOOK_ROWS("<row r=\"1048577\"><c><v>1</v></c></row>"),
         "! more than 1048576 rows, which no sheet has: the workbook is damaged"},
        {BOOK_ROWS("<row r=\"1048576\"/><row/>"),
         "! more than 1048576 rows, which no sheet has: the workbook is damaged"},
        {BOOK_ROWS("<row r=\"5\"/><row r=\"5\"/>"),
         "! row 5: the row behind it is out of order: the workbook is damaged, save it again"},
        {BOOK_ROWS("<row r=\"0\"/>"),
         "! row 0: the row behind it is out of order: the workbook is damaged, save it again"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>"),
         "! row 1: a cell is out of order: the workbook is damaged, save it again"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"),
         "! row 1: a cell is out of order: the workbook is damaged, save it again"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"XFE1\"/></row>"),
         "! row 1: a cell is out of order: the workbook is damaged, save it again"},
        {BOOK_ROWS("<row r=\"1\"><c r=\"A99999999999999999999\"/></row>"),
         "! row 1: a cell is out of order: the workbook is damaged, save it again"},
    };
    CHECK(cases, .sheet = NULL);
}

static void prefixes_and_strict_files(void **state)
{
    (void)state;
    char rows[SHOWN_MAX];
    struct book b = {
        .sheet = "<x:worksheet xmlns:x=\"" BOOK_MAIN "\" xmlns:y=\"urn:other\"><x:sheetData><y:row/><x:row x:r=\"7\">"
                 "<x:c t=\"inlineStr\"><x:is><x:t>a</x:t><y:t>not</y:t></x:is></x:c><y:c><x:v>9</x:v></y:c></x:row>"
                 "</x:sheetData></x:worksheet>",
    };
    assert_string_equal(read_book(&b, rows), "1:a\n");
    b = (struct book){
        .rels = BOOK_REL_LIST("<Relationship Id=\"a\" Target=\"/xl/workbook.xml\" "
                              "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\"/>"),
        .workbook = "<workbook xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" conformance=\"strict\" "
                    "xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"><sheets>"
                    "<sheet name=\"a\" r:id=\"s\"/></sheets></workbook>",
        .workbook_rels = BOOK_REL_LIST("<Relationship Id=\"s\" Target=\"worksheets/sheet1.xml\" "
                                       "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet\"/>"),
        .sheet = "<worksheet xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><sheetData><row>"
                 "<c t=\"inlineStr\"><is><t>strict</t></is></c></row></sheetData></worksheet>",
    };
    assert_string_equal(read_book(&b, rows), "1:strict\n");
}

#define T(ref, text)     "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define ROW(line, cells) "<row r=\"" line "\">" cells "</row>"

static void merged_cells(void **state)
{
    (void)state;
    static const struct sheet_case cases[] = {
        /* a title over all columns; what is hidden below a merged cell does not count */
        {BOOK_SHEET("<sheetData>" ROW("1", T("A1", "List") T("B1", "stale")) ROW(
             "2", T("A2", "a") T("B2", "b")) "</sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>"),
         "1:List|\n2:a|b\n"},
        /* headings over two rows stand in the second, where the parts of a common heading are */
        {BOOK_SHEET(
             "<sheetData>" ROW("1", T("A1", "number") T("B1", "dates")
                                        T("D1", "status")) ROW("2", T("B2", "issued") T("C2", "expires"))
                 ROW("3", T("A3", "n") T("B3", "i") T("C3", "e") T(
                              "D3", "s")) "</sheetData><mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/>"
                                          "<mergeCell ref=\"D1:D2\"/></mergeCells>"),
         "1:|dates||\n2:number|issued|expires|status\n3:n|i|e|s\n"},
        /* all of them over two rows, the second of which is not in the file */
        {BOOK_SHEET("<sheetData>" ROW("1", T("A1", "number") T("B1", "status") T("C1", "level")) ROW(
             "3", T("A3", "n") T("B3", "s")
                      T("C3", "l")) "</sheetData><mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B2\"/>"
                                    "<mergeCell ref=\"C1:C2\"/></mergeCells>"),
         "1:number|status|level\n3:n|s|l\n"},
        /* below the headings, what is merged holds for each row */
        {BOOK_SHEET(
             "<sheetData>" ROW("1", T("A1", "number") T("B1", "status") T("C1", "vendor")) ROW(
                 "2", T("A2", "1") T("B2", "s") T("C2", "v")) ROW("3", T("A3", "2") T("B3", "s") T("C3", "stale"))
                 ROW("4", T("A4", "3") T("B4", "s")) "</sheetData><mergeCells><mergeCell ref=\"C2:C3\"/></mergeCells>"),
         "1:number|status|vendor\n2:1|s|v\n3:2|s|v\n4:3|s|\n"},
        /* what is no range is none */
        {BOOK_SHEET("<sheetData>" ROW(
             "1", T("A1", "a") T(
                      "B1", "b")) "</sheetData><mergeCells><mergeCell ref=\"B1:A1\"/><mergeCell ref=\"A\"/><mergeCell/>"
                                  "<mergeCell ref=\"A1:XFE1\"/></mergeCells>"),
         "1:a|b\n"},
    };
    CHECK(cases, .sheet = NULL);
}

static void links(void **state)
{
    (void)state;
    char rows[SHOWN_MAX];
    struct book b = {
        .sheet = BOOK_SHEET("<sheetData>" ROW("1", T("A1", "DEMO-1") T("B1", "mail") T("C1", "none") T("D1", "two")) ROW(
            "2",
            "<c r=\"A2\" t=\"str\"><f>HYPERLINK(\"https://vendor.example/2?a=1&amp;b=2\","
            "\"DEMO-2\")</f><v>DEMO-2</v></c>"
            "<c r=\"B2\" t=\"str\"><f>HYPERLINK(\"https://vendor.example/\"&amp;A1)</f>"
            "<v>DEMO-3</v></c>"
            "<c r=\"C2\"><v>7</v></c><c r=\"D2\" s=\"1\"><v>46163</v></c>") "</sheetData><hyperlinks><hyperlink ref=\"A1\" r:id=\"rId1\"/>"
                                                                            "<hyperlink ref=\"B1\" r:id=\"rId2\"/><hyperlink ref=\"C1\" location=\"B2\"/>"
                                                                            "<hyperlink ref=\"C1\" r:id=\"rId9\"/><hyperlink ref=\"D1:E9\" r:id=\"rId3\"/>"
                                                                            "<hyperlink ref=\"C2\" r:id=\"rId1\"/><hyperlink ref=\"D2\" r:id=\"rId1\"/>"
                                                                            "<hyperlink ref=\"Z99\" r:id=\"rId1\"/></hyperlinks>"),
        .sheet_rels = BOOK_REL_LIST(BOOK_LINK("rId1", "https://vendor.example/1?a=1&amp;b=2") BOOK_LINK(
            "rId2", "mailto:a@vendor.example") BOOK_LINK("rId3", "HTTP://vendor.example/3")),
    };
    assert_string_equal(read_book(&b, rows),
                        "1:DEMO-1->https://vendor.example/1?a=1&b=2|mail|none|two->HTTP://vendor.example/3\n"
                        "2:DEMO-2->https://vendor.example/2?a=1&b=2|DEMO-3|7->https://vendor.example/1?a=1&b=2|"
                        "@2026-05-21\n");
}

#define ONE_CELL(text) BOOK_ROWS("<row><c t=\"inlineStr\"><is><t>" text "</t></is></c></row>")

static void sheets_hidden_ones_last(void **state)
{
    (void)state;
    struct book b = {
        .workbook =
            BOOK_WORKBOOK("<sheets><sheet name=\"h\" state=\"hidden\" r:id=\"rId1\"/>"
                          "<sheet name=\"chart\" r:id=\"rId8\"/><sheet name=\"gone\" r:id=\"rId77\"/>"
                          "<sheet name=\"v\" state=\"veryHidden\" r:id=\"rId2\"/>"
                          "<sheet name=\"a\" state=\"visible\" r:id=\"rId3\"/><sheet name=\"again\" r:id=\"rId4\"/>"
                          "<sheet name=\"b\" r:id=\"rId5\"/></sheets>"),
        .workbook_rels = BOOK_REL_LIST(
            BOOK_REL("rId1", "worksheet", "worksheets/sheet1.xml") BOOK_REL("rId2", "worksheet", "./s/../s/v.xml")
                BOOK_REL("rId3", "worksheet", "/xl/A.xml") BOOK_REL("rId4", "worksheet", "a.xml")
                    BOOK_REL("rId5", "worksheet", "b.xml") BOOK_REL("rId8", "chartsheet", "b.xml")),
        .sheet = ONE_CELL("hidden"),
        .more = {{"xl/s/v.xml", ONE_CELL("very hidden"), 0},
                 {"xl/a.xml", ONE_CELL("a"), 0},
                 {"XL/B.XML", ONE_CELL("b"), 0}},
    };
    static const char *const expected[] = {"1:a\n", "1:b\n", "1:hidden\n", "1:very hidden\n"};
    char rows[SHOWN_MAX];
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(read_view(&b, i, rows), expected[i]);
}

static void a_view_begins_anew_each_time(void **state)
{
    (void)state;
    struct book b = {.workbook = BOOK_WORKBOOK("<sheets><sheet r:id=\"rId1\"/><sheet r:id=\"rId2\"/></sheets>"),
                     .workbook_rels = BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "worksheets/sheet1.xml")
                                                        BOOK_REL("rId2", "worksheet", "two.xml")),
                     .sheet = ONE_CELL("one"),
                     .more = {{"xl/two.xml", ONE_CELL("two"), 0}}};
    static const size_t order[] = {0, 0, 1, 0, 1, 1};
    size_t size;
    char *bytes = book_make(&b, &size), rows[SHOWN_MAX];
    struct input in;
    struct table t;
    struct err err;
    bool there;
    input_memory(bytes, size, &in);
    assert_int_equal(xlsx_open(&in, &t, &err), 0);
    book_show_all(&t, rows, sizeof rows);
    assert_string_equal(rows, "1:one\n");
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        assert_int_equal(t.view(t.ctx, order[i], &there, &err), 0);
        book_show_all(&t, rows, sizeof rows);
        assert_string_equal(rows, order[i] ? "1:two\n" : "1:one\n");
    }
    assert_int_equal(t.view(t.ctx, 2, &there, &err), 0);
    assert_false(there);
    table_close(&t);
    free(bytes);
}

static void where_the_workbook_is(void **state)
{
    (void)state;
    static const char book[] = BOOK_WORKBOOK("<sheets><sheet name=\"a\" r:id=\"r\"/></sheets>");
    static const char book_rels[] = BOOK_REL_LIST(BOOK_REL("r", "worksheet", "s.xml"));
    static const char types[] = BOOK_TYPES("/odd/place.xml", BOOK_IS_BOOK);
    static const char rels[] = BOOK_REL_LIST(BOOK_REL("r", "officeDocument", "odd/place.xml"));
    static const struct book_member odd[] = {{"odd/place.xml", book, 0},
                                             {"odd/_rels/place.xml.rels", book_rels, 0},
                                             {"odd/s.xml", ONE_CELL("found"), 0},
                                             {"_rels/.rels", rels, 0},
                                             {"[Content_Types].xml", types, 0}};
    static const struct book_member usual[] = {
        {"xl/workbook.xml", book, 0}, {"xl/_rels/workbook.xml.rels", book_rels, 0}, {"xl/s.xml", ONE_CELL("found"), 0}};
    /* by .rels alone, by the types alone, by the usual name */
    const struct book_member by_types[] = {odd[0], odd[1], odd[2], odd[4]};
    const struct {
        const struct book_member *members;
        size_t count;
    } cases[] = {{odd, 5}, {odd, 4}, {by_types, 4}, {usual, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t size;
        char *bytes = book_zip(cases[i].members, cases[i].count, &size), rows[SHOWN_MAX];
        struct input in;
        struct table t;
        struct err err;
        input_memory(bytes, size, &in);
        assert_int_equal(xlsx_open(&in, &t, &err), 0);
        book_show_all(&t, rows, sizeof rows);
        assert_string_equal(rows, "1:found\n");
        table_close(&t);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_cells),
        cmocka_unit_test(numbers_are_written_in_full),
        cmocka_unit_test(shared_texts),
        cmocka_unit_test(a_shared_text_is_each_cells_own),
        cmocka_unit_test(escapes_in_strings),
        cmocka_unit_test(formats_that_are_dates),
        cmocka_unit_test(days_by_serial),
        cmocka_unit_test(dates_by_style),
        cmocka_unit_test(places_and_widths),
        cmocka_unit_test(prefixes_and_strict_files),
        cmocka_unit_test(merged_cells),
        cmocka_unit_test(links),
        cmocka_unit_test(sheets_hidden_ones_last),
        cmocka_unit_test(a_view_begins_anew_each_time),
        cmocka_unit_test(where_the_workbook_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
