#ifndef KENPIN_BINARY_H
#define KENPIN_BINARY_H

#include "app/scan/image.h"

/* Dark or light, by a threshold that follows the light over the picture. Nothing is written out in full: a finder looks
 * at every second or third row and then around what it found. */

#define BINARY_BLOCK 8u /* pixels: some modules at the sizes that a finder sees, so that most blocks show an edge */

struct binary {
    const struct image *image; /* borrowed */
    uint8_t *threshold;        /* owned; of each block, with one more all around */
    uint32_t stride;           /* of threshold */
    int noise;                 /* grey steps that mean nothing */
};

int binary_make(const struct image *image, struct binary *out, struct err *err) __attribute__((warn_unused_result));
void binary_clear(struct binary *binary);

/* One row, 0 dark, 255 light: `to` holds as many as the picture is wide. */
void binary_row(const struct binary *binary, uint32_t y, uint8_t *to);

/* All of it, for who needs every pixel. */
int binary_image(const struct binary *binary, struct image *to, struct err *err) __attribute__((warn_unused_result));

/* How far the grey of a pixel of the picture lies above its threshold. */
static inline int binary_above(const struct binary *binary, uint32_t x, uint32_t y)
{
    uint32_t left = (x + BINARY_BLOCK / 2) / BINARY_BLOCK, right_part = (x + BINARY_BLOCK / 2) % BINARY_BLOCK;
    uint32_t top = (y + BINARY_BLOCK / 2) / BINARY_BLOCK, low_part = (y + BINARY_BLOCK / 2) % BINARY_BLOCK;
    const uint8_t *t = binary->threshold + (size_t)top * binary->stride + left, *below = t + binary->stride;
    uint32_t a = t[0] * (BINARY_BLOCK - low_part) + below[0] * low_part;
    uint32_t b = t[1] * (BINARY_BLOCK - low_part) + below[1] * low_part;
    uint32_t between = (a * (BINARY_BLOCK - right_part) + b * right_part) / (BINARY_BLOCK * BINARY_BLOCK);
    return (int)binary->image->grey[(size_t)y * binary->image->width + x] - (int)between;
}

static inline bool binary_dark(const struct binary *binary, uint32_t x, uint32_t y)
{
    return binary_above(binary, x, y) <= 0;
}

#endif
