#ifndef KENPIN_AUDIT_BOX_H
#define KENPIN_AUDIT_BOX_H

#include "app/check/row.h"
#include "ui/audit/columns.h"
#include "ui/audit/note.h"

/* One row of a list as a box to check: its codes repaired, its facts read, and what was met on the way. */

#define AUDIT_KEEP_MAX 192

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
    const char *title, *text; /* of a listing, NULL = none; borrowed of the row or the box */
    const char *pictures;     /* the cells as they stand, NULL = none; borrowed likewise */
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

/* ERR_INPUT: the row cannot be read whole, so that it must not be judged. */
int audit_box_read(const struct audit_ask *ask, const struct audit_columns *columns, const struct audit_row *row,
                   struct audit_box *out, struct err *err) __attribute__((warn_unused_result));
void audit_box_clear(struct audit_box *b); /* safe on {0} and twice */

/* The cell of the first column for `field`, without spaces before it; "" when there is none. */
const char *audit_row_cell(const struct audit_columns *c, const struct audit_row *row, enum audit_field field);

/* A copy of `text` that lives as long as the box; NULL when there is no memory or no room. */
const char *audit_box_keep(struct audit_box *b, const char *text, size_t size);
void audit_box_note(struct audit_box *b, const char *code, const char *field, const char *seen, const char *taken,
                    const char *say);
/* One more label of the box; borrowed. ERR_INPUT when it has too many. */
int audit_box_label(struct audit_box *b, const char *label, struct err *err) __attribute__((warn_unused_result));
void audit_box_say(struct audit_box *b, enum audit_note note, enum audit_field field, const char *seen);

#endif
