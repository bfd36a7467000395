#ifndef KENPIN_LINEAR_CHECK_H
#define KENPIN_LINEAR_CHECK_H

#include <stddef.h>

#include "app/scan/linear_guards.h"

/* How well the bars and spaces of a line fit the digits that were read from it: for the digit that fits worst, by how
 * much (in modules, root of the mean square over its elements) another digit would have to fit better to be taken
 * instead. Negative: another one fits better. `digits` as ZBar gives them; `backwards` as it read them. */
float linear_check(const struct guards_code *code, const char *digits, size_t size, bool backwards);

/* Whether a Code 128 between these edges has an FNC4, which makes letters with accents of those around it (ISO/IEC
 * 15417 4.3.4.2): ZBar reads past it, and the letters come out without their accents. */
bool linear_check_has_fnc4(const struct linear_edges *edges, int first, int last, bool backwards);

#endif
