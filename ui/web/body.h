#ifndef KENPIN_BODY_H
#define KENPIN_BODY_H

#include <cjson/cJSON.h>

#include "ui/counter/counter.h"

/* What scripts and pages send: JSON that nobody vouches for. What is not known is refused by name, so that a slip of
 * the pen is not silently another call. */

#define BODY_JSON_MAX ((size_t)64 * 1024)
#define BODY_CSV_MAX  ((size_t)1024 * 1024)
#define BODY_DEPTH    8

/* *out owned by the caller (cJSON_Delete). ERR_USAGE for what is no JSON object in UTF-8, nested deeper than
 * BODY_DEPTH, or has a NUL in a text. */
int body_parse(const char *bytes, size_t size, cJSON **out, struct err *err) __attribute__((warn_unused_result));

/* POST /api/act. *call borrows from `json`; station and key are the caller's. */
int body_call(const cJSON *json, struct counter_call *call, struct err *err) __attribute__((warn_unused_result));

/* A text of the object: ERR_USAGE when it is another thing, NULL in *out when it is not there. */
int body_text(const cJSON *json, const char *name, size_t most, const char **out, struct err *err)
    __attribute__((warn_unused_result));

#endif
