#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/scan/geometry.h"

static const struct quad trapezium = {{{100, 50}, {400, 80}, {380, 300}, {120, 260}}};

static void assert_near(struct point got, float x, float y)
{
    assert_float_equal(got.x, x, 0.01);
    assert_float_equal(got.y, y, 0.01);
}

static void corners_go_to_corners_and_back(void **state)
{
    (void)state;
    struct quad square = quad_of_size(21, 21);
    struct homography there, back;
    assert_true(homography_make(&square, &trapezium, &there));
    assert_true(homography_make(&trapezium, &square, &back));
    for (int i = 0; i < 4; i++) {
        assert_near(homography_apply(&there, square.at[i]), trapezium.at[i].x, trapezium.at[i].y);
        assert_near(homography_apply(&back, trapezium.at[i]), square.at[i].x, square.at[i].y);
    }
}

/* What a camera keeps: straight lines stay straight, so where the diagonals cross goes to where they cross. */
static void the_middle_goes_where_the_diagonals_cross(void **state)
{
    (void)state;
    struct quad square = quad_of_size(2, 2);
    struct homography h;
    assert_true(homography_make(&square, &trapezium, &h));
    struct point m = homography_apply(&h, (struct point){1, 1});
    for (int i = 0; i < 2; i++) {
        struct point a = trapezium.at[i], b = trapezium.at[i + 2];
        assert_float_equal((b.x - a.x) * (m.y - a.y) - (b.y - a.y) * (m.x - a.x), 0, 1);
    }
}

static void three_corners_on_a_line_are_no_plane(void **state)
{
    (void)state;
    struct quad square = quad_of_size(1, 1), flat = {{{0, 0}, {5, 5}, {10, 10}, {0, 10}}};
    struct homography h;
    assert_false(homography_make(&square, &flat, &h));
    assert_false(homography_make(&flat, &square, &h));
    struct quad broken = {{{0, 0}, {NAN, 0}, {1, 1}, {0, 1}}};
    assert_false(homography_make(&square, &broken, &h));
}

static void a_point_on_the_horizon_is_far_outside(void **state)
{
    (void)state;
    struct homography h = {{1, 0, 0, 0, 1, 0, 1, 0, 0}};
    assert_true(homography_apply(&h, (struct point){0, 3}).x > 1e8);
    assert_true(homography_apply(&h, (struct point){NAN, 3}).x > 1e8);
}

static void shapes(void **state)
{
    (void)state;
    struct quad bow = {{{0, 0}, {1, 1}, {1, 0}, {0, 1}}}, turned = {{{0, 0}, {0, 9}, {9, 9}, {9, 0}}};
    assert_true(quad_is_convex(&trapezium));
    assert_true(quad_is_convex(&turned));
    assert_false(quad_is_convex(&bow));
    assert_false(quad_is_convex(&(struct quad){0}));
    assert_float_equal(quad_area(&turned), -81, 0.01);
    assert_near(quad_middle(&turned), 4.5f, 4.5f);
    assert_true(quad_contains(&trapezium, (struct point){250, 170}));
    assert_true(quad_contains(&turned, (struct point){4, 4}));
    assert_false(quad_contains(&trapezium, (struct point){90, 170}));
    assert_float_equal(point_distance((struct point){0, 0}, (struct point){3, 4}), 5, 0.001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corners_go_to_corners_and_back),
        cmocka_unit_test(the_middle_goes_where_the_diagonals_cross),
        cmocka_unit_test(three_corners_on_a_line_are_no_plane),
        cmocka_unit_test(a_point_on_the_horizon_is_far_outside),
        cmocka_unit_test(shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
