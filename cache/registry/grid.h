#ifndef KENPIN_GRID_H
#define KENPIN_GRID_H

#include "cache/registry/arena.h"
#include "cache/registry/input.h"
#include "cache/registry/table.h"

/* The tables of a file that must be read to its end before the first row can be told (links and merged cells come
 * behind the rows, tables within tables): all text in one block, 16 bytes a cell, and a reader that gives rows. */

#define GRID_TEXT_MAX  ((size_t)256 * 1024 * 1024)  /* bytes, of all tables */
#define GRID_CELL_MAX  ((size_t)1024 * 1024)        /* bytes of one cell */
#define GRID_ROW_MAX   ((size_t)8 * 1024 * 1024)    /* bytes of one row */
#define GRID_GIVEN_MAX ((size_t)1024 * 1024 * 1024) /* bytes of all rows, shared texts counted each time */
#define GRID_CELLS_MAX 4000000
#define GRID_ROWS_MAX  1048576 /* as many as a sheet has */

struct grid_cell {
    uint32_t text, link; /* where they begin in the text; 0 = none */
    uint32_t to;         /* the last line that the cell reaches down to: its own unless it is merged */
    uint16_t column;
    uint8_t kind; /* enum cell_kind; never CELL_LINK: that is a text with a link */
};

struct grid_row {
    uint32_t line; /* 1 and up, rising within a table */
    uint32_t first;
    uint32_t next; /* of the same table: its index + 1; 0 = none */
    uint16_t cells;
};

/* Why a table cannot be read, while others of the file may be. */
enum grid_trouble { GRID_SOUND, GRID_WIDE, GRID_LONG };

struct grid_table {
    uint32_t first, last; /* rows: index + 1; 0 = none */
    uint16_t width;       /* up to the last cell that holds anything */
    enum grid_trouble trouble;
    uint32_t trouble_line;
};

struct grid {
    struct arena text; /* NUL-terminated; a NUL stands first */
    struct grid_cell *cell;
    struct grid_row *row;
    struct grid_table *table;
    bool from_1904; /* set by the owner: its numbers, taken for days, count from 1904-01-01 */
    size_t cells, cell_room, rows, row_room, tables, table_room;
};

int grid_begin(struct grid *g, struct err *err) __attribute__((warn_unused_result));
void grid_clear(struct grid *g); /* safe on {0} and twice */
/* Drops all tables, and all text behind the first `text` bytes. */
void grid_cut(struct grid *g, size_t text);

/* *at is where the text begins; 0 when there is none. */
int grid_text(struct grid *g, const char *bytes, size_t size, uint32_t *at, struct err *err)
    __attribute__((warn_unused_result));
/* Adds a table without rows; it is the last one. */
int grid_table(struct grid *g, struct err *err) __attribute__((warn_unused_result));
/* Adds a row of cells, none of them empty, columns rising. */
int grid_row(struct grid *g, size_t table, uint32_t line, const struct grid_cell *cells, size_t count, struct err *err)
    __attribute__((warn_unused_result));
/* The first trouble of a table is kept. */
void grid_refuse(struct grid *g, size_t table, enum grid_trouble trouble, uint32_t line);

/* To be told while the file is read: that is taken as one half of the work, and the rows as the other. */
int grid_progress(const struct input *in, int64_t done, struct err *err) __attribute__((warn_unused_result));

/* Gives the rows of one table, each as wide as the table. What reaches down over several rows counts in each of them,
 * but in the rows of headings only in the last one, where the columns below a common heading have their own. */
struct grid_reader {
    struct grid *grid;   /* borrowed */
    struct input *input; /* borrowed; told how far the rows are */
    size_t table, given, rows;
    uint32_t next; /* row index + 1 */
    uint32_t heading_to;
    bool headed;                       /* the rows of headings are over */
    uint32_t above[TABLE_COLUMNS_MAX]; /* cell index + 1: the cell that reaches down in this column; 0 = none */
    struct cell cell[TABLE_COLUMNS_MAX];
    char *text; /* owned; of the row given last */
    size_t room;
};

void grid_read(struct grid_reader *r, struct grid *g, size_t table, struct input *input);
int grid_next(struct grid_reader *r, struct words unit, struct row *out, bool *more, struct err *err)
    __attribute__((warn_unused_result));
void grid_reader_clear(struct grid_reader *r); /* safe on {0} and twice */

#endif
