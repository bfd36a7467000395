#include "ui/audit/box.h"

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/repair.h"
#include "app/label/claims.h"
#include "ui/audit/box_facts.h"

enum { NAME_MAX_BYTES = 256, SEEN_BYTES = 160, LABEL_BYTES = 2048 };

/* ---- what a box keeps ---- */

const char *audit_box_keep(struct audit_box *b, const char *text, size_t size)
{
    if (b->kept == AUDIT_KEEP_MAX)
        return NULL;
    char *copy = strndup(text, size);
    if (copy)
        b->keep[b->kept++] = copy;
    return copy;
}

void audit_box_clear(struct audit_box *b)
{
    for (size_t i = 0; i < b->kept; i++)
        free(b->keep[i]);
    b->kept = 0;
    symbols_clear(&b->codes);
}

/* Cells may be long; what is said of them is not. */
static const char *shortened(struct audit_box *b, const char *text)
{
    char cut[SEEN_BYTES];
    if (!text)
        return NULL;
    text_copy(cut, sizeof cut, text);
    return audit_box_keep(b, cut, strlen(cut));
}

void audit_box_note(struct audit_box *b, const char *code, const char *field, const char *seen, const char *taken,
                    const char *say)
{
    if (b->notes < CHECK_NOTES_MAX)
        b->note[b->notes++] = (struct check_note){code, field, shortened(b, seen), taken, say};
}

void audit_box_say(struct audit_box *b, enum audit_note note, enum audit_field field, const char *seen)
{
    audit_box_note(b, audit_note_name(note), audit_field_name(field), seen, NULL,
                   words_in(audit_note_words(note), b->ask.lang));
}

/* ---- cells ---- */

const char *audit_row_cell(const struct audit_columns *c, const struct audit_row *row, enum audit_field field)
{
    int at = c->first[field];
    const char *cell = at >= 0 && (size_t)at < row->count ? row->cell[at] : "";
    while (*cell == ' ')
        cell++;
    return cell;
}

/* What several columns may hold, a line each; NULL when all are empty. */
static int all_cells(struct audit_box *b, const struct audit_columns *c, const struct audit_row *row,
                     enum audit_field field, const char **out, struct err *err)
{
    struct buffer lines = {0};
    size_t filled = 0;
    *out = NULL;
    for (size_t i = 0; c->first[field] >= 0 && i < c->width && i < row->count; i++)
        if (c->field[i] == field && *row->cell[i]) {
            buffer_text(&lines, filled++ ? "\n" : "");
            buffer_text(&lines, row->cell[i]);
            *out = row->cell[i];
        }
    if (filled > 1)
        *out = lines.failed ? NULL : audit_box_keep(b, lines.bytes, lines.size);
    buffer_clear(&lines);
    return filled && !*out ? err_memory(err) : 0;
}

/* What is not read whole is not judged: the rest of it might say otherwise. */
static int too_long(enum audit_field field, size_t most, struct err *err)
{
    return err_set(err, ERR_INPUT, "not checked: %s is longer than %zu bytes; shorten it",
                   "検査していません。%s が %zu バイトを超えています。短くしてください", audit_field_name(field), most);
}

static bool is_plain(const char *text)
{
    size_t size = 0;
    for (; text[size]; size++)
        if ((unsigned char)text[size] >= 0x80 || (unsigned char)text[size] < ' ')
            return false;
    return size == 0 || text[size - 1] != ' ';
}

/* A cell as the program takes typed text: NFKC, without the white space around it. NULL for an empty one. */
static int typed(struct audit_box *b, const char *cell, const char **out, struct err *err)
{
    *out = *cell ? cell : NULL;
    if (is_plain(cell))
        return 0;
    char *folded = NULL;
    if (text_nfkc(cell, &folded, err))
        return -1;
    const char *text = text_trim(folded);
    *out = *text ? audit_box_keep(b, text, strlen(text)) : NULL;
    bool lost = *text && !*out;
    free(folded);
    return lost ? err_memory(err) : 0;
}

/* A name: an SKU, a brand, a model. A placeholder is none. */
static int read_name(struct audit_box *b, enum audit_field field, const char *cell, const char **out, struct err *err)
{
    bool nothing = false;
    *out = NULL;
    if (!*cell)
        return 0;
    if (strlen(cell) > NAME_MAX_BYTES)
        return too_long(field, NAME_MAX_BYTES, err);
    if (typed(b, cell, out, err) || (*out && repair_is_placeholder(*out, &nothing, err)))
        return -1;
    if (nothing) {
        audit_box_note(b, repair_name(REPAIR_PLACEHOLDER), audit_field_name(field), cell, NULL, NULL);
        *out = NULL;
    }
    return 0;
}

/* ---- codes ---- */

static void note_repairs(struct audit_box *b, const struct repair *r, enum audit_field field, const char *cell)
{
    const char *taken = r->codes ? audit_box_keep(b, r->code[0], strlen(r->code[0])) : NULL;
    for (int kind = REPAIR_NONE + 1; kind < REPAIR_KINDS; kind++)
        if (r->kinds & REPAIR_BIT(kind))
            audit_box_note(b, repair_name((enum repair_kind)kind), audit_field_name(field), cell, taken,
                           words_in(repair_words((enum repair_kind)kind), b->ask.lang));
}

static int add_code(struct audit_box *b, const char *code, struct err *err)
{
    if (b->codes.count == SYMBOLS_MAX)
        return 0;
    struct symbol *s = &b->codes.item[b->codes.count];
    if (symbol_set(s, SYMBOLOGY_NONE, ORIGIN_TYPED, code, strlen(code), err))
        return -1;
    symbol_guess(s);
    b->codes.count++;
    return 0;
}

