#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/scan/pdf_complaints.h"
#include "app/scan/pdf_info.h"
#include "app/scan/pdf_name.h"
#include "app/scan/pdf_pgm.h"

/* What comes from poppler's programs is as hostile as the document that they were given. */

/* ---- names ---- */

static void a_name_says_which_page(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t file;
        unsigned page;
    } pdfs[] = {
        {"note.pdf", 8, 0},      {"NOTE.PDF", 8, 0}, {"in/note.Pdf#12", 11, 12}, {"note.pdf#1", 8, 1},
        {"a#b.pdf#200", 7, 200}, {"a#3.pdf", 7, 0},  {".pdf.pdf", 8, 0},         {"x.pdf#99999999999", 5, 1000000000},
    };
    for (size_t i = 0; i < sizeof pdfs / sizeof *pdfs; i++) {
        size_t file = 0;
        unsigned page = 77;
        assert_true(pdf_name_split(pdfs[i].name, &file, &page));
        assert_int_equal(file, pdfs[i].file);
        assert_int_equal(page, pdfs[i].page);
    }
    static const char *const others[] = {
        "",          ".pdf",       "pdf",         "note.pdf.jpg", "note.jpg#2",  "note.pdf#0",
        "note.pdf#", "note.pdf#x", "note.pdf#1x", "note.pdf# 1",  "note.pdf#-1", "#1"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t file;
        unsigned page;
        assert_false(pdf_name_split(others[i], &file, &page));
    }
}

/* ---- pdfinfo ---- */

static struct pdf_info info;

static bool reads(const char *text)
{
    return pdf_info_read(text, strlen(text), &info);
}

static void pages_and_their_sizes(void **state)
{
    (void)state;
    assert_true(
        reads("Title:   x\nPages:           2\nEncrypted:       no\nPage    1 size:  595.276 x 841.89 pts (A4)\n"
              "Page    1 rot:   0\nPage    2 size:  1e+06 x 72 pts\nPage    2 rot:   90\nFile size: 0 bytes"));
    assert_int_equal(info.pages, 2);
    assert_true(info.page[0].width > 595 && info.page[0].height > 841);
    assert_true(info.page[1].width == 72 && info.page[1].height == 1e6); /* as it is seen */
}

/* A title is printed as it stands in the document, new lines too. */
static void a_title_cannot_speak_for_the_document(void **state)
{
    (void)state;
    assert_true(reads("Title:  x\nPages: 1\nPage    1 size:  3 x 3 pts\nPages:   2\nPage    1 size:  10 x 20 pts\n"
                      "Page    2 size:  10 x 20 pts\n"));
    assert_int_equal(info.pages, 2);
    assert_true(info.page[0].width == 10);
    assert_false(reads("Title:  x\nPages: 1\nPage    1 size:  3 x 3 pts\nPages:   2\n"));
}

static void more_pages_than_are_read(void **state)
{
    (void)state;
    static char text[PDF_PAGES_MAX * 64];
    size_t size = (size_t)sprintf(text, "Pages: 10000\n");
    for (int i = 1; i <= PDF_PAGES_MAX; i++)
        size += (size_t)sprintf(text + size, "Page %4d size: 100 x 100 pts\n", i);
    assert_true(pdf_info_read(text, size, &info));
    assert_int_equal(info.pages, 10000);
    assert_false(pdf_info_read(text, size - 40, &info)); /* not of all that are read */
}

static void what_does_not_say_it_all_says_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "Pages:",
        "Pages: 0\n",
        "Pages: -1\nPage 1 size: 1 x 1 pts\n",
        "Pages: 99999999999999999999\nPage 1 size: 1 x 1 pts\n",
        "Pages: 1 or so\nPage 1 size: 1 x 1 pts\n",
        "Pages: 1\n",
        "Pages: 1\nPage 2 size: 1 x 1 pts\n",
        "Pages: 1\nPage 0 size: 1 x 1 pts\n",
        "Pages: 1\nPage 18446744073709551617 size: 1 x 1 pts\n",
        "Pages: 1\nPage 1 size: 0 x 1 pts\n",
        "Pages: 1\nPage 1 size: -5 x 1 pts\n",
        "Pages: 1\nPage 1 size: nan x 1 pts\n",
        "Pages: 1\nPage 1 size: 1 x inf pts\n",
        "Pages: 1\nPage 1 size: 1 x 1e300 pts\n",
        "Pages: 1\nPage 1 size: 1 by 1 pts\n",
        "Page 1 size: 1 x 1 pts\nPages: 1\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(reads(texts[i]));
    static char endless[100000];
    memset(endless, 'P', sizeof endless);
    assert_false(pdf_info_read(endless, sizeof endless, &info));
}

/* ---- PGM ---- */

static struct pdf_pgm pgm_of(const char *bytes, size_t size, size_t chunk)
{
    struct pdf_pgm p = {.most_width = 100, .most_height = 50};
    for (size_t at = 0; at < size; at += chunk)
        (void)pdf_pgm_take(&p, (const uint8_t *)bytes + at, chunk < size - at ? chunk : size - at);
    return p;
}

static void a_picture_however_it_is_cut(void **state)
{
    (void)state;
    static const char bytes[] = "P5\n3 2\n255\nabcdef";
    for (size_t chunk = 1; chunk < sizeof bytes; chunk++) {
        struct pdf_pgm p = pgm_of(bytes, sizeof bytes - 1, chunk);
        assert_int_equal(p.state, PDF_PGM_WHOLE);
        assert_int_equal(p.width, 3);
        assert_int_equal(p.height, 2);
        assert_int_equal(pgm_of(bytes, sizeof bytes - 2, chunk).state, PDF_PGM_PIXELS); /* truncated */
        assert_int_equal(pgm_of(bytes, sizeof bytes, chunk).state, PDF_PGM_WRONG);      /* one byte more */
    }
}

