#include "app/scan/reed_solomon.h"

#include <string.h>

/* Berlekamp-Massey finds which polynomial the errors follow, Chien's search where they are, Forney's formula how
 * large. */

const struct reed_solomon reed_solomon_matrix = {0x12D, 1}, reed_solomon_qr = {0x11D, 0};

#define ORDER          255
#define CORRECTION_MAX 68
#define TERMS          (CORRECTION_MAX + 1)

struct field {
    unsigned first_root;
    uint8_t power[ORDER * 2]; /* twice, so that a sum of two logarithms needs no modulo */
    uint8_t log[ORDER + 1];
};

static void field_make(const struct reed_solomon *code, struct field *f)
{
    unsigned v = 1;
    f->first_root = code->first_root;
    for (unsigned i = 0; i < ORDER; i++) {
        f->power[i] = f->power[i + ORDER] = (uint8_t)v;
        f->log[v] = (uint8_t)i;
        v <<= 1;
        if (v > ORDER)
            v ^= code->polynomial;
    }
    f->log[0] = 0;
}

static uint8_t product(const struct field *f, uint8_t a, uint8_t b)
{
    return a && b ? f->power[f->log[a] + f->log[b]] : 0;
}

static uint8_t over(const struct field *f, uint8_t a, uint8_t b)
{
    return a ? f->power[f->log[a] + ORDER - f->log[b]] : 0;
}

/* Of a polynomial, lowest term first. */
static uint8_t value(const struct field *f, const uint8_t *terms, size_t count, uint8_t x)
{
    uint8_t sum = 0;
    for (size_t i = count; i-- > 0;)
        sum = product(f, sum, x) ^ terms[i];
    return sum;
}

/* Returns whether any is not 0: something is wrong. */
static bool syndromes(const struct field *f, const uint8_t *block, size_t count, size_t correction, uint8_t *out)
{
    uint8_t any = 0;
    for (size_t i = 0; i < correction; i++) {
        uint8_t sum = 0, root = f->power[f->first_root + i];
        for (size_t j = 0; j < count; j++)
            sum = product(f, sum, root) ^ block[j];
        out[i] = sum;
        any |= sum;
    }
    return any != 0;
}

/* Berlekamp-Massey. Returns the number of errors, the degree of `locator`. */
static size_t find_locator(const struct field *f, const uint8_t *syndrome, size_t correction, uint8_t locator[TERMS])
{
    uint8_t before[TERMS] = {1}, last_gap = 1;
    size_t errors = 0, since = 1;
    memset(locator, 0, TERMS);
    locator[0] = 1;
    for (size_t n = 0; n < correction; n++, since++) {
        uint8_t gap = syndrome[n];
        for (size_t i = 1; i <= errors; i++)
            gap ^= product(f, locator[i], syndrome[n - i]);
        if (gap == 0)
            continue;
        uint8_t kept[TERMS], scale = over(f, gap, last_gap);
        memcpy(kept, locator, TERMS);
        for (size_t i = 0; i + since < TERMS; i++)
            locator[i + since] ^= product(f, scale, before[i]);
        if (2 * errors > n)
            continue;
        errors = n + 1 - errors;
        memcpy(before, kept, TERMS);
        last_gap = gap;
        since = 0;
    }
    return errors;
}

/* The derivative in a field of characteristic 2 keeps the odd terms, each a degree lower. */
static uint8_t slope(const struct field *f, const uint8_t *terms, size_t count, uint8_t x)
{
    uint8_t sum = 0, square = product(f, x, x), power = 1;
    for (size_t i = 1; i < count; i += 2) {
        sum ^= product(f, terms[i], power);
        power = product(f, power, square);
    }
    return sum;
}

static void find_evaluator(const struct field *f, const uint8_t *syndrome, const uint8_t *locator, size_t errors,
                           uint8_t *evaluator)
{
    for (size_t i = 0; i < errors; i++) {
        evaluator[i] = 0;
        for (size_t j = 0; j <= i; j++)
            evaluator[i] ^= product(f, locator[j], syndrome[i - j]);
    }
}

/* Chien and Forney, whose formula has a factor of the place for roots that begin at 2^0. Returns how many errors it
 * mended. */
static size_t mend(const struct field *f, const uint8_t *syndrome, const uint8_t *locator, size_t errors,
                   uint8_t *block, size_t count)
{
    uint8_t evaluator[TERMS];
    size_t mended = 0;
    find_evaluator(f, syndrome, locator, errors, evaluator);
    for (size_t i = 0; i < count; i++) {
        size_t degree = count - 1 - i;
        uint8_t inverse = f->power[(ORDER - degree) % ORDER];
        if (value(f, locator, errors + 1, inverse) != 0)
            continue;
        uint8_t below = slope(f, locator, errors + 1, inverse);
        if (below == 0)
            return 0;
        uint8_t size = over(f, value(f, evaluator, errors, inverse), below);
        block[i] ^= f->first_root ? size : product(f, size, f->power[degree]);
        mended++;
    }
    return mended;
}

bool reed_solomon_correct(const struct reed_solomon *code, uint8_t *block, size_t count, size_t correction)
{
    uint8_t syndrome[CORRECTION_MAX], locator[TERMS];
    struct field f;
    if (count > REED_SOLOMON_MAX || correction > CORRECTION_MAX || correction >= count)
        return false;
    field_make(code, &f);
    if (!syndromes(&f, block, count, correction, syndrome))
        return true;
    size_t errors = find_locator(&f, syndrome, correction, locator);
    if (errors > correction / 2 || mend(&f, syndrome, locator, errors, block, count) != errors)
        return false;
    return !syndromes(&f, block, count, correction, syndrome);
}
