#include "app/scan/geometry.h"

#include <math.h>

#define FAR_OUTSIDE 1e9f

struct quad quad_of_size(float width, float height)
{
    return (struct quad){{{0, 0}, {width, 0}, {width, height}, {0, height}}};
}

/* Twice the area of the triangle; positive when a, b, c go clockwise on the screen. */
static double turn(struct point a, struct point b, struct point c)
{
    return ((double)b.x - a.x) * ((double)c.y - a.y) - ((double)b.y - a.y) * ((double)c.x - a.x);
}

/* From the unit square, in closed form (Heckbert 1989, 2.2.3). */
static bool from_unit(const struct quad *q, double m[9])
{
    const struct point *p = q->at;
    double dx1 = (double)p[1].x - p[2].x, dx2 = (double)p[3].x - p[2].x;
    double dy1 = (double)p[1].y - p[2].y, dy2 = (double)p[3].y - p[2].y;
    double sx = (double)p[0].x - p[1].x + p[2].x - p[3].x, sy = (double)p[0].y - p[1].y + p[2].y - p[3].y;
    double det = dx1 * dy2 - dx2 * dy1;
    if (!(fabs(det) >= 1e-6)) /* nor a NaN */
        return false;
    double g = (sx * dy2 - dx2 * sy) / det, h = (dx1 * sy - sx * dy1) / det;
    m[0] = p[1].x - p[0].x + g * p[1].x;
    m[1] = p[3].x - p[0].x + h * p[3].x;
    m[2] = p[0].x;
    m[3] = p[1].y - p[0].y + g * p[1].y;
    m[4] = p[3].y - p[0].y + h * p[3].y;
    m[5] = p[0].y;
    m[6] = g;
    m[7] = h;
    m[8] = 1;
    return true;
}

/* The adjugate: the inverse but for its scale, which a homography does not have. */
static void invert(const double m[9], double out[9])
{
    for (int row = 0; row < 3; row++)
        for (int col = 0; col < 3; col++) {
            int r1 = (col + 1) % 3, r2 = (col + 2) % 3, c1 = (row + 1) % 3, c2 = (row + 2) % 3;
            out[row * 3 + col] = m[r1 * 3 + c1] * m[r2 * 3 + c2] - m[r1 * 3 + c2] * m[r2 * 3 + c1];
        }
}

bool homography_make(const struct quad *from, const struct quad *to, struct homography *out)
{
    double a[9], b[9], back[9];
    for (int i = 0; i < 4; i++)
        if (!(fabs(turn(from->at[i], from->at[(i + 1) % 4], from->at[(i + 2) % 4])) >= 1e-6) ||
            !(fabs(turn(to->at[i], to->at[(i + 1) % 4], to->at[(i + 2) % 4])) >= 1e-6))
            return false;
    if (!from_unit(from, a) || !from_unit(to, b))
        return false;
    invert(a, back);
    for (int row = 0; row < 3; row++)
        for (int col = 0; col < 3; col++) {
            double sum = 0;
            for (int k = 0; k < 3; k++)
                sum += b[row * 3 + k] * back[k * 3 + col];
            out->m[row * 3 + col] = sum;
        }
    return true;
}

struct point homography_apply(const struct homography *h, struct point p)
{
    const double *m = h->m;
    double w = m[6] * p.x + m[7] * p.y + m[8];
    if (!(fabs(w) >= 1e-12))
        return (struct point){FAR_OUTSIDE, FAR_OUTSIDE};
    double x = (m[0] * p.x + m[1] * p.y + m[2]) / w, y = (m[3] * p.x + m[4] * p.y + m[5]) / w;
    if (!(fabs(x) < FAR_OUTSIDE && fabs(y) < FAR_OUTSIDE))
        return (struct point){FAR_OUTSIDE, FAR_OUTSIDE};
    return (struct point){(float)x, (float)y};
}

bool quad_is_convex(const struct quad *q)
{
    bool left = false, right = false;
    for (int i = 0; i < 4; i++) {
        double t = turn(q->at[i], q->at[(i + 1) % 4], q->at[(i + 2) % 4]);
        left |= !(t > 0);
        right |= !(t < 0);
    }
    return left != right;
}

bool quad_contains(const struct quad *q, struct point p)
{
    bool left = false, right = false;
    for (int i = 0; i < 4; i++) {
        double t = turn(q->at[i], q->at[(i + 1) % 4], p);
        left |= t < 0;
        right |= t > 0;
    }
    return !(left && right);
}

struct point quad_middle(const struct quad *q)
{
    struct point m = {0, 0};
    for (int i = 0; i < 4; i++) {
        m.x += q->at[i].x / 4;
        m.y += q->at[i].y / 4;
    }
    return m;
}

float quad_area(const struct quad *q)
{
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        struct point a = q->at[i], b = q->at[(i + 1) % 4];
        sum += (double)a.x * b.y - (double)b.x * a.y;
    }
    return (float)(sum / 2);
}

float point_distance(struct point a, struct point b)
{
    return hypotf(a.x - b.x, a.y - b.y);
}
