#include "tests/unit/scan/draw_qr.h"

/* QR symbols as a camera sees them: what was drawn is what is read, once, and in its place. */

static const char TEXT[] = "https://jc-star.example/labels/DEMO-0001"; /* version 3-M */

static QRcode *the_code(void)
{
    return make_qr(TEXT, 0, QR_ECLEVEL_M);
}

static struct image grey_paper(uint32_t width, uint32_t height, uint8_t grey)
{
    struct image image = paper(width, height);
    fill(&image, 0, 0, width, height, grey);
    return image;
}

/* One symbol, `modules` pixels to a module. */
static struct image one(float module, float degrees, uint8_t dark, uint8_t light)
{
    QRcode *code = the_code();
    float side = (float)code->width * module;
    uint32_t size = (uint32_t)((side + 8 * module) * 1.42f) + 4;
    struct image image = grey_paper(size, size, light);
    struct print p = {turned_square((float)size / 2, (float)size / 2, side, degrees), dark, light, 0, false};
    print_qr(&image, code, &p);
    QRcode_free(code);
    return image;
}

static void assert_sees_and_clears(struct image image, const char *text)
{
    assert_sees(&image, text);
    image_clear(&image);
}

static void at_any_angle(void **state)
{
    (void)state;
    for (int degrees = 0; degrees < 360; degrees += 9)
        assert_sees_and_clears(one(3.3f, (float)degrees, 20, 235), TEXT);
}

static void in_any_size(void **state)
{
    (void)state;
    static const float module[] = {1.7f, 2, 2.5f, 4, 7, 13, 22};
    for (size_t i = 0; i < sizeof module / sizeof *module; i++)
        assert_sees_and_clears(one(module[i], 12, 20, 235), TEXT);
}

static void light_on_dark(void **state)
{
    (void)state;
    for (int degrees = 0; degrees < 360; degrees += 45)
        assert_sees_and_clears(one(4, (float)degrees, 230, 30), TEXT);
}

static void seen_in_a_mirror(void **state)
{
    (void)state;
    QRcode *code = the_code();
    for (int degrees = 0; degrees < 360; degrees += 30) {
        struct quad q = turned_square(100, 100, 116, (float)degrees);
        struct print p = {{{q.at[1], q.at[0], q.at[3], q.at[2]}}, 0, 255, 0, false};
        struct image image = paper(200, 200);
        print_qr(&image, code, &p);
        assert_sees_and_clears(image, TEXT);
    }
    QRcode_free(code);
}

static void in_perspective(void **state)
{
    (void)state;
    static const struct quad quads[] = {
        {{{80, 40}, {260, 40}, {320, 300}, {20, 300}}},
        {{{40, 40}, {300, 100}, {300, 240}, {40, 300}}},
        {{{60, 30}, {310, 90}, {250, 320}, {30, 210}}},
        {{{170, 20}, {320, 150}, {180, 250}, {20, 140}}},
    };
    QRcode *code = the_code();
    for (size_t i = 0; i < sizeof quads / sizeof *quads; i++) {
        struct image image = paper(340, 340);
        struct print p = {quads[i], 10, 240, 0, false};
        print_qr(&image, code, &p);
        assert_sees_and_clears(image, TEXT);
    }
    QRcode_free(code);
}

static void on_a_bottle(void **state)
{
    (void)state;
    QRcode *code = the_code();
    for (int bend = -3; bend <= 3; bend++) {
        struct image image = paper(260, 260);
        struct print p = {turned_square(130, 130, 145, 20), 10, 240, (float)bend, false};
        print_qr(&image, code, &p);
        assert_sees_and_clears(image, TEXT);
    }
    QRcode_free(code);
}

static void blurred(void **state)
{
    (void)state;
    for (int radius = 1; radius <= 2; radius++) {
        struct image image = one(5, 30, 20, 235);
        blur(&image, radius);
        assert_sees_and_clears(image, TEXT);
    }
}

static void in_noise(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 5; seed++) {
        struct image image = one(5, 17, 60, 190);
        add_noise(&image, 60, seed);
        assert_sees_and_clears(image, TEXT);
    }
}

static void faint(void **state)
{
    (void)state;
    assert_sees_and_clears(one(4, 8, 120, 145), TEXT);
    assert_sees_and_clears(one(4, 8, 10, 25), TEXT);
    assert_sees_and_clears(one(4, 8, 225, 250), TEXT);
}

static void in_uneven_light(void **state)
{
    (void)state;
    struct image image = one(4, 8, 40, 250);
    shade(&image, 0.1f);
    assert_sees_and_clears(image, TEXT);
}

