#ifndef KENPIN_CSV_H
#define KENPIN_CSV_H

#include "cache/registry/input.h"
#include "cache/registry/table.h"

/* CSV (RFC 4180, and what spreadsheets make of it) in constant memory. Its views are the delimiters: comma, semicolon,
 * tab. Rows may have any number of cells; whoever knows the headings judges that. */

#define CSV_CELL_MAX  ((size_t)1024 * 1024)     /* bytes */
#define CSV_ROW_MAX   ((size_t)8 * 1024 * 1024) /* bytes */
#define CSV_LINES_MAX 20000000

/* Borrows `in`, which must outlive the table. */
int csv_open(struct input *in, struct table *out, struct err *err) __attribute__((warn_unused_result));

#endif
