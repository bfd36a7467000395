#include "app/scan/reader_frame.h"

#include "app/scan/reader_zbar.h"

/* Pixels from which quarter size comes first, and to which double size is worth its cost. */
#define LARGE ((uint64_t)1000 * 1000)
#define SMALL ((uint64_t)640 * 480)

static uint64_t pixels_of(const struct image *image)
{
    return (uint64_t)image->width * image->height;
}

/* Views are whole pictures, larger or smaller: a point of the view times `by` is that of the picture. No linear codes:
 * what the linear stage leaves, ZBar reads in none of these views but one in 250 pictures, and puts halves of different
 * scan lines together to wrong values as often, with up to 94 lines that agree (tests/bench/README.md). */
static int look_at(struct scan *scan, const struct image *view, enum stage stage, double by, struct err *err)
{
    struct homography back = {{by, 0, 0, 0, by, 0, 0, 0, 1}};
    struct zbar_look look = {.qr = true, .stage = stage, .back = &back};
    return reader_zbar_look(scan, view, &look, err);
}

int frame_quarter_stage(struct scan *scan, struct err *err)
{
    const struct pyramid *p = scan->pyramid;
    if (p->count < 3 || pixels_of(&p->level[0]) < LARGE)
        return 0;
    return look_at(scan, &p->level[2], STAGE_FRAME_QUARTER, 4, err);
}

int frame_half_stage(struct scan *scan, struct err *err)
{
    const struct pyramid *p = scan->pyramid;
    return p->count < 2 ? 0 : look_at(scan, &p->level[1], STAGE_FRAME_HALF, 2, err);
}

int frame_stage(struct scan *scan, struct err *err)
{
    return look_at(scan, &scan->pyramid->level[0], STAGE_FRAME, 1, err);
}

int frame_double_stage(struct scan *scan, struct err *err)
{
    const struct image *picture = &scan->pyramid->level[0];
    if (pixels_of(picture) > SMALL)
        return 0;
    struct homography h = {{0.5, 0, 0, 0, 0.5, 0, 0, 0, 1}};
    struct image view = {.width = picture->width * 2, .height = picture->height * 2};
    int status = image_warp(picture, &h, &view, err);
    if (status == 0)
        status = look_at(scan, &view, STAGE_FRAME_DOUBLE, 0.5, err);
    image_clear(&view);
    return status;
}

int frame_inverted_stage(struct scan *scan, struct err *err)
{
    struct image view = {0};
    int status = image_invert(&scan->pyramid->level[0], &view, err);
    if (status == 0)
        status = look_at(scan, &view, STAGE_FRAME_INVERTED, 1, err);
    image_clear(&view);
    return status;
}
