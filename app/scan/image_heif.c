#include <libheif/heif.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "app/base/library.h"
#include "app/scan/image_forms.h"

/* HEIC and AVIF, as phones take pictures, through libheif. It draws in libde265, libaom, dav1d and x265, so it is
 * loaded when the first such picture comes. It turns pictures upright itself: what it gives counts as stored. */

static struct heif_library {
    __typeof__(heif_context_alloc) *context_alloc;
    __typeof__(heif_context_free) *context_free;
    __typeof__(heif_context_set_max_decoding_threads) *context_set_max_decoding_threads;
    __typeof__(heif_context_set_maximum_image_size_limit) *context_set_maximum_image_size_limit;
    __typeof__(heif_context_read_from_memory_without_copy) *context_read;
    __typeof__(heif_context_get_primary_image_handle) *context_get_primary;
    __typeof__(heif_image_handle_get_width) *handle_get_width;
    __typeof__(heif_image_handle_get_height) *handle_get_height;
    __typeof__(heif_image_handle_release) *handle_release;
    __typeof__(heif_decode_image) *decode_image;
    __typeof__(heif_image_get_width) *image_get_width;
    __typeof__(heif_image_get_height) *image_get_height;
    __typeof__(heif_image_get_bits_per_pixel_range) *image_get_bits;
    __typeof__(heif_image_get_plane_readonly) *image_get_plane;
    __typeof__(heif_image_has_channel) *image_has_channel;
    __typeof__(heif_image_release) *image_release;
} heif;

static const struct library_call functions[] = {
    {"heif_context_alloc", offsetof(struct heif_library, context_alloc)},
    {"heif_context_free", offsetof(struct heif_library, context_free)},
    {"heif_context_set_max_decoding_threads", offsetof(struct heif_library, context_set_max_decoding_threads)},
    {"heif_context_set_maximum_image_size_limit", offsetof(struct heif_library, context_set_maximum_image_size_limit)},
    {"heif_context_read_from_memory_without_copy", offsetof(struct heif_library, context_read)},
    {"heif_context_get_primary_image_handle", offsetof(struct heif_library, context_get_primary)},
    {"heif_image_handle_get_width", offsetof(struct heif_library, handle_get_width)},
    {"heif_image_handle_get_height", offsetof(struct heif_library, handle_get_height)},
    {"heif_image_handle_release", offsetof(struct heif_library, handle_release)},
    {"heif_decode_image", offsetof(struct heif_library, decode_image)},
    {"heif_image_get_width", offsetof(struct heif_library, image_get_width)},
    {"heif_image_get_height", offsetof(struct heif_library, image_get_height)},
    {"heif_image_get_bits_per_pixel_range", offsetof(struct heif_library, image_get_bits)},
    {"heif_image_get_plane_readonly", offsetof(struct heif_library, image_get_plane)},
    {"heif_image_has_channel", offsetof(struct heif_library, image_has_channel)},
    {"heif_image_release", offsetof(struct heif_library, image_release)},
};

static const struct library library = {
    "libheif.so.1",
    "libheif1",
    {"libheif, which reads HEIC and AVIF pictures", "HEIC・AVIF 画像を読む libheif "},
    functions,
    sizeof functions / sizeof functions[0]};

/* Tried once: what was not there then is not looked for again, as a locked process may not look. */
int image_heif_prepare(struct err *err)
{
    static bool tried;
    static struct err missing;
    if (!tried && library_load(&library, &heif, &missing) == 0)
        missing.code = ERR_NONE;
    tried = true;
    if (missing.code != ERR_NONE)
        *err = missing;
    return missing.code == ERR_NONE ? 0 : -1;
}

static int failed(const struct image_file *file, struct heif_error why, struct err *err)
{
    switch (why.code) {
    case heif_error_Memory_allocation_error:
        return err_memory(err);
    case heif_error_Unsupported_feature:
    case heif_error_Unsupported_filetype:
        return err_set(
            err, ERR_INPUT, "%s: a HEIF picture of a kind that libheif does not read here (%s); save it as JPEG",
            "%s: libheif で読めない種類の HEIF 画像です(%s)。JPEG で保存してください", file->name, why.message);
    default:
        if (why.subcode == heif_suberror_End_of_data)
            return image_truncated(file, "HEIF", err);
        return image_damaged(file, "HEIF", why.message, err);
    }
}

/* A channel of the picture; samples of more than eight bits have two bytes, as the machine has them. */
struct plane {
    const uint8_t *bytes;
    size_t stride;
    int width, height, bits;
};

