#include "app/codes/shown.h"

#include <string.h>

#include "app/base/text.h"

#define CHARACTER_MAX 4 /* bytes of UTF-8 */

static int32_t picture(int32_t c)
{
    if (c < 0x20)
        return 0x2400 + c;
    if (c == 0x7F)
        return 0x2421;
    return text_is_invisible(c) ? 0xFFFD : c;
}

const char *shown_text(const char *text, char out[FINDING_TEXT_MAX])
{
    static const char rest[] = "…";
    char *end = out, *last = out + FINDING_TEXT_MAX - sizeof rest - CHARACTER_MAX;
    int32_t c;
    while (end <= last && (c = text_next(&text)) != 0)
        end = text_put(end, picture(c));
    *end = 0;
    if (end > last && *text)
        strcpy(end, rest);
    return out;
}
