#ifndef KENPIN_MATRIX_SIDE_H
#define KENPIN_MATRIX_SIDE_H

#include "app/scan/pyramid.h"

/* A solid side of a Data Matrix: a straight edge from light to dark, with a line of one module behind it. */

struct ink { /* a picture as seen by what looks for dark modules */
    const struct image *image;
    bool light; /* the code is light on dark: greys are turned round */
};

/* Grey at a point, bilinear; 0 = on. Most of the time of this stage goes by here. */
static inline float ink_at(const struct ink *ink, struct point at)
{
    const struct image *image = ink->image;
    float x = at.x - 0.5f, y = at.y - 0.5f, grey;
    if (x >= 0 && y >= 0 && x < (float)(image->width - 1) && y < (float)(image->height - 1)) {
        uint32_t left = (uint32_t)x, top = (uint32_t)y;
        const uint8_t *a = image->grey + (size_t)top * image->width + left, *b = a + image->width;
        float right_part = x - (float)left, low_part = y - (float)top;
        float upper = (float)a[0] + right_part * (float)(a[1] - a[0]);
        float lower = (float)b[0] + right_part * (float)(b[1] - b[0]);
        grey = upper + low_part * (lower - upper);
    } else {
        grey = image_sample(image, at); /* near the edge of the picture, or NaN */
    }
    return ink->light ? 255 - grey : grey;
}

#define STATIONS 32 /* places where an edge is looked at */

struct station {
    float at, edge;    /* along the side, and where the edge is, inwards; in pixels */
    float dark, light; /* greys on both sides of it */
    bool on;           /* there is an edge, and it lies on the line */
};

struct side {
    const struct ink *ink;
    struct point from, way, in; /* where it begins, which way it runs, and which way is in */
    float length;               /* as it was guessed */
    struct station station[STATIONS];
    int every;           /* only every so many are looked at */
    float slope, offset; /* the line through the edges: inwards = offset + slope * along */
};

struct side side_of(const struct ink *ink, struct point from, struct point to, struct point inside);

/* Whether at nearly all places it is darker within than outside: a first look that costs little. */
bool side_could_be(const struct side *side);

/* Finds the edge, which is `reach` pixels or less from where it was guessed; false when it is not straight. */
bool side_refine(struct side *side, float reach);

struct point side_point(const struct side *side, float at); /* of the edge */

/* The mean over the stations behind the given part of the length. */
float side_contrast(const struct side *side, float part);

/* How wide the line is: where no module of the data lies against it, which is at about every second. */
float side_thickness(const struct side *side);

/* Where the line, followed along its middle, comes to its end. */
float side_end(const struct side *side, float thickness);

bool side_meet(const struct side *a, const struct side *b, struct point *out);

#endif
