#include "ui/term/framing.h"

bool framing_end(struct framing *f, struct framing_line *out)
{
    *out = (struct framing_line){.bytes = f->line, .size = f->size, .too_long = f->too_long};
    f->line[f->size] = 0;
    f->size = 0;
    f->too_long = false;
    return out->size > 0;
}

static void add(struct framing *f, char byte)
{
    if (f->size == SYMBOL_BYTES_MAX)
        f->too_long = true;
    else
        f->line[f->size++] = byte;
}

bool framing_take(struct framing *f, const char **bytes, size_t *size, struct framing_line *out)
{
    while (*size > 0) {
        char byte = *(*bytes)++;
        bool second = byte == '\n' && f->after_cr;
        --*size;
        f->after_cr = byte == '\r';
        if (byte != '\r' && byte != '\n')
            add(f, byte);
        else if (!second && framing_end(f, out))
            return true;
    }
    return false;
}
