#include "cache/registry/xlsx_book.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cache/registry/xlsx_rels.h"

/* ---- which part is the workbook ---- */

enum content { CONTENT_NONE, CONTENT_BOOK, CONTENT_MACROS, CONTENT_BINARY, CONTENT_OTHER };

static enum content content_of(struct markup_value type)
{
    static const struct {
        const char *ending;
        enum content content;
    } contents[] = {
        {"spreadsheetml.sheet.main+xml", CONTENT_BOOK},
        {"spreadsheetml.template.main+xml", CONTENT_BOOK},
        {"macroEnabled.main+xml", CONTENT_MACROS},
        {"sheet.binary.macroEnabled.main", CONTENT_BINARY},
        {".main+xml", CONTENT_OTHER},
    };
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++)
        if (markup_ends(type, contents[i].ending))
            return contents[i].content;
    return CONTENT_NONE;
}

/* What [Content_Types].xml says. */
struct contents {
    char named[XLSX_NAME_MAX]; /* the part that .rels names; "" = none */
    enum content named_is;
    char first[XLSX_NAME_MAX]; /* the first workbook in the list */
    enum content first_is;
};

static int on_type(void *ctx, const struct markup_tag *tag, struct err *err)
{
    (void)err;
    struct contents *c = ctx;
    struct markup_value part, type;
    if (!markup_is(tag, MARKUP_SPACE_TYPES, "Override") || !markup_attribute(tag, "PartName", &part) ||
        !markup_attribute(tag, "ContentType", &type))
        return 0;
    enum content content = content_of(type);
    if (content == CONTENT_NONE || part.size < 2 || part.size > XLSX_NAME_MAX || part.from[0] != '/')
        return 0;
    size_t size = part.size - 1;
    if (strlen(c->named) == size && strncasecmp(c->named, part.from + 1, size) == 0)
        c->named_is = content;
    if (c->first_is == CONTENT_NONE) {
        memcpy(c->first, part.from + 1, size);
        c->first[size] = 0;
        c->first_is = content;
    }
    return 0;
}

static int on_end(void *ctx, const struct markup_tag *tag, struct err *err)
{
    (void)ctx, (void)tag, (void)err;
    return 0;
}

static int read_contents(struct xlsx_zip *z, struct contents *c, struct err *err)
{
    static const char name[] = "[Content_Types].xml";
    static const struct markup_events events = {on_type, on_end, NULL};
    int64_t index;
    if (xlsx_zip_find(z, name, &index, err))
        return -1;
    return index < 0 ? 0 : xlsx_zip_read(z, index, name, &events, c, err);
}

static int refuse(struct xlsx_zip *z, enum content content, struct err *err)
{
    if (content == CONTENT_MACROS || xlsx_zip_has_ending(z, "vbaProject.bin"))
        return err_set(err, ERR_INPUT,
                       "the workbook holds macros, which a list needs not: save it as XLSX without them",
                       "ブックにマクロが含まれています。一覧には不要です。マクロなしの XLSX で保存してください");
    if (content == CONTENT_BINARY)
        return err_set(err, ERR_INPUT, "this is a binary workbook (XLSB): save it as XLSX or CSV (UTF-8)",
                       "バイナリ形式のブック（XLSB）です。XLSX か CSV（UTF-8）で保存してください");
    if (content == CONTENT_OTHER)
        return err_set(err, ERR_INPUT, "this is an Office file but no workbook: save the list as XLSX or CSV (UTF-8)",
                       "Office のファイルですがブックではありません。一覧を XLSX か CSV（UTF-8）で保存してください");
    return 0;
}

/* By .rels, else by the types, else by the usual name. */
static int find_book(struct xlsx_zip *z, char part[XLSX_NAME_MAX], int64_t *index, struct err *err)
{
    static const char usual[] = "xl/workbook.xml";
    struct xlsx_rels rels;
    struct contents c = {0};
    if (xlsx_rels_read(z, "", &rels, err))
        return -1;
    const char *target = xlsx_rels_first(&rels, XLSX_REL_BOOK);
    if (!target || !xlsx_rels_member("", target, c.named))
        c.named[0] = 0;
    xlsx_rels_clear(&rels);
    if (read_contents(z, &c, err) || refuse(z, c.named[0] ? c.named_is : c.first_is, err))
        return -1;
    const char *names[] = {c.named, c.first, usual};
    *index = -1;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && *index < 0; i++) {
        memcpy(part, names[i], strlen(names[i]) + 1);
        if (names[i][0] && xlsx_zip_find(z, part, index, err))
            return -1;
    }
    if (*index < 0)
        return err_set(err, ERR_INPUT, "this ZIP holds no Excel workbook: save the list as XLSX or CSV (UTF-8)",
                       "この ZIP に Excel のブックがありません。一覧を XLSX か CSV（UTF-8）で保存してください");
    return 0;
}

