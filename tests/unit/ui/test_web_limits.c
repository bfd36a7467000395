/* What the counter's server counts and waits for, with clocks of its own: limits, deadlines, codes to join with, what a
 * camera sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ui/web/invites.h"
#include "ui/web/limits.h"
#include "ui/web/lines.h"
#include "ui/web/watch.h"

/* ---- limits ---- */

static void a_bucket_is_full_at_first_and_fills_again(void **state)
{
    (void)state;
    const struct rate rate = {2, 3};
    struct bucket b = {0};
    for (int i = 0; i < 3; i++)
        assert_int_equal(bucket_take(&b, &rate, 1000), 0);
    assert_int_equal(bucket_take(&b, &rate, 1000), 500);
    assert_int_equal(bucket_wait(&b, &rate, 1400), 100);
    assert_int_equal(bucket_take(&b, &rate, 1500), 0);
    assert_int_equal(bucket_take(&b, &rate, 1500), 500);
    assert_int_equal(bucket_take(&b, &rate, 900000), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(bucket_take(&b, &rate, 900000), 0); /* and no more than full */
    assert_true(bucket_take(&b, &rate, 900000) > 0);
}

static void one_address_does_not_use_up_another_ones(void **state)
{
    (void)state;
    static struct limits l = {.rate = {1, 2}};
    const uint8_t one[LIMITS_KEY] = {1}, other[LIMITS_KEY] = {2};
    assert_int_equal(limits_wait(&l, one, 1000), 0);
    assert_int_equal(limits_take(&l, one, 1000), 0);
    assert_int_equal(limits_take(&l, one, 1000), 0);
    assert_int_equal(limits_wait(&l, one, 1000), 1000);
    assert_int_equal(limits_take(&l, one, 1000), 1000);
    assert_int_equal(limits_take(&l, other, 1000), 0);
}

static void many_addresses_take_no_more_room(void **state)
{
    (void)state;
    static struct limits l = {.rate = {1, 1}};
    uint8_t key[LIMITS_KEY] = {0};
    for (uint32_t i = 0; i < 4 * LIMITS_PLACES; i++) {
        memcpy(key, &i, sizeof i);
        assert_int_equal(limits_take(&l, key, 1000 + i), 0);
    }
    assert_int_equal(l.count, LIMITS_PLACES);
    assert_true(limits_take(&l, key, 1000 + 4 * LIMITS_PLACES) > 0); /* the last one is still known */
}

/* ---- codes to join with ---- */

static void a_code_works_once_and_for_five_minutes(void **state)
{
    (void)state;
    struct invites in = {0};
    char code[SECRET_TEXT], late[SECRET_TEXT];
    invites_make(&in, 1000, code);
    assert_int_equal(strlen(code), SECRET_TEXT - 1);
    assert_false(invites_take(&in, "", 1001));
    assert_false(invites_take(&in, "guess", 1001));
    assert_true(invites_take(&in, code, 1001));
    assert_false(invites_take(&in, code, 1002));
    invites_make(&in, 2000, late);
    assert_string_not_equal(code, late);
    assert_false(invites_take(&in, late, 2000 + INVITES_LAST_MS));
    assert_true(invites_take(&in, late, 2000 + INVITES_LAST_MS - 1));
}

static void of_too_many_codes_the_oldest_lapses(void **state)
{
    (void)state;
    struct invites in = {0};
    char first[SECRET_TEXT], code[SECRET_TEXT];
    invites_make(&in, 1000, first);
    for (int i = 0; i < INVITES_MAX; i++)
        invites_make(&in, 1001 + i, code);
    assert_false(invites_take(&in, first, 2000));
    assert_true(invites_take(&in, code, 2000));
}

/* ---- deadlines ---- */

static void a_deadline_is_absolute_and_allows_for_the_size(void **state)
{
    (void)state;
    assert_int_equal(line_deadline(LINE_HEAD, 0, 1000), 31000);
    assert_int_equal(line_deadline(LINE_BODY, 0, 1000), 16000);
    assert_int_equal(line_deadline(LINE_BODY, 32 << 20, 1000), 16000 + (32 << 20) / 200);
    assert_int_equal(line_deadline(LINE_OURS, 0, 1000), 0);
    assert_true(line_deadline(LINE_STREAM, 0, 1000) > 1000);
    assert_int_equal(line_deadline(LINE_NONE, 0, 1000), 0);
}

static bool is_shut(int fd)
{
    char c;
    return recv(fd, &c, 1, MSG_DONTWAIT) == 0;
}

static void who_is_late_is_shut_and_who_is_not_stays(void **state)
{
    (void)state;
    struct lines l;
    struct net_address peer = {0};
    int late[2], good[2], ours[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, late), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, good), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ours), 0);
    lines_begin(&l);
    struct line *a = lines_add(&l, late[0], &peer, 1000), *b = lines_add(&l, good[0], &peer, 1000),
                *c = lines_add(&l, ours[0], &peer, 1000);
    lines_stage(&l, b, LINE_REPLY, 0, 20000);
    lines_stage(&l, c, LINE_OURS, 0, 1000);
    lines_sweep(&l, 30999);
    assert_false(is_shut(late[1]));
    lines_sweep(&l, 31000);
    assert_true(is_shut(late[1]));
    assert_false(is_shut(good[1]));
    assert_false(is_shut(ours[1]));
    lines_remove(&l, b);
    lines_remove(&l, a);
    lines_remove(&l, c);
    lines_remove(&l, NULL);
    assert_null(l.first);
    lines_end(&l);
    for (int i = 0; i < 2; i++) {
        (void)close(late[i]);
        (void)close(good[i]);
        (void)close(ours[i]);
    }
}

