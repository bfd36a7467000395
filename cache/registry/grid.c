#include "cache/registry/grid.h"

#include <stdlib.h>
#include <string.h>

#include "cache/registry/dates.h"

/* ---- filling ---- */

/* Room for one more of `size` bytes each. */
static int more_room(void **items, size_t count, size_t *room, size_t size, struct err *err)
{
    if (count < *room)
        return 0;
    size_t larger = *room ? *room * 2 : 64;
    void *moved = realloc(*items, larger * size);
    if (!moved)
        return err_memory(err);
    *items = moved;
    *room = larger;
    return 0;
}

int grid_begin(struct grid *g, struct err *err)
{
    *g = (struct grid){.text = {.max = GRID_TEXT_MAX}};
    return arena_add(&g->text, "", 1, err);
}

void grid_clear(struct grid *g)
{
    arena_clear(&g->text);
    free(g->cell);
    free(g->row);
    free(g->table);
    *g = (struct grid){0};
}

void grid_cut(struct grid *g, size_t text)
{
    g->text.used = text;
    g->cells = g->rows = g->tables = 0;
}

int grid_text(struct grid *g, const char *bytes, size_t size, uint32_t *at, struct err *err)
{
    *at = 0;
    if (size == 0)
        return 0;
    size_t from = g->text.used;
    if (arena_add(&g->text, bytes, size, err) || arena_add(&g->text, "", 1, err))
        return -1;
    *at = (uint32_t)from;
    return 0;
}

int grid_table(struct grid *g, struct err *err)
{
    void *items = g->table;
    if (more_room(&items, g->tables, &g->table_room, sizeof *g->table, err))
        return -1;
    g->table = items;
    g->table[g->tables++] = (struct grid_table){0};
    return 0;
}

static int add_cell(struct grid *g, const struct grid_cell *cell, struct err *err)
{
    void *items = g->cell;
    if (g->cells == GRID_CELLS_MAX)
        return err_set(err, ERR_INPUT, "more than %d cells: this is no list of labels or products",
                       "セルが %d 個を超えています。ラベルや商品の一覧ではないようです", GRID_CELLS_MAX);
    if (more_room(&items, g->cells, &g->cell_room, sizeof *g->cell, err))
        return -1;
    g->cell = items;
    g->cell[g->cells++] = *cell;
    return 0;
}

static int add_row(struct grid *g, uint32_t line, struct err *err)
{
    void *items = g->row;
    if (g->rows == GRID_ROWS_MAX)
        return err_set(err, ERR_INPUT, "more than %d rows: this is no list of labels or products",
                       "%d 行を超えています。ラベルや商品の一覧ではないようです", GRID_ROWS_MAX);
    if (more_room(&items, g->rows, &g->row_room, sizeof *g->row, err))
        return -1;
    g->row = items;
    g->row[g->rows++] = (struct grid_row){.line = line, .first = (uint32_t)g->cells};
    return 0;
}

int grid_row(struct grid *g, size_t table, uint32_t line, const struct grid_cell *cells, size_t count, struct err *err)
{
    struct grid_table *t = &g->table[table];
    if (count == 0)
        return 0;
    if (add_row(g, line, err))
        return -1;
    for (size_t i = 0; i < count; i++)
        if (add_cell(g, &cells[i], err))
            return -1;
    g->row[g->rows - 1].cells = (uint16_t)count;
    if (cells[count - 1].column >= t->width)
        t->width = cells[count - 1].column + 1;
    if (t->last)
        g->row[t->last - 1].next = (uint32_t)g->rows;
    else
        t->first = (uint32_t)g->rows;
    t->last = (uint32_t)g->rows;
    return 0;
}

void grid_refuse(struct grid *g, size_t table, enum grid_trouble trouble, uint32_t line)
{
    struct grid_table *t = &g->table[table];
    if (t->trouble != GRID_SOUND)
        return;
    t->trouble = trouble;
    t->trouble_line = line;
}

/* ---- reading ---- */

enum {
    HEADING_LINES = 10, /* no heading is merged over more */
    REPORT_ROWS = 1024,
};

int grid_progress(const struct input *in, int64_t done, struct err *err)
{
    return input_report(in, (done < in->size ? done : in->size) / 2, err);
}

void grid_read(struct grid_reader *r, struct grid *g, size_t table, struct input *input)
{
    char *text = r->text;
    size_t room = r->room;
    *r = (struct grid_reader){
        .grid = g, .input = input, .table = table, .next = g->table[table].first, .text = text, .room = room};
}

void grid_reader_clear(struct grid_reader *r)
{
    free(r->text);
    *r = (struct grid_reader){0};
}

static int troubled(const struct grid_table *t, struct words unit, struct err *err)
{
    if (t->trouble == GRID_WIDE)
        err_set(err, ERR_INPUT, "more than %d cells in a row: this is no list of labels or products",
                "1 行に %d を超えるセルがあります。ラベルや商品の一覧ではないようです", TABLE_COLUMNS_MAX);
    else
        err_set(err, ERR_INPUT, "a cell is larger than 1 MiB: this is no list of labels or products",
                "セルが 1 MiB を超えています。ラベルや商品の一覧ではないようです");
    return table_err_at(unit, t->trouble_line, err);
}

