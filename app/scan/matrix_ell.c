#include "app/scan/matrix_ell.h"

#include <math.h>

#define STATIONS     48    /* places where an edge is looked at */
#define CONTRAST_MIN 14.0f /* grey levels; less than this is a fold or a shade */
#define STRAIGHT_MIN 0.75f /* of the stations must lie on one line */
#define MODULE_MIN   1.3f  /* pixels; below that, modules run into each other */
#define SIDE_MIN     7.0f  /* modules; the shortest side has 8 */
#define SIDE_MAX     160.0f

static struct point along(struct point from, struct point step, float times)
{
    return (struct point){from.x + step.x * times, from.y + step.y * times};
}

static struct point unit(struct point from, struct point to)
{
    float length = point_distance(from, to);
    if (!(length > 0))
        return (struct point){0, 0};
    return (struct point){(to.x - from.x) / length, (to.y - from.y) / length};
}

/* fmin and fmax are calls, for the sake of NaN, which does not come here. */
static float smaller(float a, float b)
{
    return a < b ? a : b;
}

static float larger(float a, float b)
{
    return a > b ? a : b;
}

/* One side of the L as it is looked at: where it begins, which way it runs, and which way is in. */
struct side {
    const struct ink *ink;
    struct point from, way, in;
    float length;
    /* of its stations: the distance along, that of the edge inwards, whether there is one */
    float at[STATIONS], edge[STATIONS];
    bool on[STATIONS];
    float contrast, middle; /* of the greys on both sides of the edge, in the mean */
    int every;              /* only every so many are looked at */
    float slope, offset;    /* the line through the edges: inwards = offset + slope * along */
};

#define PROFILE_MAX 64

/* The edge of one station: from light to dark going in, the nearest to where it is expected. */
static bool find_edge(struct side *s, float along_side, float expected, float reach, float *edge, float *grey)
{
    float v[PROFILE_MAX], least = 255, most = 0;
    int count = (int)(2 * reach) + 1;
    struct point base = along(s->from, s->way, along_side);
    if (count > PROFILE_MAX)
        count = PROFILE_MAX;
    float first = expected - (float)(count - 1) / 2;
    for (int i = 0; i < count; i++) {
        v[i] = ink_at(s->ink, along(base, s->in, first + (float)i));
        least = smaller(least, v[i]);
        most = larger(most, v[i]);
    }
    if (most - least < CONTRAST_MIN)
        return false;
    float middle = (least + most) / 2, nearest = INFINITY;
    for (int i = 0; i + 1 < count; i++) {
        if (!(v[i] > middle && v[i + 1] <= middle))
            continue;
        float place = first + (float)i + (v[i] - middle) / (v[i] - v[i + 1]);
        if (fabsf(place - expected) < fabsf(nearest - expected))
            nearest = place;
    }
    *edge = nearest;
    grey[0] = least;
    grey[1] = most;
    return nearest < INFINITY;
}

/* At every n-th station. */
static void find_edges(struct side *s, float reach, int every)
{
    float dark = 0, light = 0, count = 0;
    s->every = every;
    for (int i = 0; i < STATIONS; i += every) {
        float grey[2] = {0, 0};
        s->at[i] = s->length * (0.04f + 0.92f * (float)i / (STATIONS - 1));
        s->on[i] = find_edge(s, s->at[i], s->offset + s->slope * s->at[i], reach, &s->edge[i], grey);
        if (!s->on[i])
            continue;
        dark += grey[0];
        light += grey[1];
        count++;
    }
    s->contrast = count > 0 ? (light - dark) / count : 0;
    s->middle = count > 0 ? (light + dark) / 2 / count : 0;
}

/* Least squares over the stations that are on. */
static bool fit(struct side *s)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int i = 0; i < STATIONS; i += s->every) {
        if (!s->on[i])
            continue;
        n++;
        sx += s->at[i];
        sy += s->edge[i];
        sxx += (double)s->at[i] * s->at[i];
        sxy += (double)s->at[i] * s->edge[i];
    }
    double det = n * sxx - sx * sx;
    if (n < 2 || det < 1e-6)
        return false;
    s->slope = (float)((n * sxy - sx * sy) / det);
    s->offset = (float)((sy - s->slope * sx) / n);
    return true;
}

static float off_line(const struct side *s, int i)
{
    return fabsf(s->edge[i] - s->offset - s->slope * s->at[i]);
}

/* A line through most of the edges: the farthest go, the rest is fitted again, until all are near. */
static bool fit_line(struct side *s, float near)
{
    int left = 0;
    for (int i = 0; i < STATIONS; i += s->every)
        left += s->on[i];
    while ((float)(left * s->every) >= STRAIGHT_MIN * STATIONS) {
        int worst = -1, far = 0;
        if (!fit(s))
            return false;
        for (int i = 0; i < STATIONS; i += s->every) {
            if (!s->on[i] || off_line(s, i) <= near)
                continue;
            far++;
            if (worst < 0 || off_line(s, i) > off_line(s, worst))
                worst = i;
        }
        if (far == 0)
            return true;
        s->on[worst] = false;
        left--;
    }
    return false;
}

static bool refine_side(struct side *s, float reach)
{
    find_edges(s, reach, 4);
    if (!fit_line(s, larger(1, reach / 3)))
        return false;
    find_edges(s, larger(3, reach / 2), 1);
    return fit_line(s, larger(0.8f, s->length / 100));
}

