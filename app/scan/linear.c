#include <stdlib.h>

#include "app/scan/linear_find.h"
#include "app/scan/linear_refine.h"
#include "app/scan/linear_ways.h"
#include "app/scan/scan.h"

/* Lines of which no two share a pixel that must agree before a value counts; all of them checked it by themselves. */
#define LINES_MIN 3

static bool overlap(const struct linear_value *a, const struct linear_value *b)
{
    return a->from < b->to && b->from < a->to && a->top <= b->bottom && b->top <= a->bottom;
}

/* Enough lines say so, and twice as many as say anything else of the same place. */
static bool counts(const struct linear_reader *r, size_t n)
{
    for (size_t i = 0; i < r->count; i++)
        if (i != n && overlap(&r->value[i], &r->value[n]) && r->value[i].lines * 2 > r->value[n].lines)
            return false;
    return r->value[n].lines >= LINES_MIN;
}

static bool anything_counts(const struct linear_reader *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (counts(r, i))
            return true;
    return false;
}

/* From the code's own top left, clockwise. */
static struct quad quad_of(const struct linear_lines *lines, const struct linear_value *v)
{
    float half = (float)lines->rows / (float)lines->bands / 2, top = v->top - half, bottom = v->bottom + half;
    struct point at[4] = {linear_lines_place(lines, v->from, top), linear_lines_place(lines, v->to, top),
                          linear_lines_place(lines, v->to, bottom), linear_lines_place(lines, v->from, bottom)};
    struct quad q;
    for (int i = 0; i < 4; i++)
        q.at[i] = at[(i + (v->backwards ? 2 : 0)) % 4];
    return q;
}

static int add_hits(struct scan *scan, const struct linear_work *w, struct err *err)
{
    for (size_t i = 0; i < w->reader.count; i++) {
        const struct linear_value *v = &w->reader.value[i];
        if (!counts(&w->reader, i))
            continue;
        struct scan_hit hit = {
            .stage = STAGE_LINEAR, .lines = v->lines, .has_quad = true, .quad = quad_of(&w->lines, v)};
        if (symbol_set(&hit.symbol, v->symbology, ORIGIN_PICTURE, v->bytes, v->size, err))
            return -1;
        scan_add(scan, &hit);
    }
    return 0;
}

/* Regions of a photo that may be looked at in vain, one more for each that shows a code: what is weaker has never been
 * one that could be read. On a page, which is drawn, nothing is in doubt. */
#define VAIN_PHOTO 24u

#define STACK_CLEAR 2 /* bands of a region from which its parts may be codes, though they do not agree */

/* A striped region, first looked at and then, where it may be worth it, looked at again. */
struct place {
    struct linear_region region;
    bool bars;     /* nothing was read, but it looks like a code */
    bool doubtful; /* or at least some of its lines might */
    bool stack;    /* its parts may be codes */
};

static int look_first(struct scan *scan, struct place *p, bool doubtful, struct linear_work *w, struct err *err)
{
    p->bars = p->doubtful = false;
    if (!linear_lines_make(&p->region, scan->pyramid, &w->lines))
        return 0;
    w->reader.count = 0;
    linear_ways_read(w, 0, doubtful);
    bool read = anything_counts(&w->reader), clear = w->clear * 2 > w->lines.bands;
    p->doubtful = !read && !clear && w->rich;
    p->stack = read || w->clear >= STACK_CLEAR;
    p->bars = !read && (clear || (doubtful && w->rich >= LINES_MIN)) && linear_refine(&w->lines, w->band, &p->region);
    return add_hits(scan, w, err);
}

static int look_again(struct scan *scan, const struct place *p, struct linear_work *w, struct err *err)
{
    if (!linear_lines_make(&p->region, scan->pyramid, &w->lines))
        return 0;
    w->reader.count = 0;
    for (unsigned n = 0; n < linear_ways_count() && !anything_counts(&w->reader) && !scan_over(scan); n++) {
        linear_ways_read(w, n, true);
        if (n == 0 && w->rich < LINES_MIN)
            break; /* straightened, it is no code any more */
    }
    return add_hits(scan, w, err);
}

