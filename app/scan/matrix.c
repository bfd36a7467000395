#include <math.h>
#include <stdlib.h>

#include "app/scan/matrix_decode.h"
#include "app/scan/matrix_grid.h"
#include "app/scan/matrix_hull.h"
#include "app/scan/scan.h"

/* Data Matrix: blobs (matrix_blobs.h) whose hull has a corner that could be that of an L, the L itself (matrix_ell.h),
 * the two other sides (matrix_timing.h), the grid of modules (matrix_grid.h), and what they say (matrix_decode.h).
 * Nearly all that is looked at fails at one of the first two steps, which are cheap. */

/* Pixels of the finest level that is searched: a millisecond. Of a large picture a quarter, some milliseconds, but only
 * for dark symbols; light ones are few. A symbol of 24 pixels is seen there. */
#define PIXELS_MAX   200000u
#define PART_MAX     4u
#define LEVELS       4u    /* that are searched, down from the finest; modules may be of any size */
#define FINER        2u    /* levels further up at most, where what was found is looked at */
#define REACH        4.0f  /* pixels that the hull of a blob may be from the sides of a symbol */
#define MODULE_GOOD  3.0f  /* pixels: of less, modules blur into each other, and a finer level shows more; */
#define MODULE_AMPLE 8.0f  /* of as many it shows nothing new */
#define BLOB_SIDE    12u   /* pixels: ten modules of the smallest that can be told apart */
#define LONG_SIDE    20.0f /* times the shorter: 8 x 144, and perspective */
#define SQUARE_COS   0.6f  /* of the angle at the corner: 53 to 127 degrees */

struct workplace {
    struct scan *scan;
    uint8_t greys[MATRIX_MODULES_MAX], spare[MATRIX_MODULES_MAX];
    struct matrix_text text;
};

/* Where a code may be, in pixels of a level. */
struct guess {
    struct ell ell;
    bool light;
    unsigned level;
};

static struct point scaled(struct point p, float by)
{
    return (struct point){p.x * by, p.y * by};
}

/* Corners in pixels of the picture, as a hit has them. */
static struct quad hit_quad(const struct grid *g, unsigned level)
{
    float by = (float)(1u << level);
    const struct point *at = g->quad.at;
    if (g->mirrored)
        return (struct quad){{scaled(at[2], by), scaled(at[1], by), scaled(at[0], by), scaled(at[3], by)}};
    return (struct quad){{scaled(at[0], by), scaled(at[1], by), scaled(at[2], by), scaled(at[3], by)}};
}

static int keep(struct workplace *w, const struct grid *g, unsigned level, struct err *err)
{
    struct scan_hit hit = {.stage = STAGE_MATRIX, .lines = 1, .has_quad = true, .quad = hit_quad(g, level)};
    enum symbology symbology = w->text.gs1 ? SYMBOLOGY_GS1_DATAMATRIX : SYMBOLOGY_DATAMATRIX;
    if (symbol_set(&hit.symbol, symbology, ORIGIN_PICTURE, w->text.bytes, w->text.size, err))
        return -1;
    hit.symbol.part = w->text.part;
    scan_add(w->scan, &hit);
    return 0;
}

static bool read_grid(struct workplace *w, const struct ink *ink, const struct grid *g)
{
    grid_sample(ink, g, w->greys);
    return matrix_decode(g->size, w->greys, w->spare, &w->text);
}

/* What the L and the level show. `found` says whether it was read. */
static int read_ell(struct workplace *w, const struct ink *ink, const struct ell *ell, unsigned level, bool *found,
                    struct err *err)
{
    struct timing timing;
    struct grid grid[GRIDS_MAX];
    if (!timing_find(ink, ell, &timing))
        return 0;
    size_t count = grid_fit(ink, ell, &timing, grid);
    for (size_t i = 0; i < count && !*found && !scan_out_of_time(w->scan); i++) {
        struct grid g = grid[i];
        *found = read_grid(w, ink, &g);
        if (!*found && g.size->rows == g.size->cols) {
            g.mirrored = true;
            *found = read_grid(w, ink, &g);
        }
        if (*found)
            return keep(w, &g, level, err);
    }
    return 0;
}

