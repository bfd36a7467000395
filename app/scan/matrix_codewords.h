#ifndef KENPIN_MATRIX_CODEWORDS_H
#define KENPIN_MATRIX_CODEWORDS_H

#include <stdbool.h>

#include "app/scan/matrix_size.h"

/* From the modules of a Data Matrix to its data codewords, errors corrected. */

/* `modules`: rows * cols of `size`, from the top left, finder patterns included; 1 = on. Fills the first size->data
 * bytes of `data`, which has room for MATRIX_CODEWORDS_MAX; false when more is wrong than can be corrected. */
bool matrix_codewords(const struct matrix_size *size, const uint8_t *modules, uint8_t *data);

#endif
