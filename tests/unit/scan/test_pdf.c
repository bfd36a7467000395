#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "app/scan/pdf.h"
#include "tests/unit/scan/pictures_world.h"

/* Pages of PDFs, drawn by a program that does what the document tells it (tests/servers/poppler.c), in place of
 * poppler.
 */

static char folder[] = "/tmp/kenpin-pdf-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *f = fopen(path_of(name), "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void write_document(const char *what)
{
    char text[2048];
    snprintf(text, sizeof text, "%%PDF-1.7 %s %%%%EOF", what);
    write_file("x.pdf", text);
}

static struct pictures *eyes(struct pictures_ask ask)
{
    ask.programs = ask.programs ? ask.programs : POPPLER;
    ask.apart = true;
    return pictures_with(ask);
}

static int put_page(struct pictures *p, unsigned page, struct err *err)
{
    return pictures_put(p, &(struct picture){.kind = PICTURE_PDF, .name = path_of("x.pdf"), .page = page}, err);
}

static struct picture_result *read_page(struct pictures *p, unsigned page)
{
    struct err err = {0};
    if (put_page(p, page, &err))
        fail_msg("%s", err.en);
    return next_result(p);
}

/* What is said of a document that is not read. */
static void assert_answer_with(struct pictures_ask ask, const char *what, const char *en, const char *ja)
{
    struct pictures *p = eyes(ask);
    write_document(what);
    const struct picture_result *r = read_page(p, 1);
    assert_true(r->failed);
    if (!strstr(r->err.en, en))
        fail_msg("%s", r->err.en);
    if (!strstr(r->err.ja, ja))
        fail_msg("%s", r->err.ja);
    assert_non_null(strstr(r->err.en, "x.pdf#1"));
    pictures_close(p);
}

static void assert_answer(const char *what, const char *en, const char *ja)
{
    assert_answer_with((struct pictures_ask){0}, what, en, ja);
}

static void a_page_is_a_picture(void **state)
{
    (void)state;
    struct pictures *p = eyes((struct pictures_ask){0});
    struct err err = {0};
    size_t pages = 0;
    write_document("pages:3");
    assert_int_equal(pictures_pdf_pages(p, path_of("x.pdf"), &pages, &err), 0);
    assert_int_equal(pages, 3);
    for (unsigned page = 1; page <= 3; page++) {
        const struct picture_result *r = read_page(p, page);
        if (r->failed)
            fail_msg("%s", r->err.en);
        assert_int_equal(r->width, 300);
        assert_int_equal(r->height, 200);
        assert_int_equal(r->dpi, 300);
        assert_non_null(strstr(r->name, page == 2 ? "x.pdf#2" : "x.pdf#"));
    }
    pictures_close(p);
}

static void a_page_that_is_not_there(void **state)
{
    (void)state;
    struct pictures *p = eyes((struct pictures_ask){0});
    write_document("pages:3");
    assert_non_null(strstr(read_page(p, 4)->err.en, "the document has 3"));
    assert_non_null(strstr(read_page(p, 0)->err.en, "no such page"));
    write_document("pages:10000"); /* another one under the same name is looked at anew */
    assert_false(read_page(p, PDF_PAGES_MAX)->failed);
    assert_non_null(strstr(read_page(p, PDF_PAGES_MAX + 1)->err.en, "10000 pages, and those behind the first 200"));
    pictures_close(p);
}

static void it_may_do_nothing_else(void **state)
{
    (void)state;
    char what[1024];
    bool landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
    struct pictures *p = eyes((struct pictures_ask){0});
    write_file("secret", "of the user's");
    snprintf(what, sizeof what, "draw:try write:%s/secret %s%s/secret ", folder, landlock ? "read:" : "see:", folder);
    write_document(what);
    const struct picture_result *r = read_page(p, 1);
    if (r->failed)
        fail_msg("%s", r->err.en);
    pictures_close(p);
    struct stat st;
    assert_int_equal(stat(path_of("secret"), &st), 0);
    assert_int_equal(st.st_size, 13);
}

/* So that the test before is one that can fail. */
static void what_it_does_is_told(void **state)
{
    (void)state;
    assert_answer("draw:try read:/usr ", "could read what is the user's", "could read what is the user's");
}

static void it_hangs(void **state)
{
    (void)state;
    const struct pictures_ask hasty = {.patience_ms = 100, .reader.budget_ms = 1};
    assert_answer_with(hasty, "draw:hang", "given up: poppler had not drawn it after 1 s", "1 秒たっても");
    assert_answer_with(hasty, "info:hang", "given up", "中止");
    assert_answer_with(hasty, "draw:spin", "given up", "中止");
}

static void it_floods(void **state)
{
    (void)state;
    assert_answer("draw:flood", "answered what cannot be", "応答が不正");
    assert_answer("draw:words", "answered what cannot be", "応答が不正");
    assert_answer("info:flood", "answered what cannot be", "応答が不正");
}

static void it_dies(void **state)
{
    (void)state;
    assert_answer("draw:die", "poppler crashed (signal", "異常終了");
    assert_answer_with((struct pictures_ask){.memory_mb = 64}, "draw:eat", "64 MB of memory", "上限 64 MB");
    assert_answer("draw:fail", "exit status 3", "終了ステータス 3");
}

