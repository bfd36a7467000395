#include <stdbool.h>
#include <string.h>
#include <turbojpeg.h>

#include "app/scan/image_exif.h"
#include "app/scan/image_forms.h"

static const char FORM[] = "JPEG";

/* libjpeg goes on past most faults, and past the end with grey paper: of its warnings only "premature end" says that
 * pixels are missing. */
static bool ended_early(const char *message)
{
    return strstr(message, "remature end") != NULL;
}

struct parts {
    bool whole;       /* the segments before the pixels are all there */
    bool progressive; /* the pixels come in passes: all of them are kept until the last one */
    uint8_t turn;
};

static void note(struct parts *p, uint8_t marker, const uint8_t *bytes, size_t size)
{
    enum { EXIF = 0xE1, FRAME = 0xC0, PROGRESSIVE = 0xC2, FRAME_LAST = 0xCF };
    enum { HUFFMAN = 0xC4, ARITHMETIC = 0xCC, RESERVED = 0xC8 };
    if (marker == EXIF && p->turn == 0 && size > 6 && memcmp(bytes, "Exif\0", 6) == 0)
        p->turn = image_exif_turn(bytes, size);
    else if (marker >= FRAME && marker <= FRAME_LAST && marker != HUFFMAN && marker != ARITHMETIC && marker != RESERVED)
        p->progressive = (marker & 3) == (PROGRESSIVE & 3);
}

/* Of what is missing at the end, libjpeg would read end markers, and then complain about what they mean. */
static struct parts look_over(const struct image_file *file)
{
    enum { ALONE_FROM = 0xD0, END = 0xD9, SCAN = 0xDA, LENGTH = 2 };
    struct parts parts = {0};
    for (size_t at = 2; at + 4 <= file->size;) {
        const uint8_t *b = file->bytes + at;
        if (b[0] != 0xFF || b[1] == END) {
            parts.whole = true; /* none of ours to judge */
            break;
        }
        if (b[1] == 0xFF || (b[1] >= ALONE_FROM && b[1] < END)) {
            at += b[1] == 0xFF ? 1 : 2; /* padding, or a marker without a length */
            continue;
        }
        size_t length = (size_t)b[2] << 8 | b[3];
        at += 2 + length;
        if (at <= file->size && length >= LENGTH)
            note(&parts, b[1], b + 2 + LENGTH, length - LENGTH);
        if (b[1] == SCAN) {
            parts.whole = at <= file->size;
            break;
        }
    }
    return parts;
}

static int header(tjhandle tj, const struct image_file *file, int *width, int *height, struct err *err)
{
    int sampling = 0, colours = -1;
    *width = *height = 0;
    int status = tjDecompressHeader3(tj, file->bytes, file->size, width, height, &sampling, &colours);
    /* it fails for odd chroma sampling too, which grey does not need, and does not fail where there is no picture */
    if (*width <= 0 || *height <= 0)
        return image_damaged(file, FORM, status == 0 ? "no picture in it" : tjGetErrorStr2(tj), err);
    if (colours == TJCS_CMYK || colours == TJCS_YCCK)
        return err_set(err, ERR_INPUT, "%s: a JPEG in CMYK, made for printing; save it as RGB or grey",
                       "%s: 印刷用の CMYK の JPEG です。RGB またはグレースケールで保存してください", file->name);
    return 0;
}

static int pixels(tjhandle tj, const struct image_file *file, const struct image *out, struct err *err)
{
    /* LIMITSCANS: a progressive file of a few kB can ask for thousands of passes over the whole picture */
    int status = tjDecompress2(tj, file->bytes, file->size, out->grey, (int)out->width, (int)out->width,
                               (int)out->height, TJPF_GRAY, TJFLAG_LIMITSCANS);
    if (status == 0)
        return 0;
    const char *why = tjGetErrorStr2(tj);
    if (ended_early(why))
        return image_truncated(file, FORM, err);
    if (tjGetErrorCode(tj) != TJERR_WARNING)
        return image_damaged(file, FORM, why, err);
    return 0; /* stray bytes between segments, as some cameras write them */
}

/* How often it is to be halved, which libjpeg does while it decodes, nearly for nothing. */
static unsigned shrinks(int width, int height)
{
    enum { MOST = 3 };
    unsigned n = 0;
    while (n < MOST && (uint64_t)width * (uint64_t)height >> 2 * n > IMAGE_SHRINK_PIXELS)
        n++;
    return n;
}

/* Makes the pixels. Only one that comes in order is let in at any size: of one in passes all are kept in memory. */
static int make(const struct image_file *file, int width, int height, const struct parts *parts, struct image *out,
                struct err *err)
{
    unsigned n = shrinks(width, height);
    if (parts->progressive || width >= (int)IMAGE_SIDE_MAX || height >= (int)IMAGE_SIDE_MAX)
        if (image_check_sides(file, (uint64_t)width, (uint64_t)height, err))
            return -1;
    tjscalingfactor factor = {1, 1 << n};
    if (image_make(file, (uint64_t)TJSCALED(width, factor), (uint64_t)TJSCALED(height, factor), out, err))
        return -1;
    out->shrunk = (uint8_t)n;
    out->turn = parts->turn;
    return 0;
}

int image_jpeg_decode(const struct image_file *file, struct image *out, struct err *err)
{
    struct parts parts = look_over(file);
    if (!parts.whole)
        return image_truncated(file, FORM, err);
    tjhandle tj = tjInitDecompress();
    if (!tj)
        return err_memory(err);
    int width, height, status = header(tj, file, &width, &height, err);
    if (status == 0)
        status = make(file, width, height, &parts, out, err);
    if (status == 0)
        status = pixels(tj, file, out, err);
    if (status != 0)
        image_clear(out);
    tjDestroy(tj);
    return status;
}
