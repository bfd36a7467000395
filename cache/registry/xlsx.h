#ifndef KENPIN_XLSX_H
#define KENPIN_XLSX_H

#include "cache/registry/input.h"
#include "cache/registry/table.h"

/* XLSX (ECMA-376, transitional and strict). Its views are its sheets, the hidden ones last; a sheet is read when its
 * first row is asked for. */

/* Borrows `in`, which must outlive the table. */
int xlsx_open(struct input *in, struct table *out, struct err *err) __attribute__((warn_unused_result));

#endif
