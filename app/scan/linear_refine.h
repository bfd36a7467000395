#ifndef KENPIN_LINEAR_REFINE_H
#define KENPIN_LINEAR_REFINE_H

#include <stdbool.h>

#include "app/scan/linear_lines.h"

/* A region's outline is rough, that of cells; its bars know better. Each band of a straightened region is laid over the
 * next one: how far it must be moved says how the bars lean, and where nothing fits, the bars have ended.
 * `band` are all bands of `lines`. Gives a better region; false when the bands do not fit each other anywhere. */
bool linear_refine(const struct linear_lines *lines, const struct linear_band *band, struct linear_region *out);

#endif
