#include "app/scan/linear_lines.h"

#include <math.h>

#define LENGTH_BEST  700.0f /* pixels across the bars: seven a module for an EAN-13, three for a long Code 128 */
#define SAMPLES_MIN  600.0f /* of a line across the bars */
#define MARGIN       0.12f  /* of the length, on either side: the quiet zones, and what the region missed */
#define MARGIN_PLUS  16.0f  /* pixels */
#define OVERSAMPLING 4.0f   /* samples a pixel at most */
#define ROWS_MAX     4096
#define NEAR         8 /* a part of the line: what is near its end */

static float longer(float a, float b)
{
    return a > b ? a : b;
}

static struct point between(struct point a, struct point b, float share)
{
    return (struct point){a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

bool linear_lines_make(const struct linear_region *region, const struct pyramid *pyramid, struct linear_lines *out)
{
    const struct point *p = region->quad.at;
    float length = longer(point_distance(p[0], p[1]), point_distance(p[3], p[2]));
    float height = longer(point_distance(p[0], p[3]), point_distance(p[1], p[2]));
    unsigned level = 0;
    while (length > LENGTH_BEST && level + 1 < pyramid->count) {
        length /= 2;
        height /= 2;
        level++;
    }
    if (!(length > 1 && height >= 1 && length < LINE_MAX))
        return false;
    float samples = longer(1, SAMPLES_MIN / length);
    samples = samples > OVERSAMPLING ? OVERSAMPLING : samples;
    float margin = (length * MARGIN + MARGIN_PLUS) * samples;
    float all = length * samples + 2 * margin;
    *out = (struct linear_lines){.image = &pyramid->level[level], .scale = (float)(1u << level)};
    out->length = all < LINE_MAX ? (int)all : LINE_MAX;
    out->samples = samples;
    out->margin = margin;
    out->rows = (int)height < ROWS_MAX ? (int)height : ROWS_MAX;
    out->bands = out->rows / 2 < BANDS_MAX ? out->rows / 2 : BANDS_MAX;
    out->bands = out->bands > 0 ? out->bands : 1;
    float share = margin / samples / length; /* beyond either end */
    out->quad = (struct quad){{between(p[0], p[1], -share), between(p[0], p[1], 1 + share),
                               between(p[3], p[2], 1 + share), between(p[3], p[2], -share)}};
    return true;
}

/* Samples go along a line in even steps, and not as perspective would have it: how far a code runs away from the camera
 * cannot be told from a striped region's outline, and what a decoder compares lies close together. */
struct point linear_lines_place(const struct linear_lines *lines, float sample, float row)
{
    const struct point *p = lines->quad.at;
    float down = row / (float)lines->rows;
    return between(between(p[0], p[3], down), between(p[1], p[2], down), sample / (float)lines->length);
}

/* A place between pixels in 65536ths, from the middle of the first one: additions only along a line. */
#define FIXED      65536.0f
#define FIXED_BITS 16

struct step {
    int32_t x, y, dx, dy; /* the picture is less than 32768 pixels wide */
};

/* Bilinear, in 65536ths of a grey level; the place is within the picture. */
static inline uint32_t grey_at(const struct image *image, int32_t x, int32_t y)
{
    const uint8_t *a = image->grey + (size_t)(y >> FIXED_BITS) * image->width + (x >> FIXED_BITS);
    const uint8_t *b = a + image->width;
    uint32_t fx = (uint32_t)(x >> 8 & 255), fy = (uint32_t)(y >> 8 & 255);
    return (a[0] * (256 - fx) + a[1] * fx) * (256 - fy) + (b[0] * (256 - fx) + b[1] * fx) * fy;
}

static int32_t clamp(int32_t v, int32_t most)
{
    return v < 0 ? 0 : v < most ? v : most;
}

/* Samples `from` to `to` of a row; a row beside the band's middle one may leave the picture a little before it. */
static void add_row(const struct linear_lines *lines, float row, int from, int to, uint32_t *sum)
{
    struct point start = linear_lines_place(lines, (float)from + 0.5f, row);
    struct point end = linear_lines_place(lines, (float)to + 0.5f, row);
    float unit = FIXED / lines->scale, count = (float)(to - from);
    struct step s = {(int32_t)(start.x * unit - FIXED / 2), (int32_t)(start.y * unit - FIXED / 2),
                     (int32_t)((end.x - start.x) * unit / count), (int32_t)((end.y - start.y) * unit / count)};
    int32_t right = (int32_t)((lines->image->width - 1) << FIXED_BITS) - 1;
    int32_t bottom = (int32_t)((lines->image->height - 1) << FIXED_BITS) - 1;
    int32_t x = s.x + (to - from) * s.dx, y = s.y + (to - from) * s.dy;
    bool inside =
        s.x >= 0 && s.x <= right && s.y >= 0 && s.y <= bottom && x >= 0 && x <= right && y >= 0 && y <= bottom;
    for (int i = from; i < to; i++, s.x += s.dx, s.y += s.dy)
        sum[i] +=
            inside ? grey_at(lines->image, s.x, s.y) : grey_at(lines->image, clamp(s.x, right), clamp(s.y, bottom));
}

/* Narrows a span of samples to those at which from + sample * step lies within 0 and `size`. */
static void clip(float from, float step, float size, int *first, int *last)
{
    for (; *first < *last && !(from + (float)*first * step >= 0 && from + (float)*first * step <= size); ++*first)
        ;
    for (; *first < *last && !(from + (float)(*last - 1) * step >= 0 && from + (float)(*last - 1) * step <= size);
         --*last)
        ;
}

static void find_inside(const struct linear_lines *lines, struct linear_band *band)
{
    struct point from = linear_lines_place(lines, 0.5f, band->row), to = linear_lines_place(lines, 1.5f, band->row);
    float scale = lines->scale;
    band->from = 0;
    band->to = lines->length;
    clip(from.x, to.x - from.x, (float)lines->image->width * scale, &band->from, &band->to);
    clip(from.y, to.y - from.y, (float)lines->image->height * scale, &band->from, &band->to);
}

/* The least and the most of a part of a line. */
static void range_of(const float *grey, int from, int to, float *low, float *high)
{
    *low = *high = from < to ? grey[from] : 0;
    for (int i = from; i < to; i++) {
        *low = grey[i] < *low ? grey[i] : *low;
        *high = grey[i] > *high ? grey[i] : *high;
    }
}

/* What a picture's edge cuts goes on as it is when it is light there, else a bar would become one with what is not
 * there. */
static float paper_at(const struct linear_band *band, int from, int to, int edge)
{
    float low, high;
    range_of(band->grey, from > band->from ? from : band->from, to < band->to ? to : band->to, &low, &high);
    return band->grey[edge] > (low + high) / 2 ? band->grey[edge] : high;
}

void linear_band_paper(struct linear_band *band, int length)
{
    if (band->from >= band->to) {
        for (int i = 0; i < length; i++)
            band->grey[i] = 0;
        return;
    }
    int near = length / NEAR;
    float before = paper_at(band, band->from, band->from + near, band->from);
    float behind = paper_at(band, band->to - near, band->to, band->to - 1);
    for (int i = 0; i < band->from; i++)
        band->grey[i] = before;
    for (int i = band->to; i < length; i++)
        band->grey[i] = behind;
}

/* What lies beside a code, a dark box or a white table, is neither lighter nor darker than what is in it. */
void linear_band_clip(struct linear_band *band, int length)
{
    float low, high;
    range_of(band->grey, length * 3 / 20, length * 17 / 20, &low, &high);
    low -= (high - low) / 8;
    high += (high - low) / 8;
    for (int i = 0; i < length; i++)
        band->grey[i] = band->grey[i] < low ? low : band->grey[i] > high ? high : band->grey[i];
}

void linear_lines_sample(const struct linear_lines *lines, int n, int rows, struct linear_band *out)
{
    uint32_t sum[LINE_MAX] = {0}; /* 65536ths of 255, up to 256 rows */
    float high = (float)lines->rows / (float)lines->bands;
    rows = (int)high < rows ? (int)high : rows;
    rows = rows > 0 ? rows : 1;
    out->row = ((float)n + 0.5f) * high;
    find_inside(lines, out);
    for (int r = 0; r < rows && out->from < out->to; r++)
        add_row(lines, out->row + (float)r - (float)(rows - 1) / 2, out->from, out->to, sum);
    for (int i = out->from; i < out->to; i++)
        out->grey[i] = (float)sum[i] / (FIXED * (float)rows);
    linear_band_paper(out, lines->length);
}
