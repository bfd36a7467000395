/* A picture file, from any bytes: what is loaded is within the limits, whole, and can be set upright. */
#include <stdint.h>

#include "app/scan/image.h"
#include "tests/fuzz/demand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_pixels(const struct image *image)
{
    unsigned sum = 0;
    for (size_t i = 0; i < (size_t)image->width * image->height; i += 997)
        sum += image->grey[i];
    sum += image->grey[(size_t)image->width * image->height - 1];
    demand(sum < UINT32_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { SMALL = 1 << 20 };
    struct image image, upright;
    struct err err = {0};
    if (image_needs_library(data, size)) /* libheif is not ours to mend; the worker is there for it */
        return 0;
    if (image_from_bytes("fuzz", data, size, &image, &err)) {
        demand(!image.grey);
        look_at_err(&err);
        return 0;
    }
    demand(image.width > 0 && image.width < IMAGE_SIDE_MAX && image.height > 0 && image.height < IMAGE_SIDE_MAX);
    demand((uint64_t)image.width * image.height <= IMAGE_PIXELS_MAX && image.shrunk <= 3 && image.turn <= 8);
    look_at_pixels(&image);
    if ((uint64_t)image.width * image.height < SMALL && image_upright(&image, &upright, &err) == 0) {
        look_at_pixels(&upright);
        image_clear(&upright);
    }
    image_clear(&image);
    return 0;
}
