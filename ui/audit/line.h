#ifndef KENPIN_AUDIT_LINE_H
#define KENPIN_AUDIT_LINE_H

#include "ui/audit/result.h"

/* A finished row, read back from the line that was written: what is counted and reported is what stands there. */

#define LINE_CELLS_MAX (TABLE_COLUMNS_MAX + AUDIT_RESULTS_MAX)

/* Where the columns of a finished list are; -1 = there is none. */
struct line_map {
    size_t width, all; /* columns of the list itself; with the verdict's */
    int field[AUDIT_FIELDS];
    int outcome, market, rule, route, reason, next, cite, findings, number, scheme, status, expires, gtin, lapses;
    int codes, notes, fix, change, cause, seq, by_market[MARKET_JP + 1];
};

void line_map_make(const struct audit_shape *shape, struct line_map *out);

/* Behind the end of the line that begins at `text`; NULL when it is not whole. */
char *line_end(char *text, char *end);

/* Splits one line of ours (RFC 4180, with its end) in place. *next is behind it. Returns how many cells; 0 = the line
 * is not whole. */
size_t line_split(char *text, char *end, const char *cell[LINE_CELLS_MAX], char **next);

/* The cell of a column that may not be there; "" then. An apostrophe before a formula is taken off. */
const char *line_cell(const char *const *cell, size_t count, int at);

#endif
