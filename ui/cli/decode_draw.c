#include "ui/cli/decode_draw.h"

#include <errno.h>
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/demo/draw_canvas.h"

/* What is drawn lies on a canvas of its own, whose grey is a number of this table; 0 shows the picture. They differ for
 * colour-blind eyes too (Okabe and Ito). */
static const uint8_t colours[][3] = {
    {0, 0, 0},       {0, 114, 178}, {213, 94, 0},   {0, 158, 115},
    {204, 121, 167}, {230, 159, 0}, {86, 180, 233}, {255, 255, 255},
};

enum {
    COLOURS = 6,    /* for codes */
    WHITE = 7,      /* behind and in text */
    THICK_OF = 400, /* the longer side has so many lines' widths */
    NAME_SHOWN = 48,
};

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* A line as the quad around it. */
static void draw_line(struct draw_canvas *c, struct draw_point a, struct draw_point b, int thick, uint8_t colour)
{
    double x = b.x - a.x, y = b.y - a.y, length = hypot(x, y);
    if (length < 1)
        return;
    int dx = (int)lrint(y / length * thick / 2), dy = (int)lrint(x / length * thick / 2);
    struct draw_point corner[] = {
        {a.x + dx, a.y - dy}, {b.x + dx, b.y - dy}, {b.x - dx, b.y + dy}, {a.x - dx, a.y + dy}};
    draw_canvas_polygon(c, corner, 4, colour);
    draw_canvas_fill(c, a.x - thick / 2, a.y - thick / 2, thick, thick, colour); /* where two lines meet */
}

/* Codes with their corners in pixels of the upright picture. */
struct placed {
    struct placed_code {
        const struct symbol *symbol;
        int corners[4][2];
    } item[SYMBOLS_MAX];
    size_t count;
};

static void draw_name(struct draw_canvas *c, const struct placed_code *s, int thick, uint8_t colour)
{
    char name[NAME_SHOWN];
    int scale = larger(thick * 3 / 4, 2), left = s->corners[0][0], bottom = s->corners[0][1];
    (void)snprintf(name, sizeof name, "%s %s", symbology_name(s->symbol->symbology),
                   s->symbol->text ? s->symbol->text : "?");
    for (int i = 1; i < 4; i++) {
        left = s->corners[i][0] < left ? s->corners[i][0] : left;
        bottom = larger(bottom, s->corners[i][1]);
    }
    int width = draw_canvas_text_width(name, scale) + 4 * scale, height = 11 * scale;
    if (bottom + thick + height > c->height)
        bottom = c->height - height - thick;
    left = larger(left + width > c->width ? c->width - width : left, 0);
    draw_canvas_fill(c, left, bottom + thick, width, height, colour);
    draw_canvas_text(c, left + 2 * scale, bottom + thick + 2 * scale, scale, WHITE, name);
}

static void draw_code(struct draw_canvas *c, const struct placed_code *s, int thick, uint8_t colour)
{
    for (int i = 0; i < 4; i++) {
        const int *a = s->corners[i], *b = s->corners[(i + 1) % 4];
        draw_line(c, (struct draw_point){a[0], a[1]}, (struct draw_point){b[0], b[1]}, thick, colour);
    }
}

static void draw_codes(struct draw_canvas *c, const struct placed *codes)
{
    int thick = larger(larger(c->width, c->height) / THICK_OF, 2);
    for (size_t i = 0; i < codes->count; i++)
        if (codes->item[i].symbol->has_corners)
            draw_code(c, &codes->item[i], thick, (uint8_t)(1 + i % COLOURS));
    for (size_t i = 0; i < codes->count; i++) /* over all lines */
        if (codes->item[i].symbol->has_corners)
            draw_name(c, &codes->item[i], thick, (uint8_t)(1 + i % COLOURS));
}

/* ---- the file ---- */

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

static void mix(const uint8_t *grey, const uint8_t *drawn, uint32_t width, uint8_t *row)
{
    for (uint32_t x = 0; x < width; x++)
        for (int i = 0; i < 3; i++)
            row[3 * x + (uint32_t)i] = drawn[x] ? colours[drawn[x]][i] : grey[x];
}

struct layers {
    const struct image *picture;
    const struct draw_canvas *drawn;
    uint8_t *row; /* RGB */
};

/* 0, or -1 when libpng gave up: errno says why. */
static int write_png(png_structp png, png_infop info, const struct layers *l, FILE *file)
{
    enum { FAST = 2 }; /* of nine */
    size_t width = l->picture->width;
    if (setjmp(png_jmpbuf(png)) != 0)
        return -1;
    png_init_io(png, file);
    png_set_compression_level(png, FAST);
    png_set_IHDR(png, info, l->picture->width, l->picture->height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (size_t y = 0; y < l->picture->height; y++) {
        mix(l->picture->grey + y * width, l->drawn->grey + y * width, (uint32_t)width, l->row);
        png_write_row(png, l->row);
    }
    png_write_end(png, info);
    return 0;
}

static int save(const char *path, const struct layers *layers, struct err *err)
{
    int status = -1;
    png_infop info = NULL;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    if (png)
        info = png_create_info_struct(png);
    errno = 0;
    FILE *file = info ? fopen(path, "wbe") : NULL;
    if (!info)
        err_memory(err);
    else if (file)
        status = write_png(png, info, layers, file);
    int why = errno;
    if (file && fclose(file) != 0 && status == 0) {
        why = errno;
        status = -1;
    }
    if (info && status != 0)
        err_set(err, ERR_IO, "%s: cannot be written (%s)", "%s: 書き込めません(%s)", path, strerror(why));
    png_destroy_write_struct(&png, &info);
    return status;
}

static int draw_upright(const char *path, const struct image *picture, const struct placed *placed, struct err *err)
{
    struct draw_canvas drawn;
    struct layers layers = {picture, &drawn, NULL};
    if (draw_canvas_make(&drawn, (int)picture->width, (int)picture->height, 0, err))
        return -1;
    draw_codes(&drawn, placed);
    layers.row = malloc((size_t)picture->width * 3);
    int status = layers.row ? save(path, &layers, err) : err_memory(err);
    free(layers.row);
    draw_canvas_clear(&drawn);
    return status;
}

int decode_draw(const char *path, const struct picture_result *r, struct err *err)
{
    struct image upright;
    struct placed placed = {.count = r->reading.codes.count};
    if (image_upright(&r->image, &upright, err))
        return -1;
    for (size_t i = 0; i < placed.count; i++) {
        placed.item[i].symbol = &r->reading.codes.item[i];
        for (int k = 0; k < 4; k++)
            image_upright_place(&r->image, r->reading.codes.item[i].corners[k], placed.item[i].corners[k]);
    }
    int status = draw_upright(path, &upright, &placed, err);
    image_clear(&upright);
    return status;
}
