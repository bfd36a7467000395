#include "tests/unit/cache/book.h"
#include "tests/unit/cache/tables.h"

#include <iconv.h>

#include "app/base/text.h"
#include "cache/registry/headings.h"
#include "cache/registry/html.h"
#include "cache/registry/html_link.h"

#define PAGE "https://www.vendor.example/list/index.html"

/* All tables of a page, "--" between them; what was refused as "!! sentence". */
static const char *read_bytes(const void *bytes, size_t size, const char *base, char out[SHOWN_MAX])
{
    struct input in;
    struct table t = {0};
    struct err err = {0};
    bool there = true;
    size_t used = 0;
    out[0] = 0;
    input_memory(bytes, size, &in);
    if (html_open(&in, base, &t, &err))
        snprintf(out, SHOWN_MAX, "!! %s", err.en);
    for (size_t i = 0; t.view && t.view(t.ctx, i, &there, &err) == 0 && there; i++) {
        used += (size_t)snprintf(out + used, SHOWN_MAX - used, "%s", i ? "--\n" : "");
        book_show_all(&t, out + used, SHOWN_MAX - used);
        used = strlen(out);
    }
    table_close(&t);
    table_close(&t);
    return out;
}

static const char *read_page(const char *html, char out[SHOWN_MAX])
{
    return read_bytes(html, strlen(html), PAGE, out);
}

struct page_case {
    const char *html, *rows;
};

static void check(const struct page_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char rows[SHOWN_MAX];
        assert_string_equal(read_page(cases[i].html, rows), cases[i].rows);
    }
}

#define CHECK(cases) check(cases, sizeof cases / sizeof cases[0])

static void rows_and_cells(void **state)
{
    (void)state;
    static const struct page_case cases[] = {
        {"<table><tr><th>number</th><th>status</th></tr><tr><td>DEMO-1</td><td>Active</td></tr></table>",
         "1:number|status\n2:DEMO-1|Active\n"},
        {"<table><thead><tr><th>a<tbody><tr><td>b<td>c<tr><td>d</table>", "1:a|\n2:b|c\n3:d|\n"}, /* no end tags */
        {"<table><caption>not a row</caption><tr><td>a</table>", "1:a\n"},
        {"<table><td>a<td>b</table>", "1:a|b\n"},
        {"<TABLE><TR><TD>a</TD><TD></TD><TD>&nbsp;</TD></TR><TR></TR><TR><TD>b</TABLE>", "1:a||\xC2\xA0\n3:b||\n"},
        {"<p>before<table><tr><td>a</table>after<table><tr><td>b</table>", "1:a\n--\n1:b\n"},
        {"<table></table><table><tr><td></td></tr></table><table><tr><td>a</table>", "1:a\n"}, /* empty ones are none */
        {"<table><tr><td>never closed", "1:never closed\n"},
    };
    CHECK(cases);
}

static void what_a_cell_says(void **state)
{
    (void)state;
    static const struct page_case cases[] = {
        {"<table><tr><td>  two \n\t words </td></tr></table>", "1:two words\n"},
        {"<table><tr><td>A<br>B<br/><br>C<br></table>", "1:A\nB\nC\n"},
        {"<table><tr><td><p>A</p><p>B</p></td><td><ul><li>C<li>D</ul>E</td></table>", "1:A\nB|C\nD\nE\n"},
        {"<table><tr><td>a<b>b</b> <i>c</i></td></table>", "1:ab c\n"},
        {"<table><tr><td>&lt;A&amp;B&gt; &eacute;&#x3042;&#12354; &copy; &unknown; AT&T</table>",
         "1:<A&B> éああ © &unknown; AT&T\n"},
        {"<table><tr><td>a<!-- not --><script>var x = '<td>';</script><style>td {}</style>b</table>", "1:ab\n"},
        {"<table><tr><td>Status<select><option>all<option>some</select><template>{{x}}</template></table>",
         "1:Status\n"},
        {"<table><tr><td>A<span hidden>x</span><span style='Display : none'>y</span><i aria-hidden=true>▲</i>B</table>",
         "1:AB\n"},
        {"<table><tr><td>A<div hidden><div>x</div>y</div>B<td>C</table>", "1:AB|C\n"},
        {"<table><tr style='display:none'><td>shown by a click</table>", "1:shown by a click\n"},
        {"<div style='display:none'><table><tr><td>another tab</table></div>", "1:another tab\n"},
        {"<table><tr><td><img src='1.png' alt='★1'> <img src='2.png'></table>", "1:★1\n"},
        {"<table><tr><td>a\xEF\xBF\xBD\x01z</table>", "1:a\xEF\xBF\xBDz\n"},
        {"<table><tr><td>a&#0;b&#x110000;&#xD800;c</table>", "1:abc\n"},
    };
    CHECK(cases);
}

