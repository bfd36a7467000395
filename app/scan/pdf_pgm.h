#ifndef KENPIN_PDF_PGM_H
#define KENPIN_PDF_PGM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One grey picture (PGM) as it comes through a pipe from a program that draws a hostile page: "P5", width, height,
 * 255, and one byte a pixel, nothing behind. Only counted here; the pixels are for whoever passes them on. */

enum pdf_pgm_state { PDF_PGM_NONE, PDF_PGM_HEAD, PDF_PGM_PIXELS, PDF_PGM_WHOLE, PDF_PGM_WRONG };

struct pdf_pgm {
    enum pdf_pgm_state state;
    uint32_t most_width, most_height; /* that are taken; set by the caller */
    uint32_t width, height;           /* once it is PIXELS */
    unsigned field, digits;
    uint64_t to_come; /* pixels */
};

/* The next bytes, however they are cut. False: WRONG, and so it stays. */
bool pdf_pgm_take(struct pdf_pgm *p, const uint8_t *bytes, size_t size);

#endif
