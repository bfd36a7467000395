#ifndef KENPIN_DECODE_SHOW_H
#define KENPIN_DECODE_SHOW_H

#include "app/scan/pictures.h"
#include "ui/cli/context.h"

/* What was read in one picture, on stdout; both show_json and show_text print whole lines. */

struct decode_show {
    enum lang lang;
    bool explain;
    uint32_t budget_ms; /* 0 = none */
};

int decode_show_json(const struct picture_result *r, const struct decode_show *how, struct err *err)
    __attribute__((warn_unused_result));
void decode_show_text(const struct picture_result *r, const struct decode_show *how);

#endif
