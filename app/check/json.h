#ifndef KENPIN_JSON_H
#define KENPIN_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "app/base/buffer.h"
#include "app/base/day.h"
#include "app/base/err.h"

/* Canonical JSON, written front to back: keys in the order they are put, no white space, UTF-8. Putting into an object
 * or an array closes those begun inside it; nothing can be put into a closed one. A failure to get memory is kept and
 * told once, by json_print or json_end. */

#define JSON_DEPTH 12

struct json_node {
    char end; /* the bracket that closes it; 0 = closed */
    bool any; /* something stands in it */
};

struct json {
    struct buffer own; /* owned; of json_start */
    struct buffer *to;
    struct json_node node[JSON_DEPTH];
    int depth;
};

struct json_node *json_start(struct json *j); /* the root object */
/* The same at the end of a buffer of the caller's, which json_end completes. */
struct json_node *json_start_in(struct json *j, struct buffer *to);
struct json_node *json_object(struct json *j, struct json_node *in, const char *key);
struct json_node *json_array(struct json *j, struct json_node *in, const char *key);
struct json_node *json_item(struct json *j, struct json_node *array);                      /* a new object at the end */
void json_text(struct json *j, struct json_node *in, const char *key, const char *text);   /* NULL and "" become null */
void json_string(struct json *j, struct json_node *in, const char *key, const char *text); /* NULL becomes "" */
void json_raw(struct json *j, struct json_node *in, const char *key, const char *json);    /* canonical JSON as it is */
void json_line(struct json *j, struct json_node *array, const char *text);
void json_number(struct json *j, struct json_node *in, const char *key, int64_t number);
void json_null(struct json *j, struct json_node *in, const char *key);
void json_bool(struct json *j, struct json_node *in, const char *key, bool yes);
void json_day(struct json *j, struct json_node *in, const char *key, day d);        /* unknown becomes null */
void json_moment(struct json *j, struct json_node *in, const char *key, moment at); /* likewise */

/* The text, and an end of `j`. *out owned by the caller. */
int json_print(struct json *j, char **out, struct err *err) __attribute__((warn_unused_result));
/* Closes what json_start_in began. */
int json_end(struct json *j, struct err *err) __attribute__((warn_unused_result));
void json_drop(struct json *j); /* an end without the text */

#endif
