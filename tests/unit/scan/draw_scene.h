#ifndef TESTS_DRAW_SCENE_H
#define TESTS_DRAW_SCENE_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/geometry.h"
#include "tests/unit/scan/draw_codes.h"

/* Linear codes as a camera sees them: turned, from the side, blurred, noisy, badly lit. Nothing is left to chance: the
 * noise is the same in every run. */

#define SCENE_QUIET 12.0f /* modules of paper on either side */
#define SCENE_PARTS 3     /* points a pixel is made of in each direction */

/* A rectangle turned by `degrees` about its middle. */
static inline struct quad quad_turned(float x, float y, float width, float height, float degrees)
{
    float a = degrees * 3.14159265f / 180, c = cosf(a), s = sinf(a);
    struct quad q = quad_of_size(width, height);
    for (int i = 0; i < 4; i++) {
        float dx = q.at[i].x - width / 2, dy = q.at[i].y - height / 2;
        q.at[i] = (struct point){x + c * dx - s * dy, y + s * dx + c * dy};
    }
    return q;
}

/* 1 where there is ink at this place of the pattern, 0 where there is paper, -1 beside both. `at` in modules, and from
 * top to bottom of the bars 0 to 1. */
static inline int ink_at(const char *pattern, float modules, struct point at)
{
    if (at.x < -SCENE_QUIET || at.x >= modules + SCENE_QUIET || at.y < -0.1f || at.y >= 1.1f)
        return -1;
    return at.x >= 0 && at.x < modules && at.y >= 0 && at.y < 1 && pattern[(size_t)at.x] == '1';
}

/* Bars with their ends in the corners of `where`, on white paper with quiet zones. */
static inline void draw_seen(struct image *image, const char *pattern, const struct quad *where)
{
    float modules = (float)strlen(pattern);
    struct quad code = quad_of_size(modules, 1);
    struct homography to_code, from_code;
    if (!homography_make(where, &code, &to_code) || !homography_make(&code, where, &from_code))
        abort();
    float left = 1e9f, right = 0, top = 1e9f, bottom = 0;
    for (int i = 0; i < 4; i++) { /* with its quiet zones */
        struct point p = {i % 2 ? -SCENE_QUIET : modules + SCENE_QUIET, i / 2 % 2 ? -0.1f : 1.1f};
        p = homography_apply(&from_code, p);
        left = fminf(left, p.x);
        right = fmaxf(right, p.x);
        top = fminf(top, p.y);
        bottom = fmaxf(bottom, p.y);
    }
    for (uint32_t y = top > 0 ? (uint32_t)top : 0; y < image->height && (float)y <= bottom; y++)
        for (uint32_t x = left > 0 ? (uint32_t)left : 0; x < image->width && (float)x <= right; x++) {
            float grey = 0, own = image->grey[(size_t)y * image->width + x];
            for (int i = 0; i < SCENE_PARTS * SCENE_PARTS; i++) {
                struct point p = {(float)x + ((float)(i % SCENE_PARTS) + 0.5f) / SCENE_PARTS,
                                  (float)y + ((float)(i / SCENE_PARTS) + 0.5f) / SCENE_PARTS};
                int ink = ink_at(pattern, modules, homography_apply(&to_code, p));
                grey += ink < 0 ? own : ink ? 0 : 255;
            }
            image->grey[(size_t)y * image->width + x] = (uint8_t)(grey / (SCENE_PARTS * SCENE_PARTS));
        }
}

static inline void blur_line(uint8_t *grey, size_t step, uint32_t count, float sigma)
{
    float in[4096], sum;
    int radius = (int)(3 * sigma) + 1;
    for (uint32_t i = 0; i < count && i < 4096; i++)
        in[i] = grey[i * step];
    for (uint32_t i = 0; i < count && i < 4096; i++) {
        float total = sum = 0;
        for (int k = -radius; k <= radius; k++) {
            int at = (int)i + k < 0 ? 0 : (int)i + k >= (int)count ? (int)count - 1 : (int)i + k;
            float w = expf(-(float)(k * k) / (2 * sigma * sigma));
            sum += w * in[at];
            total += w;
        }
        grey[i * step] = (uint8_t)lrintf(sum / total);
    }
}

/* Out of focus: a Gaussian. */
static inline void blur(struct image *image, float sigma)
{
    for (uint32_t y = 0; y < image->height; y++)
        blur_line(image->grey + (size_t)y * image->width, 1, image->width, sigma);
    for (uint32_t x = 0; x < image->width; x++)
        blur_line(image->grey + x, image->width, image->height, sigma);
}

/* Numbers that look like chance: a linear congruential generator (Numerical Recipes 7.1). */
static inline uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static inline uint8_t as_grey(float v)
{
    return (uint8_t)lrintf(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* Twelve even numbers make something near a Gaussian. */
static inline void add_noise(struct image *image, float sigma, uint32_t seed)
{
    for (size_t i = 0; i < (size_t)image->width * image->height; i++) {
        float sum = -6;
        for (int k = 0; k < 12; k++)
            sum += (float)(next_number(&seed) & 0xffff) / 65536;
        image->grey[i] = as_grey((float)image->grey[i] + sigma * sum);
    }
}

/* Black comes to `dark`, white to `light`. */
static inline void set_contrast(struct image *image, float dark, float light)
{
    for (size_t i = 0; i < (size_t)image->width * image->height; i++)
        image->grey[i] = as_grey(dark + (float)image->grey[i] * (light - dark) / 255);
}

/* Full light on the left, a part of it on the right. */
static inline void shade(struct image *image, float least)
{
    for (uint32_t y = 0; y < image->height; y++)
        for (uint32_t x = 0; x < image->width; x++) {
            uint8_t *p = &image->grey[(size_t)y * image->width + x];
            *p = as_grey((float)*p * (1 - (1 - least) * (float)x / (float)image->width));
        }
}

#endif
