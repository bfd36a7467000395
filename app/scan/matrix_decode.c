#include "app/scan/matrix_decode.h"

#include "app/scan/matrix_codewords.h"
#include "app/scan/matrix_grid.h"

/* Half way between the modules of the finder patterns that must be dark and those that must be light. */
static int middle_of(const struct matrix_size *size, const uint8_t *greys)
{
    unsigned sum[2] = {0, 0}, count[2] = {0, 0};
    for (unsigned row = 0; row < size->rows; row++)
        for (unsigned col = 0; col < size->cols; col++) {
            int on = grid_pattern(size, row, col);
            if (on < 0)
                continue;
            sum[on] += greys[row * size->cols + col];
            count[on]++;
        }
    return (int)((sum[0] / count[0] + sum[1] / count[1]) / 2);
}

#define REACH 3 /* modules on each side that the surroundings of one are: more than a codeword is wide */

/* The mean of the modules round one, drawn half way to that of the whole: a patch of modules that are all alike must
 * not look half dark. */
static int around(const struct matrix_size *size, const uint8_t *greys, int row, int col, int middle)
{
    int sum = 0, count = 0;
    for (int y = row - REACH; y <= row + REACH; y++)
        for (int x = col - REACH; x <= col + REACH; x++)
            if (y >= 0 && y < size->rows && x >= 0 && x < size->cols) {
                sum += greys[y * size->cols + x];
                count++;
            }
    return (sum / count + middle) / 2;
}

/* What a module is beyond what its neighbours lend it: a blurred picture shows one between four others as half of
 * them. */
static int sharpened(const struct matrix_size *size, const uint8_t *greys, int row, int col)
{
    static const int way[4][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
    int own = greys[row * size->cols + col], sum = 0;
    for (int i = 0; i < 4; i++) {
        int y = row + way[i][0], x = col + way[i][1];
        bool inside = y >= 0 && y < size->rows && x >= 0 && x < size->cols;
        sum += inside ? greys[y * size->cols + x] : own;
    }
    return own + (4 * own - sum) / 4;
}

static const struct way {
    bool local, sharp;
} ways[] = {{false, false}, {true, false}, {false, true}, {true, true}};

static void binarise(const struct matrix_size *size, const uint8_t *greys, struct way way, uint8_t *modules)
{
    int middle = middle_of(size, greys);
    for (int row = 0; row < size->rows; row++)
        for (int col = 0; col < size->cols; col++) {
            int own = way.sharp ? sharpened(size, greys, row, col) : greys[row * size->cols + col];
            int limit = way.local ? around(size, greys, row, col, middle) : middle;
            modules[row * size->cols + col] = own < limit;
        }
}

bool matrix_decode(const struct matrix_size *size, const uint8_t *greys, uint8_t *spare, struct matrix_text *out)
{
    uint8_t words[MATRIX_CODEWORDS_MAX];
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        binarise(size, greys, ways[i], spare);
        if (matrix_codewords(size, spare, words))
            return matrix_text(words, size->data, out);
    }
    return false;
}
