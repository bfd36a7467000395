#ifndef KENPIN_MATCH_H
#define KENPIN_MATCH_H

#include "app/base/finding.h"
#include "app/judge/facts.h"
#include "app/label/entry.h"

/* Is this label this product's? */

enum brand_kind { BRAND_OPEN /* one of the two is not known */, BRAND_SAME, BRAND_OTHER };

struct match_ask {
    const struct entry *entry;
    const char *model;     /* the product's, as the shop writes it; NULL = not known */
    enum brand_kind brand; /* the product's brand beside the entry's vendor */
    bool confirmed;        /* a person tied this product to this entry, and neither changed since */
    bool by_model;         /* the entry was found by its model: without its brand it proves nothing */
};

struct match {
    enum match_kind kind;
    finding_set findings;
    char theirs[FINDING_TEXT_MAX]; /* the registry's string that was compared, raw; several when none is like ours */
};

int match_label(const struct match_ask *ask, struct match *out, struct err *err) __attribute__((warn_unused_result));

/* Brand and vendor, raw; `alias` = confirmed to be the same, or given in the catalogue. */
int match_brand(const char *brand, const char *vendor, bool alias, enum brand_kind *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
