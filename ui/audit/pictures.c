#include "ui/audit/pictures.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/repair.h"

enum { PICTURES_MAX = 16 /* of one row */ };

/* The one place where an audit looks at a picture. *out is borrowed until the next one. */
static int look(struct pictures *eyes, const char *path, struct picture_result **out, struct err *err)
{
    struct picture picture = {.kind = PICTURE_FILE, .name = path};
    return pictures_put(eyes, &picture, err) || pictures_next(eyes, out, err);
}

/* ---- names ---- */

/* The file that a name means; false when it is not in the folder. One that is not there is, as far as can be told. */
static bool inside(const char *folder, const char *name, char path[PATH_MAX])
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
    for (size_t i = 0; i < reading->codes.count; i++) {
        struct symbol *s = &reading->codes.item[i];
        if (has_code(b, s))
            continue;
        if (b->codes.count == SYMBOLS_MAX - REPAIR_CODES_MAX) /* room for what was typed beside them */
            return err_set(err, ERR_INPUT, "not checked: %s: more codes than fit in one box",
                           "検査していません。%s: 一つの箱に入るより多くのコードがあります", name);
        b->picture[b->codes.count] = name;
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

/* The reader's own words, with the name as the list has it in place of the path. */
static int unreadable(const char *name, const char *path, const struct err *why, struct err *err)
{
    return err_set(err, ERR_INPUT, "not checked: %1$s%2$s%3$.0s", "検査していません。%1$s%3$s%2$.0s", name,
                   behind(why->en, path), behind(why->ja, path));
}

/* No printed or listed address is ever fetched. */
static bool is_address(const char *name)
{
    return strstr(name, "://") != NULL;
}

static int read_one(struct audit_box *b, struct pictures *eyes, const char *folder, const char *name, struct err *err)
{
    char path[PATH_MAX];
    struct picture_result *result = NULL;
    if (is_address(name)) {
        audit_box_say(b, NOTE_PICTURE_ADDRESS, AUDIT_PICTURE, name);
        return 0;
    }
    if (!inside(folder, name, path))
        return outside(name, err);
    if (look(eyes, path, &result, err))
        return -1;
    if (result->failed)
        return unreadable(name, path, &result->err, err);
    if (!result->reading.codes.count)
        audit_box_say(b, NOTE_PICTURE_NO_CODE, AUDIT_PICTURE, name);
    return take(b, name, &result->reading, err);
}

/* A cell of one name a line; else one name, where such a file is; else names apart by ; | or commas. */
static const char *between(const char *folder, const char *cell)
{
    char path[PATH_MAX];
    if (strchr(cell, '\n'))
        return "\r\n";
    return inside(folder, cell, path) && realpath(path, (char[PATH_MAX]){0}) ? "\r\n" : ";|,";
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
