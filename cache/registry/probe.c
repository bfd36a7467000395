#include "cache/registry/probe.h"

#include "cache/registry/columns.h"
#include "cache/registry/rows.h"

/* A reader that remembers which of its views is being read. */
struct watched {
    struct table inner; /* owned */
    size_t view;
};

struct probe {
    const struct probe_ask *ask;
    const struct probe_sink *sink;
    struct probe_result *out;
    struct input in;
    struct columns columns;
    struct watched watched;
    struct table table;
    struct rows rows;
};

static int watched_view(void *ctx, size_t index, bool *there, struct err *err)
{
    struct watched *w = ctx;
    w->view = index;
    return w->inner.view(w->inner.ctx, index, there, err);
}

static int watched_next(void *ctx, struct row *out, bool *more, struct err *err)
{
    struct watched *w = ctx;
    return w->inner.next(w->inner.ctx, out, more, err);
}

static void watched_close(void *ctx)
{
    struct watched *w = ctx;
    table_close(&w->inner);
}

static int open_table(struct probe *p, struct err *err)
{
    const struct probe_ask *ask = p->ask;
    p->out->form = ask->form;
    if (ask->columns && columns_read(ask->columns, &headings_registry, &p->columns, err))
        return -1;
    if (input_open(ask->path, &p->in, err) ||
        import_table(&p->in, ask->path, NULL, &p->out->form, &p->watched.inner, err))
        return -1;
    p->table = (struct table){.ctx = &p->watched,
                              .unit = p->watched.inner.unit,
                              .view = watched_view,
                              .next = watched_next,
                              .close = watched_close};
    return headings_find(&p->table, &headings_registry, ask->headings ? ask->headings : &p->columns, &p->rows.layout,
                         err);
}

static int tell_heading(struct probe *p, size_t column, const struct cell *cell, struct err *err)
{
    const char *name = NULL;
    int field;
    const int *columns = p->rows.layout.column;
    for (int f = 1; f < HEADINGS_FIELDS_MAX; f++)
        if (columns[f] == (int)column && headings_registry.name[f])
            name = headings_registry.name[f];
    if (columns[FIELD_MANUFACTURER] == (int)column && columns[FIELD_VENDOR] < 0)
        name = headings_registry.name[FIELD_VENDOR]; /* who made it stands for who sells it */
    if (headings_field(&headings_registry, cell->text, &field, err))
        return -1;
    if (p->sink->heading)
        p->sink->heading(p->sink->ctx, column, cell->text, name, field != FIELD_NONE);
    return 0;
}

/* Back to the row of headings: headings_find went past it. */
static int tell_headings(struct probe *p, struct err *err)
{
    struct row row;
    bool there = true, more = false;
    if (p->table.view(p->table.ctx, p->table.turned ? 0 : p->out->view, &there, err) || !there)
        return -1;
    do {
        if (p->table.next(p->table.ctx, &row, &more, err))
            return -1;
    } while (more && row.line != p->rows.layout.line);
    for (size_t i = 0; more && i < row.count; i++)
        if (tell_heading(p, i, &row.cell[i], err))
            return -1;
    return 0;
}

static int tell_rows(struct probe *p, struct err *err)
{
    struct row row;
    bool more;
    for (;;) {
        struct label_row label;
        if (headings_next(&p->table, &p->rows.layout, &row, &more, err))
            return -1;
        if (!more)
            return 0;
        if (rows_read(&p->rows, &row, &label, err))
            return err && err->code == ERR_INPUT ? table_err_at(p->table.unit, row.line, err) : -1;
        if ((size_t)p->out->rows++ < p->ask->rows && p->sink->row)
            p->sink->row(p->sink->ctx, &label);
        rows_clear(&label);
    }
}

static int read(struct probe *p, struct err *err)
{
    if (open_table(p, err))
        return -1;
    p->out->view = p->watched.view;
    p->out->turned = p->table.turned;
    p->out->line = p->rows.layout.line;
    p->out->unit = p->table.unit;
    for (int f = 1; f < HEADINGS_FIELDS_MAX; f++)
        if (headings_registry.name[f] && p->rows.layout.column[f] < 0)
            p->out->missing |= 1u << f;
    if (p->rows.layout.column[FIELD_MANUFACTURER] >= 0)
        p->out->missing &= ~(1u << FIELD_VENDOR);
    if (tell_headings(p, err) || tell_rows(p, err))
        return -1;
    p->out->unclear_words = p->rows.unclear_words;
    p->out->unknown_levels = p->rows.unknown_levels;
    p->out->unread_dates = p->rows.unread_dates;
    return 0;
}

int probe_file(const struct probe_ask *ask, const struct probe_sink *sink, struct probe_result *out, struct err *err)
{
    struct probe p = {.ask = ask, .sink = sink, .out = out};
    *out = (struct probe_result){0};
    p.rows.scheme = ask->scheme;
    p.rows.today = day_at(ask->as_of, scheme_calendar(ask->scheme));
    int rc = read(&p, err);
    table_close(&p.table);
    table_close(&p.watched.inner); /* when it was not in a table yet; safe twice */
    columns_clear(&p.columns);
    input_close(&p.in);
    return rc;
}
