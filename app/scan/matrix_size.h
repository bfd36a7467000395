#ifndef KENPIN_MATRIX_SIZE_H
#define KENPIN_MATRIX_SIZE_H

#include <stddef.h>
#include <stdint.h>

/* The sizes that a Data Matrix of ECC 200 may have: ISO/IEC 16022, and ISO/IEC 21471 for the rectangular extension. */

#define MATRIX_SIZES         48
#define MATRIX_SIDE_MAX      144 /* modules */
#define MATRIX_MODULES_MAX   (MATRIX_SIDE_MAX * MATRIX_SIDE_MAX)
#define MATRIX_CODEWORDS_MAX 2178 /* of 144 x 144, data and correction */

struct matrix_size {
    uint8_t rows, cols;               /* modules of the whole symbol, finder patterns included */
    uint8_t region_rows, region_cols; /* of one data region, without the finder pattern round it */
    uint8_t blocks;                   /* that the codewords are spread over for correction */
    uint8_t correction;               /* codewords a block */
    uint16_t data;                    /* codewords in all */
};

extern const struct matrix_size matrix_sizes[MATRIX_SIZES];

/* How many data regions stand beside and above each other. */
static inline unsigned matrix_regions_across(const struct matrix_size *s)
{
    return s->cols / (s->region_cols + 2u);
}

static inline unsigned matrix_regions_down(const struct matrix_size *s)
{
    return s->rows / (s->region_rows + 2u);
}

#endif
