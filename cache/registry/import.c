#include "cache/registry/import.h"

#include <string.h>

#include "app/base/text.h"
#include "cache/registry/columns.h"
#include "cache/registry/csv.h"
#include "cache/registry/form.h"
#include "cache/registry/html.h"
#include "cache/registry/json_table.h"
#include "cache/registry/rows.h"
#include "cache/registry/xlsx.h"

/* All that one import holds; cleared together. */
struct import {
    const struct import_ask *ask;
    struct input in;
    struct table table;
    struct columns columns;
    struct rows rows;
    struct labels_import *labels;
    char digest[INPUT_DIGEST_TEXT];
};

static void clear(struct import *i)
{
    labels_abort(i->labels);
    i->labels = NULL;
    table_close(&i->table);
    columns_clear(&i->columns);
    input_close(&i->in);
}

int import_table(struct input *in, const char *path, const char *base, enum form *form, struct table *out,
                 struct err *err)
{
    *out = (struct table){0};
    if (form_find(in, path, form, err))
        return -1;
    switch (*form) {
    case FORM_JSON:
        return json_table_open(in, out, err);
    case FORM_XLSX:
        return xlsx_open(in, out, err);
    case FORM_HTML:
        return html_open(in, base, out, err);
    case FORM_CSV:
    case FORM_NONE:
        break;
    }
    return csv_open(in, out, err);
}

/* A page has tables for other things, too, and may be another page than was meant. */
static int no_table(struct err *err)
{
    static const char en[] = "no table with these headings on the page: ",
                      ja[] = "ページにこの見出しの表がありません：";
    if (!err || err->code != ERR_INPUT)
        return -1;
    struct err said = *err;
    memcpy(err->en, en, sizeof en);
    text_copy(err->en + sizeof en - 1, sizeof err->en - sizeof en + 1, said.en);
    memcpy(err->ja, ja, sizeof ja);
    text_copy(err->ja + sizeof ja - 1, sizeof err->ja - sizeof ja + 1, said.ja);
    return -1;
}

/* Where everything is in the file, before the database hears of it. */
static int open_file(struct import *i, struct err *err)
{
    const struct import_ask *ask = i->ask;
    enum form form = ask->form;
    if (ask->columns && columns_read(ask->columns, &headings_registry, &i->columns, err))
        return -1;
    if (input_open(ask->path, &i->in, err))
        return -1;
    i->in.progress = ask->progress;
    i->in.progress_ctx = ask->progress_ctx;
    if (input_digest(&i->in, i->digest, err) || import_table(&i->in, ask->path, ask->base, &form, &i->table, err))
        return -1;
    if (headings_find(&i->table, &headings_registry, ask->headings ? ask->headings : &i->columns, &i->rows.layout,
                      err) == 0)
        return 0;
    return form == FORM_HTML ? no_table(err) : -1;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int begin(struct import *i, struct db *db, struct import_result *out, struct err *err)
{
    const struct import_ask *ask = i->ask;
    out->as_of_from_file = ask->as_of == 0;
    out->as_of = ask->as_of ? ask->as_of : i->in.seen.st_mtim.tv_sec;
    i->rows.scheme = ask->scheme;
    i->rows.today = day_at(out->as_of, scheme_calendar(ask->scheme));
    struct labels_options options = {
        .scheme = ask->scheme,
        .source = ask->source ? ask->source : base_name(ask->path),
        .digest = i->digest,
        .as_of = out->as_of,
        .now = ask->now,
        .demo = ask->demo,
        .accept_shrink = ask->accept_shrink,
        .preview = ask->preview,
    };
    return labels_begin(db, &options, &i->labels, err);
}

static int put_rows(struct import *i, struct err *err)
{
    for (;;) {
        struct row row;
        struct label_row label;
        bool more;
        if (headings_next(&i->table, &i->rows.layout, &row, &more, err))
            return -1;
        if (!more)
            return 0;
        if (rows_read(&i->rows, &row, &label, err))
            return err && err->code == ERR_INPUT ? table_err_at(i->table.unit, row.line, err) : -1;
        int rc = labels_put(i->labels, &label, err);
        rows_clear(&label);
        if (rc)
            return -1;
    }
}

static int commit(struct import *i, struct import_result *out, struct err *err)
{
    if (input_unchanged(&i->in, err))
        return -1;
    struct labels_import *labels = i->labels;
    i->labels = NULL;
    out->unclear_words = i->rows.unclear_words;
    out->unknown_levels = i->rows.unknown_levels;
    out->unread_dates = i->rows.unread_dates;
    return labels_commit(labels, &out->labels, err);
}

int import_file(struct db *db, const struct import_ask *ask, struct import_result *out, struct err *err)
{
    struct import i = {.ask = ask};
    *out = (struct import_result){0};
    int rc = open_file(&i, err);
    if (rc == 0)
        rc = begin(&i, db, out, err);
    if (rc == 0)
        rc = put_rows(&i, err);
    if (rc == 0)
        rc = commit(&i, out, err);
    clear(&i);
    if (rc)
        *out = (struct import_result){0};
    return rc;
}

/* ---- one entry ---- */

static int own_text(const char *from, char **to, struct err *err)
{
    *to = from ? strdup(from) : NULL;
    return from && !*to ? err_memory(err) : 0;
}

/* Texts of a row live until the next one is read. */
static int own(struct label_row *row, struct entry *out, struct err *err)
{
    const struct entry *e = &row->entry;
    *out = (struct entry){.scheme = e->scheme,
                          .status = e->status,
                          .level = e->level,
                          .issued = e->issued,
                          .expires = e->expires,
                          .models = e->models};
    row->entry.models = (struct models){0};
    return own_text(e->number, &out->number, err) || own_text(e->product, &out->product, err) ||
                   own_text(e->vendor, &out->vendor, err) || own_text(e->url, &out->url, err) ||
                   own_text(e->word, &out->word, err)
               ? -1
               : 0;
}

static int only_row(struct import *i, struct entry *out, struct err *err)
{
    struct label_row label = {0};
    struct row row;
    bool more;
    if (headings_next(&i->table, &i->rows.layout, &row, &more, err))
        return -1;
    if (!more)
        return err_set(err, ERR_INPUT, "the page holds no label", "ページにラベルがありません");
    int rc = rows_read(&i->rows, &row, &label, err);
    if (rc == 0)
        rc = own(&label, out, err);
    rows_clear(&label);
    if (rc || headings_next(&i->table, &i->rows.layout, &row, &more, err))
        return -1;
    return more ? err_set(err, ERR_INPUT, "the page holds several labels", "ページに複数のラベルがあります") : 0;
}

int import_entry(const struct import_ask *ask, struct entry *out, char digest[INPUT_DIGEST_TEXT], struct err *err)
{
    struct import i = {.ask = ask, .rows = {.scheme = ask->scheme}};
    *out = (struct entry){0};
    i.rows.today = day_at(ask->as_of, scheme_calendar(ask->scheme));
    int rc = open_file(&i, err);
    if (rc == 0)
        rc = only_row(&i, out, err);
    memcpy(digest, i.digest, INPUT_DIGEST_TEXT);
    clear(&i);
    if (rc)
        entry_clear(out);
    return rc;
}
