#include "app/check/seen.h"

#include <string.h>

#include "app/check/case.h"

/* Of a label, found by reading or by the product's model. */
static void see_label(const struct label *l, struct check_seen *out)
{
    if (l->scheme != SCHEME_JC_STAR && l->scheme != SCHEME_CLS) {
        out->mark = true;
    } else if (l->ref) {
        out->label = true;
    } else if (l->match.kind == MATCH_MODEL) {
        out->by_model = true;
    }
}

void check_seen_of(const struct check_desk *desk, struct check_seen *out)
{
    const struct casework *c = &desk->c;
    *out = (struct check_seen){
        .product = c->gtin[0] || c->product.found || c->model,
        .known = c->product.found,
        .two_products = (c->findings.set & FINDING_BIT(FINDING_TWO_PRODUCTS)) != 0,
        .unofficial = (c->box.findings.set & FINDING_BIT(FINDING_UNOFFICIAL_URL)) != 0,
        .sku = c->sku,
    };
    strcpy(out->gtin, c->gtin);
    for (size_t i = 0; i < c->labels; i++)
        see_label(&c->label[i], out);
}
