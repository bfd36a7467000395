#include "app/scan/linear_fit.h"

#include <math.h>

#define COLUMNS_MAX 64u /* slices across the bars, of which each has its own top and bottom */
/* Cells across the bars. The shortest code, a UPC-E of 51 modules of one pixel, has seven; an edge alone makes three.
 */
#define LENGTH_MIN 4.5f

/* The region seen along its own directions: u across the bars, v along them. */
struct frame {
    float cos, sin;
    float u_low, u_high, v_low, v_high;
};

struct place {
    float u, v;
};

struct point linear_cell_middle(const struct linear_cells *cells, size_t n)
{
    uint32_t column = cells->cell[n] % cells->columns, row = cells->cell[n] / cells->columns;
    return (struct point){((float)column + 0.5f) * (float)cells->size, ((float)row + 0.5f) * (float)cells->size};
}

static struct place place_of(const struct linear_cells *r, const struct frame *f, size_t n)
{
    struct point p = linear_cell_middle(r, n);
    return (struct place){f->cos * p.x + f->sin * p.y, f->cos * p.y - f->sin * p.x};
}

static struct point point_of(const struct frame *f, struct place p)
{
    return (struct point){f->cos * p.u - f->sin * p.v, f->sin * p.u + f->cos * p.v};
}

static void measure(const struct linear_cells *r, struct frame *f)
{
    for (size_t i = 0; i < r->count; i++) {
        struct place p = place_of(r, f, i);
        f->u_low = i && f->u_low < p.u ? f->u_low : p.u;
        f->u_high = i && f->u_high > p.u ? f->u_high : p.u;
        f->v_low = i && f->v_low < p.v ? f->v_low : p.v;
        f->v_high = i && f->v_high > p.v ? f->v_high : p.v;
    }
}

/* A straight line v = at + slope (u - middle). */
struct line {
    float middle, at, slope;
};

static float line_at(const struct line *l, float u)
{
    return l->at + l->slope * (u - l->middle);
}

/* Through points with weights. */
static struct line fit_line(const float *u, const float *v, const float *weight, unsigned count)
{
    float sum = 0, su = 0, sv = 0, uu = 0, uv = 0;
    for (unsigned i = 0; i < count; i++) {
        sum += weight[i];
        su += weight[i] * u[i];
        sv += weight[i] * v[i];
    }
    if (sum <= 0)
        return (struct line){0, 0, 0};
    struct line l = {su / sum, sv / sum, 0};
    for (unsigned i = 0; i < count; i++) {
        uu += weight[i] * (u[i] - l.middle) * (u[i] - l.middle);
        uv += weight[i] * (u[i] - l.middle) * (v[i] - l.at);
    }
    l.slope = uu > 0 ? uv / uu : 0;
    return l;
}

/* Where the region begins and ends in slice after slice; twice, the second time without what stands out. */
struct slices {
    unsigned count;
    float u[COLUMNS_MAX], low[COLUMNS_MAX], high[COLUMNS_MAX], weight[COLUMNS_MAX];
    float cos2[COLUMNS_MAX], sin2[COLUMNS_MAX];
};

static void slice(const struct linear_cells *r, const struct frame *f, struct slices *s)
{
    float length = f->u_high - f->u_low;
    unsigned count = (unsigned)(length / (float)r->size) + 1;
    *s = (struct slices){.count = count < COLUMNS_MAX ? count : COLUMNS_MAX};
    for (size_t i = 0; i < r->count; i++) {
        struct place p = place_of(r, f, i);
        const struct cell *cell = &r->cells[r->cell[i]];
        unsigned n = (unsigned)((p.u - f->u_low) / (length + 1) * (float)s->count);
        n = n < s->count ? n : s->count - 1;
        bool first = s->weight[n] <= 0;
        s->low[n] = first || p.v < s->low[n] ? p.v : s->low[n];
        s->high[n] = first || p.v > s->high[n] ? p.v : s->high[n];
        s->weight[n] += cell->strength;
        s->u[n] = f->u_low + ((float)n + 0.5f) * length / (float)s->count;
        s->cos2[n] += cell->dx;
        s->sin2[n] += cell->dy;
    }
    for (unsigned i = 0; i < s->count; i++)
        s->weight[i] = s->weight[i] > 0 ? 1 : 0;
}

static struct line fit_twice(const struct slices *s, const float *v)
{
    float weight[COLUMNS_MAX], off = 0, sum = 0;
    struct line l = fit_line(s->u, v, s->weight, s->count);
    for (unsigned i = 0; i < s->count; i++) {
        off += s->weight[i] * fabsf(v[i] - line_at(&l, s->u[i]));
        sum += s->weight[i];
    }
    off = sum > 0 ? off / sum : 0;
    for (unsigned i = 0; i < s->count; i++)
        weight[i] = fabsf(v[i] - line_at(&l, s->u[i])) <= 1.5f * off ? s->weight[i] : 0;
    return fit_line(s->u, v, weight, s->count);
}

/* How far the bars lean from v, as a slope du/dv along u: they come together when seen from the side. */
static struct line fit_lean(const struct slices *s, const struct frame *f)
{
    float lean[COLUMNS_MAX], weight[COLUMNS_MAX];
    float cos2 = f->cos * f->cos - f->sin * f->sin, sin2 = 2 * f->cos * f->sin;
    for (unsigned i = 0; i < s->count; i++) {
        /* the direction of the slice's gradients, seen from u */
        float c = s->cos2[i] * cos2 + s->sin2[i] * sin2, d = s->sin2[i] * cos2 - s->cos2[i] * sin2;
        lean[i] = -tanf(0.5f * atan2f(d, c));
        lean[i] = fabsf(lean[i]) < 1 ? lean[i] : 0;
        weight[i] = hypotf(c, d);
    }
    return fit_line(s->u, lean, weight, s->count);
}

/* Where a side, which passes the middle of the region at u and leans, meets the top or the bottom. */
static struct place corner(const struct frame *f, const struct line *lean, float u, const struct line *edge)
{
    float slope = line_at(lean, u), v = (f->v_low + f->v_high) / 2;
    float at = u;
    for (int i = 0; i < 3; i++) /* both are nearly at right angles, so that this settles at once */
        at = u + slope * (line_at(edge, at) - v);
    return (struct place){at, line_at(edge, at)};
}

bool linear_fit(const struct linear_cells *cells, struct linear_region *out)
{
    float angle = 0.5f * atan2f(cells->sin2, cells->cos2);
    struct frame f = {.cos = cosf(angle), .sin = sinf(angle)};
    struct slices s;
    measure(cells, &f);
    float size = (float)cells->size;
    if (f.u_high - f.u_low < (LENGTH_MIN - 1) * size)
        return false;
    slice(cells, &f, &s);
    struct line top = fit_twice(&s, s.low), bottom = fit_twice(&s, s.high), lean = fit_lean(&s, &f);
    /* cells count by what is around them, which makes the region larger by one cell, and are told by their middles */
    top.at += size / 4;
    bottom.at -= size / 4;
    struct place p[4] = {corner(&f, &lean, f.u_low, &top), corner(&f, &lean, f.u_high, &top),
                         corner(&f, &lean, f.u_high, &bottom), corner(&f, &lean, f.u_low, &bottom)};
    *out = (struct linear_region){0};
    for (int i = 0; i < 4; i++)
        out->quad.at[i] = point_of(&f, p[i]);
    for (size_t i = 0; i < cells->count; i++)
        out->strength += cells->cells[cells->cell[i]].strength;
    return quad_is_convex(&out->quad) && quad_area(&out->quad) > 0;
}
