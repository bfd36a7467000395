#include "cache/registry/rows.h"

#include <string.h>
#include <strings.h>

#include "cache/registry/dates.h"
#include "cache/registry/fields.h"

enum { NUMBER_BYTES_MAX = 512 };

/* NULL when there is no such column, or the row ended before it. */
static struct cell *cell_of(const struct row *row, const struct layout *layout, int field)
{
    int column = layout->column[field];
    return column >= 0 && (size_t)column < row->count ? &row->cell[column] : NULL;
}

static int no_text(const struct heading_set *set, int field, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s is no text: write it as one", "%s が文字列ではありません。文字列にしてください",
                   set->name[field] ? set->name[field] : "?");
}

int rows_text(const struct row *row, const struct layout *layout, const struct heading_set *set, int field, char **out,
              struct err *err)
{
    struct cell *cell = cell_of(row, layout, field);
    *out = NULL;
    if (!cell || cell->kind == CELL_NONE)
        return 0;
    if (cell->kind == CELL_LIST || cell->kind == CELL_OTHER)
        return no_text(set, field, err);
    table_trim(cell->text);
    if (cell->text[0])
        *out = cell->text;
    return 0;
}

static int text(const struct rows *r, const struct row *row, int field, char **out, struct err *err)
{
    return rows_text(row, &r->layout, &headings_registry, field, out, err);
}

static int read_number(const struct rows *r, const struct row *row, struct entry *e, struct err *err)
{
    if (text(r, row, FIELD_NUMBER, &e->number, err))
        return -1;
    if (!e->number)
        return err_set(err, ERR_INPUT, "a row without a number: give it one, or delete the row",
                       "登録番号のない行です。番号を入れるか、行を削除してください");
    if (strlen(e->number) > NUMBER_BYTES_MAX)
        return err_set(err, ERR_INPUT, "a number of more than %d bytes: is this the right column?",
                       "登録番号が %d バイトを超えています。列は合っていますか", NUMBER_BYTES_MAX);
    return 0;
}

static int read_day(struct rows *r, const struct row *row, int field, enum dates_end end, day *out, struct err *err)
{
    char *written;
    const struct cell *cell = cell_of(row, &r->layout, field);
    *out = 0;
    if (cell && cell->date) {
        *out = cell->date;
        return 0;
    }
    if (text(r, row, field, &written, err) || (written && dates_read(written, end, out, err)))
        return -1;
    r->unread_dates += written && !*out;
    return 0;
}

/* Needs the expiry. Without a column for the status the date alone decides, later. */
static int read_status(struct rows *r, const struct row *row, struct entry *e, struct err *err)
{
    if (r->layout.column[FIELD_STATUS] < 0) {
        e->status = e->expires ? STATUS_CURRENT : STATUS_UNCLEAR;
    } else if (text(r, row, FIELD_STATUS, &e->word, err) ||
               fields_status(r->scheme, e->word, e->expires, r->today, &e->status, err)) {
        return -1;
    }
    r->unclear_words += e->status == STATUS_UNCLEAR;
    return 0;
}

static int read_level(struct rows *r, const struct row *row, struct entry *e, struct err *err)
{
    char *written;
    if (text(r, row, FIELD_LEVEL, &written, err) || (written && fields_level(written, &e->level, err)))
        return -1;
    r->unknown_levels += written && e->level == 0;
    return 0;
}

static int read_names(const struct rows *r, const struct row *row, struct entry *e, struct err *err)
{
    int vendor = r->layout.column[FIELD_VENDOR] < 0 ? FIELD_MANUFACTURER : FIELD_VENDOR;
    if (text(r, row, FIELD_PRODUCT, &e->product, err))
        return -1;
    return text(r, row, vendor, &e->vendor, err);
}

static int read_cell_models(struct cell *cell, struct entry *e, struct err *err)
{
    if (!cell || cell->kind == CELL_NONE)
        return 0;
    if (cell->kind == CELL_LIST) {
        for (size_t i = 0; i < cell->items; i++)
            if (models_add(&e->models, cell->item[i], err))
                return -1;
        return 0;
    }
    if (cell->kind == CELL_OTHER)
        return no_text(&headings_registry, FIELD_MODELS, err);
    table_trim(cell->text);
    return cell->text[0] ? models_split(&e->models, cell->text, err) : 0;
}

/* Under a heading that is merged all cells count, unless they are one that is merged as well. */
static int read_models(const struct rows *r, const struct row *row, struct entry *e, struct err *err)
{
    int column = r->layout.column[FIELD_MODELS];
    const char *before = "";
    for (int i = 0; column >= 0 && i <= r->layout.behind[FIELD_MODELS]; i++) {
        struct cell *cell = (size_t)(column + i) < row->count ? &row->cell[column + i] : NULL;
        if (cell && i > 0 && strcmp(cell->text, before) == 0)
            continue;
        if (read_cell_models(cell, e, err))
            return -1;
        before = cell ? cell->text : "";
    }
    return 0;
}

static bool web_address(const char *text)
{
    return text && (strncasecmp(text, "https://", 8) == 0 || strncasecmp(text, "http://", 7) == 0);
}

/* The address in its own column, else the one behind the number or the product's name. */
static int read_url(const struct rows *r, const struct row *row, struct entry *e, struct err *err)
{
    static const int linked[] = {FIELD_URL, FIELD_NUMBER, FIELD_PRODUCT};
    char *written;
    if (text(r, row, FIELD_URL, &written, err))
        return -1;
    e->url = web_address(written) ? written : NULL;
    for (size_t i = 0; i < sizeof linked / sizeof linked[0] && !e->url; i++) {
        const struct cell *cell = cell_of(row, &r->layout, linked[i]);
        if (cell && cell->kind == CELL_LINK && web_address(cell->link))
            e->url = cell->link;
    }
    return 0;
}

int rows_read(struct rows *r, const struct row *row, struct label_row *out, struct err *err)
{
    *out = (struct label_row){.line = row->line, .entry = {.scheme = r->scheme}};
    struct entry *e = &out->entry;
    if (read_number(r, row, e, err) || read_names(r, row, e, err) || read_level(r, row, e, err) ||
        read_day(r, row, FIELD_ISSUED, DATES_FIRST, &e->issued, err) ||
        read_day(r, row, FIELD_EXPIRES, DATES_LAST, &e->expires, err) || read_status(r, row, e, err) ||
        read_url(r, row, e, err) || read_models(r, row, e, err)) {
        rows_clear(out);
        return -1;
    }
    return 0;
}

void rows_clear(struct label_row *row)
{
    models_clear(&row->entry.models);
    *row = (struct label_row){0};
}
