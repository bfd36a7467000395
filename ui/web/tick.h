#ifndef KENPIN_TICK_H
#define KENPIN_TICK_H

#include <stdint.h>

/* The clock of deadlines, limits and codes that lapse: milliseconds that only go forward. Whatever counts by it takes
 * them as an argument. */
int64_t tick_now(void);

#endif
