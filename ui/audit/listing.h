#ifndef KENPIN_AUDIT_LISTING_H
#define KENPIN_AUDIT_LISTING_H

#include "app/label/claims.h"
#include "ui/audit/box.h"

/* What a listing claims, beside what its product holds. */

/* The claims of the box's title and text; numbers among them become labels of the box, to be judged like any other.
 * `registry` says which of the unsure ones are numbers at all. */
int listing_read(struct audit_box *box, const struct registry *registry, struct claims *out, struct err *err)
    __attribute__((warn_unused_result));

/* Notes on the box: each claim beside the verdict, with the sentence to put in or take out in the listing's language.
 */
int listing_note(struct audit_box *box, const struct claims *claims, const struct check_row *row, struct err *err)
    __attribute__((warn_unused_result));

#endif
