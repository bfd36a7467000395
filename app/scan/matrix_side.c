#include "app/scan/matrix_side.h"

#include <math.h>

#define CONTRAST_MIN 14.0f /* grey levels; less than this is a fold or a shade */
#define STRAIGHT_MIN 0.75f /* of the stations must lie on one line */
#define PROFILE_MAX  64

/* fmin and fmax are calls, for the sake of NaN, which does not come here. */
static float smaller(float a, float b)
{
    return a < b ? a : b;
}

static float larger(float a, float b)
{
    return a > b ? a : b;
}

static struct point along(struct point from, struct point step, float times)
{
    return (struct point){from.x + step.x * times, from.y + step.y * times};
}

struct side side_of(const struct ink *ink, struct point from, struct point to, struct point inside)
{
    struct side s = {.ink = ink, .from = from, .length = point_distance(from, to), .every = 1};
    if (s.length > 0)
        s.way = (struct point){(to.x - from.x) / s.length, (to.y - from.y) / s.length};
    s.in = (struct point){-s.way.y, s.way.x};
    if ((inside.x - from.x) * s.in.x + (inside.y - from.y) * s.in.y < 0)
        s.in = (struct point){s.way.y, -s.way.x};
    return s;
}

/* Places come by the golden ratio, so that no modules fall into step with them. */
bool side_could_be(const struct side *s)
{
    enum { PLACES = 16, MISSES = 3 };
    int misses = 0;
    float place = 0;
    for (int i = 0; i < PLACES && misses <= MISSES; i++) {
        place += 0.618034f;
        place -= floorf(place);
        struct point p = along(s->from, s->way, s->length * (0.06f + 0.88f * place));
        misses += ink_at(s->ink, along(p, s->in, -1.5f)) - ink_at(s->ink, along(p, s->in, 1)) < CONTRAST_MIN / 2;
    }
    return misses <= MISSES;
}

/* The edge of one station: from light to dark going in, the nearest to where it is expected. */
static bool find_edge(const struct side *s, float expected, float reach, struct station *station)
{
    float v[PROFILE_MAX], nearest = INFINITY;
    int count = (int)(2 * reach) + 1;
    if (count > PROFILE_MAX)
        count = PROFILE_MAX;
    float first = expected - (float)(count - 1) / 2;
    struct point base = along(s->from, s->way, station->at);
    station->dark = 255;
    station->light = 0;
    for (int i = 0; i < count; i++) {
        v[i] = ink_at(s->ink, along(base, s->in, first + (float)i));
        station->dark = smaller(station->dark, v[i]);
        station->light = larger(station->light, v[i]);
    }
    if (station->light - station->dark < CONTRAST_MIN)
        return false;
    float middle = (station->dark + station->light) / 2;
    for (int i = 0; i + 1 < count; i++) {
        if (!(v[i] > middle && v[i + 1] <= middle))
            continue;
        float place = first + (float)i + (v[i] - middle) / (v[i] - v[i + 1]);
        if (fabsf(place - expected) < fabsf(nearest - expected))
            nearest = place;
    }
    station->edge = nearest;
    return nearest < INFINITY;
}

static void find_edges(struct side *s, float reach, int every)
{
    s->every = every;
    for (int i = 0; i < STATIONS; i += every) {
        struct station *station = &s->station[i];
        station->at = s->length * (0.04f + 0.92f * (float)i / (STATIONS - 1));
        station->on = find_edge(s, s->offset + s->slope * station->at, reach, station);
    }
}

/* Least squares over the stations that are on. */
static bool fit(struct side *s)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int i = 0; i < STATIONS; i += s->every) {
        const struct station *p = &s->station[i];
        if (!p->on)
            continue;
        n++;
        sx += p->at;
        sy += p->edge;
        sxx += (double)p->at * p->at;
        sxy += (double)p->at * p->edge;
    }
    double det = n * sxx - sx * sx;
    if (n < 2 || det < 1e-6)
        return false;
    s->slope = (float)((n * sxy - sx * sy) / det);
    s->offset = (float)((sy - s->slope * sx) / n);
    return true;
}

