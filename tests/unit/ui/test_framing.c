/* Bytes as lines, whatever ends them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "ui/term/framing.h"
#include "ui/term/serial.h"

static struct framing framing;
static char seen[4096];

static void note(const struct framing_line *line)
{
    size_t at = strlen(seen);
    snprintf(seen + at, sizeof seen - at, "[%.*s]%s", (int)line->size, line->bytes, line->too_long ? "!" : "");
}

static void put(const char *bytes, size_t size)
{
    struct framing_line line;
    while (framing_take(&framing, &bytes, &size, &line))
        note(&line);
    assert_int_equal(size, 0);
}

static void begin(void)
{
    framing = (struct framing){0};
    seen[0] = 0;
}

static void a_line_ends_with_either_or_both(void **state)
{
    (void)state;
    static const char *const ways[] = {"a1\rb2\r", "a1\nb2\n", "a1\r\nb2\r\n", "\r\n\r\na1\r\r\nb2\n\n"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        begin();
        put(ways[i], strlen(ways[i]));
        assert_string_equal(seen, "[a1][b2]");
        begin();
        for (const char *c = ways[i]; *c; c++) /* byte by byte, as slow lines bring them */
            put(c, 1);
        assert_string_equal(seen, "[a1][b2]");
    }
}

static void silence_ends_a_line_too(void **state)
{
    (void)state;
    struct framing_line line;
    begin();
    put("9520000000011", 13);
    assert_string_equal(seen, "");
    assert_true(framing_end(&framing, &line));
    note(&line);
    assert_string_equal(seen, "[9520000000011]");
    assert_false(framing_end(&framing, &line));
}

static void no_line_is_longer_than_a_code(void **state)
{
    (void)state;
    static char much[SYMBOL_BYTES_MAX * 3];
    struct framing_line line;
    memset(much, 'x', sizeof much);
    much[sizeof much - 1] = '\n';
    const char *at = much;
    size_t left = sizeof much;
    begin();
    assert_true(framing_take(&framing, &at, &left, &line));
    assert_true(line.too_long);
    assert_int_equal(line.size, SYMBOL_BYTES_MAX);
    put("good\n", 5); /* and the next one is whole again */
    assert_string_equal(seen, "[good]");
}

static void what_stands_in_a_line_stays(void **state)
{
    (void)state;
    static const char bytes[] = {0x1D, '0', '1', 0, '2', '\n'};
    const char *at = bytes;
    size_t left = sizeof bytes;
    struct framing_line line;
    begin();
    assert_true(framing_take(&framing, &at, &left, &line));
    assert_int_equal(line.size, 5);
    assert_memory_equal(line.bytes, bytes, 5);
}

static void a_serial_line_is_named_with_its_speed(void **state)
{
    (void)state;
    static const struct {
        const char *said, *path;
        speed_t speed;
    } good[] = {{"/dev/ttyACM0", "/dev/ttyACM0", B9600},
                {"/dev/ttyUSB0:115200", "/dev/ttyUSB0", B115200},
                {"/dev/serial/by-path/pci-0000:00:14.0-usb", "/dev/serial/by-path/pci-0000:00:14.0-usb", B9600}};
    struct serial_name name;
    struct err err;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(serial_name(good[i].said, &name, &err), 0);
        assert_string_equal(name.path, good[i].path);
        assert_int_equal(name.speed, good[i].speed);
    }
    static const char *const bad[] = {"/dev/ttyACM0:9601", "", ":9600", "/dev/ttyACM0:99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(serial_name(bad[i], &name, &err), -1);
        assert_int_equal(err.code, ERR_USAGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_ends_with_either_or_both),       cmocka_unit_test(silence_ends_a_line_too),
        cmocka_unit_test(no_line_is_longer_than_a_code),         cmocka_unit_test(what_stands_in_a_line_stays),
        cmocka_unit_test(a_serial_line_is_named_with_its_speed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
