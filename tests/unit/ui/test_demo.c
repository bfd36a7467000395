/* The demonstration: invented boxes through the real path. */
#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ui/cli/eyes.h"
#include "ui/demo/boxes.h"
#include "ui/demo/demo.h"
#include "ui/demo/place.h"

/* A folder of the test's own, TMPDIR while the test runs. */
struct room {
    char path[256];
    char before[200]; /* TMPDIR as it was */
};

static int make_room(void **state)
{
    struct room *r = calloc(1, sizeof *r);
    const char *base = getenv("TMPDIR");
    if (!r)
        return -1;
    snprintf(r->before, sizeof r->before, "%s", base && base[0] ? base : "/tmp");
    snprintf(r->path, sizeof r->path, "%s/kenpin-test-XXXXXX", r->before);
    *state = r;
    return mkdtemp(r->path) ? setenv("TMPDIR", r->path, 1) : -1;
}

static int remove_one(const char *path, const struct stat *seen, int kind, struct FTW *at)
{
    (void)seen, (void)kind, (void)at;
    return remove(path);
}

static int drop_room(void **state)
{
    struct room *r = *state;
    setenv("TMPDIR", r->before, 1);
    nftw(r->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(r);
    return 0;
}

static size_t files_in(const char *path)
{
    DIR *folder = opendir(path);
    size_t count = 0;
    assert_non_null(folder);
    for (struct dirent *d; (d = readdir(folder));)
        count += strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
    closedir(folder);
    return count;
}

static struct demo_ask ask_in(enum lang lang)
{
    struct demo_ask ask = {.style = {.lang = lang, .columns = 80}, .pictures = eyes_ask(0)};
    assert_true(moment_parse("2026-11-21T10:15:00Z", &ask.now));
    return ask;
}

/* What the demonstration prints; the caller frees it. */
static char *run(const struct demo_ask *ask)
{
    char *text = NULL;
    size_t size = 0;
    struct err err = {0};
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    if (demo_run(out, ask, &err))
        fail_msg("%s", err.en);
    fclose(out);
    return text;
}

/* The line that begins with a picture's name. */
static void expect_line(const char *text, const char *picture, const char *gb, const char *jp)
{
    const char *at = strstr(text, picture), *end = at ? strchr(at, '\n') : NULL;
    char line[512];
    if (!end)
        fail_msg("no line of %s in:\n%s", picture, text);
    snprintf(line, sizeof line, "%.*s", (int)(end - at), at);
    char *of_gb = strstr(line, gb);
    if (!of_gb || !strstr(of_gb + strlen(gb), jp))
        fail_msg("%s: expected %s and %s", line, gb, jp);
}

static const struct {
    const char *picture, *gb, *jp, *gb_ja, *jp_ja;
} expected[BOXES] = {
    {"current.png", "✔ PASS U10", "✔ PASS J01", "✔ 合格 U10", "✔ 合格 J01"},
    {"expired.png", "✖ HOLD U15", "! WARN J02", "✖ 保留 U15", "! 注意 J02"},
    {"revoked.png", "✖ HOLD U08", "? REVIEW J02", "✖ 保留 U08", "? 要確認 J02"},
    {"wrong-model.png", "✖ HOLD U16", "? REVIEW J03", "✖ 保留 U16", "? 要確認 J03"},
    {"look-alike.png", "? REVIEW U10", "? REVIEW J01", "? 要確認 U10", "? 要確認 J01"},
    {"cls.png", "✔ PASS U10", "✔ PASS J05", "✔ 合格 U10", "✔ 合格 J05"},
    {"near-expiry.png", "! WARN U11", "! WARN J01", "! 注意 U11", "! 注意 J01"},
    {"no-mark.png", "✔ PASS U10", "✔ PASS J01", "✔ 合格 U10", "✔ 合格 J01"},
};

static void every_box_has_its_verdicts_in_both_languages(void **state)
{
    (void)state;
    struct demo_ask en = ask_in(LANG_EN), ja = ask_in(LANG_JA);
    char *text = run(&en), *text_ja = run(&ja);
    for (size_t i = 0; i < BOXES; i++) {
        expect_line(text, expected[i].picture, expected[i].gb, expected[i].jp);
        expect_line(text_ja, expected[i].picture, expected[i].gb_ja, expected[i].jp_ja);
    }
    assert_int_equal(strncmp(text, "DEMONSTRATION DATA - INVENTED", 29), 0);
    assert_non_null(strstr(text_ja, "架空"));
    free(text);
    free(text_ja);
}

static void it_fits_on_one_screen(void **state)
{
    (void)state;
    struct demo_ask en = ask_in(LANG_EN);
    char *text = run(&en);
    size_t lines = 0;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    assert_true(lines <= 30);
    free(text);
}

static void nothing_is_left_behind(void **state)
{
    struct room *r = *state;
    struct demo_ask en = ask_in(LANG_EN);
    free(run(&en));
    assert_int_equal(files_in(r->path), 0);
}

static void keep_leaves_a_world_to_try(void **state)
{
    struct room *r = *state;
    char folder[512], path[1024];
    struct demo_ask en = ask_in(LANG_EN);
    snprintf(folder, sizeof folder, "%s/kept", r->path);
    en.keep = folder;
    char *text = run(&en);
    assert_non_null(strstr(text, "check"));
    free(text);
    static const char *const files[] = {"jc-star.csv", "cls.json", "catalogue.csv", "data/cache.db",
                                        "data/evidence.db"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        assert_int_equal(access(path, R_OK), 0);
    }
    snprintf(path, sizeof path, "%s/pictures", folder);
    assert_int_equal(files_in(path), BOXES);
}

static void a_folder_in_use_is_left_alone(void **state)
{
    struct room *r = *state;
    char file[512];
    struct demo_ask en = ask_in(LANG_EN);
    struct err err = {0};
    snprintf(file, sizeof file, "%s/mine", r->path);
    FILE *mine = fopen(file, "w");
    assert_non_null(mine);
    fclose(mine);
    en.keep = r->path;
    assert_int_equal(demo_run(stdout, &en, &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
    assert_int_equal(files_in(r->path), 1);
}

static void the_day_does_not_matter(void **state)
{
    (void)state;
    static const char *const moments[] = {"2026-12-31T15:00:01Z", "2028-02-29T23:59:59Z", "2031-03-31T00:30:00Z"};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        struct demo_ask en = ask_in(LANG_EN);
        assert_true(moment_parse(moments[i], &en.now));
        char *text = run(&en);
        for (size_t b = 0; b < BOXES; b++)
            expect_line(text, expected[b].picture, expected[b].gb, expected[b].jp);
        free(text);
    }
}

static void a_signal_waits_until_the_folder_is_gone(void **state)
{
    struct room *r = *state;
    struct place place = {0};
    struct err err = {0};
    place_watch();
    assert_int_equal(place_make(NULL, &place, &err), 0);
    assert_int_equal(place_folder(&place, "data", &err), 0);
    assert_int_equal(place_stopped(&err), 0);
    raise(SIGINT);
    assert_int_equal(place_stopped(&err), -1);
    assert_int_equal(err.code, ERR_STOPPED);
    place_remove(&place);
    place_remove(&place);
    place_unwatch();
    assert_int_equal(files_in(r->path), 0);
}

/* GS1 keeps prefix 952 for demonstrations and examples of its system. */
static void every_number_is_one_that_nobody_has(void **state)
{
    (void)state;
    for (size_t i = 0; i < BOXES; i++) {
        char ean[GTIN_TEXT], label[BOXES_TEXT], gtin[GTIN_TEXT];
        boxes_ean(&boxes[i], ean);
        assert_int_equal(strncmp(ean, "952", 3), 0);
        assert_int_equal(gtin_from_typed(ean, gtin), GTIN_GOOD);
        boxes_label(&boxes[i], 20261121, label);
        assert_true(!label[0] || strstr(label, "DEMO"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_box_has_its_verdicts_in_both_languages, make_room, drop_room),
        cmocka_unit_test_setup_teardown(it_fits_on_one_screen, make_room, drop_room),
        cmocka_unit_test_setup_teardown(nothing_is_left_behind, make_room, drop_room),
        cmocka_unit_test_setup_teardown(keep_leaves_a_world_to_try, make_room, drop_room),
        cmocka_unit_test_setup_teardown(a_folder_in_use_is_left_alone, make_room, drop_room),
        cmocka_unit_test_setup_teardown(the_day_does_not_matter, make_room, drop_room),
        cmocka_unit_test_setup_teardown(a_signal_waits_until_the_folder_is_gone, make_room, drop_room),
        cmocka_unit_test(every_number_is_one_that_nobody_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
