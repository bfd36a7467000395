#include "ui/audit/box.h"

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/repair.h"
#include "cache/registry/dates.h"
#include "cache/registry/headings.h"

enum { NAME_MAX_BYTES = 256, LABELS_MAX = 8, SEEN_BYTES = 160, LABEL_BYTES = 2048 };

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

/* ---- cells ---- */

static const char *cell_at(const struct audit_columns *c, const struct audit_row *row, enum audit_field field)
{
    int at = c->first[field];
    const char *cell = at >= 0 && (size_t)at < row->count ? row->cell[at] : "";
    while (*cell == ' ')
        cell++;
    return cell;
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
    if (strlen(cell) > NAME_MAX_BYTES) {
        audit_box_note(b, repair_name(REPAIR_TOO_LONG), audit_field_name(field), cell, NULL, NULL);
        return 0;
    }
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
    if (!nothing && b->ask.labels < LABELS_MAX)
        b->ask.label[b->ask.labels++] = label;
    return 0;
}

/* Several in one cell are apart by a new line, a semicolon or a Japanese comma. */
static int read_labels(struct audit_box *b, const char *cell, struct err *err)
{
    const char *text;
    if (strlen(cell) > LABEL_BYTES) {
        audit_box_note(b, repair_name(REPAIR_TOO_LONG), audit_field_name(AUDIT_LABEL), cell, NULL, NULL);
        b->ask.unread = true;
        return 0;
    }
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

/* ---- facts ---- */

struct word {
    const char *word; /* as headings_key gives it */
    int value;
};

static const struct word markets[] = {{"gb", MARKET_GB},
                                      {"uk", MARKET_GB},
                                      {"greatbritain", MARKET_GB},
                                      {"unitedkingdom", MARKET_GB},
                                      {"gbr", MARKET_GB},
                                      {"england", MARKET_GB},
                                      {"英国", MARKET_GB},
                                      {"イギリス", MARKET_GB},
                                      {"グレートブリテン", MARKET_GB},
                                      {"ni", MARKET_NI},
                                      {"northernireland", MARKET_NI},
                                      {"北アイルランド", MARKET_NI},
                                      {"jp", MARKET_JP},
                                      {"japan", MARKET_JP},
                                      {"jpn", MARKET_JP},
                                      {"日本", MARKET_JP},
                                      {"国内", MARKET_JP},
                                      {NULL, 0}};
static const struct word roles[] = {{"retailer", ROLE_RETAILER},
                                    {"distributor", ROLE_RETAILER},
                                    {"小売", ROLE_RETAILER},
                                    {"小売業者", ROLE_RETAILER},
                                    {"販売店", ROLE_RETAILER},
                                    {"seller", ROLE_SELLER},
                                    {"出品者", ROLE_SELLER},
                                    {"importer", ROLE_IMPORTER},
                                    {"輸入者", ROLE_IMPORTER},
                                    {"輸入業者", ROLE_IMPORTER},
                                    {"manufacturer", ROLE_MANUFACTURER},
                                    {"製造者", ROLE_MANUFACTURER},
                                    {"メーカー", ROLE_MANUFACTURER},
                                    {"platform", ROLE_PLATFORM},
                                    {"marketplace", ROLE_PLATFORM},
                                    {"プラットフォーム", ROLE_PLATFORM},
                                    {NULL, 0}};
static const struct word events[] = {
    {"goods-in", EVENT_GOODS_IN}, {"goodsin", EVENT_GOODS_IN}, {"入荷", EVENT_GOODS_IN}, {"offer", EVENT_OFFER},
    {"listing", EVENT_OFFER},     {"出品", EVENT_OFFER},       {"sale", EVENT_SALE},     {"販売", EVENT_SALE},
    {"audit", EVENT_AUDIT},       {"棚卸", EVENT_AUDIT},       {"監査", EVENT_AUDIT},    {NULL, 0}};
static const struct word statements[] = {
    {"complete", STATEMENT_COMPLETE}, {"完備", STATEMENT_COMPLETE}, {"incomplete", STATEMENT_INCOMPLETE},
    {"不備", STATEMENT_INCOMPLETE},   {"absent", STATEMENT_ABSENT}, {"no", STATEMENT_ABSENT},
    {"none", STATEMENT_ABSENT},       {"なし", STATEMENT_ABSENT},   {"無", STATEMENT_ABSENT},
    {"unknown", STATEMENT_UNKNOWN},   {"不明", STATEMENT_UNKNOWN},  {NULL, 0}};

static const struct words unknown_word = {"this word is not known here; the call's own value was used",
                                          "知らない語です。コマンドで指定した値を使いました"};

/* *out stays as it is for an empty cell; a word that is not known is noted. */
static int read_word(struct audit_box *b, enum audit_field field, const struct word *words, const char *cell, int *out,
                     struct err *err)
{
    char *key = NULL;
    if (!*cell)
        return 0;
    if (strlen(cell) > NAME_MAX_BYTES) {
        audit_box_note(b, "unknown-word", audit_field_name(field), cell, NULL, words_in(unknown_word, b->ask.lang));
        return 0;
    }
    if (headings_key(cell, &key, err))
        return -1;
    int found = 0;
    for (; words->word && !found; words++)
        found = !strcmp(words->word, key) ? words->value : 0;
    if (found)
        *out = found;
    else if (*key)
        audit_box_note(b, "unknown-word", audit_field_name(field), cell, NULL, words_in(unknown_word, b->ask.lang));
    free(key);
    return 0;
}

/* "gb, jp" */
static int read_markets(struct audit_box *b, const char *cell, struct err *err)
{
    char part[NAME_MAX_BYTES];
    size_t count = 0;
    enum market market[CHECK_MARKETS_MAX];
    while (*cell) {
        size_t size = strcspn(cell, ",;/|+\n");
        int found = 0;
        if (size < sizeof part) {
            memcpy(part, cell, size);
            part[size] = 0;
            if (read_word(b, AUDIT_MARKET, markets, part, &found, err))
                return -1;
        }
        bool there = !found;
        for (size_t i = 0; i < count; i++)
            there |= market[i] == (enum market)found;
        if (!there)
            market[count++] = (enum market)found;
        cell += size + (cell[size] != 0);
    }
    if (count)
        memcpy(b->ask.market, market, sizeof market);
    b->ask.markets = count ? count : b->ask.markets;
    return 0;
}

static int read_date(struct audit_box *b, const char *cell, struct err *err)
{
    static const struct words what = {"this is no date such as 2026-11-21; the day of the audit was used",
                                      "2026-11-21 のような日付ではありません。監査の日を使いました"};
    day on = 0;
    if (!*cell)
        return 0;
    if (strlen(cell) <= NAME_MAX_BYTES && dates_read(cell, DATES_FIRST, &on, err))
        return -1;
    if (on)
        b->ask.on = on;
    else
        audit_box_note(b, "bad-date", audit_field_name(AUDIT_DATE), cell, NULL, words_in(what, b->ask.lang));
    return 0;
}

/* "1,200", "12.50", "¥1,200", "１２"; below 0 when it is none. */
static int read_amount(struct audit_box *b, const char *cell, double *out, struct err *err)
{
    const char *text;
    char digits[32];
    size_t count = 0;
    *out = -1;
    if (!*cell || strlen(cell) > NAME_MAX_BYTES)
        return 0;
    if (typed(b, cell, &text, err))
        return -1;
    if (!text)
        return 0;
    for (const char *at = text; *at && count + 1 < sizeof digits; at++)
        if ((*at >= '0' && *at <= '9') || *at == '.')
            digits[count++] = *at;
        else if (*at == '-' && !count)
            return 0;
    digits[count] = 0;
    if (count)
        *out = strtod(digits, NULL);
    return 0;
}

static int read_facts(const struct audit_ask *ask, const struct audit_columns *c, const struct audit_row *row,
                      struct audit_box *b, struct err *err)
{
    int role = b->ask.role, event = b->ask.event, statement = b->ask.statement;
    double days;
    if (read_markets(b, cell_at(c, row, AUDIT_MARKET), err) ||
        read_word(b, AUDIT_ROLE, roles, cell_at(c, row, AUDIT_ROLE), &role, err) ||
        read_word(b, AUDIT_EVENT, events, cell_at(c, row, AUDIT_EVENT), &event, err) ||
        read_word(b, AUDIT_STATEMENT, statements, cell_at(c, row, AUDIT_STATEMENT), &statement, err) ||
        read_date(b, cell_at(c, row, AUDIT_DATE), err) ||
        read_amount(b, cell_at(c, row, AUDIT_QUANTITY), &b->quantity, err) ||
        read_amount(b, cell_at(c, row, AUDIT_VALUE), &b->value, err) ||
        read_amount(b, cell_at(c, row, AUDIT_SELL_THROUGH), &days, err))
        return -1;
    b->ask.role = (enum role)role;
    b->ask.event = (enum event)event;
    b->ask.statement = (enum statement)statement;
    int sell = days >= 0 && days < 100000 ? (int)days : ask->sell_through;
    day from = b->ask.on ? b->ask.on : day_at(ask->now, market_calendar(b->ask.market[0]));
    b->sold_by = sell > 0 ? day_plus(from, sell) : 0;
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

int audit_box_read(const struct audit_ask *ask, const struct audit_columns *columns, const struct audit_row *row,
                   struct audit_box *out, struct err *err)
{
    static const struct words nothing = {
        "the row names no product and no label: give a GTIN, a SKU, a model or a label",
        "商品もラベルも分かりません。GTIN、SKU、型番、ラベルのいずれかが要ります"};
    out->ask = ask->base;
    out->notes = 0;
    out->title = not_empty(cell_at(columns, row, AUDIT_TITLE));
    out->text = not_empty(cell_at(columns, row, AUDIT_TEXT));
    out->pictures = not_empty(cell_at(columns, row, AUDIT_PICTURE));
    const char *sku = cell_at(columns, row, AUDIT_SKU);
    const char *s = NULL, *brand = NULL, *model = NULL;
    if (read_name(out, AUDIT_SKU, sku, &s, err) ||
        read_name(out, AUDIT_BRAND, cell_at(columns, row, AUDIT_BRAND), &brand, err) ||
        read_name(out, AUDIT_MODEL, cell_at(columns, row, AUDIT_MODEL), &model, err) ||
        read_codes(out, cell_at(columns, row, AUDIT_GTIN), sku, err) || read_facts(ask, columns, row, out, err))
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
            audit_box_note(out, "nothing-given", "", NULL, NULL, words_in(nothing, out->ask.lang));
    }
    memset(out->picture, 0, sizeof out->picture);
    out->ask.codes = &out->codes;
    out->place = (struct check_place){.row = row->row, .line = row->line, .sold_by = out->sold_by};
    return 0;
}
