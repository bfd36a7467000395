/* Keys of a USB scanner as time goes by: what is a line, and what is none. The kernel's side is tests/servers/evdev.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/term/device_keys.h"
#include "ui/term/evdev_library.h"
#include "ui/term/scanner.h"

struct desk {
    char folder[64], pipe[96], is[96];
    int plug, device; /* the scanner's end, and the program's */
    struct libevdev *evdev;
    struct device_keys keys;
    int64_t now_ms;
    char typed[1024]; /* what came: '\r' as "|", DEVICE_LOST as "!", and "X" when it was pulled out */
};

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
    assert_int_equal(mkfifo(d->pipe, 0600), 0);
    d->plug = open(d->pipe, O_RDWR | O_CLOEXEC);
    d->device = open("/dev/input/event0", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(d->plug >= 0 && d->device >= 0);
    assert_int_equal(evdev_library_load(&err), 0);
    assert_int_equal(evdev_library.new_from_fd(d->device, &d->evdev), 0);
}

static void end(struct desk *d)
{
    evdev_library.free(d->evdev);
    close(d->device);
    close(d->plug);
    unlink(d->pipe);
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

static void note(struct desk *d, char c)
{
    size_t at = strlen(d->typed);
    d->typed[at] = c;
    if (c == '\r')
        d->typed[at] = '|';
    if (c == DEVICE_LOST)
        d->typed[at] = '!';
}

/* Time goes by, and what has come is taken, as ui/term/device_reader.c does it. */
static void after(struct desk *d, int64_t ms)
{
    char bytes[256];
    struct pollfd file = {.fd = d->device, .events = POLLIN};
    d->now_ms += ms;
    int count = poll(&file, 1, 0) > 0 ? device_keys_read(&d->keys, d->evdev, bytes, sizeof bytes, d->now_ms) : 0;
    for (int i = 0; i < count; i++)
        note(d, bytes[i]);
    if (count < 0)
        note(d, 'X');
    char c = device_keys_wake(&d->keys, d->now_ms);
    if (c)
        note(d, c);
}

static void a_pause_ends_a_line(void **state)
{
    (void)state;
    struct desk d;
    begin(&d);
    tap(&d, KEY_1);
    after(&d, 1);
    tap(&d, KEY_2);
    after(&d, DEVICE_SILENCE_MS - 1);
    assert_string_equal(d.typed, "12");
    assert_int_equal(device_keys_due(&d.keys), d.now_ms + DEVICE_SILENCE_MS);
    after(&d, DEVICE_SILENCE_MS);
    assert_string_equal(d.typed, "12|");
    assert_int_equal(device_keys_due(&d.keys), 0);
    tap(&d, KEY_3);
    tap(&d, KEY_ENTER);
    after(&d, 1);
    after(&d, DEVICE_SILENCE_MS); /* it was ended */
    assert_string_equal(d.typed, "12|3|");
    end(&d);
}

/* What comes behind the gap is no code; the line before and the next one are. */
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
    assert_string_equal(d.typed, "7|1");
    for (int i = 0; i < 5; i++) { /* more of it, slowly; and an end, behind which it may go on */
        tap(&d, KEY_2);
        tap(&d, KEY_CAPSLOCK);
        tap(&d, KEY_ENTER);
        after(&d, DEVICE_SILENCE_MS - 1);
    }
    assert_string_equal(d.typed, "7|1");
    assert_int_equal(device_keys_due(&d.keys), d.now_ms + DEVICE_SILENCE_MS);
    after(&d, DEVICE_SILENCE_MS);
    assert_string_equal(d.typed, "7|1!");
    assert_int_equal(device_keys_due(&d.keys), 0);
    tap(&d, KEY_A);
    tap(&d, KEY_ENTER);
    after(&d, 1);
    assert_string_equal(d.typed, "7|1!a|");
    end(&d);
}

static void pulled_out(void **state)
{
    (void)state;
    struct desk d;
    begin(&d);
    tap(&d, KEY_1);
    after(&d, 1);
    close(d.plug);
    d.plug = -1;
    after(&d, 1);
    assert_string_equal(d.typed, "1X");
    end(&d);
}

/* What stood before the gap goes with it, wherever the pieces were cut; a serial scanner may send that byte. */
static void a_gap_between_lines(void **state)
{
    (void)state;
    static const char all[] = "7\r1\x80"
                              "a\r\x80"
                              "b\r";
    for (size_t piece = 1; piece < sizeof all; piece++) {
        struct scanner s = {.said = "Scanner", .usb = true};
        struct framing_line line;
        char seen[64] = "";
        for (size_t from = 0; from < sizeof all - 1; from += piece) {
            size_t size = sizeof all - 1 - from < piece ? sizeof all - 1 - from : piece;
            const char *at = all + from;
            while (scanner_take(&s, &at, &size, &line))
                snprintf(seen + strlen(seen), sizeof seen - strlen(seen), line.lost ? "!" : "[%s]", line.bytes);
            assert_int_equal(size, 0);
        }
        assert_string_equal(seen, "[7]![a]![b]");
    }
    struct scanner serial = {.said = "ttyS0"};
    struct framing_line line;
    const char *at = "a\x80\r";
    size_t size = 3;
    assert_true(scanner_take(&serial, &at, &size, &line));
    assert_false(line.lost);
    assert_string_equal(line.bytes, "a\x80");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_ends_a_line),
        cmocka_unit_test(a_scan_that_lost_keys_is_none),
        cmocka_unit_test(pulled_out),
        cmocka_unit_test(a_gap_between_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
