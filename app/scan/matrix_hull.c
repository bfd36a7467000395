#include "app/scan/matrix_hull.h"

#include <stdlib.h>

/* A corner that stands out less is one of the ragged edges: in pixels, and of the way round. */
#define RAGGED      1.0f
#define RAGGED_PART 500.0f
/* An edge of this length or less is a corner that pixels or a blur have cut: in pixels, and of the way round, of which
 * the short side of 8 x 144 is a 38th. */
#define CUT      3.0f
#define CUT_PART 100.0f

/* Twice the area of the triangle; positive when a, b, c go clockwise on the screen. */
static double turn(struct point a, struct point b, struct point c)
{
    return ((double)b.x - a.x) * ((double)c.y - a.y) - ((double)b.y - a.y) * ((double)c.x - a.x);
}

/* Keeps the chain turning clockwise. */
static size_t push(struct point *chain, size_t count, struct point p)
{
    while (count >= 2 && turn(chain[count - 2], chain[count - 1], p) <= 0)
        count--;
    chain[count] = p;
    return count + 1;
}

/* From the top down along the right, then up along the left: clockwise. Returns how many. */
static size_t trace(const struct blobs *blobs, const struct blob *blob, struct point *out)
{
    uint32_t height = blob->bottom - blob->top;
    const struct blob_row *rows = blobs->row + blob->first_row;
    size_t count = 0;
    for (uint32_t i = 0; i < height; i++) {
        float x = rows[i].right, y = (float)(blob->top + i);
        count = push(out, count, (struct point){x, y});
        count = push(out, count, (struct point){x, y + 1});
    }
    struct point *left = out + count;
    size_t lefts = 0;
    for (uint32_t i = height; i-- > 0;) {
        float x = rows[i].left, y = (float)(blob->top + i);
        lefts = push(left, lefts, (struct point){x, y + 1});
        lefts = push(left, lefts, (struct point){x, y});
    }
    return count + lefts;
}

static float way_round(const struct point *at, size_t count)
{
    float sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += point_distance(at[i], at[(i + 1) % count]);
    return sum;
}

/* The corner that stands out least from the line between its neighbours, and by how much. */
static size_t flattest(const struct point *at, size_t count, float *least)
{
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        struct point a = at[(i + count - 1) % count], c = at[(i + 1) % count];
        float width = point_distance(a, c), out = width > 0 ? (float)turn(a, at[i], c) / width : 0;
        if (i == 0 || out < *least) {
            *least = out;
            best = i;
        }
    }
    return best;
}

static size_t simplify(struct point *at, size_t count)
{
    float ragged = RAGGED + way_round(at, count) / RAGGED_PART;
    while (count > 3) {
        float least = 0;
        size_t i = flattest(at, count, &least);
        if (least > ragged && count <= HULL_CORNERS_MAX)
            break;
        for (count--; i < count; i++)
            at[i] = at[i + 1];
    }
    return count;
}

/* Where the edges before and behind that from corner i meet; false where that is far from it. */
static bool uncut(const struct hull *h, size_t i, float cut, struct point *out)
{
    struct point a = h->at[(i + h->count - 1) % h->count], b = h->at[i], c = h->at[(i + 1) % h->count];
    struct point d = h->at[(i + 2) % h->count];
    double det = ((double)b.x - a.x) * ((double)d.y - c.y) - ((double)b.y - a.y) * ((double)d.x - c.x);
    if (!(det < 0 || det > 0))
        return false;
    double at = (((double)c.x - b.x) * ((double)d.y - c.y) - ((double)c.y - b.y) * ((double)d.x - c.x)) / det;
    *out = (struct point){(float)(b.x + ((double)b.x - a.x) * at), (float)(b.y + ((double)b.y - a.y) * at)};
    return point_distance(*out, b) <= 2 * cut && point_distance(*out, c) <= 2 * cut;
}

static void mend_corners(struct hull *h)
{
    float cut = CUT + way_round(h->at, h->count) / CUT_PART;
    for (size_t i = 0; i < h->count && h->count > 3; i++) {
        struct point corner;
        size_t next = (i + 1) % h->count;
        if (point_distance(h->at[i], h->at[next]) > cut || !uncut(h, i, cut, &corner))
            continue;
        h->at[i] = corner;
        h->count--;
        for (size_t k = next; k < h->count; k++)
            h->at[k] = h->at[k + 1];
    }
}

int hull_of(const struct blobs *blobs, const struct blob *blob, struct hull *out, struct err *err)
{
    out->count = 0;
    struct point *at = calloc((size_t)(blob->bottom - blob->top) * 4, sizeof *at);
    if (!at)
        return err_memory(err);
    size_t count = simplify(at, trace(blobs, blob, at));
    if (count >= 3) {
        for (size_t i = 0; i < count; i++)
            out->at[i] = at[i];
        out->count = count;
        mend_corners(out);
    }
    free(at);
    return 0;
}
