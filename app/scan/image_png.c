#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/scan/image_exif.h"
#include "app/scan/image_forms.h"

static const char FORM[] = "PNG";

/* All that must survive a longjmp lies here, outside the function that calls setjmp. */
struct job {
    const struct image_file *file;
    size_t at; /* bytes read so far */
    struct image *out;
    png_structp png;
    png_infop info;
    uint8_t *row; /* owned; one row as libpng gives it */
    bool short_of_bytes;
    char why[120];
};

static void take(png_structp png, png_bytep to, size_t size)
{
    struct job *job = png_get_io_ptr(png);
    if (size > job->file->size - job->at) {
        job->short_of_bytes = true;
        png_error(png, "end of file");
    }
    memcpy(to, job->file->bytes + job->at, size);
    job->at += size;
}

static void on_error(png_structp png, png_const_charp message)
{
    struct job *job = png_get_error_ptr(png);
    text_copy(job->why, sizeof job->why, message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static uint8_t grey_of(const uint8_t *pixel, unsigned channels)
{
    switch (channels) {
    case 1:
        return pixel[0];
    case 2:
        return image_on_white(pixel[0], pixel[1]);
    case 3:
        return image_luma(pixel[0], pixel[1], pixel[2]);
    default:
        return image_on_white(image_luma(pixel[0], pixel[1], pixel[2]), pixel[3]);
    }
}

/* Interlaced pictures come as seven smaller ones, placed here, so that one row is all the memory it takes. */
static void read_pass(struct job *job, int pass, unsigned channels)
{
    struct image *out = job->out;
    bool all = png_get_interlace_type(job->png, job->info) == PNG_INTERLACE_NONE;
    uint32_t columns = all ? out->width : PNG_PASS_COLS(out->width, pass);
    uint32_t rows = all ? out->height : PNG_PASS_ROWS(out->height, pass);
    if (columns == 0)
        return;
    for (uint32_t r = 0; r < rows; r++) {
        png_read_row(job->png, job->row, NULL);
        uint32_t y = all ? r : PNG_ROW_FROM_PASS_ROW(r, pass);
        for (uint32_t c = 0; c < columns; c++) {
            uint32_t x = all ? c : PNG_COL_FROM_PASS_COL(c, pass);
            out->grey[(size_t)y * out->width + x] = grey_of(job->row + (size_t)c * channels, channels);
        }
    }
}

static uint8_t turn_of(const struct job *job)
{
    png_uint_32 size = 0;
    png_bytep exif = NULL;
    return png_get_eXIf_1(job->png, job->info, &size, &exif) ? image_exif_turn(exif, size) : 0;
}

/* Texts and profiles say nothing here, and some kB of them unpack to gigabytes. */
static void pass_by_extras(png_structp png)
{
    enum { EXTRA_MAX = 1 << 20 };
    static const png_byte extras[] = "iCCP\0iTXt\0sPLT\0tEXt\0zTXt";
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, extras, sizeof extras / 5);
    png_set_chunk_malloc_max(png, EXTRA_MAX);
}

/* Runs under setjmp: nothing here owns anything that the job does not know of. */
static int decode(struct job *job, struct err *err)
{
    png_set_read_fn(job->png, job, take);
    pass_by_extras(job->png);
    png_read_info(job->png, job->info);
    if (image_make(job->file, png_get_image_width(job->png, job->info), png_get_image_height(job->png, job->info),
                   job->out, err) != 0)
        return -1;
    png_set_expand(job->png);   /* palette to RGB, transparent colour to alpha, 1, 2 and 4 bits to 8 */
    png_set_scale_16(job->png); /* 16 bits to 8 */
    png_read_update_info(job->png, job->info);
    unsigned channels = png_get_channels(job->png, job->info);
    job->row = malloc(png_get_rowbytes(job->png, job->info));
    if (!job->row)
        return err_memory(err);
    int passes = png_get_interlace_type(job->png, job->info) == PNG_INTERLACE_NONE ? 1 : PNG_INTERLACE_ADAM7_PASSES;
    for (int pass = 0; pass < passes; pass++)
        read_pass(job, pass, channels);
    png_read_end(job->png, job->info);
    job->out->turn = turn_of(job);
    return 0;
}

static int decode_or_return(struct job *job, struct err *err)
{
    if (setjmp(png_jmpbuf(job->png)) == 0)
        return decode(job, err);
    if (job->short_of_bytes)
        return image_truncated(job->file, FORM, err);
    return image_damaged(job->file, FORM, job->why, err);
}

static uint32_t be32(const uint8_t *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Before libpng sees the file: its own limits would say something about "user limits". */
static int check_sides(const struct image_file *file, struct err *err)
{
    enum { WIDTH_AT = 16, HEIGHT_AT = 20, IHDR_END = 33 };
    if (file->size < IHDR_END)
        return image_truncated(file, FORM, err);
    return image_check_sides(file, be32(file->bytes + WIDTH_AT), be32(file->bytes + HEIGHT_AT), err);
}

int image_png_decode(const struct image_file *file, struct image *out, struct err *err)
{
    struct job job = {.file = file, .out = out};
    if (check_sides(file, err) != 0)
        return -1;
    int status = -1;
    job.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &job, on_error, on_warning);
    job.info = job.png ? png_create_info_struct(job.png) : NULL;
    if (job.info)
        status = decode_or_return(&job, err);
    else
        err_memory(err);
    png_destroy_read_struct(&job.png, &job.info, NULL);
    free(job.row);
    if (status != 0)
        image_clear(out);
    return status;
}
