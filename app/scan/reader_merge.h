#ifndef KENPIN_READER_MERGE_H
#define KENPIN_READER_MERGE_H

#include "app/scan/scan.h"

/* Many hits, of several stages, become the codes of the picture: each once, misreadings gone, from top to bottom. */

/* Clears the hits that do not count: doubles, and the weaker of two in one place. */
void reader_merge(struct scan *scan);

/* Moves the symbols over to `out` with their corners in whole pixels of the picture that `image` was decoded from, and
 * what found them. Parts of one message become one code where they are all there. */
int reader_merge_finish(struct scan *scan, const struct image *image, struct reading *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