/* ---- what a camera sees ---- */

static void put(struct symbols *codes, enum symbology kind, const char *text)
{
    struct err err;
    assert_int_equal(symbol_set(&codes->item[codes->count++], kind, ORIGIN_PICTURE, text, strlen(text), &err), 0);
}

/* Whether the frame agrees on the one code that it has. */
static bool sees(struct watch *w, enum symbology kind, const char *text, int64_t now_ms, bool count)
{
    struct symbols codes = {0};
    struct watched *agreed[SYMBOLS_MAX];
    put(&codes, kind, text);
    bool any = watch_frame(w, &codes, now_ms, agreed);
    assert_int_equal(any, agreed[0] != NULL);
    if (any && count)
        watch_put(agreed[0]);
    symbols_clear(&codes);
    return any;
}

static void sees_nothing(struct watch *w, int64_t now_ms)
{
    const struct symbols none = {0};
    struct watched *agreed[SYMBOLS_MAX];
    assert_false(watch_frame(w, &none, now_ms, agreed));
}

static void two_frames_in_a_row_agree(void **state)
{
    (void)state;
    struct watch w = {0};
    assert_false(sees(&w, SYMBOLOGY_QR, "A", 1000, true));
    assert_false(sees(&w, SYMBOLOGY_QR, "B", 1050, true));
    assert_false(sees(&w, SYMBOLOGY_QR, "A", 1100, true));         /* another came between */
    assert_false(sees(&w, SYMBOLOGY_DATAMATRIX, "A", 1150, true)); /* another kind */
    assert_true(sees(&w, SYMBOLOGY_DATAMATRIX, "A", 1200, true));
    assert_false(sees(&w, SYMBOLOGY_QR, "C", 2000, true));
    assert_false(sees(&w, SYMBOLOGY_QR, "C", 2000 + WATCH_AGREE_MS, true)); /* too long ago */
    assert_true(sees(&w, SYMBOLOGY_QR, "C", 2001 + WATCH_AGREE_MS, true));
}

static void a_code_counts_once_while_it_stays_in_sight(void **state)
{
    (void)state;
    struct watch w = {0};
    assert_false(sees(&w, SYMBOLOGY_QR, "A", 1000, true));
    assert_true(sees(&w, SYMBOLOGY_QR, "A", 1050, true));
    for (int64_t t = 1100; t < 60000; t += WATCH_GONE_MS - 1) { /* missed now and then */
        sees_nothing(&w, t - 1);
        assert_false(sees(&w, SYMBOLOGY_QR, "A", t, true));
    }
    assert_false(sees(&w, SYMBOLOGY_QR, "A", 70000, true));
    assert_true(sees(&w, SYMBOLOGY_QR, "A", 70050, true)); /* it was away */
}

static void what_did_not_count_agrees_again(void **state)
{
    (void)state;
    struct watch w = {0};
    assert_false(sees(&w, SYMBOLOGY_QR, "A", 1000, false));
    assert_true(sees(&w, SYMBOLOGY_QR, "A", 1050, false));
    assert_true(sees(&w, SYMBOLOGY_QR, "A", 1100, true));
    assert_false(sees(&w, SYMBOLOGY_QR, "A", 1150, true));
}

static void a_code_twice_in_one_frame_is_one_frame(void **state)
{
    (void)state;
    struct watch w = {0};
    struct symbols codes = {0};
    struct watched *agreed[SYMBOLS_MAX];
    put(&codes, SYMBOLOGY_QR, "A");
    put(&codes, SYMBOLOGY_QR, "A");
    assert_false(watch_frame(&w, &codes, 1000, agreed));
    symbols_clear(&codes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bucket_is_full_at_first_and_fills_again),
        cmocka_unit_test(one_address_does_not_use_up_another_ones),
        cmocka_unit_test(many_addresses_take_no_more_room),
        cmocka_unit_test(a_code_works_once_and_for_five_minutes),
        cmocka_unit_test(of_too_many_codes_the_oldest_lapses),
        cmocka_unit_test(a_deadline_is_absolute_and_allows_for_the_size),
        cmocka_unit_test(who_is_late_is_shut_and_who_is_not_stays),
        cmocka_unit_test(two_frames_in_a_row_agree),
        cmocka_unit_test(a_code_counts_once_while_it_stays_in_sight),
        cmocka_unit_test(what_did_not_count_agrees_again),
        cmocka_unit_test(a_code_twice_in_one_frame_is_one_frame),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
