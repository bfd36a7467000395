#include "cache/registry/products.h"

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/gtin.h"
#include "cache/registry/csv.h"
#include "cache/registry/dates.h"
#include "cache/registry/form.h"
#include "cache/registry/headings.h"
#include "cache/registry/rows.h"

enum product_field {
    PRODUCT_NONE,
    PRODUCT_SKU,
    PRODUCT_GTIN,
    PRODUCT_BRAND,
    PRODUCT_MODEL,
    PRODUCT_VENDOR,
    PRODUCT_NAME,
    PRODUCT_SCOPE,
    PRODUCT_STATEMENT,
    PRODUCT_SUPPORT,
};

static const struct heading known[] = {
    {"商品コード", PRODUCT_SKU},
    {"jan", PRODUCT_GTIN},
    {"janコード", PRODUCT_GTIN},
    {"gtinコード", PRODUCT_GTIN},
    {"ean", PRODUCT_GTIN},
    {"upc", PRODUCT_GTIN},
    {"ブランド", PRODUCT_BRAND},
    {"ブランド名", PRODUCT_BRAND},
    {"メーカー", PRODUCT_BRAND},
    {"メーカー名", PRODUCT_BRAND},
    {"型番", PRODUCT_MODEL},
    {"製品型番", PRODUCT_MODEL},
    {"モデル", PRODUCT_MODEL},
    {"モデル番号", PRODUCT_MODEL},
    {"model number", PRODUCT_MODEL},
    {"ベンダー", PRODUCT_VENDOR},
    {"ベンダー名", PRODUCT_VENDOR},
    {"商品名", PRODUCT_NAME},
    {"製品名", PRODUCT_NAME},
    {"品名", PRODUCT_NAME},
    {"product name", PRODUCT_NAME},
    {"対象範囲", PRODUCT_SCOPE},
    {"適合宣言", PRODUCT_STATEMENT},
    {"適合宣言書", PRODUCT_STATEMENT},
    {"サポート終了日", PRODUCT_SUPPORT},
    {"サポート期限", PRODUCT_SUPPORT},
    {"support until", PRODUCT_SUPPORT},
};

static const char *const names[HEADINGS_FIELDS_MAX] = {
    [PRODUCT_SKU] = "sku",     [PRODUCT_GTIN] = "gtin",           [PRODUCT_BRAND] = "brand",
    [PRODUCT_MODEL] = "model", [PRODUCT_VENDOR] = "vendor",       [PRODUCT_NAME] = "name",
    [PRODUCT_SCOPE] = "scope", [PRODUCT_STATEMENT] = "statement", [PRODUCT_SUPPORT] = "support_until",
};

static const unsigned required[] = {1u << PRODUCT_GTIN | 1u << PRODUCT_SKU, 1u << PRODUCT_MODEL};

static const struct heading_set headings = {
    .known = known,
    .known_count = sizeof known / sizeof known[0],
    .name = names,
    .single = 1u << PRODUCT_GTIN | 1u << PRODUCT_SKU | 1u << PRODUCT_MODEL,
    .required = required,
    .required_count = sizeof required / sizeof required[0],
};

struct products {
    struct input in;
    struct table table;
    struct layout layout;
    struct catalogue_import *import;
    products_note *note;
    void *ctx;
    struct products_result result;
};

static void say(const struct products *p, const struct row *row, struct words what, const char *seen)
{
    if (p->note)
        p->note(p->ctx, row->line, what, seen);
}

static int text(const struct products *p, const struct row *row, int field, char **out, struct err *err)
{
    return rows_text(row, &p->layout, &headings, field, out, err);
}

/* ---- GTINs ---- */

static const struct words gtin_rounded = {
    "the spreadsheet has rounded the GTIN to a number like 4.9E+12 and its digits are lost: format the column as text "
    "and "
    "enter it again; the row is kept without it",
    "表計算ソフトが GTIN を 4.9E+12 のような数に丸め、桁が失われました。列を文字列にして入れ直してください。この行は GTIN なしで取り込みました"};
static const struct words gtin_none = {"this is no GTIN: the row is kept without it",
                                       "GTIN ではありません。この行は GTIN なしで取り込みました"};
