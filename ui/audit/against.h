#ifndef KENPIN_AUDIT_AGAINST_H
#define KENPIN_AUDIT_AGAINST_H

#include "app/check/row.h"

/* An earlier audit's lines of JSON, to say of each row what changed since and why. */

struct against;

#define AGAINST_ROWS_MAX 2000000

/* ERR_INPUT for a file that is no such lines. `heading`: of the list's column of pictures, "" for none. */
int against_read(const char *path, const char *heading, struct against **out, struct err *err)
    __attribute__((warn_unused_result));
void against_free(struct against *a); /* NULL is fine */

/* *change: "same", "newly-lapsed", "newly-fine", "worse", "better", "changed", "new"; *cause: of "registry",
 * "catalogue", "date", "facts", "rules", apart by "; ", "" where there is none. `ask`: what was typed of the row;
 * `pictures`: its cell. */
#define AGAINST_CAUSE 64
const char *against_change(const struct against *a, const struct check_ask *ask, const char *pictures,
                           const struct check_row *row, char cause[AGAINST_CAUSE]);

#endif
