#include "app/scan/qr_gather.h"

#include <math.h>
#include <string.h>

static struct qr_finder in_picture(const struct qr_finder *f, float by)
{
    struct qr_finder out = *f;
    out.module *= by;
    out.middle = (struct point){f->middle.x * by, f->middle.y * by};
    for (int k = 0; k < 4; k++)
        out.quad.at[k] = (struct point){f->quad.at[k].x * by, f->quad.at[k].y * by};
    return out;
}

static bool is_same(const struct qr_finder *a, const struct qr_finder *b)
{
    float near = 1.5f * a->module;
    return a->light == b->light && fabsf(a->middle.x - b->middle.x) < near && fabsf(a->middle.y - b->middle.y) < near &&
           a->module < 1.5f * b->module && b->module < 1.5f * a->module;
}

/* The finer picture has the better measure, unless noise or the dots of a print spoil it. */
static void take_in(struct qr_gathered *all, const struct qr_finder *f)
{
    size_t i = 0;
    while (i < all->finders.count && !is_same(&all->finders.item[i], f))
        i++;
    if (i == QR_FINDERS_MAX || (i < all->finders.count && all->finders.item[i].rays > f->rays))
        return;
    all->finders.count += i == all->finders.count;
    all->finders.item[i] = *f;
    all->is_new[i] = true;
}

void qr_gather_clear(struct qr_gathered *all, const struct scan *scan)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->finders.count; i++) {
        const struct qr_finder *f = &all->finders.item[i];
        if (f->rays >= QR_RAYS_SOUND && !scan_covers(scan, f->middle))
            all->finders.item[kept++] = *f;
    }
    all->finders.count = kept;
    memset(all->is_new, 0, sizeof all->is_new);
}

void qr_gather(struct qr_gathered *all, const struct qr_finders *fresh, float by, const struct scan *scan)
{
    for (size_t i = 0; i < fresh->count; i++) {
        struct qr_finder f = in_picture(&fresh->item[i], by);
        if (!scan_covers(scan, f.middle))
            take_in(all, &f);
    }
}
