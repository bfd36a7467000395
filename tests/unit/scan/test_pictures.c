#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <qrencode.h>

#include "app/scan/worker_lock.h"
#include "tests/unit/scan/pictures_world.h"

/* Pictures go in, results come out in the same order, from several processes that really read them. */

static struct pictures *reading_pictures(unsigned jobs)
{
    return pictures_with((struct pictures_ask){.jobs = jobs, .apart = jobs > 1});
}

static void assert_one_code(const struct picture_result *r, const char *text)
{
    assert_non_null(r);
    if (r->failed)
        fail_msg("%s", r->err.en);
    assert_int_equal(r->reading.codes.count, 1);
    assert_string_equal(r->reading.codes.item[0].text, text);
    assert_int_equal(r->reading.codes.item[0].from, ORIGIN_PICTURE);
    assert_string_not_equal(stage_name(r->reading.by[0]), "");
}

static void a_frame(void **state)
{
    (void)state;
    struct pictures *p = reading_pictures(1);
    struct image image = ean8_picture("95200002");
    put_frame(p, "camera", &image);
    struct picture_result *r = next_result(p);
    assert_one_code(r, "95200002");
    assert_int_equal(r->width, image.width);
    assert_int_equal(r->height, image.height);
    assert_true(r->ms > 0);
    assert_null(r->image.grey);
    assert_null(next_result(p));
    image_clear(&image);
    pictures_close(p);
}

static void a_file_in_memory(void **state)
{
    (void)state;
    static const uint8_t text[] = "no picture";
    struct err err = {0};
    struct pictures *p = reading_pictures(1);
    struct picture picture = {.kind = PICTURE_BYTES, .name = "-", .bytes = text, .size = sizeof text - 1};
    assert_int_equal(pictures_put(p, &picture, &err), 0);
    picture.size = 0;
    assert_int_equal(pictures_put(p, &picture, &err), 0);
    struct picture_result *r = next_result(p);
    assert_true(r->failed);
    assert_non_null(strstr(r->err.en, "(text)"));
    r = next_result(p);
    assert_true(r->failed);
    assert_non_null(strstr(r->err.en, "empty"));
    pictures_close(p);
}

static void the_pixels_too(void **state)
{
    (void)state;
    struct err err = {0};
    struct pictures *p = reading_pictures(1);
    struct image image = ean8_picture("95200002");
    size_t size = (size_t)image.width * image.height;
    struct picture picture = {.kind = PICTURE_FRAME,
                              .name = "camera",
                              .bytes = image.grey,
                              .size = size,
                              .width = image.width,
                              .height = image.height,
                              .pixels = true};
    assert_int_equal(pictures_put(p, &picture, &err), 0);
    struct picture_result *r = next_result(p);
    assert_one_code(r, "95200002");
    assert_int_equal(r->image.width, image.width);
    assert_memory_equal(r->image.grey, image.grey, size);
    image_clear(&image);
    pictures_close(p);
}

#define MODULE 4 /* pixels */

static void draw_modules(struct image *image, uint32_t left, uint32_t top, const QRcode *code)
{
    uint32_t side = (uint32_t)code->width;
    for (uint32_t i = 0; i < side * side; i++)
        if (code->data[i] & 1)
            fill(image, left + i % side * MODULE, top + i / side * MODULE, MODULE, MODULE, 0);
}

static struct image eci_picture(unsigned eci, const char *text)
{
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    assert_non_null(input);
    assert_int_equal(QRinput_appendECIheader(input, eci), 0);
    assert_int_equal(QRinput_append(input, QR_MODE_8, (int)strlen(text), (const unsigned char *)text), 0);
    QRcode *code = QRcode_encodeInput(input);
    assert_non_null(code);
    uint32_t side = ((uint32_t)code->width + 8) * MODULE;
    struct image image = paper(side, side);
    draw_modules(&image, 4 * MODULE, 4 * MODULE, code);
    QRcode_free(code);
    QRinput_free(input);
    return image;
}

/* A product code above a QR code. */
static struct image box_picture(void)
{
    struct image bars = ean8_picture("95200002"), image = paper(320, 240);
    QRcode *code = QRcode_encodeString8bit("DEMO-0001", 2, QR_ECLEVEL_M);
    assert_non_null(code);
    for (uint32_t y = 0; y < bars.height; y++)
        memcpy(image.grey + (size_t)y * image.width, bars.grey + (size_t)y * bars.width, bars.width);
    draw_modules(&image, 100, 100, code);
    QRcode_free(code);
    image_clear(&bars);
    return image;
}

