#include <string.h>
#include <webp/decode.h>

#include "app/scan/image_exif.h"
#include "app/scan/image_forms.h"

static const char FORM[] = "WebP";

/* WebP's luma runs from 16 to 235 (ITU-R BT.601). */
static unsigned full_range(unsigned y)
{
    enum { BLACK = 16, WHITE = 235 };
    if (y <= BLACK)
        return 0;
    return y >= WHITE ? 255 : ((y - BLACK) * 255 + (WHITE - BLACK) / 2) / (WHITE - BLACK);
}

static void to_grey(const WebPYUVABuffer *from, const struct image *out)
{
    for (uint32_t row = 0; row < out->height; row++) {
        const uint8_t *y = from->y + (size_t)row * (size_t)from->y_stride;
        const uint8_t *a = from->a ? from->a + (size_t)row * (size_t)from->a_stride : NULL;
        uint8_t *to = out->grey + (size_t)row * out->width;
        for (uint32_t x = 0; x < out->width; x++)
            to[x] = image_on_white(full_range(y[x]), a ? a[x] : 255);
    }
}

static int failed(const struct image_file *file, VP8StatusCode status, struct err *err)
{
    switch (status) {
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED:
        return image_truncated(file, FORM, err);
    case VP8_STATUS_OUT_OF_MEMORY:
        return err_memory(err);
    case VP8_STATUS_UNSUPPORTED_FEATURE:
        return image_damaged(file, FORM, "unsupported feature", err);
    default:
        return image_damaged(file, FORM, "bitstream error", err);
    }
}

/* WebP container: "RIFF", size, "WEBP", then chunks of a name, a size and bytes, padded to an even number. */
static uint8_t turn_of(const struct image_file *file)
{
    enum { FIRST = 12, HEAD = 8 };
    for (size_t at = FIRST; file->size >= HEAD && at <= file->size - HEAD;) {
        const uint8_t *b = file->bytes + at;
        size_t size = b[4] | (size_t)b[5] << 8 | (size_t)b[6] << 16 | (size_t)b[7] << 24;
        at += HEAD;
        if (size > file->size - at)
            return 0;
        if (memcmp(b, "EXIF", 4) == 0)
            return image_exif_turn(b + HEAD, size);
        at += size + size % 2;
    }
    return 0;
}

int image_webp_decode(const struct image_file *file, struct image *out, struct err *err)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config))
        return image_damaged(file, FORM, "library of another version", err);
    VP8StatusCode code = WebPGetFeatures(file->bytes, file->size, &config.input);
    if (code != VP8_STATUS_OK)
        return failed(file, code, err);
    if (config.input.has_animation)
        return err_set(err, ERR_INPUT, "%s: an animated WebP; save one frame of it as a still picture",
                       "%s: アニメーションの WebP です。1 コマを静止画として保存してください", file->name);
    if (image_make(file, (uint64_t)config.input.width, (uint64_t)config.input.height, out, err) != 0)
        return -1;
    config.output.colorspace = config.input.has_alpha ? MODE_YUVA : MODE_YUV;
    code = WebPDecode(file->bytes, file->size, &config);
    int status = 0;
    out->turn = turn_of(file);
    if (code == VP8_STATUS_OK)
        to_grey(&config.output.u.YUVA, out);
    else
        status = failed(file, code, err);
    WebPFreeDecBuffer(&config.output);
    if (status != 0)
        image_clear(out);
    return status;
}
