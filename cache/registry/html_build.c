#include "cache/registry/html_build.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_SPANNED_MAX = 1000, ROWS_SPANNED_MAX = 65534 /* WHATWG HTML 4.9.11 */ };

enum space { SPACE_NONE, SPACE_BLANK, SPACE_LINE };

/* One table that is open. */
struct html_level {
    size_t table;                     /* of the grid */
    bool list, in_row, in_cell, held; /* held: the cell of a list is closed, and more may come */
    uint32_t line;
    struct grid_cell cells[TABLE_COLUMNS_MAX];
    size_t count;
    uint32_t reach[TABLE_COLUMNS_MAX]; /* the last line that a cell above reaches down to */
    struct grid_cell cell;             /* the present one; column may be beyond the last */
    unsigned columns;                  /* that it takes */
    uint32_t column;                   /* of the next one */
    struct arena text;                 /* owned */
    enum space space;
};

static struct html_level *top(const struct html_build *b)
{
    return b->depth > 0 ? b->level[b->depth - 1] : NULL;
}

void html_build_clear(struct html_build *b)
{
    for (size_t i = 0; i < HTML_LEVELS_MAX && b->level[i]; i++) {
        arena_clear(&b->level[i]->text);
        free(b->level[i]);
    }
    *b = (struct html_build){0};
}

/* ---- cells ---- */

static void open_cell(struct html_level *l, unsigned rows, unsigned columns)
{
    while (l->column < TABLE_COLUMNS_MAX && l->reach[l->column] >= l->line)
        l->column++;
    if (rows == 0 || rows > ROWS_SPANNED_MAX)
        rows = ROWS_SPANNED_MAX;
    l->columns = columns == 0 ? 1 : columns > COLUMNS_SPANNED_MAX ? COLUMNS_SPANNED_MAX : columns;
    l->cell = (struct grid_cell){.column = (uint16_t)l->column, .kind = CELL_TEXT, .to = l->line + rows - 1};
    l->in_cell = true;
    l->held = false;
    l->text.used = 0;
    l->space = SPACE_NONE;
}

static int close_cell(struct html_build *b, struct html_level *l, struct err *err)
{
    if (!l->in_cell && !l->held)
        return 0;
    l->in_cell = l->held = false;
    for (unsigned i = 0; i < l->columns && l->column < TABLE_COLUMNS_MAX; i++)
        l->reach[l->column++] = l->cell.to;
    if (l->text.used == 0)
        return 0;
    if (l->cell.column >= TABLE_COLUMNS_MAX) {
        grid_refuse(b->grid, l->table, GRID_WIDE, l->line);
        return 0;
    }
    if (grid_text(b->grid, l->text.bytes, l->text.used, &l->cell.text, err))
        return -1;
    l->cells[l->count++] = l->cell;
    return 0;
}

static int close_row(struct html_build *b, struct html_level *l, struct err *err)
{
    if (!l->in_row)
        return 0;
    if (close_cell(b, l, err))
        return -1;
    l->in_row = false;
    return grid_row(b->grid, l->table, l->line, l->cells, l->count, err);
}

static void open_row(struct html_level *l)
{
    l->in_row = true;
    l->line++;
    l->count = 0;
    l->column = 0;
}

/* ---- tables ---- */

/* Borrowed from `b`; NULL when it cannot be. */
static struct html_level *open_level(struct html_build *b, struct err *err)
{
    if (b->depth == HTML_LEVELS_MAX) {
        err_set(err, ERR_INPUT, "tables within tables, more than %d deep: this page is not read",
                "表の入れ子が %d 段を超えています。このページは読み取りません", HTML_LEVELS_MAX);
        return NULL;
    }
    struct html_level *level = b->level[b->depth];
    if (!level)
        level = b->level[b->depth] = calloc(1, sizeof *level);
    if (!level) {
        err_memory(err);
        return NULL;
    }
    struct arena text = level->text;
    text.max = GRID_CELL_MAX;
    text.used = 0;
    *level = (struct html_level){.text = text};
    b->depth++;
    return level;
}

int html_build_table(struct html_build *b, bool list, struct err *err)
{
    if (b->grid->tables == HTML_TABLES_MAX)
        return err_set(err, ERR_INPUT, "more than %d tables on the page: save the list alone",
                       "ページに表が %d 個を超えてあります。一覧だけを保存してください", HTML_TABLES_MAX);
    struct html_level *l = open_level(b, err);
    if (!l || grid_table(b->grid, err))
        return -1;
    l->table = b->grid->tables - 1;
    l->list = list;
    return 0;
}

int html_build_table_end(struct html_build *b, struct err *err)
{
    struct html_level *l = top(b);
    if (!l)
        return 0;
    b->depth--;
    return close_row(b, l, err);
}

