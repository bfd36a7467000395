#include "app/base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 256 };

static bool grow(struct buffer *b, size_t need)
{
    size_t room = b->room ? b->room : ROOM_FIRST, max = b->max ? b->max : BUFFER_MAX;
    while (room < need)
        room *= 2;
    char *bytes = need <= max && !b->failed ? realloc(b->bytes, room) : NULL;
    b->failed = !bytes;
    if (!bytes)
        return false;
    b->bytes = bytes;
    b->room = room;
    return true;
}

bool buffer_room(struct buffer *b, size_t more)
{
    return b->room - b->size > more || grow(b, b->size + more + 1);
}

void buffer_put(struct buffer *b, const void *bytes, size_t size)
{
    if (!buffer_room(b, size))
        return;
    memcpy(b->bytes + b->size, bytes, size);
    b->size += size;
    b->bytes[b->size] = 0;
}

void buffer_text(struct buffer *b, const char *text)
{
    buffer_put(b, text, strlen(text));
}

void buffer_char(struct buffer *b, char c)
{
    buffer_put(b, &c, 1);
}

void buffer_number(struct buffer *b, int64_t number)
{
    char digits[24], *to = digits + sizeof digits;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        *--to = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (number < 0)
        *--to = '-';
    buffer_put(b, to, (size_t)(digits + sizeof digits - to));
}

void buffer_format(struct buffer *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (size < 0 || !buffer_room(b, (size_t)size)) {
        b->failed = true;
        return;
    }
    va_start(args, format);
    (void)vsnprintf(b->bytes + b->size, (size_t)size + 1, format, args);
    va_end(args);
    b->size += (size_t)size;
}

void buffer_reset(struct buffer *b)
{
    b->size = 0;
    b->failed = false;
    if (b->bytes)
        b->bytes[0] = 0;
}

void buffer_clear(struct buffer *b)
{
    free(b->bytes);
    *b = (struct buffer){.max = b->max};
}
