#ifndef KENPIN_IMAGE_H
#define KENPIN_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* A picture as grey pixels, straight from the file: JPEG, PNG, WebP. */

#define IMAGE_FILE_MAX   ((size_t)64 * 1024 * 1024) /* bytes of one picture file */
#define IMAGE_PIXELS_MAX ((uint64_t)100 * 1000 * 1000)
#define IMAGE_SIDE_MAX   20000u /* pixels; a side of this many or more is refused */

struct image {
    uint8_t *grey; /* owned; width * height bytes, row by row, 0 = black; transparent pixels lie on white */
    uint32_t width, height;
};

/* Reads a file. Every trouble is ERR_INPUT or ERR_IO with what was seen: empty, truncated, too large, no picture. */
int image_load(const char *path, struct image *out, struct err *err) __attribute__((warn_unused_result));

/* The same from memory; `name` is for messages. */
int image_from_bytes(const char *name, const uint8_t *bytes, size_t size, struct image *out, struct err *err)
    __attribute__((warn_unused_result));

void image_clear(struct image *image);

#endif
