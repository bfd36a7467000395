#include "app/scan/qr_group.h"

#include <math.h>
#include <stdlib.h>

#include "app/scan/qr_sample.h"

#define NEIGHBOURS   6      /* that are looked at in each direction from a finder, the nearest first */
#define DOUBT        0.15f  /* of its distance, for each ray that did not cross a finder as it must */
#define MODULES_MIN  11.0f  /* between middles; 14 in version 1, less what an estimate may be off */
#define MODULES_MAX  190.0f /* 170 in version 40 */
#define SIZES        2.5f   /* by how much sizes may differ: the far side of a symbol seen from close by */
#define SLANT        0.4f   /* sideways, of what it is ahead: 22 degrees, of perspective and bent labels */
#define TIMING_SURE  0.8f
#define TIMING_STEPS 4 /* samples to a module */
#define TIMING_MAX   (200 * TIMING_STEPS)

/* The two directions of a finder's modules: one module along each. */
struct frame {
    struct point right, down;
};

/* A finder as seen from another one. */
struct neighbour {
    int finder, changes;
    float modules, rank, timing;
};

struct near_list {
    int count;
    struct neighbour item[NEIGHBOURS];
};

/* Grouping the finders of one picture. */
struct grouping {
    const struct qr_finders *all;
    const struct pyramid *pyramid;
    struct frame frame[QR_FINDERS_MAX];
    struct near_list near[QR_FINDERS_MAX][4];
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

/* Which of the four directions of a finder a vector in its frame runs in; -1 when in none. */
static int direction_of(struct point v)
{
    float x = fabsf(v.x), y = fabsf(v.y);
    if (!((x < y ? x : y) <= SLANT * (x < y ? y : x)))
        return -1;
    return x > y ? (v.x > 0 ? 0 : 2) : v.y > 0 ? 1 : 3;
}

static void insert(struct near_list *list, struct neighbour n)
{
    if (list->count == NEIGHBOURS && n.rank >= list->item[NEIGHBOURS - 1].rank)
        return;
    int at = list->count < NEIGHBOURS ? list->count++ : NEIGHBOURS - 1;
    for (; at > 0 && list->item[at - 1].rank > n.rank; at--)
        list->item[at] = list->item[at - 1];
    list->item[at] = n;
}

/* How far away a finder counts as, that may be a stain. */
static float doubt(const struct qr_finder *f)
{
    return 1 + DOUBT * (float)(QR_RAYS - f->rays);
}

/* Enters each of two finders in the other's list when each lies ahead of the other in one of its directions. The size
 * of a module changes from one end to the other as the square of what lies between in perspective, so that the
 * geometric mean of both ends' counts of modules is the right one. */
static void relate(struct grouping *g, int i, int k)
{
    const struct qr_finder *a = &g->all->item[i], *b = &g->all->item[k];
    if (a->light != b->light || a->module > SIZES * b->module || b->module > SIZES * a->module)
        return;
    float x = b->middle.x - a->middle.x, y = b->middle.y - a->middle.y;
    struct point here = in_frame(&g->frame[i], x, y), there = in_frame(&g->frame[k], -x, -y);
    int ahead = direction_of(here), back = direction_of(there);
    float near = hypotf(here.x, here.y), far = hypotf(there.x, there.y), modules = sqrtf(near * far);
    if (ahead < 0 || back < 0 || near > SIZES * far || far > SIZES * near ||
        !(modules >= MODULES_MIN && modules <= MODULES_MAX))
        return;
    insert(&g->near[i][ahead], (struct neighbour){.finder = k, .modules = modules, .rank = modules * doubt(b)});
    insert(&g->near[k][back], (struct neighbour){.finder = i, .modules = modules, .rank = modules * doubt(a)});
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

/* How well the timing pattern agrees that a neighbour is of the same symbol: the one to the right (the pattern runs
 * from the lower right module of `from`), or the one below. */
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

/* How far all rays crossed the three finders as they must; a stain that has the proportions by chance seldom does. */
static float wholeness(const struct qr_triple *t, const struct qr_finders *all)
{
    float sum = 0;
    for (int i = 0; i < 3; i++)
        sum += (float)all->item[t->finder[i]].rays / (3 * QR_RAYS);
    return sum;
}

/* The list of neighbours in one direction, cut short behind the first with a timing pattern as it should be. */
static struct near_list look_at_neighbours(const struct grouping *g, int from, int by, bool down)
{
    struct near_list list = g->near[from][(by + (down ? 1 : 0)) % 4];
    for (int i = 0; i < list.count; i++) {
        look_along(g->all, g->pyramid, from, (by + (down ? 1 : 0)) % 4, down, &list.item[i]);
        if (list.item[i].timing >= TIMING_SURE)
            list.count = i + 1;
    }
    return list;
}

/* All triples with their corner at `from` whose sides begin in the directions `by` and the next. */
static void group_at(const struct grouping *g, int from, int by, struct qr_triples *out)
{
    if (g->near[from][by].count == 0 || g->near[from][(by + 1) % 4].count == 0)
        return;
    struct near_list right = look_at_neighbours(g, from, by, false), below = look_at_neighbours(g, from, by, true);
    for (int i = 0; i < right.count; i++)
        for (int j = 0; j < below.count; j++) {
            struct qr_triple t = triple_of(g->all, from, by, &right.item[i], &below.item[j]);
            t.score *= wholeness(&t, g->all);
            if (t.score >= QR_SCORE_MIN && t.finder[1] != t.finder[2] && out->count < QR_TRIPLES_MAX)
                out->item[out->count++] = t;
        }
}

/* A pair beside each other is of one symbol when the timing pattern lies between; its third is beside the one or the
 * other. */
static void pair_at(const struct grouping *g, int from, int by, bool down, struct qr_triples *out)
{
    struct near_list list = look_at_neighbours(g, from, by, down);
    for (int i = 0; i < list.count && out->count < QR_TRIPLES_MAX; i++) {
        const struct neighbour *n = &list.item[i], none = {.finder = from, .modules = n->modules};
        if (!(n->timing >= TIMING_SURE))
            continue;
        struct qr_triple t = down ? triple_of(g->all, from, by, &none, n) : triple_of(g->all, from, by, n, &none);
        t.missing = down ? QR_MISSING_RIGHT : QR_MISSING_BELOW;
        t.finder[t.missing - 1] = -1;
        t.score = n->timing;
        out->item[out->count++] = t;
    }
}

/* A pair across: the one to the right and the one below, each seen from the other in its own frame. */
static void pair_across(const struct grouping *g, int right, int below, struct qr_triples *out)
{
    const struct qr_finder *b = &g->all->item[right], *c = &g->all->item[below];
    float x = c->middle.x - b->middle.x, y = c->middle.y - b->middle.y;
    struct point there = in_frame(&g->frame[right], x, y), back = in_frame(&g->frame[below], x, y);
    float near = (fabsf(there.x) + fabsf(there.y)) / 2, far = (fabsf(back.x) + fabsf(back.y)) / 2;
    float modules = sqrtf(near * far);
    if (b->light != c->light || near > SIZES * far || far > SIZES * near ||
        fabsf(fabsf(there.x) - fabsf(there.y)) > SLANT * 2 * near ||
        fabsf(fabsf(back.x) - fabsf(back.y)) > SLANT * 2 * far || modules < MODULES_MIN || modules > MODULES_MAX ||
        out->count == QR_TRIPLES_MAX)
        return;
    struct qr_triple t = {.missing = QR_MISSING_CORNER, .finder = {-1, right, below}, .modules = {modules, modules}};
    t.outline[1] = b->quad;
    t.outline[2] = c->quad;
    for (int i = 0; i < 4; i++) { /* so that the other one lies to the left and below, and to the right and above */
        struct quad q = turned(&b->quad, i), p = turned(&c->quad, i);
        struct frame f = frame_of(&q), h = frame_of(&p);
        struct point v = in_frame(&f, x, y), w = in_frame(&h, x, y);
        if (v.x < 0 && v.y > 0)
            t.outline[1] = q;
        if (w.x < 0 && w.y > 0)
            t.outline[2] = p;
    }
    t.score = QR_SCORE_MIN * 1.5f;
    out->item[out->count++] = t;
}

static struct grouping *relate_all(const struct qr_finders *finders, const struct pyramid *pyramid)
{
    struct grouping *g = calloc(1, sizeof *g);
    if (!g)
        return NULL;
    g->all = finders;
    g->pyramid = pyramid;
    for (size_t i = 0; i < finders->count; i++)
        g->frame[i] = frame_of(&finders->item[i].quad);
    for (int i = 0; i < (int)finders->count; i++)
        for (int k = 0; k < i; k++)
            relate(g, i, k);
    return g;
}

#define ACROSS_MAX 8 /* finders that are left; of more, nobody knows which belong together */

int qr_group_pairs(const struct qr_finders *finders, const struct pyramid *pyramid, struct qr_triples *out,
                   struct err *err)
{
    struct grouping *g = relate_all(finders, pyramid);
    out->count = 0;
    if (!g)
        return err_memory(err);
    for (int i = 0; i < (int)finders->count; i++)
        for (int by = 0; by < 4; by++) {
            pair_at(g, i, by, false, out);
            pair_at(g, i, by, true, out);
        }
    for (int i = 0; i < (int)finders->count && finders->count <= ACROSS_MAX; i++)
        for (int k = 0; k < (int)finders->count; k++)
            if (i != k)
                pair_across(g, i, k, out);
    free(g);
    qsort(out->item, out->count, sizeof out->item[0], compare);
    return 0;
}

int qr_group(const struct qr_finders *finders, const struct pyramid *pyramid, struct qr_triples *out, struct err *err)
{
    struct grouping *g = relate_all(finders, pyramid);
    out->count = 0;
    if (!g)
        return err_memory(err);
    for (int i = 0; i < (int)finders->count; i++)
        for (int by = 0; by < 4; by++)
            group_at(g, i, by, out);
    free(g);
    qsort(out->item, out->count, sizeof out->item[0], compare);
    return 0;
}
