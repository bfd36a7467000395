#include "app/scan/matrix_codewords.h"

#include <string.h>

#include "app/scan/reed_solomon.h"

/* ISO/IEC 16022 annex F: the data regions put together are the mapping matrix, over which the eight bits of each
 * codeword lie in a shape like the map of Utah, wrapped round its edges. */
struct mapping {
    const struct matrix_size *size;
    int rows, cols;
    const uint8_t *modules; /* of the whole symbol */
    uint8_t taken[MATRIX_MODULES_MAX];
};

/* A place relative to the last module of a Utah; in a corner negative ones count from the far side. */
struct step {
    int8_t row, col;
};

static const struct step utah[8] = {{-2, -2}, {-2, -1}, {-1, -2}, {-1, -1}, {-1, 0}, {0, -2}, {0, -1}, {0, 0}};

static const struct step corners[4][8] = {
    {{-1, 0}, {-1, 1}, {-1, 2}, {0, -2}, {0, -1}, {1, -1}, {2, -1}, {3, -1}},
    {{-3, 0}, {-2, 0}, {-1, 0}, {0, -4}, {0, -3}, {0, -2}, {0, -1}, {1, -1}},
    {{-3, 0}, {-2, 0}, {-1, 0}, {0, -2}, {0, -1}, {1, -1}, {2, -1}, {3, -1}},
    {{-1, 0}, {-1, -1}, {0, -3}, {0, -2}, {0, -1}, {1, -3}, {1, -2}, {1, -1}},
};

/* The module of the symbol at a place of the mapping matrix, which is marked as taken. */
static unsigned take(struct mapping *m, int row, int col)
{
    const struct matrix_size *s = m->size;
    m->taken[row * m->cols + col] = 1;
    int y = row + 1 + row / s->region_rows * 2, x = col + 1 + col / s->region_cols * 2;
    return m->modules[y * s->cols + x];
}

static unsigned take_wrapped(struct mapping *m, int row, int col)
{
    if (row < 0) {
        row += m->rows;
        col += 4 - (m->rows + 4) % 8;
    }
    if (col < 0) {
        col += m->cols;
        row += 4 - (m->cols + 4) % 8;
    }
    if (row >= m->rows) /* ISO/IEC 21471, of shapes that 16022 does not have */
        row -= m->rows;
    return take(m, row, col);
}

static uint8_t take_utah(struct mapping *m, int row, int col)
{
    unsigned word = 0;
    for (int i = 0; i < 8; i++)
        word = word << 1 | take_wrapped(m, row + utah[i].row, col + utah[i].col);
    return (uint8_t)word;
}

static uint8_t take_corner(struct mapping *m, const struct step *corner)
{
    unsigned word = 0;
    for (int i = 0; i < 8; i++) {
        int row = corner[i].row, col = corner[i].col;
        word = word << 1 | take(m, row < 0 ? row + m->rows : row, col < 0 ? col + m->cols : col);
    }
    return (uint8_t)word;
}

/* Which corner shape stands in for a Utah at this place; NULL as a rule. */
static const struct step *corner_at(const struct mapping *m, int row, int col)
{
    if (row == m->rows && col == 0)
        return corners[0];
    if (row == m->rows - 2 && col == 0 && m->cols % 4 != 0)
        return corners[1];
    if (row == m->rows - 2 && col == 0 && m->cols % 8 == 4)
        return corners[2];
    if (row == m->rows + 4 && col == 2 && m->cols % 8 == 0)
        return corners[3];
    return NULL;
}

struct words {
    uint8_t *at;
    size_t count, most;
};

static void add(struct words *words, uint8_t word)
{
    if (words->count < words->most)
        words->at[words->count++] = word;
}

static void add_utah(struct mapping *m, int row, int col, struct words *words)
{
    if (row >= 0 && row < m->rows && col >= 0 && col < m->cols && !m->taken[row * m->cols + col])
        add(words, take_utah(m, row, col));
}

/* Up to the right and down to the left by turns, all over the matrix. */
static void read_words(struct mapping *m, struct words *words)
{
    int row = 4, col = 0;
    while (row < m->rows || col < m->cols) {
        const struct step *corner = corner_at(m, row, col);
        if (corner)
            add(words, take_corner(m, corner));
        do {
            add_utah(m, row, col, words);
            row -= 2;
            col += 2;
        } while (row >= 0 && col < m->cols);
        row += 1;
        col += 3;
        do {
            add_utah(m, row, col, words);
            row += 2;
            col -= 2;
        } while (row < m->rows && col >= 0);
        row += 3;
        col += 1;
    }
}

/* Codeword n belongs to block n modulo blocks. With `shift` the correction words are counted from a place of their
 * own: of 144 x 144 alone the data does not fill all blocks evenly, the first edition left open where they begin, and
 * both ways are in use. */
static bool correct(const struct matrix_size *size, const uint8_t *words, size_t shift, uint8_t *data)
{
    for (size_t b = 0; b < size->blocks; b++) {
        uint8_t block[REED_SOLOMON_MAX];
        size_t n = 0, own;
        for (size_t i = b; i < size->data; i += size->blocks)
            block[n++] = words[i];
        own = n;
        size_t first = (b + size->blocks - (size->data + shift) % size->blocks) % size->blocks;
        for (size_t i = 0; i < size->correction; i++)
            block[n++] = words[size->data + first + i * size->blocks];
        if (!reed_solomon_correct(&reed_solomon_matrix, block, n, size->correction))
            return false;
        for (size_t i = 0; i < own; i++)
            data[b + i * size->blocks] = block[i];
    }
    return true;
}

bool matrix_codewords(const struct matrix_size *size, const uint8_t *modules, uint8_t *data)
{
    uint8_t all[MATRIX_CODEWORDS_MAX];
    struct mapping m = {.size = size,
                        .rows = (int)(size->region_rows * matrix_regions_down(size)),
                        .cols = (int)(size->region_cols * matrix_regions_across(size)),
                        .modules = modules};
    struct words words = {all, 0, (size_t)size->data + (size_t)size->blocks * size->correction};
    read_words(&m, &words);
    if (words.count != words.most)
        return false;
    size_t odd = size->data % size->blocks;
    return correct(size, all, 0, data) || (odd && correct(size, all, size->blocks - odd, data));
}