static float off_line(const struct side *s, const struct station *p)
{
    return fabsf(p->edge - s->offset - s->slope * p->at);
}

/* The station farthest from the line, if any is not near. */
static struct station *farthest(struct side *s, float near)
{
    struct station *worst = NULL;
    for (int i = 0; i < STATIONS; i += s->every) {
        struct station *p = &s->station[i];
        if (p->on && off_line(s, p) > near && (!worst || off_line(s, p) > off_line(s, worst)))
            worst = p;
    }
    return worst;
}

/* A line through most of the edges: the farthest goes, the rest is fitted again, until all are near. */
static bool fit_line(struct side *s, float near)
{
    int left = 0;
    for (int i = 0; i < STATIONS; i += s->every)
        left += s->station[i].on;
    while ((float)(left * s->every) >= STRAIGHT_MIN * STATIONS) {
        if (!fit(s))
            return false;
        struct station *worst = farthest(s, near);
        if (!worst)
            return true;
        worst->on = false;
        left--;
    }
    return false;
}

bool side_refine(struct side *s, float reach)
{
    find_edges(s, reach, 4);
    if (!fit_line(s, larger(1, reach / 3)))
        return false;
    find_edges(s, larger(3, reach / 2), 1);
    return fit_line(s, larger(0.8f, s->length / 100));
}

struct point side_point(const struct side *s, float at)
{
    return along(along(s->from, s->way, at), s->in, s->offset + s->slope * at);
}

float side_contrast(const struct side *s, float part)
{
    float sum = 0, count = 0;
    for (int i = (int)(STATIONS * part); i < STATIONS; i++) {
        if (!s->station[i].on)
            continue;
        sum += s->station[i].light - s->station[i].dark;
        count++;
    }
    return count > 0 ? sum / count : 0;
}

/* From the edge inwards until it is light again. Steps grow with the way, as all that is wanted is about an eighth. */
static float width_at(const struct side *s, const struct station *p)
{
    struct point edge = side_point(s, p->at);
    float before = 0, step = 0.5f, at = step, middle = (p->dark + p->light) / 2;
    for (; at < s->length / 4; at += step) {
        float grey = ink_at(s->ink, along(edge, s->in, at));
        if (grey > middle)
            return at - step * (grey - middle) / (grey - before);
        before = smaller(grey, middle);
        step = larger(0.5f, at / 8);
    }
    return at;
}

float side_thickness(const struct side *s)
{
    float widths[STATIONS];
    int count = 0;
    for (int i = 0; i < STATIONS; i++) {
        if (!s->station[i].on)
            continue;
        float width = width_at(s, &s->station[i]);
        int at = count++;
        for (; at > 0 && widths[at - 1] > width; at--)
            widths[at] = widths[at - 1];
        widths[at] = width;
    }
    return count > 0 ? widths[count / 5] : 0;
}

/* It is on as long as it is darker than what lies beside it, outside, however the light falls. */
float side_end(const struct side *s, float thickness)
{
    float least = side_contrast(s, 0.75f) * 0.4f, step = larger(0.25f, thickness / 8);
    float outside = larger(1, thickness * 0.75f), gap = 0, end = s->length / 2;
    for (float at = end; at < s->length * 1.5f + 3 * thickness && gap < thickness * 0.7f; at += step) {
        struct point p = side_point(s, at);
        float beside = ink_at(s->ink, along(p, s->in, -outside));
        if (beside - ink_at(s->ink, along(p, s->in, thickness / 2)) > least) {
            end = at + step / 2;
            gap = 0;
        } else {
            gap += step;
        }
    }
    return end;
}

bool side_meet(const struct side *a, const struct side *b, struct point *out)
{
    struct point p = side_point(a, 0), q = side_point(a, a->length), r = side_point(b, 0), t = side_point(b, b->length);
    float ax = q.x - p.x, ay = q.y - p.y, bx = t.x - r.x, by = t.y - r.y, det = ax * by - ay * bx;
    if (!(fabsf(det) > 1e-3f))
        return false;
    float at = ((r.x - p.x) * by - (r.y - p.y) * bx) / det;
    *out = (struct point){p.x + ax * at, p.y + ay * at};
    return true;
}