/* A code with modules of up to 5 pixels is striped in the picture itself, larger ones in a smaller level; of a large
 * picture, where blur takes the finest, levels in between are looked at, too. */
#define PIXELS_LARGE ((uint64_t)1000 * 1000)

static int find_all(const struct scan *scan, struct linear_regions *regions, struct err *err)
{
    const struct pyramid *p = scan->pyramid;
    unsigned step = (uint64_t)p->level[0].width * p->level[0].height > PIXELS_LARGE ? 1 : 2;
    for (unsigned n = 0; n < p->count; n += step)
        if (linear_find(&p->level[n], (float)(1u << n), regions, err))
            return -1;
    return 0;
}

static bool anything_read(const struct scan *scan)
{
    for (size_t i = 0; i < scan->hits_count; i++)
        if (scan->hit[i].stage == STAGE_LINEAR)
            return true;
    return false;
}

static bool open_still(const struct scan *scan, const struct place *p)
{
    return !scan_over(scan) && !scan_covers(scan, quad_middle(&p->region.quad));
}

/* Where nothing is clear, it may be a code that is blurred; beside one that was read, it is something else. */
static int look_at_doubtful(struct scan *scan, struct place *place, size_t count, struct linear_work *w,
                            struct err *err)
{
    if (scan->ask->frames || anything_read(scan))
        return 0;
    for (size_t i = 0; i < count; i++) {
        if (!place[i].doubtful || !open_still(scan, &place[i]))
            continue;
        if (look_first(scan, &place[i], true, w, err) || (place[i].bars && look_again(scan, &place[i], w, err)))
            return -1;
    }
    return 0;
}

/* A part is looked at where its whole looks as if there were codes in it. */
static bool may_be_code(const struct place *place, size_t n)
{
    unsigned of = place[n].region.of;
    for (size_t i = 0; of && i < n; i++)
        if (place[i].region.number == of)
            return place[i].stack;
    return !of;
}

/* *count: places looked at, in the order of `regions`, until too many were in vain. */
static int look_at_each(struct scan *scan, const struct linear_regions *regions, struct place *place, size_t *count,
                        struct linear_work *w, struct err *err)
{
    size_t vain = 0, most = scan->ask->page ? LINEAR_REGIONS_MAX : VAIN_PHOTO;
    for (*count = 0; *count < regions->count && vain < most; ++*count) {
        struct place *p = &place[*count];
        size_t before = scan->hits_count;
        p->region = regions->at[*count];
        p->stack = true; /* where something was read there already */
        if (!may_be_code(place, *count) || !open_still(scan, p))
            continue;
        if (look_first(scan, p, false, w, err))
            return -1;
        if (scan->hits_count == before)
            vain += !p->region.of;
        else
            most++;
    }
    scan->crowded |= scan->ask->page && regions->more;
    return 0;
}

static int look_at_all(struct scan *scan, const struct linear_regions *regions, struct linear_work *w, struct err *err)
{
    struct place place[LINEAR_REGIONS_MAX] = {0};
    size_t count;
    if (look_at_each(scan, regions, place, &count, w, err))
        return -1;
    for (size_t i = 0; i < count; i++)
        if (place[i].bars && open_still(scan, &place[i]) && look_again(scan, &place[i], w, err))
            return -1;
    return look_at_doubtful(scan, place, count, w, err);
}

int linear_stage(struct scan *scan, struct err *err)
{
    struct linear_regions regions = {0};
    struct linear_work *w = malloc(sizeof *w);
    if (!w)
        return err_memory(err);
    int status = linear_reader_make(&w->reader, err);
    if (status == 0)
        status = find_all(scan, &regions, err);
    if (status == 0)
        status = look_at_all(scan, &regions, w, err);
    linear_reader_clear(&w->reader);
    free(w);
    return status;
}
