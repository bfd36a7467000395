#include "app/scan/matrix_text.h"

/* Codewords in the ASCII encodation, where every symbol begins. */
enum {
    ASCII_LAST = 128,
    PAD = 129,
    DIGITS = 130, /* 00 to 99 */
    DIGITS_LAST = 229,
    LATCH_C40 = 230,
    LATCH_BASE256 = 231,
    FNC1 = 232,
    APPEND = 233,
    PROGRAM = 234,
    UPPER_SHIFT = 235,
    MACRO_05 = 236,
    MACRO_06 = 237,
    LATCH_X12 = 238,
    LATCH_TEXT = 239,
    LATCH_EDIFACT = 240,
    ECI = 241,
    UNLATCH = 254,
};

#define GROUP_SEPARATOR 0x1D

struct reading_text {
    const uint8_t *words;
    size_t count, at;
    struct matrix_text *out;
};

static bool put(struct reading_text *r, unsigned byte)
{
    if (r->out->size == MATRIX_TEXT_MAX || byte > 255)
        return false;
    r->out->bytes[r->out->size++] = (uint8_t)byte;
    return true;
}

static bool put_all(struct reading_text *r, const char *text)
{
    for (; *text; text++)
        if (!put(r, (uint8_t)*text))
            return false;
    return true;
}

static size_t left(const struct reading_text *r)
{
    return r->count - r->at;
}

/* Three values of 0 to 39 in two codewords. */
static bool triple(struct reading_text *r, unsigned values[3])
{
    unsigned v = (unsigned)r->words[r->at] << 8 | r->words[r->at + 1];
    if (v == 0 || v > 64000)
        return false;
    r->at += 2;
    values[0] = (v - 1) / 1600;
    values[1] = (v - 1) / 40 % 40;
    values[2] = (v - 1) % 40;
    return true;
}

/* Where a mode of triples ends: by its codeword, or where fewer than two are left, which are ASCII again. */
static bool triples_end(struct reading_text *r)
{
    if (left(r) >= 1 && r->words[r->at] == UNLATCH) {
        r->at++;
        return true;
    }
    return left(r) < 2;
}

/* The character sets of C40; Text has small letters for capitals and the other way round. */
struct shifts {
    bool text; /* not C40 */
    unsigned set;
    bool upper;
};

static bool put_shifted(struct reading_text *r, struct shifts *s, unsigned byte)
{
    bool upper = s->upper;
    s->set = 0;
    s->upper = false;
    return put(r, byte + (upper ? 128 : 0));
}

static bool set_0(struct reading_text *r, struct shifts *s, unsigned v)
{
    if (v < 3) {
        s->set = v + 1;
        return true;
    }
    if (v == 3)
        return put_shifted(r, s, ' ');
    return put_shifted(r, s, v < 14 ? '0' + v - 4 : (s->text ? 'a' : 'A') + v - 14);
}

