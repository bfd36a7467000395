#include "app/scan/qr_pattern.h"

#include <math.h>
#include <stdlib.h>

#include "app/scan/qr_sample.h"

#define STEP      0.25f /* modules between places that are tried */
#define STEPS_MAX 16    /* to each side */
#define FINE      0.08f
#define AWAY      0.01f /* what a module (squared) from where it should be counts against a place */
#define LIKE_SURE 0.85f
#define LIKE_MIN  0.6f /* random modules reach it at one place in some thousand */

/* Rings by their distance from the middle, the outermost last. */
static const struct shape {
    int reach;
    bool dark[4];
} shapes[] = {
    [QR_PATTERN_ALIGNMENT] = {2, {true, false, true}},
    [QR_PATTERN_FINDER] = {3, {true, true, false, true}},
};

void qr_pattern_steps(const struct homography *plane, struct point code, struct qr_hunt *hunt)
{
    struct point l = homography_apply(plane, (struct point){code.x - 0.5f, code.y});
    struct point r = homography_apply(plane, (struct point){code.x + 0.5f, code.y});
    struct point t = homography_apply(plane, (struct point){code.x, code.y - 0.5f});
    struct point b = homography_apply(plane, (struct point){code.x, code.y + 0.5f});
    hunt->right = (struct point){r.x - l.x, r.y - l.y};
    hunt->down = (struct point){b.x - t.x, b.y - t.y};
}

/* How much the modules around a point look like the pattern: the correlation with it. */
static float likeness(const struct qr_view *view, const struct qr_hunt *h, struct point middle)
{
    const struct shape *shape = &shapes[h->pattern];
    float sum = 0, square = 0, dark = 0, all = 0, darks = 0;
    for (int y = -shape->reach; y <= shape->reach; y++)
        for (int x = -shape->reach; x <= shape->reach; x++) {
            struct point p = {middle.x + h->right.x * (float)x + h->down.x * (float)y,
                              middle.y + h->right.y * (float)x + h->down.y * (float)y};
            float v = qr_view_grey(view, p);
            int ring = abs(x) > abs(y) ? abs(x) : abs(y);
            bool is_dark = shape->dark[ring];
            sum += v;
            square += v * v;
            dark += is_dark ? v : 0;
            darks += is_dark;
            all++;
        }
    float mean = sum / all, spread = square / all - mean * mean;
    if (!(spread > 1))
        return 0;
    return (mean - dark / darks) * darks / (sqrtf(darks * (all - darks)) * sqrtf(spread)) * (h->light ? -1 : 1);
}

static void look(const struct qr_view *view, struct qr_hunt *h, float u, float v, float price)
{
    struct point p = {h->guess.x + h->right.x * u + h->down.x * v, h->guess.y + h->right.y * u + h->down.y * v};
    float like = likeness(view, h, p) - price * (u * u + v * v);
    if (like > h->like) {
        h->like = like;
        h->at = p;
    }
}

/* Rings of places around the guess, until one is as good as any. */
static void look_around(const struct qr_view *view, struct qr_hunt *h, int steps)
{
    look(view, h, 0, 0, 0);
    for (int ring = 1; ring <= steps && h->like < LIKE_SURE; ring++)
        for (int i = -ring; i < ring; i++) {
            look(view, h, STEP * (float)i, STEP * (float)-ring, AWAY);
            look(view, h, STEP * (float)ring, STEP * (float)i, AWAY);
            look(view, h, STEP * (float)-i, STEP * (float)ring, AWAY);
            look(view, h, STEP * (float)-ring, STEP * (float)-i, AWAY);
        }
}

bool qr_pattern_find(const struct pyramid *pyramid, struct qr_hunt *h)
{
    float module = sqrtf(fabsf(h->right.x * h->down.y - h->right.y * h->down.x));
    struct qr_view view = qr_view_for(pyramid, module);
    int steps = (int)(h->reach / STEP);
    h->like = LIKE_MIN;
    look_around(&view, h, steps < STEPS_MAX ? steps : STEPS_MAX);
    if (!(h->like > LIKE_MIN))
        return false;
    for (int round = 0; round < 4; round++) {
        h->guess = h->at;
        for (int y = -1; y <= 1; y++)
            for (int x = -1; x <= 1; x++)
                look(&view, h, FINE * (float)x, FINE * (float)y, 0);
    }
    return true;
}