/* The first code is the row's GTIN; others of the cell are codes of the same box, and two products are a finding. */
static int take_codes(struct audit_box *b, const struct repair *r, struct err *err)
{
    b->ask.unread |= r->unread;
    for (size_t i = 0; i < r->codes; i++) {
        const char *code = audit_box_keep(b, r->code[i], strlen(r->code[i]));
        if (!code)
            return err_memory(err);
        if (i == 0)
            b->ask.gtin = code;
        else if (add_code(b, code, err))
            return -1;
    }
    return 0;
}

static int read_codes(struct audit_box *b, const char *gtin, const char *sku, struct err *err)
{
    struct repair r = {0};
    enum audit_field field = AUDIT_GTIN;
    if (*gtin && repair_gtin(gtin, &r, err))
        return -1;
    if (!r.codes && !r.unread) {
        note_repairs(b, &r, field, gtin);
        field = AUDIT_SKU;
        gtin = sku;
        if (repair_sku(sku, &r, err))
            return -1;
    }
    if (r.kinds)
        note_repairs(b, &r, field, gtin);
    return take_codes(b, &r, err);
}

/* ---- labels ---- */

int audit_box_label(struct audit_box *b, const char *label, struct err *err)
{
    if (b->ask.labels == CHECK_LABELS_MAX)
        return err_set(err, ERR_INPUT, "not checked: more than %d labels in one row; give each box a row",
                       "検査していません。一行にラベルが %d 件を超えています。箱ごとに行を分けてください",
                       CHECK_LABELS_MAX);
    b->ask.label[b->ask.labels++] = label;
    return 0;
}

static int add_label(struct audit_box *b, const char *text, size_t size, struct err *err)
{
    const char *label = audit_box_keep(b, text, size);
    bool nothing;
    if (!label)
        return err_memory(err);
    label = text_trim(b->keep[b->kept - 1]);
    if (!*label)
        return 0;
    if (repair_is_placeholder(label, &nothing, err))
        return -1;
    return nothing ? 0 : audit_box_label(b, label, err);
}

/* Several in one cell are apart by a new line, a semicolon or a Japanese comma. */
static int read_labels(struct audit_box *b, const char *cell, struct err *err)
{
    const char *text;
    if (strlen(cell) > LABEL_BYTES)
        return too_long(AUDIT_LABEL, LABEL_BYTES, err);
    if (typed(b, cell, &text, err))
        return -1;
    while (text && *text) {
        size_t size = strcspn(text, "\r\n;");
        const char *comma = strstr(text, "、");
        size_t next = size + (text[size] != 0);
        if (comma && (size_t)(comma - text) < size) {
            size = (size_t)(comma - text);
            next = size + strlen("、");
        }
        if (add_label(b, text, size, err))
            return -1;
        text += next;
    }
    return 0;
}

static bool nothing_to_go_by(const struct audit_box *b)
{
    const struct check_ask *a = &b->ask;
    return !a->gtin && !a->sku && !a->model && !a->labels && !b->codes.count;
}

static const char *not_empty(const char *cell)
{
    return *cell ? cell : NULL;
}

/* What a listing says, and its pictures. */
static int read_listing(struct audit_box *b, const struct audit_columns *c, const struct audit_row *row,
                        struct err *err)
{
    b->title = not_empty(audit_row_cell(c, row, AUDIT_TITLE));
    if (all_cells(b, c, row, AUDIT_TEXT, &b->text, err) || all_cells(b, c, row, AUDIT_PICTURE, &b->pictures, err))
        return -1;
    if (b->title && strlen(b->title) > CLAIMS_TEXT_MAX)
        return too_long(AUDIT_TITLE, CLAIMS_TEXT_MAX, err);
    return b->text && strlen(b->text) > CLAIMS_TEXT_MAX ? too_long(AUDIT_TEXT, CLAIMS_TEXT_MAX, err) : 0;
}

int audit_box_read(const struct audit_ask *ask, const struct audit_columns *columns, const struct audit_row *row,
                   struct audit_box *out, struct err *err)
{
    const char *sku = audit_row_cell(columns, row, AUDIT_SKU);
    const char *s = NULL, *brand = NULL, *model = NULL;
    out->ask = ask->base;
    out->notes = 0;
    out->sold_by = 0;
    memset(out->picture, 0, sizeof out->picture);
    if (read_listing(out, columns, row, err) || read_name(out, AUDIT_SKU, sku, &s, err) ||
        read_name(out, AUDIT_BRAND, audit_row_cell(columns, row, AUDIT_BRAND), &brand, err) ||
        read_name(out, AUDIT_MODEL, audit_row_cell(columns, row, AUDIT_MODEL), &model, err) ||
        read_codes(out, audit_row_cell(columns, row, AUDIT_GTIN), sku, err) ||
        box_facts_read(ask, columns, row, out, err))
        return -1;
    out->ask.sku = s ? s : ask->base.sku;
    out->ask.brand = brand ? brand : ask->base.brand;
    out->ask.model = model ? model : ask->base.model;
    for (size_t i = 0; i < columns->width && i < row->count; i++)
        if (columns->field[i] == AUDIT_LABEL && read_labels(out, row->cell[i], err))
            return -1;
    if (nothing_to_go_by(out)) {
        out->ask.unread = true;
        if (!out->title && !out->text && !out->pictures)
            audit_box_say(out, NOTE_NOTHING_GIVEN, AUDIT_NONE, NULL);
    }
    out->ask.codes = &out->codes;
    out->place = (struct check_place){.row = row->row, .line = row->line, .sold_by = out->sold_by};
    return 0;
}
