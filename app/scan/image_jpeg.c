#include <stdbool.h>
#include <string.h>
#include <turbojpeg.h>

#include "app/scan/image_forms.h"

static const char FORM[] = "JPEG";

/* libjpeg goes on past most faults, and past the end with grey paper: of its warnings only "premature end" says that
 * pixels are missing. */
static bool ended_early(const char *message)
{
    return strstr(message, "remature end") != NULL;
}

/* Whether the segments before the pixels are all there. libjpeg would read end markers in place of what is missing, and
 * then complain about what they mean. */
static bool header_is_whole(const struct image_file *file)
{
    enum { ALONE_FROM = 0xD0, END = 0xD9, SCAN = 0xDA };
    for (size_t at = 2; at + 4 <= file->size;) {
        const uint8_t *b = file->bytes + at;
        if (b[0] != 0xFF || b[1] == END)
            return true; /* none of ours to judge */
        if (b[1] == 0xFF || (b[1] >= ALONE_FROM && b[1] < END)) {
            at += b[1] == 0xFF ? 1 : 2; /* padding, or a marker without a length */
            continue;
        }
        at += 2 + ((size_t)b[2] << 8 | b[3]);
        if (b[1] == SCAN)
            return at <= file->size;
    }
    return false;
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

int image_jpeg_decode(const struct image_file *file, struct image *out, struct err *err)
{
    if (!header_is_whole(file))
        return image_truncated(file, FORM, err);
    tjhandle tj = tjInitDecompress();
    if (!tj)
        return err_memory(err);
    int width, height, status = header(tj, file, &width, &height, err);
    if (status == 0)
        status = image_make(file, (uint64_t)width, (uint64_t)height, out, err);
    if (status == 0)
        status = pixels(tj, file, out, err);
    if (status != 0)
        image_clear(out);
    tjDestroy(tj);
    return status;
}
