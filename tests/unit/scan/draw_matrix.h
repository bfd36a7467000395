#ifndef TESTS_DRAW_MATRIX_H
#define TESTS_DRAW_MATRIX_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <zint.h>

#include "app/scan/geometry.h"
#include "app/scan/matrix_size.h"
#include "tests/unit/scan/draw_codes.h"

/* Data Matrix symbols as zint makes them, drawn as a camera might see them. */

struct drawn_matrix {
    const struct matrix_size *size;
    uint8_t modules[MATRIX_MODULES_MAX]; /* rows * cols, 1 = dark */
};

struct matrix_wish {
    int version; /* of zint, from 1: as matrix_sizes, from 0; 0 = the smallest that holds it */
    int mode;    /* DATA_MODE, GS1_MODE */
    int eci;
    int part, of;     /* of a message over several symbols */
    const char *file; /* which message: six digits, each half 1 to 254; NULL = 001001 */
};

static inline struct drawn_matrix matrix_of(const void *bytes, size_t size, const struct matrix_wish *wish)
{
    struct drawn_matrix m = {0};
    struct zint_symbol *s = ZBarcode_Create();
    assert_non_null(s);
    s->symbology = BARCODE_DATAMATRIX;
    s->input_mode = wish->mode;
    s->option_2 = wish->version;
    s->eci = wish->eci;
    if (wish->of)
        s->structapp = (struct zint_structapp){.index = wish->part, .count = wish->of};
    if (wish->file)
        (void)snprintf(s->structapp.id, sizeof s->structapp.id, "%s", wish->file);
    if (ZBarcode_Encode(s, bytes, (int)size) >= ZINT_ERROR)
        fail_msg("zint: %s", s->errtxt);
    for (size_t i = 0; i < MATRIX_SIZES; i++)
        if (matrix_sizes[i].rows == s->rows && matrix_sizes[i].cols == s->width)
            m.size = &matrix_sizes[i];
    assert_non_null(m.size);
    for (int row = 0; row < s->rows; row++)
        for (int col = 0; col < s->width; col++)
            m.modules[row * s->width + col] = s->encoded_data[row][col / 8] >> (col % 8) & 1;
    ZBarcode_Delete(s);
    return m;
}

/* Where the symbol lies in a picture, and the greys. */
struct matrix_pose {
    struct quad at; /* the symbol's own corners, from its top left, clockwise */
    uint8_t dark, light;
};

static inline bool is_dark(const struct drawn_matrix *m, struct point p)
{
    return p.x >= 0 && p.y >= 0 && p.x < (float)m->size->cols && p.y < (float)m->size->rows &&
           m->modules[(int)p.y * m->size->cols + (int)p.x];
}

/* Each pixel is the mean of 16 points, as a sensor takes in light over its area. */
static inline void draw_matrix(struct image *image, const struct drawn_matrix *m, const struct matrix_pose *pose)
{
    struct homography h;
    struct quad modules = quad_of_size(m->size->cols, m->size->rows);
    struct quad around = {{{-2, -2},
                           {(float)m->size->cols + 2, -2},
                           {(float)m->size->cols + 2, (float)m->size->rows + 2},
                           {-2, (float)m->size->rows + 2}}};
    assert_true(homography_make(&pose->at, &modules, &h));
    for (uint32_t y = 0; y < image->height; y++)
        for (uint32_t x = 0; x < image->width; x++) {
            struct point middle = homography_apply(&h, (struct point){(float)x + 0.5f, (float)y + 0.5f});
            if (!quad_contains(&around, middle))
                continue;
            unsigned sum = 0;
            for (int i = 0; i < 16; i++) {
                struct point p = {(float)x + ((float)(i % 4) + 0.5f) / 4, (float)y + ((float)(i / 4) + 0.5f) / 4};
                sum += is_dark(m, homography_apply(&h, p)) ? pose->dark : pose->light;
            }
            image->grey[(size_t)y * image->width + x] = (uint8_t)(sum / 16);
        }
}

/* Upright, modules of `module` pixels, turned by `degrees` clockwise round the middle of the picture. */
static inline struct quad pose_of(const struct image *image, const struct drawn_matrix *m, float module, float degrees)
{
    float w = (float)m->size->cols * module / 2, h = (float)m->size->rows * module / 2;
    float c = cosf(degrees * 3.14159265f / 180), s = sinf(degrees * 3.14159265f / 180);
    struct quad q = {{{-w, -h}, {w, -h}, {w, h}, {-w, h}}};
    for (int i = 0; i < 4; i++) {
        struct point p = q.at[i];
        q.at[i] =
            (struct point){(float)image->width / 2 + p.x * c - p.y * s, (float)image->height / 2 + p.x * s + p.y * c};
    }
    return q;
}

/* The same, seen from the side: the sheet leans back by `lean` degrees, and the camera is three times as far away as
 * the symbol is long. */
static inline struct quad leaning_pose_of(const struct image *image, const struct drawn_matrix *m, float module,
                                          float degrees, float lean)
{
    struct quad q = pose_of(image, m, module, degrees);
    float far = 3 * module * (float)(m->size->cols > m->size->rows ? m->size->cols : m->size->rows);
    float c = cosf(lean * 3.14159265f / 180), s = sinf(lean * 3.14159265f / 180);
    for (int i = 0; i < 4; i++) {
        float x = q.at[i].x - (float)image->width / 2, y = q.at[i].y - (float)image->height / 2;
        float by = far / (far - y * s);
        q.at[i] = (struct point){(float)image->width / 2 + x * by, (float)image->height / 2 + y * c * by};
    }
    return q;
}

/* A picture that holds it however it is turned, with some paper round it. */
static inline struct image sheet_for(const struct drawn_matrix *m, float module)
{
    float w = (float)m->size->cols, h = (float)m->size->rows;
    uint32_t side = (uint32_t)((sqrtf(w * w + h * h) + 8) * module) + 8;
    return paper(side, side);
}

/* The mean over 2 * reach + 1 pixels in each direction. */
static inline void blur(struct image *image, int reach)
{
    struct image from = {malloc((size_t)image->width * image->height), image->width, image->height};
    memcpy(from.grey, image->grey, (size_t)image->width * image->height);
    int width = (int)image->width, height = (int)image->height;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            int sum = 0, count = 0;
            for (int v = y - reach; v <= y + reach; v++)
                for (int u = x - reach; u <= x + reach; u++)
                    if (u >= 0 && v >= 0 && u < width && v < height) {
                        sum += from.grey[v * width + u];
                        count++;
                    }
            image->grey[y * width + x] = (uint8_t)(sum / count);
        }
    free(from.grey);
}

static inline uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u; /* Numerical Recipes */
    return *state >> 8;
}

/* Up to `most` grey levels up or down. */
static inline void add_noise(struct image *image, int most, uint32_t seed)
{
    for (size_t i = 0; i < (size_t)image->width * image->height; i++) {
        int v = image->grey[i] + (int)(next_random(&seed) % (uint32_t)(2 * most + 1)) - most;
        image->grey[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    }
}

/* From full light on the left to `least` of 256 of it on the right. */
static inline void shade(struct image *image, uint32_t least)
{
    for (uint32_t y = 0; y < image->height; y++)
        for (uint32_t x = 0; x < image->width; x++) {
            uint8_t *p = &image->grey[(size_t)y * image->width + x];
            *p = (uint8_t)(*p * (256 - (256 - least) * x / image->width) / 256);
        }
}

#endif
