#include "app/scan/qr_bend.h"

#include <math.h>
#include <stdlib.h>

/* What the edges of a symbol say, along one axis: how far each lies from where it should, in modules, and how much it
 * counts. At [y][x]: the edge before module x, or above module y. */
struct edges {
    int side;
    float off[QR_SIDE_MAX * QR_SIDE_MAX], weight[QR_SIDE_MAX * QR_SIDE_MAX];
};

#define SAMPLES  5     /* across an edge, from the middle of one module to that of the next */
#define CONTRAST 0.25f /* of that of the whole symbol: less is no edge */
#define PRIOR    3.0f  /* edges' weight of staying where it is */

/* The mean grey on the way from one module to the next, as a share of the way from the one's to the other's: a half
 * when the edge is in the middle. */
static float edge_off(const struct qr_view *view, const struct qr_grid *grid, struct point at, bool down, float from,
                      float to, bool light)
{
    float sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
        float t = ((float)i + 0.5f) / SAMPLES - 0.5f;
        float grey = qr_view_grey(view, qr_grid_at(grid, at.x + (down ? 0 : t), at.y + (down ? t : 0)));
        grey = light ? 255 - grey : grey;
        float share = (grey - from) / (to - from);
        sum += share > 0 ? (share < 1 ? share : 1) : 0;
    }
    return 0.5f - sum / SAMPLES;
}

static float contrast_of(const struct qr_greys *g)
{
    double sum = 0, square = 0, n = (double)g->side * g->side;
    for (int i = 0; i < g->side * g->side; i++) {
        sum += g->grey[i];
        square += (double)g->grey[i] * g->grey[i];
    }
    double spread = square / n - sum / n * (sum / n);
    return spread > 0 ? (float)(2 * sqrt(spread)) : 0;
}

static void find_edges(const struct qr_view *view, const struct qr_greys *g, const struct qr_grid *grid, bool down,
                       bool light, struct edges *e)
{
    float least = contrast_of(g) * CONTRAST;
    e->side = g->side;
    for (int y = 0; y < g->side; y++)
        for (int x = 0; x < g->side; x++) {
            int at = y * g->side + x;
            e->weight[at] = e->off[at] = 0;
            if ((down ? y : x) == 0)
                continue;
            float from = g->grey[down ? at - g->side : at - 1], to = g->grey[at], step = fabsf(to - from);
            if (!(step > least && step > 2))
                continue;
            struct point p = {(float)x + (down ? 0.5f : 0), (float)y + (down ? 0 : 0.5f)};
            e->weight[at] = step < 4 * least ? step / (4 * least) : 1;
            e->off[at] = edge_off(view, grid, p, down, from, to, light);
        }
}

/* The mean around a place, near edges counting more. */
static float mean_off(const struct edges *e, float u, float v, float reach)
{
    float sum = 0, weight = PRIOR;
    int x0 = (int)(u - reach), x1 = (int)(u + reach), y0 = (int)(v - reach), y1 = (int)(v + reach);
    for (int y = y0 > 0 ? y0 : 0; y <= y1 && y < e->side; y++)
        for (int x = x0 > 0 ? x0 : 0; x <= x1 && x < e->side; x++) {
            float w = e->weight[y * e->side + x];
            if (!(w > 0))
                continue;
            float dx = ((float)x - u) / reach, dy = ((float)y - v) / reach, near = 1 - dx * dx - dy * dy;
            w *= near > 0 ? near : 0;
            sum += w * e->off[y * e->side + x];
            weight += w;
        }
    return sum / weight;
}

void qr_bend_round(const struct qr_view *view, const struct qr_greys *greys, float reach, bool light,
                   struct qr_grid *grid)
{
    struct edges *along = malloc(sizeof *along), *down = malloc(sizeof *down);
    if (along && down) { /* else it stays as it is */
        find_edges(view, greys, grid, false, light, along);
        find_edges(view, greys, grid, true, light, down);
        grid->bend.nodes = grid->side / QR_BEND_STEP + 2;
        for (int row = 0; row < grid->bend.nodes; row++)
            for (int col = 0; col < grid->bend.nodes; col++) {
                float u = (float)(col * QR_BEND_STEP), v = (float)(row * QR_BEND_STEP);
                grid->bend.by[row][col].x += mean_off(along, u, v, reach);
                grid->bend.by[row][col].y += mean_off(down, u, v, reach);
            }
    }
    free(along);
    free(down);
}
