#include "app/scan/linear_read.h"

#include <string.h>

#include "app/codes/gtin.h"
#include "app/scan/linear_check.h"
#include "app/scan/linear_guards.h"

#define PRECISION 32.0f   /* parts of a sample in ZBar's whole widths */
#define QUIET     100000u /* the width of the paper before and behind a line */
#define SPACE_MAX 5.5f    /* modules; no element of these codes has more than four */

#define FIT_LEAST 0.05f /* modules */

#define EDGES_MIN      20 /* a Code 128 of nothing has 20, a UPC-E 34 */
#define GTIN14_DIGITS  14
#define ITF14_ELEMENTS 77 /* 4 of the start, 5 a digit, 3 of the stop */

static const struct kind {
    zbar_symbol_type_t type;
    enum symbology symbology;
    zbar_symbol_type_t guards; /* what their guards look like; ZBAR_NONE: it has none */
} kinds[] = {
    {ZBAR_EAN13, SYMBOLOGY_EAN13, ZBAR_EAN13}, {ZBAR_EAN8, SYMBOLOGY_EAN8, ZBAR_EAN8},
    {ZBAR_UPCA, SYMBOLOGY_UPCA, ZBAR_EAN13},   {ZBAR_UPCE, SYMBOLOGY_UPCE, ZBAR_UPCE},
    {ZBAR_I25, SYMBOLOGY_ITF14, ZBAR_NONE},    {ZBAR_CODE128, SYMBOLOGY_CODE128, ZBAR_NONE},
};

/* A decoder of its own for each way of reading: less to do, and less to mistake. */
static zbar_decoder_t *make_decoder(bool guarded)
{
    zbar_decoder_t *z = zbar_decoder_create();
    if (!z)
        return NULL;
    int failed = zbar_decoder_set_config(z, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((kinds[i].guards != ZBAR_NONE) == guarded)
            failed |= zbar_decoder_set_config(z, kinds[i].type, ZBAR_CFG_ENABLE, 1);
    failed |= zbar_decoder_set_config(z, ZBAR_I25, ZBAR_CFG_MIN_LEN, GTIN14_DIGITS);
    failed |= zbar_decoder_set_config(z, ZBAR_I25, ZBAR_CFG_MAX_LEN, GTIN14_DIGITS);
    if (failed) {
        zbar_decoder_destroy(z);
        return NULL;
    }
    return z;
}

int linear_reader_make(struct linear_reader *reader, struct err *err)
{
    *reader = (struct linear_reader){0};
    reader->guarded = make_decoder(true);
    reader->open = make_decoder(false);
    return reader->guarded && reader->open ? 0 : err_memory(err);
}

void linear_reader_clear(struct linear_reader *reader)
{
    if (reader->guarded)
        zbar_decoder_destroy(reader->guarded);
    if (reader->open)
        zbar_decoder_destroy(reader->open);
    *reader = (struct linear_reader){0};
}

static const struct kind *kind_of(zbar_symbol_type_t type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].type == type)
            return &kinds[i];
    return NULL;
}

/* The elements of one line: widths[n] is that of the element that ends at edge n, widths[0] the space before the first
 * bar. */
struct elements {
    const struct linear_edges *edges;
    int first, last; /* edges where a code begins and ends */
};

static float width_at(const struct linear_edges *e, int n)
{
    return e->at[n] - e->at[n - 1];
}

/* A Code 128 is as long as it happens to be: from its end back to the first space that no code has inside. The last
 * element before `end` ends a stop or start character of 11 modules (six elements). */
static int code128_first(const struct linear_edges *e, int end)
{
    float module = (e->at[end] - e->at[end > 6 ? end - 6 : 0]) / 11;
    int first = end;
    while (first > 0 && width_at(e, first) < SPACE_MAX * module)
        first--;
    return first;
}

/* Where the code lies of which ZBar told when it was given element n: an ITF-14 with the space behind it, a Code 128
 * one bar before the end of its stop or, seen from its end, with the last bar of its start. */
static bool find_span(const struct kind *k, const struct linear_edges *e, int n, struct elements *out)
{
    int last = k->type == ZBAR_CODE128 ? n | 1 : n - 1;
    if (last >= e->count)
        return false;
    *out = (struct elements){e, k->type == ZBAR_CODE128 ? code128_first(e, last) : last - ITF14_ELEMENTS, last};
    return out->first >= 0;
}

/* Where a place of a line that runs away from the camera would be if it did not, and back. What is twice as far away
 * has sides half as long, and modules a quarter as wide. */
static float flat(const struct slope *s, float at)
{
    float t = at / s->length;
    return s->length * t / (t + (1 - t) * s->far);
}

static float sloping(const struct slope *s, float at)
{
    float t = at / s->length;
    return s->length * t * s->far / (1 - t + t * s->far);
}

static bool gtin14_is_right(const char *digits, size_t size)
{
    if (size != GTIN14_DIGITS)
        return false;
    for (size_t i = 0; i < size; i++)
        if (digits[i] < '0' || digits[i] > '9')
            return false;
    return gtin_check_digit(digits, GTIN14_DIGITS - 1) == digits[GTIN14_DIGITS - 1];
}

static bool same(const struct linear_value *a, const struct linear_value *b)
{
    return a->symbology == b->symbology && a->backwards == b->backwards && a->size == b->size &&
           memcmp(a->bytes, b->bytes, a->size) == 0 && a->from < b->to && b->from < a->to;
}

