#include "app/scan/scan.h"
#include <stdio.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/qr_finder.h"
#include "app/scan/qr_group.h"
#include "app/scan/qr_read.h"

/* QR symbols by their finder patterns, in the picture halved and halved again: the smallest costs next to nothing, and
 * there large modules are a few pixels wide, without noise and the dots of a print. */

#define TRIES_MAX 150 /* triples of one level that are read */

#define RAYS_SOUND   28   /* of 32: what stains and letters seldom have */
#define SCORE_GOOD   0.7f /* of nearly all that are read */
#define DOUBTFUL_MAX 30   /* triples of a level with less that are tried */
#define LOST_MAX     64
#define LOST_TRIES   2
#define PIXELS_FINE  6.0f /* of a module: symbols a quarter as large would still be seen */
#define PAIRS_MAX    24   /* pairs of finders, once all else is done */

struct work {
    struct scan *scan;
    struct qr_finders fresh, finders; /* of this level; of all */
    bool is_new[QR_FINDERS_MAX];      /* found or measured better at this level */
    float smallest;                   /* module of the symbols read; 0: none was */
    size_t given_up;
    struct given_up {
        struct point middle;
        float module;
        int tries;
    } lost[LOST_MAX]; /* symbols, by all signs, that stayed unread */
    struct qr_triples triples;
};

static struct qr_finder in_picture(const struct qr_finder *f, float by)
{
    struct qr_finder out = *f;
    out.module *= by;
    out.middle = (struct point){f->middle.x * by, f->middle.y * by};
    for (int k = 0; k < 4; k++)
        out.quad.at[k] = (struct point){f->quad.at[k].x * by, f->quad.at[k].y * by};
    return out;
}

static bool is_same(const struct qr_finder *a, const struct qr_finder *b)
{
    float near = 1.5f * a->module;
    return a->light == b->light && fabsf(a->middle.x - b->middle.x) < near && fabsf(a->middle.y - b->middle.y) < near &&
           a->module < 1.5f * b->module && b->module < 1.5f * a->module;
}

/* Takes in what a level shows. The finer picture has the better measure, unless noise or dots spoil it. */
static void take_in(struct work *w, const struct qr_finder *f)
{
    size_t i = 0;
    while (i < w->finders.count && !is_same(&w->finders.item[i], f))
        i++;
    if (i == QR_FINDERS_MAX || (i < w->finders.count && w->finders.item[i].rays > f->rays))
        return;
    w->finders.count += i == w->finders.count;
    w->finders.item[i] = *f;
    w->is_new[i] = true;
}

/* Keeps what is not of a symbol that was read, and of earlier levels only what looks sound. */
static void clear_out(struct work *w)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->finders.count; i++)
        if (!scan_covers(w->scan, w->finders.item[i].middle) && w->finders.item[i].rays >= RAYS_SOUND)
            w->finders.item[kept++] = w->finders.item[i];
    w->finders.count = kept;
    memset(w->is_new, 0, sizeof w->is_new);
}

static struct given_up *find_lost(struct work *w, const struct quad *outline)
{
    struct point middle = quad_middle(outline);
    for (size_t i = 0; i < w->given_up; i++)
        if (point_distance(w->lost[i].middle, middle) < 3 * w->lost[i].module)
            return &w->lost[i];
    return NULL;
}

/* Looking again in a finer picture may help, looking a third time does not. */
static bool is_lost(struct work *w, const struct qr_triple *t)
{
    const struct point *b = &t->outline[1].at[0], *c = &t->outline[2].at[0];
    struct quad across = {{*b, *c, *b, *c}}; /* its middle is that of the symbol, nearly */
    const struct given_up *lost = t->missing ? NULL : find_lost(w, &across);
    return lost && lost->tries >= LOST_TRIES;
}

static void note_lost(struct work *w, const struct qr_triple *t, float module)
{
    const struct point *b = &t->outline[1].at[0], *c = &t->outline[2].at[0];
    struct quad across = {{*b, *c, *b, *c}};
    struct given_up *lost = t->missing ? NULL : find_lost(w, &across);
    if (lost)
        lost->tries++;
    else if (!t->missing && w->given_up < LOST_MAX)
        w->lost[w->given_up++] = (struct given_up){quad_middle(&across), module, 1};
}

static bool is_worth_it(const struct work *w, const struct qr_triple *t)
{
    bool is_new = t->missing;
    for (int i = 0; i < 3; i++) {
        if (i == (int)t->missing - 1)
            continue;
        is_new |= w->is_new[t->finder[i]];
        if (scan_covers(w->scan, w->finders.item[t->finder[i]].middle))
            return false;
    }
    return is_new;
}