static bool plane_of(const struct heif_image *image, enum heif_channel channel, struct plane *out)
{
    int stride = 0;
    if (!heif.image_has_channel(image, channel))
        return false;
    *out = (struct plane){.bytes = heif.image_get_plane(image, channel, &stride),
                          .width = heif.image_get_width(image, channel),
                          .height = heif.image_get_height(image, channel),
                          .bits = heif.image_get_bits(image, channel)};
    out->stride = stride > 0 ? (size_t)stride : 0;
    return out->bytes && out->width > 0 && out->height > 0 && out->bits >= 8 && out->bits <= 16 &&
           out->stride >= (size_t)out->width * (out->bits > 8 ? 2 : 1);
}

static uint8_t sample(const struct plane *p, uint32_t x, uint32_t y)
{
    const uint8_t *row = p->bytes + y * p->stride;
    uint16_t wide;
    if (p->bits == 8)
        return row[x];
    memcpy(&wide, row + (size_t)2 * x, sizeof wide);
    return (uint8_t)(wide >> (p->bits - 8));
}

/* The planes of which the grey is made: one, or red, green and blue. */
static size_t grey_planes(const struct heif_image *image, struct plane planes[3])
{
    if (plane_of(image, heif_channel_Y, &planes[0]))
        return 1;
    return plane_of(image, heif_channel_R, &planes[0]) && plane_of(image, heif_channel_G, &planes[1]) &&
                   plane_of(image, heif_channel_B, &planes[2])
               ? 3
               : 0;
}

static bool same_size(const struct plane *a, const struct plane *b)
{
    return a->width == b->width && a->height == b->height;
}

static int copy_grey(const struct image_file *file, const struct heif_image *from, struct image *out, struct err *err)
{
    struct plane p[3], alpha;
    size_t count = grey_planes(from, p);
    if (count == 0 || (count == 3 && !(same_size(&p[0], &p[1]) && same_size(&p[0], &p[2]))))
        return image_damaged(file, "HEIF", "no grey in it", err);
    if (image_make(file, (uint64_t)p[0].width, (uint64_t)p[0].height, out, err))
        return -1;
    bool clear = plane_of(from, heif_channel_Alpha, &alpha) && same_size(&alpha, &p[0]);
    for (uint32_t y = 0; y < out->height; y++) {
        uint8_t *to = out->grey + (size_t)y * out->width;
        for (uint32_t x = 0; x < out->width; x++) {
            uint8_t grey = sample(&p[0], x, y);
            if (count == 3)
                grey = image_luma(grey, sample(&p[1], x, y), sample(&p[2], x, y));
            to[x] = clear ? image_on_white(grey, sample(&alpha, x, y)) : grey;
        }
    }
    return 0;
}

static int decode(const struct image_file *file, struct heif_context *context, struct image *out, struct err *err)
{
    struct heif_image_handle *handle = NULL;
    struct heif_image *image = NULL;
    heif.context_set_max_decoding_threads(context, 0);
    heif.context_set_maximum_image_size_limit(context, (int)IMAGE_SIDE_MAX);
    struct heif_error why = heif.context_read(context, file->bytes, file->size, NULL);
    if (why.code == heif_error_Ok)
        why = heif.context_get_primary(context, &handle);
    if (why.code != heif_error_Ok)
        return failed(file, why, err);
    int width = heif.handle_get_width(handle), height = heif.handle_get_height(handle);
    int status = image_check_sides(file, width > 0 ? (uint64_t)width : 0, height > 0 ? (uint64_t)height : 0, err);
    if (status == 0) {
        why = heif.decode_image(handle, &image, heif_colorspace_undefined, heif_chroma_undefined, NULL);
        status = why.code == heif_error_Ok ? copy_grey(file, image, out, err) : failed(file, why, err);
    }
    if (image)
        heif.image_release(image);
    heif.handle_release(handle);
    return status;
}

int image_heif_decode(const struct image_file *file, struct image *out, struct err *err)
{
    struct err missing;
    if (image_heif_prepare(&missing)) /* each language in its own words */
        return err_set(err, missing.code, "%1$s: %2$s%3$.0s", "%1$s: %3$s%2$.0s", file->name, missing.en, missing.ja);
    struct heif_context *context = heif.context_alloc();
    if (!context)
        return err_memory(err);
    int status = decode(file, context, out, err);
    heif.context_free(context);
    if (status != 0)
        image_clear(out);
    return status;
}
