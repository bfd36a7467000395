#ifndef KENPIN_REED_SOLOMON_H
#define KENPIN_REED_SOLOMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reed-Solomon codes over GF(256), as square codes use them. */

#define REED_SOLOMON_MAX 255 /* codewords of a block: what the field can tell apart */

struct reed_solomon {
    unsigned polynomial; /* of the field, a bit a term */
    unsigned first_root; /* roots are 2 to the power of this, and of the next ones, as many as are there to correct */
};

extern const struct reed_solomon reed_solomon_matrix; /* Data Matrix: ISO/IEC 16022 annex E */
extern const struct reed_solomon reed_solomon_qr;     /* ISO/IEC 18004, 7.5.2 and annex A */

/* Corrects `count` codewords, the last `correction` of which are there for that, 68 at most. False when more than half
 * as many are wrong; they are then worth nothing. */
bool reed_solomon_correct(const struct reed_solomon *code, uint8_t *block, size_t count, size_t correction);

#endif
