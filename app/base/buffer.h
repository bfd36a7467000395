#ifndef KENPIN_BUFFER_H
#define KENPIN_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that grow at their end. A failure to get memory, or to stay under `max`, is kept: whoever fills one looks once,
 * at the end. */
struct buffer {
    char *bytes; /* owned; NUL behind the last once anything was put */
    size_t size, room;
    size_t max; /* 0 = BUFFER_MAX */
    bool failed;
};

#define BUFFER_MAX ((size_t)256 * 1024 * 1024)

/* Room for `more` bytes and a NUL; false when there is none. */
bool buffer_room(struct buffer *b, size_t more);
void buffer_put(struct buffer *b, const void *bytes, size_t size);
void buffer_text(struct buffer *b, const char *text);
void buffer_char(struct buffer *b, char c);
void buffer_number(struct buffer *b, int64_t number);
void buffer_format(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_reset(struct buffer *b); /* empty again, room kept */
void buffer_clear(struct buffer *b); /* safe on {0} and twice */

#endif
