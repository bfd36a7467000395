#ifndef KENPIN_WATCH_H
#define KENPIN_WATCH_H

#include "app/codes/symbol.h"

/* What a station's camera sees from frame to frame. A code counts when two frames in a row agree on it, and only once
 * while it stays in sight: a box that lies there is no second box. By tick_now's clock. */

#define WATCH_AGREE_MS 1500 /* between two frames that agree */
#define WATCH_GONE_MS  3000 /* out of sight for so long, it is a new one */

struct watch {
    struct watched {
        uint8_t code[16]; /* a hash of kind and bytes */
        int64_t seen_ms;  /* 0 = none */
        bool put;         /* it counted */
    } seen[SYMBOLS_MAX];
};

/* A frame. agreed[i]: code i was in the frame before too and did not count yet; else NULL. True when any is so.
 * Borrowed until the next frame. */
bool watch_frame(struct watch *w, const struct symbols *codes, int64_t now_ms, struct watched *agreed[SYMBOLS_MAX]);
/* It counted, or need not: not again while it stays in sight. */
void watch_put(struct watched *code);

#endif
