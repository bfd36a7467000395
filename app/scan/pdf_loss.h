#ifndef KENPIN_PDF_LOSS_H
#define KENPIN_PDF_LOSS_H

#include "app/scan/pdf.h"
#include "app/scan/pdf_run.h"

/* What is said of a PDF or a page that poppler did not show. */

struct pdf_loss {
    const char *name;
    unsigned seconds, memory_mb; /* it was given */
};

int pdf_loss_say(const struct pdf_loss *loss, const struct pdf_ran *ran, struct err *err);

/* Of a file that cannot be one that is whole, before poppler sees it: how it begins, and how large it is. */
int pdf_loss_no_pdf(const char *name, const unsigned char *head, size_t size, struct err *err);
int pdf_loss_truncated(const char *name, size_t size, struct err *err);

int pdf_loss_no_page(const char *name, size_t pages, struct err *err);
int pdf_loss_too_many(const char *name, size_t pages, struct err *err);
int pdf_loss_too_large(const char *name, const struct pdf_page *page, struct err *err);
int pdf_loss_document_late(const struct pdf_loss *loss, struct err *err);

/* Poppler ended well, and yet what it drew is not the whole page. */
int pdf_loss_not_whole(const struct pdf_loss *loss, struct err *err);

#endif