static int read_triples(struct work *w, int most, struct err *err)
{
    int doubtful = DOUBTFUL_MAX;
    for (size_t i = 0; i < w->triples.count && most > 0 && !scan_over(w->scan); i++) {
        const struct qr_triple *t = &w->triples.item[i];
        const struct qr_finder *one = &w->finders.item[t->finder[t->missing == QR_MISSING_CORNER ? 1 : 0]];
        struct qr_reading reading;
        if (!is_worth_it(w, t) || is_lost(w, t))
            continue;
        if (t->score < SCORE_GOOD && doubtful-- == 0)
            break;
        if (qr_read_triple(w->scan, t, one->light, &reading, err))
            return -1;
        most -= !reading.read;
#if QR_TRACE
        fprintf(
            stderr,
            "  triple %d %d %d score %.2f modules %.1f %.1f changes %d %d timing %.2f %.2f at %.0f,%.0f missing %d module %.1f -> read %d likely %d\n",
            t->finder[0], t->finder[1], t->finder[2], t->score, t->modules[0], t->modules[1], t->changes[0],
            t->changes[1], t->timing[0], t->timing[1], one->middle.x, one->middle.y, t->missing, one->module,
            reading.read, reading.likely);
#endif
        if (reading.read && (!(w->smallest > 0) || one->module < w->smallest))
            w->smallest = one->module;
        if (!reading.read && reading.likely) {
            scan_suspect(w->scan, STAGE_QR, &reading.outline);
            note_lost(w, t, one->module);
        }
    }
    return 0;
}

#if QR_TRACE
#include <time.h>
static double tnow(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}
#define T(x) double x = tnow()
#else
#define T(x)
#endif

static int look_at_level(struct work *w, unsigned level, struct err *err)
{
    struct binary binary;
    T(t0);
    if (binary_make(&w->scan->pyramid->level[level], &binary, err))
        return -1;
    T(t1);
    int status = qr_finder_search(&binary, &w->fresh, err);
    binary_clear(&binary);
    if (status)
        return -1;
    T(t2);
    clear_out(w);
    for (size_t i = 0; i < w->fresh.count; i++) {
        struct qr_finder f = in_picture(&w->fresh.item[i], (float)(1u << level));
        if (!scan_covers(w->scan, f.middle))
            take_in(w, &f);
    }
#if QR_TRACE
    fprintf(stderr, "level %u: %zu finders\n", level, w->finders.count);
    for (size_t i = 0; i < w->finders.count; i++)
        fprintf(stderr, "  finder %zu at %.1f,%.1f module %.2f rays %d%s%s\n", i, w->finders.item[i].middle.x,
                w->finders.item[i].middle.y, w->finders.item[i].module, w->finders.item[i].rays,
                w->finders.item[i].light ? " light" : "", w->is_new[i] ? " new" : "");
#endif
    if (qr_group(&w->finders, w->scan->pyramid, &w->triples, err))
        return -1;
    T(t3);
    status = read_triples(w, TRIES_MAX, err);
#if QR_TRACE
    fprintf(stderr, "T level %u fresh %zu all %zu triples %zu: binary %.1f search %.1f group %.1f read %.1f\n", level,
            w->fresh.count, w->finders.count, w->triples.count, t1 - t0, t2 - t1, t3 - t2, tnow() - t3);
#endif
    return status;
}

static int look_at_pairs(struct work *w, struct err *err)
{
    T(t0);
    clear_out(w);
    if (qr_group_pairs(&w->finders, w->scan->pyramid, &w->triples, err))
        return -1;
    T(t1);
    int status = read_triples(w, PAIRS_MAX, err);
#if QR_TRACE
    fprintf(stderr, "T pairs %zu: group %.1f read %.1f\n", w->triples.count, t1 - t0, tnow() - t1);
#endif
    return status;
}

/* Whether the next finer level may show more: nothing was read, a sound finder is left over, or what was read is not
 * so large at the last level that symbols of a quarter of its size would have been seen there too. */
static bool goes_on(const struct work *w, unsigned next)
{
    if (!(w->smallest > 0) || w->smallest < PIXELS_FINE * (float)(2u << next))
        return true;
    for (size_t i = 0; i < w->finders.count; i++)
        if (w->finders.item[i].rays >= RAYS_SOUND && !scan_covers(w->scan, w->finders.item[i].middle))
            return true;
    return false;
}

int qr_stage(struct scan *scan, struct err *err)
{
    struct work *w = calloc(1, sizeof *w);
    int status = 0;
    if (!w)
        return err_memory(err);
    w->scan = scan;
    for (unsigned n = scan->pyramid->count; n > 0 && status == 0 && !scan_over(scan) && goes_on(w, n - 1); n--)
        status = look_at_level(w, n - 1, err);
    if (status == 0 && !scan_over(scan))
        status = look_at_pairs(w, err);
    free(w);
    return status;
}