static void cells_over_rows_and_columns(void **state)
{
    (void)state;
    static const struct page_case cases[] = {
        {"<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>", "1:a||b\n2:c|d|e\n"},
        /* headings over two rows stand in the second, where the parts of a common heading are */
        {"<table><tr><th rowspan=2>number<th colspan=2>dates<th rowspan=2>status<tr><th>issued<th>expires"
         "<tr><td>n<td>i<td>e<td>s</table>",
         "1:|dates||\n2:number|issued|expires|status\n3:n|i|e|s\n"},
        /* below the headings it holds for each row */
        {"<table><tr><th>number<th>status<th>vendor<tr><td>1<td>s<td rowspan=2>v<tr><td>2<td>s<tr><td>3<td>s<td>w</table>",
         "1:number|status|vendor\n2:1|s|v\n3:2|s|v\n4:3|s|w\n"},
        {"<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>", "1:a|b\n2:a|c\n3:a|d\n"},
        {"<table><thead><tr><th rowspan=9>a<th>b<tbody><tr><td>c<td>d</table>", "1:a|b\n2:c|d\n"},
        {"<table><tr><td rowspan=x>a<td colspan=-1>b<td colspan=0>c<tr><td>d</table>", "1:a|b|c\n2:d||\n"},
        {"<table><tr><td colspan=999999999999>a<tr><td>b<td>c</table>", "1:a|\n2:b|c\n"},
        {"<table><tr><td colspan=255>a<td>b<td><tr><td rowspan=99999999>c</table>", NULL},
        {"<table><tr><td colspan=256>a<td>b</table>",
         "! row 1: more than 256 cells in a row: this is no list of labels or products"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char rows[SHOWN_MAX];
        read_page(cases[i].html, rows);
        if (cases[i].rows)
            assert_string_equal(rows, cases[i].rows);
    }
}

static void tables_within_tables(void **state)
{
    (void)state;
    static const struct page_case cases[] = {
        {"<table><tr><td>out<table><tr><td>in<td>in 2</table>side<td>b</table>", "1:out\nside|b\n--\n1:in|in 2\n"},
        {"<table><tr><td><table><tr><td>1<td>2</table><table><tr><td>3</table></table>", "1:1|2\n--\n1:3\n"},
    };
    CHECK(cases);
}

static void lists_of_terms(void **state)
{
    (void)state;
    static const struct page_case cases[] = {
        {"<dl><dt>number</dt><dd>DEMO-1</dd><dt>status<dd>Active<dt>empty</dl>",
         "1:number|DEMO-1\n2:status|Active\n3:empty|\n"},
        {"<dl><dt>models<dd>A<dd>B<dt>x<dd>y</dl>", "1:models|A\nB\n2:x|y\n"},
        {"<dl><div><dt>a</dt><dd>b <a href='/c'>c</a></dd></div></dl>", "1:a|b c->https://www.vendor.example/c\n"},
        {"<dl><dd>nothing before it</dl><dl><dt>a<dt>b<dd>c</dl>", "1:a|\n2:b|c\n"},
        /* within a cell it is part of the cell's text as well */
        {"<table><tr><td>n<td>x<dl><dt>models<dd>A</dl>y</table>", "1:n|x\nmodels\nA\ny\n--\n1:models|A\n"},
        {"<dl><dt>a<dd>b<table><tr><td>c</table>d</dl>", "1:a|b\nd\n--\n1:c\n"},
    };
    CHECK(cases);
}

static void links(void **state)
{
    (void)state;
    static const struct page_case cases[] = {
        {"<table><tr><td><a href='1.html'>DEMO-1</a> <a href='2.html'>b</a><td>c</table>",
         "1:DEMO-1 b->https://www.vendor.example/list/1.html|c\n"},
        {"<table><tr><td><a name=x>a</a><a href='#x'>b</a><a href='mailto:c'>c</a><a href='?p=1&amp;q=2'>d</a></table>",
         "1:abcd->https://www.vendor.example/list/index.html?p=1&q=2\n"},
        {"<table><tr><td><a href='/x'></a></table><table><tr><td>a</table>", "1:a\n"}, /* a link without text is none */
        /* the page may move its base within its host only, and once */
        {"<base href='/other/'><base href='/third/'><table><tr><td><a href='1'>a</a></table>",
         "1:a->https://www.vendor.example/other/1\n"},
        {"<base href='https://elsewhere.example/'><table><tr><td><a href='1'>a</a></table>",
         "1:a->https://www.vendor.example/list/1\n"},
        {"<base href='https://www.vendor.example:8443/'><table><tr><td><a href='1'>a</a></table>",
         "1:a->https://www.vendor.example/list/1\n"},
    };
    char rows[SHOWN_MAX];
    CHECK(cases);
    static const char html[] = "<base href='https://www.vendor.example/'><table><tr><td><a href='1'>a</a><td><a "
                               "href='https://vendor.example/2'>b</a></table>";
    assert_string_equal(read_bytes(html, strlen(html), NULL, rows), "1:a|b->https://vendor.example/2\n");
}

static void where_links_lead(void **state)
{
    (void)state;
    static const struct {
        const char *href, *address; /* NULL = nowhere on the web */
    } cases[] = {
        {"a", "https://www.vendor.example/list/a"},
        {"../a", "https://www.vendor.example/a"},
        {"../../../a", "https://www.vendor.example/a"},
        {"/a?b#c", "https://www.vendor.example/a?b#c"},
        {"//other.example/a", "https://other.example/a"},
        {"http://other.example", "http://other.example"},
        {" \n h\nttps://other.example/a b\t", "https://other.example/a%20b"},
        {"登録", "https://www.vendor.example/list/%E7%99%BB%E9%8C%B2"},
        {"a\"<>|", "https://www.vendor.example/list/a%22%3C%3E%7C"},
        {"", NULL},
        {"#a", NULL},
        {"javascript:void(0)", NULL},
        {"data:text/html,x", NULL},
        {"https:", NULL},
        {"https:///a", NULL},
        {"https:a", NULL},
    };
    char out[HTML_LINK_MAX], long_one[HTML_LINK_MAX + 1];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool there = html_link(PAGE, cases[i].href, out);
        assert_int_equal(there, cases[i].address != NULL);
        if (there)
            assert_string_equal(out, cases[i].address);
    }
    memset(long_one, 'a', HTML_LINK_MAX);
    long_one[HTML_LINK_MAX] = 0;
    assert_false(html_link(PAGE, long_one, out));
    long_one[HTML_LINK_MAX - 10] = 0;
    assert_false(html_link(PAGE, long_one, out)); /* it is the whole address that counts */
    assert_false(html_link(NULL, "a", out));
    assert_true(html_link_same_host("https://a.example/x", "http://A.example/"));
    assert_false(html_link_same_host("https://a.example/x", "https://a.example.evil.example/"));
    assert_false(html_link_same_host("https://a.example/x", "https://a.example@evil.example/"));
}

