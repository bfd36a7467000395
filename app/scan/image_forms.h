#ifndef KENPIN_IMAGE_FORMS_H
#define KENPIN_IMAGE_FORMS_H

#include "app/scan/image.h"

/* What image.c and the decoders of the picture forms share; nobody else needs it. */

struct image_file {
    const char *name;     /* for messages, already cut to fit into one */
    const uint8_t *bytes; /* borrowed */
    size_t size;
};

/* Against the limits, before anything large is made. */
int image_check_sides(const struct image_file *file, uint64_t width, uint64_t height, struct err *err)
    __attribute__((warn_unused_result));

/* Checks the sides and makes the pixels. */
int image_make(const struct image_file *file, uint64_t width, uint64_t height, struct image *out, struct err *err)
    __attribute__((warn_unused_result));

int image_truncated(const struct image_file *file, const char *form, struct err *err);
int image_damaged(const struct image_file *file, const char *form, const char *why, struct err *err);

/* `alpha` 0 = transparent: the colour lies on white paper. */
uint8_t image_on_white(unsigned grey, unsigned alpha);

/* The grey of a colour: ITU-R BT.601, as JPEG has it. */
static inline uint8_t image_luma(unsigned red, unsigned green, unsigned blue)
{
    return (uint8_t)((299 * red + 587 * green + 114 * blue + 500) / 1000);
}

/* Each fills *out, or leaves it empty and says why not. */
int image_jpeg_decode(const struct image_file *file, struct image *out, struct err *err)
    __attribute__((warn_unused_result));
int image_png_decode(const struct image_file *file, struct image *out, struct err *err)
    __attribute__((warn_unused_result));
int image_webp_decode(const struct image_file *file, struct image *out, struct err *err)
    __attribute__((warn_unused_result));
int image_gif_decode(const struct image_file *file, struct image *out, struct err *err)
    __attribute__((warn_unused_result));
int image_bmp_decode(const struct image_file *file, struct image *out, struct err *err)
    __attribute__((warn_unused_result));
int image_pnm_decode(const struct image_file *file, struct image *out, struct err *err)
    __attribute__((warn_unused_result));
int image_heif_decode(const struct image_file *file, struct image *out, struct err *err)
    __attribute__((warn_unused_result));
int image_heif_prepare(struct err *err) __attribute__((warn_unused_result));

#endif