static void it_does_not_draw_the_page(void **state)
{
    (void)state;
    assert_answer("draw:nothing", "did not draw the whole page", "ページ全体を描けません");
    assert_answer("draw:small", "did not draw the whole page", "ページ全体を描けません");
    assert_answer("draw:short", "did not draw the whole page", "ページ全体を描けません");
    assert_answer("draw:long", "answered what cannot be", "応答が不正");
    assert_answer("draw:complain", "Syntax Error (7): Unknown operator 'x?'", "Unknown operator 'x?'");
    assert_answer("info:locked", "locked with a password", "パスワード");
    assert_answer("pages:none", "answered what cannot be", "応答が不正");
}

static void files_that_are_none(void **state)
{
    (void)state;
    static const struct {
        const char *text, *en;
    } cases[] = {
        {"", "the file is empty"},
        {"\x89PNG..", "no PDF, whatever its name says: it begins with 89 50 4E 47 2E 2E"},
        {"x", "it begins with 78;"},
        {"%PDF-1.7 and no more", "truncated: it has no end (20 bytes)"},
    };
    struct pictures *p = eyes((struct pictures_ask){0});
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file("x.pdf", cases[i].text);
        const struct picture_result *r = read_page(p, 1);
        assert_true(r->failed);
        if (!strstr(r->err.en, cases[i].en))
            fail_msg("%s", r->err.en);
    }
    assert_int_equal(unlink(path_of("x.pdf")), 0);
    assert_non_null(strstr(read_page(p, 1)->err.en, "no such file"));
    pictures_close(p);
}

/* A folder that is named from where one stands may be one that somebody sent. */
static void where_programs_are_looked_for(void **state)
{
    (void)state;
    char folders[1024], there[1024];
    assert_non_null(getcwd(there, sizeof there));
    assert_answer_with((struct pictures_ask){.programs = "/nowhere"}, "", "install poppler-utils", "poppler-utils");
    assert_int_equal(chdir(POPPLER), 0);
    assert_answer_with((struct pictures_ask){.programs = ".::/nowhere"}, "", "pdfinfo is not here", "pdfinfo");
    assert_int_equal(chdir(there), 0);
    snprintf(folders, sizeof folders, "/nowhere::%s:/bin", POPPLER);
    struct pictures *p = eyes((struct pictures_ask){.programs = folders});
    write_document("");
    assert_false(read_page(p, 1)->failed);
    pictures_close(p);
}

static volatile bool by_hand;

static bool is_stopped_by_hand(void)
{
    return by_hand;
}

/* What is under way is ended, and nobody is left behind. */
static void ctrl_c_ends_it(void **state)
{
    (void)state;
    struct err err = {0};
    size_t pages;
    struct pictures *p = eyes((struct pictures_ask){.stopped = is_stopped_by_hand});
    by_hand = true;
    write_document("draw:hang");
    assert_int_equal(pictures_pdf_pages(p, path_of("x.pdf"), &pages, &err), -1);
    assert_int_equal(err.code, ERR_STOPPED);
    assert_int_equal(put_page(p, 1, &err), -1);
    assert_int_equal(err.code, ERR_STOPPED);
    by_hand = false;
    assert_int_equal(worker_pid(), 0);
    pictures_close(p);
}

/* One that is killed from outside costs its page. */
static bool kill_it(void)
{
    pid_t pid = worker_pid();
    if (pid)
        (void)kill(pid, SIGKILL);
    return false;
}

static void it_is_killed(void **state)
{
    (void)state;
    assert_answer_with((struct pictures_ask){.stopped = kill_it}, "info:hang draw:hang", "crashed (signal 9)",
                       "シグナル 9");
    struct pictures *p = eyes((struct pictures_ask){0});
    struct err err = {0};
    size_t pages;
    write_document("");
    assert_int_equal(pictures_pdf_pages(p, path_of("x.pdf"), &pages, &err), 0);
    assert_int_equal(kill(child_of(getpid()), SIGKILL), 0); /* what makes it: another one does then */
    assert_false(read_page(p, 1)->failed);
    pictures_close(p);
}

/* All its pages together have their time too. */
static void a_document_that_takes_too_long(void **state)
{
    (void)state;
    struct pictures *p = eyes((struct pictures_ask){.patience_ms = 50, .reader.budget_ms = 1});
    write_document("pages:200 draw:hang");
    unsigned page = 1;
    while (page < PDF_PAGES_MAX && !strstr(read_page(p, page)->err.en, "took more than 30 s in all"))
        page++;
    assert_in_range(page, 2, PDF_PATIENCES + 2);
    pictures_close(p);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path_of("x.pdf"));
    (void)unlink(path_of("secret"));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_a_picture),
        cmocka_unit_test(a_page_that_is_not_there),
        cmocka_unit_test(it_may_do_nothing_else),
        cmocka_unit_test(what_it_does_is_told),
        cmocka_unit_test(it_hangs),
        cmocka_unit_test(it_floods),
        cmocka_unit_test(it_dies),
        cmocka_unit_test(it_does_not_draw_the_page),
        cmocka_unit_test(files_that_are_none),
        cmocka_unit_test(where_programs_are_looked_for),
        cmocka_unit_test(ctrl_c_ends_it),
        cmocka_unit_test(it_is_killed),
        cmocka_unit_test(a_document_that_takes_too_long),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
