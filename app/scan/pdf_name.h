#ifndef KENPIN_PDF_NAME_H
#define KENPIN_PDF_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* How pages of PDFs are named in lists and results: "note.pdf" is the document, "note.pdf#2" its second page. */

/* *file: how many bytes of the name are the file's; *page: 0 = the whole document. False: no name of a PDF. A number
 * that no document has that many pages for is taken as such, so that it is answered. */
bool pdf_name_split(const char *name, size_t *file, unsigned *page);

#endif
