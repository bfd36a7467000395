#include "ui/audit/pictures.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"

enum { PICTURES_MAX = 16 /* of one row */ };

/* The one place where an audit looks at a picture. *out is borrowed until the next one; NULL when it could not be put.
 */
static int look(struct pictures *eyes, const char *path, struct picture_result **out, struct err *err)
{
    struct picture picture = {.kind = PICTURE_FILE, .name = path};
    return pictures_put(eyes, &picture, err) || pictures_next(eyes, out, err);
}

/* ---- names ---- */

static const struct words outside = {"this leads out of the list's folder and was not opened",
                                     "一覧のフォルダーの外を指すため、開いていません"};
static const struct words no_code = {"no code found: come closer, hold the code flat, avoid glare",
                                     "コードを読み取れません。近づけ、平らにし、反射を避けて撮り直してください"};
static const struct words too_many = {"more codes than fit in one box", "一つの箱に入るより多くのコードがあります"};

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

static void note(struct audit_box *b, const char *code, const char *name, const char *say)
{
    const char *kept = say ? audit_box_keep(b, say, strlen(say)) : NULL;
    audit_box_note(b, code, audit_field_name(AUDIT_PICTURE), name, NULL, kept);
}

/* ---- codes ---- */

static bool has_code(const struct audit_box *b, const struct symbol *s)
{
    for (size_t i = 0; i < b->codes.count; i++)
        if (b->codes.item[i].symbology == s->symbology && b->codes.item[i].size == s->size &&
            !memcmp(b->codes.item[i].bytes, s->bytes, s->size))
            return true;
    return false;
}

/* Takes the codes over; the same code in two pictures of a box is one. */
static void take(struct audit_box *b, const char *name, struct reading *reading)
{
    for (size_t i = 0; i < reading->codes.count; i++) {
        struct symbol *s = &reading->codes.item[i];
        if (has_code(b, s))
            continue;
        if (b->codes.count == SYMBOLS_MAX - 8) { /* room for what was typed beside them */
            note(b, "picture-codes", name, words_in(too_many, b->ask.lang));
            b->ask.unread = true;
            return;
        }
        b->picture[b->codes.count] = name;
        b->codes.item[b->codes.count++] = *s;
        *s = (struct symbol){0};
    }
}

static int read_one(struct audit_box *b, struct pictures *eyes, const char *folder, const char *name, struct err *err)
{
    char path[PATH_MAX];
    struct picture_result *result = NULL;
    if (!inside(folder, name, path)) {
        note(b, "picture-outside", name, words_in(outside, b->ask.lang));
        return 0;
    }
    if (look(eyes, path, &result, err))
        return -1;
    if (result->failed) {
        note(b, "picture-unreadable", name, err_text(&result->err, b->ask.lang));
        return 0;
    }
    if (!result->reading.codes.count)
        note(b, "picture-no-code", name, words_in(no_code, b->ask.lang));
    take(b, name, &result->reading);
    return 0;
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
    size_t count = 0;
    if (!cell)
        return 0;
    apart = between(folder, cell);
    size_t before = box->codes.count;
    memset(box->picture, 0, sizeof box->picture);
    while (*cell && count < PICTURES_MAX) {
        size_t size = strcspn(cell, apart);
        const char *name = size ? audit_box_keep(box, cell, size) : NULL;
        cell += size + strspn(cell + size, apart);
        if (!size)
            continue;
        if (!name)
            return err_memory(err);
        count++;
        if (read_one(box, eyes, folder, text_trim(box->keep[box->kept - 1]), err))
            return -1;
    }
    box->ask.unread |= count > 0 && box->codes.count == before; /* a label may be there that nobody saw */
    box->place.picture = box->picture;
    return 0;
}
