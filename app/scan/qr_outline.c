#include <math.h>

#include "app/scan/qr_finder.h"

/* Rays from the middle outward cross the edges of the three squares. What they say of the outline together gives its
 * four sides, and with them the direction, size and slant of the modules around. */

#define SIDES     4
#define RAYS_HALF (QR_RAYS / 2)
#define RAYS_GOOD (QR_RAYS * 3 / 4) /* that cross at least the inner two squares */
#define RAYS_FULL (QR_RAYS / 2)     /* that cross the outer one as well: a line may touch it, or an edge be torn */

struct outline {
    int count, full;
    struct point at[QR_RAYS]; /* on the outline, in the order of directions */
};

/* Where the edges lie along a ray, in units of its step; returns how many of three were found. */
static int edges_along(const struct binary *b, struct point from, struct point step, int most, bool light,
                       float edge[3])
{
    int count = 0, before = 0;
    for (int i = 0; i < most && count < 3; i++) {
        float x = from.x + step.x * (float)i, y = from.y + step.y * (float)i;
        if (!(x >= 0 && y >= 0 && x < (float)b->image->width && y < (float)b->image->height)) {
            if (count == 2) /* a symbol without a quiet zone: the picture's edge is its own */
                edge[count++] = (float)i - 0.5f;
            break;
        }
        int above = binary_above(b, (uint32_t)x, (uint32_t)y);
        above = light ? 1 - above : above; /* so that above <= 0 is the colour of the middle */
        if (i > 0 && (above <= 0) != (count != 1)) {
            float part = (float)(0.5 - before) / (float)(above - before);
            edge[count++] = (float)i - 1 + (part > 0 && part < 1 ? part : 0.5f);
        }
        before = above;
    }
    return count;
}

/* The length of a ray to the outline from its edges at 1.5, 2.5 and 3.5 modules. Ink that spreads and light that
 * flares move dark edges the one way: of two neighbours the mean stays. 0 when they are out of proportion. */
static float length_of(const float edge[3], int count, bool *full)
{
    *full = false;
    if (count < 2)
        return 0;
    float inner = (edge[0] + edge[1]) / 4;
    if (!(inner > 0) || fabsf(edge[0] - 1.5f * inner) > 0.6f * inner + 0.5f)
        return 0;
    if (count == 3) {
        float unit = (edge[1] + edge[2]) / 6;
        *full =
            fabsf(edge[0] - 1.5f * unit) <= 0.6f * unit + 0.5f && fabsf(edge[1] - 2.5f * unit) <= 0.6f * unit + 0.5f;
        if (*full)
            return unit * 3.5f;
    }
    return inner * 3.5f;
}

static struct point direction(int ray)
{
    static const float quarter[QR_RAYS / 4 + 1] = {
        1, 0.98078528f, 0.92387953f, 0.83146961f, 0.70710678f, 0.55557023f, 0.38268343f, 0.19509032f, 0}; /* cosines */
    int n = QR_RAYS / 4, turn = ray / n, part = ray % n;
    float c = quarter[part], s = quarter[n - part];
    static const int sign[4][4] = {{1, 0, 0, 1}, {0, -1, 1, 0}, {-1, 0, 0, -1}, {0, 1, -1, 0}};
    const int *m = sign[turn];
    return (struct point){(float)m[0] * c + (float)m[1] * s, (float)m[2] * c + (float)m[3] * s};
}

static float cast_ray(const struct binary *b, struct point from, int ray, int most, bool light, bool *full)
{
    float edge[3];
    return length_of(edge, edges_along(b, from, direction(ray), most, light, edge), full);
}

/* Between row and column, on which it was found: what is no finder fails there at once. */
static bool has_diagonals(const struct binary *b, struct point from, int most, bool light)
{
    int good = 0;
    bool full;
    for (int ray = QR_RAYS / 8; ray < QR_RAYS; ray += QR_RAYS / 4)
        good += cast_ray(b, from, ray, most, light, &full) > 0;
    return good >= 2;
}

static bool cast_rays(const struct binary *b, struct point from, float module, bool light, struct outline *out)
{
    int most = (int)(module * 7 * 1.5f) + 6;
    out->count = out->full = 0;
    if (!has_diagonals(b, from, most, light))
        return false;
    for (int i = 0; i < QR_RAYS; i++) {
        if (QR_RAYS - i + out->count < RAYS_GOOD)
            return false;
        bool full;
        float length = cast_ray(b, from, i, most, light, &full), dx = direction(i).x, dy = direction(i).y;
        if (!(length > 0))
            continue;
        out->full += full;
        out->at[out->count++] = (struct point){from.x + dx * length, from.y + dy * length};
    }
    return out->count >= RAYS_GOOD && out->full >= RAYS_FULL;
}

/* a x + b y = c with a, b of length one: the least squares line through points. */
struct line {
    float a, b, c;
};

static bool fit_line(const struct point *p, const int *side, int count, int which, struct line *out)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
    for (int i = 0; i < count; i++) {
        if (side[i] != which)
            continue;
        n++;
        sx += p[i].x;
        sy += p[i].y;
        sxx += (double)p[i].x * p[i].x;
        sxy += (double)p[i].x * p[i].y;
        syy += (double)p[i].y * p[i].y;
    }
    if (n < 3)
        return false;
    double vxx = sxx / n - sx / n * (sx / n), vxy = sxy / n - sx / n * (sy / n), vyy = syy / n - sy / n * (sy / n);
    double angle = 0.5 * atan2(2 * vxy, vxx - vyy); /* of the line */
    out->a = (float)-sin(angle);
    out->b = (float)cos(angle);
    out->c = (float)((out->a * sx + out->b * sy) / n);
    return true;
}

