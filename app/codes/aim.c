#include "app/codes/aim.h"

#include <string.h>

#include "app/codes/gs1.h"
#include "app/codes/gtin.h"

#define ANY "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* One row for each meaning; the last names the letters of carriers that no GTIN and no label uses. */
static const struct aim table[] = {
    {'C', "1", AIM_ELEMENTS, SYMBOLOGY_GS1_128},
    {'C', "024", AIM_FREE, SYMBOLOGY_CODE128},
    {'d', "25", AIM_ELEMENTS, SYMBOLOGY_GS1_DATAMATRIX},
    {'d', "01346", AIM_FREE, SYMBOLOGY_DATAMATRIX},
    {'Q', "34", AIM_ELEMENTS, SYMBOLOGY_GS1_QR},
    {'Q', "01256", AIM_FREE, SYMBOLOGY_QR},
    {'e', "0", AIM_ELEMENTS, SYMBOLOGY_NONE}, /* GS1 DataBar */
    {'E', "0", AIM_DIGITS, SYMBOLOGY_EAN13},
    {'E', "4", AIM_DIGITS, SYMBOLOGY_EAN8},
    {'I', "01", AIM_DIGITS, SYMBOLOGY_ITF14},
    {'I', "3", AIM_FREE, SYMBOLOGY_NONE},
    {'X', ANY, AIM_FREE, SYMBOLOGY_NONE},
    {'A', ANY, AIM_FREE, SYMBOLOGY_NONE}, /* Code 39 */
    {'G', ANY, AIM_FREE, SYMBOLOGY_NONE}, /* Code 93 */
    {'L', ANY, AIM_FREE, SYMBOLOGY_NONE}, /* PDF417 */
    {'z', ANY, AIM_FREE, SYMBOLOGY_NONE}, /* Aztec */
};

const struct aim *aim_find(const char *text)
{
    if (text[0] != ']' || text[1] == 0 || text[2] == 0)
        return NULL;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].letter == text[1] && strchr(table[i].modifiers, text[2]))
            return &table[i];
    return NULL;
}

enum symbology aim_symbology(const struct aim *aim, const char *rest)
{
    static const struct {
        enum symbology announced;
        size_t digits;
        enum symbology is;
    } rows[] = {
        {SYMBOLOGY_EAN13, 13, SYMBOLOGY_EAN13}, {SYMBOLOGY_EAN13, 12, SYMBOLOGY_UPCA},
        {SYMBOLOGY_EAN13, 8, SYMBOLOGY_UPCE},   {SYMBOLOGY_EAN8, 8, SYMBOLOGY_EAN8},
        {SYMBOLOGY_ITF14, 14, SYMBOLOGY_ITF14},
    };
    if (aim->load != AIM_DIGITS)
        return aim->symbology;
    size_t digits = strspn(rest, "0123456789");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0] && rest[digits] == 0; i++)
        if (rows[i].announced == aim->symbology && rows[i].digits == digits)
            return rows[i].is;
    return SYMBOLOGY_NONE;
}

bool aim_fits(const struct aim *aim, const char *rest)
{
    char gtin[GTIN_TEXT];
    struct gs1 gs1;
    switch (aim->load) {
    case AIM_DIGITS:
        return gtin_from_symbol(aim_symbology(aim, rest), rest, gtin) == GTIN_GOOD;
    case AIM_ELEMENTS:
        return gs1_read(rest, true, &gs1) && gs1.whole;
    default:
        return true;
    }
}
