/* Data Matrix: any greys as a picture, any modules as a symbol, any codewords as a text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/matrix_codewords.h"
#include "app/scan/matrix_text.h"
#include "app/scan/scan.h"
#include "tests/fuzz/demand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_text(const uint8_t *data, size_t size)
{
    static struct matrix_text text;
    if (matrix_text(data, size, &text))
        demand(text.size > 0 && text.size <= MATRIX_TEXT_MAX);
}

static void read_modules(const uint8_t *data, size_t size)
{
    uint8_t words[MATRIX_CODEWORDS_MAX];
    static uint8_t modules[MATRIX_MODULES_MAX];
    const struct matrix_size *s = &matrix_sizes[data[0] % MATRIX_SIZES];
    for (size_t i = 0; i < (size_t)s->rows * s->cols; i++)
        modules[i] = data[1 + i / 8 % (size - 1)] >> (i % 8) & 1;
    if (matrix_codewords(s, modules, words))
        read_text(words, s->data);
}

/* Each byte is a square of four pixels in each direction, so that little input is enough for a symbol. */
static void read_picture(const uint8_t *data, size_t size)
{
    enum { ZOOM = 4, QUIET = 3 };
    uint32_t across = data[0] % 48 + 8, down = (uint32_t)((size - 1) / across);
    struct image image = {.width = (across + 2 * QUIET) * ZOOM, .height = (down + 2 * QUIET) * ZOOM};
    struct pyramid pyramid;
    struct err err = {0};
    struct scan *scan = calloc(1, sizeof *scan);
    if (down > 64 || !scan || !(image.grey = malloc((size_t)image.width * image.height))) {
        free(scan);
        return;
    }
    memset(image.grey, 255, (size_t)image.width * image.height);
    for (uint32_t y = 0; y < down * ZOOM; y++)
        for (uint32_t x = 0; x < across * ZOOM; x++)
            image.grey[(y + QUIET * ZOOM) * image.width + x + QUIET * ZOOM] = data[1 + y / ZOOM * across + x / ZOOM];
    demand(pyramid_make(&image, &pyramid, &err) == 0);
    scan->ask = &(struct reader_ask){0};
    scan->pyramid = &pyramid;
    demand(matrix_stage(scan, &err) == 0);
    for (size_t i = 0; i < scan->hits_count; i++)
        symbol_clear(&scan->hit[i].symbol);
    pyramid_clear(&pyramid);
    free(scan);
    image_clear(&image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const ways[])(const uint8_t *data, size_t size) = {read_text, read_modules, read_picture};
    if (size >= 3)
        ways[data[0] % 3](data + 1, size - 1);
    return 0;
}
