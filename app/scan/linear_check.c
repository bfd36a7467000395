#include "app/scan/linear_check.h"

#include <math.h>

#define DIGIT_ELEMENTS 4
#define DIGIT_MODULES  7

/* GS1 General Specifications 5.2.1.2: modules of space, bar, space, bar in set A; set C is the same with colours
 * changed, set B runs the other way. */
static const int widths[10][DIGIT_ELEMENTS] = {{3, 2, 1, 1}, {2, 2, 2, 1}, {2, 1, 2, 2}, {1, 4, 1, 1}, {1, 1, 3, 2},
                                               {1, 2, 3, 1}, {1, 1, 1, 4}, {1, 3, 1, 2}, {1, 2, 1, 3}, {3, 1, 1, 2}};

static float off(const float *modules, int digit, bool reversed)
{
    float sum = 0;
    for (int i = 0; i < DIGIT_ELEMENTS; i++) {
        float d = modules[i] - (float)widths[digit][reversed ? DIGIT_ELEMENTS - 1 - i : i];
        sum += d * d;
    }
    return sqrtf(sum / DIGIT_ELEMENTS);
}

/* The elements of one digit, read in the code's own direction, as modules. */
static void measure(const struct guards_code *code, int first, bool backwards, float *modules)
{
    const struct linear_edges *e = &code->edges;
    float all = 0;
    for (int i = 0; i < DIGIT_ELEMENTS; i++) {
        int n = backwards ? e->count - 2 - (first + i) : first + i;
        modules[i] = e->at[n + 1] - e->at[n];
        all += modules[i];
    }
    for (int i = 0; i < DIGIT_ELEMENTS; i++)
        modules[i] *= DIGIT_MODULES / all;
}

/* By how much the digit fits better than the best other one; both sets are open to it left of the middle. */
static float margin(const float *modules, int digit, bool sets)
{
    float own = off(modules, digit, false), other = 1e9f;
    if (sets)
        own = fminf(own, off(modules, digit, true));
    for (int d = 0; d < 10; d++) {
        if (d == digit)
            continue;
        other = fminf(other, off(modules, d, false));
        if (sets)
            other = fminf(other, off(modules, d, true));
    }
    return other - own;
}

float linear_check(const struct guards_code *code, const char *digits, size_t size, bool backwards)
{
    int shown = code->type == ZBAR_EAN13 ? 12 : code->type == ZBAR_EAN8 ? 8 : 6;
    /* the first digit of an EAN-13 and those at the ends of a UPC-E are in the choice of sets */
    size_t skip = code->type == ZBAR_UPCE ? 1 : size - (size_t)shown;
    int left = code->type == ZBAR_UPCE ? shown : shown / 2;
    float least = 1e9f;
    for (int i = 0; i < shown; i++) {
        float modules[DIGIT_ELEMENTS];
        measure(code, 3 + DIGIT_ELEMENTS * i + (i >= left ? 5 : 0), backwards, modules);
        least = fminf(least, margin(modules, digits[skip + (size_t)i] - '0', i < left && code->type != ZBAR_EAN8));
    }
    return least;
}

#define CODE128_ELEMENTS 6
#define CODE128_MODULES  11

enum code128_set { SET_NONE, SET_A, SET_B, SET_C };

/* The characters that matter here, and the set they choose: ISO/IEC 15417 table 1. Those that choose the set that is
 * chosen already are FNC4; but for C, of which it is the digits 99. */
static const struct character {
    enum code128_set set;
    int width[CODE128_ELEMENTS];
} characters[] = {
    {SET_A, {2, 1, 1, 4, 1, 2}}, {SET_B, {2, 1, 1, 2, 1, 4}}, {SET_C, {2, 1, 1, 2, 3, 2}},
    {SET_C, {1, 1, 3, 1, 4, 1}}, {SET_B, {1, 1, 4, 1, 3, 1}}, {SET_A, {3, 1, 1, 1, 4, 1}},
};

static enum code128_set set_of(const float *modules)
{
    for (size_t c = 0; c < sizeof characters / sizeof *characters; c++) {
        bool same = true;
        for (int i = 0; i < CODE128_ELEMENTS; i++)
            same &= fabsf(modules[i] - (float)characters[c].width[i]) < 0.5f;
        if (same)
            return characters[c].set;
    }
    return SET_NONE;
}

bool linear_check_has_fnc4(const struct linear_edges *e, int first, int last, bool backwards)
{
    enum code128_set now = SET_NONE;
    for (int at = 0; first + at + CODE128_ELEMENTS <= last; at += CODE128_ELEMENTS) {
        float modules[CODE128_ELEMENTS], all = 0;
        for (int i = 0; i < CODE128_ELEMENTS; i++) {
            int n = backwards ? last - 1 - at - i : first + at + i;
            modules[i] = e->at[n + 1] - e->at[n];
            all += modules[i];
        }
        for (int i = 0; i < CODE128_ELEMENTS; i++)
            modules[i] *= CODE128_MODULES / all;
        enum code128_set set = set_of(modules);
        if (set != SET_NONE && set == now && set != SET_C)
            return true;
        now = set != SET_NONE ? set : now;
    }
    return false;
}
