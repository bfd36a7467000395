/* A workbook: the list with its verdicts, and what it comes to. Written row by row in constant memory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/base/text.h"
#include "ui/audit/report.h"
#include "ui/audit/xlsx_library.h"
#include "ui/show/show.h"

enum { CELL_BYTES_MAX = 32000 /* a cell holds 32,767 characters */, WIDE = 48, NARROW = 14 };

struct book {
    const struct report *r;
    lxw_workbook *workbook;
    lxw_worksheet *rows;
    lxw_format *head, *outcome[OUTCOME_STOP + 1];
    lxw_row_t row;
    lxw_error trouble; /* the first */
};

static const struct xlsx_library *const lib = &xlsx_library;

static void note(struct book *b, lxw_error e)
{
    if (e && !b->trouble)
        b->trouble = e;
}

static void put_text(struct book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                     lxw_format *format)
{
    char cut[CELL_BYTES_MAX];
    if (strlen(text) >= sizeof cut) {
        text_copy(cut, sizeof cut, text);
        text = cut;
    }
    if (*text)
        note(b, lib->write_string(sheet, row, column, text, format));
}

/* Amounts are numbers in the workbook; codes never are, so that they keep their zeros. */
static bool is_amount(const struct report *r, size_t column)
{
    if ((int)column == r->map->seq)
        return true;
    enum audit_field f = column < r->shape->in->width ? r->shape->in->field[column] : AUDIT_NONE;
    return f == AUDIT_QUANTITY || f == AUDIT_VALUE || f == AUDIT_SELL_THROUGH;
}

/* Digits and one point, and no zero to lose. */
static bool is_plain_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 15 || (text[0] == '0' && digits > 1))
        return false;
    return text[digits] == 0 ||
           (text[digits] == '.' && text[digits + 1 + strspn(text + digits + 1, "0123456789")] == 0);
}

static int put_row(void *ctx, const char *const *cell, size_t count, struct err *err)
{
    (void)err;
    struct book *b = ctx;
    b->row++;
    for (size_t i = 0; i < count; i++) {
        lxw_format *format = (int)i == b->r->map->outcome ? b->outcome[outcome_from_name(cell[i])] : NULL;
        if (is_amount(b->r, i) && is_plain_number(cell[i]))
            note(b, lib->write_number(b->rows, b->row, (lxw_col_t)i, strtod(cell[i], NULL), NULL));
        else
            put_text(b, b->rows, b->row, (lxw_col_t)i, cell[i], format);
    }
    return 0;
}

/* ---- the sheets ---- */

static void make_formats(struct book *b)
{
    static const lxw_color_t colours[] = {
        [OUTCOME_NONE] = 0xD9D9D9,   [OUTCOME_OUT] = 0xEDEDED,  [OUTCOME_PASS] = 0xC6EFCE, [OUTCOME_WARN] = 0xFFEB9C,
        [OUTCOME_REVIEW] = 0xBDD7EE, [OUTCOME_HOLD] = 0xFFC7CE, [OUTCOME_STOP] = 0xC00000,
    };
    b->head = lib->workbook_add_format(b->workbook);
    lib->set_bold(b->head);
    lib->set_bg_color(b->head, 0xD9E1F2);
    for (size_t o = 0; o <= OUTCOME_STOP; o++) {
        b->outcome[o] = lib->workbook_add_format(b->workbook);
        lib->set_bg_color(b->outcome[o], colours[o]);
        lib->set_bold(b->outcome[o]);
        if (o == OUTCOME_STOP)
            lib->set_font_color(b->outcome[o], 0xFFFFFF);
    }
}

static void put_headings(struct book *b)
{
    const char *heading[LINE_CELLS_MAX];
    char own[AUDIT_RESULTS_MAX][40];
    const struct line_map *m = b->r->map;
    size_t count = report_headings(b->r, heading, own);
    for (size_t i = 0; i < count; i++) {
        int at = (int)i;
        bool wide = at == m->reason || at == m->next || at == m->cite || at == m->notes || at == m->fix;
        note(b, lib->set_column(b->rows, (lxw_col_t)i, (lxw_col_t)i, wide ? WIDE : NARROW, NULL));
        put_text(b, b->rows, 0, (lxw_col_t)i, heading[i], b->head);
    }
    lib->freeze_panes(b->rows, 1, 0);
    note(b, lib->autofilter(b->rows, 0, 0, (lxw_row_t)b->r->sum->rows, (lxw_col_t)(count - 1)));
    lib->set_landscape(b->rows);
    lib->fit_to_pages(b->rows, 1, 0);
    note(b, lib->repeat_rows(b->rows, 0, 0));
}

struct cursor {
    struct book *b;
    lxw_worksheet *sheet;
    lxw_row_t row;
};

