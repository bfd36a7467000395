#ifndef TESTS_DRAW_QR_H
#define TESTS_DRAW_QR_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <qrencode.h>

#include "app/scan/scan.h"
#include "tests/unit/scan/draw_codes.h"

/* QR symbols by libqrencode as a camera would see them: in perspective, bent, blurred, noisy, in poor light. All that
 * they hold is invented. */

#define DRAWN_QUIET 4.0f /* modules */

/* The same on every machine and in every run. */
static inline uint32_t chance(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static inline float chance_between(uint32_t *seed, float low, float high)
{
    return low + (high - low) * (float)(chance(seed) % 10001) / 10000;
}

/* A text of `size` characters that no other seed gives. */
static inline void make_text(char *text, size_t size, uint32_t seed)
{
    static const char of[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/:.";
    for (size_t i = 0; i < size; i++)
        text[i] = of[chance(&seed) % (sizeof of - 1)];
    text[size] = 0;
}

/* Of at least that version. */
static inline QRcode *make_qr(const char *text, int version, QRecLevel level)
{
    QRcode *code = QRcode_encodeString8bit(text, version, level);
    assert_non_null(code);
    return code;
}

/* How a symbol is printed. */
struct print {
    struct quad where;   /* its outline in the picture, from its own top left; the other way round: mirrored */
    uint8_t dark, light; /* the other way round: inverted */
    float bend;          /* modules that its middle columns lie lower than the sides, as on a bottle */
    bool no_quiet;       /* nothing is drawn outside of the outline */
};

static inline float module_grey(const QRcode *code, float u, float v, const struct print *p)
{
    int x = (int)floorf(u), y = (int)floorf(v);
    bool inside = x >= 0 && y >= 0 && x < code->width && y < code->width;
    return inside && (code->data[y * code->width + x] & 1) ? p->dark : p->light;
}

/* Each pixel is the mean of nine places in it. */
static inline void print_qr(struct image *image, const QRcode *code, const struct print *p)
{
    float side = (float)code->width, quiet = p->no_quiet ? 0 : DRAWN_QUIET;
    struct quad square = quad_of_size(side, side);
    struct homography h;
    assert_true(homography_make(&p->where, &square, &h));
    for (uint32_t y = 0; y < image->height; y++)
        for (uint32_t x = 0; x < image->width; x++) {
            float sum = 0;
            uint8_t *grey = &image->grey[(size_t)y * image->width + x];
            for (int i = 0; i < 9; i++) {
                struct point at = {(float)x + ((float)(i % 3) + 0.5f) / 3, (float)y + ((float)(i / 3) + 0.5f) / 3};
                struct point m = homography_apply(&h, at);
                float across = 2 * m.x / side - 1;
                m.y -= p->bend * (1 - across * across);
                bool on = m.x >= -quiet && m.y >= -quiet && m.x < side + quiet && m.y < side + quiet;
                sum += on ? module_grey(code, m.x, m.y, p) : (float)*grey;
            }
            *grey = (uint8_t)(sum / 9 + 0.5f);
        }
}

/* A square of `size` pixels around a middle, turned by `degrees` clockwise. */
static inline struct quad turned_square(float x, float y, float size, float degrees)
{
    float angle = degrees * 3.14159265f / 180, c = cosf(angle) * size / 2, s = sinf(angle) * size / 2;
    return (struct quad){
        {{x - c + s, y - s - c}, {x + c + s, y + s - c}, {x + c - s, y + s + c}, {x - c - s, y - s + c}}};
}

/* The mean of (2 radius + 1) squared pixels, twice. */
static inline void blur(struct image *image, int radius)
{
    int w = (int)image->width, h = (int)image->height;
    for (int turn = 0; turn < 2; turn++) {
        struct image from = paper(image->width, image->height);
        memcpy(from.grey, image->grey, (size_t)w * (size_t)h);
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++) {
                int sum = 0, count = 0;
                for (int dy = -radius; dy <= radius; dy++)
                    for (int dx = -radius; dx <= radius; dx++)
                        if (x + dx >= 0 && x + dx < w && y + dy >= 0 && y + dy < h) {
                            sum += from.grey[(size_t)(y + dy) * (size_t)w + (size_t)(x + dx)];
                            count++;
                        }
                image->grey[(size_t)y * (size_t)w + (size_t)x] = (uint8_t)((sum + count / 2) / count);
            }
        image_clear(&from);
    }
}

static inline uint8_t grey_of(float v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* Up to `most` grey steps up or down. */
static inline void add_noise(struct image *image, float most, uint32_t seed)
{
    for (size_t i = 0; i < (size_t)image->width * image->height; i++)
        image->grey[i] = grey_of((float)image->grey[i] + chance_between(&seed, -most, most));
}

/* Light that falls off from the top left to `least` of it at the bottom right. */
static inline void shade(struct image *image, float least)
{
    for (uint32_t y = 0; y < image->height; y++)
        for (uint32_t x = 0; x < image->width; x++) {
            float far = ((float)x / (float)image->width + (float)y / (float)image->height) / 2;
            uint8_t *grey = &image->grey[(size_t)y * image->width + x];
            *grey = grey_of((float)*grey * (1 - far * (1 - least)));
        }
}

/* What the QR stage alone sees. Its hits are cleared by clear_seen(). */
struct seen {
    struct scan scan;
    struct pyramid pyramid;
    struct reader_ask ask;
};

static inline struct seen *see(const struct image *image)
{
    struct seen *s = calloc(1, sizeof *s);
    struct err err = {0};
    assert_non_null(s);
    assert_int_equal(pyramid_make(image, &s->pyramid, &err), 0);
    s->scan.ask = &s->ask;
    s->scan.pyramid = &s->pyramid;
    assert_int_equal(qr_stage(&s->scan, &err), 0);
    return s;
}

static inline void clear_seen(struct seen *s)
{
    for (size_t i = 0; i < s->scan.hits_count; i++)
        symbol_clear(&s->scan.hit[i].symbol);
    pyramid_clear(&s->pyramid);
    free(s);
}

static inline bool is_text(const struct scan_hit *hit, const char *text)
{
    return hit->symbol.size == strlen(text) && memcmp(hit->symbol.bytes, text, strlen(text)) == 0;
}

/* That text once, and nothing else. */
static inline void assert_sees(const struct image *image, const char *text)
{
    struct seen *s = see(image);
    assert_int_equal(s->scan.hits_count, 1);
    assert_true(is_text(&s->scan.hit[0], text));
    assert_int_equal(s->scan.hit[0].stage, STAGE_QR);
    clear_seen(s);
}

#endif
