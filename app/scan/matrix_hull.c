#include "app/scan/matrix_hull.h"

#include <stdlib.h>

/* A corner that cuts less than this part off the hull is one of its rounded or ragged edges. */
#define CORNER_PART 0.01

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

static double area_of(const struct point *at, size_t count)
{
    double sum = 0;
    for (size_t i = 2; i < count; i++)
        sum += turn(at[0], at[i - 1], at[i]);
    return sum;
}

/* The corner whose removal takes the least away. */
static size_t flattest(const struct point *at, size_t count, double *area)
{
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        double t = turn(at[(i + count - 1) % count], at[i], at[(i + 1) % count]);
        if (i == 0 || t < *area) {
            *area = t;
            best = i;
        }
    }
    return best;
}

static size_t simplify(struct point *at, size_t count)
{
    double whole = area_of(at, count);
    while (count > 3) {
        double least = 0;
        size_t i = flattest(at, count, &least);
        if (least > whole * CORNER_PART && count <= HULL_CORNERS_MAX)
            break;
        for (count--; i < count; i++)
            at[i] = at[i + 1];
    }
    return count;
}

int hull_of(const struct blobs *blobs, const struct blob *blob, struct hull *out, struct err *err)
{
    out->count = 0;
    struct point *at = malloc((size_t)(blob->bottom - blob->top) * 4 * sizeof *at);
    if (!at)
        return err_memory(err);
    size_t count = simplify(at, trace(blobs, blob, at));
    if (count >= 3) {
        for (size_t i = 0; i < count; i++)
            out->at[i] = at[i];
        out->count = count;
    }
    free(at);
    return 0;
}