struct charset_case {
    const char *head, *charset; /* NULL = as it is */
    const char *behind;         /* in UTF-8 */
    const char *rows;
};

static void charsets(void **state)
{
    (void)state;
    static const char row[] = "<table><tr><td>登録番号①ソ表</table>", shown[] = "1:登録番号①ソ表\n";
    static const struct charset_case cases[] = {
        {"", NULL, row, shown},
        {"\xEF\xBB\xBF<meta charset=shift_jis>", NULL, row, shown}, /* its mark counts before what it says */
        {"<meta charset=\"UTF-8\">", NULL, row, shown},
        {"", "CP932", row, shown},
        {"<META CHARSET='x-sjis'>", "CP932", row, shown},
        {"<!-- <meta charset=utf-8> --><meta http-equiv=Content-Type content=\"text/html; charset = Shift_JIS\">",
         "CP932", row, shown},
        {"<meta charset=euc-jp>", "EUC-JP-MS", row, shown},
        {"<?xml version=\"1.0\" encoding=\"EUC-JP\"?><html>", "EUC-JP-MS", row, shown},
        {"<meta charset=iso-8859-1>", "CP1252", "<table><tr><td>é–", "1:é–\n"},
        {"<meta name=charset content=x>", NULL, row, shown},
        {"<meta charset=\"iso-2022-jp\">", NULL, row,
         "!! the page says it is written in iso-2022-jp, which is not read: save it in UTF-8"},
        {"<meta charset=euc-jp>", NULL, "<table><tr><td>\x8E\xFF",
         "!! the byte 8E is not valid in EUC-JP-MS, which the file says it is: save it in UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char page[1024], rows[SHOWN_MAX];
        size_t size = strlen(cases[i].head), left = strlen(cases[i].behind), room = sizeof page - size;
        char *in = (char *)cases[i].behind, *out = page + size;
        memcpy(page, cases[i].head, size);
        iconv_t cd = iconv_open(cases[i].charset ? cases[i].charset : "UTF-8", "UTF-8");
        if (cases[i].charset)
            assert_int_equal(iconv(cd, &in, &left, &out, &room), 0);
        else
            out = (char *)memcpy(out, in, left) + left;
        iconv_close(cd);
        assert_string_equal(read_bytes(page, (size_t)(out - page), NULL, rows), cases[i].rows);
    }
    char rows[SHOWN_MAX];
    assert_string_equal(read_bytes("\xFF\xFE<\0t\0", 6, NULL, rows), "!! the text is UTF-16: save it as CSV in UTF-8");
    assert_string_equal(read_bytes("<table>\0<tr>", 12, NULL, rows),
                        "!! there is a NUL byte: this is no text; save it as CSV in UTF-8");
}

/* The table whose headings fit, among those for the menu, the search and the page's arrangement. */
static void the_table_that_fits(void **state)
{
    (void)state;
    static const char page[] =
        "<html><body><table><tr><td><a href=/>Home</a><td>Search</table><table><tr><td>Menu<td><h1>List</h1>"
        "<table><caption>2026-11</caption><tr><td colspan=3>Labels<tr><th>Registration Number<th>Label Status"
        "<th>Model<tr><td><a href='d/1'>DEMO-1</a><td>Active<td>ER-1</table></table>"
        "<table><tr><th>number<th>vendor<tr><td>1<td>2</table></body></html>";
    struct input in;
    struct table t;
    struct layout layout;
    struct row row;
    struct err err;
    bool more;
    char shown[SHOWN_MAX];
    input_memory(page, strlen(page), &in);
    assert_int_equal(html_open(&in, PAGE, &t, &err), 0);
    assert_int_equal(headings_find(&t, &headings_registry, NULL, &layout, &err), 0);
    assert_int_equal(layout.line, 2);
    assert_int_equal(headings_next(&t, &layout, &row, &more, &err), 0);
    book_show(&row, shown, sizeof shown);
    assert_string_equal(shown, "DEMO-1->https://www.vendor.example/list/d/1|Active|ER-1");
    table_close(&t);
}

/* One label's own page. */
static void the_page_of_one_entry(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<table><tr><th colspan=2>適合ラベル情報<tr><th>登録番号<td>DEMO-1<tr><th>ステータス<td>有効</table>",
        "<dl><dt>見出し<dd>x</dl><dl><dt>登録番号</dt><dd>DEMO-1</dd><dt>ステータス</dt><dd>有効</dd></dl>",
    };
    for (size_t i = 0; i < 2; i++) {
        struct input in;
        struct table t;
        struct layout layout;
        struct row row;
        struct err err;
        bool more;
        input_memory(pages[i], strlen(pages[i]), &in);
        assert_int_equal(html_open(&in, NULL, &t, &err), 0);
        assert_int_equal(headings_find(&t, &headings_registry, NULL, &layout, &err), 0);
        assert_true(t.turned);
        assert_int_equal(headings_next(&t, &layout, &row, &more, &err), 0);
        assert_string_equal(row.cell[layout.column[FIELD_NUMBER]].text, "DEMO-1");
        assert_string_equal(row.cell[layout.column[FIELD_STATUS]].text, "有効");
        table_close(&t);
    }
}