static void count(struct linear_reader *reader, const struct linear_value *seen)
{
    struct linear_value *v = NULL;
    for (size_t i = 0; i < reader->count && !v; i++)
        if (same(&reader->value[i], seen))
            v = &reader->value[i];
    if (!v) {
        if (reader->count < READ_VALUES_MAX)
            reader->value[reader->count++] = *seen;
        return;
    }
    v->top = seen->top < v->top ? seen->top : v->top;
    v->bottom = seen->bottom > v->bottom ? seen->bottom : v->bottom;
    if (v->bands & seen->bands)
        return; /* the same pixels once more, in another way */
    float share = 1 / (float)(v->lines + 1);
    v->from += (seen->from - v->from) * share;
    v->to += (seen->to - v->to) * share;
    v->bands |= seen->bands;
    v->lines++;
}

static void take(struct linear_reader *reader, const struct kind *k, const struct elements *at,
                 const struct linear_value *line)
{
    zbar_decoder_t *z = reader->decoder;
    struct linear_value seen = *line;
    seen.symbology = k->symbology;
    seen.backwards = zbar_decoder_get_direction(z) < 0;
    seen.size = zbar_decoder_get_data_length(z);
    if (seen.size == 0 || seen.size > READ_BYTES_MAX)
        return;
    memcpy(seen.bytes, zbar_decoder_get_data(z), seen.size);
    if (k->symbology == SYMBOLOGY_ITF14 && !gtin14_is_right(seen.bytes, seen.size))
        return; /* an ITF has no check of its own */
    if (k->symbology == SYMBOLOGY_CODE128 && linear_check_has_fnc4(at->edges, at->first, at->last, seen.backwards))
        return;
    if (k->symbology == SYMBOLOGY_CODE128 && zbar_decoder_get_modifiers(z) >> ZBAR_MOD_GS1 & 1)
        seen.symbology = SYMBOLOGY_GS1_128;
    seen.from = sloping(&reader->slope, at->edges->at[at->first]);
    seen.to = sloping(&reader->slope, at->edges->at[at->last]);
    reader->seen = true;
    count(reader, &seen);
}

/* Edges are told between samples, so that two of neighbours may come to lie on each other, or that way round. */
static unsigned zbar_width(const struct linear_edges *e, int n)
{
    if (n > e->count)
        return 0; /* the end of the line */
    float width = n == 0 || n == e->count ? QUIET : width_at(e, n) * PRECISION + 0.5f;
    return width > 1 ? (unsigned)width : 1;
}

/* ZBar goes by the distances between edges of the same kind, which leave 1 and 7, 2 and 8 open, and is led astray where
 * light has drowned bars: what it reads must also be what the widths themselves say. */
static bool fits(const struct guards_code *code, const zbar_decoder_t *z)
{
    return linear_check(code, zbar_decoder_get_data(z), zbar_decoder_get_data_length(z),
                        zbar_decoder_get_direction(z) < 0) >= FIT_LEAST;
}

/* Reads a line of which `code` tells what its guards say it is, NULL of one in which there may be anything. EAN and UPC
 * are read by their guards only: half an EAN-13 may look like a UPC-E. */
static void read_line(struct linear_reader *reader, const struct linear_edges *edges, const struct guards_code *code,
                      struct linear_value *line)
{
    reader->decoder = code ? reader->guarded : reader->open;
    zbar_decoder_reset(reader->decoder);
    for (int i = 0; i <= edges->count + 1; i++) {
        zbar_symbol_type_t type = zbar_decode_width(reader->decoder, zbar_width(edges, i));
        const struct kind *k = type > ZBAR_PARTIAL ? kind_of(type) : NULL;
        if (!k || k->guards != (code ? code->type : ZBAR_NONE))
            continue;
        struct elements at = {edges, 0, edges->count - 1};
        if (code ? fits(code, reader->decoder) : find_span(k, edges, i, &at))
            take(reader, k, &at, line);
    }
}

/* EAN and UPC, each by itself and set right by its guards. */
static void read_guarded(struct linear_reader *reader, const struct linear_edges *edges, struct linear_value *line)
{
    for (int first = 0; first < edges->count; first += 2)
        for (int kind = 0; kind < GUARDS_KINDS; kind++) {
            struct guards_code code;
            if (linear_guards_find(edges, first, kind, &code))
                read_line(reader, &code.edges, &code, line);
        }
}

/* First as it is, then as if it did not run away from the camera. How much it does, the sides of its region say, where
 * its outline is right; of EAN and UPC their guards say it too. */
void linear_reader_line(struct linear_reader *reader, const struct linear_edges *edges, const struct linear_line *line)
{
    const float far[] = {1, line->far};
    struct linear_value value = {.bands = line->bands, .lines = 1, .top = line->row, .bottom = line->row};
    reader->seen = false;
    for (size_t i = 0; i < sizeof far / sizeof *far && !reader->seen && edges->count >= EDGES_MIN; i++) {
        struct linear_edges even = {.count = edges->count};
        reader->slope = (struct slope){far[i], (float)line->length};
        for (int n = 0; n < even.count; n++)
            even.at[n] = flat(&reader->slope, edges->at[n]);
        read_guarded(reader, &even, &value);
        if (!reader->seen)
            read_line(reader, &even, NULL, &value);
    }
}
