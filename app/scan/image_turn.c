#include <stdbool.h>
#include <stdlib.h>

#include "app/scan/image.h"

/* EXIF's Orientation says where the first row and the first column of what is stored lie in what is seen (Exif 2.3,
 * 4.6.4): how each is to be mirrored, then whether rows become columns. */
static const struct turn {
    bool from_right, from_below, swapped;
} turns[] = {
    {false, false, false},                                                                  /* not said */
    {false, false, false}, {true, false, false}, {true, true, false}, {false, true, false}, /* 1 to 4 */
    {false, false, true},  {false, true, true},  {true, true, true},  {true, false, true},  /* 5 to 8 */
};

static const struct turn *turn_of(const struct image *image)
{
    return &turns[image->turn < sizeof turns / sizeof *turns ? image->turn : 0];
}

static void turn_place(const struct image *image, uint32_t x, uint32_t y, uint32_t *to_x, uint32_t *to_y)
{
    const struct turn *t = turn_of(image);
    x = t->from_right ? image->width - 1 - x : x;
    y = t->from_below ? image->height - 1 - y : y;
    *to_x = t->swapped ? y : x;
    *to_y = t->swapped ? x : y;
}

void image_upright_place(const struct image *image, const int stored[2], int upright[2])
{
    uint32_t x = (uint32_t)(stored[0] > 0 ? stored[0] : 0) >> image->shrunk, to_x;
    uint32_t y = (uint32_t)(stored[1] > 0 ? stored[1] : 0) >> image->shrunk, to_y;
    turn_place(image, x < image->width ? x : image->width - 1, y < image->height ? y : image->height - 1, &to_x, &to_y);
    upright[0] = (int)to_x;
    upright[1] = (int)to_y;
}

int image_upright(const struct image *from, struct image *to, struct err *err)
{
    bool swapped = turn_of(from)->swapped;
    *to = (struct image){.width = swapped ? from->height : from->width,
                         .height = swapped ? from->width : from->height,
                         .shrunk = from->shrunk};
    to->grey = image_pixels((size_t)to->width * to->height);
    if (!to->grey)
        return err_memory(err);
    for (uint32_t y = 0; y < from->height; y++)
        for (uint32_t x = 0; x < from->width; x++) {
            uint32_t to_x, to_y;
            turn_place(from, x, y, &to_x, &to_y);
            to->grey[(size_t)to_y * to->width + to_x] = from->grey[(size_t)y * from->width + x];
        }
    return 0;
}
