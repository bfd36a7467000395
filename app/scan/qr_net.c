#include <math.h>

#include "app/scan/qr_grid.h"
#include "app/scan/qr_pattern.h"

#define PATTERN_WEIGHT 2 /* to one for a corner of a finder: it was found by 25 modules, that by seven */

/* The net while alignment patterns are looked for. */
struct net {
    const struct pyramid *pyramid;
    bool light;
    struct qr_anchors *anchors;
    struct qr_grid *grid;
    int count;
    float line[QR_GRID_LINES];
    bool known[QR_GRID_LINES][QR_GRID_LINES];  /* measured */
    bool looked[QR_GRID_LINES][QR_GRID_LINES]; /* or looked for in vain */
    struct point node[QR_GRID_LINES][QR_GRID_LINES];
};

static bool find_alignment(const struct net *net, struct point code, float reach, struct point *at)
{
    struct qr_hunt hunt = {.pattern = QR_PATTERN_ALIGNMENT, .light = net->light, .guess = *at, .reach = reach};
    struct point l = qr_grid_at(net->grid, code.x - 0.5f, code.y), r = qr_grid_at(net->grid, code.x + 0.5f, code.y);
    struct point t = qr_grid_at(net->grid, code.x, code.y - 0.5f), b = qr_grid_at(net->grid, code.x, code.y + 0.5f);
    hunt.right = (struct point){r.x - l.x, r.y - l.y};
    hunt.down = (struct point){b.x - t.x, b.y - t.y};
    if (!qr_pattern_find(net->pyramid, &hunt))
        return false;
    *at = hunt.at;
    return true;
}

/* The known node nearest to one in modules. */
static bool nearest_known(const struct net *net, int row, int col, int *near_row, int *near_col, float *distance)
{
    bool any = false;
    for (int r = 0; r < net->count; r++)
        for (int c = 0; c < net->count; c++) {
            float d = hypotf(net->line[r] - net->line[row], net->line[c] - net->line[col]);
            if (net->known[r][c] && (!any || d < *distance)) {
                any = true;
                *distance = d;
                *near_row = r;
                *near_col = c;
            }
        }
    return any;
}

/* Where a node should lie: by the plane, corrected as at the nearest known node. */
static struct point expected(const struct net *net, int row, int col, float *distance)
{
    int r = 0, c = 0;
    struct point p = qr_grid_at(net->grid, net->line[col], net->line[row]);
    if (nearest_known(net, row, col, &r, &c, distance)) {
        struct point fit = qr_grid_at(net->grid, net->line[c], net->line[r]);
        p.x += net->node[r][c].x - fit.x;
        p.y += net->node[r][c].y - fit.y;
    }
    return p;
}

/* The node not looked at yet that is nearest to a known one. */
static bool next_node(const struct net *net, int *row, int *col)
{
    float best = 0;
    bool any = false;
    for (int r = 0; r < net->count; r++)
        for (int c = 0; c < net->count; c++) {
            float d = 0;
            int a, b;
            if (net->looked[r][c] || !nearest_known(net, r, c, &a, &b, &d) || (any && d >= best))
                continue;
            any = true;
            best = d;
            *row = r;
            *col = c;
        }
    return any;
}

static void start_net(struct net *net)
{
    int at[QR_ALIGNMENT_MAX], last;
    net->count = qr_code_alignment(qr_code_version(net->grid->side), at);
    last = net->count - 1;
    for (int i = 0; i < net->count; i++)
        net->line[i] = (float)at[i] + 0.5f;
    const int corner[3][2] = {{0, 0}, {0, last}, {last, 0}};
    for (int i = 0; i < 3 && net->count > 1; i++) {
        int r = corner[i][0], c = corner[i][1];
        net->known[r][c] = net->looked[r][c] = true;
        net->node[r][c] = qr_grid_at(net->grid, net->line[c], net->line[r]);
    }
}

static void fill_net(struct net *net)
{
    struct qr_grid *g = net->grid;
    float distance;
    for (int r = 0; r < net->count; r++) {
        g->line[r] = net->line[r];
        for (int c = 0; c < net->count; c++)
            if (!net->known[r][c])
                net->node[r][c] = expected(net, r, c, &distance);
    }
    g->lines = net->count;
    for (int r = 0; r + 1 < net->count; r++)
        for (int c = 0; c + 1 < net->count; c++) {
            float x0 = g->line[c], x1 = g->line[c + 1], y0 = g->line[r], y1 = g->line[r + 1];
            struct quad from = {{qr_grid_moved(g, x0, y0), qr_grid_moved(g, x1, y0), qr_grid_moved(g, x1, y1),
                                 qr_grid_moved(g, x0, y1)}};
            struct quad to = {{net->node[r][c], net->node[r][c + 1], net->node[r + 1][c + 1], net->node[r + 1][c]}};
            if (!quad_is_convex(&to) || !homography_make(&from, &to, &g->cell[r][c]))
                g->cell[r][c] = g->whole;
        }
}

void qr_grid_align(const struct pyramid *pyramid, bool light, struct qr_anchors *anchors, struct qr_grid *grid)
{
    struct net net = {.pyramid = pyramid, .light = light, .anchors = anchors, .grid = grid};
    int row = 0, col = 0;
    start_net(&net);
    for (int i = 0; i < QR_GRID_LINES * QR_GRID_LINES && next_node(&net, &row, &col); i++) {
        struct point code = {net.line[col], net.line[row]};
        float distance = 0;
        struct point at = expected(&net, row, col, &distance);
        net.looked[row][col] = true;
        if (!find_alignment(&net, code, 1.5f + 0.08f * distance, &at))
            continue;
        net.known[row][col] = true;
        net.node[row][col] = at;
        qr_grid_add_anchor(anchors, qr_grid_moved(grid, code.x, code.y), at, PATTERN_WEIGHT);
        struct homography better;
        if (qr_grid_fit(anchors, &better))
            grid->whole = better;
    }
    if (net.count > 2)
        fill_net(&net);
}
