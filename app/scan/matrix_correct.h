#ifndef KENPIN_MATRIX_CORRECT_H
#define KENPIN_MATRIX_CORRECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MATRIX_BLOCK_MAX 255 /* codewords; also what the field can tell apart */

/* Corrects `count` codewords, the last `correction` of which are there for that (ISO/IEC 16022 annex E). False when
 * more than half as many are wrong; they are then worth nothing. */
bool matrix_correct(uint8_t *block, size_t count, size_t correction);

#endif
