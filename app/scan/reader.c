#include "app/scan/reader.h"

#include <stdlib.h>

#include "app/scan/reader_frame.h"
#include "app/scan/reader_merge.h"
#include "app/scan/scan.h"

/* In the order they run, the cheapest first. Our own stages find codes and straighten each by itself; whole pictures
 * are shown to ZBar only when that left something unread. */
static const struct stage_row {
    enum stage stage;
    bool fallback;
    const char *name;
    int (*run)(struct scan *scan, struct err *err);
} stages[] = {
    {STAGE_QR, false, "qr", qr_stage},
    {STAGE_LINEAR, false, "linear", linear_stage},
    {STAGE_MATRIX, false, "datamatrix", matrix_stage},
    {STAGE_FRAME_QUARTER, true, "frame-quarter", frame_quarter_stage},
    {STAGE_FRAME_HALF, true, "frame-half", frame_half_stage},
    {STAGE_FRAME, true, "frame", frame_stage},
};

const char *stage_name(enum stage stage)
{
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (stages[i].stage == stage)
            return stages[i].name;
    return "";
}

/* Whether something looked like a code and was not read, or nothing was found at all. */
static bool leaves_open(const struct scan *scan)
{
    for (size_t i = 0; i < scan->suspects_count; i++)
        if (!scan_covers(scan, quad_middle(&scan->suspect[i].quad)))
            return true;
    return scan->hits_count == 0;
}

static int64_t now_us(const struct scan *scan)
{
    return scan->ask->now_us ? scan->ask->now_us() : 0;
}

static int run_stages(struct scan *scan, struct reading *out, struct err *err)
{
    for (size_t i = 0; i < sizeof stages / sizeof *stages && !scan_over(scan); i++) {
        const struct stage_row *row = &stages[i];
        if (row->fallback && (scan->ask->frames || !leaves_open(scan)))
            continue;
        struct reading_step *step = &out->step[row->stage];
        size_t before = scan->hits_count;
        int64_t start = now_us(scan);
        if (row->run(scan, err))
            return -1;
        reader_merge(scan);
        step->us = now_us(scan) - start;
        step->found = (uint32_t)(scan->hits_count > before ? scan->hits_count - before : 0);
        step->done = !scan_out_of_time(scan);
    }
    out->out_of_time = !scan_has_all(scan) && scan_out_of_time(scan);
    return 0;
}

int reader_read(const struct image *image, const struct reader_ask *ask, struct reading *out, struct err *err)
{
    *out = (struct reading){0};
    struct pyramid pyramid;
    struct scan *scan = calloc(1, sizeof *scan);
    if (!scan)
        return err_memory(err);
    *scan = (struct scan){.ask = ask, .pyramid = &pyramid};
    scan->started_us = now_us(scan);
    int status = pyramid_make(image, &pyramid, err);
    if (status == 0) {
        status = run_stages(scan, out, err);
        status |= reader_merge_finish(scan, image, out, err);
        pyramid_clear(&pyramid);
    }
    if (status)
        reading_clear(out);
    free(scan);
    return status;
}

void reading_clear(struct reading *reading)
{
    symbols_clear(&reading->codes);
    *reading = (struct reading){0};
}
