#include "ui/audit/pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/repair.h"
#include "app/scan/pdf.h"
#include "app/scan/pdf_name.h"

enum { PICTURES_MAX = 16 /* of one row; a PDF is one */ };

/* One picture or page: where it is, and how the list or the pages before it name it. */
struct look {
    const char *path, *name;
    unsigned page; /* of a PDF; 0 = a picture */
};

/* The one place where an audit looks at a picture. *out is borrowed until the next one. */
static int look(struct pictures *eyes, const struct look *l, struct picture_result **out, struct err *err)
{
    struct picture picture = {.kind = l->page ? PICTURE_PDF : PICTURE_FILE, .name = l->path, .page = l->page};
    return pictures_put(eyes, &picture, err) || pictures_next(eyes, out, err);
}

/* ---- names ---- */

/* The name of the file alone, without the page of a PDF; whether it is one. Too long a name becomes another that is
 * long, and is not there. */
static bool file_of(const char *name, char file[PATH_MAX], unsigned *page)
{
    size_t size;
    bool pdf = pdf_name_split(name, &size, page);
    if (!pdf) {
        size = strlen(name);
        *page = 0;
    }
    size = size < PATH_MAX ? size : PATH_MAX - 1;
    memcpy(file, name, size);
    file[size] = 0;
    return pdf;
}

bool pictures_inside(const char *folder, const char *name, char path[PATH_MAX])
{
    char real_folder[PATH_MAX], joined[PATH_MAX];
    int size = snprintf(joined, sizeof joined, name[0] == '/' ? "%.0s%s" : "%s/%s", folder, name);
    if (size < 0 || (size_t)size >= sizeof joined || !realpath(folder, real_folder))
        return false;
    if (!realpath(joined, path)) {
        (void)snprintf(path, PATH_MAX, "%s", joined);
        return name[0] != '/' && !strstr(name, "..");
    }
    size_t in = strlen(real_folder);
    return !strncmp(path, real_folder, in) && (path[in] == '/' || !strcmp(real_folder, "/"));
}

/* ---- codes ---- */

static bool has_code(const struct audit_box *b, const struct symbol *s)
{
    for (size_t i = 0; i < b->codes.count; i++)
        if (b->codes.item[i].symbology == s->symbology && b->codes.item[i].size == s->size &&
            !memcmp(b->codes.item[i].bytes, s->bytes, s->size) && b->codes.item[i].part.index == s->part.index)
            return true;
    return false;
}

/* Takes the codes over; the same code in two pictures of a box is one. */
static int take(struct audit_box *b, const char *name, struct reading *reading, struct err *err)
{
    const char *kept = NULL;
    for (size_t i = 0; i < reading->codes.count; i++) {
        struct symbol *s = &reading->codes.item[i];
        if (has_code(b, s))
            continue;
        if (b->codes.count == SYMBOLS_MAX - REPAIR_CODES_MAX) /* room for what was typed beside them */
            return err_set(err, ERR_INPUT, "not checked: %s: more codes than fit in one box",
                           "検査していません。%s: 一つの箱に入るより多くのコードがあります", name);
        kept = kept ? kept : audit_box_keep(b, name, strlen(name));
        if (!kept)
            return err_memory(err);
        b->picture[b->codes.count] = kept;
        b->codes.item[b->codes.count++] = *s;
        *s = (struct symbol){0};
    }
    return 0;
}

/* What was not looked at might say otherwise than the rest: the row is not judged then. */
static int outside(const char *name, struct err *err)
{
    return err_set(err, ERR_INPUT, "not checked: %s leads out of the list's folder and was not opened",
                   "検査していません。%s は一覧のフォルダーの外を指すため、開いていません", name);
}

static const char *behind(const char *text, const char *path)
{
    size_t size = strlen(path);
    return strncmp(text, path, size) ? text : text + size;
}

/* The reader's own words, with the name as the list has it in place of the path. Only Ctrl-C is no answer. */
static int unreadable(const char *name, const char *path, const struct err *why, struct err *err)
{
    if (why->code == ERR_STOPPED) {
        *err = *why;
        return -1;
    }
    return err_set(err, ERR_INPUT, "not checked: %1$s%2$s%3$.0s", "検査していません。%1$s%3$s%2$.0s", name,
                   behind(why->en, path), behind(why->ja, path));
}

/* No printed or listed address is ever fetched. */
static bool is_address(const char *name)
{
    return strstr(name, "://") != NULL;
}

/* *codes: whether there was any. */
static int read_picture(struct audit_box *b, struct pictures *eyes, const struct look *l, bool *codes, struct err *err)
{
    struct picture_result *result = NULL;
    if (look(eyes, l, &result, err))
        return -1;
    if (result->failed)
        return unreadable(l->name, result->name, &result->err, err);
    if (result->dpi && result->dpi < PDF_DPI_COARSE)
        audit_box_say(b, NOTE_PAGE_COARSE, AUDIT_PICTURE, l->name);
    *codes = result->reading.codes.count > 0;
    return take(b, l->name, &result->reading, err);
}

