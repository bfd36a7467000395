#ifndef KENPIN_JSON_H
#define KENPIN_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "app/base/day.h"
#include "app/base/err.h"

/* Canonical JSON: keys in the order they are put, no white space, UTF-8. A failure to get memory is kept and told once,
 * by json_print. */
struct json {
    cJSON *root; /* owned */
    bool failed;
};

cJSON *json_start(struct json *j); /* the root object; NULL when failed (all functions below accept that) */
cJSON *json_object(struct json *j, cJSON *to, const char *key);
cJSON *json_array(struct json *j, cJSON *to, const char *key);
cJSON *json_item(struct json *j, cJSON *array);                                 /* a new object at the end */
void json_text(struct json *j, cJSON *to, const char *key, const char *text);   /* NULL and "" become null */
void json_string(struct json *j, cJSON *to, const char *key, const char *text); /* NULL becomes "" */
void json_line(struct json *j, cJSON *array, const char *text);
void json_number(struct json *j, cJSON *to, const char *key, int64_t number);
void json_null(struct json *j, cJSON *to, const char *key);
void json_bool(struct json *j, cJSON *to, const char *key, bool yes);
void json_day(struct json *j, cJSON *to, const char *key, day d);        /* unknown becomes null */
void json_moment(struct json *j, cJSON *to, const char *key, moment at); /* likewise */

/* The text, and an end of `j`. *out owned by the caller. */
int json_print(struct json *j, char **out, struct err *err) __attribute__((warn_unused_result));

#endif