/* Rows of headings begin with the first row of several cells of which one reaches down: a title is alone in its row. A
 * table of two columns may have its headings at the side. */
static void look_for_headings(struct grid_reader *r, const struct grid_row *row)
{
    const struct grid_cell *cells = r->grid->cell + row->first;
    uint32_t to = row->line;
    for (size_t i = 0; i < row->cells; i++)
        if (cells[i].to > to)
            to = cells[i].to;
    bool begun = r->heading_to > 0;
    if (begun && row->line > r->heading_to)
        r->headed = true;
    else if (begun || (row->cells >= 2 && to > row->line && to - row->line < HEADING_LINES))
        r->heading_to = to > r->heading_to ? to : r->heading_to;
    else if (row->cells >= 3)
        r->headed = true;
}

/* Which cell counts in each column of a row: its index + 1, or 0. */
static void choose_cells(struct grid_reader *r, const struct grid_row *row, size_t width, uint32_t *chosen)
{
    const struct grid *g = r->grid;
    const struct grid_cell *cell = g->cell;
    memset(chosen, 0, width * sizeof *chosen);
    for (uint32_t i = row->first; i < row->first + row->cells; i++)
        if (cell[i].kind != CELL_NONE) /* it is below or beside the first of merged ones */
            chosen[cell[i].column] = i + 1;
    for (size_t c = 0; c < width; c++) {
        uint32_t *above = &r->above[c];
        if (chosen[c])
            *above = cell[chosen[c] - 1].to > row->line ? chosen[c] : 0;
        else if (*above && cell[*above - 1].to < row->line)
            *above = 0;
        chosen[c] = chosen[c] ? chosen[c] : *above;
        bool goes_on = *above && row->next && g->row[row->next - 1].line <= cell[*above - 1].to;
        if (goes_on && !r->headed && width > 2)
            chosen[c] = 0;
    }
}

/* The texts of a row, copied: a shared one must not change for others. */
static int copy_texts(struct grid_reader *r, const struct grid_row *row, size_t width, const uint32_t *chosen,
                      struct words unit, struct err *err)
{
    const struct grid *g = r->grid;
    size_t size[TABLE_COLUMNS_MAX], all = 0, at = 0;
    for (size_t c = 0; c < width; c++) {
        size[c] = chosen[c] ? strlen(g->text.bytes + g->cell[chosen[c] - 1].text) + 1 : 1;
        all += size[c];
    }
    r->given += all;
    if (all > GRID_ROW_MAX || r->given > GRID_GIVEN_MAX) {
        err_set(err, ERR_INPUT, "rows of more than 8 MiB, or 1 GiB of them: this is no list of labels or products",
                "1 行が 8 MiB、または全体が 1 GiB を超えています。ラベルや商品の一覧ではないようです");
        return table_err_at(unit, row->line, err);
    }
    if (all > r->room) {
        free(r->text);
        r->text = malloc(all * 2);
        r->room = r->text ? all * 2 : 0;
        if (!r->text)
            return err_memory(err);
    }
    for (size_t c = 0; c < width; c++) {
        r->cell[c] = (struct cell){.text = r->text + at};
        memcpy(r->text + at, chosen[c] ? g->text.bytes + g->cell[chosen[c] - 1].text : "", size[c]);
        at += size[c];
    }
    return 0;
}

static void fill_cell(const struct grid *g, const struct grid_cell *from, struct cell *to)
{
    to->kind = (enum cell_kind)from->kind;
    if (to->kind == CELL_DATE)
        to->date = day_parse(to->text);
    if (to->kind == CELL_NUMBER && g->from_1904)
        to->date = dates_serial(to->text, true);
    if (from->link && (to->kind == CELL_TEXT || to->kind == CELL_NUMBER)) {
        to->kind = CELL_LINK;
        to->link = g->text.bytes + from->link;
    }
}

static int report(struct grid_reader *r, struct err *err)
{
    int64_t size = r->input->size, rows = (int64_t)r->grid->rows;
    if (!r->next)
        return input_report(r->input, size, err);
    if (++r->rows % REPORT_ROWS)
        return 0;
    return input_report(r->input, size / 2 + size / 2 * (int64_t)r->rows / (rows + 1), err);
}

int grid_next(struct grid_reader *r, struct words unit, struct row *out, bool *more, struct err *err)
{
    const struct grid_table *t = &r->grid->table[r->table];
    uint32_t chosen[TABLE_COLUMNS_MAX];
    *more = false;
    if (t->trouble != GRID_SOUND)
        return troubled(t, unit, err);
    if (report(r, err))
        return -1;
    if (!r->next)
        return 0;
    const struct grid_row *row = &r->grid->row[r->next - 1];
    r->next = row->next;
    if (!r->headed)
        look_for_headings(r, row);
    choose_cells(r, row, t->width, chosen);
    if (copy_texts(r, row, t->width, chosen, unit, err))
        return -1;
    for (size_t c = 0; c < t->width; c++)
        if (chosen[c])
            fill_cell(r->grid, &r->grid->cell[chosen[c] - 1], &r->cell[c]);
    *out = (struct row){.line = row->line, .cell = r->cell, .count = t->width};
    *more = true;
    return 0;
}
