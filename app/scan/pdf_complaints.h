#ifndef KENPIN_PDF_COMPLAINTS_H
#define KENPIN_PDF_COMPLAINTS_H

#include <stdbool.h>
#include <stddef.h>

/* What poppler says on standard error while it draws. It draws what it can of a damaged page and ends as if all were
 * well, so that its complaints are the only sign that something is missing: a page with any but a few harmless ones is
 * not taken for read. */

#define PDF_COMPLAINT_MAX  121                  /* bytes with the NUL */
#define PDF_COMPLAINTS_MAX ((size_t)256 * 1024) /* bytes in all */

struct pdf_complaints {
    bool locked;                   /* a password is wanted */
    bool too_many;                 /* bytes */
    char first[PDF_COMPLAINT_MAX]; /* that is not harmless; "" = none */
    char line[PDF_COMPLAINT_MAX];  /* the one that comes in; its end is cut */
    size_t at, bytes;
};

/* The next bytes, however they are cut. */
void pdf_complaints_take(struct pdf_complaints *c, const char *bytes, size_t size);
/* There are no more. */
void pdf_complaints_end(struct pdf_complaints *c);

#endif
