#ifndef KENPIN_FIELD_H
#define KENPIN_FIELD_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "app/base/err.h"

/* Reading a record: what is missing or of another kind is empty, never a fault. NULL objects are fine. */

/* *out owned by the caller (cJSON_Delete). ERR_DATA when the text is no JSON object. */
int field_parse(const char *json, cJSON **out, struct err *err) __attribute__((warn_unused_result));

const cJSON *field(const cJSON *object, const char *name);     /* NULL for none and null */
const char *field_text(const cJSON *object, const char *name); /* "" for none; borrowed */
int64_t field_number(const cJSON *object, const char *name);   /* 0 for none */
bool field_is(const cJSON *object, const char *name, const char *text);

#endif
