#include "app/scan/linear_read.h"

#include <string.h>

#include "app/codes/gtin.h"

#define PRECISION 32.0f /* parts of a sample in ZBar's whole widths */

#define QUIET     100000u /* the width of the paper before and behind a line */
#define SPACE_MAX 5.5f    /* modules; no element of these codes has more than four */

#define GTIN14_DIGITS 14

static const struct kind {
    zbar_symbol_type_t type;
    enum symbology symbology;
    int elements, modules; /* bars and spaces of a whole code, and its length; 0 = it depends */
} kinds[] = {
    {ZBAR_EAN13, SYMBOLOGY_EAN13, 59, 95}, {ZBAR_EAN8, SYMBOLOGY_EAN8, 43, 67}, {ZBAR_UPCA, SYMBOLOGY_UPCA, 59, 95},
    {ZBAR_UPCE, SYMBOLOGY_UPCE, 33, 51},   {ZBAR_I25, SYMBOLOGY_ITF14, 77, 0},  {ZBAR_CODE128, SYMBOLOGY_CODE128, 0, 0},
};

int linear_reader_make(struct linear_reader *reader, struct err *err)
{
    *reader = (struct linear_reader){0};
    if (zbar_library_load(err))
        return -1;
    reader->decoder = zbar.decoder_create();
    if (!reader->decoder)
        return err_memory(err);
    int failed = zbar.decoder_set_config(reader->decoder, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        failed |= zbar.decoder_set_config(reader->decoder, kinds[i].type, ZBAR_CFG_ENABLE, 1);
    failed |= zbar.decoder_set_config(reader->decoder, ZBAR_I25, ZBAR_CFG_MIN_LEN, GTIN14_DIGITS);
    failed |= zbar.decoder_set_config(reader->decoder, ZBAR_I25, ZBAR_CFG_MAX_LEN, GTIN14_DIGITS);
    return failed ? err_memory(err) : 0;
}

void linear_reader_clear(struct linear_reader *reader)
{
    if (reader->decoder)
        zbar.decoder_destroy(reader->decoder);
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

/* The last edge of the code of which ZBar told when it was given element n: with the space behind it as a rule; a
 * Code 128 one bar before the end of its stop or, seen from its end, with the last bar of its start; a UPC-E in the
 * middle of its end guard, which looks like the guard in the middle of an EAN. */
static int last_edge(const struct kind *k, int n, bool backwards)
{
    if (k->type == ZBAR_CODE128)
        return n | 1;
    return k->type == ZBAR_UPCE && !backwards ? n + 1 : n - 1;
}

/* A code stands alone: there is paper on either side, wider than any element of it, and none within. ZBar has not
 * looked everywhere: two halves of an EAN may be those of two codes, a UPC-E may be the first half of an EAN. */
static bool stands_alone(const struct kind *k, const struct elements *at)
{
    const struct linear_edges *e = at->edges;
    float space = SPACE_MAX * (e->at[at->last] - e->at[at->first]) / (float)k->modules;
    for (int i = at->first + 1; i <= at->last; i++)
        if (width_at(e, i) > space)
            return false;
    return (at->first == 0 || width_at(e, at->first) >= space) &&
           (at->last + 1 == e->count || width_at(e, at->last + 1) >= space);
}

static bool find_span(const struct kind *k, const struct linear_edges *e, int n, bool backwards, struct elements *out)
{
    int last = last_edge(k, n, backwards);
    if (last >= e->count)
        return false;
    *out = (struct elements){e, k->elements ? last - k->elements : code128_first(e, last), last};
    return out->first >= 0 && (!k->modules || stands_alone(k, out));
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
    seen.size = zbar.decoder_get_data_length(z);
    if (seen.size == 0 || seen.size > READ_BYTES_MAX)
        return;
    memcpy(seen.bytes, zbar.decoder_get_data(z), seen.size);
    if (k->symbology == SYMBOLOGY_ITF14 && !gtin14_is_right(seen.bytes, seen.size))
        return; /* an ITF has no check of its own */
    if (k->symbology == SYMBOLOGY_CODE128 && zbar.decoder_get_modifiers(z) >> ZBAR_MOD_GS1 & 1)
        seen.symbology = SYMBOLOGY_GS1_128;
    seen.from = at->edges->at[at->first];
    seen.to = at->edges->at[at->last];
    reader->seen = true;
    count(reader, &seen);
}

static unsigned zbar_width(const struct linear_edges *e, int n)
{
    if (n > e->count)
        return 0; /* the end of the line */
    return n == 0 || n == e->count ? QUIET : (unsigned)(width_at(e, n) * PRECISION + 0.5f);
}

static void read_line(struct linear_reader *reader, const struct linear_edges *edges, struct linear_value *line)
{
    zbar.decoder_reset(reader->decoder);
    for (int i = 0; i <= edges->count + 1; i++) {
        zbar_symbol_type_t type = zbar.decode_width(reader->decoder, zbar_width(edges, i));
        const struct kind *k = type > ZBAR_PARTIAL ? kind_of(type) : NULL;
        struct elements at;
        line->backwards = zbar.decoder_get_direction(reader->decoder) < 0;
        if (k && find_span(k, edges, i, line->backwards, &at))
            take(reader, k, &at, line);
    }
}

/* As if modules grew by this part from one end of the line to the other. */
static const float stretches[] = {0.25f, -0.25f};

static void stretch(const struct linear_edges *from, float by, struct linear_edges *to)
{
    float middle = (from->at[0] + from->at[from->count - 1]) / 2, length = from->at[from->count - 1] - from->at[0];
    to->count = from->count;
    for (int i = 0; i < from->count; i++) {
        float d = from->at[i] - middle;
        to->at[i] = from->at[i] + by / 2 * d * d / length;
    }
}

void linear_reader_line(struct linear_reader *reader, const struct linear_edges *edges, unsigned bands, float row)
{
    struct linear_value line = {.bands = bands, .lines = 1, .top = row, .bottom = row};
    reader->seen = false;
    read_line(reader, edges, &line);
    for (size_t i = 0; i < sizeof stretches / sizeof *stretches && !reader->seen && edges->count > 24; i++) {
        struct linear_edges other;
        stretch(edges, stretches[i], &other);
        read_line(reader, &other, &line);
    }
}
