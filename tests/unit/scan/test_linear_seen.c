#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/codes/gtin.h"
#include "app/scan/reader.h"
#include "tests/unit/scan/draw_scene.h"

/* Linear codes as a camera sees them. What was drawn is read, and never anything else. All numbers are invented. */

#define SIDE 440u

/* One of each kind. */
static const struct sample {
    enum symbology symbology;
    const char *text;
} samples[] = {
    {SYMBOLOGY_EAN13, "4912345678904"},      {SYMBOLOGY_EAN8, "49123456"},
    {SYMBOLOGY_UPCA, "012345678905"},        {SYMBOLOGY_UPCE, "01234565"},
    {SYMBOLOGY_ITF14, "14912345678901"},     {SYMBOLOGY_CODE128, "DEMO-01a"},
    {SYMBOLOGY_GS1_128, "0104912345678904"},
};
#define SAMPLES (sizeof samples / sizeof *samples)

static void pattern_of(const struct sample *s, char pattern[PATTERN_MAX])
{
    unsigned char values[64];
    size_t count = 0;
    char digits[16] = "0";
    switch (s->symbology) {
    case SYMBOLOGY_EAN13:
        ean13_pattern(s->text, pattern);
        break;
    case SYMBOLOGY_EAN8:
        ean8_pattern(s->text, pattern);
        break;
    case SYMBOLOGY_UPCA:
        ean13_pattern(strcat(digits, s->text), pattern);
        break;
    case SYMBOLOGY_UPCE:
        upce_pattern(s->text, pattern);
        break;
    case SYMBOLOGY_ITF14:
        itf_pattern(s->text, pattern);
        break;
    case SYMBOLOGY_CODE128:
        values[count++] = CODE128_START_B;
        for (const char *c = s->text; *c; c++)
            values[count++] = (unsigned char)(*c - 32);
        code128_pattern(values, count, pattern);
        break;
    default:
        values[count++] = CODE128_START_C;
        values[count++] = CODE128_FNC1;
        for (const char *c = s->text; *c; c += 2)
            values[count++] = (unsigned char)((c[0] - '0') * 10 + c[1] - '0');
        code128_pattern(values, count, pattern);
    }
}

static struct symbols read_all(const struct image *image)
{
    struct reading reading;
    struct err err = {0};
    assert_int_equal(reader_read(image, &(struct reader_ask){0}, &reading, &err), 0);
    return reading.codes;
}

static bool is_sample(const struct symbol *read, const struct sample *s)
{
    return read->symbology == s->symbology && read->size == strlen(s->text) &&
           memcmp(read->bytes, s->text, read->size) == 0;
}

/* The picture holds this code and no other. Clears the picture. */
static void assert_reads(struct image image, const struct sample *s, const char *how, int much)
{
    struct symbols found = read_all(&image);
    if (found.count != 1 || !is_sample(&found.item[0], s))
        fail_msg("%s %s, %s %d: %zu found, first '%s'", symbology_name(s->symbology), s->text, how, much, found.count,
                 found.count && found.item[0].text ? found.item[0].text : "");
    symbols_clear(&found);
    image_clear(&image);
}

/* The picture holds every sample once. Clears the picture. */
static void assert_reads_all(struct image image)
{
    struct symbols found = read_all(&image);
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t times = 0;
        for (size_t k = 0; k < found.count; k++)
            times += is_sample(&found.item[k], &samples[i]);
        if (times != 1)
            fail_msg("%s %s: found %zu times", symbology_name(samples[i].symbology), samples[i].text, times);
    }
    assert_int_equal(found.count, SAMPLES);
    symbols_clear(&found);
    image_clear(&image);
}

/* The code with modules of this many pixels, turned, on grey ground. */
static struct image turned(const struct sample *s, float module, float degrees)
{
    char pattern[PATTERN_MAX];
    pattern_of(s, pattern);
    struct image image = paper(SIDE, SIDE);
    fill(&image, 0, 0, SIDE, SIDE, 150);
    struct quad q = quad_turned(SIDE / 2, SIDE / 2, (float)strlen(pattern) * module, 70, degrees);
    draw_seen(&image, pattern, &q);
    return image;
}

static void turned_by_any_angle(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (int degrees = 0; degrees < 360; degrees += 60)
            assert_reads(turned(&samples[i], 2, (float)degrees), &samples[i], "degrees", degrees);
}

static void large_and_small(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (int tenths = 13; tenths <= 28; tenths += 5)
            assert_reads(turned(&samples[i], (float)tenths / 10, 4), &samples[i], "tenths of a pixel", tenths);
    assert_reads(turned(&samples[1], 6, 10), &samples[1], "pixels", 6);
    assert_reads(turned(&samples[3], 8, 10), &samples[3], "pixels", 8);
}

