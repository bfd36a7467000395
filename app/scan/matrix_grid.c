#include "app/scan/matrix_grid.h"

#include <math.h>

#define FIT_MIN   0.85f /* of the modules of the two alternating sides */
#define FIT_ROUGH 0.5f  /* of them, before the finer steps */
#define COARSE    0.4f  /* modules: down to steps of this it is enough to look at the middle of each module */
#define END_OFF   0.35f /* modules: how far the end of a line of the L may be from where it was seen */

int grid_pattern(const struct matrix_size *size, unsigned row, unsigned col)
{
    unsigned r = row % (size->region_rows + 2u), c = col % (size->region_cols + 2u);
    if (c == 0 || r == size->region_rows + 1u)
        return 1;
    if (r == 0)
        return c % 2 == 0;
    if (c == size->region_cols + 1u)
        return r % 2 == 1;
    return -1;
}

/* Modules as they lie in the picture. */
static unsigned across(const struct grid *g)
{
    return g->mirrored ? g->size->rows : g->size->cols;
}

static unsigned down(const struct grid *g)
{
    return g->mirrored ? g->size->cols : g->size->rows;
}

/* Where modules are in the picture, in floats: the corners do not go beyond it by much. */
struct map {
    float m[9];
};

static bool map_make(const struct grid *g, struct map *out)
{
    struct homography h;
    struct quad from = quad_of_size((float)across(g), (float)down(g));
    if (!quad_is_convex(&g->quad) || !homography_make(&from, &g->quad, &h) || h.m[8] == 0)
        return false;
    for (int i = 0; i < 9; i++)
        out->m[i] = (float)(h.m[i] / h.m[8]);
    return true;
}

static struct point map_at(const struct map *map, float x, float y)
{
    const float *m = map->m;
    float w = 1 / (m[6] * x + m[7] * y + m[8]);
    return (struct point){(m[0] * x + m[1] * y + m[2]) * w, (m[3] * x + m[4] * y + m[5]) * w};
}

/* The grey of a module, in its middle, or from four points towards its corners, which tells when that is not met. */
static float module_at(const struct ink *ink, const struct map *map, float col, float row, bool fine)
{
    if (!fine)
        return ink_at(ink, map_at(map, col + 0.5f, row + 0.5f));
    const float near = 0.2f, far = 0.8f;
    return (ink_at(ink, map_at(map, col + near, row + near)) + ink_at(ink, map_at(map, col + far, row + near)) +
            ink_at(ink, map_at(map, col + near, row + far)) + ink_at(ink, map_at(map, col + far, row + far))) /
           4;
}

/* How much lighter the light modules of the two alternating sides are than the dark ones. */
static float fitness(const struct ink *ink, const struct grid *g, bool fine)
{
    struct map map;
    if (!map_make(g, &map))
        return -INFINITY;
    unsigned cols = across(g), rows = down(g);
    float top = 0, side = 0;
    for (unsigned i = 0; i < cols; i++) {
        float v = module_at(ink, &map, (float)i, 0, fine);
        top += i % 2 ? v : -v;
    }
    for (unsigned i = 0; i < rows; i++) {
        float v = module_at(ink, &map, (float)cols - 1, (float)(rows - i) - 1, fine);
        side += i % 2 ? v : -v;
    }
    return top / (float)cols + side / (float)rows;
}

/* One step of what is not known well: corner `at` of the quad, this way. */
struct move {
    int at;
    struct point way; /* a module long */
    float most;       /* modules from where it began */
};

static bool try_move(const struct ink *ink, const struct move *move, float by, const struct quad *began, struct grid *g)
{
    struct grid tried = *g;
    struct point *p = &tried.quad.at[move->at];
    p->x += move->way.x * by;
    p->y += move->way.y * by;
    float module = hypotf(move->way.x, move->way.y);
    if (point_distance(*p, began->at[move->at]) > move->most * module)
        return false;
    tried.fit = fitness(ink, &tried, fabsf(by) < COARSE);
    if (!(tried.fit > g->fit))
        return false;
    *g = tried;
    return true;
}

/* Moves the far corner to where the sides fit best, and a little the ends of the L, which were seen. */
static void polish(const struct ink *ink, struct grid *g, float from, float to)
{
    const struct quad began = g->quad;
    const struct point *q = began.at;
    float cols = (float)across(g), rows = (float)down(g);
    struct point right = {(q[2].x - q[3].x) / cols, (q[2].y - q[3].y) / cols};
    struct point up = {(q[0].x - q[3].x) / rows, (q[0].y - q[3].y) / rows};
    const struct move moves[] = {{1, right, 3}, {1, up, 3}, {0, up, END_OFF}, {2, right, END_OFF}};
    g->fit = fitness(ink, g, from < COARSE);
    for (float step = from; step > to; step /= 2) {
        bool moved = true;
        for (int again = 0; again < 3 && moved; again++) {
            moved = false;
            for (int m = 0; m < 8; m++)
                moved |= try_move(ink, &moves[m / 2], m % 2 ? step : -step, &began, g);
        }
    }
}

