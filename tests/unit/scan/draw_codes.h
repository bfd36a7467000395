#ifndef TESTS_DRAW_CODES_H
#define TESTS_DRAW_CODES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/image.h"

/* Codes drawn by the standards, so that what a test draws is what it must read. A pattern is text of modules: '1' is a
 * bar. */

#define PATTERN_MAX 2048

static inline struct image paper(uint32_t width, uint32_t height)
{
    struct image image = {.grey = malloc((size_t)width * height), .width = width, .height = height};
    memset(image.grey, 255, (size_t)width * height);
    return image;
}

static inline void fill(struct image *image, uint32_t x, uint32_t y, uint32_t width, uint32_t height, uint8_t grey)
{
    for (uint32_t row = y; row < y + height && row < image->height; row++)
        for (uint32_t column = x; column < x + width && column < image->width; column++)
            image->grey[(size_t)row * image->width + column] = grey;
}

static inline void draw_bars(struct image *image, uint32_t x, uint32_t y, uint32_t module, uint32_t height,
                             const char *pattern)
{
    for (uint32_t i = 0; pattern[i]; i++)
        if (pattern[i] == '1')
            fill(image, x + i * module, y, module, height, 0);
}

/* A picture of its own, with quiet zones of 20 modules. */
static inline struct image bars_alone(const char *pattern, uint32_t module, uint32_t height)
{
    struct image image = paper(((uint32_t)strlen(pattern) + 40) * module, height + 40);
    draw_bars(&image, 20 * module, 20, module, height, pattern);
    return image;
}

static inline void invert(struct image *image)
{
    for (size_t i = 0; i < (size_t)image->width * image->height; i++)
        image->grey[i] = (uint8_t)(255 - image->grey[i]);
}

/* A quarter turn clockwise. */
static inline void turn(struct image *image)
{
    struct image to = paper(image->height, image->width);
    for (uint32_t y = 0; y < image->height; y++)
        for (uint32_t x = 0; x < image->width; x++)
            to.grey[(size_t)x * to.width + (to.width - 1 - y)] = image->grey[(size_t)y * image->width + x];
    image_clear(image);
    *image = to;
}

/* EAN and UPC: GS1 General Specifications 5.2. Seven modules a digit; L is as here, R its negative, G R's mirror image.
 */
static inline void add_digit(char *pattern, char digit, char set)
{
    static const char left[10][8] = {"0001101", "0011001", "0010011", "0111101", "0100011",
                                     "0110001", "0101111", "0111011", "0110111", "0001011"};
    const char *l = left[digit - '0'];
    char out[8] = "";
    for (int i = 0; i < 7; i++) {
        char bit = l[set == 'G' ? 6 - i : i];
        out[i] = set == 'L' ? bit : bit == '1' ? '0' : '1';
    }
    strcat(pattern, out);
}

static inline void ean13_pattern(const char *digits, char pattern[PATTERN_MAX])
{
    static const char sets[10][7] = {"LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG",
                                     "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"};
    strcpy(pattern, "101");
    for (int i = 0; i < 6; i++)
        add_digit(pattern, digits[1 + i], sets[digits[0] - '0'][i]);
    strcat(pattern, "01010");
    for (int i = 7; i < 13; i++)
        add_digit(pattern, digits[i], 'R');
    strcat(pattern, "101");
}

/* A different number for every `n` below 10,000, under GS1's demonstration prefix. */
static inline void ean8_digits(unsigned n, char digits[9])
{
    unsigned sum = 0;
    snprintf(digits, 9, "952%04u0", n % 10000);
    for (int i = 0; i < 7; i++)
        sum += (unsigned)(digits[i] - '0') * (i % 2 ? 1 : 3);
    digits[7] = (char)('0' + (10 - sum % 10) % 10);
}

static inline void ean8_pattern(const char *digits, char pattern[PATTERN_MAX])
{
    strcpy(pattern, "101");
    for (int i = 0; i < 4; i++)
        add_digit(pattern, digits[i], 'L');
    strcat(pattern, "01010");
    for (int i = 4; i < 8; i++)
        add_digit(pattern, digits[i], 'R');
    strcat(pattern, "101");
}

/* `digits`: the leading 0, six digits and the check digit, which the choice of sets carries. */
static inline void upce_pattern(const char *digits, char pattern[PATTERN_MAX])
{
    static const char sets[10][7] = {"GGGLLL", "GGLGLL", "GGLLGL", "GGLLLG", "GLGGLL",
                                     "GLLGGL", "GLLLGG", "GLGLGL", "GLGLLG", "GLLGLG"};
    strcpy(pattern, "101");
    for (int i = 0; i < 6; i++)
        add_digit(pattern, digits[1 + i], sets[digits[7] - '0'][i]);
    strcat(pattern, "010101");
}

static inline void add_run(char *pattern, char bit, int width)
{
    size_t at = strlen(pattern);
    memset(pattern + at, bit, (size_t)width);
    pattern[at + (size_t)width] = 0;
}

/* ISO/IEC 16390, wide elements of three modules. */
static inline void itf_pattern(const char *digits, char pattern[PATTERN_MAX])
{
    static const char widths[10][6] = {"11331", "31113", "13113", "33111", "11313",
                                       "31311", "13311", "11133", "31131", "13131"};
    strcpy(pattern, "1010");
    for (size_t i = 0; digits[i] && digits[i + 1]; i += 2)
        for (int j = 0; j < 5; j++) {
            add_run(pattern, '1', widths[digits[i] - '0'][j] - '0');
            add_run(pattern, '0', widths[digits[i + 1] - '0'][j] - '0');
        }
    strcat(pattern, "11101");
}

/* ISO/IEC 15417: symbol characters by value; check character and stop are added. */
enum { CODE128_CODE_B = 100, CODE128_FNC1 = 102, CODE128_START_A, CODE128_START_B, CODE128_START_C, CODE128_STOP };

static inline void code128_pattern(const unsigned char *values, size_t count, char pattern[PATTERN_MAX])
{
    static const char widths[107][8] = {
        "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
        "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
        "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
        "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
        "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
        "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
        "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
        "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
        "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
        "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};
    unsigned sum = values[0];
    for (size_t i = 1; i < count; i++)
        sum += (unsigned)i * values[i];
    pattern[0] = 0;
    for (size_t i = 0; i < count + 2; i++) {
        const char *w = widths[i < count ? values[i] : i == count ? sum % 103 : (unsigned)CODE128_STOP];
        for (size_t j = 0; w[j]; j++)
            add_run(pattern, j % 2 ? '0' : '1', w[j] - '0');
    }
}

#endif
