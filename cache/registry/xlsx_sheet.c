#include "cache/registry/xlsx_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cache/registry/xlsx_text.h"

enum {
    COLUMNS = 16384,    /* of a sheet; of them TABLE_COLUMNS_MAX may hold anything */
    FORMULA_MAX = 2200, /* HYPERLINK("an address", ...) */
    LINK_MAX = 2048,
    NUMBER_MAX = 64,
    DECIMALS_MAX = 40,
};

#define DIGITS_LOST 1e15 /* Excel keeps 15 digits */

static const struct words unit = {"row", "行目"};

enum value_kind { VALUE_NUMBER, VALUE_SHARED, VALUE_BOOL, VALUE_TEXT, VALUE_DATE };

struct reading {
    const struct xlsx_shared *shared;
    const struct xlsx_rels *rels;
    struct grid *grid;
    size_t table;
    bool is_sheet, in_rows, in_row;
    uint32_t line; /* of the row given last */
    uint32_t merged;
    struct grid_cell cells[TABLE_COLUMNS_MAX];
    size_t count;
    /* the present cell */
    bool in_cell, in_value, in_formula;
    uint32_t column, style; /* 0 and up */
    int64_t column_before;
    enum value_kind kind;
    struct xlsx_text text;
    struct arena value; /* owned */
    char formula[FORMULA_MAX];
    size_t formula_size;
};

static int at_row(const struct reading *r, struct err *err)
{
    return table_err_at(unit, r->line, err);
}

/* ---- where a cell is ---- */

/* "AB12": column 27, line 12. *used is how many bytes that took. */
static bool place(struct markup_value v, uint32_t *column, uint32_t *line, size_t *used)
{
    size_t i = 0;
    uint32_t c = 0, l = 0;
    for (; i < v.size && v.from[i] >= 'A' && v.from[i] <= 'Z' && c <= COLUMNS; i++)
        c = c * 26 + (uint32_t)(v.from[i] - 'A' + 1);
    for (; i < v.size && v.from[i] >= '0' && v.from[i] <= '9' && l <= GRID_ROWS_MAX; i++)
        l = l * 10 + (uint32_t)(v.from[i] - '0');
    *column = c - 1;
    *line = l;
    *used = i;
    return c >= 1 && c <= COLUMNS && l >= 1 && l <= GRID_ROWS_MAX;
}

struct area {
    uint32_t column, line, to_column, to_line;
};

/* "A1:B2", or "A1" alone. */
static bool area(struct markup_value v, struct area *out)
{
    size_t used;
    if (!place(v, &out->column, &out->line, &used))
        return false;
    out->to_column = out->column;
    out->to_line = out->line;
    if (used == v.size)
        return true;
    struct markup_value rest = {v.from + used + 1, v.size - used - 1};
    return v.from[used] == ':' && place(rest, &out->to_column, &out->to_line, &used) && used == rest.size &&
           out->to_column >= out->column && out->to_line >= out->line;
}

/* ---- rows and cells ---- */

static int start_row(struct reading *r, const struct markup_tag *tag, struct err *err)
{
    struct markup_value v;
    uint32_t line = r->line + 1;
    bool wrong = markup_attribute(tag, "r", &v) && (!markup_number(v, UINT32_MAX, &line) || line <= r->line);
    r->in_row = true;
    r->count = 0;
    r->column_before = -1;
    if (wrong) {
        err_set(err, ERR_INPUT, "the row behind it is out of order: the workbook is damaged, save it again",
                "次の行の順序が正しくありません。ブックが壊れています。保存し直してください");
        return at_row(r, err);
    }
    r->line = line;
    if (line > GRID_ROWS_MAX)
        return err_set(err, ERR_INPUT, "more than %d rows, which no sheet has: the workbook is damaged",
                       "%d 行を超えています。シートの上限を超えており、ブックが壊れています", GRID_ROWS_MAX);
    return 0;
}

