#ifndef KENPIN_LINEAR_EDGES_H
#define KENPIN_LINEAR_EDGES_H

/* Where along a scan line light turns dark and dark light. */

#define EDGES_MAX 512 /* a Code 128 of 80 characters has 487 */

struct linear_edges {
    int count;           /* even: from light to dark, from dark to light, ... */
    float at[EDGES_MAX]; /* in samples */
};

/* `depth` is how deep a bar must at least be against what is around it, as a part of the contrast there. */
void linear_edges_find(const float *grey, int length, float depth, struct linear_edges *out);

/* Where the grey changes fastest. */
void linear_edges_steep(const float *grey, int length, float depth, struct linear_edges *out);

/* Where the grey passes the middle between the darkest and the lightest around: of bars that light has drowned. */
void linear_edges_cut(const float *grey, int length, struct linear_edges *out);

/* The darkest and the lightest grey around each sample. */
void linear_bounds(const float *grey, int length, float *low, float *high);

#endif
