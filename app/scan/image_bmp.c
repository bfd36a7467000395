#include <stdbool.h>

#include "app/scan/image_forms.h"

/* BMP as Windows and OS/2 write it, but for packed ones (RLE), which nobody makes of photos. */

static const char FORM[] = "BMP";

enum { FILE_HEAD = 14, CORE_HEAD = 12, INFO_HEAD = 40, PLAIN = 0, MASKS = 3, MASKS_AND_ALPHA = 6 };

struct job {
    const struct image_file *file;
    uint32_t head, bits, packing, pixels_at; /* head: bytes of the second header */
    uint64_t width, height;
    bool from_top;
    uint32_t mask[3]; /* red, green, blue; of 16 and 32 bits */
    uint8_t grey[256];
};

static uint32_t le(const struct job *j, size_t at, unsigned size)
{
    uint32_t v = 0;
    for (unsigned i = 0; i < size; i++)
        v |= (uint32_t)j->file->bytes[at + i] << 8 * i;
    return v;
}

static bool has(const struct job *j, size_t at, size_t size)
{
    return at <= j->file->size && j->file->size - at >= size;
}

static void read_sides(struct job *j)
{
    if (j->head == CORE_HEAD) {
        j->width = le(j, 18, 2);
        j->height = le(j, 20, 2);
        j->bits = le(j, 24, 2);
        return;
    }
    int64_t width = (int32_t)le(j, 18, 4), height = (int32_t)le(j, 22, 4);
    j->from_top = height < 0;
    j->width = width > 0 ? (uint64_t)width : 0;
    j->height = (uint64_t)(height < 0 ? -height : height);
    j->bits = le(j, 28, 2);
    j->packing = le(j, 30, 4);
}

static int read_masks(struct job *j, struct err *err)
{
    static const uint32_t usual[2][3] = {{0x7C00, 0x03E0, 0x001F}, {0xFF0000, 0xFF00, 0xFF}};
    size_t at = FILE_HEAD + INFO_HEAD; /* behind the header, or in the longer ones at the same place */
    for (unsigned i = 0; i < 3; i++)
        j->mask[i] = usual[j->bits == 32][i];
    if (j->packing == PLAIN)
        return 0;
    if (!has(j, at, 12))
        return image_truncated(j->file, FORM, err);
    for (unsigned i = 0; i < 3; i++)
        j->mask[i] = le(j, at + (size_t)4 * i, 4);
    return 0;
}

static int read_header(struct job *j, struct err *err)
{
    if (!has(j, 0, FILE_HEAD + CORE_HEAD))
        return image_truncated(j->file, FORM, err);
    j->pixels_at = le(j, 10, 4);
    j->head = le(j, 14, 4);
    if (j->head != CORE_HEAD && (j->head < INFO_HEAD || j->head > 1024))
        return image_damaged(j->file, FORM, "no header that is known", err);
    if (!has(j, 0, (size_t)FILE_HEAD + j->head))
        return image_truncated(j->file, FORM, err);
    read_sides(j);
    bool masked = j->packing == MASKS || j->packing == MASKS_AND_ALPHA;
    if (j->packing != PLAIN && !(masked && (j->bits == 16 || j->bits == 32)))
        return err_set(err, ERR_INPUT, "%s: a packed BMP picture (kind %u); save it as PNG",
                       "%s: 圧縮された BMP 画像です(種別 %u)。PNG で保存してください", j->file->name, j->packing);
    return read_masks(j, err);
}

/* Colours by number stand between the header and the pixels. */
static int read_colours(struct job *j, struct err *err)
{
    size_t entry = j->head == CORE_HEAD ? 3 : 4, at = (size_t)FILE_HEAD + j->head, most = (size_t)1 << j->bits;
    size_t count = j->head == CORE_HEAD ? 0 : le(j, 46, 4);
    if (count == 0 || count > most)
        count = most;
    if (j->pixels_at >= at && (j->pixels_at - at) / entry < count)
        count = (j->pixels_at - at) / entry;
    if (!has(j, at, count * entry))
        return image_truncated(j->file, FORM, err);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *c = j->file->bytes + at + i * entry;
        j->grey[i] = image_luma(c[2], c[1], c[0]);
    }
    return 0;
}

/* One part of a pixel of masked bits, as 0 to 255. */
static unsigned part(uint32_t pixel, uint32_t mask)
{
    if (mask == 0)
        return 0;
    unsigned shift = (unsigned)__builtin_ctz(mask);
    return (unsigned)((uint64_t)((pixel & mask) >> shift) * 255 / (mask >> shift));
}

static uint8_t grey_at(const struct job *j, const uint8_t *row, uint32_t x)
{
    const uint8_t *p;
    switch (j->bits) {
    case 1:
    case 4:
    case 8: {
        uint32_t in_byte = 8 / j->bits, shift = 8 - j->bits * (x % in_byte + 1);
        return j->grey[row[x / in_byte] >> shift & ((1u << j->bits) - 1)];
    }
    case 24:
        p = row + (size_t)3 * x;
        return image_luma(p[2], p[1], p[0]);
    default: {
        p = row + (size_t)(j->bits / 8) * x;
        uint32_t v = p[0] | (uint32_t)p[1] << 8;
        if (j->bits == 32)
            v |= (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
        return image_luma(part(v, j->mask[0]), part(v, j->mask[1]), part(v, j->mask[2]));
    }
    }
}

static int read_pixels(const struct job *j, struct image *out, struct err *err)
{
    size_t stride = ((size_t)out->width * j->bits + 31) / 32 * 4;
    if (!has(j, j->pixels_at, 0) || (j->file->size - j->pixels_at) / stride < out->height)
        return image_truncated(j->file, FORM, err);
    for (uint32_t y = 0; y < out->height; y++) {
        uint32_t stored = j->from_top ? y : out->height - 1 - y;
        const uint8_t *row = j->file->bytes + j->pixels_at + stored * stride;
        for (uint32_t x = 0; x < out->width; x++)
            out->grey[(size_t)y * out->width + x] = grey_at(j, row, x);
    }
    return 0;
}

int image_bmp_decode(const struct image_file *file, struct image *out, struct err *err)
{
    struct job job = {.file = file};
    if (read_header(&job, err))
        return -1;
    switch (job.bits) {
    case 1:
    case 4:
    case 8:
        if (read_colours(&job, err))
            return -1;
        break;
    case 16:
    case 24:
    case 32:
        break;
    default:
        return image_damaged(file, FORM, "a number of bits that BMP does not have", err);
    }
    if (image_make(file, job.width, job.height, out, err))
        return -1;
    int status = read_pixels(&job, out, err);
    if (status != 0)
        image_clear(out);
    return status;
}
