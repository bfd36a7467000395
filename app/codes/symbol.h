#ifndef KENPIN_SYMBOL_H
#define KENPIN_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* One code exactly as read or typed. Nothing in it is believed yet. */

enum symbology {
    SYMBOLOGY_NONE, /* typed text of no known carrier */
    SYMBOLOGY_EAN13,
    SYMBOLOGY_EAN8,
    SYMBOLOGY_UPCA,
    SYMBOLOGY_UPCE,
    SYMBOLOGY_ITF14,
    SYMBOLOGY_CODE128,
    SYMBOLOGY_GS1_128,
    SYMBOLOGY_QR,
    SYMBOLOGY_GS1_QR,
    SYMBOLOGY_DATAMATRIX,
    SYMBOLOGY_GS1_DATAMATRIX,
};

enum origin { ORIGIN_NONE, ORIGIN_SCAN, ORIGIN_PICTURE, ORIGIN_TYPED };

#define SYMBOL_BYTES_MAX 8192 /* the largest QR holds 7,089 digits */
#define SYMBOLS_MAX      64   /* codes kept of one picture, and of one box */

/* Of a message that is spread over several symbols (parts.h). */
struct symbol_part {
    uint8_t index, of; /* this one, from 1, of so many; index 0: the whole, joined of so many, or (of 0) never parted */
    uint16_t message;  /* what its parts have in common: a QR code's parity, a Data Matrix's file number */
};

struct symbol {
    enum symbology symbology;
    enum origin from;
    uint8_t *bytes; /* owned; `size` of them as read, FNC1 inside as 0x1D, then a NUL that does not count */
    size_t size;
    char *text; /* owned; UTF-8, else Shift_JIS turned into it; NULL when the bytes are neither or hold a NUL */
    struct symbol_part part;
    bool has_corners;
    int corners[4][2]; /* x, y in pixels of the picture; from the code's own top left, clockwise */
};

struct symbols {
    struct symbol item[SYMBOLS_MAX];
    size_t count;
};

/* Copies `size` bytes in and makes the text. More than SYMBOL_BYTES_MAX is ERR_INPUT. */
int symbol_set(struct symbol *s, enum symbology symbology, enum origin from, const void *bytes, size_t size,
               struct err *err) __attribute__((warn_unused_result));
void symbol_clear(struct symbol *s);

/* Names the carrier of a typed or scanned code of SYMBOLOGY_NONE where it is evident: by its AIM identifier, or a
 * number of digits with their right check digit. The bytes and the text stay as they came. */
void symbol_guess(struct symbol *s);

void symbols_clear(struct symbols *s);

const char *symbology_name(enum symbology s); /* "ean13", as in the JSON; "" for none */
const char *origin_name(enum origin from);    /* "scan", "picture", "typed"; "" for none */

#endif
