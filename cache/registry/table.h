#ifndef KENPIN_TABLE_H
#define KENPIN_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/day.h"
#include "app/base/err.h"

/* A file as a stream of rows of cells, whatever its form is. Nothing here knows what a heading means. */

enum cell_kind {
    CELL_NONE, /* empty */
    CELL_TEXT,
    CELL_NUMBER, /* the form says that it is one; `text` is its shortest decimal writing, `date` what day it would be
                    where the file counts days otherwise than dates_read does; else 0 */
    CELL_DATE,   /* the form says that it is one; `date` is it, `text` is "2026-05-21" */
    CELL_LINK,   /* `text` is what is shown, `link` the address behind it */
    CELL_LIST,   /* several texts, each known to be one */
    CELL_OTHER,  /* something that is no text at all: an object in an object, a number that lost digits */
};

/* All is borrowed from the table until its next call. */
struct cell {
    enum cell_kind kind;
    char *text;  /* UTF-8, "" when there is none, never NULL; may be changed in place, not lengthened */
    char *link;  /* CELL_LINK; else NULL */
    char **item; /* CELL_LIST: `items` texts */
    size_t items;
    day date; /* CELL_DATE, CELL_NUMBER; else 0 */
};

#define TABLE_COLUMNS_MAX 256

struct row {
    int64_t line;      /* where it begins, counted as `unit` says; 1 and up, 0 for headings that stand on none */
    struct cell *cell; /* borrowed likewise */
    size_t count;
};

/* A reader of one form. The same file may hold several tables (sheets, tables of a page) or may be read as a table in
 * several ways (delimiters): each is a view, and the one whose headings fit is the one. */
struct table {
    void *ctx;         /* owned; freed by `close` */
    struct words unit; /* what row.line counts: "line", 行目 */
    bool turned;       /* the first column holds the headings (table_turn) */
    /* Begins view `index` from its first row. *there is false when there is no such view. */
    int (*view)(void *ctx, size_t index, bool *there, struct err *err);
    /* The next row. *more is false behind the last one. */
    int (*next)(void *ctx, struct row *out, bool *more, struct err *err);
    void (*close)(void *ctx);
};

void table_close(struct table *t); /* safe on {0} and twice */

/* The present view of `t`, begun and not yet read, with its first column as headings and its second as the only row.
 * *there is false when it has too many rows for that, or more than two columns. *out borrows nothing of `t`. */
int table_turn(struct table *t, struct table *out, bool *there, struct err *err) __attribute__((warn_unused_result));

bool table_row_empty(const struct row *row); /* nothing but white space in it */
void table_trim(char *text);                 /* text_trim, quick where there is nothing to trim */

/* Puts "line 12: " before what `err` says. Returns -1. */
int table_err_at(struct words unit, int64_t line, struct err *err);

#endif