/* ---- the workbook's part ---- */

struct reading {
    struct xlsx_book *book;
    const struct xlsx_rels *rels;
    const char *part;
    bool is_book;
    bool full;
    bool hidden; /* which sheets are taken this time */
};

static bool there_already(const struct xlsx_book *b, const char *part)
{
    for (size_t i = 0; i < b->sheets; i++)
        if (strcasecmp(b->sheet[i].part, part) == 0)
            return true;
    return false;
}

/* A sheet whose part cannot be found is none that could be read; one that is there twice is read once. */
static void add_sheet(struct reading *r, const struct markup_tag *tag)
{
    struct xlsx_book *b = r->book;
    struct markup_value id, state;
    bool hidden = markup_attribute(tag, "state", &state) && !markup_same(state, "visible");
    if (hidden != r->hidden || !markup_rel_id(tag, &id))
        return;
    struct xlsx_sheet_at at = {.hidden = hidden};
    const char *target = xlsx_rels_find(r->rels, id, XLSX_REL_SHEET);
    if (!target || !xlsx_rels_member(r->part, target, at.part) || there_already(b, at.part))
        return;
    r->full = b->sheets == XLSX_SHEETS_MAX;
    if (!r->full)
        b->sheet[b->sheets++] = at;
}

static int on_book(void *ctx, const struct markup_tag *tag, struct err *err)
{
    struct reading *r = ctx;
    struct markup_value v;
    if (markup_is(tag, MARKUP_SPACE_SHEET, "workbook"))
        r->is_book = true;
    else if (markup_is(tag, MARKUP_SPACE_SHEET, "workbookPr"))
        r->book->from_1904 = markup_attribute(tag, "date1904", &v) && markup_true(v);
    else if (markup_is(tag, MARKUP_SPACE_SHEET, "sheet"))
        add_sheet(r, tag);
    if (r->full)
        return err_set(err, ERR_INPUT, "more than %d sheets in the workbook: keep only the list's",
                       "ブックのシートが %d 枚を超えています。一覧のシートだけにしてください", XLSX_SHEETS_MAX);
    return 0;
}

static void other_part(const struct xlsx_rels *rels, const char *part, enum xlsx_rel_kind kind, char out[XLSX_NAME_MAX])
{
    const char *target = xlsx_rels_first(rels, kind);
    if (!target || !xlsx_rels_member(part, target, out))
        out[0] = 0;
}

static int read_book(struct xlsx_zip *z, const char *part, int64_t index, const struct xlsx_rels *rels,
                     struct xlsx_book *out, struct err *err)
{
    static const struct markup_events events = {on_book, on_end, NULL};
    struct reading r = {.book = out, .rels = rels, .part = part};
    other_part(rels, part, XLSX_REL_STRINGS, out->strings);
    other_part(rels, part, XLSX_REL_STYLES, out->styles);
    if (xlsx_zip_read(z, index, part, &events, &r, err))
        return -1;
    r.hidden = true;
    if (xlsx_zip_read(z, index, part, &events, &r, err))
        return -1;
    if (!r.is_book || out->sheets == 0)
        return err_set(err, ERR_INPUT, "the workbook has no sheet that can be read: save it again as XLSX",
                       "ブックに読み取れるシートがありません。XLSX で保存し直してください");
    return 0;
}

int xlsx_book_read(struct xlsx_zip *z, struct xlsx_book *out, struct err *err)
{
    char part[XLSX_NAME_MAX];
    int64_t index;
    struct xlsx_rels rels;
    *out = (struct xlsx_book){0};
    if (find_book(z, part, &index, err) || xlsx_rels_read(z, part, &rels, err))
        return -1;
    int rc = read_book(z, part, index, &rels, out, err);
    xlsx_rels_clear(&rels);
    return rc;
}
