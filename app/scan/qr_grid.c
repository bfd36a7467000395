#include "app/scan/qr_grid.h"

#include <math.h>

#include "app/scan/qr_pattern.h"

#define LAST(side) ((float)(side)-7) /* where the far finders begin */

void qr_grid_add_anchor(struct qr_anchors *a, struct point code, struct point picture, float weight)
{
    if (a->count == QR_GRID_ANCHORS)
        return;
    a->code[a->count] = code;
    a->picture[a->count] = picture;
    a->weight[a->count++] = weight;
}

static struct point arched(const struct qr_arch *arch, int side, float u, float v)
{
    float span = (float)side - 13, s = (u - 6.5f) / span, t = (v - 6.5f) / span;
    return (struct point){u + arch->right * 4 * t * (1 - t), v + arch->down * 4 * s * (1 - s)};
}

static void add_finder(const struct qr_triple *triple, int which, int side, const struct qr_arch *arch,
                       struct qr_anchors *anchors)
{
    const struct point start[3] = {{0, 0}, {LAST(side), 0}, {0, LAST(side)}};
    static const struct point corner[4] = {{0, 0}, {7, 0}, {7, 7}, {0, 7}};
    for (int k = 0; k < 4; k++)
        qr_grid_add_anchor(anchors, arched(arch, side, start[which].x + corner[k].x, start[which].y + corner[k].y),
                           triple->outline[which].at[k], 1);
}

bool qr_grid_of_triple(const struct qr_triple *triple, int side, const struct qr_arch *arch, struct qr_anchors *anchors,
                       struct qr_grid *out)
{
    *anchors = (struct qr_anchors){0};
    *out = (struct qr_grid){.side = side, .arch = *arch};
    for (int i = 0; i < 3; i++)
        add_finder(triple, i, side, arch, anchors);
    return qr_grid_fit(anchors, &out->whole);
}

/* Squares of how far the corners of the finders are off; NaN when nothing fits. */
static float misfit(const struct qr_triple *triple, int side, const struct qr_arch *arch)
{
    struct qr_anchors anchors = {0};
    struct homography plane;
    float sum = 0;
    for (int i = 0; i < 3; i++)
        add_finder(triple, i, side, arch, &anchors);
    if (!qr_grid_fit(&anchors, &plane))
        return NAN;
    for (int i = 0; i < anchors.count; i++) {
        float off = point_distance(homography_apply(&plane, anchors.code[i]), anchors.picture[i]);
        sum += off * off;
    }
    return sum;
}

#define ARCH_STEPS  8 /* to each side */
#define ARCH_COARSE 0.5f
#define ARCH_FINE   0.1f
#define ARCH_GAIN   0.5f /* of the misfit, at least, goes with the right arch */

/* The best along one of the two, from where it is. */
static float improve(const struct qr_triple *triple, int side, float step, struct qr_arch *arch, float *which)
{
    float best = misfit(triple, side, arch), from = *which, kept = from;
    for (int i = -ARCH_STEPS; i <= ARCH_STEPS; i++) {
        *which = from + step * (float)i;
        float now = misfit(triple, side, arch);
        if (now < best) {
            best = now;
            kept = *which;
        }
    }
    *which = kept;
    return best;
}

bool qr_grid_find_arch(const struct qr_triple *triple, int side, struct qr_arch *out)
{
    struct qr_arch arch = {0, 0};
    float flat = misfit(triple, side, &arch), best = flat;
    for (int round = 0; round < 2; round++) {
        float step = round == 0 ? ARCH_COARSE : ARCH_FINE;
        (void)improve(triple, side, step, &arch, &arch.down);
        best = improve(triple, side, step, &arch, &arch.right);
    }
    *out = arch;
    return best < ARCH_GAIN * flat;
}

bool qr_grid_complete(const struct pyramid *pyramid, bool light, int side, struct qr_triple *triple)
{
    int which = (int)triple->missing - 1;
    const struct point start[3] = {{0, 0}, {LAST(side), 0}, {0, LAST(side)}};
    struct point corner = {start[which].x, start[which].y}, middle = {corner.x + 3.5f, corner.y + 3.5f};
    const struct qr_arch flat = {0, 0};
    struct qr_anchors anchors = {0};
    struct homography plane;
    for (int i = 0; i < 3; i++)
        if (i != which)
            add_finder(triple, i, side, &flat, &anchors);
    if (!qr_grid_fit(&anchors, &plane))
        return false;
    struct qr_hunt hunt = {.pattern = QR_PATTERN_FINDER, .light = light, .reach = 2 + 0.08f * (float)side};
    qr_pattern_steps(&plane, middle, &hunt);
    hunt.guess = homography_apply(&plane, middle);
    struct point guess = hunt.guess;
    if (!qr_pattern_find(pyramid, &hunt))
        return false;
    const struct quad square = {
        {corner, {corner.x + 7, corner.y}, {corner.x + 7, corner.y + 7}, {corner.x, corner.y + 7}}};
    for (int k = 0; k < 4; k++) {
        struct point p = homography_apply(&plane, square.at[k]);
        triple->outline[which].at[k] = (struct point){p.x + hunt.at.x - guess.x, p.y + hunt.at.y - guess.y};
    }
    return true;
}

/* `moved` is where the module lies on the planes; which of them counts, its number says. */
static struct point on_planes(const struct qr_grid *grid, float u, float v, struct point moved)
{
    if (grid->lines < 2)
        return homography_apply(&grid->whole, moved);
    int row = 0, col = 0;
    while (row + 2 < grid->lines && v >= grid->line[row + 1])
        row++;
    while (col + 2 < grid->lines && u >= grid->line[col + 1])
        col++;
    return homography_apply(&grid->cell[row][col], moved);
}

static int node_before(float at, int nodes)
{
    int n = (int)(at / QR_BEND_STEP);
    return n < 0 ? 0 : n > nodes - 2 ? nodes - 2 : n;
}

/* Between the four nodes around. */
static struct point bent_by(const struct qr_bend *bend, float u, float v)
{
    int col = node_before(u, bend->nodes), row = node_before(v, bend->nodes);
    float x = u / QR_BEND_STEP - (float)col, y = v / QR_BEND_STEP - (float)row;
    const struct point *top = &bend->by[row][col], *low = &bend->by[row + 1][col];
    float a = (1 - x) * (1 - y), b = x * (1 - y), c = (1 - x) * y, d = x * y;
    return (struct point){a * top[0].x + b * top[1].x + c * low[0].x + d * low[1].x,
                          a * top[0].y + b * top[1].y + c * low[0].y + d * low[1].y};
}

struct point qr_grid_moved(const struct qr_grid *grid, float u, float v)
{
    struct point p = arched(&grid->arch, grid->side, u, v);
    if (grid->bend.nodes >= 2) {
        struct point by = bent_by(&grid->bend, u, v);
        p = (struct point){p.x + by.x, p.y + by.y};
    }
    return p;
}

struct point qr_grid_at(const struct qr_grid *grid, float u, float v)
{
    return on_planes(grid, u, v, qr_grid_moved(grid, u, v));
}

struct quad qr_grid_outline(const struct qr_grid *grid)
{
    float s = (float)grid->side;
    return (struct quad){
        {qr_grid_at(grid, 0, 0), qr_grid_at(grid, s, 0), qr_grid_at(grid, s, s), qr_grid_at(grid, 0, s)}};
}
