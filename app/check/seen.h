#ifndef KENPIN_SEEN_H
#define KENPIN_SEEN_H

#include "app/check/check.h"

/* What the codes of the box on the desk came to, for a counter that must know when a box is complete. */
struct check_seen {
    bool product;         /* a GTIN, a row of the catalogue, or a model that was given */
    bool known;           /* a row of the catalogue */
    bool label;           /* a JC-STAR or CLS label was read or typed */
    bool by_model;        /* no label was read, and an entry lists this brand's model: what the law asks for */
    bool mark;            /* another scheme's */
    bool unofficial;      /* a code poses as a scheme's page and is not */
    bool two_products;    /* they name different ones */
    char gtin[GTIN_TEXT]; /* of the product; "" = none */
    const char *sku;      /* borrowed of the desk; NULL = none */
};

void check_seen_of(const struct check_desk *desk, struct check_seen *out);

#endif