/* Of a frame, too: the last stage of our own is not tried any more when a product and a label are there. */
static void the_search_ends_with_what_was_asked_for(void **state)
{
    (void)state;
    struct image image = box_picture();
    for (int box = 0; box < 2; box++) {
        struct pictures *p = pictures_with((struct pictures_ask){.reader = {.box = box}, .apart = true});
        put_frame(p, "camera", &image);
        struct picture_result *r = next_result(p);
        assert_int_equal(r->reading.codes.count, 2);
        assert_int_equal(r->reading.step[STAGE_LINEAR].found, 1);
        assert_int_equal(r->reading.step[STAGE_MATRIX].done, !box);
        pictures_close(p);
    }
    image_clear(&image);
}

/* Whole pictures are shown to ZBar when all else found nothing; of a camera's frames the next one is better than that.
 */
static void frames_get_no_last_resort(void **state)
{
    (void)state;
    struct image image = paper(320, 240);
    for (int frames = 0; frames < 2; frames++) {
        struct pictures *p = pictures_with((struct pictures_ask){.reader = {.frames = frames}, .apart = true});
        put_frame(p, "camera", &image);
        struct picture_result *r = next_result(p);
        assert_int_equal(r->reading.codes.count, 0);
        assert_true(r->reading.step[STAGE_MATRIX].done);
        assert_int_equal(r->reading.step[STAGE_FRAME].done, !frames);
        pictures_close(p);
    }
    image_clear(&image);
}

/* One code was read, and not all that there is. */
static int reads_partly(struct reading *out, struct err *err)
{
    out->by[0] = STAGE_QR;
    out->codes.count = 1;
    return symbol_set(&out->codes.item[0], SYMBOLOGY_QR, ORIGIN_PICTURE, "DEMO-0001", 9, err);
}

static int runs_out_of_time(const struct image *image, const struct reader_ask *ask, struct reading *out,
                            struct err *err)
{
    (void)image, (void)ask;
    *out = (struct reading){.out_of_time = true};
    return reads_partly(out, err);
}

static int leaves_codes(const struct image *image, const struct reader_ask *ask, struct reading *out, struct err *err)
{
    (void)image, (void)ask;
    *out = (struct reading){.crowded = true};
    return reads_partly(out, err);
}

/* What is to be judged counts whole or not at all; who only wants the codes gets those that were read. */
static void a_picture_that_was_not_looked_at_whole(void **state)
{
    (void)state;
    static const struct {
        reader *read;
        const char *en;
    } ways[] = {{runs_out_of_time, "within the 700 ms that a picture has"}, {leaves_codes, "a picture of each box by itself"}};
    struct image image = paper(8, 8);
    for (int i = 0; i < 4; i++) {
        bool whole = i % 2;
        struct pictures *p = pictures_with(
            (struct pictures_ask){.whole = whole, .read = ways[i / 2].read, .reader = {.budget_ms = 700}});
        put_frame(p, "box.jpg", &image);
        struct picture_result *r = next_result(p);
        assert_int_equal(r->failed, whole);
        assert_int_equal(r->reading.codes.count, !whole);
        assert_true(!whole || (strstr(r->err.en, "box.jpg") && strstr(r->err.en, ways[i / 2].en)));
        pictures_close(p);
    }
    image_clear(&image);
}

static void frames_that_cannot_be(void **state)
{
    (void)state;
    static const uint8_t grey[16];
    static const struct picture bad[] = {
        {.kind = PICTURE_FRAME, .name = "camera", .bytes = grey},
        {.kind = PICTURE_FRAME, .name = "camera", .bytes = grey, .size = 15, .width = 4, .height = 4},
        {.kind = PICTURE_FRAME, .name = "camera", .bytes = grey, .size = 16, .width = 1u << 31, .height = 1u << 31},
    };
    struct err err = {0};
    struct pictures *p = reading_pictures(1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(pictures_put(p, &bad[i], &err), 0);
        struct picture_result *r = next_result(p);
        assert_true(r->failed);
        assert_non_null(strstr(r->err.en, "camera: a frame of"));
    }
    pictures_close(p);
}

/* Shift_JIS needs tables that a locked-in process could no longer load. */
static int reads_shift_jis(const struct image *image, const struct reader_ask *ask, struct reading *out,
                           struct err *err)
{
    (void)ask;
    (void)image;
    *out = (struct reading){.by = {STAGE_QR}, .codes.count = 1};
    return symbol_set(&out->codes.item[0], SYMBOLOGY_QR, ORIGIN_PICTURE, "\x94\xa0", 2, err);
}