static void line_of(struct cursor *c, const char *name, const char *detail, const struct sum_amount *a,
                    lxw_format *format)
{
    put_text(c->b, c->sheet, c->row, 0, name, format);
    put_text(c->b, c->sheet, c->row, 1, detail, NULL);
    if (a) {
        note(c->b, lib->write_number(c->sheet, c->row, 2, (double)a->rows, NULL));
        if (c->b->r->sum->quantities)
            note(c->b, lib->write_number(c->sheet, c->row, 3, a->quantity, NULL));
        if (c->b->r->sum->values)
            note(c->b, lib->write_number(c->sheet, c->row, 4, a->value, NULL));
    }
    c->row++;
}

static void section(struct cursor *c, struct words name)
{
    bool ja = c->b->r->head->lang == LANG_JA;
    const char *const heads[] = {words_in(name, c->b->r->head->lang), "", ja ? "行" : "rows", ja ? "数量" : "quantity",
                                 ja ? "金額" : "value"};
    c->row += c->row > 0;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        put_text(c->b, c->sheet, c->row, (lxw_col_t)i, heads[i], c->b->head);
    c->row++;
}

static void put_months(struct cursor *c, struct words name, const struct sum_amount *month)
{
    char text[SUM_MONTH_TEXT];
    bool any = false;
    for (int i = 0; i < SUM_MONTHS_MAX; i++) {
        if (!month[i].rows)
            continue;
        if (!any)
            section(c, name);
        any = true;
        line_of(c, sum_month(i, text), "", &month[i], NULL);
    }
}

static void put_summary(struct book *b)
{
    const struct sum *s = b->r->sum;
    enum lang lang = b->r->head->lang;
    struct cursor c = {b, lib->workbook_add_worksheet(b->workbook, lang == LANG_JA ? "要約" : "Summary"), 0};
    char text[DAY_TEXT];
    note(b, lib->set_column(c.sheet, 0, 0, NARROW, NULL));
    note(b, lib->set_column(c.sheet, 1, 1, 2 * WIDE, NULL));
    put_text(b, c.sheet, c.row++, 0, b->r->head->file, b->head);
    put_text(b, c.sheet, c.row++, 0, day_text(b->r->head->on, text), NULL);
    section(&c, (struct words){"outcome", "判定"});
    for (int o = OUTCOME_STOP; o >= OUTCOME_NONE; o--) {
        struct sum_amount a = {.rows = s->by_outcome[o]};
        if (a.rows)
            line_of(&c, words_in(show_outcome_words((enum outcome)o), lang), "", &a, b->outcome[o]);
    }
    section(&c, (struct words){"to do", "対応"});
    for (size_t i = 0; i < s->rules; i++)
        if (s->rule[i].outcome >= OUTCOME_WARN || !s->rule[i].outcome)
            line_of(&c, s->rule[i].rule, s->rule[i].next ? s->rule[i].next : "", &s->rule[i].amount,
                    b->outcome[s->rule[i].outcome]);
    put_months(&c, (struct words){"expires in", "期限の月"}, s->expires);
    put_months(&c, (struct words){"lapses before it is sold", "売れる前に失効"}, s->lapse);
}

static int failed(const char *path, const char *why, struct err *err)
{
    return err_set(err, ERR_IO, "%s cannot be written: %s. Make room, then go on with --resume",
                   "%s に書けません: %s。空きを作り、--resume で続けてください", path, why);
}

static int fill(struct book *b, struct err *err)
{
    make_formats(b);
    b->rows = lib->workbook_add_worksheet(b->workbook, b->r->head->lang == LANG_JA ? "監査" : "Audit");
    if (!b->rows)
        return err_memory(err);
    put_headings(b);
    if (files_each(b->r->files, put_row, b, err))
        return -1;
    put_summary(b);
    return 0;
}

int report_xlsx(const struct report *r, const char *path, struct err *err)
{
    char name[FILES_PATH_MAX], folder[FILES_PATH_MAX];
    if (xlsx_library_load(err))
        return -1;
    int size = snprintf(name, sizeof name, "%s.part", path);
    if (size < 0 || (size_t)size >= sizeof name)
        return failed(path, strerror(ENAMETOOLONG), err);
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    (void)strcpy(slash ? slash : folder, slash ? "" : ".");
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder[0] ? folder : (char[]){"/"}};
    struct book b = {.r = r, .workbook = lib->workbook_new_opt(name, &options)};
    if (!b.workbook)
        return err_memory(err);
    int rc = fill(&b, err);
    lxw_error closed = lib->workbook_close(b.workbook);
    if (!rc && (closed || b.trouble))
        rc = failed(path, closed ? "libxlsxwriter" : "a cell", err);
    if (!rc && rename(name, path))
        rc = failed(path, strerror(errno), err);
    if (rc)
        (void)unlink(name);
    return rc;
}
