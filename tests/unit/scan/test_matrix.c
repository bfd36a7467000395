#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/scan/scan.h"
#include "tests/unit/scan/draw_matrix.h"

/* Data Matrix symbols, drawn from what zint makes of a text and read back. All that they hold is invented. */

static const char TEXT[] = "DEMO-0001";

static struct scan *look(const struct image *image)
{
    static const struct reader_ask ask = {0};
    struct pyramid pyramid;
    struct err err = {0};
    struct scan *scan = calloc(1, sizeof *scan);
    assert_non_null(scan);
    assert_int_equal(pyramid_make(image, &pyramid, &err), 0);
    scan->ask = &ask;
    scan->pyramid = &pyramid;
    assert_int_equal(matrix_stage(scan, &err), 0);
    pyramid_clear(&pyramid);
    return scan;
}

static void let_go(struct scan *scan)
{
    for (size_t i = 0; i < scan->hits_count; i++)
        symbol_clear(&scan->hit[i].symbol);
    free(scan);
}

/* The picture holds this text and no other code. Clears the picture. */
static void assert_reads(struct image image, const char *text, const char *what)
{
    struct scan *scan = look(&image);
    if (scan->hits_count != 1)
        fail_msg("%s: %zu codes", what, scan->hits_count);
    assert_string_equal(symbology_name(scan->hit[0].symbol.symbology), "datamatrix");
    assert_string_equal(scan->hit[0].symbol.text, text);
    let_go(scan);
    image_clear(&image);
}

static void assert_reads_nothing(struct image image)
{
    struct scan *scan = look(&image);
    assert_int_equal(scan->hits_count, 0);
    let_go(scan);
    image_clear(&image);
}

static struct drawn_matrix version(int number)
{
    return matrix_of(TEXT,
                     number == 1                   ? 2
                     : number == 2 || number == 25 ? 4
                                                   : sizeof TEXT - 1,
                     &(struct matrix_wish){.version = number});
}

static const char *text_of(int number)
{
    return number == 1 ? "DE" : number == 2 || number == 25 ? "DEMO" : TEXT;
}

static const char *name_of(const struct drawn_matrix *m, float module, float degrees)
{
    static char name[80];
    snprintf(name, sizeof name, "%u x %u, modules of %.1f pixels, turned by %.0f degrees", m->size->rows, m->size->cols,
             (double)module, (double)degrees);
    return name;
}

static struct image alone(const struct drawn_matrix *m, float module, float degrees)
{
    struct image image = sheet_for(m, module);
    draw_matrix(&image, m, &(struct matrix_pose){pose_of(&image, m, module, degrees), 0, 255});
    return image;
}

static void every_size_is_read(void **state)
{
    (void)state;
    for (int v = 1; v <= MATRIX_SIZES; v++) {
        struct drawn_matrix m = version(v);
        assert_reads(alone(&m, 3, 0), text_of(v), name_of(&m, 3, 0));
    }
}

/* Of squares and of rectangles, with one data region and with several. */
static const int some[] = {1, 4, 9, 10, 15, 25, 28, 30, 48};
#define SOME (sizeof some / sizeof *some)

static void modules_of_two_pixels_and_of_twenty_are_read(void **state)
{
    (void)state;
    static const float modules[] = {2, 2.5f, 5, 9, 14, 20};
    for (size_t i = 0; i < SOME; i++)
        for (size_t k = 0; k < sizeof modules / sizeof *modules; k++) {
            struct drawn_matrix m = version(some[i]);
            assert_reads(alone(&m, modules[k], 0), text_of(some[i]), name_of(&m, modules[k], 0));
        }
}

static void turned_symbols_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < SOME; i++)
        for (float degrees = 0; degrees < 360; degrees += 30) {
            struct drawn_matrix m = version(some[i]);
            assert_reads(alone(&m, 4, degrees), text_of(some[i]), name_of(&m, 4, degrees));
        }
}

