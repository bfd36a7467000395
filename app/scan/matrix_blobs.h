#ifndef KENPIN_MATRIX_BLOBS_H
#define KENPIN_MATRIX_BLOBS_H

#include <stdbool.h>

#include "app/scan/image.h"

/* What hangs together in a picture, darker or lighter than its surroundings: the L of a Data Matrix with the modules
 * that touch it, or from further away the whole symbol. */

#define BLOBS_MAX 2048

struct blob {
    uint32_t left, top, right, bottom; /* in pixels; right and bottom are the first ones outside */
    uint32_t first_row;                /* of struct blobs.row, bottom - top of them */
};

struct blob_row {
    uint16_t left, right;
};

struct blobs {
    struct blob *item; /* owned */
    size_t count;
    struct blob_row *row; /* owned; how far each blob reaches in each of its rows */
    size_t rows;
};

/* Those darker, or lighter, than what is around them, at least `side` pixels wide and high that do not touch the edge
 * of the picture. */
int blobs_find(const struct image *image, bool light, uint32_t side, struct blobs *out, struct err *err)
    __attribute__((warn_unused_result));
void blobs_clear(struct blobs *blobs);

#endif
