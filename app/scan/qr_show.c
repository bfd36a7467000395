#include "app/scan/qr_show.h"

#include <stdlib.h>
#include <string.h>

#include "app/scan/reader_zbar.h"

#define PIXELS                                                                                                         \
    2           /* of a module: ZBar wants a finder's middle in three scan lines and more; what looks like one in      \
                   a row of data it sees in two, and leaves */
#define QUIET 4 /* modules; ISO/IEC 18004, 6.3.8 */

static int draw(const struct qr_code *code, struct image *view, struct err *err)
{
    uint32_t side = (uint32_t)(code->side + 2 * QUIET) * PIXELS;
    *view = (struct image){.width = side, .height = side, .grey = malloc((size_t)side * side)};
    if (!view->grey)
        return err_memory(err);
    memset(view->grey, 255, (size_t)side * side);
    for (int y = 0; y < code->side * PIXELS; y++) {
        uint8_t *row = view->grey + (size_t)(y + QUIET * PIXELS) * side + (size_t)QUIET * PIXELS;
        for (int x = 0; x < code->side * PIXELS; x++)
            row[x] = code->dark[y / PIXELS * code->side + x / PIXELS] ? 0 : 255;
    }
    return 0;
}

int qr_show(struct scan *scan, const struct qr_code *code, const struct quad *outline, bool *read, struct err *err)
{
    float low = QUIET * PIXELS, high = (float)((QUIET + code->side) * PIXELS);
    struct quad drawn = {{{low, low}, {high, low}, {high, high}, {low, high}}};
    struct homography back;
    struct image view = {0};
    size_t before = scan->hits_count;
    *read = false;
    if (!homography_make(&drawn, outline, &back))
        return 0;
    struct zbar_look look = {.stage = STAGE_QR, .back = &back, .code = code};
    int status = draw(code, &view, err);
    if (status == 0)
        status = reader_zbar_look(scan, &view, &look, err);
    *read = scan->hits_count > before;
    image_clear(&view);
    return status;
}
