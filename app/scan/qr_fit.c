#include <math.h>

#include "app/scan/qr_grid.h"

#define UNKNOWNS 8

/* Solves the normal equations, largest element first. */
static bool solve(double a[UNKNOWNS][UNKNOWNS + 1])
{
    for (int col = 0; col < UNKNOWNS; col++) {
        int best = col;
        for (int row = col + 1; row < UNKNOWNS; row++)
            if (fabs(a[row][col]) > fabs(a[best][col]))
                best = row;
        if (!(fabs(a[best][col]) > 1e-12))
            return false;
        for (int k = 0; k <= UNKNOWNS; k++) {
            double kept = a[col][k];
            a[col][k] = a[best][k];
            a[best][k] = kept;
        }
        for (int row = 0; row < UNKNOWNS; row++) {
            double by = row == col ? 0 : a[row][col] / a[col][col];
            for (int k = col; by != 0 && k <= UNKNOWNS; k++)
                a[row][k] -= by * a[col][k];
        }
    }
    for (int i = 0; i < UNKNOWNS; i++)
        a[i][UNKNOWNS] /= a[i][i];
    return true;
}

static void add_equation(double a[UNKNOWNS][UNKNOWNS + 1], const double row[UNKNOWNS + 1], double weight)
{
    for (int i = 0; i < UNKNOWNS; i++)
        for (int k = 0; k <= UNKNOWNS; k++)
            a[i][k] += weight * row[i] * row[k];
}

/* Moves and scales points to about -1..1, so that the equations are well behaved. */
struct norm {
    double x, y, scale;
};

static struct norm norm_of(const struct point *p, int count)
{
    struct norm n = {0, 0, 0};
    for (int i = 0; i < count; i++) {
        n.x += p[i].x / (double)count;
        n.y += p[i].y / (double)count;
    }
    for (int i = 0; i < count; i++)
        n.scale += (fabs(p[i].x - n.x) + fabs(p[i].y - n.y)) / (2.0 * count);
    n.scale = n.scale > 1e-9 ? n.scale : 1;
    return n;
}

/* x' (g x + h y + 1) = a x + b y + c, each divided by the denominator of the last round, so that what is minimised are
 * distances in the picture. */
static bool fit_round(const struct qr_anchors *s, const struct norm *u, const struct norm *p, double h[UNKNOWNS])
{
    double a[UNKNOWNS][UNKNOWNS + 1] = {{0}};
    for (int i = 0; i < s->count; i++) {
        double x = (s->code[i].x - u->x) / u->scale, y = (s->code[i].y - u->y) / u->scale;
        double px = (s->picture[i].x - p->x) / p->scale, py = (s->picture[i].y - p->y) / p->scale;
        double w = h[6] * x + h[7] * y + 1;
        if (!(fabs(w) > 1e-3))
            return false;
        double weight = s->weight[i] / (w * w);
        add_equation(a, (double[]){x, y, 1, 0, 0, 0, -px * x, -px * y, px}, weight);
        add_equation(a, (double[]){0, 0, 0, x, y, 1, -py * x, -py * y, py}, weight);
    }
    if (!solve(a))
        return false;
    for (int i = 0; i < UNKNOWNS; i++)
        h[i] = a[i][UNKNOWNS];
    return true;
}

static void multiply(const double a[9], const double b[9], double out[9])
{
    for (int row = 0; row < 3; row++)
        for (int col = 0; col < 3; col++) {
            out[row * 3 + col] = 0;
            for (int k = 0; k < 3; k++)
                out[row * 3 + col] += a[row * 3 + k] * b[k * 3 + col];
        }
}

bool qr_grid_fit(const struct qr_anchors *anchors, struct homography *out)
{
    double h[9] = {0}, half[9];
    struct norm u = norm_of(anchors->code, anchors->count), p = norm_of(anchors->picture, anchors->count);
    for (int round = 0; round < 3; round++)
        if (!fit_round(anchors, &u, &p, h))
            return false;
    h[8] = 1;
    const double to_norm[9] = {1 / u.scale, 0, -u.x / u.scale, 0, 1 / u.scale, -u.y / u.scale, 0, 0, 1};
    const double from_norm[9] = {p.scale, 0, p.x, 0, p.scale, p.y, 0, 0, 1};
    multiply(h, to_norm, half);
    multiply(from_norm, half, out->m);
    for (int i = 0; i < 9; i++)
        if (!isfinite(out->m[i]))
            return false;
    return true;
}
