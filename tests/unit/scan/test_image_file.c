#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/scan/image.h"

/* Files that are no picture file at all. */

static char folder[512];

static int make_folder(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/kenpin-image-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *path_of(const char *name)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static void assert_refused(const char *path, enum err_code code, const char *en, const char *ja)
{
    struct image image = {0};
    struct err err = {0};
    assert_int_equal(image_load(path, &image, &err), -1);
    assert_int_equal(err.code, code);
    assert_null(image.grey);
    if (!strstr(err.en, en) || !strstr(err.ja, ja))
        fail_msg("\"%s\" / \"%s\" lacks \"%s\" / \"%s\"", err.en, err.ja, en, ja);
}

static void a_name_without_a_file(void **state)
{
    (void)state;
    assert_refused(path_of("none.png"), ERR_IO, "none.png: no such file", "ファイルがありません");
}

static void a_folder(void **state)
{
    (void)state;
    assert_refused(folder, ERR_INPUT, "a folder", "フォルダー");
}

static void an_empty_file(void **state)
{
    (void)state;
    const char *path = path_of("empty.jpg");
    write_file(path, "", 0);
    assert_refused(path, ERR_INPUT, "empty.jpg: the file is empty (0 bytes)", "空のファイルです(0 バイト)");
    unlink(path);
}

static void a_file_one_may_not_read(void **state)
{
    (void)state;
    if (geteuid() == 0)
        skip(); /* root may read everything */
    const char *path = path_of("secret.jpg");
    write_file(path, "x", 1);
    assert_int_equal(chmod(path, 0), 0);
    assert_refused(path, ERR_IO, "may not be read", "読み取りが許されていません");
    unlink(path);
}

static void a_file_of_two_gigabytes_is_not_read_in(void **state)
{
    (void)state;
    const char *path = path_of("film.jpg");
    write_file(path, "\xFF\xD8\xFF", 3);
    assert_int_equal(truncate(path, (off_t)2 << 30), 0); /* takes no room on the disk */
    assert_refused(path, ERR_INPUT, "the file has 2147.5 MB; a picture may have 67.1",
                   "2147.5 MB あります。画像は 67.1 MB まで");
    unlink(path);
}

static void a_pipe_is_not_waited_for(void **state)
{
    (void)state;
    const char *path = path_of("pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_refused(path, ERR_INPUT, "a device or a pipe", "デバイスまたはパイプ");
    unlink(path);
}

static void a_socket_or_a_device(void **state)
{
    (void)state;
    const char *path = path_of("socket");
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    assert_true(strlen(path) < sizeof at.sun_path);
    memcpy(at.sun_path, path, strlen(path) + 1);
    if (bind(s, (struct sockaddr *)&at, sizeof at) == 0)
        assert_refused(path, ERR_INPUT, "not a file", "ファイルではありません");
    close(s);
    unlink(path);
    assert_refused("/dev/zero", ERR_INPUT, "a device or a pipe", "デバイスまたはパイプ");
}

static void the_name_decides_nothing(void **state)
{
    (void)state;
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0};
    const char *path = path_of("box.jpg");
    write_file(path, png, sizeof png);
    assert_refused(path, ERR_INPUT, "box.jpg: the PNG picture is truncated", "PNG 画像が途中で切れています");
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_without_a_file),
        cmocka_unit_test(a_folder),
        cmocka_unit_test(an_empty_file),
        cmocka_unit_test(a_file_one_may_not_read),
        cmocka_unit_test(a_file_of_two_gigabytes_is_not_read_in),
        cmocka_unit_test(a_pipe_is_not_waited_for),
        cmocka_unit_test(a_socket_or_a_device),
        cmocka_unit_test(the_name_decides_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
