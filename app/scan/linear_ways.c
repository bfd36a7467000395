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

/* How edges are told, until a line says something: by bars a fifth as deep as the contrast around them, half way to
 * either side, which blur moves least; where the grey is in the middle, of bars that light has drowned; and where it
 * changes fastest, of bars beside something lighter or darker. */
enum edges { EDGES_HALF_WAY, EDGES_MIDDLE, EDGES_STEEP, EDGES_KINDS };

#define DEPTH       0.2f
#define DEPTH_STEEP 0.15f

#define EDGES_ENOUGH 24 /* a UPC-E has 34; blur takes some */
#define EDGES_CLEAR  30

/* A third of the bands first, from all over the region: when none of them is rich, this is no code. Nor is it, nearly
 * always, where fewer than half of them are clear. */
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

static void find_edges(struct linear_work *w, enum edges kind)
{
    const float *grey = w->shown.grey;
    int length = w->lines.length;
    if (kind == EDGES_HALF_WAY)
        linear_edges_find(grey, length, DEPTH, &w->edges);
    else if (kind == EDGES_MIDDLE)
        linear_edges_cut(grey, length, &w->edges);
    else
        linear_edges_steep(grey, length, DEPTH_STEEP, &w->edges);
}

static void read_band(struct linear_work *w, int b)
{
    int most = 0;
    const struct point *p = w->lines.quad.at;
    float near = point_distance(p[0], p[3]), far = point_distance(p[1], p[2]);
    struct linear_line line = {1u << b, w->band[b].row, near > 1 && far > 1 ? near / far : 1, w->lines.length};
    for (enum edges kind = 0; kind < EDGES_KINDS && !(kind && w->reader.seen); kind++) {
        find_edges(w, kind);
        w->clear += kind == EDGES_HALF_WAY && w->edges.count >= EDGES_CLEAR;
        most = w->edges.count > most ? w->edges.count : most;
        linear_reader_line(&w->reader, &w->edges, &line);
    }
    w->rich += most >= EDGES_ENOUGH;
}

void linear_ways_read(struct linear_work *w, unsigned n, bool doubtful)
{
    const struct way *way = &ways[n];
    int bands = 0;
    w->rich = w->clear = 0;
    for (int part = 0; part < PARTS; part++) {
        for (int b = part_first[part]; b < w->lines.bands; b += PARTS) {
            if (n == 0 || way->rows != ways[n - 1].rows)
                linear_lines_sample(&w->lines, b, way->rows, &w->band[b]);
            show(w, &w->band[b], way);
            read_band(w, b);
            bands++;
        }
        if (n == 0 && w->lines.bands > PARTS && (doubtful ? w->rich == 0 : w->clear * 2 < bands))
            return;
    }
}