/* `piece`, many times over. */
static char *repeat(const char *before, const char *piece, size_t count, const char *behind, size_t *all)
{
    size_t size = strlen(piece), first = strlen(before), last = strlen(behind);
    char *text = malloc(first + size * count + last);
    memcpy(text, before, first);
    for (size_t i = 0; i < count; i++)
        memcpy(text + first + i * size, piece, size);
    memcpy(text + first + size * count, behind, last);
    *all = first + size * count + last;
    return text;
}

static void more_than_a_list_needs(void **state)
{
    (void)state;
    static const struct {
        const char *before, *piece;
        size_t count;
        const char *behind, *rows;
    } cases[] = {
        {"<table><tr>", "<td>a", 10000, "",
         "! row 1: more than 256 cells in a row: this is no list of labels or products"},
        {"", "<table><tr><td>", 33, "a", "!! tables within tables, more than 32 deep: this page is not read"},
        {"", "<table></table>", 1001, "", "!! more than 1000 tables on the page: save the list alone"},
        {"", "<b>", 600, "<table>",
         "!! the page is built in a way that no list is (very long tags or comments, or too deep)"},
        {"<table", " a=b", 70000, ">",
         "!! the page is built in a way that no list is (very long tags or comments, or too deep)"},
        {"<table><tr><td>", "0123456789", 110000, "<table><tr><td>b",
         "! row 1: a cell is larger than 1 MiB: this is no list of labels or products--\n1:b\n"},
        {"<table><tr><td>a", "<tr>", 1200000, "<tr><td>b", "1:a\n1200002:b\n"},
        {"<table>", "<tr><td>a", 1048577, "", "!! more than 1048576 rows: this is no list of labels or products"},
        /* what is long for good reasons */
        {"<script>", "var a = 'b'; ", 100000, "</script><table><tr><td>a", "1:a\n"},
        {"<!--", "<tr> <td> b ", 5000, "--><table><tr><td>a", "1:a\n"},
        {"<img src='data:image/png;base64,", "abcdefgh", 100000, "'><table><tr><td>a", "1:a\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char rows[SHOWN_MAX];
        size_t size;
        char *page = repeat(cases[i].before, cases[i].piece, cases[i].count, cases[i].behind, &size);
        assert_string_equal(read_bytes(page, size, NULL, rows), cases[i].rows);
        free(page);
    }
}

static void a_page_without_tables(void **state)
{
    (void)state;
    static const struct page_case cases[] = {
        {"", "!! no table with these headings: there is none at all on the page \"\". Is it a page to sign in, or one "
             "that says what went wrong?"},
        {"<html><head><title> Sign &amp; go </title></head><body><svg><title>x</title></svg><form><input></form>",
         "!! no table with these headings: there is none at all on the page \"Sign & go\". Is it a page to sign in, or "
         "one that says what went wrong?"},
        {"503 Service Unavailable",
         "!! no table with these headings: there is none at all on the page \"\". Is it a page "
         "to sign in, or one that says what went wrong?"},
    };
    CHECK(cases);
}

static void a_page_that_is_too_large(void **state)
{
    const struct place *place = *state;
    char path[512];
    struct input in;
    struct table t;
    struct err err;
    tables_text(place, "list.html", "<table>", path);
    assert_int_equal(truncate(path, HTML_BYTES_MAX + 1), 0);
    assert_int_equal(input_open(path, &in, &err), 0);
    assert_int_equal(html_open(&in, NULL, &t, &err), -1);
    assert_said(&err, ERR_INPUT, "the page has 67108865 bytes, more than the limit of 64 MiB: save the list as CSV");
    input_close(&in);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Pieces in any order end in rows of valid text or in a sentence, never worse. */
static void any_page_is_survived(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<th rowspan=3>",
        "<td colspan=2 rowspan=0>",
        "<dl>",
        "</dl>",
        "<dt>",
        "<dd>",
        "</dd>",
        "a",
        " ",
        "<br>",
        "<a href='x'>",
        "</a>",
        "<p>",
        "</div>",
        "<tbody>",
        "</thead>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<div hidden>",
        "&amp;",
        "登",
        "<select>",
        "\"",
        "<title>",
        "<",
        ">",
    };
    for (uint32_t round = 0; round < 2000; round++) {
        char page[1024] = "", rows[SHOWN_MAX];
        uint32_t seed = round * 7919 + 1;
        for (uint32_t i = next_random(&seed) % 60; i > 0; i--)
            strcat(page, pieces[next_random(&seed) % (sizeof pieces / sizeof pieces[0])]);
        read_page(page, rows);
        assert_true(text_valid(rows, strlen(rows)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_cells),
        cmocka_unit_test(what_a_cell_says),
        cmocka_unit_test(cells_over_rows_and_columns),
        cmocka_unit_test(tables_within_tables),
        cmocka_unit_test(lists_of_terms),
        cmocka_unit_test(links),
        cmocka_unit_test(where_links_lead),
        cmocka_unit_test(charsets),
        cmocka_unit_test(the_table_that_fits),
        cmocka_unit_test(the_page_of_one_entry),
        cmocka_unit_test(more_than_a_list_needs),
        cmocka_unit_test(a_page_without_tables),
        cmocka_unit_test_setup_teardown(a_page_that_is_too_large, place_make, place_remove),
        cmocka_unit_test(any_page_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
