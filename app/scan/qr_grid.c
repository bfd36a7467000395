#include "app/scan/qr_grid.h"

#include <math.h>

#include "app/scan/qr_pattern.h"

#define LAST(side) ((float)(side)-7) /* where the far finders begin */

static void add_anchor(struct qr_anchors *a, struct point code, struct point picture, float weight)
{
    if (a->count == QR_GRID_ANCHORS)
        return;
    a->code[a->count] = code;
    a->picture[a->count] = picture;
    a->weight[a->count++] = weight;
}

static void add_finder(const struct qr_triple *triple, int which, int side, struct qr_anchors *anchors)
{
    const struct point start[3] = {{0, 0}, {LAST(side), 0}, {0, LAST(side)}};
    static const struct point corner[4] = {{0, 0}, {7, 0}, {7, 7}, {0, 7}};
    for (int k = 0; k < 4; k++)
        add_anchor(anchors, (struct point){start[which].x + corner[k].x, start[which].y + corner[k].y},
                   triple->outline[which].at[k], 1);
}

bool qr_grid_of_triple(const struct qr_triple *triple, int side, struct qr_anchors *anchors, struct qr_grid *out)
{
    *anchors = (struct qr_anchors){0};
    *out = (struct qr_grid){.side = side};
    for (int i = 0; i < 3; i++)
        add_finder(triple, i, side, anchors);
    return qr_grid_fit(anchors, &out->whole);
}

bool qr_grid_complete(const struct pyramid *pyramid, bool light, int side, struct qr_triple *triple)
{
    int which = (int)triple->missing - 1;
    const struct point start[3] = {{0, 0}, {LAST(side), 0}, {0, LAST(side)}};
    struct point corner = {start[which].x, start[which].y}, middle = {corner.x + 3.5f, corner.y + 3.5f};
    struct qr_anchors anchors = {0};
    struct homography plane;
    for (int i = 0; i < 3; i++)
        if (i != which)
            add_finder(triple, i, side, &anchors);
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

static struct point on_planes(const struct qr_grid *grid, float u, float v)
{
    if (grid->lines < 2)
        return homography_apply(&grid->whole, (struct point){u, v});
    int row = 0, col = 0;
    while (row + 2 < grid->lines && v >= grid->line[row + 1])
        row++;
    while (col + 2 < grid->lines && u >= grid->line[col + 1])
        col++;
    return homography_apply(&grid->cell[row][col], (struct point){u, v});
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

struct point qr_grid_at(const struct qr_grid *grid, float u, float v)
{
    if (grid->bend.nodes < 2)
        return on_planes(grid, u, v);
    struct point by = bent_by(&grid->bend, u, v);
    return on_planes(grid, u + by.x, v + by.y);
}

struct quad qr_grid_outline(const struct qr_grid *grid)
{
    float s = (float)grid->side;
    return (struct quad){
        {qr_grid_at(grid, 0, 0), qr_grid_at(grid, s, 0), qr_grid_at(grid, s, s), qr_grid_at(grid, 0, s)}};
}

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
    qr_pattern_steps(&net->grid->whole, code, &hunt);
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
    struct point p = homography_apply(&net->grid->whole, (struct point){net->line[col], net->line[row]});
    if (nearest_known(net, row, col, &r, &c, distance)) {
        struct point fit = homography_apply(&net->grid->whole, (struct point){net->line[c], net->line[r]});
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
        net->node[r][c] = homography_apply(&net->grid->whole, (struct point){net->line[c], net->line[r]});
    }
}

static void fill_net(struct net *net)
{
    struct qr_grid *g = net->grid;
    float distance;
    g->lines = net->count;
    for (int r = 0; r < net->count; r++) {
        g->line[r] = net->line[r];
        for (int c = 0; c < net->count; c++)
            if (!net->known[r][c])
                net->node[r][c] = expected(net, r, c, &distance);
    }
    for (int r = 0; r + 1 < net->count; r++)
        for (int c = 0; c + 1 < net->count; c++) {
            float x0 = g->line[c], x1 = g->line[c + 1], y0 = g->line[r], y1 = g->line[r + 1];
            struct quad from = {{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}};
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
    grid->patterns = grid->patterns_found = 0;
    for (int i = 0; i < QR_GRID_LINES * QR_GRID_LINES && next_node(&net, &row, &col); i++) {
        struct point code = {net.line[col], net.line[row]};
        float distance = 0;
        struct point at = expected(&net, row, col, &distance);
        net.looked[row][col] = true;
        grid->patterns++;
        if (!find_alignment(&net, code, 1.5f + 0.08f * distance, &at))
            continue;
        grid->patterns_found++;
        net.known[row][col] = true;
        net.node[row][col] = at;
        add_anchor(anchors, code, at, 2);
        struct homography better;
        if (qr_grid_fit(anchors, &better))
            grid->whole = better;
    }
    if (net.count > 2)
        fill_net(&net);
}
