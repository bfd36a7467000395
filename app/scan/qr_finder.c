#include "app/scan/qr_finder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROW_STEP       2
#define ROW_STEP_LARGE 3 /* the middle square of the smallest finder is four pixels high and more */
#define LARGE          ((uint64_t)4000 * 1000) /* pixels, of a picture that has smaller ones below it */
#define CROWD          96                      /* finders: with more, most are noise */
#define RAYS_CROWD     25                      /* of 32: of those that were read, all had more */
#define RUNS           5
#define SUM_MIN        8 /* pixels of seven modules: with less, every speck would do */
#define SPREAD         3 /* how often the run down a column may hold that along the row: a code seen at 70 degrees */

/* Searching one picture. */
struct search {
    const struct binary *binary;
    struct qr_finders *out;
    uint8_t *row; /* owned; one row of 0 and 255 */
    uint32_t *at; /* owned; where it changes */
    int rays_min; /* that a finder must have by now */
};

/* 1:1:3:1:1 within half a module (the middle: one), and within most of a pixel by where pixels happen to lie; all times
 * fourteen, with a module a seventh of the sum. */
static bool has_proportions(const int run[RUNS])
{
    int sum = run[0] + run[1] + run[2] + run[3] + run[4], low = sum - 10, high = 3 * sum + 10;
    return sum >= SUM_MIN && 14 * run[2] >= 4 * sum - 10 && 14 * run[2] <= 8 * sum + 10 && 14 * run[0] >= low &&
           14 * run[0] <= high && 14 * run[1] >= low && 14 * run[1] <= high && 14 * run[3] >= low &&
           14 * run[3] <= high && 14 * run[4] >= low && 14 * run[4] <= high;
}

static float module_of(const int run[RUNS])
{
    return (float)(run[0] + run[1] + run[2] + run[3] + run[4]) / 7;
}

static bool is_known(const struct qr_finders *known, struct point p, float module, bool light)
{
    for (size_t i = 0; i < known->count; i++) {
        const struct qr_finder *f = &known->item[i];
        float near = 1.5f * f->module;
        if (fabsf(p.x - f->middle.x) <= near && fabsf(p.y - f->middle.y) <= near && f->light == light &&
            module < 2 * f->module)
            return true;
    }
    return false;
}

/* Lengths of three runs from (x, y) on, of the colour there, the other, and the first again; up to `most` pixels each.
 */
static bool walk(const struct binary *b, struct point from, int dx, int dy, bool light, int most, int length[3])
{
    int64_t x = (int64_t)from.x, y = (int64_t)from.y;
    int part = 0;
    length[0] = length[1] = length[2] = 0;
    for (; length[part] < most; x += dx, y += dy) {
        if (x < 0 || y < 0 || x >= b->image->width || y >= b->image->height)
            return part == 2 && length[2] > 0; /* cut off by the picture's edge */
        bool ours = binary_dark(b, (uint32_t)x, (uint32_t)y) != light;
        if (ours != (part != 1) && ++part == 3)
            return true;
        length[part]++;
    }
    return false;
}

/* Along a row or a column through `from`: moves it to the middle of the middle run. */
static bool crosses(const struct binary *b, struct point *from, bool down, bool light, int most, float *module)
{
    int back[3], on[3];
    struct point next = {from->x + (down ? 0.0f : 1.0f), from->y + (down ? 1.0f : 0.0f)};
    if (!walk(b, *from, down ? 0 : -1, down ? -1 : 0, light, most, back) ||
        !walk(b, next, down ? 0 : 1, down ? 1 : 0, light, most, on))
        return false;
    int run[RUNS] = {back[2], back[1], back[0] + on[0], on[1], on[2]};
    if (back[0] == 0 || !has_proportions(run))
        return false;
    *module = module_of(run);
    float start = floorf(down ? from->y : from->x) + 1 - (float)back[0];
    *(down ? &from->y : &from->x) = start + (float)run[2] / 2;
    return true;
}

static void keep_sound(struct qr_finders *finders, int rays_min)
{
    size_t kept = 0;
    for (size_t i = 0; i < finders->count; i++)
        if (finders->item[i].rays >= rays_min)
            finders->item[kept++] = finders->item[i];
    finders->count = kept;
}

