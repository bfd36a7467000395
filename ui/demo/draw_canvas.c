#include "ui/demo/draw_canvas.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int draw_canvas_make(struct draw_canvas *c, int width, int height, uint8_t grey, struct err *err)
{
    size_t size = (size_t)width * (size_t)height;
    *c = (struct draw_canvas){.width = width, .height = height, .grey = malloc(size)};
    if (!c->grey)
        return err_memory(err);
    memset(c->grey, grey, size);
    return 0;
}

void draw_canvas_clear(struct draw_canvas *c)
{
    free(c->grey);
    *c = (struct draw_canvas){0};
}

static int within(int value, int most)
{
    return value < 0 ? 0 : value > most ? most : value;
}

void draw_canvas_fill(struct draw_canvas *c, int x, int y, int width, int height, uint8_t grey)
{
    int left = within(x, c->width), right = within(x + width, c->width);
    int top = within(y, c->height), bottom = within(y + height, c->height);
    for (int row = top; row < bottom && left < right; row++)
        memset(c->grey + (size_t)row * (size_t)c->width + left, grey, (size_t)(right - left));
}

void draw_canvas_frame(struct draw_canvas *c, int x, int y, int width, int height, int thick, uint8_t grey)
{
    draw_canvas_fill(c, x, y, width, thick, grey);
    draw_canvas_fill(c, x, y + height - thick, width, thick, grey);
    draw_canvas_fill(c, x, y, thick, height, grey);
    draw_canvas_fill(c, x + width - thick, y, thick, height, grey);
}

static int compare_ints(const void *a, const void *b)
{
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

/* Where the edges cross the middle of row `y`, from left to right. */
static size_t crossings(const struct draw_point *corner, size_t count, int y, int at[DRAW_CORNERS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < count && i < DRAW_CORNERS_MAX; i++) {
        struct draw_point a = corner[i], b = corner[(i + 1) % count];
        if ((a.y <= y) != (b.y <= y))
            at[n++] = a.x + (2 * (y - a.y) + 1) * (b.x - a.x) / (2 * (b.y - a.y));
    }
    qsort(at, n, sizeof *at, compare_ints);
    return n;
}

void draw_canvas_polygon(struct draw_canvas *c, const struct draw_point *corner, size_t count, uint8_t grey)
{
    int at[DRAW_CORNERS_MAX];
    for (int y = 0; y < c->height; y++) {
        size_t n = crossings(corner, count, y, at);
        for (size_t i = 0; i + 1 < n; i += 2)
            draw_canvas_fill(c, at[i], y, at[i + 1] - at[i], 1, grey);
    }
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void on_error(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

/* 0, or -1 when libpng gave up: errno says why. */
static int write_png(png_structp png, png_infop info, const struct draw_canvas *c, FILE *file)
{
    if (setjmp(png_jmpbuf(png)) != 0)
        return -1;
    png_init_io(png, file);
    png_set_IHDR(png, info, (png_uint_32)c->width, (png_uint_32)c->height, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < c->height; y++)
        png_write_row(png, c->grey + (size_t)y * (size_t)c->width);
    png_write_end(png, info);
    return 0;
}

int draw_canvas_save(const struct draw_canvas *c, const char *path, struct err *err)
{
    int status = -1;
    png_infop info = NULL;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    if (png)
        info = png_create_info_struct(png);
    errno = 0;
    FILE *file = fopen(path, "wb");
    if (!info)
        err_memory(err);
    else if (file)
        status = write_png(png, info, c, file);
    if (file && fclose(file) != 0)
        status = -1;
    if (info && status != 0)
        err_set(err, ERR_IO, "%s: cannot be written (%s)", "%s: 書き込めません(%s)", path, strerror(errno));
    if (file && status != 0)
        remove(path);
    png_destroy_write_struct(&png, &info);
    return status;
}