static bool could_be(const struct guess *guess)
{
    const struct ell *e = &guess->ell;
    float up = point_distance(e->corner, e->up), right = point_distance(e->corner, e->right);
    float dot =
        (e->up.x - e->corner.x) * (e->right.x - e->corner.x) + (e->up.y - e->corner.y) * (e->right.y - e->corner.y);
    return up >= BLOB_SIDE && right >= BLOB_SIDE && up <= right * LONG_SIDE && right <= up * LONG_SIDE &&
           fabsf(dot) < SQUARE_COS * up * right;
}

static int read_guess(struct workplace *w, const struct guess *guess, struct err *err)
{
    bool found = false;
    struct point middle = {(guess->ell.up.x + guess->ell.right.x) / 2, (guess->ell.up.y + guess->ell.right.y) / 2};
    struct ink ink = {&w->scan->pyramid->level[guess->level], guess->light};
    if (!could_be(guess) || !ell_could_be(&ink, &guess->ell) ||
        scan_covers(w->scan, scaled(middle, (float)(1u << guess->level))))
        return 0;
    struct ell ell = guess->ell;
    unsigned last = guess->level > FINER ? guess->level - FINER : 0;
    for (unsigned level = guess->level;; level--) {
        ink.image = &w->scan->pyramid->level[level];
        bool is_ell = ell_refine(&ink, &ell, REACH);
        float module = ell.module_up < ell.module_right ? ell.module_up : ell.module_right;
        if (is_ell && (module >= MODULE_GOOD || level == last) && read_ell(w, &ink, &ell, level, &found, err))
            return -1;
        if (found || level == last || module == 0 || module >= MODULE_AMPLE)
            return 0;
        ell = (struct ell){.corner = scaled(ell.corner, 2), .up = scaled(ell.up, 2), .right = scaled(ell.right, 2)};
    }
}

/* Corners of a hull go clockwise, so that before that of an L lies its right end, and behind it the upper one. */
static int read_blob(struct workplace *w, const struct blobs *blobs, const struct blob *blob, const struct guess *of,
                     struct err *err)
{
    struct hull hull;
    if (hull_of(blobs, blob, &hull, err))
        return -1;
    for (size_t i = 0; i < hull.count && !scan_over(w->scan); i++) {
        struct guess guess = {.ell = {.corner = hull.at[i],
                                      .up = hull.at[(i + 1) % hull.count],
                                      .right = hull.at[(i + hull.count - 1) % hull.count]},
                              .light = of->light,
                              .level = of->level};
        if (read_guess(w, &guess, err))
            return -1;
    }
    return 0;
}

static int read_level(struct workplace *w, unsigned level, bool light, struct err *err)
{
    struct blobs blobs;
    struct guess of = {.light = light, .level = level};
    if (blobs_find(&w->scan->pyramid->level[level], light, BLOB_SIDE, &blobs, err))
        return -1;
    int status = 0;
    for (size_t i = 0; i < blobs.count && status == 0 && !scan_over(w->scan); i++)
        status = read_blob(w, &blobs, &blobs.item[i], &of, err);
    blobs_clear(&blobs);
    return status;
}

static uint64_t pixels(const struct image *image)
{
    return (uint64_t)image->width * image->height;
}

static unsigned finest(const struct pyramid *pyramid)
{
    unsigned level = 0;
    uint64_t all = pixels(&pyramid->level[0]), most = all / PART_MAX > PIXELS_MAX ? all / PART_MAX : PIXELS_MAX;
    while (level + 1 < pyramid->count && pixels(&pyramid->level[level]) > most)
        level++;
    return level;
}

int matrix_stage(struct scan *scan, struct err *err)
{
    struct workplace *w = malloc(sizeof *w);
    if (!w)
        return err_memory(err);
    w->scan = scan;
    int status = 0;
    unsigned first = finest(scan->pyramid);
    for (unsigned i = first; i < first + LEVELS && i < scan->pyramid->count; i++)
        for (int light = 0; light < 2 && status == 0 && !scan_over(scan); light++)
            if (!light || pixels(&scan->pyramid->level[i]) <= PIXELS_MAX)
                status = read_level(w, i, light, err);
    free(w);
    return status;
}
