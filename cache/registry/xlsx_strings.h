#ifndef KENPIN_XLSX_STRINGS_H
#define KENPIN_XLSX_STRINGS_H

#include "cache/registry/grid.h"
#include "cache/registry/xlsx_zip.h"

/* The strings that the cells of a workbook share, kept in the grid's text. */

#define XLSX_STRINGS_MAX 4000000

struct xlsx_strings {
    uint32_t *at; /* owned; where each begins in the text; 0 = empty */
    size_t count, room;
};

int xlsx_strings_read(struct xlsx_zip *z, const char *part, struct grid *grid, struct xlsx_strings *out,
                      struct err *err) __attribute__((warn_unused_result));
void xlsx_strings_clear(struct xlsx_strings *s); /* safe on {0} and twice */

#endif
