#ifndef KENPIN_MATRIX_DECODE_H
#define KENPIN_MATRIX_DECODE_H

#include "app/scan/matrix_size.h"
#include "app/scan/matrix_text.h"

/* Reads a Data Matrix from the greys of its modules, `size->rows` * `size->cols`, 0 = on. `spare` has room for as many.
 */
bool matrix_decode(const struct matrix_size *size, const uint8_t *greys, uint8_t *spare, struct matrix_text *out);

#endif
