#ifndef KENPIN_PDF_INFO_H
#define KENPIN_PDF_INFO_H

#include <stdbool.h>
#include <stddef.h>

/* What poppler's pdfinfo says of a document: how many pages it has and how large they are. It prints titles and other
 * texts of the document too, as they are, so that nothing in it is believed without a look. */

#define PDF_PAGES_MAX 200 /* of one document that are read */

struct pdf_page {
    double width, height; /* points of 1/72 inch, as it is seen */
};

struct pdf_info {
    size_t pages; /* there may be more than PDF_PAGES_MAX */
    struct pdf_page page[PDF_PAGES_MAX];
};

/* `text` is all that `pdfinfo -f 1 -l PDF_PAGES_MAX` printed. False: it does not say how many pages there are, or not
 * of each how large it is, or what cannot be. */
bool pdf_info_read(const char *text, size_t size, struct pdf_info *out);

#endif
