#include <gif_lib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/image_forms.h"

static const char FORM[] = "GIF";

struct job {
    const struct image_file *file;
    size_t at; /* bytes read so far */
    GifFileType *gif;
    struct image *out;
    GifPixelType *line; /* owned; a row of the frame */
    int transparent;    /* colour number; NO_TRANSPARENT_COLOR = none */
    bool short_of_bytes;
};

static int take(GifFileType *gif, GifByteType *to, int size)
{
    struct job *job = gif->UserData;
    size_t left = job->file->size - job->at, n = (size_t)size < left ? (size_t)size : left;
    memcpy(to, job->file->bytes + job->at, n);
    job->at += n;
    job->short_of_bytes |= n < (size_t)size;
    return (int)n;
}

static int failed(const struct job *job, struct err *err)
{
    const char *why = GifErrorString(job->gif->Error);
    if (job->short_of_bytes)
        return image_truncated(job->file, FORM, err);
    return image_damaged(job->file, FORM, why ? why : "not as GIF has it", err);
}

/* Of all that may stand before the first frame only its transparent colour matters here. */
static int read_extension(struct job *job, struct err *err)
{
    int code = 0;
    GifByteType *block = NULL;
    GraphicsControlBlock control;
    if (DGifGetExtension(job->gif, &code, &block) == GIF_ERROR)
        return failed(job, err);
    if (code == GRAPHICS_EXT_FUNC_CODE && block && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
        job->transparent = control.TransparentColor;
    while (block) /* each is at least a byte of the file */
        if (DGifGetExtensionNext(job->gif, &block) == GIF_ERROR)
            return failed(job, err);
    return 0;
}

/* Goes on to the first frame. */
static int find_frame(struct job *job, struct err *err)
{
    for (;;) {
        GifRecordType type = UNDEFINED_RECORD_TYPE;
        if (DGifGetRecordType(job->gif, &type) == GIF_ERROR)
            return failed(job, err);
        if (type == IMAGE_DESC_RECORD_TYPE)
            return DGifGetImageDesc(job->gif) == GIF_ERROR ? failed(job, err) : 0;
        if (type != EXTENSION_RECORD_TYPE)
            return image_damaged(job->file, FORM, "no picture in it", err);
        if (read_extension(job, err))
            return -1;
    }
}

static uint8_t grey_of(const struct job *job, const ColorMapObject *colours, GifPixelType number)
{
    if (number == job->transparent || number >= colours->ColorCount)
        return 255;
    const GifColorType *c = &colours->Colors[number];
    return image_luma(c->Red, c->Green, c->Blue);
}

/* GIF89a appendix E: rows in four passes. */
static const struct pass {
    uint32_t first, step;
} interlaced[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}}, whole[] = {{0, 1}};

static int read_row(struct job *job, const uint8_t *greys, uint32_t row, struct err *err)
{
    const GifImageDesc *frame = &job->gif->Image;
    struct image *out = job->out;
    if (DGifGetLine(job->gif, job->line, frame->Width) == GIF_ERROR)
        return failed(job, err);
    uint64_t y = (uint64_t)frame->Top + row, left = (uint64_t)frame->Left;
    for (uint64_t x = 0; x < (uint64_t)frame->Width && y < out->height && left + x < out->width; x++)
        out->grey[y * out->width + left + x] = greys[job->line[x]];
    return 0;
}

static int read_frame(struct job *job, struct err *err)
{
    const GifImageDesc *frame = &job->gif->Image;
    const ColorMapObject *colours = frame->ColorMap ? frame->ColorMap : job->gif->SColorMap;
    uint8_t greys[256];
    if (!colours)
        return image_damaged(job->file, FORM, "no colours", err);
    for (unsigned i = 0; i < 256; i++)
        greys[i] = grey_of(job, colours, (GifPixelType)i);
    job->line = malloc((size_t)frame->Width);
    if (!job->line)
        return err_memory(err);
    const struct pass *pass = frame->Interlace ? interlaced : whole;
    for (int passes = frame->Interlace ? 4 : 1; passes > 0; passes--, pass++)
        for (uint32_t row = pass->first; row < (uint32_t)frame->Height; row += pass->step)
            if (read_row(job, greys, row, err))
                return -1;
    return 0;
}

static int decode(struct job *job, struct err *err)
{
    const GifFileType *gif = job->gif;
    if (find_frame(job, err) ||
        image_check_sides(job->file, (uint64_t)gif->Image.Width, (uint64_t)gif->Image.Height, err) ||
        image_make(job->file, (uint64_t)gif->SWidth, (uint64_t)gif->SHeight, job->out, err))
        return -1;
    memset(job->out->grey, 255, (size_t)job->out->width * job->out->height); /* the frame may be smaller */
    return read_frame(job, err);
}

int image_gif_decode(const struct image_file *file, struct image *out, struct err *err)
{
    struct job job = {.file = file, .out = out, .transparent = NO_TRANSPARENT_COLOR};
    int why = 0;
    job.gif = DGifOpen(&job, take, &why);
    if (!job.gif && why == D_GIF_ERR_NOT_ENOUGH_MEM)
        return err_memory(err);
    if (!job.gif)
        return job.short_of_bytes ? image_truncated(file, FORM, err)
                                  : image_damaged(file, FORM, "not as GIF has it", err);
    int status = decode(&job, err);
    (void)DGifCloseFile(job.gif, &why); /* what it says of its own closing is no matter */
    free(job.line);
    if (status != 0)
        image_clear(out);
    return status;
}