/* Where noise gives more than there is room for, the best stay, wherever they lie. */
static void make_room(struct search *s)
{
    while (s->out->count == QR_FINDERS_MAX)
        keep_sound(s->out, ++s->rays_min);
}

static void consider(struct search *s, struct point p, float module, bool light)
{
    if (s->rays_min > QR_RAYS || is_known(s->out, p, module, light))
        return;
    int most = (int)(module * 1.5f * SPREAD) + 2; /* half of the middle, or a ring and half as much again */
    float down, along;
    if (!crosses(s->binary, &p, true, light, most, &down) || !crosses(s->binary, &p, false, light, most, &along))
        return;
    struct qr_finder *f = &s->out->item[s->out->count];
    float larger = down > along ? down : along;
    if (!is_known(s->out, p, larger, light) && qr_outline_measure(s->binary, p, larger, light, f) &&
        f->rays >= s->rays_min && !is_known(s->out, f->middle, f->module, light)) {
        s->out->count++;
        make_room(s);
    }
}

/* Places where a row changes between dark and light, eight pixels at a time where nothing does. The end of the row
 * counts as one, so that a finder there has its last run. */
static uint32_t find_changes(const uint8_t *row, uint32_t width, uint32_t *at)
{
    uint32_t count = 0, x = 0;
    at[count++] = 0;
    while (x + 9 <= width) {
        uint64_t here, next;
        memcpy(&here, row + x, sizeof here);
        memcpy(&next, row + x + 1, sizeof next);
        if (here == next) {
            x += 8;
            continue;
        }
        for (uint32_t end = x + 8; x < end; x++) {
            at[count] = x + 1;
            count += row[x] != row[x + 1];
        }
    }
    for (; x + 1 < width; x++) {
        at[count] = x + 1;
        count += row[x] != row[x + 1];
    }
    at[count++] = width;
    return count;
}

/* Whether the middles of the runs in the middle differ by more than noise does. */
static bool stands_out(const struct binary *b, const uint32_t at[RUNS + 1], uint32_t y)
{
    int before = binary_above(b, (at[1] + at[2]) / 2, y), here = binary_above(b, (at[2] + at[3]) / 2, y);
    int behind = binary_above(b, (at[3] + at[4]) / 2, y);
    return abs(before - here) >= b->noise && abs(behind - here) >= b->noise;
}

static void search_row(struct search *s, uint32_t y)
{
    uint32_t width = s->binary->image->width;
    binary_row(s->binary, y, s->row);
    uint32_t count = find_changes(s->row, width, s->at);
    for (uint32_t i = 0; i + RUNS < count; i++) {
        const uint32_t *at = s->at + i;
        uint32_t middle = at[3] - at[2], sides = at[2] - at[1] + at[4] - at[3];
        if (2 * middle < sides || middle > 4 * sides) /* quickly: 3 to 2 in the ideal */
            continue;
        int run[RUNS];
        for (int k = 0; k < RUNS; k++)
            run[k] = (int)(at[k + 1] - at[k]);
        if (has_proportions(run) && stands_out(s->binary, at, y))
            consider(s, (struct point){(float)(at[2] + at[3]) / 2, (float)y + 0.5f}, module_of(run),
                     s->row[at[2]] != 0);
    }
}

int qr_finder_search(const struct binary *binary, struct qr_finders *out, struct err *err)
{
    uint32_t width = binary->image->width, height = binary->image->height;
    uint32_t step = (uint64_t)width * height > LARGE ? ROW_STEP_LARGE : ROW_STEP;
    struct search s = {binary, out, malloc(width), malloc(((size_t)width + 2) * sizeof *s.at), 0};
    int status = -1;
    out->count = 0;
    if (!s.row || !s.at) {
        (void)err_memory(err);
        goto done;
    }
    for (uint32_t y = 0; y < height; y += step)
        search_row(&s, y);
    if (out->count > CROWD)
        keep_sound(out, RAYS_CROWD);
    status = 0;
done:
    free(s.row);
    free(s.at);
    return status;
}
