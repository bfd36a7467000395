#include "app/scan/pyramid.h"

#include <stdlib.h>

static int make_pixels(struct image *image, struct err *err)
{
    image->grey = image_pixels((size_t)image->width * image->height);
    return image->grey ? 0 : err_memory(err);
}

int image_half(const struct image *from, struct image *to, struct err *err)
{
    *to = (struct image){.width = from->width / 2, .height = from->height / 2};
    if (make_pixels(to, err))
        return -1;
    for (uint32_t y = 0; y < to->height; y++) {
        const uint8_t *top = from->grey + (size_t)y * 2 * from->width, *below = top + from->width;
        uint8_t *row = to->grey + (size_t)y * to->width;
        for (uint32_t x = 0; x < to->width; x++)
            row[x] = (uint8_t)((top[2 * x] + top[2 * x + 1] + below[2 * x] + below[2 * x + 1] + 2) / 4);
    }
    return 0;
}

/* New pixels lie a quarter to each side of the middle of an old one: three parts of it, one of the next. */
int image_double(const struct image *from, struct image *to, struct err *err)
{
    *to = (struct image){.width = from->width * 2, .height = from->height * 2};
    if (make_pixels(to, err))
        return -1;
    for (uint32_t y = 0; y < to->height; y++) {
        uint32_t near = y / 2, next = y % 2 ? (near + 1 < from->height ? near + 1 : near) : (near ? near - 1 : near);
        const uint8_t *a = from->grey + (size_t)near * from->width, *b = from->grey + (size_t)next * from->width;
        uint8_t *row = to->grey + (size_t)y * to->width;
        for (uint32_t x = 0; x < from->width; x++) {
            uint32_t left = x ? x - 1 : x, right = x + 1 < from->width ? x + 1 : x;
            unsigned here = 3u * a[x] + b[x];
            row[2 * x] = (uint8_t)((3 * here + 3u * a[left] + b[left] + 8) / 16);
            row[2 * x + 1] = (uint8_t)((3 * here + 3u * a[right] + b[right] + 8) / 16);
        }
    }
    return 0;
}

int pyramid_make(const struct image *picture, struct pyramid *out, struct err *err)
{
    *out = (struct pyramid){.level[0] = *picture, .count = 1};
    while (out->count < PYRAMID_LEVELS) {
        const struct image *last = &out->level[out->count - 1];
        uint32_t shorter = last->width < last->height ? last->width : last->height;
        if (shorter / 2 < PYRAMID_SIDE_MIN)
            break;
        if (image_half(last, &out->level[out->count], err)) {
            pyramid_clear(out);
            return -1;
        }
        out->count++;
    }
    return 0;
}

void pyramid_clear(struct pyramid *pyramid)
{
    for (unsigned i = 1; i < pyramid->count; i++)
        image_clear(&pyramid->level[i]);
    *pyramid = (struct pyramid){0};
}

static float clamp(float v, float top)
{
    return v > 0 ? (v < top ? v : top) : 0; /* a NaN comes out as 0 */
}

float image_sample(const struct image *image, struct point at)
{
    float x = clamp(at.x - 0.5f, (float)(image->width - 1)), y = clamp(at.y - 0.5f, (float)(image->height - 1));
    uint32_t left = (uint32_t)x, top = (uint32_t)y;
    uint32_t right = left + 1 < image->width ? left + 1 : left, below = top + 1 < image->height ? top + 1 : top;
    float fx = x - (float)left, fy = y - (float)top;
    const uint8_t *a = image->grey + (size_t)top * image->width, *b = image->grey + (size_t)below * image->width;
    float upper = (float)a[left] + fx * ((float)a[right] - (float)a[left]);
    float lower = (float)b[left] + fx * ((float)b[right] - (float)b[left]);
    return upper + fy * (lower - upper);
}
