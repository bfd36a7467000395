#ifndef KENPIN_QR_CODE_H
#define KENPIN_QR_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What ISO/IEC 18004 lays down of a QR symbol without its data: sizes, patterns, format and version bits. x to the
 * right, y down, from the symbol's own top left. */

#define QR_SIDE_MIN      21
#define QR_SIDE_MAX      177
#define QR_ALIGNMENT_MAX 7 /* rows (and columns) of alignment patterns */

struct qr_code {
    int side;                                /* modules */
    uint8_t dark[QR_SIDE_MAX * QR_SIDE_MAX]; /* 1 or 0, row by row, `side` to a row */
};

static inline int qr_code_version(int side)
{
    return (side - 17) / 4;
}

/* The rows and columns that hold the middles of alignment patterns, 6 first. Returns how many; none in version 1. */
int qr_code_alignment(int version, int at[QR_ALIGNMENT_MAX]);

/* What a module is in every symbol of that side: 1 dark, 0 light, -1 of the data, format or version. */
int qr_code_fixed(int side, int x, int y);

/* Share of the fixed modules outside of the finder patterns that are as they must be, 0..1. */
float qr_code_agreement(const struct qr_code *code);

/* Wrong bits of both copies of the format, read as they stand and as in a mirrored symbol. */
void qr_code_format_errors(const struct qr_code *code, int *plain, int *mirrored);

/* The five bits of the format, level and mask, with which both copies have the fewest wrong bits. */
unsigned qr_code_format(const struct qr_code *code);

/* Whether a module is of the data: not fixed, and neither of the format nor of the version. */
bool qr_code_is_data(int side, int x, int y);

/* The version (7..40) that 18 bits, lowest first, say; 0 when more than three are wrong (ISO/IEC 18004, 7.10). */
int qr_code_version_of_bits(uint32_t bits);

void qr_code_transpose(struct qr_code *code);

/* Sets fixed modules and version bits to what they must be. */
void qr_code_mend(struct qr_code *code);

#endif
