#include "app/scan/linear_ways.h"

#include "app/scan/linear_sharpen.h"

/* `rows` are averaged to a line. `blur` is what is undone, as the sigma of a Gaussian in pixels. `inverted`: light bars
 * on dark. */
static const struct way {
    int rows;
    float blur;
    bool inverted;
} ways[] = {
    {8, 0, false},    {8, 0.7f, false}, {8, 1.1f, false}, {2, 0.7f, false},
    {8, 1.6f, false}, {8, 0, true},     {8, 0.7f, true},
};

/* How deep a bar must be for its surroundings, for print of even blackness and for print that light or blur has made
 * uneven; 0: bars are what is darker than the middle. */
static const float depths[] = {0.2f, 0.08f, 0, -0.15f};

#define EDGES_ENOUGH 24 /* a UPC-E has 34; blur takes some */
#define EDGES_CLEAR  30

/* A third of the bands first, from all over the region: when none of them is rich, this is no code. */
#define PARTS 3
static const int part_first[PARTS] = {1, 2, 0};

unsigned linear_ways_count(void)
{
    return sizeof ways / sizeof *ways;
}

static void show(struct linear_work *w, const struct linear_band *band, const struct way *way)
{
    int length = w->lines.length;
    w->shown = *band;
    if (way->inverted) {
        for (int i = 0; i < length; i++)
            w->shown.grey[i] = 255 - band->grey[i];
        linear_band_paper(&w->shown, length);
    }
    linear_band_clip(&w->shown, length);
    if (way->blur > 0)
        linear_sharpen(w->shown.grey, length, way->blur * w->lines.samples, w->shown.grey);
}

static void find_edges(struct linear_work *w, float depth)
{
    if (depth < 0)
        linear_edges_steep(w->shown.grey, w->lines.length, -depth, &w->edges);
    else if (depth > 0)
        linear_edges_find(w->shown.grey, w->lines.length, depth, &w->edges);
    else
        linear_edges_cut(w->shown.grey, w->lines.length, &w->edges);
}

/* A line read at one depth is not looked at with the next. */
static void read_band(struct linear_work *w, int b)
{
    int most = 0;
    const struct point *p = w->lines.quad.at;
    float near = point_distance(p[0], p[3]), far = point_distance(p[1], p[2]);
    struct linear_line line = {1u << b, w->band[b].row, near > 1 && far > 1 ? near / far : 1, w->lines.length};
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        find_edges(w, depths[i]);
        w->clear += i == 0 && w->edges.count >= EDGES_CLEAR;
        most = w->edges.count > most ? w->edges.count : most;
        linear_reader_line(&w->reader, &w->edges, &line);
        if (w->reader.seen)
            break;
    }
    w->rich += most >= EDGES_ENOUGH;
}

void linear_ways_read(struct linear_work *w, unsigned n)
{
    const struct way *way = &ways[n];
    w->rich = w->clear = 0;
    for (int part = 0; part < PARTS; part++) {
        for (int b = part_first[part]; b < w->lines.bands; b += PARTS) {
            if (n == 0 || way->rows != ways[n - 1].rows)
                linear_lines_sample(&w->lines, b, way->rows, &w->band[b]);
            show(w, &w->band[b], way);
            read_band(w, b);
        }
        if (n == 0 && w->rich == 0 && w->lines.bands > PARTS)
            return;
    }
}
