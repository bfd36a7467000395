#include "app/scan/qr_code.h"

#include <stdlib.h>

#define FORMAT_BITS  15
#define FORMAT_MASK  0x5412u
#define FORMATS      32u
#define VERSION_BITS 18

static uint8_t *module_at(struct qr_code *code, int x, int y)
{
    return &code->dark[y * code->side + x];
}

static unsigned is_dark(const struct qr_code *code, int x, int y)
{
    return code->dark[y * code->side + x];
}

/* Annex E: from 6 to side - 7; steps are alike and even, and the first is what remains. */
int qr_code_alignment(int version, int at[QR_ALIGNMENT_MAX])
{
    if (version < 2)
        return 0;
    int count = version / 7 + 2, gaps = count - 1, length = version * 4 + 4;
    int step = (length + gaps - 1) / gaps;
    step = version == 32 ? 26 : step + step % 2;
    at[0] = 6;
    for (int i = 1; i < count; i++)
        at[i] = version * 4 + 10 - (gaps - i) * step;
    return count;
}

/* Rings round a middle: dark, light, dark, ... by distance */
static int ring(int dx, int dy)
{
    int x = abs(dx), y = abs(dy);
    return x > y ? x : y;
}

static int finder(int side, int x, int y)
{
    int far = side - 4, fx = x < 8 ? 3 : far, fy = y < 8 ? 3 : far;
    if ((x >= 8 && x < side - 8) || (y >= 8 && y < side - 8) || (fx == far && fy == far))
        return -1;
    int r = ring(x - fx, y - fy);
    return r == 0 || r == 1 || r == 3;
}

static bool within(int a, int middle)
{
    return abs(a - middle) <= 2;
}

static int alignment(int side, int x, int y)
{
    int at[QR_ALIGNMENT_MAX], count = qr_code_alignment(qr_code_version(side), at);
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++) {
            bool under_finder = (i == 0 && j == 0) || (i == 0 && j == count - 1) || (i == count - 1 && j == 0);
            if (!under_finder && within(x, at[i]) && within(y, at[j]))
                return ring(x - at[i], y - at[j]) != 1;
        }
    return -1;
}

int qr_code_fixed(int side, int x, int y)
{
    int dark = finder(side, x, y);
    if (dark >= 0)
        return dark;
    dark = alignment(side, x, y);
    if (dark >= 0)
        return dark;
    if (x == 6 || y == 6)
        return (x + y + 1) % 2; /* timing: dark at even places */
    return x == 8 && y == side - 8 ? 1 : -1;
}

float qr_code_agreement(const struct qr_code *code)
{
    int all = 0, right = 0;
    for (int y = 0; y < code->side; y++)
        for (int x = 0; x < code->side; x++) {
            int must = finder(code->side, x, y) >= 0 ? -1 : qr_code_fixed(code->side, x, y);
            all += must >= 0;
            right += must >= 0 && (int)is_dark(code, x, y) == must;
        }
    return all ? (float)right / (float)all : 0;
}

static uint32_t with_remainder(uint32_t data, int data_bits, int check_bits, uint32_t generator)
{
    uint32_t rest = data << check_bits;
    for (int i = data_bits - 1; i >= 0; i--)
        if (rest >> (i + check_bits) & 1)
            rest ^= generator << i;
    return data << check_bits | rest;
}

static int ones(uint32_t bits)
{
    int n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

/* Wrong bits where the format is `data`. */
static int format_errors(uint32_t bits, uint32_t data)
{
    return ones(bits ^ with_remainder(data, 5, 10, 0x537) ^ FORMAT_MASK);
}

static int format_distance(uint32_t bits)
{
    int least = FORMAT_BITS;
    for (uint32_t data = 0; data < FORMATS; data++) {
        int n = format_errors(bits, data);
        least = n < least ? n : least;
    }
    return least;
}

/* Around the top left finder: bits 0.. down column 8, then to the left along row 8. */
static uint32_t format_near(const struct qr_code *code, bool mirrored)
{
    uint32_t bits = 0;
    for (int i = 0; i < FORMAT_BITS; i++) {
        int x = i < 8 ? 8 : i == 8 ? 7 : 14 - i, y = i < 6 ? i : i < 8 ? i + 1 : 8;
        bits |= (uint32_t)(mirrored ? is_dark(code, y, x) : is_dark(code, x, y)) << i;
    }
    return bits;
}

/* Beside the other two. */
static uint32_t format_far(const struct qr_code *code, bool mirrored)
{
    uint32_t bits = 0;
    for (int i = 0; i < FORMAT_BITS; i++) {
        int x = i < 8 ? code->side - 1 - i : 8, y = i < 8 ? 8 : code->side - FORMAT_BITS + i;
        bits |= (uint32_t)(mirrored ? is_dark(code, y, x) : is_dark(code, x, y)) << i;
    }
    return bits;
}

void qr_code_format_errors(const struct qr_code *code, int *plain, int *mirrored)
{
    *plain = format_distance(format_near(code, false)) + format_distance(format_far(code, false));
    *mirrored = format_distance(format_near(code, true)) + format_distance(format_far(code, true));
}

unsigned qr_code_format(const struct qr_code *code)
{
    uint32_t near = format_near(code, false), far = format_far(code, false);
    unsigned best = 0;
    for (unsigned data = 1; data < FORMATS; data++)
        if (format_errors(near, data) + format_errors(far, data) < format_errors(near, best) + format_errors(far, best))
            best = data;
    return best;
}

bool qr_code_is_data(int side, int x, int y)
{
    bool beside_finder = (x == 8 && (y <= 8 || y >= side - 8)) || (y == 8 && (x <= 8 || x >= side - 8));
    bool of_version = qr_code_version(side) >= 7 &&
                      ((x >= side - 11 && x < side - 8 && y < 6) || (y >= side - 11 && y < side - 8 && x < 6));
    return !beside_finder && !of_version && qr_code_fixed(side, x, y) < 0;
}

int qr_code_version_of_bits(uint32_t bits)
{
    for (uint32_t version = 7; version <= 40; version++)
        if (ones(bits ^ with_remainder(version, 6, 12, 0x1F25)) <= 3)
            return (int)version;
    return 0;
}

void qr_code_transpose(struct qr_code *code)
{
    for (int y = 0; y < code->side; y++)
        for (int x = 0; x < y; x++) {
            uint8_t *a = module_at(code, x, y), *b = module_at(code, y, x), kept = *a;
            *a = *b;
            *b = kept;
        }
}

void qr_code_mend(struct qr_code *code)
{
    for (int y = 0; y < code->side; y++)
        for (int x = 0; x < code->side; x++) {
            int must = qr_code_fixed(code->side, x, y);
            if (must >= 0)
                *module_at(code, x, y) = (uint8_t)must;
        }
    int version = qr_code_version(code->side);
    uint32_t bits = with_remainder((uint32_t)version, 6, 12, 0x1F25);
    for (int i = 0; version >= 7 && i < VERSION_BITS; i++) {
        int a = code->side - 11 + i % 3, b = i / 3;
        *module_at(code, a, b) = *module_at(code, b, a) = bits >> i & 1;
    }
}
