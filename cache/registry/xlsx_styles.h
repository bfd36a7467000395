#ifndef KENPIN_XLSX_STYLES_H
#define KENPIN_XLSX_STYLES_H

#include "app/base/day.h"
#include "cache/registry/xlsx_zip.h"

/* Which cells show a date: a number with a style that writes it as one (ECMA-376-1, 18.8.30). */

#define XLSX_STYLES_MAX 65536

struct xlsx_styles {
    bool date[XLSX_STYLES_MAX]; /* by the cell's style */
    size_t count;
};

int xlsx_styles_read(struct xlsx_zip *z, const char *part, struct xlsx_styles *out, struct err *err)
    __attribute__((warn_unused_result));

/* A format code that shows a day, a month or a year: letters outside of quotes, brackets and escapes. */
bool xlsx_styles_is_date(const char *code, size_t size);

/* The day that a serial number means; 0 for none, and for 1900-02-29, which never was. */
day xlsx_styles_day(double serial, bool from_1904);

#endif
