#ifndef KENPIN_QR_BEND_H
#define KENPIN_QR_BEND_H

#include "app/scan/qr_modules.h"

/* One round of fitting a grid to the picture: wherever two modules side by side differ, the edge between them says how
 * far off the grid is; the mean of all within `reach` modules moves it. `greys` are those of the grid as it is. */
void qr_bend_round(const struct qr_view *view, const struct qr_greys *greys, float reach, bool light,
                   struct qr_grid *grid);

#endif
