#ifndef KENPIN_AIM_H
#define KENPIN_AIM_H

#include <stdbool.h>

#include "app/codes/symbol.h"

/* AIM symbology identifiers: "]C1" and its like, which a scanner can be told to send before a code (ISO/IEC 15424). */

#define AIM_SIZE 3 /* characters of one */

enum aim_load {
    AIM_FREE,     /* any text */
    AIM_DIGITS,   /* a GTIN */
    AIM_ELEMENTS, /* GS1 element strings */
};

struct aim {
    char letter;
    const char *modifiers;
    enum aim_load load;
    enum symbology symbology; /* AIM_DIGITS: the one with most digits; its digits decide */
};

/* The identifier at the beginning of `text`, in its exact case; NULL when there is none. */
const struct aim *aim_find(const char *text);

/* What carried `rest`, the text behind the identifier; SYMBOLOGY_NONE where kenpin has no name for it. */
enum symbology aim_symbology(const struct aim *aim, const char *rest);

/* True when `rest` is what the identifier announces; any text will do for AIM_FREE. */
bool aim_fits(const struct aim *aim, const char *rest);

#endif