static void without_quiet_zone(void **state)
{
    (void)state;
    QRcode *code = the_code();
    /* up to the edge of the picture */
    struct image image = paper(116, 116);
    struct print p = {quad_of_size(116, 116), 0, 255, 0, true};
    print_qr(&image, code, &p);
    assert_sees_and_clears(image, TEXT);
    /* up to black, beside one finder */
    image = paper(200, 200);
    p.where = turned_square(100, 100, 116, 0);
    print_qr(&image, code, &p);
    fill(&image, 158, 0, 42, 200, 0);
    assert_sees_and_clears(image, TEXT);
    QRcode_free(code);
}

/* One pixel for each module, as some programs save it. */
static void of_one_pixel_modules(void **state)
{
    (void)state;
    QRcode *code = the_code();
    struct image image = paper((uint32_t)code->width + 8, (uint32_t)code->width + 8);
    for (int i = 0; i < code->width * code->width; i++)
        if (code->data[i] & 1)
            fill(&image, 4 + (uint32_t)(i % code->width), 4 + (uint32_t)(i / code->width), 1, 1, 0);
    assert_sees_and_clears(image, TEXT);
    QRcode_free(code);
}

static void with_one_finder_covered(void **state)
{
    (void)state;
    for (int which = 0; which < 3; which++) {
        struct image image = paper(200, 200);
        QRcode *code = make_qr(TEXT, 0, QR_ECLEVEL_H);
        struct print p = {turned_square(100, 100, (float)code->width * 4, 0), 0, 255, 0, false};
        print_qr(&image, code, &p);
        float low = 100 - 2 * (float)code->width, high = 100 + 2 * (float)code->width;
        uint32_t x = (uint32_t)(which == 1 ? high - 12 : low), y = (uint32_t)(which == 2 ? high - 12 : low);
        fill(&image, x, y, 12, 12, 255); /* a corner torn off */
        assert_sees_and_clears(image, TEXT);
        QRcode_free(code);
    }
}

#define ROWS    6
#define COLUMNS 8

static bool lies_in(const struct scan_hit *hit, float x, float y)
{
    return hit->has_quad && quad_contains(&hit->quad, (struct point){x, y}) &&
           point_distance(quad_middle(&hit->quad), (struct point){x, y}) < 12;
}

static void many_at_once_each_in_its_place(void **state)
{
    (void)state;
    struct image image = paper(COLUMNS * 110, ROWS * 110);
    char text[20];
    for (uint32_t i = 0; i < ROWS * COLUMNS; i++) {
        snprintf(text, sizeof text, "DEMO-%04u", i / 2); /* each text twice */
        QRcode *code = make_qr(text, 0, QR_ECLEVEL_M);
        float x = (float)(i % COLUMNS) * 110 + 55, y = (float)(i / COLUMNS) * 110 + 55;
        struct print p = {turned_square(x, y, (float)code->width * 2.5f, (float)(i * 7 % 360)), 0, 255, 0, false};
        print_qr(&image, code, &p);
        QRcode_free(code);
    }
    struct seen *s = see(&image);
    assert_int_equal(s->scan.hits_count, ROWS * COLUMNS);
    for (uint32_t i = 0; i < ROWS * COLUMNS; i++) {
        bool there = false;
        snprintf(text, sizeof text, "DEMO-%04u", i / 2);
        for (size_t n = 0; n < s->scan.hits_count; n++)
            there |= is_text(&s->scan.hit[n], text) &&
                     lies_in(&s->scan.hit[n], (float)(i % COLUMNS) * 110 + 55, (float)(i / COLUMNS) * 110 + 55);
        assert_true(there);
    }
    clear_seen(s);
    image_clear(&image);
}

static void corners_are_the_symbols_own(void **state)
{
    (void)state;
    QRcode *code = the_code();
    for (int degrees = 0; degrees < 360; degrees += 40) {
        struct image image = paper(240, 240);
        struct print p = {turned_square(120, 120, 130, (float)degrees), 0, 255, 0, false};
        print_qr(&image, code, &p);
        struct seen *s = see(&image);
        assert_int_equal(s->scan.hits_count, 1);
        for (int i = 0; i < 4; i++)
            assert_true(point_distance(s->scan.hit[0].quad.at[i], p.where.at[i]) < 5);
        clear_seen(s);
        image_clear(&image);
    }
    QRcode_free(code);
}

