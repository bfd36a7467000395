#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/scan/pyramid.h"
#include "tests/unit/scan/draw_codes.h"

static void levels_halve_until_too_small(void **state)
{
    (void)state;
    struct image picture = paper(401, 200);
    struct pyramid p;
    struct err err = {0};
    assert_int_equal(pyramid_make(&picture, &p, &err), 0);
    assert_int_equal(p.count, 3);
    assert_ptr_equal(p.level[0].grey, picture.grey); /* borrowed */
    assert_int_equal(p.level[1].width, 200);
    assert_int_equal(p.level[2].height, 50);
    assert_int_equal(p.level[2].grey[99], 255);
    pyramid_clear(&p);
    pyramid_clear(&p);
    image_clear(&picture);
}

static void the_smallest_picture_is_its_only_level(void **state)
{
    (void)state;
    struct image dot = paper(1, 1);
    struct pyramid p;
    struct err err = {0};
    assert_int_equal(pyramid_make(&dot, &p, &err), 0);
    assert_int_equal(p.count, 1);
    pyramid_clear(&p);
    image_clear(&dot);
}

static void half_is_the_mean_of_four(void **state)
{
    (void)state;
    uint8_t grey[] = {0, 100, 7, 200, 101, 7};
    struct image picture = {.grey = grey, .width = 3, .height = 2}, half = {0};
    struct err err = {0};
    assert_int_equal(image_half(&picture, &half, &err), 0);
    assert_int_equal(half.width * half.height, 1);
    assert_int_equal(half.grey[0], 100); /* 401 / 4; the odd column is left out */
    image_clear(&half);
}

static void between_pixels_grey_runs_evenly(void **state)
{
    (void)state;
    uint8_t grey[] = {0, 100, 200, 100};
    struct image picture = {.grey = grey, .width = 2, .height = 2};
    assert_float_equal(image_sample(&picture, (struct point){0.5f, 0.5f}), 0, 0.01); /* the middle of the first */
    assert_float_equal(image_sample(&picture, (struct point){1, 0.5f}), 50, 0.01);
    assert_float_equal(image_sample(&picture, (struct point){1, 1}), 100, 0.01);
    assert_float_equal(image_sample(&picture, (struct point){-9, 99}), 200, 0.01); /* outside: the nearest */
    assert_float_equal(image_sample(&picture, (struct point){1e9f, -1e9f}), 100, 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_halve_until_too_small),
        cmocka_unit_test(the_smallest_picture_is_its_only_level),
        cmocka_unit_test(half_is_the_mean_of_four),
        cmocka_unit_test(between_pixels_grey_runs_evenly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