static void a_code_in_shift_jis(void **state)
{
    (void)state;
    struct pictures *p = pictures_with((struct pictures_ask){.read = reads_shift_jis});
    struct image image = paper(8, 8);
    put_frame(p, "camera", &image);
    assert_one_code(next_result(p), "箱");
    image_clear(&image);
    pictures_close(p);
}

static void names_that_cannot_be_opened(void **state)
{
    (void)state;
    static const struct {
        const char *name, *en;
    } bad[] = {{"/nowhere/box.png", "no such file"}, {"/dev/zero", "not a file but a device"}, {"/tmp", "a folder"}};
    struct err err = {0};
    struct pictures *p = reading_pictures(2);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(pictures_put(p, &(struct picture){.kind = PICTURE_FILE, .name = bad[i].name}, &err), 0);
    for (size_t i = 0; i < 3; i++) {
        struct picture_result *r = next_result(p);
        assert_string_equal(r->name, bad[i].name);
        assert_true(r->failed);
        assert_non_null(strstr(r->err.en, bad[i].en));
    }
    assert_int_equal(worker_pid(), 0); /* no process is made for these */
    pictures_close(p);
}

/* ECI 7 names ISO 8859-5, whose table is loaded only when a code wants it. */
static void a_code_in_a_rare_encoding(void **state)
{
    (void)state;
    struct pictures *p = reading_pictures(1);
    struct image image = eci_picture(7, "\xDA\xDE\xE0\xDE\xD1\xDA\xD0");
    put_frame(p, "camera", &image);
    assert_one_code(next_result(p), "коробка");
    put_frame(p, "camera", &image);
    assert_one_code(next_result(p), "коробка");
    image_clear(&image);
    pictures_close(p);
}

/* Every frame has a number of its own. */
static void frame_of(unsigned n, struct image *out, char digits[9])
{
    ean8_digits(n, digits);
    *out = ean8_picture(digits);
}

static void take_in_order(struct pictures *p, unsigned *taken)
{
    char digits[9];
    struct image image;
    frame_of(*taken, &image, digits);
    image_clear(&image);
    assert_one_code(next_result(p), digits);
    ++*taken;
}

static void put_numbered(struct pictures *p, unsigned n)
{
    char digits[9];
    struct image image;
    frame_of(n, &image, digits);
    put_frame(p, digits, &image);
    image_clear(&image);
}

static void many_in_order(void **state)
{
    (void)state;
    enum { MANY = 300 };
    unsigned taken = 0;
    struct pictures *p = reading_pictures(3);
    for (unsigned i = 0; i < MANY; i++) {
        while (pictures_full(p))
            take_in_order(p, &taken);
        put_numbered(p, i);
    }
    while (taken < MANY)
        take_in_order(p, &taken);
    assert_null(next_result(p));
    pictures_close(p);
}

static void ten_thousand_without_growth(void **state)
{
    (void)state;
    enum { FRAMES = 10000, WARM = 1000, GROWTH_KB = 512 };
    unsigned frames = worker_lock_loose ? 2 * WARM : FRAMES; /* the sanitizers keep freed memory, and are slow */
    long before[2] = {0};
    unsigned taken = 0;
    pid_t worker = 0;
    struct pictures *p = pictures_with((struct pictures_ask){.apart = true});
    for (unsigned i = 0; i < frames; i++) {
        put_numbered(p, i);
        take_in_order(p, &taken);
        if (i == WARM) {
            worker = worker_pid();
            before[0] = resident_kb(worker);
            before[1] = resident_kb(getpid());
        }
    }
    assert_int_equal(worker_pid(), worker); /* the same one all the time */
    if (!worker_lock_loose) {
        assert_in_range(resident_kb(worker), 1, before[0] + GROWTH_KB);
        assert_in_range(resident_kb(getpid()), 1, before[1] + GROWTH_KB);
    }
    pictures_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame),
        cmocka_unit_test(a_file_in_memory),
        cmocka_unit_test(the_pixels_too),
        cmocka_unit_test(the_search_ends_with_what_was_asked_for),
        cmocka_unit_test(frames_get_no_last_resort),
        cmocka_unit_test(a_picture_that_was_not_looked_at_whole),
        cmocka_unit_test(frames_that_cannot_be),
        cmocka_unit_test(a_code_in_shift_jis),
        cmocka_unit_test(a_code_in_a_rare_encoding),
        cmocka_unit_test(names_that_cannot_be_opened),
        cmocka_unit_test(many_in_order),
        cmocka_unit_test(ten_thousand_without_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
