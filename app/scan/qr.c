#include <stdlib.h>

#include "app/scan/qr_gather.h"
#include "app/scan/qr_group.h"
#include "app/scan/qr_read.h"
#include "app/scan/scan.h"

/* QR symbols by their finder patterns, in the picture halved and halved again: the smallest costs next to nothing, and
 * there large modules are a few pixels wide, without noise and the dots of a print. */

#define TRIES_MAX    150                   /* triples of one level that are read in vain */
#define SCORE_GOOD   0.7f                  /* of nearly all that are read */
#define DOUBTFUL_MAX 30                    /* triples of a level with less that are tried */
#define PAIRS_MAX    24                    /* pairs of finders, once all else is done */
#define PIXELS_FINE  6.0f                  /* of a module: symbols a quarter as large would still be seen */
#define PIXELS_SMALL ((uint64_t)320 * 320) /* of a picture that is looked at in twice its size, too */
#define SIDE_MIN     21u                   /* pixels: a module has one at least */
#define LOST_MAX     64
#define LOST_TRIES   2 /* looking again in a finer picture may help, looking a third time does not */

/* A symbol, by all signs, that stayed unread. */
struct lost {
    struct point middle;
    float module;
    int tries;
};

struct work {
    struct scan *scan;
    struct qr_finders fresh; /* of this level */
    struct qr_gathered all;
    struct qr_triples triples;
    float smallest; /* module of the symbols read; 0: none was */
    size_t lost_count;
    struct lost lost[LOST_MAX];
};

/* Of the finders to the right and below: that of the symbol, nearly. */
static struct point middle_of(const struct qr_triple *t)
{
    struct point b = t->outline[1].at[0], c = t->outline[2].at[0];
    return (struct point){(b.x + c.x) / 2, (b.y + c.y) / 2};
}

static struct lost *find_lost(struct work *w, const struct qr_triple *t)
{
    struct point middle = middle_of(t);
    for (size_t i = 0; i < w->lost_count; i++)
        if (point_distance(w->lost[i].middle, middle) < 3 * w->lost[i].module)
            return &w->lost[i];
    return NULL;
}

static void note_lost(struct work *w, const struct qr_triple *t, float module)
{
    struct lost *lost = find_lost(w, t);
    if (lost)
        lost->tries++;
    else if (w->lost_count < LOST_MAX)
        w->lost[w->lost_count++] = (struct lost){middle_of(t), module, 1};
}

static bool is_worth_it(struct work *w, const struct qr_triple *t)
{
    bool is_new = t->missing;
    for (int i = 0; i < 3; i++) {
        if (i == (int)t->missing - 1)
            continue;
        is_new |= w->all.is_new[t->finder[i]];
        if (scan_covers(w->scan, w->all.finders.item[t->finder[i]].middle))
            return false;
    }
    const struct lost *lost = t->missing ? NULL : find_lost(w, t);
    return is_new && !(lost && lost->tries >= LOST_TRIES);
}

/* Levels and pairs of finders say the same of one symbol. */
static void suspect_once(struct scan *scan, const struct quad *outline)
{
    for (size_t i = 0; i < scan->suspects_count; i++)
        if (quad_contains(&scan->suspect[i].quad, quad_middle(outline)))
            return;
    scan_suspect(scan, STAGE_QR, outline);
}

static int read_triple(struct work *w, const struct qr_triple *t, bool *read, struct err *err)
{
    const struct qr_finder *one = &w->all.finders.item[t->finder[t->missing == QR_MISSING_CORNER ? 1 : 0]];
    struct qr_reading reading;
    if (qr_read_triple(w->scan, t, one->light, &reading, err))
        return -1;
    *read = reading.read;
    if (reading.read && (!(w->smallest > 0) || one->module < w->smallest))
        w->smallest = one->module;
    if (!reading.read && reading.likely) {
        suspect_once(w->scan, &reading.outline);
        if (!t->missing)
            note_lost(w, t, one->module);
    }
    return 0;
}

static int read_triples(struct work *w, int most, struct err *err)
{
    int doubtful = DOUBTFUL_MAX;
    for (size_t i = 0; i < w->triples.count && most > 0 && !scan_over(w->scan); i++) {
        const struct qr_triple *t = &w->triples.item[i];
        bool read = false;
        if (!is_worth_it(w, t))
            continue;
        if (t->score < SCORE_GOOD && doubtful-- == 0)
            break;
        if (read_triple(w, t, &read, err))
            return -1;
        most -= !read;
    }
    return 0;
}

static int look_at_image(struct work *w, const struct image *image, float by, struct err *err)
{
    struct binary binary;
    if (binary_make(image, &binary, err))
        return -1;
    int status = qr_finder_search(&binary, &w->fresh, err);
    binary_clear(&binary);
    if (status)
        return -1;
    qr_gather_clear(&w->all, w->scan);
    qr_gather(&w->all, &w->fresh, by, w->scan);
    if (qr_group(&w->all.finders, w->scan->pyramid, &w->triples, err))
        return -1;
    return read_triples(w, TRIES_MAX, err);
}

/* Pairs of sound finders whose third is not to be seen. */
static int look_at_pairs(struct work *w, struct err *err)
{
    qr_gather_clear(&w->all, w->scan);
    if (qr_group_pairs(&w->all.finders, w->scan->pyramid, &w->triples, err))
        return -1;
    return read_triples(w, PAIRS_MAX, err);
}

/* Modules of one pixel have no proportions that could be measured; of two, they do. */
static int look_at_double(struct work *w, struct err *err)
{
    const struct image *picture = &w->scan->pyramid->level[0];
    struct image twice = {0};
    if (w->smallest > 0 || (uint64_t)picture->width * picture->height > PIXELS_SMALL)
        return 0;
    int status = image_double(picture, &twice, err);
    if (status == 0)
        status = look_at_image(w, &twice, 0.5f, err);
    image_clear(&twice);
    return status;
}

static bool has_sound_finders(const struct work *w)
{
    for (size_t i = 0; i < w->all.finders.count; i++)
        if (w->all.finders.item[i].rays >= QR_RAYS_SOUND && !scan_covers(w->scan, w->all.finders.item[i].middle))
            return true;
    return false;
}

/* Whether the next finer level may show more: nothing was read, a sound finder is left over, or what was read is not so
 * large at the last level that symbols of a quarter of its size would have been seen there too. */
static bool goes_on(const struct work *w, unsigned next)
{
    return !scan_over(w->scan) &&
           (!(w->smallest > 0) || w->smallest < PIXELS_FINE * (float)(2u << next) || has_sound_finders(w));
}

int qr_stage(struct scan *scan, struct err *err)
{
    const struct pyramid *p = scan->pyramid;
    if (p->level[0].width < SIDE_MIN || p->level[0].height < SIDE_MIN)
        return 0;
    struct work *w = calloc(1, sizeof *w);
    int status = 0;
    if (!w)
        return err_memory(err);
    w->scan = scan;
    for (unsigned n = p->count; n > 0 && status == 0 && goes_on(w, n - 1); n--)
        status = look_at_image(w, &p->level[n - 1], (float)(1u << (n - 1)), err);
    if (status == 0 && !scan_over(scan))
        status = look_at_double(w, err);
    if (status == 0 && !scan_over(scan))
        status = look_at_pairs(w, err);
    free(w);
    return status;
}
