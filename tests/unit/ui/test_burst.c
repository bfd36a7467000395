/* Keys told apart by their timing: what a scanner types never acts, what a finger presses does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/term/burst.h"

enum { F2 = 102, UP = 2, FAST = 5, SLOW = 150, LATER = 2000 };

/* What came of the keys, in short: "S:text" a scan, "U:text" one without an end, "a" a key, "<102>" a special one. */
static struct burst burst;
static char seen[4096];

static void note(const struct burst_event *e)
{
    size_t at = strlen(seen);
    char key[8];
    *text_put(key, e->key.code) = 0;
    if (e->kind != BURST_KEY)
        snprintf(seen + at, sizeof seen - at, "%c:%s", e->kind == BURST_SCAN ? 'S' : 'U', e->text);
    else if (e->key.special)
        snprintf(seen + at, sizeof seen - at, "<%d>", e->key.special);
    else
        snprintf(seen + at, sizeof seen - at, "%s", e->key.code == '\r' ? "." : key);
}

static void drain(int64_t now)
{
    struct burst_event e;
    while (burst_next(&burst, now, &e))
        note(&e);
}

static void put(struct burst_key key, int64_t now)
{
    drain(now);
    burst_put(&burst, key, now);
    drain(now);
}

static int64_t type(const char *text, int64_t from, int64_t gap)
{
    for (int32_t c; (c = text_next(&text)); from += gap)
        put((struct burst_key){.code = c}, from);
    return from - gap;
}

static void begin(void)
{
    burst = (struct burst){0};
    seen[0] = 0;
}

static void a_scanner_types_fast_and_ends_with_enter(void **state)
{
    (void)state;
    begin();
    type("9520000000011\r", 1000, FAST);
    assert_string_equal(seen, "S:9520000000011");
    assert_int_equal(burst_due(&burst), 0);
    begin();
    type("9520000000011\t", 1000, BURST_GAP_MS);
    assert_string_equal(seen, "S:9520000000011");
    begin();
    type("9520000000011\r9520000000028\r", 1000, 0); /* two that came in one reading */
    assert_string_equal(seen, "S:9520000000011S:9520000000028");
}

static void fingers_are_slow(void **state)
{
    (void)state;
    begin();
    int64_t last = type("DEMO\r", 1000, SLOW);
    assert_string_equal(seen, "DEMO");
    drain(last + BURST_GAP_MS);
    assert_string_equal(seen, "DEMO");
    drain(burst_due(&burst));
    assert_string_equal(seen, "DEMO.");
    begin();
    type("ab", 1000, FAST); /* two keys at once are quick fingers */
    drain(LATER);
    assert_string_equal(seen, "ab");
}

static void a_key_that_acts_stands_alone(void **state)
{
    (void)state;
    struct burst_key f2 = {.special = F2, .acts = true}, ack = {.code = 0x0F};
    begin();
    put(f2, 1000);
    assert_string_equal(seen, ""); /* it may still be the first of a scan */
    drain(LATER);
    assert_string_equal(seen, "<102>");
    begin(); /* some scanners press function keys for what they cannot type */
    put(f2, 1000);
    type("9520000000011", 1000 + FAST, FAST);
    put((struct burst_key){.code = '\r'}, 1100);
    assert_string_equal(seen, "S:9520000000011");
    begin(); /* too short for a scan, and no finger either */
    put(ack, 1000);
    put((struct burst_key){.code = '5'}, 1000 + FAST);
    drain(LATER);
    assert_string_equal(seen, "");
    begin();
    type("95", 1000, FAST);
    put(f2, 1010);
    drain(LATER);
    assert_string_equal(seen, "");
}

static void controls_within_a_scan_belong_to_it(void **state)
{
    (void)state;
    begin();
    type("\x1d"
         "0109520000000011\x1d"
         "10AB\x03\r",
         1000, FAST);
    assert_string_equal(seen, "S:\x1d"
                              "0109520000000011\x1d"
                              "10AB\x03");
}

static void a_scan_without_an_end_is_one_after_a_while(void **state)
{
    (void)state;
    begin();
    int64_t last = type("9520000000011", 1000, FAST);
    drain(last + BURST_GAP_MS + 1);
    assert_string_equal(seen, "");
    assert_int_equal(burst_due(&burst), last + BURST_END_MS + 1);
    drain(last + BURST_END_MS + 1);
    assert_string_equal(seen, "U:9520000000011");
    begin(); /* a network that stumbles cuts no scan in two */
    last = type("95200000", 1000, FAST);
    type("00011\r", last + BURST_END_MS - 1, FAST);
    assert_string_equal(seen, "S:9520000000011");
}

static void what_an_input_method_writes_is_typed(void **state)
{
    (void)state;
    begin();
    type("佐藤太郎", 1000, 0);
    drain(LATER);
    assert_string_equal(seen, "佐藤太郎");
}

static void a_key_held_down_is_no_scan(void **state)
{
    (void)state;
    begin();
    type("00000", 1000, 30);
    drain(LATER);
    assert_string_equal(seen, "00000");
    begin();
    for (int i = 0; i < 6; i++)
        put((struct burst_key){.special = UP}, 1000 + i * 30);
    drain(LATER);
    assert_string_equal(seen, "<2><2><2><2><2><2>");
    begin();
    type("000000000000\r", 1000, FAST); /* but a code of one digit is */
    assert_string_equal(seen, "S:000000000000");
}

static void more_than_any_code_is_cut(void **state)
{
    (void)state;
    begin();
    for (int i = 0; i < SYMBOL_BYTES_MAX + 100; i++)
        burst_put(&burst, (struct burst_key){.code = 'a' + i % 2}, 1000);
    burst_put(&burst, (struct burst_key){.code = '\r'}, 1000);
    struct burst_event e;
    assert_true(burst_next(&burst, LATER, &e));
    assert_int_equal(e.kind, BURST_UNENDED);
    assert_int_equal(strlen(e.text), SYMBOL_BYTES_MAX);
    assert_false(burst_next(&burst, LATER, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scanner_types_fast_and_ends_with_enter),
        cmocka_unit_test(fingers_are_slow),
        cmocka_unit_test(a_key_that_acts_stands_alone),
        cmocka_unit_test(controls_within_a_scan_belong_to_it),
        cmocka_unit_test(a_scan_without_an_end_is_one_after_a_while),
        cmocka_unit_test(what_an_input_method_writes_is_typed),
        cmocka_unit_test(a_key_held_down_is_no_scan),
        cmocka_unit_test(more_than_any_code_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
