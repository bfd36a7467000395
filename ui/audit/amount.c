#include "ui/audit/amount.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"

enum { DIGITS_MAX = 32, FULL_WIDTH = 0xFEE0 /* what parts a full-width sign from the ASCII one */ };

/* The next sign, a full-width one as the ASCII one; 0 at the end. */
static int32_t next(const char **text)
{
    int32_t c = text_next(text);
    return c >= 0xFF01 && c <= 0xFF5E ? c - FULL_WIDTH : c;
}

static bool is_digit(int32_t c)
{
    return c >= '0' && c <= '9';
}

/* Three digits, and no fourth. */
static bool is_group(const char *text)
{
    enum { GROUP = 3 };
    int digits = 0;
    while (digits <= GROUP && is_digit(next(&text)))
        digits++;
    return digits == GROUP;
}

static bool has_digit(const char *text)
{
    for (int32_t c; (c = next(&text));)
        if (is_digit(c))
            return true;
    return false;
}

double amount_read(const char *text)
{
    char digits[DIGITS_MAX];
    size_t count = 0;
    bool point = false;
    const char *from = text;
    int32_t c = next(&text);
    for (; c && !is_digit(c); from = text, c = next(&text))
        if (c == '-' || c == '(' || c == 0x2212 || c == 0x25B3 || c == 0x25B2) /* − △ ▲: below zero */
            return -1;
    text = from;
    while ((c = next(&text)) && count + 1 < sizeof digits) {
        if (is_digit(c) || (c == '.' && !point))
            digits[count++] = (char)c;
        else if (c != ',' || point || !is_group(text))
            break;
        point |= c == '.';
        from = text;
    }
    digits[count] = 0;
    return count && !has_digit(from) ? strtod(digits, NULL) : -1;
}
