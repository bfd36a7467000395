#ifndef KENPIN_BELLS_H
#define KENPIN_BELLS_H

#include <stdbool.h>
#include <stdint.h>

#include "app/base/words.h"

/* A terminal has one sound. How often it comes, and with what pauses, says what happened. */

struct bells {
    const char *left; /* of the pattern; borrowed, static */
    int64_t due_ms;
};

/* Begins the pattern of a view's "sound"; what was still to come is left out. */
void bells_begin(struct bells *b, const char *sound, int64_t now_ms);
bool bells_next(struct bells *b, int64_t now_ms); /* true: ring now */
int64_t bells_due(const struct bells *b);         /* 0 = all is rung */

/* For the help: each pattern as it is heard, and what it says. False when there are no more. */
bool bells_row(int index, const char **pattern, struct words *says);

#endif
