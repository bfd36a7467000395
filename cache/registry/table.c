#include "cache/registry/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"

void table_close(struct table *t)
{
    if (t->close)
        t->close(t->ctx);
    *t = (struct table){0};
}

void table_trim(char *text)
{
    size_t len = strlen(text);
    if (len == 0)
        return;
    const char *first = text, *last = text + len - 1;
    while (last > text && ((unsigned char)*last & 0xC0) == 0x80)
        last--;
    if (text_is_space(text_next(&first)) || text_is_space(text_next(&last)))
        text_trim(text);
}

static bool blank(const char *text)
{
    int32_t c;
    while ((c = text_next(&text)))
        if (!text_is_space(c))
            return false;
    return true;
}

bool table_row_empty(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct cell *cell = &row->cell[i];
        if (cell->kind == CELL_LIST || cell->kind == CELL_OTHER || !blank(cell->text))
            return false;
    }
    return true;
}

/* `where` (short) and what was said. */
static void prefix(char text[ERR_TEXT_MAX], const char *where)
{
    char said[ERR_TEXT_MAX];
    size_t size = strlen(where);
    memcpy(said, text, sizeof said);
    memcpy(text, where, size);
    text_copy(text + size, ERR_TEXT_MAX - size, said);
}

int table_err_at(struct words unit, int64_t line, struct err *err)
{
    char where[64];
    if (!err)
        return -1;
    snprintf(where, sizeof where, "%s %lld: ", unit.en, (long long)line);
    prefix(err->en, where);
    snprintf(where, sizeof where, "%lld %s：", (long long)line, unit.ja);
    prefix(err->ja, where);
    return -1;
}

/* A vertical table, read whole: one entry has about thirty fields. */
enum { TURNED_ROWS_MAX = 100 };

struct turned {
    struct cell heading[TURNED_ROWS_MAX], value[TURNED_ROWS_MAX];
    size_t count;
    int64_t line;
    int given; /* rows given so far */
};

static void cell_free(struct cell *c)
{
    free(c->text);
    free(c->link);
}

static void turned_close(void *ctx)
{
    struct turned *t = ctx;
    for (size_t i = 0; i < t->count; i++) {
        cell_free(&t->heading[i]);
        cell_free(&t->value[i]);
    }
    free(t);
}

static int turned_view(void *ctx, size_t index, bool *there, struct err *err)
{
    (void)err;
    struct turned *t = ctx;
    t->given = 0;
    *there = index == 0;
    return 0;
}

static int turned_next(void *ctx, struct row *out, bool *more, struct err *err)
{
    (void)err;
    struct turned *t = ctx;
    *more = t->given < 2;
    *out = (struct row){.line = t->line, .cell = t->given == 0 ? t->heading : t->value, .count = t->count};
    t->given++;
    return 0;
}

/* A list cell is not copied: no form with lists has vertical tables. */
static int cell_copy(const struct cell *from, struct cell *to, struct err *err)
{
    *to = (struct cell){.kind = from->kind, .date = from->date, .text = strdup(from->text)};
    if (from->link)
        to->link = strdup(from->link);
    return to->text && (to->link || !from->link) ? 0 : err_memory(err);
}

/* Two columns, not counting empty cells behind them. */
static bool two_columns(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cell[i].kind == CELL_LIST || row->cell[i].kind == CELL_OTHER || (i >= 2 && !blank(row->cell[i].text)))
            return false;
    return true;
}

static int turned_add(struct turned *t, const struct row *row, struct err *err)
{
    static char nothing[] = "";
    static const struct cell none = {.text = nothing};
    size_t i = t->count++;
    if (t->line == 0)
        t->line = row->line;
    if (cell_copy(row->count > 0 ? &row->cell[0] : &none, &t->heading[i], err))
        return -1;
    return cell_copy(row->count > 1 ? &row->cell[1] : &none, &t->value[i], err);
}

int table_turn(struct table *t, struct table *out, bool *there, struct err *err)
{
    *there = false;
    *out = (struct table){0};
    struct turned *turned = calloc(1, sizeof *turned);
    if (!turned)
        return err_memory(err);
    struct row row;
    bool more = false;
    int rc = 0;
    while ((rc = t->next(t->ctx, &row, &more, err)) == 0 && more) {
        if (table_row_empty(&row))
            continue;
        if (turned->count == TURNED_ROWS_MAX || !two_columns(&row))
            break;
        if ((rc = turned_add(turned, &row, err)))
            break;
    }
    if (rc || more || turned->count == 0) {
        turned_close(turned);
        return rc;
    }
    *there = true;
    *out = (struct table){.ctx = turned,
                          .unit = t->unit,
                          .turned = true,
                          .view = turned_view,
                          .next = turned_next,
                          .close = turned_close};
    return 0;
}
