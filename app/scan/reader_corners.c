#include "app/scan/reader_corners.h"

#include <stdbool.h>
#include <stdlib.h>

#include "app/scan/zbar_library.h"

#define POINTS_MAX 100000u /* of one code: one or two for each scan line, of which the largest picture has 40,000 */

enum { X, Y };

static void put(struct symbol *to, int corner, int x, int y, const struct image *image)
{
    /* ZBar's estimate may lie outside of the picture */
    int right = (int)image->width - 1, bottom = (int)image->height - 1;
    to->corners[corner][X] = x < 0 ? 0 : x > right ? right : x;
    to->corners[corner][Y] = y < 0 ? 0 : y > bottom ? bottom : y;
}

void reader_corners_qr(const zbar_symbol_t *from, const struct image *image, struct symbol *to)
{
    /* ZBar goes the other way round: top left, bottom left, bottom right, top right, as the finder patterns say */
    static const unsigned order[4] = {0, 3, 2, 1};
    if (zbar.symbol_get_loc_size(from) != 4)
        return;
    for (int i = 0; i < 4; i++)
        put(to, i, zbar.symbol_get_loc_x(from, order[i]), zbar.symbol_get_loc_y(from, order[i]), image);
    to->has_corners = true;
}

/* Where a scan line ended, seen from the code. */
struct point {
    int along, across; /* the direction of reading, and the other one */
};

static int compare_across(const void *left, const void *right)
{
    const struct point *a = left, *b = right;
    if (a->across != b->across)
        return a->across < b->across ? -1 : 1;
    return (a->along > b->along) - (a->along < b->along);
}

static struct point *points_of(const zbar_symbol_t *s, unsigned count, bool upright)
{
    struct point *p = malloc(count * sizeof *p);
    for (unsigned i = 0; p && i < count; i++) {
        int x = zbar.symbol_get_loc_x(s, i), y = zbar.symbol_get_loc_y(s, i);
        p[i] = upright ? (struct point){x, y} : (struct point){y, x};
    }
    if (p)
        qsort(p, count, sizeof *p, compare_across);
    return p;
}

static void range_along(const struct point *p, unsigned count, int *low, int *high)
{
    *low = *high = p[0].along;
    for (unsigned i = 1; i < count; i++) {
        *low = p[i].along < *low ? p[i].along : *low;
        *high = p[i].along > *high ? p[i].along : *high;
    }
}

/* The same code printed twice comes as one, with the points of both: keeps the part with the most points, between gaps
 * of more than a quarter of the code's length. */
static void keep_largest_part(struct point **p, unsigned *count)
{
    int low, high;
    range_along(*p, *count, &low, &high);
    unsigned best = 0, most = 0, start = 0;
    for (unsigned i = 1; i <= *count; i++) {
        if (i < *count && (*p)[i].across - (*p)[i - 1].across <= (high - low) / 4)
            continue;
        if (i - start > most) {
            most = i - start;
            best = start;
        }
        start = i;
    }
    *p += best;
    *count = most;
}

/* An EAN's halves are read each for itself, so that lines end at its middle too: only the outer quarters count. */
static void ends(const struct point *p, unsigned count, bool far, struct point *first, struct point *last)
{
    int low, high;
    range_along(p, count, &low, &high);
    int quarter = (high - low) / 4;
    bool any = false;
    for (unsigned i = 0; i < count; i++) {
        if (far ? p[i].along < high - quarter : p[i].along > low + quarter)
            continue;
        *first = any ? *first : p[i];
        *last = p[i];
        any = true;
    }
}

int reader_corners_linear(const zbar_symbol_t *from, const struct image *image, struct symbol *to, struct err *err)
{
    unsigned count = zbar.symbol_get_loc_size(from);
    if (count == 0)
        return 0;
    count = count > POINTS_MAX ? POINTS_MAX : count;
    zbar_orientation_t turned = zbar.symbol_get_orientation(from);
    bool upright = turned != ZBAR_ORIENT_RIGHT && turned != ZBAR_ORIENT_LEFT;
    struct point *points = points_of(from, count, upright), *part = points;
    if (!points)
        return err_memory(err);
    keep_largest_part(&part, &count);
    struct point near_first = {0, 0}, near_last = near_first, far_first = near_first, far_last = near_first;
    ends(part, count, false, &near_first, &near_last);
    ends(part, count, true, &far_first, &far_last);
    /* clockwise in the picture from its top left */
    struct point quad[4] = {near_first, upright ? far_first : near_last, far_last, upright ? near_last : far_first};
    /* quarter turns clockwise: the code's own top left is one corner further for each */
    unsigned turns = turned == ZBAR_ORIENT_UNKNOWN ? 0 : (unsigned)turned;
    for (unsigned i = 0; i < 4; i++) {
        struct point c = quad[(i + turns) % 4];
        put(to, (int)i, upright ? c.along : c.across, upright ? c.across : c.along, image);
    }
    to->has_corners = true;
    free(points);
    return 0;
}
