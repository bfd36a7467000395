#include "app/scan/qr_group.h"

#include <math.h>
#include <stdlib.h>

#include "app/scan/qr_sample.h"

#define NEIGHBOURS   6      /* that are looked at in each direction from a finder, the nearest first */
#define MODULES_MIN  11.0f  /* between middles; 14 in version 1, less what an estimate may be off */
#define MODULES_MAX  190.0f /* 170 in version 40 */
#define SIZES        2.5f   /* by how much sizes may differ: the far side of a symbol seen from close by */
#define SLANT        0.4f   /* sideways, of what it is ahead: 22 degrees, of perspective and bent labels */
#define TIMING_SURE  0.8f
#define TIMING_STEPS 4      /* samples to a module */
#define TIMING_MAX   (200 * TIMING_STEPS)

/* The two directions of a finder's modules: one module along each. */
struct frame {
    struct point right, down;
};

/* A finder as seen from another one. */
struct neighbour {
    int finder, changes;
    float modules, timing;
};

static struct quad turned(const struct quad *q, int by)
{
    struct quad out;
    for (int i = 0; i < 4; i++)
        out.at[i] = q->at[(i + by) % 4];
    return out;
}

static struct frame frame_of(const struct quad *q)
{
    const struct point *p = q->at;
    return (struct frame){{(p[1].x - p[0].x + p[2].x - p[3].x) / 14, (p[1].y - p[0].y + p[2].y - p[3].y) / 14},
                          {(p[3].x - p[0].x + p[2].x - p[1].x) / 14, (p[3].y - p[0].y + p[2].y - p[1].y) / 14}};
}

/* A vector in modules along the two directions. */
static struct point in_frame(const struct frame *f, float x, float y)
{
    float det = f->right.x * f->down.y - f->right.y * f->down.x;
    if (!(fabsf(det) > 1e-6f))
        return (struct point){0, 0};
    return (struct point){(x * f->down.y - y * f->down.x) / det, (f->right.x * y - f->right.y * x) / det};
}

/* How many modules `to` is ahead of `from` in the direction `by`; 0 when it is elsewhere. The size of a module changes
 * from one end to the other as the square of what lies between in perspective, so that the geometric mean of both ends'
 * counts is the right one. */
static float modules_ahead(const struct qr_finder *from, int by, const struct qr_finder *to)
{
    struct quad q = turned(&from->quad, by);
    struct frame f = frame_of(&q);
    float dx = to->middle.x - from->middle.x, dy = to->middle.y - from->middle.y;
    struct point here = in_frame(&f, dx, dy);
    if (!(here.x > MODULES_MIN / SIZES && fabsf(here.y) <= SLANT * here.x))
        return 0;
    struct point there = {0, 0};
    for (int i = 0; i < 4 && !(there.x > 0 && fabsf(there.y) <= SLANT * there.x); i++) {
        q = turned(&to->quad, i);
        f = frame_of(&q);
        there = in_frame(&f, dx, dy);
    }
    if (!(there.x > 0 && fabsf(there.y) <= SLANT * there.x))
        return 0;
    float near = hypotf(here.x, here.y), far = hypotf(there.x, there.y), modules = sqrtf(near * far);
    bool alike = near <= SIZES * far && far <= SIZES * near;
    return alike && modules >= MODULES_MIN && modules <= MODULES_MAX ? modules : 0;
}

static int find_neighbours(const struct qr_finders *all, int from, int by, struct neighbour near[NEIGHBOURS])
{
    int count = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct qr_finder *f = &all->item[i];
        if ((int)i == from || f->light != all->item[from].light)
            continue;
        float modules = modules_ahead(&all->item[from], by, f);
        if (!(modules > 0) || (count == NEIGHBOURS && modules >= near[count - 1].modules))
            continue;
        int at = count < NEIGHBOURS ? count++ : count - 1;
        for (; at > 0 && near[at - 1].modules > modules; at--)
            near[at] = near[at - 1];
        near[at] = (struct neighbour){.finder = (int)i, .modules = modules};
    }
    return count;
}

/* The corner of a quad that leads into direction (x, y) is followed by the one there: turned so that its first side
 * runs that way. */
static struct quad facing(const struct quad *q, float x, float y)
{
    float best = -1e30f;
    struct quad out = *q;
    for (int i = 0; i < 4; i++) {
        struct quad t = turned(q, i);
        struct frame f = frame_of(&t);
        float along = (f.right.x * x + f.right.y * y) / (hypotf(f.right.x, f.right.y) + 1e-6f);
        if (along > best) {
            best = along;
            out = t;
        }
    }
    return out;
}

