#ifndef KENPIN_SHOWN_H
#define KENPIN_SHOWN_H

#include "app/base/finding.h"

/* `text` for a finding: control characters as their pictures (U+2400 to U+2421), invisible ones as U+FFFD, so that what
 * somebody printed can play no tricks on a terminal; cut to FINDING_TEXT_MAX at a character. Returns out. */
const char *shown_text(const char *text, char out[FINDING_TEXT_MAX]);

#endif
