#include "app/scan/reader_frame.h"

#include "app/scan/reader_zbar.h"

/* Pixels from which quarter size comes first. */
#define LARGE ((uint64_t)1000 * 1000)

/* A level of the pyramid, of which a point times `by` is that of the picture. No linear codes: what the linear stage
 * leaves, ZBar reads in none of these views but one in 250 pictures, and puts halves of different scan lines together
 * to wrong values as often, with up to 94 lines that agree. Neither light codes nor twice the size: the QR stage does
 * both, and ZBar's own passes found nothing by the one and little by the other at the highest cost
 * (tests/bench/README.md). */
static int look_at(struct scan *scan, unsigned level, enum stage stage, int density, struct err *err)
{
    double by = (double)(1u << level);
    struct homography back = {{by, 0, 0, 0, by, 0, 0, 0, 1}};
    struct zbar_look look = {.density = density, .stage = stage, .back = &back};
    return level < scan->pyramid->count ? reader_zbar_look(scan, &scan->pyramid->level[level], &look, err) : 0;
}

int frame_quarter_stage(struct scan *scan, struct err *err)
{
    const struct image *picture = &scan->pyramid->level[0];
    return (uint64_t)picture->width * picture->height < LARGE ? 0 : look_at(scan, 2, STAGE_FRAME_QUARTER, 1, err);
}

int frame_half_stage(struct scan *scan, struct err *err)
{
    return look_at(scan, 1, STAGE_FRAME_HALF, 1, err);
}

/* Every second line: a finder's middle of three modules is met by three lines and more unless a module has less than
 * two pixels, and then the picture's noise keeps ZBar from it. */
int frame_stage(struct scan *scan, struct err *err)
{
    return look_at(scan, 0, STAGE_FRAME, 2, err);
}
