#include "app/scan/linear_find.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/linear_stack.h"

/* Of a picture of more pixels every second row is measured: its cells are full of them still, and it takes half as
 * long.
 */
#define PIXELS_EACH ((uint64_t)4 * 1000 * 1000)

#define CELL 7u /* pixels; a region needs a few cells in each direction, bars of one pixel fill one */

/* Mean square of the gradient of a pixel (in steps of grey between its four corners, twice over) from which a cell
 * counts: bars 10 grey levels apart with an edge every other pixel, above the noise of a sensor, of 3 or 4. */
#define ENERGY_MIN 100.0f
/* How far the gradients of a cell and those around it lie in one direction: 0 for none, 1 for all. Text has up to 0.5.
 */
#define COHERENCE_MIN 0.55f
#define CELLS_MIN     6u
#define COSINE_NEXT   0.82f /* of the double angle: cells side by side differ by 17 degrees at most, ... */
#define COSINE_ALL    0.5f  /* ... and from their region by 30: perspective, a bottle's bend */

struct grid {
    uint32_t columns, rows;
    struct cell *cell;
    uint32_t *todo; /* cells to visit */
    uint32_t *part; /* those of a part of a region */
};

/* Squares and product of the gradient, summed over rows; one number a column of pixels, so that the compiler works on
 * many at a time. */
struct sums {
    int32_t *xx, *yy, *xy;
};

static void add_row(const uint8_t *top, const uint8_t *below, uint32_t width, struct sums *s)
{
    int32_t *restrict xx = s->xx, *restrict yy = s->yy, *restrict xy = s->xy;
    for (uint32_t x = 0; x < width; x++) {
        /* both diagonals of a square of four pixels: the sharpest gradient there is, of bars of one pixel too */
        int16_t down = (int16_t)(below[x + 1] - top[x]), up = (int16_t)(top[x + 1] - below[x]);
        int16_t gx = (int16_t)(down + up), gy = (int16_t)(down - up);
        xx[x] += gx * gx;
        yy[x] += gy * gy;
        xy[x] += gx * gy;
    }
}

/* `times`: how many rows each that was measured stands for. */
static void reduce(const struct sums *s, uint32_t times, struct cell *row, uint32_t columns)
{
    for (uint32_t c = 0; c < columns; c++) {
        int64_t xx = 0, yy = 0, xy = 0;
        for (uint32_t i = c * CELL; i < (c + 1) * CELL; i++) {
            xx += s->xx[i];
            yy += s->yy[i];
            xy += s->xy[i];
        }
        row[c].own = (float)(xx + yy) * (float)times;
        row[c].dx = (float)(xx - yy) * (float)times;
        row[c].dy = (float)(2 * xy) * (float)times;
    }
}

static int measure(const struct image *picture, struct grid *g, struct err *err)
{
    uint32_t width = g->columns * CELL;
    uint32_t step = (uint64_t)picture->width * picture->height > PIXELS_EACH ? 2 : 1;
    struct sums s = {calloc(width, sizeof(int32_t)), calloc(width, sizeof(int32_t)), calloc(width, sizeof(int32_t))};
    int status = s.xx && s.yy && s.xy ? 0 : err_memory(err);
    for (uint32_t r = 0; r < g->rows && status == 0; r++) {
        memset(s.xx, 0, width * sizeof(int32_t));
        memset(s.yy, 0, width * sizeof(int32_t));
        memset(s.xy, 0, width * sizeof(int32_t));
        for (uint32_t y = (r * CELL + step - 1) / step * step; y < (r + 1) * CELL; y += step) {
            const uint8_t *top = picture->grey + (size_t)y * picture->width;
            add_row(top, top + picture->width, width, &s);
        }
        reduce(&s, step, g->cell + (size_t)r * g->columns, g->columns);
    }
    free(s.xx);
    free(s.yy);
    free(s.xy);
    return status;
}

/* A cell may lie within one wide bar: what counts is the mean of it and the eight around it. */
static void judge_cell(struct grid *g, uint32_t column, uint32_t row)
{
    uint32_t left = column ? column - 1 : 0, right = column + 1 < g->columns ? column + 1 : column;
    uint32_t top = row ? row - 1 : 0, bottom = row + 1 < g->rows ? row + 1 : row;
    float energy = 0, dx = 0, dy = 0, cells = (float)((right - left + 1) * (bottom - top + 1));
    for (uint32_t r = top; r <= bottom; r++)
        for (uint32_t c = left; c <= right; c++) {
            const struct cell *other = &g->cell[(size_t)r * g->columns + c];
            energy += other->own;
            dx += other->dx;
            dy += other->dy;
        }
    struct cell *cell = &g->cell[(size_t)row * g->columns + column];
    float one_way = sqrtf(dx * dx + dy * dy);
    bool striped = energy > ENERGY_MIN * CELL * CELL * cells && one_way > COHERENCE_MIN * energy;
    cell->strength = striped ? energy / cells : 0;
    cell->cos2 = striped ? dx / one_way : 0;
    cell->sin2 = striped ? dy / one_way : 0;
}

