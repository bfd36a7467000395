#include <stdbool.h>

#include "app/scan/image_forms.h"

/* The Netpbm forms P1 to P6: bits, greys or colours, as text or as bytes. Only the first picture of a file is read. */

static const char FORM[] = "PNM";

#define MOST 65535u /* that a sample may be */

struct job {
    const struct image_file *file;
    size_t at;
    bool plain;        /* text */
    unsigned channels; /* 1 or 3 */
    bool bits;
    uint32_t top; /* what is white */
};

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool at_end(const struct job *j)
{
    return j->at >= j->file->size;
}

/* White space and comments, which run to the end of their line. */
static void skip(struct job *j)
{
    bool comment = false;
    for (; !at_end(j); j->at++) {
        uint8_t c = j->file->bytes[j->at];
        if (c == '#')
            comment = true;
        else if (c == '\n' || c == '\r')
            comment = false;
        else if (!comment && !is_space(c))
            return;
    }
}

/* A decimal number of at most `most`; one of `digit` alone where that is wanted, as the bits of P1 may stand together.
 */
static int read_number(struct job *j, uint32_t most, bool digit, uint32_t *out, struct err *err)
{
    skip(j);
    if (at_end(j))
        return image_truncated(j->file, FORM, err);
    size_t from = j->at;
    *out = 0;
    for (; !at_end(j) && (j->at == from || !digit); j->at++) {
        uint8_t c = j->file->bytes[j->at];
        if (c < '0' || c > '9')
            break;
        *out = *out * 10 + (c - '0');
        if (*out > most)
            return image_damaged(j->file, FORM, "a number is too large", err);
    }
    return j->at > from ? 0 : image_damaged(j->file, FORM, "a number is missing", err);
}

static int read_header(struct job *j, uint32_t *width, uint32_t *height, struct err *err)
{
    enum { SIDES = 1000000 }; /* more is refused as too large, by its number */
    char kind = (char)j->file->bytes[1];
    j->at = 2;
    j->plain = kind <= '3';
    j->bits = kind == '1' || kind == '4';
    j->channels = kind == '3' || kind == '6' ? 3 : 1;
    j->top = 1;
    if (read_number(j, SIDES, false, width, err) || read_number(j, SIDES, false, height, err) ||
        (!j->bits && read_number(j, MOST, false, &j->top, err)))
        return -1;
    if (j->top == 0)
        return image_damaged(j->file, FORM, "white is 0", err);
    if (j->plain)
        return 0;
    if (at_end(j))
        return image_truncated(j->file, FORM, err);
    return is_space(j->file->bytes[j->at++]) ? 0 : image_damaged(j->file, FORM, "no pixels", err);
}

static uint8_t spread(const struct job *j, uint32_t v)
{
    return (uint8_t)((v < j->top ? v : j->top) * 255u / j->top);
}

static int read_plain(struct job *j, struct image *out, struct err *err)
{
    for (size_t i = 0; i < (size_t)out->width * out->height; i++) {
        uint32_t v[3] = {0, 0, 0};
        for (unsigned c = 0; c < j->channels; c++)
            if (read_number(j, j->top, j->bits, &v[c], err))
                return -1;
        out->grey[i] = j->bits            ? (uint8_t)(v[0] ? 0 : 255)
                       : j->channels == 1 ? spread(j, v[0])
                                          : image_luma(spread(j, v[0]), spread(j, v[1]), spread(j, v[2]));
    }
    return 0;
}

static uint8_t sample(const struct job *j, const uint8_t *at)
{
    return spread(j, j->top > 255 ? (uint32_t)at[0] << 8 | at[1] : at[0]);
}

static void read_row(const struct job *j, const uint8_t *from, uint32_t width, uint8_t *to)
{
    unsigned size = j->top > 255 ? 2 : 1;
    for (uint32_t x = 0; x < width; x++) {
        const uint8_t *at = from + (size_t)x * size * j->channels;
        if (j->bits)
            to[x] = from[x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
        else if (j->channels == 1)
            to[x] = sample(j, at);
        else
            to[x] = image_luma(sample(j, at), sample(j, at + size), sample(j, at + (size_t)2 * size));
    }
}

static int read_bytes(const struct job *j, struct image *out, struct err *err)
{
    size_t row = j->bits ? ((size_t)out->width + 7) / 8 : (size_t)out->width * j->channels * (j->top > 255 ? 2 : 1);
    if ((j->file->size - j->at) / row < out->height)
        return image_truncated(j->file, FORM, err);
    for (uint32_t y = 0; y < out->height; y++)
        read_row(j, j->file->bytes + j->at + y * row, out->width, out->grey + (size_t)y * out->width);
    return 0;
}

int image_pnm_decode(const struct image_file *file, struct image *out, struct err *err)
{
    struct job job = {.file = file};
    uint32_t width = 0, height = 0;
    if (read_header(&job, &width, &height, err) || image_make(file, width, height, out, err))
        return -1;
    int status = job.plain ? read_plain(&job, out, err) : read_bytes(&job, out, err);
    if (status != 0)
        image_clear(out);
    return status;
}
