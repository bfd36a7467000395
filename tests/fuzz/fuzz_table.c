/* A registry's list, from any bytes: as CSV with each delimiter, as JSON, as a map of columns, as one cell.
 *   clang -g -fsanitize=fuzzer,address,undefined ... fuzz_table.c; without libFuzzer, replay.c is its main(). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "cache/registry/csv.h"
#include "cache/registry/dates.h"
#include "cache/registry/fields.h"
#include "cache/registry/json_table.h"
#include "cache/registry/rows.h"

#define TODAY     20261121
#define VIEWS_MAX 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the list said. */
static void demand(bool holds)
{
    if (!holds)
        abort();
}

static bool valid(const char *text)
{
    return !text || text_valid(text, strlen(text));
}

/* Every refusal says something, in both languages. */
static void look_at_err(const struct err *err)
{
    demand(err->code != ERR_NONE && err->en[0] && err->ja[0] && valid(err->en) && valid(err->ja));
}

static void look_at_day(day d)
{
    demand(d == 0 || d == day_of(d / 10000, d / 100 % 100, d % 100));
}

static void look_at_row(const struct row *row, int64_t *line)
{
    demand(row->count <= TABLE_COLUMNS_MAX && row->line >= *line);
    *line = row->line;
    for (size_t i = 0; i < row->count; i++) {
        demand(row->cell[i].text && valid(row->cell[i].text));
        for (size_t k = 0; k < row->cell[i].items; k++)
            demand(row->cell[i].item[k] && valid(row->cell[i].item[k]));
    }
}

static void read_view(struct table *t)
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

static void look_at_label(const struct label_row *label)
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
static void read_list(struct table *t)
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

static void as_csv(const uint8_t *data, size_t size)
{
    struct input in;
    struct table t;
    bool there;
    input_memory(data, size, &in);
    demand(csv_open(&in, &t, NULL) == 0);
    for (size_t i = 0; i < VIEWS_MAX; i++) {
        demand(t.view(t.ctx, i, &there, NULL) == 0 && there);
        read_view(&t);
    }
    read_list(&t);
    table_close(&t);
}

static void as_json(const uint8_t *data, size_t size)
{
    struct input in;
    struct table t;
    struct err err = {0};
    input_memory(data, size, &in);
    if (json_table_open(&in, &t, &err)) {
        look_at_err(&err);
        return;
    }
    read_view(&t);
    read_list(&t);
    table_close(&t);
}

static void as_cell(const uint8_t *data, size_t size)
{
    char *text = NULL;
    day first, last;
    enum status status;
    int level;
    demand(text_from_bytes(data, size, &text, NULL) == 0);
    if (!text)
        return;
    demand(dates_read(text, DATES_FIRST, &first, NULL) == 0 && dates_read(text, DATES_LAST, &last, NULL) == 0);
    look_at_day(first);
    look_at_day(last);
    demand(!first || !last || first <= last);
    demand(fields_status(SCHEME_CLS, text, last, TODAY, &status, NULL) == 0 && status != STATUS_NONE);
    demand(fields_level(text, &level, NULL) == 0 && level >= 0 && level <= 4);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    as_csv(data, size);
    as_json(data, size);
    as_cell(data, size);
    return 0;
}
