#ifndef KENPIN_JSON_READ_H
#define KENPIN_JSON_READ_H

#include <cjson/cJSON.h>

#include "cache/registry/input.h"

/* JSON out of a file that nobody vouches for. */

/* All the text of `in`, UTF-8 or CP932, its mark dropped; more than `limit` bytes are ERR_INPUT. *out is owned by the
 * caller. */
int json_read_text(struct input *in, int64_t limit, char **out, struct err *err) __attribute__((warn_unused_result));

/* *out is owned by the caller (cJSON_Delete). Refused with the line: what is no JSON, and a NUL hidden in a text. */
int json_read_parse(const char *text, size_t size, cJSON **out, struct err *err) __attribute__((warn_unused_result));

#endif