static const struct words gtin_check = {"the GTIN's check digit is wrong: the row is kept without it",
                                        "GTIN のチェックデジットが違います。この行は GTIN なしで取り込みました"};
static const struct words gtin_repaired = {"the GTIN had lost leading zeros, which are put back",
                                           "GTIN の先頭の 0 が失われていたので補いました"};
static const struct words gtin_in_store_code = {
    "this is an in-store code, the same for other products elsewhere: the row is kept without it",
    "インストアコードで、他の店では別の商品を指します。この行は GTIN なしで取り込みました"};
static const struct words gtin_book = {"this is a book's number: the row is kept without it",
                                       "書籍の番号です。この行は GTIN なしで取り込みました"};

/* 4.90123E+12 */
static bool scientific(const char *s)
{
    size_t mantissa = strspn(s, "0123456789.,");
    const char *exponent = s + mantissa + 1;
    if (mantissa == 0 || (s[mantissa] != 'E' && s[mantissa] != 'e'))
        return false;
    exponent += *exponent == '+' || *exponent == '-';
    size_t digits = strspn(exponent, "0123456789");
    return digits > 0 && exponent[digits] == 0;
}

/* What must be said of a GTIN's cell (NFKC); NULL when nothing. `out` is "" when there is none to keep. */
static const struct words *gtin_trouble(const char *folded, char out[GTIN_TEXT])
{
    enum gtin_trouble trouble = gtin_from_typed(folded, out);
    const struct words *what = NULL;
    if (trouble == GTIN_NOT)
        what = scientific(folded) ? &gtin_rounded : &gtin_none;
    else if (trouble == GTIN_BAD_CHECK)
        what = &gtin_check;
    else if (gtin_in_store(out))
        what = &gtin_in_store_code;
    else if (gtin_is_book(out))
        what = &gtin_book;
    if (what)
        out[0] = 0;
    else if (trouble == GTIN_REPAIRED)
        what = &gtin_repaired;
    return what;
}

static int read_gtin(struct products *p, const struct row *row, struct product *out, struct err *err)
{
    char *written, *folded;
    if (text(p, row, PRODUCT_GTIN, &written, err))
        return -1;
    if (!written)
        return 0;
    if (text_nfkc(written, &folded, err))
        return -1;
    const struct words *what = gtin_trouble(text_trim(folded), out->gtin);
    free(folded);
    if (what)
        say(p, row, *what, written);
    p->result.bad_gtins += !out->gtin[0];
    p->result.repaired_gtins += what && out->gtin[0];
    return 0;
}

/* ---- words ---- */

struct word_ja {
    const char *word;
    int value;
};

static const struct word_ja scopes[] = {
    {"対象", SCOPE_IN}, {"対象外", SCOPE_EXCEPTED}, {"中古", SCOPE_USED}, {"不明", SCOPE_UNKNOWN}, {NULL, 0}};
static const struct word_ja statements[] = {{"完備", STATEMENT_COMPLETE},
                                            {"不備", STATEMENT_INCOMPLETE},
                                            {"なし", STATEMENT_ABSENT},
                                            {"不明", STATEMENT_UNKNOWN},
                                            {NULL, 0}};

static int scope_word(const char *word)
{
    return (int)scope_from_name(word);
}

static int statement_word(const char *word)
{
    return (int)statement_from_name(word);
}

struct vocabulary {
    int field;
    int (*english)(const char *word);
    const struct word_ja *japanese;
    int unknown;
    struct words what;
};

static const struct vocabulary scope = {
    PRODUCT_SCOPE,
    scope_word,
    scopes,
    SCOPE_UNKNOWN,
    {"scope is taken as unknown; the words are in, excepted, used, unknown",
     "scope を不明としました。使える語は in, excepted, used, unknown（対象, 対象外, 中古, 不明）です"}};
static const struct vocabulary statement = {
    PRODUCT_STATEMENT,
    statement_word,
    statements,
    STATEMENT_UNKNOWN,
    {"statement is taken as unknown; the words are complete, incomplete, absent, unknown",
     "statement を不明としました。使える語は complete, incomplete, absent, unknown（完備, 不備, なし, 不明）です"}};

