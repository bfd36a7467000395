#include "app/codes/gtin.h"

#include <string.h>

#define GTIN_DIGITS (GTIN_TEXT - 1)
#define UPCE_DIGITS 8 /* number system, six digits, check digit */

char gtin_check_digit(const char *digits, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) /* weights 3, 1, 3, ... from the right, so that leading zeros change nothing */
        sum += (digits[i] - '0') * ((count - i) % 2 ? 3 : 1);
    return (char)('0' + (10 - sum % 10) % 10);
}

static bool all_digits(const char *text)
{
    return text[strspn(text, "0123456789")] == 0;
}

static bool all_zeros(const char *text)
{
    return text[strspn(text, "0")] == 0;
}

static bool proved(const char *digits)
{
    int count = (int)strlen(digits);
    return !all_zeros(digits) && gtin_check_digit(digits, count - 1) == digits[count - 1];
}

static void pad(const char *digits, char out[GTIN_TEXT])
{
    size_t count = strlen(digits);
    memset(out, '0', GTIN_DIGITS);
    memcpy(out + GTIN_DIGITS - count, digits, count + 1);
}

/* GS1 General Specifications 5.2.2.4.2: the zeros that UPC-E leaves out go back by its sixth digit. `upce` is a number
 * system and six digits; a check digit is not looked at. */
static void upce_expand(const char *upce, char out[12])
{
    const char *d = upce + 1;
    char last = d[5];
    memcpy(out, "00000000000", 12);
    out[0] = upce[0];
    size_t head = last <= '2' ? 2 : last == '3' ? 3 : last == '4' ? 4 : 5;
    memcpy(out + 1, d, head);
    if (last <= '2')
        out[3] = last;
    size_t tail = head == 5 ? 1 : 5 - head;
    memcpy(out + 11 - tail, d + (head == 5 ? 5 : head), tail);
}

/* `upce` has eight digits. */
static enum gtin_trouble from_upce(const char *upce, char out[GTIN_TEXT])
{
    if (upce[0] > '1')
        return GTIN_NOT;
    char upca[13] = {0};
    upce_expand(upce, upca);
    upca[11] = upce[7];
    if (!proved(upca))
        return GTIN_BAD_CHECK;
    pad(upca, out);
    return GTIN_GOOD;
}

/* UPC-E without its number system (0), or without its check digit, or without both: the bars prove the check digit. */
static enum gtin_trouble from_short_upce(const char *text, char out[GTIN_TEXT])
{
    char upce[UPCE_DIGITS + 1] = "0", upca[12];
    size_t count = strlen(text);
    if (count == 7) {
        memcpy(upce + 1, text, 8);
        if (from_upce(upce, out) == GTIN_GOOD)
            return GTIN_GOOD;
    }
    memcpy(upce + (count == 6), text, count + 1);
    upce_expand(upce, upca);
    upce[7] = gtin_check_digit(upca, 11);
    upce[8] = 0;
    return from_upce(upce, out);
}

static enum gtin_trouble whole(const char *digits, char out[GTIN_TEXT])
{
    if (!proved(digits))
        return GTIN_BAD_CHECK;
    pad(digits, out);
    return GTIN_GOOD;
}

enum gtin_trouble gtin_from_symbol(enum symbology symbology, const char *text, char out[GTIN_TEXT])
{
    static const size_t digits[] = {
        [SYMBOLOGY_EAN13] = 13, [SYMBOLOGY_EAN8] = 8, [SYMBOLOGY_UPCA] = 12, [SYMBOLOGY_ITF14] = 14};
    out[0] = 0;
    size_t count = strlen(text);
    if (!all_digits(text))
        return GTIN_NOT;
    if (symbology == SYMBOLOGY_UPCE)
        return count == UPCE_DIGITS       ? from_upce(text, out)
               : count == 6 || count == 7 ? from_short_upce(text, out)
                                          : GTIN_NOT;
    if (symbology >= sizeof digits / sizeof digits[0] || digits[symbology] == 0 || count != digits[symbology])
        return GTIN_NOT;
    return whole(text, out);
}

static bool is_gap(char c)
{
    return c == ' ' || c == '-';
}

/* The digits of `text` without single spaces and hyphens between them; false when there is anything else, or too many.
 */
static bool digits_of(const char *text, char out[GTIN_TEXT])
{
    size_t count = 0;
    for (const char *at = text; *at; at++) {
        bool digit = *at >= '0' && *at <= '9';
        if (digit && count < GTIN_DIGITS)
            out[count++] = *at;
        else if (digit || !is_gap(*at) || at == text || is_gap(at[-1]) || at[1] == 0)
            return false;
    }
    out[count] = 0;
    return true;
}

static enum gtin_trouble from_eight(const char *digits, char out[GTIN_TEXT])
{
    if (whole(digits, out) == GTIN_GOOD || from_upce(digits, out) == GTIN_GOOD)
        return GTIN_GOOD;
    return GTIN_BAD_CHECK;
}

enum gtin_trouble gtin_from_typed(const char *text, char out[GTIN_TEXT])
{
    char digits[GTIN_TEXT], eight[9] = "0";
    out[0] = 0;
    if (!digits_of(text, digits))
        return GTIN_NOT;
    switch (strlen(digits)) {
    case 14:
    case 13:
    case 12:
        return whole(digits, out);
    case 11:
    case 10:
    case 9:
        return whole(digits, out) == GTIN_GOOD ? GTIN_REPAIRED : GTIN_NOT;
    case 8:
        return from_eight(digits, out);
    case 7:
        memcpy(eight + 1, digits, 8);
        return from_eight(eight, out) == GTIN_GOOD ? GTIN_REPAIRED : GTIN_NOT;
    default:
        return GTIN_NOT;
    }
}

bool gtin_in_store(const char gtin[GTIN_TEXT])
{
    return gtin[1] == '2' || memcmp(gtin + 1, "02", 2) == 0 || memcmp(gtin, "0000002", 7) == 0;
}

bool gtin_is_book(const char gtin[GTIN_TEXT])
{
    return memcmp(gtin + 1, "978", 3) == 0 || memcmp(gtin + 1, "979", 3) == 0;
}

bool gtin_is_case(const char gtin[GTIN_TEXT])
{
    return gtin[0] >= '1' && gtin[0] <= '8';
}

void gtin_unit(const char gtin[GTIN_TEXT], char out[GTIN_TEXT])
{
    memcpy(out, gtin, GTIN_TEXT);
    out[0] = '0';
    out[13] = gtin_check_digit(out, 13);
}
