/* A small grey picture, from any bytes: through every stage of the reader. The first byte is the width, the second how
 * often each pixel is repeated each way (1 to 4), the rest are pixels. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/scan/reader.h"

#define PIXELS_MAX (160u * 160u) /* so that one run takes milliseconds */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static bool make_picture(const uint8_t *data, size_t size, struct image *out)
{
    if (size < 3 || data[0] == 0)
        return false;
    uint32_t width = data[0], by = 1 + data[1] % 4, height = (uint32_t)((size - 2) / width);
    height = height < 255 ? height : 255;
    if (height == 0 || width * height * by * by > PIXELS_MAX)
        return false;
    *out = (struct image){.width = width * by, .height = height * by};
    out->grey = malloc((size_t)out->width * out->height);
    demand(out->grey != NULL);
    for (uint32_t y = 0; y < out->height; y++)
        for (uint32_t x = 0; x < out->width; x++)
            out->grey[(size_t)y * out->width + x] = data[2 + (size_t)(y / by) * width + x / by];
    return true;
}

static void look_at(const struct symbol *s, enum stage by, const struct image *image)
{
    demand(s->symbology != SYMBOLOGY_NONE && s->bytes && s->size > 0 && s->size <= SYMBOL_BYTES_MAX);
    demand(s->bytes[s->size] == 0 && (!s->text || text_valid(s->text, strlen(s->text))));
    demand(stage_name(by)[0]);
    for (int i = 0; i < 4 && s->has_corners; i++)
        demand(s->corners[i][0] >= 0 && s->corners[i][0] < (int)image->width && s->corners[i][1] >= 0 &&
               s->corners[i][1] < (int)image->height);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct image image = {0};
    struct reading reading;
    struct err err = {0};
    if (!make_picture(data, size, &image))
        return 0;
    demand(reader_read(&image, &(struct reader_ask){0}, &reading, &err) == 0);
    demand(reading.codes.count <= SYMBOLS_MAX);
    for (size_t i = 0; i < reading.codes.count; i++)
        look_at(&reading.codes.item[i], reading.by[i], &image);
    reading_clear(&reading);
    image_clear(&image);
    return 0;
}
