#ifndef KENPIN_LAYOUT_H
#define KENPIN_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

/* A keyboard-wedge scanner sends keys, not characters: with another keyboard set on the computer than in the scanner,
 * other characters arrive. */

/* How many pairs of scanner and computer are known. */
size_t layout_count(void);

/* What was sent, had `seen` come through pair `which`: false when some character of it could not have come that way, or
 * `room` does not do. `seen` is valid UTF-8. */
bool layout_undo(size_t which, const char *seen, char *out, size_t room);

#endif
