#ifndef KENPIN_ROWS_H
#define KENPIN_ROWS_H

#include "cache/labels.h"
#include "cache/registry/headings.h"

/* A row of a registry's table as an entry. */

struct rows {
    enum scheme scheme;
    day today; /* on the scheme's calendar, when the list said so */
    struct layout layout;
    int64_t unclear_words, unknown_levels, unread_dates; /* so far */
};

/* Fills *out from a row. Its texts are borrowed from `row`, only its models are owned: rows_clear frees those. */
int rows_read(struct rows *r, const struct row *row, struct label_row *out, struct err *err)
    __attribute__((warn_unused_result));
void rows_clear(struct label_row *row); /* safe on {0} and twice */

/* The text of a cell without the white space around it; NULL when it is empty. A cell that holds no text is ERR_INPUT.
 */
int rows_text(const struct row *row, const struct layout *layout, const struct heading_set *set, int field, char **out,
              struct err *err) __attribute__((warn_unused_result));

#endif
