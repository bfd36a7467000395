#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/scan/worker_answer.h"

/* What a worker says is taken apart without believing it. */

enum { WIDTH = 40, HEIGHT = 30, ROOM = 1 << 16 };

static const char CODE[] = "DEMO-0001";

static struct picture_result *result_make(void)
{
    struct picture_result *r = calloc(1, sizeof *r);
    struct reading *reading = &r->reading;
    assert_non_null(r);
    *r = (struct picture_result){.width = WIDTH, .height = HEIGHT, .ms = 12.5};
    for (int i = 0; i < 2; i++) {
        struct symbol *s = &reading->codes.item[reading->codes.count];
        assert_int_equal(symbol_set(s, SYMBOLOGY_QR, ORIGIN_PICTURE, CODE, sizeof CODE - 1, NULL), 0);
        s->has_corners = true;
        s->corners[2][0] = WIDTH - 1;
        s->corners[2][1] = HEIGHT - 1;
        reading->by[reading->codes.count++] = STAGE_QR;
    }
    reading->step[STAGE_QR] = (struct reading_step){true, 1500, 2};
    return r;
}

static void result_free(struct picture_result *r)
{
    reading_clear(&r->reading);
    image_clear(&r->image);
    free(r);
}

/* The bytes as they go over the socket; owned by the caller. */
static uint8_t *sent(const struct picture_result *r, const struct image *image, const struct err *greeting,
                     size_t *size)
{
    int ends[2];
    uint8_t *bytes = malloc(ROOM);
    assert_non_null(bytes);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    assert_int_equal(r ? worker_answer_send(ends[0], r, image) : worker_answer_greet(ends[0], greeting), 0);
    close(ends[0]);
    *size = 0;
    for (ssize_t n = 1; n > 0; *size += (size_t)n)
        n = read(ends[1], bytes + *size, ROOM - *size);
    close(ends[1]);
    return bytes;
}

/* What the receiver makes of `size` bytes; a copy of their very size, so that a sanitizer sees what is read beyond. */
static enum worker_answer taken(const uint8_t *bytes, size_t size, bool pixels, struct picture_result *r)
{
    size_t whole = 0;
    struct err err;
    enum worker_answer answer = WORKER_ANSWER_WRONG;
    if (size < worker_answer_head)
        return answer;
    uint8_t *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    if (worker_answer_size(copy, pixels, &whole) && whole == size)
        answer = worker_answer_take(copy, r, &err);
    free(copy);
    return answer;
}

static void what_is_sent_is_taken(void **state)
{
    (void)state;
    size_t size;
    struct picture_result *r = result_make(), *back = calloc(1, sizeof *back);
    uint8_t *bytes = sent(r, NULL, NULL, &size);
    assert_int_equal(taken(bytes, size, false, back), WORKER_ANSWER_READ);
    assert_false(back->failed);
    assert_int_equal(back->width, WIDTH);
    assert_int_equal((int)(back->ms * 10), 125);
    assert_int_equal(back->reading.codes.count, 2);
    assert_string_equal(back->reading.codes.item[1].text, CODE);
    assert_memory_equal(back->reading.codes.item[1].corners, r->reading.codes.item[1].corners, sizeof(int[4][2]));
    assert_int_equal(back->reading.by[1], STAGE_QR);
    assert_memory_equal(&back->reading.step[STAGE_QR].us, &r->reading.step[STAGE_QR].us, sizeof(int64_t));
    assert_null(back->image.grey);
    free(bytes);
    result_free(r);
    result_free(back);
}

