#include "app/scan/qr_part.h"

#include "app/scan/reed_solomon.h"

/* ZBar, which decodes the symbol, does not say which part it is. The header of a part lies in the first three
 * codewords, and so in the first block: that one is corrected here, and nothing else. */

#define CODEWORDS_MAX 3706 /* of version 40 */
#define VERSIONS      40
#define LEVELS        4

/* ISO/IEC 18004, table 9, by version, for levels M, L, H, Q: as the two bits of the format count them. */
static const uint8_t correction[LEVELS][VERSIONS] = {
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
};
static const uint8_t blocks[LEVELS][VERSIONS] = {
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
};

/* ISO/IEC 18004, table 10. */
static bool is_masked(unsigned mask, int x, int y)
{
    switch (mask) {
    case 0:
        return (x + y) % 2 == 0;
    case 1:
        return y % 2 == 0;
    case 2:
        return x % 3 == 0;
    case 3:
        return (x + y) % 3 == 0;
    case 4:
        return (x / 3 + y / 2) % 2 == 0;
    case 5:
        return x * y % 2 + x * y % 3 == 0;
    case 6:
        return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
        return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

/* Up and down in columns of two from the right, the one of the timing pattern left out (7.7.3). Returns how many. */
static size_t read_words(const struct qr_code *code, unsigned mask, uint8_t words[CODEWORDS_MAX])
{
    size_t bits = 0;
    bool up = true;
    for (int right = code->side - 1; right > 0; right -= 2, up = !up) {
        right -= right == 6;
        for (int i = 0; i < 2 * code->side; i++) {
            int x = right - i % 2, y = up ? code->side - 1 - i / 2 : i / 2;
            if (!qr_code_is_data(code->side, x, y) || bits / 8 == CODEWORDS_MAX)
                continue;
            unsigned dark = code->dark[y * code->side + x] ^ (unsigned)is_masked(mask, x, y);
            words[bits / 8] = (uint8_t)(words[bits / 8] << 1 | dark);
            bits++;
        }
    }
    return bits / 8;
}

/* Codewords come from each block in turn, first those of data, then those of correction; the first block is never one
 * of those with a data codeword more (7.6). Returns how many the block has, with those of correction. */
static size_t first_block(const uint8_t *words, size_t count, size_t of, size_t correct, uint8_t *block)
{
    size_t all = count / of, data = all - correct, n = 0;
    for (; n < data; n++)
        block[n] = words[n * of];
    for (size_t i = 0; i < correct; i++)
        block[n++] = words[count - correct * of + i * of];
    return n;
}

bool qr_part_read(const struct qr_code *code, struct symbol_part *out)
{
    enum { APPEND = 3 };
    uint8_t words[CODEWORDS_MAX] = {0}, block[REED_SOLOMON_MAX];
    unsigned format = qr_code_format(code), level = format >> 3, mask = format & 7;
    int version = qr_code_version(code->side);
    size_t count = read_words(code, mask, words), correct = correction[level][version - 1];
    size_t size = first_block(words, count, blocks[level][version - 1], correct, block);
    if (!reed_solomon_correct(&reed_solomon_qr, block, size, correct) || block[0] >> 4 != APPEND)
        return false;
    *out = (struct symbol_part){.index = (block[0] & 15u) + 1,
                                .of = (block[1] >> 4) + 1u,
                                .message = (uint16_t)((block[1] & 15) << 4 | block[2] >> 4)};
    return out->index <= out->of;
}
