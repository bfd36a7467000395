#ifndef KENPIN_JSONL_H
#define KENPIN_JSONL_H

#include "cache/registry/input.h"
#include "cache/registry/table.h"

/* JSON lines: an object a line, read as a table in constant memory. Its columns are the names of the first
 * JSONL_LOOK_LINES lines, in the order met; the names of objects in objects are left out. */

#define JSONL_LOOK_LINES 1000
#define JSONL_LINE_MAX   ((size_t)8 * 1024 * 1024) /* bytes */

/* Borrows `in`, which must outlive the table. */
int jsonl_open(struct input *in, struct table *out, struct err *err) __attribute__((warn_unused_result));

#endif
