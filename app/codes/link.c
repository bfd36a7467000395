#include "app/codes/link.h"

#include <string.h>
#include <strings.h>

#define PAIRS_MAX 4 /* (22), (10), (21) and (235) may follow the GTIN */

static const char *path_of(const char *text)
{
    if (strncasecmp(text, "https://", 8) == 0)
        text += 8;
    else if (strncasecmp(text, "http://", 7) == 0)
        text += 7;
    else
        return NULL;
    text += strcspn(text, "/?#");
    return *text == '/' ? text : NULL;
}

/* True when what follows the GTIN is the end of the path, or pairs of a qualifier and its value. */
static bool qualified(const char *at)
{
    static const char *const keys[] = {"/22/", "/10/", "/21/", "/235/"};
    for (size_t pairs = 0; pairs <= PAIRS_MAX; pairs++) {
        size_t key = 0;
        if (*at == '/' && (at[1] == 0 || at[1] == '?' || at[1] == '#'))
            at++;
        if (*at == 0 || *at == '?' || *at == '#')
            return true;
        while (key < sizeof keys / sizeof keys[0] && strncmp(at, keys[key], strlen(keys[key])) != 0)
            key++;
        if (key == sizeof keys / sizeof keys[0])
            return false;
        at += strlen(keys[key]);
        size_t value = strcspn(at, "/?#");
        if (value == 0)
            return false;
        at += value;
    }
    return false;
}

enum gtin_trouble link_read(const char *text, char digits[GTIN_TEXT], char out[GTIN_TEXT])
{
    digits[0] = out[0] = 0;
    const char *path = path_of(text);
    size_t end = path ? strcspn(path, "?#") : 0;
    for (size_t i = 0; i + 4 <= end; i++) {
        if (strncmp(path + i, "/01/", 4) != 0)
            continue;
        const char *value = path + i + 4;
        size_t size = strspn(value, "0123456789");
        if ((size != 8 && size < 12) || size >= GTIN_TEXT || !qualified(value + size))
            continue;
        memcpy(digits, value, size);
        digits[size] = 0;
        enum gtin_trouble trouble =
            size == 8 ? gtin_from_symbol(SYMBOLOGY_EAN8, digits, out) : gtin_from_typed(digits, out);
        /* Somewhere down a path, eight digits behind a 01 are as likely a date. */
        if (trouble == GTIN_GOOD || size > 8 || i == 0)
            return trouble;
    }
    digits[0] = 0;
    return GTIN_NOT;
}
