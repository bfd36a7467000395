#ifndef KENPIN_PDF_H
#define KENPIN_PDF_H

#include <sys/stat.h>

#include "app/scan/nursery.h"
#include "app/scan/pdf_info.h"

/* Pages of PDFs as pictures, one by one. Poppler says how large a page is and draws it (pdf_run.h); what comes is a
 * grey picture in memory, for a reader of pictures. */

/* What is usual on paper. On drawn pages the reader reads EAN-13 with modules of 0.264 mm (80 %, the smallest that GS1
 * allows at a till) from 200 dots an inch on, of 0.2 mm from 250 on, half of those of 0.15 mm at 300; 400 takes twice
 * as long. */
#define PDF_DPI 300
/* Of a page: A2 at 300 dots an inch. A larger one is drawn coarser. */
#define PDF_PIXELS_MAX ((uint64_t)35 * 1000 * 1000)
/* Where small codes may be missed, which is said; where nothing can be found, and the page is refused: half of what a
 * photograph has that some program made a page of, a point a pixel. */
#define PDF_DPI_COARSE 150
#define PDF_DPI_LEAST  36

#define PDF_PATIENCE_MS 20000u /* a page may take; a heavy one takes one or two seconds */
#define PDF_PATIENCES   30     /* and all pages of one document */

struct pdf_ask {
    const char *folders;  /* where poppler's programs are, as $PATH has them; borrowed, NULL = the system's own */
    uint32_t patience_ms; /* 0 = PDF_PATIENCE_MS */
    uint32_t memory_mb;   /* that poppler may have */
    int64_t (*now_us)(void);
    bool (*stopped)(void); /* may be NULL */
};

struct pdf {
    struct pdf_ask ask;
    struct stat seen; /* the document that was looked at last, so that it need not be for each of its pages */
    bool known;
    struct pdf_info info;
    int64_t spent_us; /* on its pages */
};

/* How many pages the document at `path` has. ERR_STOPPED after Ctrl-C; any other failure is an answer about the
 * document: what was seen, and what to do. */
int pdf_pages(struct pdf *pdf, struct nursery *nursery, const char *path, size_t *pages, struct err *err)
    __attribute__((warn_unused_result));

/* One page, from 1; `name` is for messages. */
struct pdf_wanted {
    const char *path, *name;
    unsigned page;
};

/* A picture in a file in memory (memory_file.h) that the caller closes. */
struct pdf_drawn {
    int fd;
    size_t size; /* bytes */
    unsigned dpi;
};

/* Fails as pdf_pages does. A page that was not drawn whole is such a failure. */
int pdf_draw(struct pdf *pdf, struct nursery *nursery, const struct pdf_wanted *wanted, struct pdf_drawn *out,
             struct err *err) __attribute__((warn_unused_result));

#endif
