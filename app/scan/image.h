#ifndef KENPIN_IMAGE_H
#define KENPIN_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* A picture as grey pixels, as they are stored: JPEG, PNG, WebP, GIF (its first frame), BMP, PNM, HEIC, AVIF. */

#define IMAGE_FILE_MAX   ((size_t)64 * 1024 * 1024) /* bytes of one picture file */
#define IMAGE_PIXELS_MAX ((uint64_t)100 * 1000 * 1000)
#define IMAGE_SIDE_MAX   20000u /* pixels; a side of this many or more is refused */
/* A JPEG of more is decoded at a half, a quarter or an eighth, which saves memory and time; it may be larger than
 * IMAGE_PIXELS_MAX then. Of a phone's 12 million, halving saves a fifth of the decoding and loses codes (2 of 100). */
#define IMAGE_SHRINK_PIXELS ((uint64_t)26 * 1000 * 1000)

struct image {
    uint8_t *grey; /* owned; width * height bytes, row by row, 0 = black; transparent pixels lie on white */
    uint32_t width, height;
    uint8_t shrunk; /* the stored picture was halved this often while it was decoded: 0 but for very large JPEGs */
    uint8_t turn;   /* how it is to be turned to stand upright: EXIF's Orientation, 1 to 8; 0 = not said, as 1 */
};

/* Room for so many pixels, for free(); NULL where there is none. */
uint8_t *image_pixels(size_t count) __attribute__((malloc));

/* A frame of a camera as an image, without copying: `grey` stays the caller's and must outlive it, so image_clear is
 * not for it. ERR_INPUT where `size` is not width * height, or beyond the limits. */
int image_of_frame(uint8_t *grey, size_t size, uint32_t width, uint32_t height, struct image *out, struct err *err)
    __attribute__((warn_unused_result));

/* Whether a file that begins so is a picture of a form that is read here. IMAGE_HEAD bytes tell. */
#define IMAGE_HEAD 16
bool image_is_known(const uint8_t *head, size_t size);

/* Whether a picture that begins so needs a library that is loaded only then (HEIC, AVIF), and loads it: before a
 * process locks itself in, as none opens files later. image_prepare does nothing for other forms, and says what to
 * install where the library is not there; a picture that was not prepared for is refused if nothing can be loaded any
 * more. */
bool image_needs_library(const uint8_t *head, size_t size);
int image_prepare(const uint8_t *head, size_t size, struct err *err) __attribute__((warn_unused_result));

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

/* The picture as it stands upright, in pixels of its own. */
int image_upright(const struct image *from, struct image *to, struct err *err) __attribute__((warn_unused_result));

/* Where a pixel of the stored picture lies in the upright one that image_upright makes of `image`. */
void image_upright_place(const struct image *image, const int stored[2], int upright[2]);

void image_clear(struct image *image);

#endif
