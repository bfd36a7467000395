#include "cache/registry/xlsx_text.h"

#include <string.h>

#include "app/base/text.h"

enum { ESCAPE = 7 }; /* _xHHHH_ */

void xlsx_text_start(struct xlsx_text *x, const struct markup_tag *tag)
{
    if (markup_is(tag, MARKUP_SPACE_SHEET, "rPh"))
        x->phonetics++;
    else if (x->phonetics == 0 && markup_is(tag, MARKUP_SPACE_SHEET, "t"))
        x->inside = true;
}

void xlsx_text_end(struct xlsx_text *x, const struct markup_tag *tag)
{
    if (markup_is(tag, MARKUP_SPACE_SHEET, "rPh"))
        x->phonetics--;
    else if (markup_is(tag, MARKUP_SPACE_SHEET, "t"))
        x->inside = false;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code point of _xHHHH_ at `s`; -1 for none. */
static int32_t escaped(const char *s, size_t size)
{
    int32_t c = 0;
    if (size < ESCAPE || s[0] != '_' || s[1] != 'x' || s[ESCAPE - 1] != '_')
        return -1;
    for (int i = 2; i < ESCAPE - 1; i++) {
        if (hex(s[i]) < 0)
            return -1;
        c = c * 16 + hex(s[i]);
    }
    return c;
}

size_t xlsx_text_plain(char *text, size_t size)
{
    char *to = text;
    if (size < ESCAPE || !memmem(text, size, "_x", 2))
        return size;
    for (size_t i = 0; i < size;) {
        int32_t c = escaped(text + i, size - i);
        if (c < 0) {
            *to++ = text[i++];
            continue;
        }
        if ((c >= ' ' && (c < 0xD800 || c > 0xDFFF)) || c == '\t' || c == '\n' || c == '\r')
            to = text_put(to, c);
        i += ESCAPE;
    }
    return (size_t)(to - text);
}
