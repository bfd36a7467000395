#ifndef KENPIN_TEST_TABLES_H
#define KENPIN_TEST_TABLES_H

#include "cache/registry/table.h"
#include "tests/unit/cache/place.h"

/* For the tests of tables: rows as text, a file in the test's folder. */

#define SHOWN_MAX 4096

static inline void tables_show(const struct row *row, char out[SHOWN_MAX])
{
    size_t used = 0;
    out[0] = 0;
    for (size_t i = 0; i < row->count && used < SHOWN_MAX; i++) {
        const struct cell *cell = &row->cell[i];
        used += (size_t)snprintf(out + used, SHOWN_MAX - used, "%s%s", i ? "|" : "",
                                 cell->kind == CELL_OTHER ? "?" : cell->text);
        for (size_t k = 0; k < cell->items && used < SHOWN_MAX; k++)
            used += (size_t)snprintf(out + used, SHOWN_MAX - used, "[%s]", cell->item[k]);
    }
}

/* All rows of the present view, each with a newline behind it; what was refused as "! sentence". */
static inline void tables_show_all(struct table *t, char out[SHOWN_MAX])
{
    struct row row;
    struct err err = {0};
    bool more = true;
    size_t used = 0;
    out[0] = 0;
    while (t->next(t->ctx, &row, &more, &err) == 0 && more) {
        char shown[SHOWN_MAX];
        tables_show(&row, shown);
        used += (size_t)snprintf(out + used, SHOWN_MAX - used, "%lld:%s\n", (long long)row.line, shown);
        assert_true(used < SHOWN_MAX);
    }
    if (err.code)
        snprintf(out + used, SHOWN_MAX - used, "! %s", err.en);
}

/* Writes a file into the test's folder; *path is its path. */
static inline void tables_file(const struct place *p, const char *name, const void *bytes, size_t size, char path[512])
{
    snprintf(path, 512, "%s/%s", p->dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static inline void tables_text(const struct place *p, const char *name, const char *text, char path[512])
{
    tables_file(p, name, text, strlen(text), path);
}

#endif
