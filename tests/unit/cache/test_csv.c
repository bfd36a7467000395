#include "tests/unit/cache/tables.h"

#include <iconv.h>

#include "app/base/text.h"
#include "cache/registry/csv.h"
#include "cache/registry/decoder.h"

/* All rows of `bytes` under one of the delimiters , ; and tab (0, 1, 2). */
static void read_all(const void *bytes, size_t size, size_t view, char out[SHOWN_MAX])
{
    struct input in;
    struct table t;
    struct err err;
    bool there;
    input_memory(bytes, size, &in);
    assert_int_equal(csv_open(&in, &t, &err), 0);
    assert_int_equal(t.view(t.ctx, view, &there, &err), 0);
    assert_true(there);
    tables_show_all(&t, out);
    table_close(&t);
    table_close(&t);
}

struct csv_case {
    const char *csv;
    size_t view;
    const char *rows;
};

static void cells_rows_and_lines(void **state)
{
    (void)state;
    static const struct csv_case cases[] = {
        {"", 0, ""},
        {"a", 0, "1:a\n"},
        {"a,b\nc,d\n", 0, "1:a|b\n2:c|d\n"},
        {"a,b\r\nc,d", 0, "1:a|b\n2:c|d\n"},
        {"a,b\rc,d\r", 0, "1:a|b\n2:c|d\n"},
        {"a;b\nc,d;e\n", 1, "1:a|b\n2:c,d|e\n"},
        {"a\tb\nc\t\"d\te\"\n", 2, "1:a|b\n2:c|d\te\n"},
        {"a,,\n,,b\n", 0, "1:a||\n2:||b\n"},
        {"a,b,", 0, "1:a|b|\n"},
        {"\n\na\n", 0, "1:\n2:\n3:a\n"},
        {"\"a,b\",c\n", 0, "1:a,b|c\n"},
        {"\"say \"\"yes\"\"\",\"\"\"\",\"\"\n", 0, "1:say \"yes\"|\"|\n"},
        {"\"two\nlines\",b\nc,d\n", 0, "1:two\nlines|b\n3:c|d\n"},
        {"\"two\r\nlines\",\"x\ry\"\r\nc,d\n", 0, "1:two\r\nlines|x\ry\n4:c|d\n"},
        {"\"a\" ,b\n", 0, "1:a|b\n"},
        {"a, \"b,c\"\n", 0, "1:a|b,c\n"},
        {"a, b\n", 0, "1:a| b\n"},
        {"5\" screen,b\n", 0, "1:5\" screen|b\n"},
        {"\"a\"", 0, "1:a\n"},
        {"\"a\"\r", 0, "1:a\n"},
        {"a\n\"open,\nb\n", 0,
         "1:a\n! line 2: the quote opened here is never closed: close it, or write \"\" for a quote in a cell"},
        {"a,\"b\nb\"\nc,\"d", 0,
         "1:a|b\nb\n! line 3: the quote opened here is never closed: close it, or write \"\" for a quote in a cell"},
        {"a\nb,\"c\" d\n", 0,
         "1:a\n! line 2: text stands behind the closing quote of cell 2: a quote in a cell is written \"\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char rows[SHOWN_MAX];
        read_all(cases[i].csv, strlen(cases[i].csv), cases[i].view, rows);
        assert_string_equal(rows, cases[i].rows);
    }
}

static void there_are_three_views(void **state)
{
    (void)state;
    struct input in;
    struct table t;
    struct err err;
    bool there;
    char rows[SHOWN_MAX];
    input_memory("a;b\n", 4, &in);
    assert_int_equal(csv_open(&in, &t, &err), 0);
    assert_int_equal(t.view(t.ctx, 3, &there, &err), 0);
    assert_false(there);
    for (int again = 0; again < 2; again++) { /* a view begins anew each time */
        assert_int_equal(t.view(t.ctx, 1, &there, &err), 0);
        tables_show_all(&t, rows);
        assert_string_equal(rows, "1:a|b\n");
    }
    table_close(&t);
}

struct bytes_case {
    const char *bytes;
    size_t size;
    const char *rows;
};

#define BYTES(literal) literal, sizeof literal - 1

static void encodings(void **state)
{
    (void)state;
    static const struct bytes_case cases[] = {
        {BYTES("型番,★\n"), "1:型番|★\n"},
        {BYTES("\xEF\xBB\xBF型番\n"), "1:型番\n"},
        {BYTES("\xEF\xBB\xBF"), ""},
        /* CP932: 登録番号, ①Ⅱ～－, half-width ｱｲ */
        {BYTES("\x93\x6F\x98\x5E\x94\xD4\x8D\x86\n"), "1:登録番号\n"},
        {BYTES("ok,\x87\x40\x87\x55\x81\x60\x81\x7C\n"), "1:ok|①Ⅱ～－\n"},
        {BYTES("\xB1\xB2\n"), "1:ｱｲ\n"},
        {BYTES("\x95\x5C,\x83\x5C\n"), "1:表|ソ\n"}, /* their second byte is a backslash */
        {BYTES("a,\"\x83\x5C\"\n"), "1:a|ソ\n"},
        /* wrong ones */
        {BYTES("\xFF\xFE"
               "a\0"),
         "! line 1: the text is UTF-16: save it as CSV in UTF-8"},
        {BYTES("\xFE\xFF\0a"), "! line 1: the text is UTF-16: save it as CSV in UTF-8"},
        {BYTES("a\0b\0c\0,\0"), "! line 1: the text is UTF-16: save it as CSV in UTF-8"},
        {BYTES("a\nb\0cc\n"), "! line 2: there is a NUL byte: this is no text; save it as CSV in UTF-8"},
        {BYTES("\x93\x6F\n\x93\x6F\n\0"), "! line 3: there is a NUL byte: this is no text; save it as CSV in UTF-8"},
        {BYTES("登録番号\nいろは\xFFに\n"), "! line 2: the byte FF is not valid UTF-8 here, though the text is UTF-8 "
                                            "elsewhere: save it again"},
        {BYTES("登録番号\r\nい\r\nろ\xE3\x81"), "! line 3: the byte E3 is not valid UTF-8 here, though the text is "
                                                "UTF-8 elsewhere: save it again"},
        {BYTES("\xEF\xBB\xBF"
               "a\nb\n\x93\x6F\n"),
         "! line 3: the byte 93 is not valid UTF-8 here, though the text is UTF-8 elsewhere: save it again"},
        {BYTES("a\nb\xA0\xFF\n"), "! line 2: the byte A0 fits neither UTF-8 nor CP932: save it as CSV in UTF-8"},
        {BYTES("a\n\x93"), "! line 2: the byte 93 fits neither UTF-8 nor CP932: save it as CSV in UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char rows[SHOWN_MAX];
        read_all(cases[i].bytes, cases[i].size, 0, rows);
        assert_string_equal(rows, cases[i].rows);
    }
}

/* English for longer than anyone looks ahead, then one cell in CP932. */
static void ascii_first_and_cp932_late(void **state)
{
    (void)state;
    enum { LINES = 600000 };
    size_t size = LINES * 10;
    char *bytes = malloc(size + 16), last[SHOWN_MAX] = "";
    for (size_t i = 0; i < LINES; i++)
        memcpy(bytes + i * 10, "DEMO,Vend\n", 10);
    memcpy(bytes + size, "\x93\x6F\x98\x5E,x\n", 7);
    struct input in;
    struct table t;
    struct err err;
    struct row row;
    bool more;
    int64_t count = 0;
    input_memory(bytes, size + 7, &in);
    assert_int_equal(csv_open(&in, &t, &err), 0);
    while (t.next(t.ctx, &row, &more, &err) == 0 && more) {
        count++;
        tables_show(&row, last);
    }
    assert_int_equal(count, LINES + 1);
    assert_int_equal(row.line, LINES + 1);
    assert_string_equal(last, "登録|x");
    table_close(&t);
    free(bytes);
}

static void limits(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "! line 1: more than 256 cells in a row: this is no list of labels or products",
        "! line 1: a cell is larger than 1 MiB: is there a quote that is never closed?",
        "! line 1: a row is larger than 8 MiB: is there a quote that is never closed?",
    };
    static const char opening[] = {',', '"', 'x'};
    size_t size = 9 * 1024 * 1024;
    char *bytes = malloc(size), rows[SHOWN_MAX];
    for (size_t i = 0; i < 3; i++) {
        memset(bytes, i == 0 ? ',' : 'x', size);
        bytes[0] = opening[i];
        read_all(bytes, size, 0, rows);
        assert_string_equal(rows, refused[i]);
    }
    memset(bytes, ',', 256);
    read_all(bytes, 255, 0, rows);
    assert_int_equal(strlen(rows), strlen("1:") + 255 + strlen("\n")); /* 256 cells are allowed */
    free(bytes);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A cell of a few characters of any kind; now and then a long one. */
static void random_cell(uint32_t *seed, char *out, size_t room)
{
    static const char *const pieces[] = {"a",    "7",  " ",  ",", ";",  "\t", "\"", "\n",
                                         "\r\n", "登", "録", "ｱ", "ソ", "表", "-"};
    size_t count = next_random(seed) % (next_random(seed) % 200 == 0 ? 30000 : 9), used = 0;
    for (size_t i = 0; i < count && used + 4 < room; i++) {
        const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof pieces[0])];
        memcpy(out + used, piece, strlen(piece));
        used += strlen(piece);
    }
    out[used] = 0;
}

