#ifndef KENPIN_MATRIX_TEXT_H
#define KENPIN_MATRIX_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/codes/symbol.h"

/* What the data codewords of a Data Matrix say (ISO/IEC 16022 5.2). */

#define MATRIX_TEXT_MAX 4096 /* bytes; 144 x 144 holds 3,116 digits */

struct matrix_text {
    uint8_t bytes[MATRIX_TEXT_MAX]; /* exactly; FNC1 but for that in the first position as 0x1D */
    size_t size;
    bool gs1; /* FNC1 in the first position: AIM ]d2 */
    struct symbol_part part;
};

/* False for what no encoder writes, and for commands to the reader. */
bool matrix_text(const uint8_t *codewords, size_t count, struct matrix_text *out);

#endif