static void seen_from_the_side(void **state)
{
    (void)state;
    static const struct quad seen[] = {
        {{{70, 150}, {370, 170}, {370, 260}, {70, 280}}}, /* the right end farther away */
        {{{80, 120}, {360, 120}, {390, 280}, {50, 280}}}, /* the top farther away */
        {{{40, 100}, {350, 170}, {390, 290}, {80, 220}}}, /* leaning */
        {{{390, 330}, {80, 280}, {50, 170}, {400, 200}}}, /* upside down */
    };
    for (size_t i = 0; i < SAMPLES; i++)
        for (size_t k = 0; k < sizeof seen / sizeof *seen; k++) {
            char pattern[PATTERN_MAX];
            pattern_of(&samples[i], pattern);
            struct image image = paper(SIDE, SIDE);
            fill(&image, 0, 0, SIDE, SIDE, 150);
            draw_seen(&image, pattern, &seen[k]);
            assert_reads(image, &samples[i], "view", (int)k);
        }
}

static void out_of_focus(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (int percent = 20; percent <= 60; percent += 40) {
            struct image image = turned(&samples[i], 2.2f, 12);
            blur(&image, 2.2f * (float)percent / 100);
            assert_reads(image, &samples[i], "blur, percent of a module", percent);
        }
}

static void noisy(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (int sigma = 10; sigma <= 40; sigma += 15) {
            struct image image = turned(&samples[i], 2.5f, -7);
            set_contrast(&image, 40, 215);
            add_noise(&image, (float)sigma, 1);
            assert_reads(image, &samples[i], "noise", sigma);
        }
}

static void of_little_contrast(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (int levels = 60; levels >= 20; levels -= 40) {
            struct image image = turned(&samples[i], 2.5f, 33);
            set_contrast(&image, 100, 100 + (float)levels);
            assert_reads(image, &samples[i], "grey levels", levels);
        }
}

static void in_uneven_light(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        struct image image = turned(&samples[i], 2.5f, 5);
        shade(&image, 0.2f);
        assert_reads(image, &samples[i], "light, percent", 20);
    }
}

static void light_on_dark(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        struct image image = turned(&samples[i], 2.5f, 48);
        invert(&image);
        assert_reads(image, &samples[i], "inverted", 0);
    }
}

/* Ink that has spread, or light that drowns bars: each is two fifths of a module wider or narrower than it should be.
 */
static void with_bars_too_thick_or_too_thin(void **state)
{
    (void)state;
    for (int side = -1; side <= 1; side++) {
        char pattern[PATTERN_MAX];
        pattern_of(&samples[0], pattern);
        struct image image = paper(600, 200);
        for (int i = 0, from = 0; pattern[i]; i++) {
            if (pattern[i] == '1' && (i == 0 || pattern[i - 1] == '0'))
                from = i;
            if (pattern[i] == '1' && pattern[i + 1] != '1')
                fill(&image, (uint32_t)(60 + from * 5 - side), 50, (uint32_t)((i + 1 - from) * 5 + 2 * side), 90, 0);
        }
        blur(&image, 1);
        assert_reads(image, &samples[0], "bars wider on either side by a fifth times", side);
    }
}

static void several_in_one_picture(void **state)
{
    (void)state;
    static const struct quad places[] = {
        {{{60, 40}, {350, 60}, {346, 120}, {56, 100}}},     {{{700, 60}, {700, 350}, {630, 350}, {630, 60}}},
        {{{60, 190}, {350, 190}, {350, 250}, {60, 250}}},   {{{560, 560}, {380, 620}, {365, 560}, {545, 500}}},
        {{{80, 700}, {80, 330}, {140, 330}, {140, 700}}},   {{{240, 300}, {530, 330}, {525, 390}, {235, 360}}},
        {{{250, 480}, {330, 720}, {270, 740}, {190, 500}}},
    };
    struct image image = paper(800, 800);
    for (size_t i = 0; i < SAMPLES; i++) {
        char pattern[PATTERN_MAX];
        pattern_of(&samples[i], pattern);
        draw_seen(&image, pattern, &places[i]);
    }
    add_noise(&image, 6, 2);
    assert_reads_all(image);
}

/* Stickers on a box that fills a phone's photo: bars of two pixels, which are no stripes any more in half its size. */
static void small_in_a_large_picture(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        char pattern[PATTERN_MAX];
        pattern_of(&samples[i], pattern);
        struct image image = paper(2800, 1800);
        struct quad place = quad_turned(600 + 250 * (float)i, 1200, (float)strlen(pattern) * 2, 24, 33 * (float)i);
        draw_seen(&image, pattern, &place);
        blur(&image, 0.8f);
        add_noise(&image, 4, 4);
        assert_reads(image, &samples[i], "in place", (int)i);
    }
}

