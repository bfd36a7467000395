#ifndef KENPIN_BURST_H
#define KENPIN_BURST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/codes/symbol.h"

/* Keys of a terminal told apart by their timing: a scanner that types sends them faster than fingers can. What comes in
 * a burst is a scan and never a key that acts, whatever it holds; what comes alone was pressed. Knows no clock: each
 * key comes with its moment, in milliseconds. */

enum {
    BURST_GAP_MS = 60,  /* longest between two keys of a burst; fingers seldom stay under 80 */
    BURST_LEAST = 4,    /* keys of the shortest burst */
    BURST_END_MS = 500, /* a scanner that sends no line end: after this its scan is over */
};

/* A key: the character it stands for (controls too, Enter as '\r'), or one of the terminal's own (code 0). */
struct burst_key {
    int32_t code;
    int special; /* the caller's number of it, from 1 */
    bool acts;   /* it does something by itself, and must stand alone for it; a control does, too */
};

enum burst_kind {
    BURST_NONE,
    BURST_KEY,     /* pressed */
    BURST_SCAN,    /* `text`, ended by Enter or Tab */
    BURST_UNENDED, /* `text`, and no line end came: a scanner without one, or something pasted */
};

struct burst_event {
    enum burst_kind kind;
    struct burst_key key;
    const char *text; /* UTF-8, borrowed until the next key is put */
};

struct burst {
    struct burst_key key[SYMBOL_BYTES_MAX];
    size_t count, given; /* of `key`: how many there are, and were given out as pressed */
    bool pressed;        /* they are: give them out */
    int64_t last_ms;
    char text[SYMBOL_BYTES_MAX * 4 + 1];
};

/* First take all that burst_next gives. Keys of one reading are put with one moment, taken before it began, so that a
 * slow machine makes no slow scan. Beyond the largest code keys are dropped. */
void burst_put(struct burst *b, struct burst_key key, int64_t now_ms);

/* False when there is nothing more until a key comes or burst_due is reached. */
bool burst_next(struct burst *b, int64_t now_ms, struct burst_event *out);
int64_t burst_due(const struct burst *b); /* 0 = nothing is waited for */

#endif