static float off_line(const struct line *l, struct point p)
{
    return fabsf(l->a * p.x + l->b * p.y - l->c);
}

static bool meet(const struct line *l, const struct line *m, struct point *out)
{
    float det = l->a * m->b - l->b * m->a;
    if (!(fabsf(det) > 0.05f)) /* 3 degrees */
        return false;
    *out = (struct point){(l->c * m->b - l->b * m->c) / det, (l->a * m->c - l->c * m->a) / det};
    return true;
}

static float cross(struct point o, struct point a, struct point b)
{
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/* Four of the points as corners: the farthest from the middle, the farthest from that, and the farthest to either side
 * of the line between them. */
static bool guess_corners(const struct outline *o, struct point middle, int corner[SIDES])
{
    int first = 0, third = 0, second = -1, fourth = -1;
    for (int i = 0; i < o->count; i++)
        if (point_distance(o->at[i], middle) > point_distance(o->at[first], middle))
            first = i;
    for (int i = 0; i < o->count; i++)
        if (point_distance(o->at[i], o->at[first]) > point_distance(o->at[third], o->at[first]))
            third = i;
    float most = 0, least = 0;
    for (int i = 0; i < o->count; i++) {
        float c = cross(o->at[first], o->at[third], o->at[i]);
        if (c > most) {
            most = c;
            fourth = i;
        }
        if (c < least) {
            least = c;
            second = i;
        }
    }
    if (second < 0 || fourth < 0)
        return false;
    corner[0] = first;
    corner[1] = second;
    corner[2] = third;
    corner[3] = fourth;
    return true;
}

/* Which side each point belongs to by where it stands between the corners; -1 for the corners, which are of both. */
static void share_out(const struct outline *o, const int corner[SIDES], int side[QR_RAYS])
{
    for (int i = 0; i < o->count; i++)
        side[i] = -1;
    for (int k = 0; k < SIDES; k++)
        for (int i = (corner[k] + 1) % o->count, n = 0; i != corner[(k + 1) % SIDES] && n < o->count;
             i = (i + 1) % o->count, n++)
            side[i] = k;
    for (int k = 0; k < SIDES; k++)
        side[corner[k]] = -1;
}

/* Each point to the nearest line, unless it lies off all of them. */
static void share_again(const struct outline *o, const struct line line[SIDES], float off_most, int side[QR_RAYS])
{
    for (int i = 0; i < o->count; i++) {
        side[i] = 0;
        for (int k = 1; k < SIDES; k++)
            if (off_line(&line[k], o->at[i]) < off_line(&line[side[i]], o->at[i]))
                side[i] = k;
        if (off_line(&line[side[i]], o->at[i]) > off_most)
            side[i] = -1;
    }
}

static bool fit_sides(const struct outline *o, const int side[QR_RAYS], struct line line[SIDES])
{
    for (int k = 0; k < SIDES; k++)
        if (!fit_line(o->at, side, o->count, k, &line[k]))
            return false;
    return true;
}

static bool fit_quad(const struct outline *o, struct point middle, float module, struct quad *out)
{
    int corner[SIDES], side[QR_RAYS];
    struct line line[SIDES];
    if (!guess_corners(o, middle, corner))
        return false;
    share_out(o, corner, side);
    if (!fit_sides(o, side, line))
        return false;
    for (int again = 0; again < 2; again++) {
        share_again(o, line, 0.75f * module, side);
        if (!fit_sides(o, side, line))
            return false;
    }
    for (int k = 0; k < SIDES; k++)
        if (!meet(&line[(k + 3) % SIDES], &line[k], &out->at[k]))
            return false;
    return true;
}

/* Whether it can be a square seen under some angle. */
static bool is_plausible(const struct quad *q, float module)
{
    float least = point_distance(q->at[3], q->at[0]), most = least;
    for (int i = 0; i < 3; i++) {
        float d = point_distance(q->at[i], q->at[i + 1]);
        least = d < least ? d : least;
        most = d > most ? d : most;
    }
    return quad_is_convex(q) && quad_area(q) > 0 && least > 3.5f && most < 4 * least && most < module * 7 * 2;
}

bool qr_outline_measure(const struct binary *binary, struct point from, float module, bool light, struct qr_finder *out)
{
    struct outline o;
    if (!cast_rays(binary, from, module, light, &o) || !fit_quad(&o, from, module, &out->quad) ||
        !is_plausible(&out->quad, module))
        return false;
    struct line a = {0}, b = {0};
    const struct point *p = out->quad.at;
    /* where the diagonals cross */
    a = (struct line){p[2].y - p[0].y, p[0].x - p[2].x, 0};
    b = (struct line){p[3].y - p[1].y, p[1].x - p[3].x, 0};
    a.c = a.a * p[0].x + a.b * p[0].y;
    b.c = b.a * p[1].x + b.b * p[1].y;
    if (!meet(&a, &b, &out->middle))
        return false;
    out->module = sqrtf(quad_area(&out->quad)) / 7;
    out->rays = o.full;
    out->light = light;
    return true;
}
