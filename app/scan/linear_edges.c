#include "app/scan/linear_edges.h"

#include "app/scan/linear_lines.h"

#define BLOCKS 32
#define AROUND 2    /* blocks on either side whose contrast counts */
#define LEAST  1.5f /* grey levels: less is noise, of a few rows of a sensor with 3 or 4 */

/* Lightest less darkest around each block. */
struct contrast {
    int size;                                    /* of a block */
    float low[BLOCKS], high[BLOCKS], of[BLOCKS]; /* of each by itself, and the difference around it */
    float around_low[BLOCKS], around_high[BLOCKS];
};

static void measure(const float *grey, int length, struct contrast *c)
{
    c->size = (length + BLOCKS - 1) / BLOCKS;
    for (int b = 0; b < BLOCKS; b++) {
        int from = b * c->size < length ? b * c->size : length - 1;
        int to = from + c->size < length ? from + c->size : length;
        c->low[b] = c->high[b] = grey[from];
        for (int i = from; i < to; i++) {
            c->low[b] = grey[i] < c->low[b] ? grey[i] : c->low[b];
            c->high[b] = grey[i] > c->high[b] ? grey[i] : c->high[b];
        }
    }
    for (int b = 0; b < BLOCKS; b++) {
        float low = c->low[b], high = c->high[b];
        for (int k = b - AROUND; k <= b + AROUND; k++) {
            if (k < 0 || k >= BLOCKS)
                continue;
            low = c->low[k] < low ? c->low[k] : low;
            high = c->high[k] > high ? c->high[k] : high;
        }
        c->around_low[b] = low;
        c->around_high[b] = high;
        c->of[b] = high - low;
    }
}

void linear_bounds(const float *grey, int length, float *low, float *high)
{
    struct contrast c;
    measure(grey, length, &c);
    for (int i = 0; i < length; i++) {
        low[i] = c.around_low[i / c.size];
        high[i] = c.around_high[i / c.size];
    }
}

/* The place between two extremes where the grey is half way between theirs: what blur moves least. */
static float half_way(const float *grey, int from, int to)
{
    float half = (grey[from] + grey[to]) / 2;
    int falls = grey[from] > grey[to];
    int i = from;
    while (i + 1 < to && (falls ? grey[i + 1] > half : grey[i + 1] < half))
        i++;
    float step = grey[i + 1] - grey[i];
    return (float)i + 0.5f + (step != 0 ? (half - grey[i]) / step : 0.5f);
}

static void add(struct linear_edges *out, float at)
{
    if (out->count < EDGES_MAX)
        out->at[out->count++] = at;
}

/* Goes from extreme to extreme: a turn counts when the value has come back from the last extreme by the depth. Gives
 * each but the first one to `found`. */
static void go(const float *v, int length, float depth, const struct contrast *c,
               void (*found)(const float *v, int last, int extreme, struct linear_edges *out), struct linear_edges *out)
{
    int last = 0, extreme = 0, up = 1;
    for (int i = 1; i < length; i++) {
        float least = depth * c->of[i / c->size];
        least = least > LEAST ? least : LEAST;
        if (up ? v[i] >= v[extreme] : v[i] <= v[extreme]) {
            extreme = i;
            continue;
        }
        if (up ? v[extreme] - v[i] < least : v[i] - v[extreme] < least)
            continue;
        if (extreme != last && (out->count || !up))
            found(v, last, extreme, out);
        last = extreme;
        extreme = i;
        up = !up;
    }
    if (up && out->count % 2) /* out of the last bar there is no turn any more */
        found(v, last, extreme, out);
    out->count -= out->count % 2;
}

static void add_half_way(const float *v, int last, int extreme, struct linear_edges *out)
{
    add(out, half_way(v, last, extreme));
}

void linear_edges_find(const float *grey, int length, float depth, struct linear_edges *out)
{
    struct contrast c;
    out->count = 0;
    if (length < 2 || length > LINE_MAX)
        return;
    measure(grey, length, &c);
    go(grey, length, depth, &c, add_half_way, out);
}

/* Between samples, by the parabola through three. Where the depth changes from block to block, one beside the extreme
 * may be beyond it; then there is no telling. */
static void add_extreme(const float *v, int last, int extreme, struct linear_edges *out)
{
    (void)last;
    float a = v[extreme - 1], b = v[extreme], d = v[extreme + 1], bend = a - 2 * b + d;
    float off = bend != 0 ? (a - d) / (2 * bend) : 0;
    add(out, (float)extreme + (off >= -0.5f && off <= 0.5f ? off : 0));
}

void linear_edges_steep(const float *grey, int length, float depth, struct linear_edges *out)
{
    struct contrast c;
    float slope[LINE_MAX];
    out->count = 0;
    if (length < 8 || length > LINE_MAX)
        return;
    slope[0] = slope[1] = slope[length - 1] = slope[length - 2] = 0;
    for (int i = 2; i < length - 2; i++)
        slope[i] = grey[i + 1] - grey[i - 1] + grey[i + 2] - grey[i - 2];
    measure(slope, length, &c);
    go(slope, length - 1, depth, &c, add_extreme, out);
}

/* Where the grey passes the middle between the darkest and the lightest around. */
void linear_edges_cut(const float *grey, int length, struct linear_edges *out)
{
    struct contrast c;
    out->count = 0;
    if (length < 2 || length > LINE_MAX)
        return;
    measure(grey, length, &c);
    for (int i = 1; i < length; i++) {
        float cut = (c.around_low[i / c.size] + c.around_high[i / c.size]) / 2;
        float before = grey[i - 1] - cut, now = grey[i] - cut;
        if (out->count % 2 ? before < 0 && now >= 0 : before >= 0 && now < 0)
            add(out, (float)i - 0.5f + before / (before - now));
    }
    out->count -= out->count % 2;
}
