#ifndef KENPIN_GEOMETRY_H
#define KENPIN_GEOMETRY_H

#include <stdbool.h>

/* Places in a picture. x to the right, y down, in pixels; a pixel covers one unit, so that the middle of the first one
 * is (0.5, 0.5). */

struct point {
    float x, y;
};

/* From the code's own top left, clockwise as seen on the code (a mirrored code runs the other way in the picture). */
struct quad {
    struct point at[4];
};

/* Plane to plane, as a camera maps a flat label: x' = (a x + b y + c) / (g x + h y + i), row by row. */
struct homography {
    double m[9];
};

/* The one that takes each corner of `from` to that of `to`; false when three corners of either lie on a line. */
bool homography_make(const struct quad *from, const struct quad *to, struct homography *out);

/* Of a point on the horizon the answer is far outside of every picture. */
struct point homography_apply(const struct homography *h, struct point p);

/* The quad of a rectangle with its corner in (0, 0). */
struct quad quad_of_size(float width, float height);

/* Whether the corners go round in one turn without crossing. */
bool quad_is_convex(const struct quad *q);

bool quad_contains(const struct quad *q, struct point p);

struct point quad_middle(const struct quad *q);

/* In square pixels; negative when it goes round against the clock. */
float quad_area(const struct quad *q);

float point_distance(struct point a, struct point b);

#endif
