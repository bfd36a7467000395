#ifndef KENPIN_GTIN_H
#define KENPIN_GTIN_H

#include <stdbool.h>

#include "app/codes/symbol.h"

/* EAN-13/JAN, EAN-8, UPC-A, UPC-E and ITF-14, all as GTIN-14 (GS1 General Specifications 7.9). */

#define GTIN_TEXT 15 /* 14 digits and a NUL */

enum gtin_trouble {
    GTIN_NOT, /* no GTIN form at all: letters, or a number of digits that none has */
    GTIN_GOOD,
    GTIN_REPAIRED,  /* leading zeros were lost; the check digit proves them */
    GTIN_BAD_CHECK, /* the digits of a GTIN, but the check digit is another */
};

/* `text` is what the symbology carries: 13, 8, 12, 8 or 6-8 (UPC-E), 14 digits. */
enum gtin_trouble gtin_from_symbol(enum symbology symbology, const char *text, char out[GTIN_TEXT]);

/* Typed or from a spreadsheet: NFKC done by the caller. 14, 13, 12 or 8 digits (EAN-8 before UPC-E, by check digit);
 * fewer are given back their zeros where the check digit proves them. Spaces and hyphens between digits do not count.
 */
enum gtin_trouble gtin_from_typed(const char *text, char out[GTIN_TEXT]);

char gtin_check_digit(const char *digits, int count); /* of `count` digits before it, GS1 7.9.1 */
bool gtin_in_store(const char gtin[GTIN_TEXT]);       /* EAN-13 2xx, UPC-A 2, EAN-8 2 */
bool gtin_is_book(const char gtin[GTIN_TEXT]);        /* 978, 979 */
bool gtin_is_case(const char gtin[GTIN_TEXT]);        /* indicator 1-8 */
void gtin_unit(const char gtin[GTIN_TEXT],
               char out[GTIN_TEXT]); /* the unit of a case: indicator 0, its own check digit */

#endif