static bool set_2(struct reading_text *r, struct shifts *s, unsigned v)
{
    static const char signs[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_";
    enum { SIGNS = sizeof signs - 1, SHIFT_FNC1 = 27, SHIFT_UPPER = 30 };
    if (v < SIGNS)
        return put_shifted(r, s, (uint8_t)signs[v]);
    s->set = 0;
    if (v == SHIFT_FNC1)
        return !s->upper && put(r, GROUP_SEPARATOR);
    s->upper = true;
    return v == SHIFT_UPPER;
}

static bool set_3(struct reading_text *r, struct shifts *s, unsigned v)
{
    if (v > 31)
        return false;
    if (s->text && v >= 1 && v <= 26)
        return put_shifted(r, s, 'A' + v - 1);
    return put_shifted(r, s, '`' + v);
}

static bool put_c40(struct reading_text *r, struct shifts *s, unsigned v)
{
    switch (s->set) {
    case 0:
        return set_0(r, s, v);
    case 1:
        return v < 32 && put_shifted(r, s, v);
    case 2:
        return set_2(r, s, v);
    default:
        return set_3(r, s, v);
    }
}

static bool read_c40(struct reading_text *r, bool text)
{
    struct shifts s = {.text = text};
    unsigned values[3];
    while (!triples_end(r)) {
        if (!triple(r, values))
            return false;
        for (int i = 0; i < 3; i++)
            if (!put_c40(r, &s, values[i]))
                return false;
    }
    return true;
}

static bool read_x12(struct reading_text *r)
{
    unsigned values[3];
    while (!triples_end(r)) {
        if (!triple(r, values))
            return false;
        for (int i = 0; i < 3; i++) {
            unsigned v = values[i];
            if (!put(r, v < 4 ? (unsigned)"\r*> "[v] : v < 14 ? '0' + v - 4 : 'A' + v - 14))
                return false;
        }
    }
    return true;
}

/* Four values of six bits in three codewords; where fewer than three are left, they are ASCII again. */
static bool read_edifact(struct reading_text *r)
{
    enum { END = 31 };
    while (left(r) >= 3) {
        const uint8_t *w = r->words + r->at;
        unsigned bits = (unsigned)w[0] << 16 | (unsigned)w[1] << 8 | w[2];
        for (unsigned i = 0; i < 4; i++) {
            unsigned v = bits >> (18 - 6 * i) & 63;
            if (v == END) { /* ASCII goes on at the next whole codeword */
                r->at += i < 3 ? i + 1 : 3;
                return true;
            }
            if (!put(r, v < 32 ? v + 64 : v))
                return false;
        }
        r->at += 3;
    }
    return true;
}

/* ISO/IEC 16022 5.2.9: bytes are stored as sums with a pseudo-random sequence by their place, from 1. */
static unsigned next_byte(struct reading_text *r)
{
    size_t place = r->at + 1;
    return (r->words[r->at++] + 511u - (unsigned)(149 * place % 255)) % 256;
}

static bool read_base256(struct reading_text *r)
{
    if (left(r) < 1)
        return false;
    size_t count = next_byte(r);
    if (count == 0) { /* to the end of the symbol */
        count = left(r);
    } else if (count > 249) {
        if (left(r) < 1)
            return false;
        count = (count - 249) * 250 + next_byte(r);
    }
    if (count > left(r))
        return false;
    for (; count > 0; count--)
        if (!put(r, next_byte(r)))
            return false;
    return true;
}

/* Names the character set of what follows. The bytes are handed on as they are. */
static bool skip_eci(struct reading_text *r)
{
    if (left(r) < 1)
        return false;
    uint8_t first = r->words[r->at];
    size_t size = first <= 127 ? 1 : first <= 191 ? 2 : 3;
    if (first == 0 || left(r) < size)
        return false;
    r->at += size;
    return true;
}

static bool upper_shift(struct reading_text *r)
{
    if (left(r) < 1 || r->words[r->at] == 0 || r->words[r->at] > ASCII_LAST)
        return false;
    return put(r, r->words[r->at++] + 127u);
}

/* `done`: the rest is padding. */
static bool read_ascii(struct reading_text *r, bool *done)
{
    unsigned w = r->words[r->at++];
    *done = w == PAD;
    if (w >= 1 && w <= ASCII_LAST)
        return put(r, w - 1);
    if (w >= DIGITS && w <= DIGITS_LAST)
        return put(r, '0' + (w - DIGITS) / 10) && put(r, '0' + (w - DIGITS) % 10);
    switch (w) {
    case PAD:
        return true;
    case FNC1:
        return put(r, GROUP_SEPARATOR);
    case LATCH_C40:
    case LATCH_TEXT:
        return read_c40(r, w == LATCH_TEXT);
    case LATCH_X12:
        return read_x12(r);
    case LATCH_EDIFACT:
        return read_edifact(r);
    case LATCH_BASE256:
        return read_base256(r);
    case UPPER_SHIFT:
        return upper_shift(r);
    case ECI:
        return skip_eci(r);
    case UNLATCH: /* some encoders end with it a mode that had already ended by itself */
        return left(r) == 0;
    default: /* PROGRAM, a part or a macro not at the beginning, or nothing known */
        return false;
    }
}

/* 5.6: which part of how many, in four bits each, and two codewords of 1 to 254 that number the message. Without that
 * header it is whole. */
static bool read_part(struct reading_text *r)
{
    enum { SIZE = 4, MOST = 17, FILE_MOST = 254 };
    const uint8_t *w = r->words;
    r->out->part = (struct symbol_part){0};
    if (w[0] != APPEND)
        return true;
    if (r->count <= SIZE || w[2] == 0 || w[2] > FILE_MOST || w[3] == 0 || w[3] > FILE_MOST)
        return false;
    r->at = SIZE;
    r->out->part = (struct symbol_part){.index = (uint8_t)((w[1] >> 4) + 1),
                                        .of = (uint8_t)(MOST - (w[1] & 15)),
                                        .message = (uint16_t)(w[2] << 8 | w[3])};
    return r->out->part.of < MOST && r->out->part.index <= r->out->part.of;
}

bool matrix_text(const uint8_t *codewords, size_t count, struct matrix_text *out)
{
    struct reading_text r = {codewords, count, 0, out};
    bool done = false;
    out->size = 0;
    if (count == 0 || !read_part(&r))
        return false;
    out->gs1 = codewords[r.at] == FNC1;
    bool macro = codewords[0] == MACRO_05 || codewords[0] == MACRO_06;
    r.at += out->gs1 || macro;
    if (macro && !put_all(&r, codewords[0] == MACRO_05 ? "[)>\x1E"
                                                         "05\x1D"
                                                       : "[)>\x1E"
                                                         "06\x1D"))
        return false;
    while (!done && left(&r) > 0)
        if (!read_ascii(&r, &done))
            return false;
    return (!macro || put_all(&r, "\x1E\x04")) && out->size > 0;
}
