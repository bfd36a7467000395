/* Which product of the shop is this? GTINs of the box and what was said on the call, through the catalogue. */
#include <stdlib.h>
#include <string.h>

#include "app/check/case.h"
#include "app/label/normal.h"

/* A GTIN or SKU met on the box, and its row. */
struct candidate {
    char gtin[GTIN_TEXT];
    struct product row;
};

static int find_gtin(const struct shelf *shelf, const char *gtin, struct candidate *out, struct err *err)
{
    strcpy(out->gtin, gtin);
    if (shelf->by_gtin(shelf->ctx, gtin, &out->row, err))
        return -1;
    if (out->row.found || !gtin_is_case(gtin))
        return 0;
    char unit[GTIN_TEXT]; /* a case holds units of another GTIN */
    gtin_unit(gtin, unit);
    product_clear(&out->row);
    if (shelf->by_gtin(shelf->ctx, unit, &out->row, err))
        return -1;
    if (out->row.found)
        strcpy(out->gtin, unit);
    return 0;
}

static int same_text(const char *a, const char *b, bool *same, struct err *err)
{
    char *x = NULL, *y = NULL;
    *same = false;
    int rc = normal_form(a ? a : "", &x, err);
    if (!rc)
        rc = normal_form(b ? b : "", &y, err);
    if (!rc)
        *same = x[0] && !strcmp(x, y);
    free(x);
    free(y);
    return rc;
}

/* Two rows are one product when their SKU is, or brand and model are. */
static int same_row(const struct product *a, const struct product *b, bool *same, struct err *err)
{
    bool brand, model;
    if (same_text(a->sku, b->sku, same, err))
        return -1;
    if (*same)
        return 0;
    if (same_text(a->brand, b->brand, &brand, err) || same_text(a->model, b->model, &model, err))
        return -1;
    *same = brand && model;
    return 0;
}

static int same_product(const struct candidate *a, const struct candidate *b, bool *same, struct err *err)
{
    char x[GTIN_TEXT] = "", y[GTIN_TEXT] = "";
    if (a->gtin[0] && b->gtin[0]) {
        gtin_unit(a->gtin, x);
        gtin_unit(b->gtin, y);
    }
    *same = x[0] && !strcmp(x, y);
    if (*same)
        return 0;
    if (a->row.found && b->row.found)
        return same_row(&a->row, &b->row, same, err);
    *same =
        !a->gtin[0] || !b->gtin[0]; /* a SKU whose row has no GTIN, and a GTIN nobody knows: nothing tells them apart */
    return 0;
}

/* What names a candidate to a person. */
static const char *candidate_name(const struct candidate *c)
{
    return c->gtin[0] ? c->gtin : c->row.sku ? c->row.sku : "?";
}

/* Takes the first candidate for the product; a different one after it is a finding. */
static int consider(struct casework *c, struct candidate *first, struct candidate *next, struct err *err)
{
    bool same = false;
    if (!first->gtin[0] && !first->row.found) {
        *first = *next;
        *next = (struct candidate){0};
        return 0;
    }
    if (same_product(first, next, &same, err))
        return -1;
    if (!same)
        finding_add(&c->findings, FINDING_TWO_PRODUCTS, candidate_name(first), candidate_name(next));
    if (same && !first->row.found && next->row.found) {
        struct candidate swap = *first; /* the unit of a case may be known where the case is not */
        *first = *next;
        *next = swap;
    }
    if (same && !first->gtin[0])
        strcpy(first->gtin, next->gtin);
    return 0;
}

static int consider_gtin(struct casework *c, const struct shelf *shelf, const char *gtin, struct candidate *first,
                         struct err *err)
{
    struct candidate next = {0};
    if (first->row.found && !strcmp(first->row.gtin, gtin) && !strcmp(first->gtin, gtin))
        return 0; /* its SKU has found that very row */
    int rc = find_gtin(shelf, gtin, &next, err);
    if (!rc)
        rc = consider(c, first, &next, err);
    product_clear(&next.row);
    return rc;
}

/* A SKU names a product only where the catalogue has it. */
static int consider_sku(struct casework *c, const struct shelf *shelf, const char *sku, struct candidate *first,
                        struct err *err)
{
    struct candidate next = {0};
    int rc = shelf->by_sku(shelf->ctx, sku, &next.row, err);
    if (!rc && next.row.found) {
        strcpy(next.gtin, next.row.gtin);
        rc = consider(c, first, &next, err);
    }
    product_clear(&next.row);
    return rc;
}

/* The call says first, then the catalogue, then the defaults. */
static void settle_facts(struct casework *c)
{
    const struct check_ask *ask = c->ask;
    const struct product *row = &c->product;
    c->sku = ask->sku ? ask->sku : row->sku;
    c->brand = ask->brand ? ask->brand : row->brand;
    c->model = ask->model ? ask->model : row->model;
    c->given = ask->gtin || ask->sku || ask->brand || ask->model;
    c->scope = ask->scope ? ask->scope : row->scope ? row->scope : ask->default_scope;
    c->statement = ask->statement ? ask->statement : row->statement ? row->statement : ask->default_statement;
}

int identify_product(struct casework *c, const struct shelf *shelf, struct err *err)
{
    struct candidate first = {0};
    int rc = c->ask->sku ? consider_sku(c, shelf, c->ask->sku, &first, err) : 0;
    for (size_t i = 0; !rc && i < c->box.gtins; i++)
        rc = consider_gtin(c, shelf, c->box.gtin[i], &first, err);
    for (size_t i = 0; !rc && i < c->box.refs; i++)
        if (c->box.ref[i].kind == REF_PLAIN)
            rc = consider_sku(c, shelf, c->box.ref[i].text, &first, err);
    if (rc) {
        product_clear(&first.row);
        return -1;
    }
    c->product = first.row;
    strcpy(c->gtin, first.gtin);
    if (c->gtin[0] && (!c->product.found || !c->product.gtin[0]))
        finding_add(&c->findings, FINDING_GTIN_UNKNOWN, "", c->gtin);
    settle_facts(c);
    return 0;
}
