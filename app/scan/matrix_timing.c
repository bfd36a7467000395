#include "app/scan/matrix_timing.h"

#include <math.h>

#define SAMPLES_MAX  1024
#define TILT_MAX     0.35f /* radians, of a side against the one it faces: 20 degrees */
#define RUN_MAX      2.2f  /* modules; longer than what alternates can be, blur and spread ink included */
#define RUNS_MIN     4u    /* dark ones; the shortest side has 8 modules */
#define CONTRAST_CUT 0.08f /* of the contrast at the L: what is nearer to the mean is neither dark nor light */

/* A line along a side, module by module, from the end of the L on. */
struct walk {
    unsigned runs;  /* dark ones, until it stops alternating */
    float strength; /* how far dark and light lie apart, summed up */
};

/* The mean of the greys round each sample, two modules to each side, is half way between dark and light wherever they
 * alternate, however the light falls. */
static struct walk walk(const float *grey, int count, int per_module, float cut)
{
    struct walk w = {1, 0};
    int half = per_module * 2, run = 0;
    bool dark = true;
    float sum = 0;
    for (int i = 0; i < 2 * half; i++)
        sum += grey[i];
    for (int i = half + per_module / 2; i + half < count; i++) {
        sum = 0;
        for (int j = i - half; j < i + half; j++)
            sum += grey[j];
        float above = grey[i] - sum / (float)(2 * half);
        bool change = dark ? above > cut : above < -cut;
        run = change ? 0 : run + 1;
        dark ^= change;
        w.runs += change && dark;
        if ((float)run > RUN_MAX * (float)per_module)
            break;
        w.strength += fabsf(above);
    }
    return w;
}

/* A line of samples in the order the walk goes, beginning two modules before `from`. */
static int sample(const struct ink *ink, struct point from, struct point way, float step, float length, float *grey,
                  int before)
{
    int count = before + (int)(length / step);
    if (count > SAMPLES_MAX)
        count = SAMPLES_MAX;
    for (int i = 0; i < count; i++) {
        float at = ((float)(i - before) + 0.5f) * step;
        grey[i] = ink_at(ink, (struct point){from.x + way.x * at, from.y + way.y * at});
    }
    return count;
}

#define PER_MODULE 4

/* The best line from `from`, about in the direction of `way`, which is turned to it. */
static struct walk find_side(const struct ink *ink, const struct ell *ell, struct point from, struct point *way,
                             float length)
{
    float grey[SAMPLES_MAX], turn = 0.3f * ell->module / length;
    int turns = (int)(TILT_MAX / turn);
    struct walk best = {0, 0};
    struct point straight = *way;
    for (int i = -turns; i <= turns; i++) {
        float c = cosf((float)i * turn), s = sinf((float)i * turn);
        struct point to = {straight.x * c - straight.y * s, straight.x * s + straight.y * c};
        int count =
            sample(ink, from, to, ell->module / PER_MODULE, length * 1.4f + 4 * ell->module, grey, 2 * PER_MODULE);
        struct walk w = walk(grey, count, PER_MODULE, ell->contrast * CONTRAST_CUT);
        if (w.runs > best.runs || (w.runs == best.runs && w.strength > best.strength)) {
            best = w;
            *way = to;
        }
    }
    return best;
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

bool timing_find(const struct ink *ink, const struct ell *ell, struct timing *out)
{
    float half = ell->module / 2;
    float height = point_distance(ell->corner, ell->up), width = point_distance(ell->corner, ell->right);
    struct point up = {(ell->up.x - ell->corner.x) / height, (ell->up.y - ell->corner.y) / height};
    struct point right = {(ell->right.x - ell->corner.x) / width, (ell->right.y - ell->corner.y) / width};
    struct point top = {ell->up.x - up.x * half, ell->up.y - up.y * half};
    struct point side = {ell->right.x - right.x * half, ell->right.y - right.y * half};
    struct walk across = find_side(ink, ell, top, &right, width);
    if (across.runs < RUNS_MIN)
        return false;
    struct walk down = find_side(ink, ell, side, &up, height);
    if (down.runs < RUNS_MIN || !meet(top, right, side, up, &out->far))
        return false;
    out->far.x += (up.x + right.x) * half;
    out->far.y += (up.y + right.y) * half;
    out->cols = across.runs * 2;
    out->rows = down.runs * 2;
    return true;
}
