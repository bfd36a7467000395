#include "app/scan/scan.h"
#include <stdio.h>

#include <stdlib.h>

#include "app/scan/qr_finder.h"
#include "app/scan/qr_group.h"
#include "app/scan/qr_read.h"

/* QR symbols by their finder patterns, in the picture halved and halved again: the smallest costs next to nothing, and
 * there large modules are a few pixels wide, without noise and the dots of a print. */

#define TRIES_MAX 150 /* triples of one level that are read */

struct work {
    struct scan *scan;
    struct qr_finders finders;
    struct qr_triples triples;
};

static void to_picture(struct qr_finders *f, float by)
{
    for (size_t i = 0; i < f->count; i++) {
        struct qr_finder *item = &f->item[i];
        item->module *= by;
        item->middle = (struct point){item->middle.x * by, item->middle.y * by};
        for (int k = 0; k < 4; k++)
            item->quad.at[k] = (struct point){item->quad.at[k].x * by, item->quad.at[k].y * by};
    }
}

/* Finders of symbols that are read. */
static void drop_covered(struct work *w)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->finders.count; i++)
        if (!scan_covers(w->scan, w->finders.item[i].middle))
            w->finders.item[kept++] = w->finders.item[i];
    w->finders.count = kept;
}

static bool is_covered(const struct work *w, const struct qr_triple *t)
{
    for (int i = 0; i < 3; i++)
        if (scan_covers(w->scan, w->finders.item[t->finder[i]].middle))
            return true;
    return false;
}

static int read_triples(struct work *w, struct err *err)
{
    for (size_t i = 0, tries = 0; i < w->triples.count && tries < TRIES_MAX && !scan_over(w->scan); i++) {
        const struct qr_triple *t = &w->triples.item[i];
        struct qr_reading reading;
        if (is_covered(w, t))
            continue;
        tries++;
        if (qr_read_triple(w->scan, t, w->finders.item[t->finder[0]].light, &reading, err))
            return -1;
#if QR_TRACE
        fprintf(
            stderr,
            "  triple %d %d %d score %.2f modules %.1f %.1f changes %d %d module %.1f -> read %d likely %d rays %d %d %d timing %.2f %.2f at %.0f,%.0f\n",
            t->finder[0], t->finder[1], t->finder[2], t->score, t->modules[0], t->modules[1], t->changes[0],
            t->changes[1], w->finders.item[t->finder[0]].module, reading.read, reading.likely,
            w->finders.item[t->finder[0]].rays, w->finders.item[t->finder[1]].rays, w->finders.item[t->finder[2]].rays,
            t->timing[0], t->timing[1], t->outline[0].at[0].x, t->outline[0].at[0].y);
#endif
        if (!reading.read && reading.likely)
            scan_suspect(w->scan, STAGE_QR, &reading.outline);
    }
    return 0;
}

static int look_at_level(struct work *w, unsigned level, struct err *err)
{
    struct binary binary;
    if (binary_make(&w->scan->pyramid->level[level], &binary, err))
        return -1;
    int status = qr_finder_search(&binary, &w->finders, err);
    binary_clear(&binary);
    if (status)
        return -1;
    to_picture(&w->finders, (float)(1u << level));
#if QR_TRACE
    fprintf(stderr, "level %u: %zu finders\n", level, w->finders.count);
    for (size_t i = 0; i < w->finders.count; i++)
        fprintf(stderr, "  finder %zu at %.1f,%.1f module %.2f rays %d%s\n", i, w->finders.item[i].middle.x,
                w->finders.item[i].middle.y, w->finders.item[i].module, w->finders.item[i].rays,
                w->finders.item[i].light ? " light" : "");
#endif
    drop_covered(w);
    if (qr_group(&w->finders, w->scan->pyramid, &w->triples, err))
        return -1;
    return read_triples(w, err);
}

int qr_stage(struct scan *scan, struct err *err)
{
    struct work *w = calloc(1, sizeof *w);
    int status = 0;
    if (!w)
        return err_memory(err);
    w->scan = scan;
    for (unsigned n = scan->pyramid->count; n > 0 && status == 0 && !scan_over(scan); n--)
        status = look_at_level(w, n - 1, err);
    free(w);
    return status;
}