static struct point on_line(const struct side *s, float at)
{
    return along(along(s->from, s->way, at), s->in, s->offset + s->slope * at);
}

/* From the edge inwards until it is light again. Steps grow with the way, as all that is wanted is about an eighth. */
static float width_at(const struct side *s, int station)
{
    struct point edge = on_line(s, s->at[station]);
    float before = 0, step = 0.5f, at = step;
    for (; at < s->length / 4; at += step) {
        float grey = ink_at(s->ink, along(edge, s->in, at));
        if (grey > s->middle)
            return at - step * (grey - s->middle) / (grey - before);
        before = grey;
        step = larger(0.5f, at / 8);
    }
    return at;
}

/* How wide the line is: where no module of the data lies against it, which is at about every second. */
static float thickness(const struct side *s)
{
    enum { EVERY = 2 };
    float widths[STATIONS];
    int count = 0;
    for (int i = 0; i < STATIONS; i += EVERY) {
        float width = width_at(s, i);
        int at = count++;
        for (; at > 0 && widths[at - 1] > width; at--)
            widths[at] = widths[at - 1];
        widths[at] = width;
    }
    return widths[count / 5];
}

/* Where the line, followed along its middle, comes to its end. */
static float find_end(const struct side *s, float module)
{
    float step = larger(0.25f, module / 8), gap = 0, end = s->length / 2;
    for (float at = s->length / 2; at < s->length * 1.5f + 3 * module && gap < module * 0.7f; at += step) {
        struct point p = along(on_line(s, at), s->in, module / 2);
        if (ink_at(s->ink, p) <= s->middle) {
            end = at + step / 2;
            gap = 0;
        } else {
            gap += step;
        }
    }
    return end;
}

static bool meet(const struct side *a, const struct side *b, struct point *out)
{
    struct point p = on_line(a, 0), q = on_line(a, a->length), r = on_line(b, 0), t = on_line(b, b->length);
    float ax = q.x - p.x, ay = q.y - p.y, bx = t.x - r.x, by = t.y - r.y, det = ax * by - ay * bx;
    if (!(fabsf(det) > 1e-3f))
        return false;
    float at = ((r.x - p.x) * by - (r.y - p.y) * bx) / det;
    *out = (struct point){p.x + ax * at, p.y + ay * at};
    return true;
}

static void set_side(struct side *s, struct point from, struct point to, struct point other)
{
    s->from = from;
    s->way = unit(from, to);
    s->length = point_distance(from, to);
    s->in = (struct point){-s->way.y, s->way.x};
    if ((other.x - from.x) * s->in.x + (other.y - from.y) * s->in.y < 0)
        s->in = (struct point){s->way.y, -s->way.x};
    s->slope = s->offset = 0;
}

static bool is_plausible(const struct ell *ell)
{
    float up = point_distance(ell->corner, ell->up), right = point_distance(ell->corner, ell->right);
    struct point u = unit(ell->corner, ell->up), r = unit(ell->corner, ell->right);
    return ell->module >= MODULE_MIN && up >= SIDE_MIN * ell->module && right >= SIDE_MIN * ell->module &&
           up <= SIDE_MAX * ell->module && right <= SIDE_MAX * ell->module && fabsf(u.x * r.x + u.y * r.y) < 0.6f;
}

/* Whether at nearly all places along it a side is darker a pixel within than a pixel outside. */
static bool is_edge(const struct side *s)
{
    enum { PLACES = 12, MISSES = 2 };
    int misses = 0;
    for (int i = 0; i < PLACES && misses <= MISSES; i++) {
        struct point p = along(s->from, s->way, s->length * (0.08f + 0.84f * (float)i / (PLACES - 1)));
        misses += ink_at(s->ink, along(p, s->in, -1.5f)) - ink_at(s->ink, along(p, s->in, 1)) < CONTRAST_MIN / 2;
    }
    return misses <= MISSES;
}

bool ell_could_be(const struct ink *ink, const struct ell *ell)
{
    struct side side = {.ink = ink};
    set_side(&side, ell->corner, ell->up, ell->right);
    if (!is_edge(&side))
        return false;
    set_side(&side, ell->corner, ell->right, ell->up);
    return is_edge(&side);
}

static bool is_inside(const struct ink *ink, struct point p)
{
    return p.x >= 0 && p.y >= 0 && p.x <= (float)ink->image->width && p.y <= (float)ink->image->height;
}

bool ell_refine(const struct ink *ink, struct ell *ell, float reach)
{
    struct side up = {.ink = ink}, right = {.ink = ink};
    set_side(&up, ell->corner, ell->up, ell->right);
    set_side(&right, ell->corner, ell->right, ell->up);
    ell->module = 0;
    if (!refine_side(&up, reach) || !refine_side(&right, reach) || !meet(&up, &right, &ell->corner))
        return false;
    float a = thickness(&up), b = thickness(&right);
    ell->module = (a + b) / 2;
    if (!(a < 2 * b && b < 2 * a))
        return false;
    ell->up = on_line(&up, find_end(&up, a));
    ell->right = on_line(&right, find_end(&right, b));
    ell->contrast = smaller(up.contrast, right.contrast);
    return is_inside(ink, ell->up) && is_inside(ink, ell->right) && is_plausible(ell);
}
