#ifndef KENPIN_MARKS_H
#define KENPIN_MARKS_H

#include <stddef.h>

#include "app/base/words.h"

/* Marks of other schemes that a box may carry. kenpin has no registry of them and no verdict rests on them; each is
 * named to the user as what it is. */

/* The mark that a typed text names, as a static full name ("IT-Sicherheitskennzeichen (BSI)"); NULL when it names none.
 * Case, width, spaces, hyphens and brackets do not count; text may follow the name after something that is no letter or
 * digit
 * ("CLS(MD) 123"), or directly as the mark's own number ("sik-01234"). Never takes a CLS id (CSA/...) nor a number
 * DEMO-... */
const char *mark_by_name(const char *text);

/* The mark whose page is at `path` (percent-decoded, any case) on `host` (lower case, no final dot); NULL for none. */
const char *mark_by_address(const char *host, const char *path);

/* What the mark is and why it carries no UK or Japanese verdict: one sentence. For a name given out above; else empty.
 */
struct words mark_words(const char *mark);

#endif