static void mirrored_symbols_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < SOME; i++)
        for (float degrees = 0; degrees < 360; degrees += 72) {
            struct drawn_matrix m = version(some[i]);
            struct image image = sheet_for(&m, 4);
            struct quad q = pose_of(&image, &m, 4, degrees);
            q = (struct quad){{q.at[1], q.at[0], q.at[3], q.at[2]}};
            draw_matrix(&image, &m, &(struct matrix_pose){q, 0, 255});
            assert_reads(image, text_of(some[i]), name_of(&m, 4, degrees));
        }
}

static void light_symbols_on_dark_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < SOME; i++) {
        struct drawn_matrix m = version(some[i]);
        struct image image = alone(&m, 4, 10);
        invert(&image);
        assert_reads(image, text_of(some[i]), name_of(&m, 4, 10));
    }
}

static void leaning_symbols_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < SOME; i++)
        for (float degrees = 0; degrees < 360; degrees += 45) {
            struct drawn_matrix m = version(some[i]);
            struct image image = sheet_for(&m, 6);
            struct quad q = leaning_pose_of(&image, &m, 6, degrees, 40);
            draw_matrix(&image, &m, &(struct matrix_pose){q, 0, 255});
            assert_reads(image, text_of(some[i]), name_of(&m, 6, degrees));
        }
}

static void blurred_noisy_pale_and_shaded_symbols_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < SOME; i++) {
        struct drawn_matrix m = version(some[i]);
        struct image image = alone(&m, 5, 7);
        blur(&image, 2);
        assert_reads(image, text_of(some[i]), "blurred");
        image = alone(&m, 5, 7);
        add_noise(&image, 60, (uint32_t)i);
        assert_reads(image, text_of(some[i]), "noisy");
        image = alone(&m, 5, 7);
        shade(&image, 60);
        assert_reads(image, text_of(some[i]), "shaded");
        image = sheet_for(&m, 5);
        memset(image.grey, 120, (size_t)image.width * image.height);
        draw_matrix(&image, &m, &(struct matrix_pose){pose_of(&image, &m, 5, 7), 90, 120});
        add_noise(&image, 4, (uint32_t)i);
        assert_reads(image, text_of(some[i]), "pale");
    }
}

/* Of a phone's photo the symbol is a small part. */
static void small_symbols_in_large_pictures_are_read(void **state)
{
    (void)state;
    struct drawn_matrix m = version(6);
    struct image image = paper(2400, 1600);
    const float modules[] = {2, 6, 15};
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        memset(image.grey, 235, (size_t)image.width * image.height);
        draw_matrix(&image, &m, &(struct matrix_pose){pose_of(&image, &m, modules[i], 20), 20, 235});
        add_noise(&image, 10, 1);
        struct scan *scan = look(&image);
        assert_int_equal(scan->hits_count, 1);
        let_go(scan);
    }
    image_clear(&image);
}

static void several_symbols_are_read_each_once(void **state)
{
    (void)state;
    struct image image = paper(600, 600);
    for (int i = 0; i < 4; i++) {
        struct drawn_matrix m = matrix_of(
            &"ABCD" [i], 1, &(struct matrix_wish) { .version = 4 });
        float left = 40 + (float)(i % 2) * 300, top = 60 + (float)(i / 2) * 280;
        draw_matrix(&image, &m,
                    &(struct matrix_pose){
                        {{{left, top}, {left + 160, top}, {left + 160, top + 160}, {left, top + 160}}}, 0, 255});
    }
    struct scan *scan = look(&image);
    char seen[] = "....";
    assert_int_equal(scan->hits_count, 4);
    for (int i = 0; i < 4; i++)
        seen[scan->hit[i].symbol.bytes[0] - 'A'] = (char)scan->hit[i].symbol.bytes[0];
    assert_string_equal(seen, "ABCD");
    let_go(scan);
    image_clear(&image);
}