static void parts_of_messages_that_can_be(void **state)
{
    (void)state;
    static const struct {
        enum symbology symbology;
        struct symbol_part part;
        bool right;
    } rows[] = {
        {SYMBOLOGY_QR, {1, 2, 255}, true}, {SYMBOLOGY_DATAMATRIX, {16, 16, 0xFFFF}, true},
        {SYMBOLOGY_QR, {0, 2, 7}, true}, /* joined */
        {SYMBOLOGY_QR, {3, 2, 0}, false},  {SYMBOLOGY_QR, {1, 17, 0}, false},
        {SYMBOLOGY_QR, {1, 0, 0}, false},  {SYMBOLOGY_EAN13, {1, 2, 0}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size;
        struct picture_result *r = result_make(), *back = calloc(1, sizeof *back);
        r->reading.codes.item[1].symbology = rows[i].symbology;
        r->reading.codes.item[1].part = rows[i].part;
        uint8_t *bytes = sent(r, NULL, NULL, &size);
        assert_int_equal(taken(bytes, size, false, back) == WORKER_ANSWER_READ, rows[i].right);
        if (rows[i].right)
            assert_memory_equal(&back->reading.codes.item[1].part, &rows[i].part, sizeof rows[i].part);
        free(bytes);
        result_free(r);
        result_free(back);
    }
}

static void pixels_only_when_asked_for(void **state)
{
    (void)state;
    size_t size;
    uint8_t grey[WIDTH * HEIGHT];
    memset(grey, 77, sizeof grey);
    struct image image = {grey, WIDTH, HEIGHT};
    struct picture_result *r = result_make(), *back = calloc(1, sizeof *back);
    uint8_t *bytes = sent(r, &image, NULL, &size);
    assert_int_equal(taken(bytes, size, false, back), WORKER_ANSWER_WRONG);
    assert_int_equal(taken(bytes, size, true, back), WORKER_ANSWER_READ);
    assert_memory_equal(back->image.grey, grey, sizeof grey);
    free(bytes);
    bytes = sent(r, NULL, NULL, &size);
    result_free(back);
    back = calloc(1, sizeof *back);
    assert_int_equal(taken(bytes, size, true, back), WORKER_ANSWER_WRONG);
    free(bytes);
    result_free(r);
    result_free(back);
}

static void a_failure(void **state)
{
    (void)state;
    size_t size;
    struct picture_result *r = calloc(1, sizeof *r), *back = calloc(1, sizeof *back);
    r->failed = true;
    err_set(&r->err, ERR_INPUT, "damaged", "破損");
    uint8_t *bytes = sent(r, NULL, NULL, &size);
    assert_int_equal(taken(bytes, size, true, back), WORKER_ANSWER_READ);
    assert_true(back->failed);
    assert_int_equal(back->err.code, ERR_INPUT);
    assert_string_equal(back->err.ja, "破損");
    free(bytes);
    result_free(r);
    result_free(back);
}

static void a_greeting_is_no_answer(void **state)
{
    (void)state;
    size_t size;
    struct err why = {0}, err = {0};
    struct picture_result *back = calloc(1, sizeof *back);
    uint8_t *bytes = sent(NULL, NULL, NULL, &size);
    assert_int_equal(worker_answer_greeting(bytes, &err), WORKER_GREETING_READY);
    assert_int_equal(taken(bytes, size, false, back), WORKER_ANSWER_WRONG);
    free(bytes);
    err_set(&why, ERR_IO, "no seccomp", "seccomp なし");
    bytes = sent(NULL, NULL, &why, &size);
    assert_int_equal(worker_answer_greeting(bytes, &err), WORKER_GREETING_CANNOT);
    assert_string_equal(err.en, "no seccomp");
    assert_int_equal(taken(bytes, size, false, back), WORKER_ANSWER_WRONG);
    free(bytes);
    result_free(back);
}

static void assert_sound(const struct picture_result *r)
{
    assert_in_range(r->reading.codes.count, 0, SYMBOLS_MAX);
    for (size_t i = 0; i < r->reading.codes.count; i++) {
        const struct symbol *s = &r->reading.codes.item[i];
        assert_string_not_equal(symbology_name(s->symbology), "");
        assert_string_not_equal(stage_name(r->reading.by[i]), "");
        assert_in_range(s->size, 1, SYMBOL_BYTES_MAX);
        for (int k = 0; k < 4; k++) {
            assert_in_range(s->corners[k][0], 0, r->width - 1);
            assert_in_range(s->corners[k][1], 0, r->height - 1);
        }
    }
    if (r->failed)
        assert_non_null(memchr(r->err.en, 0, sizeof r->err.en));
}

/* Every byte of the head and the codes set to what a liar would set it to: refused, or sound all the same. */
static void no_byte_is_believed(void **state)
{
    (void)state;
    static const uint8_t lies[] = {0x00, 0x01, 0x7F, 0x80, 0xFF};
    size_t size, refused = 0;
    struct picture_result *r = result_make(), *back = calloc(1, sizeof *back);
    uint8_t *bytes = sent(r, NULL, NULL, &size);
    for (size_t i = 0; i < size; i++)
        for (size_t k = 0; k < sizeof lies; k++) {
            uint8_t before = bytes[i];
            bytes[i] = lies[k];
            if (taken(bytes, size, false, back) == WORKER_ANSWER_READ)
                assert_sound(back);
            else
                refused++;
            bytes[i] = before;
            reading_clear(&back->reading);
            *back = (struct picture_result){0};
        }
    assert_true(refused > 100);
    free(bytes);
    result_free(r);
    result_free(back);
}

static void any_cut_is_refused(void **state)
{
    (void)state;
    size_t size;
    struct picture_result *r = result_make(), *back = calloc(1, sizeof *back);
    uint8_t *bytes = sent(r, NULL, NULL, &size);
    for (size_t i = 0; i < size; i++)
        assert_int_equal(taken(bytes, i, false, back), WORKER_ANSWER_WRONG);
    free(bytes);
    result_free(r);
    result_free(back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sent_is_taken),      cmocka_unit_test(parts_of_messages_that_can_be),
        cmocka_unit_test(pixels_only_when_asked_for), cmocka_unit_test(a_failure),
        cmocka_unit_test(a_greeting_is_no_answer),    cmocka_unit_test(no_byte_is_believed),
        cmocka_unit_test(any_cut_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
