#include "app/scan/reader_corners.h"

#include <stdbool.h>
#include <stdlib.h>

#include "app/scan/zbar_library.h"

#define POINTS_MAX 100000u /* of one code: one or two for each scan line, of which the largest picture has 40,000 */

enum { X, Y };

/* The middle of the pixel */
static struct point point_at(int x, int y)
{
    return (struct point){(float)x + 0.5f, (float)y + 0.5f};
}

bool reader_corners_qr(const zbar_symbol_t *from, struct quad *to)
{
    /* ZBar goes the other way round: top left, bottom left, bottom right, top right, as the finder patterns say */
    static const unsigned order[4] = {0, 3, 2, 1};
    if (zbar.symbol_get_loc_size(from) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        to->at[i] = point_at(zbar.symbol_get_loc_x(from, order[i]), zbar.symbol_get_loc_y(from, order[i]));
    return true;
}

/* Where a scan line ended, seen from the code. */
struct line_end {
    int along, across; /* the direction of reading, and the other one */
};

static int compare_across(const void *left, const void *right)
{
    const struct line_end *a = left, *b = right;
    if (a->across != b->across)
        return a->across < b->across ? -1 : 1;
    return (a->along > b->along) - (a->along < b->along);
}

static struct line_end *points_of(const zbar_symbol_t *s, unsigned count, bool upright)
{
    struct line_end *p = malloc(count * sizeof *p);
    for (unsigned i = 0; p && i < count; i++) {
        int x = zbar.symbol_get_loc_x(s, i), y = zbar.symbol_get_loc_y(s, i);
        p[i] = upright ? (struct line_end){x, y} : (struct line_end){y, x};
    }
    if (p)
        qsort(p, count, sizeof *p, compare_across);
    return p;
}

static void range_along(const struct line_end *p, unsigned count, int *low, int *high)
{
    *low = *high = p[0].along;
    for (unsigned i = 1; i < count; i++) {
        *low = p[i].along < *low ? p[i].along : *low;
        *high = p[i].along > *high ? p[i].along : *high;
    }
}

/* The same code printed twice comes as one, with the points of both: keeps the part with the most points, between gaps
 * of more than a quarter of the code's length. */
static void keep_largest_part(struct line_end **p, unsigned *count)
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
static void ends(const struct line_end *p, unsigned count, bool far, struct line_end *first, struct line_end *last)
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

int reader_corners_linear(const zbar_symbol_t *from, struct quad *to, bool *known, struct err *err)
{
    unsigned count = zbar.symbol_get_loc_size(from);
    *known = false;
    if (count == 0)
        return 0;
    count = count > POINTS_MAX ? POINTS_MAX : count;
    zbar_orientation_t turned = zbar.symbol_get_orientation(from);
    bool upright = turned != ZBAR_ORIENT_RIGHT && turned != ZBAR_ORIENT_LEFT;
    struct line_end *points = points_of(from, count, upright), *part = points;
    if (!points)
        return err_memory(err);
    keep_largest_part(&part, &count);
    struct line_end near_first = {0, 0}, near_last = near_first, far_first = near_first, far_last = near_first;
    ends(part, count, false, &near_first, &near_last);
    ends(part, count, true, &far_first, &far_last);
    /* clockwise in the picture from its top left */
    struct line_end round[4] = {near_first, upright ? far_first : near_last, far_last, upright ? near_last : far_first};
    /* quarter turns clockwise: the code's own top left is one corner further for each */
    unsigned turns = turned == ZBAR_ORIENT_UNKNOWN ? 0 : (unsigned)turned;
    for (unsigned i = 0; i < 4; i++) {
        struct line_end c = round[(i + turns) % 4];
        to->at[i] = upright ? point_at(c.along, c.across) : point_at(c.across, c.along);
    }
    *known = true;
    free(points);
    return 0;
}