static void assert_corners(const struct image *image, const struct quad *q)
{
    struct scan *scan = look(image);
    assert_int_equal(scan->hits_count, 1);
    assert_true(scan->hit[0].has_quad);
    for (int i = 0; i < 4; i++)
        assert_true(point_distance(scan->hit[0].quad.at[i], q->at[i]) < 3);
    let_go(scan);
}

static void corners_are_those_of_the_symbol(void **state)
{
    (void)state;
    struct drawn_matrix m = version(28);
    for (float degrees = 0; degrees < 360; degrees += 30) {
        struct image image = sheet_for(&m, 5);
        struct quad q = pose_of(&image, &m, 5, degrees);
        draw_matrix(&image, &m, &(struct matrix_pose){q, 0, 255});
        assert_corners(&image, &q);
        q = (struct quad){{q.at[1], q.at[0], q.at[3], q.at[2]}};
        memset(image.grey, 255, (size_t)image.width * image.height);
        draw_matrix(&image, &m, &(struct matrix_pose){q, 0, 255});
        assert_corners(&image, &q);
        image_clear(&image);
    }
}

static void gs1_is_told_by_its_first_character(void **state)
{
    (void)state;
    static const char text[] = "[01]04912345678904[10]DEMO1[21]7";
    struct drawn_matrix m = matrix_of(text, sizeof text - 1, &(struct matrix_wish){.mode = GS1_MODE});
    struct image image = alone(&m, 4, 0);
    struct scan *scan = look(&image);
    assert_int_equal(scan->hits_count, 1);
    assert_string_equal(symbology_name(scan->hit[0].symbol.symbology), "gs1-datamatrix");
    assert_int_equal(scan->hit[0].symbol.size, 27);
    assert_memory_equal(scan->hit[0].symbol.bytes,
                        "010491234567890410DEMO1\x1D"
                        "217",
                        27);
    let_go(scan);
    image_clear(&image);
}

static void pictures_without_a_symbol_hold_none(void **state)
{
    (void)state;
    struct image image = paper(640, 480);
    assert_reads_nothing(image);
    image = paper(640, 480);
    add_noise(&image, 255, 3);
    assert_reads_nothing(image);
    image = paper(640, 480);
    fill(&image, 100, 100, 10, 200, 0); /* an L alone, and a frame */
    fill(&image, 100, 290, 200, 10, 0);
    fill(&image, 400, 100, 150, 150, 0);
    fill(&image, 410, 110, 130, 130, 255);
    assert_reads_nothing(image);
    image = paper(1, 1);
    assert_reads_nothing(image);
}

/* A checkerboard in an L: all its sides are right, what it says is not. */
static void a_symbol_that_says_nothing_is_not_read(void **state)
{
    (void)state;
    struct drawn_matrix m = version(9);
    for (unsigned row = 1; row + 1 < m.size->rows; row++)
        for (unsigned col = 1; col + 1u < m.size->cols; col++)
            m.modules[row * m.size->cols + col] = (row + col) % 2;
    assert_reads_nothing(alone(&m, 4, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_is_read),
        cmocka_unit_test(modules_of_two_pixels_and_of_twenty_are_read),
        cmocka_unit_test(turned_symbols_are_read),
        cmocka_unit_test(mirrored_symbols_are_read),
        cmocka_unit_test(light_symbols_on_dark_are_read),
        cmocka_unit_test(leaning_symbols_are_read),
        cmocka_unit_test(blurred_noisy_pale_and_shaded_symbols_are_read),
        cmocka_unit_test(small_symbols_in_large_pictures_are_read),
        cmocka_unit_test(several_symbols_are_read_each_once),
        cmocka_unit_test(corners_are_those_of_the_symbol),
        cmocka_unit_test(gs1_is_told_by_its_first_character),
        cmocka_unit_test(pictures_without_a_symbol_hold_none),
        cmocka_unit_test(a_symbol_that_says_nothing_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
