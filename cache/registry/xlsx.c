#include "cache/registry/xlsx.h"

#include <stdlib.h>

#include "cache/registry/xlsx_book.h"
#include "cache/registry/xlsx_sheet.h"

static const struct words unit = {"row", "行目"};

struct xlsx {
    struct xlsx_zip zip;
    struct xlsx_book book;
    struct xlsx_styles styles;
    struct xlsx_strings strings;
    struct grid grid;
    size_t shared_text; /* of the grid: what is there before a sheet is read */
    struct grid_reader reader;
    size_t view, loaded; /* sheet + 1; 0 = none */
    bool begun;
};

static int load(struct xlsx *x, struct err *err)
{
    struct xlsx_shared shared = {&x->strings, &x->styles, x->book.from_1904};
    x->grid.from_1904 = x->book.from_1904;
    if (x->loaded == x->view)
        return 0;
    x->loaded = 0;
    grid_cut(&x->grid, x->shared_text);
    if (grid_table(&x->grid, err) || xlsx_sheet_read(&x->zip, x->book.sheet[x->view - 1].part, &shared, &x->grid, err))
        return -1;
    x->loaded = x->view;
    return 0;
}

static int xlsx_next(void *ctx, struct row *out, bool *more, struct err *err)
{
    struct xlsx *x = ctx;
    *more = false;
    if (!x->begun) {
        if (load(x, err))
            return -1;
        grid_read(&x->reader, &x->grid, 0, x->zip.in);
        x->begun = true;
    }
    return grid_next(&x->reader, unit, out, more, err);
}

/* A sheet that cannot be read may be the wrong one: that is found out at its first row. */
static int xlsx_view(void *ctx, size_t index, bool *there, struct err *err)
{
    (void)err;
    struct xlsx *x = ctx;
    *there = index < x->book.sheets;
    if (!*there)
        return 0;
    x->view = index + 1;
    x->begun = false;
    return 0;
}

static void xlsx_close(void *ctx)
{
    struct xlsx *x = ctx;
    grid_reader_clear(&x->reader);
    grid_clear(&x->grid);
    xlsx_strings_clear(&x->strings);
    xlsx_zip_close(&x->zip);
    free(x);
}

static int read_all(struct xlsx *x, struct input *in, struct err *err)
{
    if (xlsx_zip_open(in, &x->zip, err) || xlsx_book_read(&x->zip, &x->book, err) || grid_begin(&x->grid, err) ||
        xlsx_styles_read(&x->zip, x->book.styles, &x->styles, err) ||
        xlsx_strings_read(&x->zip, x->book.strings, &x->grid, &x->strings, err))
        return -1;
    x->shared_text = x->grid.text.used;
    x->view = 1;
    return 0;
}

int xlsx_open(struct input *in, struct table *out, struct err *err)
{
    *out = (struct table){0};
    struct xlsx *x = calloc(1, sizeof *x);
    if (!x)
        return err_memory(err);
    if (read_all(x, in, err)) {
        xlsx_close(x);
        return -1;
    }
    *out = (struct table){.ctx = x, .unit = unit, .view = xlsx_view, .next = xlsx_next, .close = xlsx_close};
    return 0;
}
