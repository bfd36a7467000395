#include "app/scan/matrix_grid.h"

#include <math.h>
#include <stdlib.h>

#define SIDES_POINTS_MAX (4 * MATRIX_SIDE_MAX)
#define FIT_MIN          0.85f /* of the modules of the two alternating sides */

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

/* The grey of a module, from four points towards its corners, so that it tells when it is not met in its middle. */
static float module_at(const struct ink *ink, const struct map *map, float col, float row)
{
    const float near = 0.2f, far = 0.8f;
    return (ink_at(ink, map_at(map, col + near, row + near)) + ink_at(ink, map_at(map, col + far, row + near)) +
            ink_at(ink, map_at(map, col + near, row + far)) + ink_at(ink, map_at(map, col + far, row + far))) /
           4;
}

/* How much lighter the light modules of the two alternating sides are than the dark ones. */
static float fitness(const struct ink *ink, const struct grid *g)
{
    struct map map;
    if (!map_make(g, &map))
        return -INFINITY;
    unsigned cols = across(g), rows = down(g);
    float top = 0, side = 0;
    for (unsigned i = 0; i < cols; i++) {
        float v = module_at(ink, &map, (float)i, 0);
        top += i % 2 ? v : -v;
    }
    for (unsigned i = 0; i < rows; i++) {
        float v = module_at(ink, &map, (float)cols - 1, (float)(rows - i) - 1);
        side += i % 2 ? v : -v;
    }
    return top / (float)cols + side / (float)rows;
}

/* Moves what is not known well, the far corner and where the lines of the L end, to where the sides fit best. */
static void polish(const struct ink *ink, struct grid *g)
{
    float best = fitness(ink, g);
    struct point corner = g->quad.at[3];
    float width = point_distance(corner, g->quad.at[2]), height = point_distance(corner, g->quad.at[0]);
    struct point right = {(g->quad.at[2].x - corner.x) / width, (g->quad.at[2].y - corner.y) / width};
    struct point up = {(g->quad.at[0].x - corner.x) / height, (g->quad.at[0].y - corner.y) / height};
    float module = (width / (float)across(g) + height / (float)down(g)) / 2;
    const struct {
        int at;
        struct point way;
    } moves[] = {{1, right}, {1, up}, {0, up}, {2, right}};
    for (float step = module; step > module / 20; step /= 2)
        for (int again = 0; again < 3; again++) {
            bool moved = false;
            for (int m = 0; m < 8; m++) {
                struct grid tried = *g;
                struct point *p = &tried.quad.at[moves[m / 2].at];
                float by = m % 2 ? step : -step;
                p->x += moves[m / 2].way.x * by;
                p->y += moves[m / 2].way.y * by;
                float f = fitness(ink, &tried);
                if (f > best) {
                    best = f;
                    *g = tried;
                    moved = true;
                }
            }
            if (!moved)
                break;
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

static unsigned apart(unsigned a, unsigned b)
{
    return a > b ? a - b : b - a;
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

size_t grid_fit(const struct ink *ink, const struct ell *ell, const struct timing *timing, struct grid out[GRIDS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < MATRIX_SIZES; i++)
        for (int mirrored = 0; mirrored < 2; mirrored++) {
            struct grid g = {&matrix_sizes[i], mirrored, {{ell->up, timing->far, ell->right, ell->corner}}, 0};
            unsigned cols = across(&g), rows = down(&g);
            if (apart(cols, timing->cols) > 2 + cols / 10 || apart(rows, timing->rows) > 2 + rows / 10)
                continue;
            if (mirrored && cols == rows) /* the same grid; who reads it tries both */
                continue;
            struct grid flat = g;
            flat.quad.at[1] = across_from(ell);
            if (fitness(ink, &flat) > fitness(ink, &g))
                g = flat;
            polish(ink, &g);
            g.fit = count_fit(ink, &g);
            if (g.fit >= FIT_MIN)
                count = insert(out, count, &g);
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
