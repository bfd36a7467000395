#include "app/scan/qr_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/qr_bend.h"
#include "app/scan/qr_code.h"
#include "app/scan/qr_grid.h"
#include "app/scan/qr_modules.h"
#include "app/scan/qr_sample.h"
#include "app/scan/qr_show.h"

#define SIDES_MAX     4
#define BEAT_MIN      0.7f /* of a timing pattern; chance gives 0.5 */
#define TIMED_MIN     0.8f
#define AGREEMENT_MIN 0.7f /* of fixed modules, below which it is not worth a look; chance gives 0.5 */
#define BEND_MIN      0.75f
#define LIKELY_MIN    0.85f

/* One symbol while ways to read it are tried. */
struct attempt {
    struct scan *scan;
    const struct qr_triple *triple;
    bool light;
    struct qr_reading *out;
    float module;    /* pixels of the picture */
    float agreement; /* of the last one */
    float best;      /* agreement so far */
    struct qr_greys greys;
    struct qr_code code, shown; /* the last one that ZBar saw */
};

static int nearest_side(float modules)
{
    int version = (int)lroundf((modules + 7 - 17) / 4);
    version = version < 1 ? 1 : version > 40 ? 40 : version;
    return 17 + 4 * version;
}

static void add_side(int side, int sides[SIDES_MAX], int *count)
{
    if (side < QR_SIDE_MIN || side > QR_SIDE_MAX || *count == SIDES_MAX)
        return;
    for (int i = 0; i < *count; i++)
        if (sides[i] == side)
            return;
    sides[(*count)++] = side;
}

/* Versions 7 and up say so beside the finders to the right and below: six by three modules (7.10). */
static int side_by_bits(const struct attempt *a, int which)
{
    const struct quad *q = &a->triple->outline[which];
    struct quad unit = {{{0, 0}, {7, 0}, {7, 7}, {0, 7}}};
    struct homography h;
    float grey[18], mean = 0;
    uint32_t bits = 0;
    if (which == (int)a->triple->missing - 1 || !homography_make(&unit, q, &h))
        return 0;
    struct qr_view view = qr_view_for(a->scan->pyramid, sqrtf(fabsf(quad_area(q))) / 7);
    for (int i = 0; i < 18; i++) {
        int row = i / 3, column = i % 3;
        float near = (float)column - 3.5f, along = (float)row + 0.5f;
        grey[i] = qr_view_grey(
            &view, homography_apply(&h, which == 1 ? (struct point){near, along} : (struct point){along, near}));
    }
    float low = 255, high = 0;
    for (int i = 0; i < 18; i++) {
        low = grey[i] < low ? grey[i] : low;
        high = grey[i] > high ? grey[i] : high;
    }
    mean = (low + high) / 2;
    for (int i = 0; i < 18; i++)
        bits |= (uint32_t)((grey[i] < mean) != a->light) << i;
    int version = qr_code_version_of_bits(bits);
    return version ? 17 + 4 * version : 0;
}

/* The sizes it may have, the likeliest first. */
static int find_sides(const struct attempt *a, int sides[SIDES_MAX])
{
    const struct qr_triple *t = a->triple;
    float modules = (t->modules[0] + t->modules[1]) / 2;
    int count = 0, estimate = nearest_side(modules);
    if (modules > 30) { /* version 6 and up, as far as one can tell */
        for (int which = 1; which < 3; which++) {
            int side = side_by_bits(a, which);
            if (abs(side - estimate) <= 4 + estimate / 8)
                add_side(side, sides, &count);
        }
    }
    bool alike = t->changes[0] == t->changes[1];
    int timed = nearest_side((float)(t->changes[0] + t->changes[1]) / 2 + 6);
    if (alike && abs(timed - estimate) <= 4 + estimate / 8)
        add_side(timed, sides, &count);
    add_side(estimate, sides, &count);
    if (abs(timed - estimate) <= 4 + estimate / 8)
        add_side(timed, sides, &count);
    int other = modules + 7 > (float)estimate ? 4 : -4;
    add_side(estimate + other, sides, &count);
    add_side(estimate - other, sides, &count);
    return count;
}

static int show(struct attempt *a, struct quad outline, struct err *err)
{
    size_t size = (size_t)a->code.side * (size_t)a->code.side;
    qr_code_mend(&a->code);
    if (a->shown.side == a->code.side && memcmp(a->shown.dark, a->code.dark, size) == 0)
        return 0;
    a->shown.side = a->code.side;
    memcpy(a->shown.dark, a->code.dark, size);
    return qr_show(a->scan, &a->code, &outline, &a->out->read, err);
}

static struct quad mirrored(struct quad q)
{
    struct point kept = q.at[1];
    q.at[1] = q.at[3];
    q.at[3] = kept;
    return q;
}

/* As it stands and mirrored, the one first that has the fewer errors in its format. */
static int show_both_ways(struct attempt *a, const struct qr_grid *grid, struct err *err)
{
    int plain, turned;
    struct quad outline = qr_grid_outline(grid);
    qr_code_format_errors(&a->code, &plain, &turned);
    if (turned < plain) {
        qr_code_transpose(&a->code);
        outline = mirrored(outline);
    }
    return show(a, outline, err);
}

static int try_rule(struct attempt *a, const struct qr_grid *grid, enum qr_rule rule, struct err *err)
{
    qr_modules_decide(&a->greys, rule, &a->code);
    a->agreement = qr_code_agreement(&a->code);
    if (a->agreement > a->best) {
        a->best = a->agreement;
        a->out->outline = qr_grid_outline(grid);
    }
    return a->agreement < AGREEMENT_MIN ? 0 : show_both_ways(a, grid, err);
}

