#ifndef KENPIN_FUZZ_DEMAND_H
#define KENPIN_FUZZ_DEMAND_H

/* What must hold of a registry's table whatever the file said; shared by the fuzz targets of its forms. */

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "cache/registry/rows.h"

#define TODAY 20261121

static inline void demand(bool holds)
{
    if (!holds)
        abort();
}

static inline bool valid(const char *text)
{
    return !text || text_valid(text, strlen(text));
}

/* Every refusal says something, in both languages. */
static inline void look_at_err(const struct err *err)
{
    demand(err->code != ERR_NONE && err->en[0] && err->ja[0] && valid(err->en) && valid(err->ja));
}

static inline void look_at_day(day d)
{
    demand(d == 0 || d == day_of(d / 10000, d / 100 % 100, d % 100));
}

static inline void look_at_cell(const struct cell *cell)
{
    demand(cell->text && valid(cell->text) && valid(cell->link));
    demand((cell->kind == CELL_LINK) == (cell->link != NULL));
    demand(cell->kind == CELL_DATE ? cell->date != 0 : cell->date == 0);
    look_at_day(cell->date);
    for (size_t k = 0; k < cell->items; k++)
        demand(cell->item[k] && valid(cell->item[k]));
}

static inline void look_at_row(const struct row *row, int64_t *line)
{
    demand(row->count <= TABLE_COLUMNS_MAX && row->line >= *line);
    *line = row->line;
    for (size_t i = 0; i < row->count; i++)
        look_at_cell(&row->cell[i]);
}

/* All rows of the present view. */
static inline void read_view(struct table *t)
{
    struct row row;
    struct err err = {0};
    int64_t line = 0;
    bool more = true;
    int rc;
    while ((rc = t->next(t->ctx, &row, &more, &err)) == 0 && more)
        look_at_row(&row, &line);
    if (rc)
        look_at_err(&err);
}

/* Of up to `most` views. Returns how many there are. */
static inline size_t read_views(struct table *t, size_t most)
{
    bool there = true;
    size_t i = 0;
    for (; i < most; i++) {
        demand(t->view(t->ctx, i, &there, NULL) == 0);
        if (!there)
            break;
        read_view(t);
    }
    return i;
}

static inline void look_at_label(const struct label_row *label)
{
    const struct entry *e = &label->entry;
    demand(e->number && e->number[0] && e->status != STATUS_NONE && e->level >= 0 && e->level <= 4);
    demand(valid(e->number) && valid(e->product) && valid(e->vendor) && valid(e->url) && valid(e->word));
    look_at_day(e->issued);
    look_at_day(e->expires);
    for (size_t i = 0; i < e->models.count; i++)
        demand(valid(e->models.item[i].raw) && valid(e->models.item[i].norm));
}

/* As an import reads it, short of the database. */
static inline void read_list(struct table *t)
{
    struct rows rows = {.scheme = SCHEME_JC_STAR, .today = TODAY};
    struct row row;
    struct label_row label;
    struct err err = {0};
    bool more = true;
    int rc = headings_find(t, &headings_registry, NULL, &rows.layout, &err);
    while (rc == 0 && (rc = headings_next(t, &rows.layout, &row, &more, &err)) == 0 && more) {
        rc = rows_read(&rows, &row, &label, &err);
        if (rc == 0)
            look_at_label(&label);
        rows_clear(&label);
    }
    if (rc)
        look_at_err(&err);
}

#endif
