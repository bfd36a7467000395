#include "app/scan/matrix_timing.h"

#include <math.h>

#define TILT_MAX     0.35f /* radians, of a side against the one it faces: 20 degrees */
#define RUN_MAX      2.2f  /* modules; longer than what alternates can be, blur and spread ink included */
#define RUNS_MIN     4u    /* dark ones; the shortest side has 8 modules */
#define CONTRAST_CUT 0.08f /* of the contrast at the L: what is nearer to the mean is neither dark nor light */

/* A line along a side, module by module, from the end of the L on. */
struct walk {
    unsigned runs;  /* dark ones, until it stops alternating */
    float strength; /* how far dark and light lie apart, up to the last dark run; times their number */
};

#define PER_MODULE  4 /* samples */
#define HALF        (2 * PER_MODULE)
#define SAMPLES_MAX 1024

/* Samples along a line, as far as it was walked; the first one lies two modules before `from`. */
struct line {
    const struct ink *ink;
    struct point from, way;
    float step; /* pixels from sample to sample */
    int count;
    float grey[SAMPLES_MAX];
};

static float take(struct line *l)
{
    float at = ((float)(l->count - HALF) + 0.5f) * l->step;
    float grey = ink_at(l->ink, (struct point){l->from.x + l->way.x * at, l->from.y + l->way.y * at});
    l->grey[l->count++] = grey;
    return grey;
}

/* The mean of the greys round each sample, two modules to each side, is half way between dark and light wherever they
 * alternate, however the light falls. */
static struct walk walk(struct line *l, int most, float cut)
{
    struct walk w = {1, 0};
    int run = 0, samples = 0;
    bool dark = true;
    float sum = 0, apart = 0;
    l->count = 0;
    while (l->count < 2 * HALF + PER_MODULE / 2)
        sum += take(l);
    for (int i = 0; i < PER_MODULE / 2; i++)
        sum -= l->grey[i];
    while (l->count < most && (float)run <= RUN_MAX * PER_MODULE) {
        float above = l->grey[l->count - HALF] - sum / (2 * HALF);
        bool change = dark ? above > cut : above < -cut;
        run = change ? 0 : run + 1;
        dark ^= change;
        w.runs += change && dark;
        apart += fabsf(above);
        samples++;
        if (change && !dark)
            w.strength = apart / (float)samples * (float)w.runs;
        sum -= l->grey[l->count - 2 * HALF];
        sum += take(l);
    }
    return w;
}

/* Fills the best ways from `from`, about in the direction of `straight`, along a side that is `length` pixels long
 * where it faces the L. False when there is none. */
static bool find_ways(struct line *line, struct point straight, float length, float cut,
                      struct timing_way out[TIMING_WAYS])
{
    float turn = 0.3f * line->step * PER_MODULE / length, best[TIMING_WAYS] = {0};
    int turns = (int)(TILT_MAX / turn), most = (int)(length * 1.4f / line->step) + 2 * HALF;
    bool any = false;
    for (int i = -turns; i <= turns; i++) {
        float c = cosf((float)i * turn), s = sinf((float)i * turn);
        int kind = i < -turns / 4 ? 0 : i > turns / 4 ? 2 : 1;
        line->way = (struct point){straight.x * c - straight.y * s, straight.x * s + straight.y * c};
        struct walk w = walk(line, most < SAMPLES_MAX ? most : SAMPLES_MAX, cut);
        if (w.runs < RUNS_MIN || w.strength <= best[kind])
            continue;
        best[kind] = w.strength;
        out[kind] = (struct timing_way){line->from, line->way, w.runs * 2};
        any = true;
    }
    return any;
}

/* Where the lines through p along u and through q along v meet. */
static bool meet(struct point p, struct point u, struct point q, struct point v, struct point *out)
{
    float det = u.x * v.y - u.y * v.x;
    if (!(fabsf(det) > 0.2f))
        return false;
    float at = ((q.x - p.x) * v.y - (q.y - p.y) * v.x) / det;
    *out = (struct point){p.x + u.x * at, p.y + u.y * at};
    return true;
}

bool timing_far(const struct ell *ell, const struct timing_way *across, const struct timing_way *down,
                struct point *out)
{
    if (across->modules == 0 || down->modules == 0 || !meet(across->from, across->way, down->from, down->way, out))
        return false;
    out->x += down->way.x * ell->module_up / 2 + across->way.x * ell->module_right / 2;
    out->y += down->way.y * ell->module_up / 2 + across->way.y * ell->module_right / 2;
    return true;
}

bool timing_find(const struct ink *ink, const struct ell *ell, struct timing *out)
{
    float height = point_distance(ell->corner, ell->up), width = point_distance(ell->corner, ell->right);
    struct point up = {(ell->up.x - ell->corner.x) / height, (ell->up.y - ell->corner.y) / height};
    struct point right = {(ell->right.x - ell->corner.x) / width, (ell->right.y - ell->corner.y) / width};
    float half_up = ell->module_up / 2, half_right = ell->module_right / 2, cut = ell->contrast * CONTRAST_CUT;
    struct line top = {.ink = ink, .step = ell->module_right / PER_MODULE};
    struct line side = {.ink = ink, .step = ell->module_up / PER_MODULE};
    top.from = (struct point){ell->up.x - up.x * half_up, ell->up.y - up.y * half_up};
    side.from = (struct point){ell->right.x - right.x * half_right, ell->right.y - right.y * half_right};
    *out = (struct timing){0};
    return find_ways(&top, right, width, cut, out->across) && find_ways(&side, up, height, cut, out->down);
}
