#include "app/scan/qr_modules.h"

#include "app/scan/qr_sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SPOT 0.2f /* modules from the middle of a module to where it is looked at */

void qr_modules_sample(const struct pyramid *pyramid, const struct qr_grid *grid, bool light, struct qr_greys *out)
{
    static const struct point spot[5] = {{0.5f, 0.5f},
                                         {0.5f - SPOT, 0.5f - SPOT},
                                         {0.5f + SPOT, 0.5f - SPOT},
                                         {0.5f - SPOT, 0.5f + SPOT},
                                         {0.5f + SPOT, 0.5f + SPOT}};
    struct quad outline = qr_grid_outline(grid);
    struct qr_view view = qr_view_for(pyramid, sqrtf(fabsf(quad_area(&outline))) / (float)grid->side);
    out->side = grid->side;
    for (int y = 0; y < grid->side; y++)
        for (int x = 0; x < grid->side; x++) {
            float sum = 0;
            for (int i = 0; i < 5; i++) {
                struct point at = qr_grid_at(grid, (float)x + spot[i].x, (float)y + spot[i].y);
                sum += qr_view_grey(&view, at);
            }
            out->grey[y * grid->side + x] = light ? 255 - sum / 5 : sum / 5;
        }
}

/* Sums over rectangles: at [y][x] what lies above and to the left. */
struct sums {
    int side;
    double dark[(QR_SIDE_MAX + 1) * (QR_SIDE_MAX + 1)], all[(QR_SIDE_MAX + 1) * (QR_SIDE_MAX + 1)];
    int darks[(QR_SIDE_MAX + 1) * (QR_SIDE_MAX + 1)];
};

static void sum_up(const struct qr_greys *g, const struct qr_code *code, struct sums *s)
{
    int n = g->side + 1;
    s->side = g->side;
    for (int i = 0; i < n; i++) {
        size_t above = (size_t)i, left = (size_t)i * (size_t)n;
        s->dark[above] = s->all[above] = s->dark[left] = s->all[left] = 0;
        s->darks[above] = s->darks[left] = 0;
    }
    for (int y = 0; y < g->side; y++)
        for (int x = 0; x < g->side; x++) {
            int at = (y + 1) * n + x + 1, dark = code->dark[y * g->side + x];
            double grey = (double)g->grey[y * g->side + x];
            s->all[at] = grey + s->all[at - 1] + s->all[at - n] - s->all[at - n - 1];
            s->dark[at] = (dark ? grey : 0) + s->dark[at - 1] + s->dark[at - n] - s->dark[at - n - 1];
            s->darks[at] = dark + s->darks[at - 1] + s->darks[at - n] - s->darks[at - n - 1];
        }
}

/* What is summed within `reach` modules of (x, y). */
struct around {
    double dark, all;
    int darks, count;
};

static struct around sum_around(const struct sums *s, int x, int y, int reach)
{
    int x0 = x > reach ? x - reach : 0, y0 = y > reach ? y - reach : 0, n = s->side + 1;
    int x1 = x + reach + 1 < s->side ? x + reach + 1 : s->side, y1 = y + reach + 1 < s->side ? y + reach + 1 : s->side;
    int a = y0 * n + x0, b = y0 * n + x1, c = y1 * n + x0, d = y1 * n + x1;
    return (struct around){s->dark[d] - s->dark[b] - s->dark[c] + s->dark[a],
                           s->all[d] - s->all[b] - s->all[c] + s->all[a],
                           s->darks[d] - s->darks[b] - s->darks[c] + s->darks[a], (x1 - x0) * (y1 - y0)};
}

/* By the mean around, first: half of a symbol is dark, thanks to its mask. */
static void decide_by_mean(const struct sums *s, const struct qr_greys *g, int reach, struct qr_code *code)
{
    for (int y = 0; y < g->side; y++)
        for (int x = 0; x < g->side; x++) {
            struct around a = sum_around(s, x, y, reach);
            code->dark[y * g->side + x] = (double)g->grey[y * g->side + x] * a.count < a.all;
        }
}

static void decide_by_middle(const struct sums *s, const struct qr_greys *g, int reach, struct qr_code *code)
{
    for (int y = 0; y < g->side; y++)
        for (int x = 0; x < g->side; x++) {
            struct around a = sum_around(s, x, y, reach);
            if (a.darks == 0 || a.darks == a.count)
                continue;
            double middle = (a.dark / a.darks + (a.all - a.dark) / (a.count - a.darks)) / 2;
            code->dark[y * g->side + x] = (double)g->grey[y * g->side + x] < middle;
        }
}

static float grey_at(const struct qr_greys *g, int x, int y)
{
    x = x < 0 ? 0 : x < g->side ? x : g->side - 1;
    y = y < 0 ? 0 : y < g->side ? y : g->side - 1;
    return g->grey[y * g->side + x];
}

/* Of a blurred module a part of the light went to its four neighbours: twice the second derivative gives it back. */
static void sharpen(const struct qr_greys *from, struct qr_greys *to)
{
    to->side = from->side;
    for (int y = 0; y < from->side; y++)
        for (int x = 0; x < from->side; x++) {
            float here = grey_at(from, x, y);
            float around =
                grey_at(from, x - 1, y) + grey_at(from, x + 1, y) + grey_at(from, x, y - 1) + grey_at(from, x, y + 1);
            to->grey[y * from->side + x] = here + (here - around / 4);
        }
}

#define REACH  6 /* modules: a window of 13 has dark and light in it, a finder's 3 by 3 does not fill it */
#define ROUNDS 2

static void decide(const struct qr_greys *g, int reach, struct qr_code *out)
{
    struct sums *s = malloc(sizeof *s);
    out->side = g->side;
    if (!s) {
        memset(out->dark, 0, sizeof out->dark); /* reads as nothing */
        return;
    }
    memset(out->dark, 0, (size_t)g->side * (size_t)g->side);
    sum_up(g, out, s);
    decide_by_mean(s, g, reach, out);
    for (int i = 0; i < ROUNDS; i++) {
        sum_up(g, out, s);
        decide_by_middle(s, g, reach, out);
    }
    free(s);
}

void qr_modules_decide(const struct qr_greys *greys, enum qr_rule rule, struct qr_code *out)
{
    struct qr_greys *sharp = rule == QR_RULE_SHARP ? malloc(sizeof *sharp) : NULL;
    if (sharp)
        sharpen(greys, sharp);
    decide(sharp ? sharp : greys, rule == QR_RULE_WIDE ? greys->side : REACH, out);
    free(sharp);
}
