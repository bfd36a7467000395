#include "app/codes/repair.h"

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/gtin.h"
#include "app/label/normal.h"

static const struct {
    const char *name;
    struct words words;
} table[REPAIR_KINDS] = {
    [REPAIR_NONE] = {"", {"", ""}},
    [REPAIR_QUOTE] = {"text-quote",
                      {"quotes that kept the code as text were taken off", "文字列にするための引用符を外しました"}},
    [REPAIR_WIDE] = {"full-width", {"full-width digits were read as digits", "全角数字を半角として読みました"}},
    [REPAIR_DECIMAL] = {"decimal-tail", {"a trailing .0 was taken off", "末尾の .0 を外しました"}},
    [REPAIR_GROUPED] = {"grouped", {"separators of thousands were taken out", "桁区切りを除きました"}},
    [REPAIR_SCIENTIFIC] = {"scientific",
                           {"a number like 4.901234567894E+12 was written out; its check digit is right",
                            "4.901234567894E+12 のような表記を元に戻しました（チェックデジットは正しい）"}},
    [REPAIR_ZEROS] = {"zeros-lost",
                      {"lost leading zeros were put back; the check digit proves them",
                       "失われた先頭の 0 を補いました（チェックデジットで確認）"}},
    [REPAIR_TWO] = {"two-codes", {"the cell holds more than one code", "一つのセルに複数のコードがあります"}},
    [REPAIR_IN_SKU] = {"gtin-in-sku", {"the SKU's column holds a GTIN", "SKU の列に GTIN が入っています"}},
    [REPAIR_LOST] = {"digits-lost",
                     {"the spreadsheet has rounded the code and its digits are lost: format the column as text and "
                      "enter it again",
                      "表計算ソフトがコードを丸め、桁が失われました。列を文字列にして入れ直してください"}},
    [REPAIR_PLACEHOLDER] = {"placeholder", {"a placeholder, no code", "コードではなく、空欄の代わりの値です"}},
    [REPAIR_TOO_LONG] = {"too-long", {"too long for a code", "コードとしては長すぎます"}},
};

const char *repair_name(enum repair_kind kind)
{
    return kind < REPAIR_KINDS ? table[kind].name : "";
}

struct words repair_words(enum repair_kind kind)
{
    return table[kind < REPAIR_KINDS ? kind : REPAIR_NONE].words;
}

static void met(struct repair *r, enum repair_kind kind)
{
    r->kinds |= REPAIR_BIT(kind);
}

static bool digits_only(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == 0;
}

/* ---- placeholders ---- */

/* 0000000000000 has a right check digit, and so have some rows of nines: no product is numbered so. */
static bool one_digit_repeated(const char *text)
{
    size_t n = strspn(text, (char[]){text[0], 0});
    return (text[0] == '0' || (text[0] == '9' && n >= 8)) && text[n] == 0;
}

static bool is_nothing(const char *folded, const char *norm)
{
    static const char *const words[] = {"NA", "NOGTIN", "NOEAN", "NOBARCODE", "DOESNOTAPPLY", "なし", "ナシ", "無"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(norm, words[i]))
            return true;
    return normal_is_placeholder(norm) || (digits_only(folded) && one_digit_repeated(folded));
}

int repair_is_placeholder(const char *cell, bool *yes, struct err *err)
{
    char *norm = NULL;
    *yes = false;
    if (strlen(cell) > REPAIR_CELL_MAX)
        return 0;
    if (normal_form(cell, &norm, err))
        return -1;
    *yes = *norm && is_nothing(norm, norm);
    free(norm);
    return 0;
}

/* ---- one code ---- */

/* 'X and ="X" and "X" */
static char *take_quotes(char *text, struct repair *r)
{
    char *from = text + (text[0] == '\'' && text[1]); /* an apostrophe may stand before the others, too */
    size_t size = strlen(from);
    if (size > 3 && from[0] == '=' && from[1] == '"' && from[size - 1] == '"')
        from += 2;
    else if (size > 2 && from[0] == '"' && from[size - 1] == '"')
        from++;
    else if (from == text)
        return text;
    size = strlen(from);
    if (from[size - 1] == '"')
        from[size - 1] = 0;
    met(r, REPAIR_QUOTE);
    return text_trim(from);
}

static void take_decimals(char *text, struct repair *r)
{
    char *dot = strchr(text, '.');
    size_t zeros = dot ? strspn(dot + 1, "0") : 0;
    if (!dot || dot == text || zeros == 0 || dot[1 + zeros] || strspn(text, "0123456789") != (size_t)(dot - text))
        return;
    *dot = 0;
    met(r, REPAIR_DECIMAL);
}

/* 4,901,234: groups of three behind the first. */
static void take_groups(char *text, struct repair *r)
{
    size_t digits = strspn(text, "0123456789"), groups = 0;
    if (digits == 0 || digits > 3)
        return;
    for (const char *at = text + digits; *at; at += 4, groups++)
        if (*at != ',' || strspn(at + 1, "0123456789") < 3 || (at[4] && at[4] != ','))
            return;
    if (groups < 2)
        return;
    char *to = text;
    for (const char *at = text; *at; at++)
        if (*at != ',')
            *to++ = *at;
    *to = 0;
    met(r, REPAIR_GROUPED);
}

enum scientific { SCIENTIFIC_NOT, SCIENTIFIC_WHOLE, SCIENTIFIC_LOST };