/* A place within the outline, in modules from its first corner. */
static struct point within(const struct quad *q, float u, float v)
{
    const struct point *p = q->at;
    u /= 7;
    v /= 7;
    float a = (1 - u) * (1 - v), b = u * (1 - v), c = u * v, d = (1 - u) * v;
    return (struct point){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                          a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

static float closeness(float a, float b)
{
    float larger = a > b ? a : b, off = larger > 0 ? fabsf(a - b) / larger : 1;
    return off < 0.5f ? 1 - 2 * off : 0;
}

/* Dark and light along a line. */
struct beat {
    int changes;
    float even; /* share of it that lies in runs of about one module */
};

/* Ends the run that began at `start`: whether it is a module long, give or take what the size changes on the way. */
static void end_run(int start, int end, struct beat *b)
{
    int length = end - start;
    if (start >= 0 && 2 * length >= TIMING_STEPS && length < 2 * TIMING_STEPS)
        b->even += (float)length;
}

/* Each sample against the mean of the two modules around it. */
static struct beat feel_beat(const struct qr_view *view, struct point from, struct point to, float modules)
{
    float v[TIMING_MAX], sum[TIMING_MAX + 1] = {0}, low = 255, high = 0;
    int n = (int)(modules * TIMING_STEPS), last = 0, start = 0;
    struct beat b = {0, 0};
    n = n < TIMING_MAX ? n : TIMING_MAX;
    for (int i = 0; i < n; i++) {
        float t = ((float)i + 0.5f) / (float)n;
        v[i] = qr_view_grey(view, (struct point){from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)});
        sum[i + 1] = sum[i] + v[i];
        low = v[i] < low ? v[i] : low;
        high = v[i] > high ? v[i] : high;
    }
    float least = (high - low) * 0.06f; /* less is noise */
    for (int i = 0; i < n; i++) {
        int a = i - TIMING_STEPS > 0 ? i - TIMING_STEPS : 0, z = i + TIMING_STEPS + 1 < n ? i + TIMING_STEPS + 1 : n;
        float above = v[i] - (sum[z] - sum[a]) / (float)(z - a);
        int now = above > least ? 1 : above < -least ? -1 : last;
        if (last != 0 && now != last) {
            end_run(start, i, &b);
            start = i;
            b.changes++;
        }
        last = now;
    }
    end_run(start, n, &b);
    b.even = n ? b.even / (float)n : 0;
    return b;
}

/* How well the timing pattern agrees that a neighbour is of the same symbol: the one to the right (the pattern runs from
 * the lower right module of `from`), or the one below. */
static void look_along(const struct qr_finders *all, const struct pyramid *pyramid, int from, int by, bool down,
                       struct neighbour *n)
{
    const struct qr_finder *a = &all->item[from], *b = &all->item[n->finder];
    struct qr_view view = qr_view_for(pyramid, a->module < b->module ? a->module : b->module);
    struct quad here = turned(&a->quad, by);
    struct quad there = facing(&b->quad, b->middle.x - a->middle.x, b->middle.y - a->middle.y);
    float side = down ? 0.5f : 6.5f; /* seen along the way */
    struct beat beat = feel_beat(&view, within(&here, 6.5f, side), within(&there, 0.5f, side), n->modules - 6);
    n->changes = beat.changes;
    n->timing = closeness((float)n->changes, n->modules - 6) * beat.even;
}

static int compare(const void *left, const void *right)
{
    const struct qr_triple *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    for (int i = 0; i < 3; i++)
        if (a->finder[i] != b->finder[i])
            return a->finder[i] < b->finder[i] ? -1 : 1;
    return 0;
}

static struct qr_triple triple_of(const struct qr_finders *all, int from, int by, const struct neighbour *right,
                                  const struct neighbour *below)
{
    const struct qr_finder *a = &all->item[from], *b = &all->item[right->finder], *c = &all->item[below->finder];
    struct quad down = facing(&c->quad, c->middle.x - a->middle.x, c->middle.y - a->middle.y);
    float sizes = closeness(right->modules, below->modules);
    return (struct qr_triple){
        .finder = {from, right->finder, below->finder},
        .outline = {turned(&a->quad, by), facing(&b->quad, b->middle.x - a->middle.x, b->middle.y - a->middle.y),
                    turned(&down, 3)},
        .modules = {right->modules, below->modules},
        .changes = {right->changes, below->changes},
        .timing = {right->timing, below->timing},
        .score = (sizes + right->timing + below->timing) / 3,
    };
}

/* The list of neighbours is cut short behind the first with a timing pattern as it should be. */
static int look_at_neighbours(const struct qr_finders *all, const struct pyramid *pyramid, int from, int by, bool down,
                              struct neighbour near[NEIGHBOURS])
{
    int count = find_neighbours(all, from, by, near);
    for (int i = 0; i < count; i++) {
        look_along(all, pyramid, from, by, down, &near[i]);
        if (near[i].timing >= TIMING_SURE)
            return i + 1;
    }
    return count;
}

/* All triples with their corner at `from` whose sides begin in the directions `by` and the next. */
static void group_at(const struct qr_finders *all, const struct pyramid *pyramid, int from, int by,
                     struct qr_triples *out)
{
    struct neighbour right[NEIGHBOURS], below[NEIGHBOURS];
    int rights = look_at_neighbours(all, pyramid, from, by, false, right);
    int belows = rights ? look_at_neighbours(all, pyramid, from, (by + 1) % 4, true, below) : 0;
    for (int i = 0; i < rights; i++)
        for (int j = 0; j < belows; j++) {
            struct qr_triple t = triple_of(all, from, by, &right[i], &below[j]);
            if (t.score >= QR_SCORE_MIN && right[i].finder != below[j].finder && out->count < QR_TRIPLES_MAX)
                out->item[out->count++] = t;
        }
}

void qr_group(const struct qr_finders *finders, const struct pyramid *pyramid, struct qr_triples *out)
{
    out->count = 0;
    for (int i = 0; i < (int)finders->count; i++)
        for (int by = 0; by < 4; by++)
            group_at(finders, pyramid, i, by, out);
    qsort(out->item, out->count, sizeof out->item[0], compare);
}