enum { ROUND_ROWS = 400, ROUND_CELLS = 6, ROUND_ROOM = 16000 };

static size_t write_quoted(char *to, const char *cell)
{
    char *at = to;
    *at++ = '"';
    for (; *cell; cell++) {
        *at++ = *cell;
        if (*cell == '"')
            *at++ = '"';
    }
    *at++ = '"';
    return (size_t)(at - to);
}

/* What is written is what is read, in each encoding and with each delimiter, wherever the blocks are cut. */
static void what_is_written_is_read(void **state)
{
    (void)state;
    static const char delimiter[] = {',', ';', '\t'};
    char *text = malloc((size_t)ROUND_ROWS * ROUND_CELLS * ROUND_ROOM),
         *cp932 = malloc((size_t)ROUND_ROWS * ROUND_CELLS * ROUND_ROOM);
    char(*cells)[ROUND_ROOM / 2] = malloc((size_t)ROUND_ROWS * ROUND_CELLS * sizeof *cells);
    for (uint32_t round = 0; round < 12; round++) {
        uint32_t seed = round + 1;
        size_t view = round % 3, size = 0;
        for (size_t i = 0; i < (size_t)ROUND_ROWS * ROUND_CELLS; i++) {
            random_cell(&seed, cells[i], sizeof cells[i]);
            size += write_quoted(text + size, cells[i]);
            text[size++] = (i + 1) % ROUND_CELLS ? delimiter[view] : '\n';
        }
        const char *bytes = text;
        if (round % 2) {
            iconv_t cd = iconv_open("CP932", "UTF-8");
            char *in = text, *out = cp932;
            size_t left = size, room = (size_t)ROUND_ROWS * ROUND_CELLS * ROUND_ROOM;
            assert_int_equal(iconv(cd, &in, &left, &out, &room), 0);
            iconv_close(cd);
            bytes = cp932;
            size = (size_t)(out - cp932);
        }
        struct input in;
        struct table t;
        struct err err;
        struct row row;
        bool more;
        input_memory(bytes, size, &in);
        assert_int_equal(csv_open(&in, &t, &err), 0);
        assert_int_equal(t.view(t.ctx, view, &more, &err), 0);
        for (size_t i = 0; i < ROUND_ROWS; i++) {
            assert_int_equal(t.next(t.ctx, &row, &more, &err), 0);
            assert_true(more);
            assert_int_equal(row.count, ROUND_CELLS);
            for (size_t k = 0; k < ROUND_CELLS; k++)
                assert_string_equal(row.cell[k].text, cells[i * ROUND_CELLS + k]);
        }
        assert_int_equal(t.next(t.ctx, &row, &more, &err), 0);
        assert_false(more);
        table_close(&t);
    }
    free(text);
    free(cp932);
    free(cells);
}