/* 4.901234567894E+12: whole when no digit is missing before the point that the exponent means. */
static enum scientific take_scientific(char *text)
{
    char digits[32];
    size_t count = 0, behind = 0;
    const char *at = text;
    bool point = false;
    for (; (*at >= '0' && *at <= '9') || ((*at == '.' || *at == ',') && !point); at++) {
        if (*at == '.' || *at == ',') {
            point = true;
            continue;
        }
        if (count + 1 >= sizeof digits)
            return SCIENTIFIC_NOT;
        digits[count++] = *at;
        behind += point;
    }
    if (count == 0 || (*at != 'E' && *at != 'e'))
        return SCIENTIFIC_NOT;
    at += 1 + (at[1] == '+');
    size_t size = strspn(at, "0123456789");
    if (size == 0 || size > 2 || at[size])
        return SCIENTIFIC_NOT;
    digits[count] = 0;
    if ((size_t)atoi(at) != behind || count < 8)
        return SCIENTIFIC_LOST;
    strcpy(text, digits);
    return SCIENTIFIC_WHOLE;
}

static void add(struct repair *r, const char *code)
{
    for (size_t i = 0; i < r->codes; i++)
        if (!strcmp(r->code[i], code))
            return;
    if (r->codes == REPAIR_CODES_MAX || strlen(code) >= REPAIR_TEXT) { /* what does not fit was not read */
        met(r, REPAIR_TOO_LONG);
        r->unread = true;
        return;
    }
    strcpy(r->code[r->codes++], code);
}

static bool is_good(enum gtin_trouble trouble)
{
    return trouble == GTIN_GOOD || trouble == GTIN_REPAIRED;
}

/* One code as it stands; `text` may be changed. */
static void one_code(char *text, struct repair *r)
{
    char gtin[GTIN_TEXT];
    text = take_quotes(text_trim(text), r);
    take_decimals(text, r);
    take_groups(text, r);
    enum scientific scientific = take_scientific(text);
    enum gtin_trouble trouble = gtin_from_typed(text, gtin);
    if (scientific == SCIENTIFIC_LOST || (scientific == SCIENTIFIC_WHOLE && !is_good(trouble))) {
        met(r, REPAIR_LOST);
        r->unread = true;
        return;
    }
    if (scientific == SCIENTIFIC_WHOLE)
        met(r, REPAIR_SCIENTIFIC);
    if (digits_only(text) && one_digit_repeated(text)) {
        met(r, REPAIR_PLACEHOLDER);
        return;
    }
    if (trouble == GTIN_REPAIRED)
        met(r, REPAIR_ZEROS);
    add(r, text);
}

/* ---- several codes ---- */

/* Every part is a GTIN by its check digit: only then does a space or a comma part codes. */
static bool parts_are_codes(const char *text)
{
    static const char between[] = ",;/| \t\r\n";
    char part[REPAIR_TEXT], gtin[GTIN_TEXT];
    size_t count = 0;
    for (const char *at = text; *at;) {
        at += strspn(at, between);
        size_t size = strcspn(at, between);
        if (size == 0)
            break;
        if (size >= sizeof part)
            return false;
        memcpy(part, at, size);
        part[size] = 0;
        if (!digits_only(part) || size < 8 || gtin_from_typed(part, gtin) != GTIN_GOOD)
            return false;
        count++;
        at += size;
    }
    return count > 1;
}

static void split_codes(char *text, struct repair *r)
{
    char *rest = NULL;
    met(r, REPAIR_TWO);
    for (char *part = strtok_r(text, ",;/| \t\r\n", &rest); part; part = strtok_r(NULL, ",;/| \t\r\n", &rest))
        one_code(part, r);
}

static bool has_wide_digit(const char *text)
{
    int32_t c;
    while ((c = text_next(&text)))
        if (c >= 0xFF10 && c <= 0xFF19)
            return true;
    return false;
}

int repair_gtin(const char *cell, struct repair *out, struct err *err)
{
    char *folded = NULL, *norm = NULL;
    *out = (struct repair){0};
    if (strlen(cell) > REPAIR_CELL_MAX) {
        met(out, REPAIR_TOO_LONG);
        out->unread = true;
        return 0;
    }
    if (text_nfkc(cell, &folded, err) || normal_form(cell, &norm, err)) {
        free(folded);
        return -1;
    }
    char *text = text_trim(folded);
    if (has_wide_digit(cell))
        met(out, REPAIR_WIDE);
    if (*norm && is_nothing(text, norm))
        out->kinds = REPAIR_BIT(REPAIR_PLACEHOLDER);
    else if (*text && parts_are_codes(text))
        split_codes(text, out);
    else if (*text)
        one_code(text, out);
    free(folded);
    free(norm);
    return 0;
}

int repair_sku(const char *cell, struct repair *out, struct err *err)
{
    enum { TWELVE = 12 };
    char gtin[GTIN_TEXT];
    struct repair r;
    *out = (struct repair){0};
    if (strlen(cell) < TWELVE)
        return 0;
    if (repair_gtin(cell, &r, err))
        return -1;
    if (r.codes != 1 || !digits_only(r.code[0]) || strlen(r.code[0]) < TWELVE ||
        gtin_from_typed(r.code[0], gtin) != GTIN_GOOD || gtin_in_store(gtin))
        return 0;
    *out = r;
    met(out, REPAIR_IN_SKU);
    return 0;
}
