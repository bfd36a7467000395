#ifndef KENPIN_READER_H
#define KENPIN_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "app/codes/symbol.h"
#include "app/scan/image.h"

/* Grey pixels in, codes out: the one way to read a picture, whether it is a file, a photo of an audit or a frame of a
 * camera. Stages run cheapest first, until what is asked for is found or the time is spent. */

#define READER_BUDGET_INTERACTIVE_MS 250u
#define READER_BUDGET_BATCH_MS       2000u

struct reader_ask {
    bool box;           /* enough is a product code and a QR or Data Matrix (a label); else every code is looked for */
    bool frames;        /* of a camera: what one does not show the next will, so no time is spent on last resorts */
    bool page;          /* drawn, not photographed: no noise, and many codes may stand on it */
    uint32_t budget_ms; /* no stage begins, and none goes on much, after this; 0 = no limit */
    int64_t (*now_us)(void); /* a clock that only goes forward, microseconds; NULL: the budget does not count */
};

/* What found a code (tests/bench/README.md has what each adds). */
enum stage {
    STAGE_NONE,
    STAGE_QR,            /* finder patterns, straightened */
    STAGE_LINEAR,        /* bars found by their texture, straightened */
    STAGE_MATRIX,        /* Data Matrix by its L, straightened */
    STAGE_FRAME_QUARTER, /* the whole picture shown to ZBar: smaller, as it is */
    STAGE_FRAME_HALF,
    STAGE_FRAME,
    STAGES,
};

struct reading {
    struct symbols codes;       /* from top to bottom; each code once */
    enum stage by[SYMBOLS_MAX]; /* what found code n */
    struct reading_step {
        bool done;      /* it ran to its end */
        int64_t us;     /* it took */
        uint32_t found; /* codes that it added */
    } step[STAGES];
    bool out_of_time; /* the budget was spent before the last stage, and not all that is asked for was found */
    bool crowded;     /* there are more codes, or on a page more places that look like one, than are kept */
};

typedef int reader(const struct image *image, const struct reader_ask *ask, struct reading *out, struct err *err);

/* No code is no error. */
int reader_read(const struct image *image, const struct reader_ask *ask, struct reading *out, struct err *err)
    __attribute__((warn_unused_result));
void reading_clear(struct reading *reading);

const char *stage_name(enum stage stage); /* "qr", "frame-half", as --explain says; "" for none */

#endif