static void heads_that_are_none(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "P6\n3 2\n255\n",
        "P2\n3 2\n255\n",
        "p5\n3 2\n255\n",
        "P5 3 2\n255\n",
        "P5\r\n3 2\n255\n",
        "P5\n# note\n3 2\n255\n",
        "P5\n3  2\n255\n",
        "P5\n-3 2\n255\n",
        "P5\n+3 2\n255\n",
        "P5\n03 2\n255\n",
        "P5\n0 2\n255\n",
        "P5\n3 0\n255\n",
        "P5\n101 2\n255\n",
        "P5\n3 51\n255\n",
        "P5\n4294967297 2\n255\n",
        "P5\n99999999999999999 1",
        "P5\n3 2\n65535\n",
        "P5\n3 2\n254\n",
        "P5\n3 2\n0\n",
        "P5\n3 2\n255 ",
        "P5\n3\t2\n255\n",
        "\n",
        "Syntax Error: x\n",
        "P5\n \n255\n",
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct pdf_pgm p = pgm_of(heads[i], strlen(heads[i]), 1);
        assert_int_equal(p.state, PDF_PGM_WRONG);
        assert_false(pdf_pgm_take(&p, (const uint8_t *)"P5\n3 2\n255\nabcdef", 17)); /* for good */
    }
    assert_int_equal(pgm_of("", 0, 1).state, PDF_PGM_NONE);
    assert_int_equal(pgm_of("P5\n3 2\n25", 9, 1).state, PDF_PGM_HEAD);
}

static void endless_pixels_end_with_the_first_too_many(void **state)
{
    (void)state;
    struct pdf_pgm p = {.most_width = 100, .most_height = 50};
    static const uint8_t pixels[64] = {0};
    assert_true(pdf_pgm_take(&p, (const uint8_t *)"P5\n100 50\n255\n", 14));
    size_t taken = 0;
    while (pdf_pgm_take(&p, pixels, sizeof pixels))
        taken += sizeof pixels;
    assert_in_range(taken, 5000 - sizeof pixels, 5000);
}

/* ---- complaints ---- */

static struct pdf_complaints complaints_of(const char *text, size_t chunk)
{
    struct pdf_complaints c = {0};
    size_t size = strlen(text);
    for (size_t at = 0; at < size; at += chunk)
        pdf_complaints_take(&c, text + at, chunk < size - at ? chunk : size - at);
    pdf_complaints_end(&c);
    return c;
}

static void harmless_ones_are_passed_by(void **state)
{
    (void)state;
    static const char text[] = "Syntax Warning: Invalid Font Weight\n"
                               "Syntax Warning (12): May not be a PDF file (continuing anyway)\n"
                               "Config Error: No display font for 'Symbol'\n"
                               "Fontconfig error: No writable cache directories\n"
                               "Syntax Error: Missing language pack for 'Adobe-Japan1' mapping\n"
                               "Syntax Error (77): Expected the default config, but wasn't able to find it\n";
    for (size_t chunk = 1; chunk < sizeof text; chunk += 7)
        assert_string_equal(complaints_of(text, chunk).first, "");
    assert_string_equal(complaints_of("Syntax Warning: x\nSyntax Error: Unknown operator 'zork'\nBogus", 5).first,
                        "Syntax Error: Unknown operator 'zork'");
    assert_string_equal(complaints_of("Bogus memory allocation size", 3).first, "Bogus memory allocation size");
}

/* Words of the document stand in them. */
static void a_document_cannot_speak_for_poppler(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Syntax Error: Unknown operator 'Syntax Warning: x'",
        "Syntax Error: Unknown operator ': Missing language pack for ''",
        "Internal Error: Config Error: x",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(complaints_of(texts[i], 1).first, texts[i]);
    assert_string_equal(complaints_of("Syntax Error: \x1b[31m\xe3\x81\x82", 2).first, "Syntax Error: ?[31m???");
}

static void long_ones_and_many(void **state)
{
    (void)state;
    struct pdf_complaints c = {0};
    char many[1000];
    memset(many, 'x', sizeof many);
    for (size_t i = 0; i < PDF_COMPLAINTS_MAX / sizeof many; i++)
        pdf_complaints_take(&c, many, sizeof many);
    assert_false(c.too_many);
    pdf_complaints_take(&c, many, sizeof many);
    assert_true(c.too_many);
    pdf_complaints_end(&c);
    assert_int_equal(strlen(c.first), PDF_COMPLAINT_MAX - 1);
}

static void a_password_is_wanted(void **state)
{
    (void)state;
    assert_true(complaints_of("Command Line Error: Incorrect password\n", 4).locked);
    assert_false(complaints_of("Syntax Error: Command Line Error: Incorrect password\n", 4).locked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_says_which_page),
        cmocka_unit_test(pages_and_their_sizes),
        cmocka_unit_test(a_title_cannot_speak_for_the_document),
        cmocka_unit_test(more_pages_than_are_read),
        cmocka_unit_test(what_does_not_say_it_all_says_nothing),
        cmocka_unit_test(a_picture_however_it_is_cut),
        cmocka_unit_test(heads_that_are_none),
        cmocka_unit_test(endless_pixels_end_with_the_first_too_many),
        cmocka_unit_test(harmless_ones_are_passed_by),
        cmocka_unit_test(a_document_cannot_speak_for_poppler),
        cmocka_unit_test(long_ones_and_many),
        cmocka_unit_test(a_password_is_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
