#include "cache/registry/xlsx_styles.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FORMATS = 65536 };

/* ---- one format code ---- */

/* How much of the code at `s` is no letter of a date: a quoted text, [Red] or [$-411], an escaped character, one that
 * is only as wide as a blank or repeated, General. 0 = it is a letter. */
static size_t skipped(const char *s, size_t size)
{
    static const char general[] = "General";
    const char *end = NULL;
    if (s[0] == '"')
        end = memchr(s + 1, '"', size - 1);
    else if (s[0] == '[')
        end = memchr(s + 1, ']', size - 1);
    else if (s[0] == '\\' || s[0] == '_' || s[0] == '*')
        return size < 2 ? size : 2;
    else if (size >= sizeof general - 1 && strncasecmp(s, general, sizeof general - 1) == 0)
        return sizeof general - 1;
    else if (size >= 2 && (s[0] == 'G' || s[0] == 'g') && s[1] == '/') /* G/標準 */
        return 2;
    else if (size >= 2 && (s[0] == 'E' || s[0] == 'e') && (s[1] == '+' || s[1] == '-')) /* 0.00E+00 */
        return 2;
    else
        return 0;
    return end ? (size_t)(end - s) + 1 : size;
}

/* [h], [mm], [s]: hours, minutes, seconds that go on counting. */
static bool elapsed(const char *s, size_t size)
{
    size_t n = 1;
    if (size < 3 || s[0] != '[' || !strchr("hmsHMS", s[1]))
        return false;
    while (n < size && s[n] == s[1])
        n++;
    return n < size && s[n] == ']';
}

/* m alone is a month; beside hours or seconds it is minutes. Of the sections only the first counts. */
bool xlsx_styles_is_date(const char *code, size_t size)
{
    bool dated = false, time = false, month = false;
    for (size_t i = 0; i < size && code[i] != ';';) {
        size_t skip = skipped(code + i, size - i);
        char c = (char)(code[i] | 0x20);
        time |= elapsed(code + i, size - i);
        if (skip > 0) {
            i += skip;
            continue;
        }
        dated |= c == 'y' || c == 'd' || c == 'e' || c == 'g'; /* e: the year of an era, which is g */
        time |= c == 'h' || c == 's';
        month |= c == 'm';
        i++;
    }
    return dated || (month && !time);
}

day xlsx_styles_day(double serial, bool from_1904)
{
    enum { LAST = 500000 }; /* of the year 3268 */
    if (!(serial >= (from_1904 ? 0 : 1) && serial < LAST))
        return 0;
    int days = (int)serial;
    if (from_1904)
        return day_plus(day_of(1904, 1, 1), days);
    if (days == 60)
        return 0;
    return day_plus(day_of(1900, 1, 1), days - (days < 60 ? 1 : 2));
}

/* ---- the part ---- */

struct reading {
    struct xlsx_styles *styles;
    bool *date; /* by format; FORMATS of them */
    bool in_cells;
};

/* The formats that need no code (18.8.30), East Asian ones included; times alone are no dates. */
static void built_in(bool *date)
{
    static const struct {
        int from, to;
    } dates[] = {{14, 17}, {22, 22}, {27, 31}, {34, 36}, {50, 58}};
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        for (int id = dates[i].from; id <= dates[i].to; id++)
            date[id] = true;
}

static int add_style(struct reading *r, const struct markup_tag *tag, struct err *err)
{
    struct markup_value v;
    uint32_t id;
    struct xlsx_styles *s = r->styles;
    if (s->count == XLSX_STYLES_MAX)
        return err_set(err, ERR_INPUT, "more than %d styles in the workbook: save the list as CSV (UTF-8)",
                       "ブックの書式が %d 種類を超えています。一覧を CSV（UTF-8）で保存してください", XLSX_STYLES_MAX);
    s->date[s->count++] = markup_attribute(tag, "numFmtId", &v) && markup_number(v, FORMATS - 1, &id) && r->date[id];
    return 0;
}

static int on_start(void *ctx, const struct markup_tag *tag, struct err *err)
{
    struct reading *r = ctx;
    struct markup_value id, code;
    uint32_t number;
    if (markup_is(tag, MARKUP_SPACE_SHEET, "cellXfs"))
        r->in_cells = true;
    else if (r->in_cells && markup_is(tag, MARKUP_SPACE_SHEET, "xf"))
        return add_style(r, tag, err);
    else if (markup_is(tag, MARKUP_SPACE_SHEET, "numFmt") && markup_attribute(tag, "numFmtId", &id) &&
             markup_attribute(tag, "formatCode", &code) && markup_number(id, FORMATS - 1, &number))
        r->date[number] = xlsx_styles_is_date(code.from, code.size);
    return 0;
}

static int on_end(void *ctx, const struct markup_tag *tag, struct err *err)
{
    (void)err;
    struct reading *r = ctx;
    if (markup_is(tag, MARKUP_SPACE_SHEET, "cellXfs"))
        r->in_cells = false;
    return 0;
}

int xlsx_styles_read(struct xlsx_zip *z, const char *part, struct xlsx_styles *out, struct err *err)
{
    static const struct markup_events events = {on_start, on_end, NULL};
    int64_t index = -1;
    out->count = 0;
    if (!part[0])
        return 0;
    if (xlsx_zip_find(z, part, &index, err))
        return -1;
    if (index < 0)
        return 0;
    struct reading r = {.styles = out, .date = calloc(FORMATS, sizeof *r.date)};
    if (!r.date)
        return err_memory(err);
    built_in(r.date);
    int rc = xlsx_zip_read(z, index, part, &events, &r, err);
    free(r.date);
    return rc;
}
