#ifndef KENPIN_IMAGE_H
#define KENPIN_IMAGE_H

#include <stdbool.h>
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

/* Whether a file that begins so is a picture of a form that is read here. IMAGE_HEAD bytes tell. */
#define IMAGE_HEAD 16
bool image_is_known(const uint8_t *head, size_t size);

/* Opens what can be a picture: a regular file that is not too large. Nothing of it is read, so that whoever has the
 * name need not be who reads the bytes. The caller closes *fd. */
int image_open(const char *path, int *fd, size_t *size, struct err *err) __attribute__((warn_unused_result));

/* Reads the `size` bytes of an open file from its beginning; `name` is for messages. */
int image_read(const char *name, int fd, size_t size, struct image *out, struct err *err)
    __attribute__((warn_unused_result));

/* Both. Every trouble is ERR_INPUT or ERR_IO with what was seen: empty, truncated, too large, no picture. */
int image_load(const char *path, struct image *out, struct err *err) __attribute__((warn_unused_result));

/* The same from memory; `name` is for messages. */
int image_from_bytes(const char *name, const uint8_t *bytes, size_t size, struct image *out, struct err *err)
    __attribute__((warn_unused_result));

void image_clear(struct image *image);

#endif