/* Bytes of any kind end in rows of valid text or in a sentence, never worse. */
static void any_bytes_are_survived(void **state)
{
    (void)state;
    static const unsigned char likely[] = {',', '"', '\n', '\r', ';', 'a', 0xE3, 0x81, 0x82, 0x93, 0x6F, 0xB1, 0xFF, 0};
    for (uint32_t round = 0; round < 3000; round++) {
        unsigned char bytes[64];
        uint32_t seed = round * 7919 + 1;
        size_t size = next_random(&seed) % sizeof bytes;
        for (size_t i = 0; i < size; i++)
            bytes[i] = likely[next_random(&seed) % (sizeof likely - (round % 2))];
        struct input in;
        struct table t;
        struct err err = {0};
        struct row row;
        bool more = true;
        input_memory(bytes, size, &in);
        assert_int_equal(csv_open(&in, &t, &err), 0);
        while (t.next(t.ctx, &row, &more, &err) == 0 && more)
            for (size_t i = 0; i < row.count; i++)
                assert_true(text_valid(row.cell[i].text, strlen(row.cell[i].text)));
        assert_true(!more);
        table_close(&t);
    }
}

static void valid_utf8(void **state)
{
    (void)state;
    static const struct bytes_case cases[] = {
        /* bytes, how many are valid, what is cut: "cut" or "" */
        {BYTES("abcdefgh"), NULL},
        {BYTES("é登😀"), NULL},
        {BYTES("\xF4\x8F\xBF\xBF"), NULL},
        {BYTES("\xEE\x80\x80"), NULL},
        {BYTES("\xED\x9F\xBF"), NULL},
        {BYTES("\xC0\xAF"), "wrong"},
        {BYTES("\xED\xA0\x80"), "wrong"},
        {BYTES("\xE0\x9F\x80"), "wrong"},
        {BYTES("\xF0\x8F\x80\x80"), "wrong"},
        {BYTES("\xF4\x90\x80\x80"), "wrong"},
        {BYTES("\xF5\x80"), "wrong"},
        {BYTES("\x80"), "wrong"},
        {BYTES("\xE3\x81"), "cut"},
        {BYTES("\xE3\x81\x20"), "wrong"},
        {BYTES("\0"), "wrong"},
        {BYTES("abcdefg\0"), "wrong"},
        {BYTES("\xF0\x9F\x98"), "cut"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool cut;
        size_t valid = decoder_valid((const uint8_t *)cases[i].bytes, cases[i].size, &cut);
        assert_int_equal(valid == cases[i].size, cases[i].rows == NULL);
        assert_int_equal(cut, cases[i].rows && strcmp(cases[i].rows, "cut") == 0);
    }
}

static void files(void **state)
{
    const struct place *place = *state;
    struct input in;
    struct err err;
    char digest[INPUT_DIGEST_TEXT], path[512];
    tables_text(place, "list.csv", "abc", path);
    assert_int_equal(input_open(path, &in, &err), 0);
    assert_int_equal(input_digest(&in, digest, &err), 0);
    assert_string_equal(digest, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(input_unchanged(&in, &err), 0);
    tables_text(place, "list.csv", "abcdef", path);
    assert_int_equal(input_unchanged(&in, &err), -1);
    assert_said(&err, ERR_INPUT, "written to while it was read");
    input_close(&in);
    input_close(&in);
    assert_int_equal(input_open("/nowhere/list.csv", &in, &err), -1);
    assert_said(&err, ERR_IO, "/nowhere/list.csv cannot be opened");
    assert_int_equal(input_open(place->dir, &in, &err), -1);
    assert_said(&err, ERR_INPUT, "is no regular file");
    assert_int_equal(truncate(path, INPUT_BYTES_MAX + 1), 0); /* a hole: no bytes on the disk */
    assert_int_equal(input_open(path, &in, &err), -1);
    assert_said(&err, ERR_INPUT, "1073741825 bytes, more than the limit of 1 GiB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_rows_and_lines),
        cmocka_unit_test(there_are_three_views),
        cmocka_unit_test(encodings),
        cmocka_unit_test(ascii_first_and_cp932_late),
        cmocka_unit_test(limits),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(any_bytes_are_survived),
        cmocka_unit_test(valid_utf8),
        cmocka_unit_test_setup_teardown(files, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
