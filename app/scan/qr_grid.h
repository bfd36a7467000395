#ifndef KENPIN_QR_GRID_H
#define KENPIN_QR_GRID_H

#include "app/scan/qr_code.h"
#include "app/scan/qr_group.h"

/* Where the modules of a symbol lie in the picture: one plane seen in perspective, or, where alignment patterns say
 * otherwise, a net of such planes between them. Coordinates of the symbol are in modules from its own top left. */

#define QR_GRID_LINES   QR_ALIGNMENT_MAX
#define QR_GRID_ANCHORS (12 + QR_GRID_LINES * QR_GRID_LINES)

/* Points of the symbol whose place in the picture was measured. */
struct qr_anchors {
    int count;
    struct point code[QR_GRID_ANCHORS], picture[QR_GRID_ANCHORS];
    float weight[QR_GRID_ANCHORS];
};

#define QR_BEND_STEP  4 /* modules between places where a bent symbol's displacement is kept */
#define QR_BEND_NODES (QR_SIDE_MAX / QR_BEND_STEP + 2)

/* How far modules lie beside where the planes put them, in modules: paper on a bottle, a printed shirt. */
struct qr_bend {
    int nodes; /* to a row; 0: it is flat */
    struct point by[QR_BEND_NODES][QR_BEND_NODES];
};

/* Modules by which the middle of rows lies below their ends, and that of columns to the right: a label round a bottle.
 * Measured between the inner corners of the finders, where it is none. */
struct qr_arch {
    float down, right;
};

struct qr_grid {
    int side;
    struct qr_arch arch;
    struct homography whole; /* the plane that fits best */
    int lines;               /* of the net; 0: `whole` is all there is */
    float line[QR_GRID_LINES];
    struct homography cell[QR_GRID_LINES - 1][QR_GRID_LINES - 1]; /* [row][column] */
    struct qr_bend bend;
};

void qr_grid_add_anchor(struct qr_anchors *anchors, struct point code, struct point picture, float weight);

/* The plane through anchors by least squares; false when they do not say. */
bool qr_grid_fit(const struct qr_anchors *anchors, struct homography *out);

/* Looks for the finder that is missing, with that many modules to a side; false when nothing like it is there. */
bool qr_grid_complete(const struct pyramid *pyramid, bool light, int side, struct qr_triple *triple);

/* By the finders alone. */
bool qr_grid_of_triple(const struct qr_triple *triple, int side, const struct qr_arch *arch, struct qr_anchors *anchors,
                       struct qr_grid *out);

/* The arch with which the finders fit best, by how they lean; false when they fit as well without. */
bool qr_grid_find_arch(const struct qr_triple *triple, int side, struct qr_arch *out);

/* qr_net.c: by the alignment patterns too, which are looked for; a net when there are nine and more. */
void qr_grid_align(const struct pyramid *pyramid, bool light, struct qr_anchors *anchors, struct qr_grid *grid);

/* Where a place of the symbol would lie on it, were it flat: by arch and bend. */
struct point qr_grid_moved(const struct qr_grid *grid, float u, float v);

struct point qr_grid_at(const struct qr_grid *grid, float u, float v);

/* The outline of the symbol in the picture. */
struct quad qr_grid_outline(const struct qr_grid *grid);

#endif