/* *out is 0 for an empty cell, `unknown` for a word that is not in the vocabulary. */
static int read_word(struct products *p, const struct row *row, const struct vocabulary *v, int *out, struct err *err)
{
    char *written, *key;
    *out = 0;
    if (text(p, row, v->field, &written, err))
        return -1;
    if (!written)
        return 0;
    if (headings_key(written, &key, err))
        return -1;
    *out = v->english(key);
    for (const struct word_ja *w = v->japanese; w->word && !*out; w++)
        if (strcmp(w->word, key) == 0)
            *out = w->value;
    free(key);
    if (*out)
        return 0;
    *out = v->unknown;
    p->result.unknown_words++;
    say(p, row, v->what, written);
    return 0;
}

static int read_support(struct products *p, const struct row *row, struct product *out, struct err *err)
{
    static const struct words what = {
        "support_until is no date and is left out: write it as 2027-05-31",
        "support_until が日付ではないので空としました。2027-05-31 のように書いてください"};
    char *written;
    if (text(p, row, PRODUCT_SUPPORT, &written, err))
        return -1;
    if (!written)
        return 0;
    if (dates_read(written, DATES_LAST, &out->support_until, err))
        return -1;
    if (out->support_until)
        return 0;
    p->result.unread_dates++;
    say(p, row, what, written);
    return 0;
}

/* ---- rows ---- */

/* Texts are borrowed from `row`. */
static int read_row(struct products *p, const struct row *row, struct product *out, struct err *err)
{
    static const struct words no_code = {"neither sku nor gtin: no code finds this row, only its model",
                                         "sku も gtin もありません。この行は型番でしか見つかりません"};
    int scope_value, statement_value;
    *out = (struct product){.found = true};
    if (text(p, row, PRODUCT_SKU, &out->sku, err) || text(p, row, PRODUCT_BRAND, &out->brand, err) ||
        text(p, row, PRODUCT_MODEL, &out->model, err) || text(p, row, PRODUCT_VENDOR, &out->vendor, err) ||
        text(p, row, PRODUCT_NAME, &out->name, err) || read_gtin(p, row, out, err) ||
        read_word(p, row, &scope, &scope_value, err) || read_word(p, row, &statement, &statement_value, err) ||
        read_support(p, row, out, err))
        return -1;
    out->scope = (enum scope)scope_value;
    out->statement = (enum statement)statement_value;
    if (!out->sku && !out->gtin[0])
        say(p, row, no_code, out->model ? out->model : "");
    return 0;
}

static int put_rows(struct products *p, struct err *err)
{
    for (;;) {
        struct row row;
        struct product product;
        bool more;
        if (headings_next(&p->table, &p->layout, &row, &more, err))
            return -1;
        if (!more)
            return 0;
        if (read_row(p, &row, &product, err))
            return err && err->code == ERR_INPUT ? table_err_at(p->table.unit, row.line, err) : -1;
        if (catalogue_put(p->import, row.line, &product, err))
            return -1;
    }
}

static int open_file(struct products *p, const char *path, struct err *err)
{
    enum form form = FORM_CSV;
    if (input_open(path, &p->in, err) || form_find(&p->in, path, &form, err) || csv_open(&p->in, &p->table, err))
        return -1;
    return headings_find(&p->table, &headings, NULL, &p->layout, err);
}

static int commit(struct products *p, struct err *err)
{
    if (input_unchanged(&p->in, err))
        return -1;
    struct catalogue_import *import = p->import;
    p->import = NULL;
    return catalogue_commit(import, &p->result.products, err);
}

int products_import(struct db *db, const char *path, moment now, products_note *note, void *ctx,
                    struct products_result *out, struct err *err)
{
    struct products p = {.note = note, .ctx = ctx};
    *out = (struct products_result){0};
    int rc = open_file(&p, path, err);
    if (rc == 0)
        rc = catalogue_begin(db, now, &p.import, err);
    if (rc == 0)
        rc = put_rows(&p, err);
    if (rc == 0)
        rc = commit(&p, err);
    if (rc == 0)
        *out = p.result;
    catalogue_abort(p.import);
    table_close(&p.table);
    input_close(&p.in);
    return rc;
}