static enum value_kind kind_of(struct markup_value type)
{
    static const struct {
        const char *type;
        enum value_kind kind;
    } kinds[] = {{"s", VALUE_SHARED},       {"b", VALUE_BOOL}, {"str", VALUE_TEXT},
                 {"inlineStr", VALUE_TEXT}, {"e", VALUE_TEXT}, {"d", VALUE_DATE}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (markup_same(type, kinds[i].type))
            return kinds[i].kind;
    return VALUE_NUMBER;
}

static int start_cell(struct reading *r, const struct markup_tag *tag, struct err *err)
{
    struct markup_value v;
    uint32_t line = r->line;
    size_t used;
    r->in_cell = true;
    r->in_value = r->in_formula = false;
    r->value.used = r->formula_size = 0;
    r->text = (struct xlsx_text){0};
    r->column = (uint32_t)(r->column_before + 1);
    bool right = r->column < COLUMNS;
    if (markup_attribute(tag, "r", &v))
        right = place(v, &r->column, &line, &used) && used == v.size && line == r->line &&
                (int64_t)r->column > r->column_before;
    if (!right) {
        err_set(err, ERR_INPUT, "a cell is out of order: the workbook is damaged, save it again",
                "セルの順序が正しくありません。ブックが壊れています。保存し直してください");
        return at_row(r, err);
    }
    r->column_before = r->column;
    r->style = 0;
    if (markup_attribute(tag, "s", &v) && !markup_number(v, XLSX_STYLES_MAX, &r->style))
        r->style = XLSX_STYLES_MAX;
    markup_attribute(tag, "t", &v);
    r->kind = kind_of(v);
    return 0;
}

/* ---- values ---- */

static int own_text(struct reading *r, const char *text, size_t size, enum cell_kind kind, struct grid_cell *out,
                    struct err *err)
{
    out->kind = kind;
    return grid_text(r->grid, text, size, &out->text, err);
}

static int put_day(struct reading *r, day d, struct grid_cell *out, struct err *err)
{
    char text[DAY_TEXT];
    day_text(d, text);
    return own_text(r, text, strlen(text), CELL_DATE, out, err);
}

/* The fewest digits that mean the same number, none of them behind an E. */
static void shortest(double v, char out[NUMBER_MAX])
{
    int digits = 15, decimals;
    do {
        snprintf(out, NUMBER_MAX, "%.*e", digits - 1, v);
    } while (strtod(out, NULL) != v && ++digits < 18);
    decimals = digits - 1 - atoi(strchr(out, 'e') + 1);
    snprintf(out, NUMBER_MAX, "%.*f", decimals < 0 ? 0 : decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals, v);
    size_t size = strlen(out);
    while (strchr(out, '.') && (out[size - 1] == '0' || out[size - 1] == '.'))
        out[--size] = 0;
}

static int put_number(struct reading *r, struct grid_cell *out, struct err *err)
{
    char text[NUMBER_MAX], *end;
    double v = strtod(r->value.bytes, &end);
    size_t size = strspn(r->value.bytes, "0123456789+-.eE");
    bool date = r->style < r->shared->styles->count && r->shared->styles->date[r->style];
    day d = date ? xlsx_styles_day(v, r->shared->from_1904) : 0;
    if (*end || end == r->value.bytes || r->value.bytes + size != end)
        return own_text(r, r->value.bytes, r->value.used - 1, CELL_TEXT, out, err);
    if (d)
        return put_day(r, d, out, err);
    if (!(v > -DIGITS_LOST && v < DIGITS_LOST)) {
        out->kind = CELL_OTHER;
        return 0;
    }
    shortest(v, text);
    return own_text(r, text, strlen(text), CELL_NUMBER, out, err);
}

static int put_shared(struct reading *r, struct grid_cell *out, struct err *err)
{
    uint32_t index;
    const struct xlsx_strings *s = r->shared->strings;
    struct markup_value v = {r->value.bytes, r->value.used - 1};
    if (!markup_number(v, UINT32_MAX, &index) || index >= s->count) {
        err_set(err, ERR_INPUT, "a cell refers to a text that is not in the workbook: save it again",
                "セルが参照する文字列がブックにありません。保存し直してください");
        return at_row(r, err);
    }
    out->text = s->at[index];
    out->kind = CELL_TEXT;
    return 0;
}

/* 2026-05-21 or 2026-05-21T00:00:00 (strict files). */
static int put_date(struct reading *r, struct grid_cell *out, struct err *err)
{
    char text[DAY_TEXT] = "";
    size_t size = r->value.used - 1;
    if (size >= DAY_TEXT - 1 && (size == DAY_TEXT - 1 || r->value.bytes[DAY_TEXT - 1] == 'T'))
        memcpy(text, r->value.bytes, DAY_TEXT - 1);
    day d = day_parse(text);
    return d ? put_day(r, d, out, err) : own_text(r, r->value.bytes, size, CELL_TEXT, out, err);
}

static int put_bool(struct reading *r, struct grid_cell *out, struct err *err)
{
    bool yes = strcmp(r->value.bytes, "1") == 0 || strcmp(r->value.bytes, "true") == 0;
    const char *text = yes ? "TRUE" : "FALSE";
    return own_text(r, text, strlen(text), CELL_TEXT, out, err);
}

static int put_text(struct reading *r, struct grid_cell *out, struct err *err)
{
    size_t size = xlsx_text_plain(r->value.bytes, r->value.used - 1);
    return own_text(r, r->value.bytes, size, CELL_TEXT, out, err);
}

static int put_value(struct reading *r, struct grid_cell *out, struct err *err)
{
    static int (*const put[])(struct reading *, struct grid_cell *, struct err *) = {
        [VALUE_NUMBER] = put_number, [VALUE_SHARED] = put_shared, [VALUE_BOOL] = put_bool,
        [VALUE_TEXT] = put_text,     [VALUE_DATE] = put_date,
    };
    return put[r->kind](r, out, err);
}

static bool web_address(const char *text, size_t size)
{
    return size <= LINK_MAX && (strncasecmp(text, "https://", 8) == 0 || strncasecmp(text, "http://", 7) == 0);
}

/* The address in HYPERLINK("address", "what is shown"). */
static int formula_link(struct reading *r, uint32_t *link, struct err *err)
{
    static const char begin[] = "HYPERLINK(\"";
    const size_t size = sizeof begin - 1;
    *link = 0;
    r->formula[r->formula_size] = 0;
    if (strncasecmp(r->formula, begin, size) != 0)
        return 0;
    const char *from = r->formula + size, *end = strchr(from, '"');
    if (!end || end[1] == '"' || end[1] == '&' || !web_address(from, (size_t)(end - from)))
        return 0;
    return grid_text(r->grid, from, (size_t)(end - from), link, err);
}

static int end_cell(struct reading *r, struct err *err)
{
    struct grid_cell cell = {.column = (uint16_t)r->column, .to = r->line};
    r->in_cell = false;
    if (r->value.used == 0)
        return 0;
    if (r->column >= TABLE_COLUMNS_MAX) {
        grid_refuse(r->grid, r->table, GRID_WIDE, r->line);
        return 0;
    }
    if (arena_add(&r->value, "", 1, err) || put_value(r, &cell, err) || formula_link(r, &cell.link, err))
        return -1;
    if (cell.text || cell.kind == CELL_OTHER)
        r->cells[r->count++] = cell;
    return 0;
}

/* ---- what stands behind the rows ---- */

/* The first row of the table at `line` or behind it, as an index. Its rows are all there are. */
static size_t row_from(const struct grid *g, uint32_t line)
{
    size_t low = 0, high = g->rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (g->row[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void merge_row(const struct reading *r, const struct grid_row *row, const struct area *a)
{
    for (uint32_t i = row->first; i < row->first + row->cells; i++) {
        struct grid_cell *cell = &r->grid->cell[i];
        if (cell->column < a->column || cell->column > a->to_column)
            continue;
        if (row->line == a->line && cell->column == a->column)
            cell->to = a->to_line;
        else
            *cell = (struct grid_cell){.column = cell->column, .to = row->line};
    }
}

static int count_merged(struct reading *r, struct err *err)
{
    if (++r->merged <= XLSX_MERGED_MAX)
        return 0;
    return err_set(err, ERR_INPUT, "too many merged cells: this is no list of labels",
                   "結合されたセルが多すぎます。ラベルの一覧ではないようです");
}

/* What is merged holds what its first cell does. */
static int merge(struct reading *r, const struct markup_tag *tag, struct err *err)
{
    struct markup_value v;
    struct area a;
    if (!markup_attribute(tag, "ref", &v) || !area(v, &a))
        return 0;
    if (count_merged(r, err))
        return -1;
    for (size_t i = row_from(r->grid, a.line); i < r->grid->rows && r->grid->row[i].line <= a.to_line; i++) {
        if (count_merged(r, err))
            return -1;
        merge_row(r, &r->grid->row[i], &a);
    }
    return 0;
}

static int link_cell(struct reading *r, const struct markup_tag *tag, struct err *err)
{
    struct markup_value ref, id;
    struct area a;
    if (!markup_attribute(tag, "ref", &ref) || !area(ref, &a) || !markup_rel_id(tag, &id))
        return 0;
    const char *target = xlsx_rels_find(r->rels, id, XLSX_REL_LINK);
    size_t at = row_from(r->grid, a.line), size = target ? strlen(target) : 0;
    if (!target || !web_address(target, size) || at == r->grid->rows || r->grid->row[at].line != a.line)
        return 0;
    const struct grid_row *row = &r->grid->row[at];
    for (uint32_t i = row->first; i < row->first + row->cells; i++) {
        struct grid_cell *cell = &r->grid->cell[i];
        if (cell->column == a.column && !cell->link)
            return grid_text(r->grid, target, size, &cell->link, err);
    }
    return 0;
}

/* ---- events ---- */

static int start_in_cell(struct reading *r, const struct markup_tag *tag)
{
    if (markup_is(tag, MARKUP_SPACE_SHEET, "v"))
        r->in_value = true;
    else if (markup_is(tag, MARKUP_SPACE_SHEET, "f"))
        r->in_formula = true;
    else
        xlsx_text_start(&r->text, tag);
    return 0;
}

static int start_behind_rows(struct reading *r, const struct markup_tag *tag, struct err *err)
{
    if (markup_is(tag, MARKUP_SPACE_SHEET, "mergeCell"))
        return merge(r, tag, err);
    if (markup_is(tag, MARKUP_SPACE_SHEET, "hyperlink"))
        return link_cell(r, tag, err);
    r->is_sheet |= markup_is(tag, MARKUP_SPACE_SHEET, "worksheet");
    r->in_rows = markup_is(tag, MARKUP_SPACE_SHEET, "sheetData");
    return 0;
}

static int on_start(void *ctx, const struct markup_tag *tag, struct err *err)
{
    struct reading *r = ctx;
    if (r->in_cell)
        return start_in_cell(r, tag);
    if (!r->in_rows)
        return start_behind_rows(r, tag, err);
    if (!r->in_row)
        return markup_is(tag, MARKUP_SPACE_SHEET, "row") ? start_row(r, tag, err) : 0;
    return markup_is(tag, MARKUP_SPACE_SHEET, "c") ? start_cell(r, tag, err) : 0;
}

static int on_text(void *ctx, const char *bytes, size_t size, struct err *err)
{
    struct reading *r = ctx;
    if (r->in_formula) {
        size_t room = FORMULA_MAX - 1 - r->formula_size;
        memcpy(r->formula + r->formula_size, bytes, size < room ? size : room);
        r->formula_size += size < room ? size : room;
        return 0;
    }
    if (!r->in_cell || !(r->in_value || r->text.inside))
        return 0;
    if (r->value.used + size > GRID_CELL_MAX) {
        grid_refuse(r->grid, r->table, GRID_LONG, r->line);
        return 0;
    }
    return arena_add(&r->value, bytes, size, err);
}

static int on_end(void *ctx, const struct markup_tag *tag, struct err *err)
{
    struct reading *r = ctx;
    if (r->in_cell && markup_is(tag, MARKUP_SPACE_SHEET, "c"))
        return end_cell(r, err);
    if (r->in_cell) {
        r->in_value = r->in_value && !markup_is(tag, MARKUP_SPACE_SHEET, "v");
        r->in_formula = r->in_formula && !markup_is(tag, MARKUP_SPACE_SHEET, "f");
        xlsx_text_end(&r->text, tag);
        return 0;
    }
    if (r->in_row && markup_is(tag, MARKUP_SPACE_SHEET, "row")) {
        r->in_row = false;
        return grid_row(r->grid, r->table, r->line, r->cells, r->count, err);
    }
    r->in_rows = r->in_rows && !markup_is(tag, MARKUP_SPACE_SHEET, "sheetData");
    return 0;
}

static int read_part(struct reading *r, struct xlsx_zip *z, const char *part, struct err *err)
{
    static const struct markup_events events = {on_start, on_end, on_text};
    int64_t index;
    if (xlsx_zip_find(z, part, &index, err))
        return -1;
    if (index < 0)
        return err_set(err, ERR_INPUT, "the workbook names a sheet %s that it does not hold: save it again",
                       "ブックが示すシート %s が中にありません。保存し直してください", part);
    if (xlsx_zip_read(z, index, part, &events, r, err))
        return -1;
    if (!r->is_sheet)
        return err_set(err, ERR_INPUT, "%s in the workbook is no sheet: save it again",
                       "ブックの中の %s はシートではありません。保存し直してください", part);
    return 0;
}

int xlsx_sheet_read(struct xlsx_zip *z, const char *part, const struct xlsx_shared *shared, struct grid *grid,
                    struct err *err)
{
    struct xlsx_rels rels;
    struct reading *r = calloc(1, sizeof *r);
    if (!r)
        return err_memory(err);
    *r = (struct reading){
        .shared = shared, .rels = &rels, .grid = grid, .table = grid->tables - 1, .value = {.max = GRID_CELL_MAX + 1}};
    int rc = xlsx_rels_read(z, part, &rels, err);
    if (rc == 0) {
        rc = read_part(r, z, part, err);
        xlsx_rels_clear(&rels);
    }
    arena_clear(&r->value);
    free(r);
    return rc;
}
