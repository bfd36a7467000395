#ifndef KENPIN_JSON_TABLE_H
#define KENPIN_JSON_TABLE_H

#include "cache/registry/input.h"
#include "cache/registry/table.h"

/* JSON: an array of objects, one a record, plain or inside an object ("records", "entries", "products", "data"), or an
 * answer of a CKAN datastore ({"success": true, "result": {"records": [...], "total": n}}). Its one view has the keys
 * as headings, on line 0. */

#define JSON_TABLE_BYTES_MAX (256ll * 1024 * 1024)

/* Reads all of `in`, which need not outlive the table. */
int json_table_open(struct input *in, struct table *out, struct err *err) __attribute__((warn_unused_result));

#endif
