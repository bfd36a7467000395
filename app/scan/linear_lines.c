#include "app/scan/linear_lines.h"

#include <math.h>

#define LENGTH_BEST  700.0f /* pixels across the bars: seven a module for an EAN-13, three for a long Code 128 */
#define SAMPLES_MIN  600.0f /* of a line across the bars */
#define MARGIN       0.12f  /* of the length, on either side: the quiet zones, and what the region missed */
#define MARGIN_PLUS  16.0f  /* pixels */
#define OVERSAMPLING 4.0f   /* samples a pixel at most */

static float longer(float a, float b)
{
    return a > b ? a : b;
}

/* From the view to the level: the region fills the view but for the margins at its ends. */
static bool set_planes(const struct linear_region *region, float margin, unsigned level, struct linear_lines *out)
{
    float right = (float)out->length - margin, high = (float)out->rows;
    struct quad view = {{{margin, 0}, {right, 0}, {right, high}, {margin, high}}}, there = region->quad;
    if (!homography_make(&view, &there, &out->to_picture))
        return false;
    for (int i = 0; i < 4; i++) {
        there.at[i].x /= (float)(1u << level);
        there.at[i].y /= (float)(1u << level);
    }
    return homography_make(&view, &there, &out->to_image);
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
    *out = (struct linear_lines){.image = &pyramid->level[level]};
    out->length = all < LINE_MAX ? (int)all : LINE_MAX;
    out->rows = (int)height < 4096 ? (int)height : 4096;
    out->bands = out->rows / 2 < BANDS_MAX ? out->rows / 2 : BANDS_MAX;
    out->bands = out->bands > 0 ? out->bands : 1;
    return set_planes(region, margin, level, out);
}

/* Grey between pixels, the place told by its distance from the middle of the first one. */
static float bilinear(const struct image *image, float x, float y)
{
    float right = (float)(image->width - 1), bottom = (float)(image->height - 1);
    x = x > 0 ? (x < right ? x : right) : 0; /* a NaN comes out as 0 */
    y = y > 0 ? (y < bottom ? y : bottom) : 0;
    uint32_t left = (uint32_t)x, top = (uint32_t)y;
    left -= left && left + 1 == image->width;
    top -= top && top + 1 == image->height;
    const uint8_t *a = image->grey + (size_t)top * image->width + left, *b = a + image->width;
    float fx = x - (float)left, fy = y - (float)top;
    float upper = (float)a[0] + fx * (float)(a[1] - a[0]), lower = (float)b[0] + fx * (float)(b[1] - b[0]);
    return upper + fy * (lower - upper);
}

static void add_row(const struct linear_lines *lines, float row, float *sum)
{
    const double *m = lines->to_image.m;
    float w = (float)(m[7] * row + m[8] + m[6] * 0.5), dw = (float)m[6];
    float x = (float)(m[1] * row + m[2] + m[0] * 0.5), dx = (float)m[0];
    float y = (float)(m[4] * row + m[5] + m[3] * 0.5), dy = (float)m[3];
    for (int i = 0; i < lines->length; i++) {
        float at = (float)i, scale = 1 / (w + at * dw);
        sum[i] += bilinear(lines->image, (x + at * dx) * scale - 0.5f, (y + at * dy) * scale - 0.5f);
    }
}

void linear_lines_sample(const struct linear_lines *lines, int n, struct linear_band *out)
{
    float high = (float)lines->rows / (float)lines->bands;
    int rows = (int)high < BAND_ROWS ? (int)high : BAND_ROWS;
    rows = rows > 0 ? rows : 1;
    out->row = ((float)n + 0.5f) * high;
    for (int i = 0; i < lines->length; i++)
        out->grey[i] = 0;
    for (int r = 0; r < rows; r++)
        add_row(lines, out->row + (float)r - (float)(rows - 1) / 2, out->grey);
    for (int i = 0; i < lines->length; i++)
        out->grey[i] /= (float)rows;
}
