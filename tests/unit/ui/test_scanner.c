/* A USB scanner as time goes by: what is a line, and what is none. The kernel's side is tests/servers/evdev.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/term/scanner.h"

struct desk {
    char folder[64], pipe[96], is[96];
    int plug; /* the scanner's end */
    int64_t now_ms;
    struct scanner scanner;
    char lines[1024]; /* that came: "[...]", "!" for one of which keys were lost */
};

static void plug(struct desk *d)
{
    assert_int_equal(mkfifo(d->pipe, 0600), 0);
    d->plug = open(d->pipe, O_RDWR | O_CLOEXEC);
    assert_true(d->plug >= 0);
}

static void pull(struct desk *d)
{
    assert_int_equal(unlink(d->pipe), 0);
    close(d->plug);
}

static void begin(struct desk *d)
{
    struct err err;
    *d = (struct desk){.folder = "/tmp/kenpin-scanner-XXXXXX", .now_ms = 1000};
    assert_non_null(mkdtemp(d->folder));
    snprintf(d->pipe, sizeof d->pipe, "%s/event0", d->folder);
    snprintf(d->is, sizeof d->is, "%s/event0.is", d->folder);
    FILE *file = fopen(d->is, "w");
    assert_non_null(file);
    fputs("Scanner\nkeyboard\n", file);
    fclose(file);
    setenv("INPUT_FOLDER", d->folder, 1);
    plug(d);
    assert_int_equal(scanner_open(true, "Scanner", d->now_ms, &d->scanner, &err), 0);
    assert_true(d->scanner.fd >= 0);
}

static void end(struct desk *d)
{
    scanner_close(&d->scanner);
    pull(d);
    unlink(d->is);
    rmdir(d->folder);
}

static void send(struct desk *d, unsigned type, unsigned code, int value)
{
    struct input_event event = {.type = (uint16_t)type, .code = (uint16_t)code, .value = value};
    assert_int_equal(write(d->plug, &event, sizeof event), sizeof event);
}

static void tap(struct desk *d, unsigned code)
{
    send(d, EV_KEY, code, 1);
    send(d, EV_SYN, SYN_REPORT, 0);
    send(d, EV_KEY, code, 0);
    send(d, EV_SYN, SYN_REPORT, 0);
}

static void note(struct desk *d, const struct framing_line *line)
{
    size_t at = strlen(d->lines);
    if (line->lost)
        snprintf(d->lines + at, sizeof d->lines - at, "!");
    else
        snprintf(d->lines + at, sizeof d->lines - at, "[%.*s]", (int)line->size, line->bytes);
}

/* Time goes by, and what has come is taken, as ui/term/term.c does it. */
static void after(struct desk *d, int64_t ms)
{
    char bytes[256];
    struct framing_line line;
    d->now_ms += ms;
    struct pollfd file = {.fd = d->scanner.fd, .events = POLLIN};
    bool any = poll(&file, 1, 0) > 0;
    size_t size = any ? scanner_read(&d->scanner, bytes, sizeof bytes, d->now_ms) : 0;
    const char *at = bytes;
    while (framing_take(&d->scanner.framing, &at, &size, &line))
        note(d, &line);
    if (scanner_wake(&d->scanner, d->now_ms, &line))
        note(d, &line);
}

static void a_pause_ends_a_line(void **state)
{
    (void)state;
    struct desk d;
    begin(&d);
    tap(&d, KEY_1);
    after(&d, 1);
    tap(&d, KEY_2);
    after(&d, SCANNER_SILENCE_MS - 1);
    assert_string_equal(d.lines, "");
    assert_int_equal(scanner_due(&d.scanner), d.now_ms + SCANNER_SILENCE_MS);
    after(&d, SCANNER_SILENCE_MS);
    assert_string_equal(d.lines, "[12]");
    assert_int_equal(scanner_due(&d.scanner), 0);
    end(&d);
}

/* Neither what was left of it before nor what comes behind the gap is a code; the line before and the next one are. */
static void a_scan_that_lost_keys_is_none(void **state)
{
    (void)state;
    struct desk d;
    begin(&d);
    tap(&d, KEY_7);
    tap(&d, KEY_ENTER);
    tap(&d, KEY_1);
    send(&d, EV_SYN, SYN_DROPPED, 0);
    send(&d, EV_SYN, SYN_REPORT, 0);
    after(&d, 1);
    assert_string_equal(d.lines, "[7]");
    for (int i = 0; i < 5; i++) { /* more of it, slowly; and an end, behind which it may go on */
        tap(&d, KEY_2);
        tap(&d, KEY_ENTER);
        after(&d, SCANNER_SILENCE_MS - 1);
    }
    assert_string_equal(d.lines, "[7]");
    assert_int_equal(scanner_due(&d.scanner), d.now_ms + SCANNER_SILENCE_MS);
    after(&d, SCANNER_SILENCE_MS);
    assert_string_equal(d.lines, "[7]!");
    assert_int_equal(scanner_due(&d.scanner), 0);
    tap(&d, KEY_3);
    tap(&d, KEY_ENTER);
    after(&d, 1);
    assert_string_equal(d.lines, "[7]![3]");
    end(&d);
}

static void half_a_line_is_gone_with_the_scanner(void **state)
{
    (void)state;
    struct desk d;
    begin(&d);
    tap(&d, KEY_1);
    send(&d, EV_KEY, KEY_LEFTSHIFT, 1);
    after(&d, 1);
    pull(&d);
    after(&d, 1);
    assert_int_equal(d.scanner.fd, -1);
    after(&d, SCANNER_AGAIN_MS); /* looked for, and not there */
    assert_int_equal(d.scanner.fd, -1);
    plug(&d);
    after(&d, SCANNER_AGAIN_MS);
    assert_true(d.scanner.fd >= 0);
    tap(&d, KEY_2);
    tap(&d, KEY_ENTER);
    after(&d, 1);
    assert_string_equal(d.lines, "[2]");
    end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_ends_a_line),
        cmocka_unit_test(a_scan_that_lost_keys_is_none),
        cmocka_unit_test(half_a_line_is_gone_with_the_scanner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
