#ifndef KENPIN_FRAMING_H
#define KENPIN_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/codes/symbol.h"

/* Bytes of a pipe or of a serial scanner as lines: ended by CR, LF or both, or by nothing but silence. */

struct framing {
    char line[SYMBOL_BYTES_MAX + 1];
    size_t size;
    bool too_long; /* the rest of it is passed over */
    bool after_cr; /* an LF that follows belongs to it */
};

struct framing_line {
    const char *bytes; /* NUL behind them; borrowed until the next call */
    size_t size;       /* 1 and more: empty lines are passed over */
    bool too_long;     /* longer than any code: `bytes` is its beginning */
    bool lost;         /* a part of it was, see ui/term/device_keys.h: `bytes` is empty */
};

/* Takes bytes, moving both on, up to the end of a line; false when they are used up before. */
bool framing_take(struct framing *f, const char **bytes, size_t *size, struct framing_line *out);

/* What has come of a line so far is the whole of it: there was silence, or the input ended. False when nothing had. */
bool framing_end(struct framing *f, struct framing_line *out);

#endif