void html_build_section_end(struct html_build *b)
{
    struct html_level *l = top(b);
    if (l)
        memset(l->reach, 0, sizeof l->reach);
}

int html_build_row(struct html_build *b, struct err *err)
{
    struct html_level *l = top(b);
    if (!l || l->list)
        return 0;
    if (close_row(b, l, err))
        return -1;
    open_row(l);
    return 0;
}

int html_build_row_end(struct html_build *b, struct err *err)
{
    struct html_level *l = top(b);
    return l && !l->list ? close_row(b, l, err) : 0;
}

int html_build_cell(struct html_build *b, unsigned rows, unsigned columns, struct err *err)
{
    struct html_level *l = top(b);
    if (!l || l->list)
        return 0;
    if (close_cell(b, l, err))
        return -1;
    if (!l->in_row)
        open_row(l);
    open_cell(l, rows, columns);
    return 0;
}

int html_build_cell_end(struct html_build *b, struct err *err)
{
    struct html_level *l = top(b);
    return l && !l->list ? close_cell(b, l, err) : 0;
}

int html_build_term(struct html_build *b, struct err *err)
{
    struct html_level *l = top(b);
    html_build_line(b);
    if (!l || !l->list)
        return 0;
    if (close_row(b, l, err))
        return -1;
    open_row(l);
    open_cell(l, 1, 1);
    return 0;
}

int html_build_detail(struct html_build *b, struct err *err)
{
    struct html_level *l = top(b);
    html_build_line(b);
    if (!l || !l->list || !l->in_row)
        return 0;
    if ((l->held || l->in_cell) && l->cell.column == 1) { /* another one of the same term */
        l->in_cell = true;
        l->held = false;
        l->space = SPACE_LINE;
        return 0;
    }
    if (close_cell(b, l, err))
        return -1;
    l->column = 1;
    open_cell(l, 1, 1);
    return 0;
}

void html_build_detail_end(struct html_build *b)
{
    struct html_level *l = top(b);
    html_build_line(b);
    if (!l || !l->list || !l->in_cell)
        return;
    l->in_cell = false;
    l->held = true;
}

/* ---- what is in a cell ---- */

/* The levels whose cell what comes belongs to: the innermost, and while that is a list the one around it. */
static bool next_level(const struct html_build *b, size_t *at)
{
    while (*at > 0) {
        bool list = b->level[*at - 1]->list;
        if (b->level[*at - 1]->in_cell)
            return true;
        *at = list ? *at - 1 : 0;
    }
    return false;
}

static void step(const struct html_build *b, size_t *at)
{
    *at = b->level[*at - 1]->list ? *at - 1 : 0;
}

bool html_build_in_cell(const struct html_build *b)
{
    size_t at = b->depth;
    return next_level(b, &at);
}

/* A word without white space. */
static int add_word(struct html_build *b, struct html_level *l, const char *word, size_t size, struct err *err)
{
    bool apart = l->space != SPACE_NONE && l->text.used > 0;
    if (l->text.used + size + 1 > GRID_CELL_MAX) {
        grid_refuse(b->grid, l->table, GRID_LONG, l->line);
        return 0;
    }
    if (apart && arena_add(&l->text, l->space == SPACE_LINE ? "\n" : " ", 1, err))
        return -1;
    l->space = SPACE_NONE;
    return arena_add(&l->text, word, size, err);
}

static bool is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static int add_text(struct html_build *b, struct html_level *l, const char *bytes, size_t size, struct err *err)
{
    for (size_t i = 0; i < size;) {
        size_t from = i;
        while (i < size && is_white(bytes[i]))
            i++;
        if (i > from && l->space == SPACE_NONE)
            l->space = SPACE_BLANK;
        from = i;
        while (i < size && !is_white(bytes[i]))
            i++;
        if (i > from && add_word(b, l, bytes + from, i - from, err))
            return -1;
    }
    return 0;
}

int html_build_text(struct html_build *b, const char *bytes, size_t size, struct err *err)
{
    for (size_t at = b->depth; next_level(b, &at); step(b, &at))
        if (add_text(b, b->level[at - 1], bytes, size, err))
            return -1;
    return 0;
}

void html_build_line(struct html_build *b)
{
    for (size_t at = b->depth; next_level(b, &at); step(b, &at))
        b->level[at - 1]->space = SPACE_LINE;
}

bool html_build_wants_link(const struct html_build *b)
{
    for (size_t at = b->depth; next_level(b, &at); step(b, &at))
        if (!b->level[at - 1]->cell.link)
            return true;
    return false;
}

int html_build_link(struct html_build *b, const char *address, struct err *err)
{
    for (size_t at = b->depth; next_level(b, &at); step(b, &at)) {
        struct grid_cell *cell = &b->level[at - 1]->cell;
        if (!cell->link && grid_text(b->grid, address, strlen(address), &cell->link, err))
            return -1;
    }
    return 0;
}