/* Which part of the alternating modules is darker or lighter than the two beside it, as each must be. */
static float count_fit(const struct ink *ink, const struct grid *g)
{
    struct map map;
    if (!map_make(g, &map))
        return 0;
    unsigned cols = across(g), rows = down(g), right[2] = {0, 0};
    float v[MATRIX_SIDE_MAX];
    for (int side = 0; side < 2; side++) {
        unsigned n = side ? rows : cols;
        for (unsigned i = 0; i < n; i++)
            v[i] = ink_at(ink, side ? map_at(&map, (float)cols - 0.5f, (float)(rows - i) - 0.5f)
                                    : map_at(&map, (float)i + 0.5f, 0.5f));
        for (unsigned i = 1; i + 1 < n; i++)
            right[side] += i % 2 ? v[i] > v[i - 1] && v[i] > v[i + 1] : v[i] < v[i - 1] && v[i] < v[i + 1];
    }
    return fminf((float)right[0] / (float)(cols - 2), (float)right[1] / (float)(rows - 2));
}

/* Puts the grid where it belongs, the best fit first; what falls off the end is not in question. */
static size_t insert(struct grid *list, size_t count, const struct grid *g)
{
    size_t at = count < GRIDS_MAX ? count : GRIDS_MAX - 1;
    if (count == GRIDS_MAX && list[at].fit >= g->fit)
        return count;
    for (; at > 0 && list[at - 1].fit < g->fit; at--)
        list[at] = list[at - 1];
    list[at] = *g;
    return count < GRIDS_MAX ? count + 1 : count;
}

/* Where the far corner is when the symbol is seen straight on. */
static struct point across_from(const struct ell *ell)
{
    return (struct point){ell->up.x + ell->right.x - ell->corner.x, ell->up.y + ell->right.y - ell->corner.y};
}

static bool is_near(unsigned modules, unsigned counted)
{
    unsigned apart = modules > counted ? modules - counted : counted - modules;
    return apart <= 2 + modules / 10;
}

static void take_better(const struct ink *ink, struct grid *g, struct point far)
{
    struct grid tried = *g;
    tried.quad.at[1] = far;
    tried.fit = fitness(ink, &tried, false);
    if (tried.fit > g->fit)
        *g = tried;
}

/* The far corner that fits this size best; false when no count of modules comes near it. */
static bool place(const struct ink *ink, const struct ell *ell, const struct timing *timing, struct grid *g)
{
    bool any = false;
    g->fit = -INFINITY;
    for (int i = 0; i < TIMING_WAYS * TIMING_WAYS; i++) {
        const struct timing_way *top = &timing->across[i / TIMING_WAYS], *side = &timing->down[i % TIMING_WAYS];
        struct point far;
        if (!is_near(across(g), top->modules) || !is_near(down(g), side->modules))
            continue;
        any = true;
        if (timing_far(ell, top, side, &far))
            take_better(ink, g, far);
    }
    if (any)
        take_better(ink, g, across_from(ell));
    return g->fit > -INFINITY;
}

size_t grid_fit(const struct ink *ink, const struct ell *ell, const struct timing *timing, struct grid out[GRIDS_MAX])
{
    struct grid placed[GRIDS_MAX];
    size_t places = 0, count = 0;
    for (size_t i = 0; i < MATRIX_SIZES; i++)
        for (int mirrored = 0; mirrored < 2; mirrored++) {
            struct grid g = {&matrix_sizes[i], mirrored, {{ell->up, ell->up, ell->right, ell->corner}}, 0};
            if (mirrored && across(&g) == down(&g)) /* the same grid; who reads it tries both */
                continue;
            if (place(ink, ell, timing, &g))
                places = insert(placed, places, &g);
        }
    for (size_t i = 0; i < places; i++) {
        polish(ink, &placed[i], 1, COARSE);
        if (count_fit(ink, &placed[i]) < FIT_ROUGH)
            continue;
        polish(ink, &placed[i], COARSE / 2, 0.05f);
        placed[i].fit = count_fit(ink, &placed[i]);
        if (placed[i].fit >= FIT_MIN)
            count = insert(out, count, &placed[i]);
    }
    return count;
}

void grid_sample(const struct ink *ink, const struct grid *grid, uint8_t *greys)
{
    static const float near[5][2] = {{0, 0}, {-0.2f, -0.2f}, {0.2f, -0.2f}, {-0.2f, 0.2f}, {0.2f, 0.2f}};
    struct map map;
    if (!map_make(grid, &map))
        return;
    unsigned cols = grid->size->cols, rows = grid->size->rows;
    for (unsigned row = 0; row < rows; row++)
        for (unsigned col = 0; col < cols; col++) {
            /* a mirrored symbol has its rows, from the top, where the picture has columns from the right */
            float x = (float)col + 0.5f, y = (float)row + 0.5f, sum = 0;
            if (grid->mirrored) {
                x = (float)rows - (float)row - 0.5f;
                y = (float)cols - (float)col - 0.5f;
            }
            for (int i = 0; i < 5; i++)
                sum += ink_at(ink, map_at(&map, x + near[i][0], y + near[i][1]));
            greys[row * cols + col] = (uint8_t)lrintf(sum / 5);
        }
}
