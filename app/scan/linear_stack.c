#include "app/scan/linear_stack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX  256u
#define ROWS_MIN  3u    /* of cells, from which there may be two codes */
#define GAP_SHARE 0.35f /* of what the middle one of all rows has: letters between two codes have more than paper */

/* The region in rows of cells along its bars, and how much edge runs across the bars in each. */
struct rows {
    float cos, sin, low, step;
    unsigned count;
    float edge[ROWS_MAX];
};

static float across(const struct linear_cells *r, const struct rows *rows, size_t n)
{
    struct point p = linear_cell_middle(r, n);
    return rows->cos * p.y - rows->sin * p.x;
}

static unsigned row_of(const struct linear_cells *r, const struct rows *rows, size_t n)
{
    float row = (across(r, rows, n) - rows->low) / rows->step;
    return row < (float)rows->count ? (unsigned)row : rows->count - 1;
}

static void measure(const struct linear_cells *r, struct rows *rows)
{
    float angle = 0.5f * atan2f(r->sin2, r->cos2), high = 0;
    float all = sqrtf(r->cos2 * r->cos2 + r->sin2 * r->sin2), cos2 = r->cos2 / all, sin2 = r->sin2 / all;
    *rows = (struct rows){.cos = cosf(angle), .sin = sinf(angle)};
    for (size_t i = 0; i < r->count; i++) {
        float v = across(r, rows, i);
        rows->low = i && rows->low < v ? rows->low : v;
        high = i && high > v ? high : v;
    }
    unsigned count = (unsigned)((high - rows->low) / (float)r->size) + 1;
    rows->count = count < ROWS_MAX ? count : ROWS_MAX;
    rows->step = (high - rows->low + 1) / (float)rows->count;
    for (size_t i = 0; i < r->count; i++) {
        const struct cell *c = &r->cells[r->cell[i]];
        rows->edge[row_of(r, rows, i)] += c->dx * cos2 + c->dy * sin2;
    }
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float middle_of(const struct rows *rows)
{
    float sorted[ROWS_MAX];
    memcpy(sorted, rows->edge, rows->count * sizeof *sorted);
    qsort(sorted, rows->count, sizeof *sorted, by_size);
    return sorted[rows->count / 2];
}

/* The cells of rows `first` to `last` as a region of their own. */
static bool take(const struct linear_cells *r, const struct rows *rows, unsigned first, unsigned last, uint32_t *room,
                 struct linear_region *out)
{
    struct linear_cells part = *r;
    part.cell = room;
    part.count = 0;
    for (size_t i = 0; i < r->count; i++) {
        unsigned row = row_of(r, rows, i);
        if (row >= first && row <= last)
            room[part.count++] = r->cell[i];
    }
    return part.count > 0 && linear_fit(&part, out);
}

size_t linear_stack_cut(const struct linear_cells *cells, uint32_t *room, struct linear_region out[STACK_MAX])
{
    struct rows rows;
    size_t count = 0;
    measure(cells, &rows);
    float least = rows.count >= ROWS_MIN ? GAP_SHARE * middle_of(&rows) : 0;
    for (unsigned first = 0, row = 0; row <= rows.count && rows.count >= ROWS_MIN && count < STACK_MAX; row++) {
        if (row < rows.count && rows.edge[row] >= least)
            continue;
        bool all = first == 0 && row == rows.count;
        if (row > first && !all && take(cells, &rows, first, row - 1, room, &out[count]))
            count++;
        first = row + 1;
    }
    return count;
}
