#ifndef KENPIN_REPAIR_H
#define KENPIN_REPAIR_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/err.h"

/* What spreadsheets do to codes, undone where the check digit proves it. */

enum repair_kind {
    REPAIR_NONE,
    REPAIR_QUOTE,       /* '4901234567894 or ="4901234567894": kept as text */
    REPAIR_WIDE,        /* full-width digits */
    REPAIR_DECIMAL,     /* 4901234567894.0 */
    REPAIR_GROUPED,     /* 4,901,234,567,894 */
    REPAIR_SCIENTIFIC,  /* 4.901234567894E+12, all digits there */
    REPAIR_ZEROS,       /* leading zeros were lost */
    REPAIR_TWO,         /* two codes in one cell */
    REPAIR_IN_SKU,      /* the GTIN stands in the SKU's column */
    REPAIR_LOST,        /* 4.9E+12: the digits are gone */
    REPAIR_PLACEHOLDER, /* 0000000000000, N/A */
    REPAIR_TOO_LONG,
    REPAIR_KINDS,
};

#define REPAIR_BIT(kind) (1u << (kind))
#define REPAIR_CODES_MAX 4
#define REPAIR_TEXT      64  /* bytes of one code, with the NUL */
#define REPAIR_CELL_MAX  256 /* bytes of a cell that may hold codes */

struct repair {
    unsigned kinds;                           /* what was met */
    char code[REPAIR_CODES_MAX][REPAIR_TEXT]; /* to go on with, as if typed; a wrong one is the box's finding */
    size_t codes;
    bool unread; /* there was a code, and it cannot be had any more */
};

/* A cell of a GTIN's column (valid UTF-8). */
int repair_gtin(const char *cell, struct repair *out, struct err *err) __attribute__((warn_unused_result));
/* A cell of an SKU's column that holds a GTIN of 12 digits or more: `out` has it then. */
int repair_sku(const char *cell, struct repair *out, struct err *err) __attribute__((warn_unused_result));

/* Nothing but the word for nothing: N/A, none, -, なし, zeros. */
int repair_is_placeholder(const char *cell, bool *yes, struct err *err) __attribute__((warn_unused_result));

const char *repair_name(enum repair_kind kind); /* "zeros-lost"; "" for none */
struct words repair_words(enum repair_kind kind);

#endif
