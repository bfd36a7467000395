#ifndef KENPIN_HTML_BUILD_H
#define KENPIN_HTML_BUILD_H

#include "cache/registry/grid.h"

/* The tables of a page, put into a grid while the page is read. A table within a table is one of its own and no part of
 * the cell around it; a list of terms (dl) is one too, each term and what is said of it a row, but its text belongs to
 * a cell around it as well. */

#define HTML_TABLES_MAX 1000
#define HTML_LEVELS_MAX 32 /* tables within tables */

struct html_level;

struct html_build {
    struct grid *grid;                         /* borrowed */
    struct html_level *level[HTML_LEVELS_MAX]; /* owned; kept for the next table as deep */
    size_t depth;
};

void html_build_clear(struct html_build *b); /* safe on {0} and twice */

/* What is open and would have to be closed first is closed. */
int html_build_table(struct html_build *b, bool list, struct err *err) __attribute__((warn_unused_result));
int html_build_table_end(struct html_build *b, struct err *err) __attribute__((warn_unused_result));
void html_build_section_end(struct html_build *b); /* thead and so on: no cell reaches beyond */
int html_build_row(struct html_build *b, struct err *err) __attribute__((warn_unused_result));
int html_build_row_end(struct html_build *b, struct err *err) __attribute__((warn_unused_result));
/* `rows` and `columns` as the page says; 0 rows reach to the end of the section. */
int html_build_cell(struct html_build *b, unsigned rows, unsigned columns, struct err *err)
    __attribute__((warn_unused_result));
int html_build_cell_end(struct html_build *b, struct err *err) __attribute__((warn_unused_result));
/* A term (dt) and what is said of it (dd): of several the lines are one cell. */
int html_build_term(struct html_build *b, struct err *err) __attribute__((warn_unused_result));
int html_build_detail(struct html_build *b, struct err *err) __attribute__((warn_unused_result));
void html_build_detail_end(struct html_build *b);

bool html_build_in_cell(const struct html_build *b);
/* White space is folded, and is none at the ends. */
int html_build_text(struct html_build *b, const char *bytes, size_t size, struct err *err)
    __attribute__((warn_unused_result));
void html_build_line(struct html_build *b); /* what comes is on a line of its own */
bool html_build_wants_link(const struct html_build *b);
int html_build_link(struct html_build *b, const char *address, struct err *err) __attribute__((warn_unused_result));

#endif