/* Takes the cell into the region when it goes its way. */
static void visit(struct grid *g, uint32_t at, const struct cell *from, struct linear_cells *region)
{
    struct cell *cell = &g->cell[at];
    if (cell->strength <= 0 || cell->taken)
        return;
    float all = sqrtf(region->cos2 * region->cos2 + region->sin2 * region->sin2);
    if (cell->cos2 * from->cos2 + cell->sin2 * from->sin2 < COSINE_NEXT ||
        cell->cos2 * region->cos2 + cell->sin2 * region->sin2 < COSINE_ALL * all)
        return;
    cell->taken = true;
    region->cos2 += cell->cos2 * cell->strength;
    region->sin2 += cell->sin2 * cell->strength;
    g->todo[region->count++] = at;
}

/* All that hangs together with the first cell; `todo` grows behind the cells that were visited and is what the region
 * consists of in the end. */
static void grow(struct grid *g, uint32_t first, struct linear_cells *region)
{
    struct cell *c = &g->cell[first];
    *region = (struct linear_cells){.cells = g->cell, .columns = g->columns, .cell = g->todo, .size = CELL};
    region->cos2 = c->cos2 * c->strength;
    region->sin2 = c->sin2 * c->strength;
    c->taken = true;
    g->todo[region->count++] = first;
    for (size_t i = 0; i < region->count; i++) {
        uint32_t at = g->todo[i], column = at % g->columns, row = at / g->columns;
        for (uint32_t r = row ? row - 1 : 0; r <= row + 1 && r < g->rows; r++)
            for (uint32_t k = column ? column - 1 : 0; k <= column + 1 && k < g->columns; k++)
                visit(g, r * g->columns + k, &g->cell[at], region);
    }
}

static void add_region(struct linear_regions *out, const struct linear_region *region)
{
    size_t at = out->count;
    while (at && out->at[at - 1].strength < region->strength)
        at--;
    out->more |= out->count == LINEAR_REGIONS_MAX;
    if (at == LINEAR_REGIONS_MAX)
        return;
    if (out->count < LINEAR_REGIONS_MAX)
        out->count++;
    memmove(out->at + at + 1, out->at + at, (out->count - at - 1) * sizeof *region);
    out->at[at] = *region;
}

static void add_scaled(struct linear_regions *out, struct linear_region *region, float scale)
{
    for (int k = 0; k < 4; k++) {
        region->quad.at[k].x *= scale;
        region->quad.at[k].y *= scale;
    }
    region->strength *= scale * scale;
    region->number = ++out->found;
    add_region(out, region);
}

static void add_parts(struct grid *g, const struct linear_cells *cells, float scale, struct linear_regions *out)
{
    unsigned whole = out->found;
    struct linear_region part[STACK_MAX];
    size_t count = linear_stack_cut(cells, g->part, part);
    for (size_t i = 0; i < count; i++) {
        part[i].of = whole;
        add_scaled(out, &part[i], scale);
    }
}

static void find_regions(struct grid *g, float scale, struct linear_regions *out)
{
    for (uint32_t r = 0; r < g->rows; r++)
        for (uint32_t c = 0; c < g->columns; c++)
            judge_cell(g, c, r);
    for (uint32_t i = 0; i < g->columns * g->rows; i++) {
        if (g->cell[i].strength <= 0 || g->cell[i].taken)
            continue;
        struct linear_cells cells;
        struct linear_region region;
        grow(g, i, &cells);
        if (cells.count < CELLS_MIN || !linear_fit(&cells, &region))
            continue;
        add_scaled(out, &region, scale);
        add_parts(g, &cells, scale, out);
    }
}

int linear_find(const struct image *picture, float scale, struct linear_regions *out, struct err *err)
{
    if (picture->width <= 2 * CELL || picture->height <= 2 * CELL)
        return 0;
    struct grid g = {.columns = (picture->width - 1) / CELL, .rows = (picture->height - 1) / CELL};
    size_t cells = (size_t)g.columns * g.rows;
    g.cell = calloc(cells, sizeof *g.cell);
    g.todo = calloc(cells, sizeof *g.todo);
    g.part = calloc(cells, sizeof *g.part);
    int status = g.cell && g.todo && g.part ? measure(picture, &g, err) : err_memory(err);
    if (status == 0)
        find_regions(&g, scale, out);
    free(g.cell);
    free(g.todo);
    free(g.part);
    return status;
}
