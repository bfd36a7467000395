#ifndef KENPIN_XLSX_BOOK_H
#define KENPIN_XLSX_BOOK_H

#include "cache/registry/xlsx_zip.h"

/* Where everything is in a workbook. */

#define XLSX_SHEETS_MAX 256

struct xlsx_sheet_at {
    char part[XLSX_NAME_MAX];
    bool hidden;
};

struct xlsx_book {
    struct xlsx_sheet_at sheet[XLSX_SHEETS_MAX]; /* the hidden ones last */
    size_t sheets;
    bool from_1904;                                     /* days are counted from 1904-01-01 */
    char strings[XLSX_NAME_MAX], styles[XLSX_NAME_MAX]; /* "" = there are none */
};

/* ERR_INPUT for a ZIP that is no workbook, for one with macros, and for one in binary form. */
int xlsx_book_read(struct xlsx_zip *z, struct xlsx_book *out, struct err *err) __attribute__((warn_unused_result));

#endif