/* ---- documents ---- */

/* Which pages have no code, as "note.pdf#2,4-6": one note, as there is room for few. */
struct bare {
    struct buffer text;
    unsigned first, last; /* pages that are not put yet; 0 = none */
};

static void bare_put(struct bare *bare, const char *name)
{
    if (!bare->first)
        return;
    buffer_format(&bare->text, "%s%c%u", bare->text.size ? "" : name, bare->text.size ? ',' : '#', bare->first);
    if (bare->last > bare->first)
        buffer_format(&bare->text, "-%u", bare->last);
    bare->first = 0;
}

static void bare_add(struct bare *bare, const char *name, unsigned page)
{
    if (bare->first && bare->last + 1 != page)
        bare_put(bare, name);
    bare->first = bare->first ? bare->first : page;
    bare->last = page;
}

static int read_pages(struct audit_box *b, struct pictures *eyes, const struct look *document, size_t pages,
                      struct bare *bare, struct err *err)
{
    for (unsigned page = 1; page <= pages; page++) {
        char name[PATH_MAX + 16];
        bool codes = false;
        (void)snprintf(name, sizeof name, "%s#%u", document->name, page);
        if (read_picture(b, eyes, &(struct look){document->path, name, page}, &codes, err))
            return -1;
        if (!codes)
            bare_add(bare, document->name, page);
    }
    bare_put(bare, document->name);
    if (bare->text.size)
        audit_box_say(b, NOTE_PAGE_NO_CODE, AUDIT_PICTURE, bare->text.bytes);
    return bare->text.failed ? err_memory(err) : 0;
}

/* All pages are one box, so that one with more than are read is not read whole. */
static int read_document(struct audit_box *b, struct pictures *eyes, const struct look *document, struct err *err)
{
    size_t pages = 0;
    struct bare bare = {0};
    struct err why = {0};
    if (pictures_pdf_pages(eyes, document->path, &pages, &why))
        return unreadable(document->name, document->path, &why, err);
    if (pages > PDF_PAGES_MAX)
        return err_set(
            err, ERR_INPUT, "not checked: %s: the document has %zu pages, and at most %d are read as one box; split it",
            "検査していません。%s: 文書が %zu ページあります。一つの箱として読めるのは %d ページまでです。分割してください",
            document->name, pages, PDF_PAGES_MAX);
    int rc = read_pages(b, eyes, document, pages, &bare, err);
    buffer_clear(&bare.text);
    return rc;
}

/* ---- rows ---- */

static int read_one(struct audit_box *b, struct pictures *eyes, const char *folder, const char *name, struct err *err)
{
    char path[PATH_MAX], file[PATH_MAX];
    struct look l = {path, name, 0};
    if (is_address(name)) {
        audit_box_say(b, NOTE_PICTURE_ADDRESS, AUDIT_PICTURE, name);
        return 0;
    }
    bool pdf = file_of(name, file, &l.page);
    if (!pictures_inside(folder, file, path))
        return outside(name, err);
    if (pdf && !l.page)
        return read_document(b, eyes, &l, err);
    bool codes = false;
    if (read_picture(b, eyes, &l, &codes, err))
        return -1;
    if (!codes)
        audit_box_say(b, pdf ? NOTE_PAGE_NO_CODE : NOTE_PICTURE_NO_CODE, AUDIT_PICTURE, name);
    return 0;
}

/* A cell of one name a line; else one name, where such a file is; else names apart by ; | or commas. */
static const char *between(const char *folder, const char *cell)
{
    char path[PATH_MAX], file[PATH_MAX];
    unsigned page;
    if (strchr(cell, '\n'))
        return "\r\n";
    (void)file_of(cell, file, &page);
    return pictures_inside(folder, file, path) && realpath(path, (char[PATH_MAX]){0}) ? "\r\n" : ";|,";
}

int pictures_read(struct audit_box *box, struct pictures *eyes, const char *folder, struct err *err)
{
    const char *cell = box->pictures, *apart;
    size_t count = 0, before = box->codes.count;
    if (!cell)
        return 0;
    apart = between(folder, cell);
    while (*cell) {
        size_t size = strcspn(cell, apart);
        const char *name = size ? audit_box_keep(box, cell, size) : NULL;
        cell += size + strspn(cell + size, apart);
        if (!size)
            continue;
        if (!name)
            return err_memory(err);
        name = text_trim(box->keep[box->kept - 1]);
        if (*name && ++count > PICTURES_MAX)
            return err_set(err, ERR_INPUT, "not checked: more than %d pictures in one row; give each box a row",
                           "検査していません。一行に画像が %d 枚を超えています。箱ごとに行を分けてください",
                           PICTURES_MAX);
        if (*name && read_one(box, eyes, folder, name, err))
            return -1;
    }
    box->ask.unread |= count > 0 && box->codes.count == before; /* a label may be there that nobody saw */
    box->place.picture = box->picture;
    return 0;
}
