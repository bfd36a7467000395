#ifndef KENPIN_QR_MODULES_H
#define KENPIN_QR_MODULES_H

#include "app/scan/qr_grid.h"
#include "app/scan/qr_sample.h"

/* Grey of each module, and what of it is dark. */

struct qr_greys {
    int side;
    float grey[QR_SIDE_MAX * QR_SIDE_MAX]; /* darker is lower, whatever the colours in the picture */
};

void qr_modules_sample(const struct pyramid *pyramid, const struct qr_grid *grid, bool light, struct qr_greys *out);

/* Ways to tell dark from light; each follows the light over the symbol. */
enum qr_rule {
    QR_RULE_LOCAL, /* the middle between dark and light modules around */
    QR_RULE_SHARP, /* the same after taking the neighbours' light out again: a blurred picture */
    QR_RULE_WIDE,  /* the whole symbol alike */
    QR_RULES,
};

void qr_modules_decide(const struct qr_greys *greys, enum qr_rule rule, struct qr_code *out);

#endif