/* As on a box of electronics: one below the other, less than two millimetres between them, each of its own length. */
static void stacked(void **state)
{
    (void)state;
    enum { HIGH = 26, PITCH = 34, MODULE = 2 };
    for (int degrees = -8; degrees <= 8; degrees += 4) {
        struct image image = paper(SIDE, SIDE);
        for (size_t i = 0; i < SAMPLES; i++) {
            char pattern[PATTERN_MAX];
            pattern_of(&samples[i], pattern);
            float width = (float)strlen(pattern) * MODULE, down = ((float)i - (float)(SAMPLES - 1) / 2) * PITCH;
            float a = (float)degrees * 3.14159265f / 180;
            struct quad place =
                quad_turned(SIDE / 2 - sinf(a) * down, SIDE / 2 + cosf(a) * down, width, HIGH, (float)degrees);
            draw_seen(&image, pattern, &place);
        }
        add_noise(&image, 4, 3);
        assert_reads_all(image);
    }
}

static void corners_lie_on_the_code_from_its_own_top_left(void **state)
{
    (void)state;
    for (int degrees = 0; degrees < 360; degrees += 45) {
        struct image image = turned(&samples[0], 2, (float)degrees);
        struct quad q = quad_turned(SIDE / 2, SIDE / 2, 95 * 2, 70, (float)degrees);
        struct symbols found = read_all(&image);
        assert_int_equal(found.count, 1);
        for (int i = 0; i < 4; i++) {
            struct point p = {(float)found.item[0].corners[i][0], (float)found.item[0].corners[i][1]};
            if (point_distance(p, q.at[i]) > 12)
                fail_msg("%d degrees, corner %d: %.0f,%.0f for %.0f,%.0f", degrees, i, (double)p.x, (double)p.y,
                         (double)q.at[i].x, (double)q.at[i].y);
        }
        symbols_clear(&found);
        image_clear(&image);
    }
}

/* Any number, any place, any trouble: most are read, and none as another one. */
static void what_is_read_is_what_was_drawn(void **state)
{
    (void)state;
    enum { PICTURES = 60 };
    uint32_t seed = 4;
    size_t read = 0;
    for (int n = 0; n < PICTURES; n++) {
        char text[14], pattern[PATTERN_MAX];
        for (int i = 0; i < 12; i++)
            text[i] = (char)('0' + next_number(&seed) % (i ? 10 : 9) + (i ? 0 : 1)); /* no UPC-A */
        text[12] = gtin_check_digit(text, 12);
        text[13] = 0;
        struct sample s = {SYMBOLOGY_EAN13, text};
        pattern_of(&s, pattern);
        struct image image = paper(360, 360);
        fill(&image, 0, 0, 360, 360, (uint8_t)(next_number(&seed) % 256));
        float module = 1.2f + (float)(next_number(&seed) % 100) / 100;
        struct quad q = quad_turned(180, 180, 95 * module, 30 + (float)(next_number(&seed) % 60),
                                    (float)(next_number(&seed) % 360));
        draw_seen(&image, pattern, &q);
        blur(&image, module * (0.2f + (float)(next_number(&seed) % 60) / 100));
        set_contrast(&image, (float)(next_number(&seed) % 80), 160 + (float)(next_number(&seed) % 90));
        add_noise(&image, (float)(next_number(&seed) % 12), seed);
        struct symbols found = read_all(&image);
        assert_true(found.count <= 1);
        if (found.count) {
            assert_string_equal(found.item[0].text, text);
            read++;
        }
        symbols_clear(&found);
        image_clear(&image);
    }
    assert_in_range(read, PICTURES * 3 / 4, PICTURES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turned_by_any_angle),
        cmocka_unit_test(large_and_small),
        cmocka_unit_test(seen_from_the_side),
        cmocka_unit_test(out_of_focus),
        cmocka_unit_test(noisy),
        cmocka_unit_test(of_little_contrast),
        cmocka_unit_test(in_uneven_light),
        cmocka_unit_test(light_on_dark),
        cmocka_unit_test(with_bars_too_thick_or_too_thin),
        cmocka_unit_test(several_in_one_picture),
        cmocka_unit_test(stacked),
        cmocka_unit_test(small_in_a_large_picture),
        cmocka_unit_test(corners_lie_on_the_code_from_its_own_top_left),
        cmocka_unit_test(what_is_read_is_what_was_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
