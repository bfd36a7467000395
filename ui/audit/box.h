#ifndef KENPIN_AUDIT_BOX_H
#define KENPIN_AUDIT_BOX_H

#include "app/check/row.h"
#include "ui/audit/columns.h"

/* One row of a list as a box to check: its codes repaired, its facts read, and what was met on the way. */

#define AUDIT_KEEP_MAX 96

/* What is the same for all rows. */
struct audit_ask {
    struct check_ask base; /* the call's facts: a row's own count before them */
    int sell_through;      /* days; 0 = not said */
    moment now;            /* for days counted from today */
    bool listings;         /* the list has titles or texts of listings */
};

struct audit_box {
    struct check_ask ask;
    struct check_place place;
    struct symbols codes; /* owned */
    struct check_note note[CHECK_NOTES_MAX];
    size_t notes;
    const char *picture[SYMBOLS_MAX];
    const char *title, *text; /* of a listing, NULL = none; borrowed of the row */
    const char *pictures;     /* the cell as it stands, NULL = none; borrowed */
    double quantity, value;   /* below 0 = not said */
    day sold_by;
    char *keep[AUDIT_KEEP_MAX]; /* owned: texts that others point to */
    size_t kept;
};

/* The cells of one row, `count` of them; borrowed until the box is cleared. */
struct audit_row {
    const char *const *cell;
    size_t count;
    int64_t row, line;
};

int audit_box_read(const struct audit_ask *ask, const struct audit_columns *columns, const struct audit_row *row,
                   struct audit_box *out, struct err *err) __attribute__((warn_unused_result));
void audit_box_clear(struct audit_box *b); /* safe on {0} and twice */

/* A copy of `text` that lives as long as the box; NULL when there is no memory or no room. */
const char *audit_box_keep(struct audit_box *b, const char *text, size_t size);
void audit_box_note(struct audit_box *b, const char *code, const char *field, const char *seen, const char *taken,
                    const char *say);

#endif