/* A grid that nearly fits is fitted to what it shows, first in large, then in small. */
static int try_bent(struct attempt *a, struct qr_grid *grid, struct err *err)
{
    static const float reach[] = {12, 9, 7, 6, 5, 5, 5, 5};
    struct qr_view view = qr_view_for(a->scan->pyramid, a->module);
    for (size_t i = 0; i < sizeof reach / sizeof *reach && !a->out->read && !scan_over(a->scan); i++) {
        qr_bend_round(&view, &a->greys, reach[i], a->light, grid);
        qr_modules_sample(a->scan->pyramid, grid, a->light, &a->greys);
        if (i % 2 == 1 && try_rule(a, grid, QR_RULE_LOCAL, err))
            return -1;
    }
    return a->out->read ? 0 : try_rule(a, grid, QR_RULE_SHARP, err);
}

/* Whether the whole symbol has its corners in order and not far off the picture: modules near a horizon are many and
 * have no pixels. */
static bool is_plausible(const struct attempt *a, const struct qr_grid *grid)
{
    const struct image *picture = &a->scan->pyramid->level[0];
    float width = (float)picture->width, height = (float)picture->height;
    struct quad outline = qr_grid_outline(grid);
    for (int i = 0; i < 4; i++) {
        struct point p = outline.at[i];
        if (!(p.x > -width && p.x < 2 * width && p.y > -height && p.y < 2 * height))
            return false;
    }
    return quad_is_convex(&outline);
}

static int try_grid(struct attempt *a, struct qr_grid *grid, struct err *err)
{
    float best = 0;
    if (!is_plausible(a, grid))
        return 0;
    qr_modules_sample(a->scan->pyramid, grid, a->light, &a->greys);
    for (int rule = 0; rule < QR_RULES && !a->out->read; rule++) {
        if (try_rule(a, grid, rule, err))
            return -1;
        best = a->agreement > best ? a->agreement : best;
        if (best < AGREEMENT_MIN)
            break;
    }
    return a->out->read || best < BEND_MIN ? 0 : try_bent(a, grid, err);
}

/* Whether the timing patterns beat as they would with that many modules: each is darker or lighter than its two
 * neighbours' mean. */
static bool beats(const struct attempt *a, const struct qr_grid *grid, bool down)
{
    int right = 0, all = 0;
    float last = 0, before = 0;
    struct qr_view view = qr_view_for(a->scan->pyramid, a->module);
    for (int i = 7; i < grid->side - 6; i++) {
        float along = (float)i + 0.5f;
        struct point at = down ? qr_grid_at(grid, 6.5f, along) : qr_grid_at(grid, along, 6.5f);
        float grey = qr_view_grey(&view, at) * (a->light ? -1 : 1);
        if (i > 8) { /* `last` is of module i - 1; the even ones are dark */
            all++;
            right += (last < (grey + before) / 2) == (i % 2 == 1);
        }
        before = last;
        last = grey;
    }
    return (float)right >= BEAT_MIN * (float)all;
}

/* Whether as many modules were counted between the finders, straight from one to the other; that a plane does not put
 * them there may be because it is none. */
static bool was_timed(const struct qr_triple *triple, int side)
{
    for (int i = 0; i < 2; i++)
        if (triple->timing[i] >= TIMED_MIN && triple->changes[i] == side - 13)
            return true;
    return false;
}

static int try_arch(struct attempt *a, const struct qr_triple *triple, int side, const struct qr_arch *arch,
                    struct err *err)
{
    struct qr_anchors anchors;
    struct qr_grid grid;
    if (!qr_grid_of_triple(triple, side, arch, &anchors, &grid))
        return 0;
    if (!was_timed(triple, side) && !beats(a, &grid, false) && !beats(a, &grid, true))
        return 0;
    if (side > QR_SIDE_MIN)
        qr_grid_align(a->scan->pyramid, a->light, &anchors, &grid);
    return try_grid(a, &grid, err);
}

static int try_side(struct attempt *a, int side, struct err *err)
{
    const struct qr_arch flat = {0, 0};
    struct qr_arch arch;
    struct qr_triple triple = *a->triple;
    if (triple.missing && !qr_grid_complete(a->scan->pyramid, a->light, side, &triple))
        return 0;
    if (try_arch(a, &triple, side, &flat, err))
        return -1;
    if (a->out->read || triple.missing || !qr_grid_find_arch(&triple, side, &arch))
        return 0;
    return try_arch(a, &triple, side, &arch, err);
}

int qr_read_triple(struct scan *scan, const struct qr_triple *triple, bool light, struct qr_reading *out,
                   struct err *err)
{
    struct attempt *a = calloc(1, sizeof *a);
    int sides[SIDES_MAX], status = 0;
    if (!a)
        return err_memory(err);
    *out = (struct qr_reading){0};
    *a = (struct attempt){.scan = scan, .triple = triple, .light = light, .out = out};
    int found = 0;
    for (int i = 0; i < 3; i++)
        if (i != (int)triple->missing - 1) {
            a->module += sqrtf(fabsf(quad_area(&triple->outline[i]))) / 7;
            found++;
        }
    a->module /= (float)found;
    int count = find_sides(a, sides);
    for (int i = 0; i < count && status == 0 && !out->read && !scan_over(scan); i++)
        status = try_side(a, sides[i], err);
    out->likely = a->best >= LIKELY_MIN;
    free(a);
    return status;
}
