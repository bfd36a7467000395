#ifndef KENPIN_QR_SAMPLE_H
#define KENPIN_QR_SAMPLE_H

#include "app/scan/pyramid.h"

/* Grey of small spots. Points are those of the picture; the level of the pyramid is chosen so that a module is two to
 * four pixels wide there: what was averaged away is noise. */

struct qr_view {
    const struct image *image;
    float scale; /* pixels of the image for one of the picture */
};

struct qr_view qr_view_for(const struct pyramid *pyramid, float module);

float qr_view_grey(const struct qr_view *view, struct point at);

#endif
