#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/scan/picture_files.h"

/* Names of files become a list of what is to be read. */

static char folder[512];

static int make_folder(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/kenpin-files-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *ftw)
{
    (void)st;
    (void)what;
    (void)ftw;
    return remove(path);
}

static int remove_folder(void **state)
{
    (void)state;
    return chdir("/") == 0 ? nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) : -1;
}

static void touch(const char *name)
{
    FILE *f = fopen(name, "w");
    assert_non_null(f);
    assert_int_equal(fclose(f), 0);
}

static struct picture_files list(const char *name)
{
    struct picture_files files = {0};
    struct err err = {0};
    if (picture_files_add(&files, name, &err))
        fail_msg("%s", err.en);
    return files;
}

static void assert_lists(const char *name, const char *const *paths)
{
    struct picture_files files = list(name);
    size_t count = 0;
    for (; paths[count]; count++) {
        assert_true(count < files.count);
        assert_string_equal(files.item[count].path, paths[count]);
    }
    assert_int_equal(files.count, count);
    picture_files_clear(&files);
}

static void a_file_is_itself(void **state)
{
    (void)state;
    touch("box.png");
    struct picture_files files = list("box.png");
    assert_int_equal(files.count, 1);
    assert_int_equal(files.roots, 0);
    assert_true(files.item[0].root == PICTURE_FILES_NO_ROOT);
    assert_false(files.item[0].only_if_known);
    picture_files_clear(&files);
    assert_lists("missing.png", (const char *[]){"missing.png", NULL});
}

static void a_folder_in_the_order_of_bytes(void **state)
{
    (void)state;
    assert_int_equal(mkdir("order", 0700) | mkdir("order/b", 0700) | mkdir("order/empty", 0700), 0);
    touch("order/c.png");
    touch("order/B.png");
    touch("order/b/2.png");
    touch("order/b/10.png");
    touch("order/a\nb");
    touch("order/\xff.png");
    assert_lists("order", (const char *[]){"order/B.png", "order/a\nb", "order/b/10.png", "order/b/2.png",
                                           "order/c.png", "order/\xff.png", NULL});
    assert_lists("order/", (const char *[]){"order/B.png", "order/a\nb", "order/b/10.png", "order/b/2.png",
                                            "order/c.png", "order/\xff.png", NULL});
}

static void what_its_name_says(void **state)
{
    (void)state;
    assert_int_equal(mkdir("names", 0700), 0);
    touch("names/.hidden.png");
    touch("names/a.JPG");
    touch("names/notes.txt");
    struct picture_files files = list("names");
    assert_int_equal(files.count, 3);
    assert_true(files.item[0].only_if_known);
    assert_false(files.item[1].only_if_known);
    assert_true(files.item[2].only_if_known);
    assert_int_equal(files.roots, 1);
    assert_string_equal(files.root[0].path, "names");
    picture_files_clear(&files);
}

static void no_loops_no_pipes(void **state)
{
    (void)state;
    assert_int_equal(mkdir("loops", 0700), 0);
    touch("loops/z.png");
    assert_int_equal(symlink(".", "loops/itself"), 0);
    assert_int_equal(symlink("..", "loops/above"), 0);
    assert_int_equal(symlink("z.png", "loops/link.png"), 0);
    assert_int_equal(symlink("round.png", "loops/round.png"), 0);
    assert_int_equal(mkfifo("loops/pipe", 0600), 0);
    /* the link that leads nowhere is kept, so that it is said */
    assert_lists("loops", (const char *[]){"loops/link.png", "loops/round.png", "loops/z.png", NULL});
}

static void too_deep(void **state)
{
    (void)state;
    char path[1024] = "deep";
    struct picture_files files;
    for (int i = 0; i < PICTURE_FILES_DEPTH + 3; i++) {
        assert_int_equal(mkdir(path, 0700), 0);
        strcat(path, "/d");
    }
    files = list("deep");
    assert_int_equal(files.count, 1); /* the folder where it stops: it will fail in its place */
    assert_false(files.item[0].only_if_known);
    picture_files_clear(&files);
    picture_files_clear(&files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_itself),   cmocka_unit_test(a_folder_in_the_order_of_bytes),
        cmocka_unit_test(what_its_name_says), cmocka_unit_test(no_loops_no_pipes),
        cmocka_unit_test(too_deep),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