/* A symbol that is torn to pieces is a place that later stages look at, and the reader says was not read. */
static void one_that_cannot_be_read_is_a_suspect(void **state)
{
    (void)state;
    struct image image = one(4, 0, 0, 255);
    uint32_t middle = image.width / 2;
    for (uint32_t y = 0; y < 44; y++)
        for (uint32_t x = 0; x < 100; x++) /* rubbish over the lower right of the data */
            fill(&image, middle - 20 + x % 44, middle - 12 + y, 1, 1, (uint8_t)((x / 4 * 7 + y / 4 * 5) % 3 ? 0 : 255));
    struct seen *s = see(&image);
    assert_int_equal(s->scan.hits_count, 0);
    assert_true(s->scan.suspects_count > 0);
    assert_int_equal(s->scan.suspect[0].stage, STAGE_QR);
    assert_true(quad_contains(&s->scan.suspect[0].quad, (struct point){(float)middle, (float)middle}));
    clear_seen(s);
    image_clear(&image);
}

static void nothing_is_read_in_noise_and_in_very_small_pictures(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 3; seed++) {
        struct image image = grey_paper(400, 300, 128);
        add_noise(&image, 127, seed);
        struct seen *s = see(&image);
        assert_int_equal(s->scan.hits_count, 0);
        clear_seen(s);
        image_clear(&image);
    }
    for (uint32_t width = 1; width < 24; width++) {
        struct image image = paper(width, 25 - width);
        fill(&image, width / 2, 0, 1, 99, 0);
        struct seen *s = see(&image);
        assert_int_equal(s->scan.hits_count, 0);
        clear_seen(s);
        image_clear(&image);
    }
}

/* A symbol in some pose, in some light, so that some cannot be read. */
static struct image by_chance(uint32_t *seed, const char *text)
{
    QRcode *code = make_qr(text, (int)(chance(seed) % 9), (QRecLevel)(chance(seed) % 4));
    float module = chance_between(seed, 1.5f, 6), side = (float)code->width * module;
    uint32_t size = (uint32_t)(side * 1.7f) + 40;
    struct quad q = turned_square((float)size / 2, (float)size / 2, side, chance_between(seed, 0, 360));
    for (int i = 0; i < 4; i++) {
        q.at[i].x += chance_between(seed, -0.09f, 0.09f) * side;
        q.at[i].y += chance_between(seed, -0.09f, 0.09f) * side;
    }
    if (chance(seed) % 4 == 0) {
        struct point kept = q.at[1];
        q.at[1] = q.at[3];
        q.at[3] = kept;
    }
    bool inverted = chance(seed) % 4 == 0;
    uint8_t dark = (uint8_t)chance_between(seed, 0, 100), light = (uint8_t)(dark + chance_between(seed, 40, 150));
    struct image image = grey_paper(size, size, (uint8_t)chance_between(seed, 0, 255));
    struct print p = {q, inverted ? light : dark, inverted ? dark : light, chance_between(seed, -1, 1), false};
    print_qr(&image, code, &p);
    if (chance(seed) % 3 == 0)
        blur(&image, 1);
    if (chance(seed) % 2)
        shade(&image, chance_between(seed, 0.2f, 1));
    add_noise(&image, chance_between(seed, 0, 25), chance(seed));
    QRcode_free(code);
    return image;
}

#define SCENES 120

static void what_is_drawn_is_what_is_read_and_nothing_else(void **state)
{
    (void)state;
    uint32_t seed = 20261122;
    int read = 0;
    for (int i = 0; i < SCENES; i++) {
        char text[13];
        make_text(text, 12, chance(&seed));
        struct image image = by_chance(&seed, text);
        struct seen *s = see(&image);
        for (size_t n = 0; n < s->scan.hits_count; n++)
            assert_true(is_text(&s->scan.hit[n], text));
        assert_true(s->scan.hits_count <= 1);
        read += s->scan.hits_count == 1;
        clear_seen(s);
        image_clear(&image);
    }
    assert_true(read >= SCENES * 8 / 10); /* the others are blurred or noisy beyond what their size allows */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_any_angle),
        cmocka_unit_test(in_any_size),
        cmocka_unit_test(light_on_dark),
        cmocka_unit_test(seen_in_a_mirror),
        cmocka_unit_test(in_perspective),
        cmocka_unit_test(on_a_bottle),
        cmocka_unit_test(blurred),
        cmocka_unit_test(in_noise),
        cmocka_unit_test(faint),
        cmocka_unit_test(in_uneven_light),
        cmocka_unit_test(without_quiet_zone),
        cmocka_unit_test(of_one_pixel_modules),
        cmocka_unit_test(with_one_finder_covered),
        cmocka_unit_test(many_at_once_each_in_its_place),
        cmocka_unit_test(corners_are_the_symbols_own),
        cmocka_unit_test(one_that_cannot_be_read_is_a_suspect),
        cmocka_unit_test(nothing_is_read_in_noise_and_in_very_small_pictures),
        cmocka_unit_test(what_is_drawn_is_what_is_read_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
