#include "app/scan/linear_refine.h"

#include <math.h>

#define PARTS     6  /* of a line, each laid over by itself: bars on the left may lean otherwise than on the right */
#define SHIFT_MAX 14 /* samples: two or three modules from one band to the next */
#define STEP      2  /* samples from one comparison to the next */
#define FIT_MIN   0.55f

/* How a part of one band lies over the next one. */
struct fit {
    float shift, good; /* good: 1 is exact, 0 no better than paper */
};

static float difference(const float *a, const float *b, int from, int to, int shift)
{
    float sum = 0;
    for (int i = from; i < to; i += STEP)
        sum += fabsf(a[i] - b[i + shift]);
    return sum;
}

static float deviation(const float *a, int from, int to)
{
    float mean = 0, sum = 0;
    for (int i = from; i < to; i += STEP)
        mean += a[i];
    mean /= (float)((to - from + STEP - 1) / STEP);
    for (int i = from; i < to; i += STEP)
        sum += fabsf(a[i] - mean);
    return sum;
}

static struct fit lay_over(const float *a, const float *b, int from, int to)
{
    float at[2 * SHIFT_MAX + 1], whole = deviation(a, from, to);
    int best = 0;
    if (whole < (float)(to - from) / STEP * 2) /* two grey levels: nothing to see */
        return (struct fit){0, 0};
    for (int s = 0; s <= 2 * SHIFT_MAX; s++) {
        at[s] = difference(a, b, from, to, s - SHIFT_MAX);
        best = at[s] < at[best] ? s : best;
    }
    float between = 0; /* of the samples on either side */
    if (best > 0 && best < 2 * SHIFT_MAX) {
        float slope = fmaxf(at[best - 1], at[best + 1]) - at[best];
        between = slope > 0 ? (at[best - 1] - at[best + 1]) / (2 * slope) : 0;
    }
    return (struct fit){(float)(best - SHIFT_MAX) + between, 1 - at[best] / whole};
}

struct fits {
    int from[PARTS + 1];
    struct fit fit[BANDS_MAX][PARTS]; /* of band n over n + 1 */
};

static void lay_all(const struct linear_lines *lines, const struct linear_band *band, struct fits *f)
{
    int margin = SHIFT_MAX + lines->length / 10;
    for (int p = 0; p <= PARTS; p++)
        f->from[p] = margin + (lines->length - 2 * margin) * p / PARTS;
    for (int n = 0; n + 1 < lines->bands; n++)
        for (int p = 0; p < PARTS; p++)
            f->fit[n][p] = lay_over(band[n].grey, band[n + 1].grey, f->from[p], f->from[p + 1]);
}

static bool bands_fit(const struct fits *f, int n)
{
    int good = 0;
    for (int p = 0; p < PARTS; p++)
        good += f->fit[n][p].good > FIT_MIN;
    return good * 2 > PARTS;
}

/* The most bands one after another of which each fits the next. */
static void longest(const struct linear_lines *lines, const struct fits *f, int *first, int *last)
{
    *first = *last = 0;
    for (int n = 0, start = 0; n + 1 < lines->bands; n++) {
        if (!bands_fit(f, n)) {
            start = n + 1;
            continue;
        }
        if (n + 1 - start > *last - *first) {
            *first = start;
            *last = n + 1;
        }
    }
}

/* Lean in samples a row: at the left end of the line and what it changes to the right end. */
struct lean {
    float left, more;
};

static struct lean find_lean(const struct linear_lines *lines, const struct fits *f, int first, int last)
{
    float rows = (float)lines->rows / (float)lines->bands, sum = 0, sx = 0, sy = 0, xx = 0, xy = 0;
    for (int n = first; n < last; n++)
        for (int p = 0; p < PARTS; p++) {
            const struct fit *fit = &f->fit[n][p];
            float w = fit->good > FIT_MIN ? fit->good : 0, y = fit->shift / rows;
            float x = (float)(f->from[p] + f->from[p + 1]) / 2 / (float)lines->length;
            sum += w;
            sx += w * x;
            sy += w * y;
            xx += w * x * x;
            xy += w * x * y;
        }
    if (sum <= 0)
        return (struct lean){0, 0};
    float spread = xx - sx * sx / sum, more = spread > 1e-3f * sum ? (xy - sx * sy / sum) / spread : 0;
    return (struct lean){(sy - more * sx) / sum, more};
}

bool linear_refine(const struct linear_lines *lines, const struct linear_band *band, struct linear_region *out)
{
    struct fits f;
    int first, last;
    if (lines->bands < 3 || lines->length < 8 * SHIFT_MAX)
        return false;
    lay_all(lines, band, &f);
    longest(lines, &f, &first, &last);
    if (last - first < 2)
        return false;
    struct lean lean = find_lean(lines, &f, first, last);
    float rows = (float)lines->rows / (float)lines->bands;
    float top = (float)first * rows, bottom = (float)(last + 1) * rows, middle = (top + bottom) / 2;
    float left = lines->margin, right = (float)lines->length - lines->margin;
    float at_left = lean.left + lean.more * left / (float)lines->length;
    float at_right = lean.left + lean.more * right / (float)lines->length;
    out->quad.at[0] = linear_lines_place(lines, left + at_left * (top - middle), top);
    out->quad.at[1] = linear_lines_place(lines, right + at_right * (top - middle), top);
    out->quad.at[2] = linear_lines_place(lines, right + at_right * (bottom - middle), bottom);
    out->quad.at[3] = linear_lines_place(lines, left + at_left * (bottom - middle), bottom);
    return quad_is_convex(&out->quad);
}
