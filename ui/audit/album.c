#include "ui/audit/album.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "app/base/buffer.h"
#include "app/base/text.h"

enum { DEPTH_MAX = 8, PATH_MAX_BYTES = 4096 };

static const struct words unit = {"picture", "枚目"};

struct album {
    char **name; /* owned: below the folder, sorted */
    size_t count, room, at;
    enum album_boxes boxes;
    bool headed;
    struct buffer pictures, box;
    struct cell cell[2];
};

static bool is_picture(const char *name)
{
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".webp"};
    size_t size = strlen(name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (size > strlen(ends[i]) && !strcasecmp(name + size - strlen(ends[i]), ends[i]))
            return true;
    return false;
}

static int add(struct album *f, const char *name, struct err *err)
{
    if (f->count == ALBUM_PICTURES_MAX)
        return err_set(err, ERR_INPUT, "more than %d pictures: audit the folders below it one by one",
                       "写真が %d 枚を超えています。中のフォルダーを一つずつ監査してください", ALBUM_PICTURES_MAX);
    if (f->count == f->room) {
        size_t room = f->room ? f->room * 2 : 256;
        char **larger = realloc(f->name, room * sizeof *larger);
        if (!larger)
            return err_memory(err);
        f->name = larger;
        f->room = room;
    }
    f->name[f->count] = strdup(name);
    return f->name[f->count] ? (f->count++, 0) : err_memory(err);
}

/* `below`: the name of the folder looked at, with its /, seen from the first one. */
static int look(struct album *f, const char *path, const char *below, int depth, struct err *err)
{
    char full[PATH_MAX_BYTES], name[PATH_MAX_BYTES];
    struct dirent *e;
    int rc = 0;
    DIR *dir = opendir(path);
    if (!dir)
        return err_set(err, ERR_IO, "the folder %s cannot be read: %s", "フォルダー %s を読めません: %s", path,
                       strerror(errno));
    while (!rc && (e = readdir(dir))) {
        struct stat st;
        int a = snprintf(full, sizeof full, "%s/%s", path, e->d_name);
        int b = snprintf(name, sizeof name, "%s%s", below, e->d_name);
        bool fits = a > 0 && b > 0 && (size_t)a < sizeof full && (size_t)b + 1 < sizeof name;
        if (e->d_name[0] == '.' || !fits || lstat(full, &st) || !text_valid(name, strlen(name)))
            continue;
        if (S_ISREG(st.st_mode) && is_picture(e->d_name))
            rc = add(f, name, err);
        else if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
            rc = look(f, full, strcat(name, "/"), depth + 1, err);
    }
    (void)closedir(dir);
    return rc;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* ---- boxes ---- */

/* How much of a picture's name is its box's. */
static size_t box_size(enum album_boxes boxes, const char *name)
{
    const char *slash = strrchr(name, '/'), *file = slash ? slash + 1 : name, *dot = strrchr(file, '.');
    size_t stem = (size_t)(dot - name);
    if (boxes == ALBUM_EACH)
        return stem;
    if (boxes == ALBUM_BY_FOLDER)
        return slash ? (size_t)(slash - name) : 0;
    const char *cut = dot;
    while (cut > file && *cut != '-' && *cut != '_')
        cut--;
    if (cut == file)
        return stem;
    for (const char *at = cut + 1; boxes == ALBUM_BY_NAME && at < dot; at++)
        if (*at >= '0' && *at <= '9')
            return stem;
    return (size_t)(cut - name);
}

static int put_heading(struct album *f, struct row *out)
{
    static char box[] = "box", pictures[] = "pictures";
    f->headed = true;
    f->cell[0] = (struct cell){.kind = CELL_TEXT, .text = box};
    f->cell[1] = (struct cell){.kind = CELL_TEXT, .text = pictures};
    *out = (struct row){.cell = f->cell, .count = 2};
    return 0;
}

static int album_next(void *ctx, struct row *out, bool *more, struct err *err)
{
    struct album *f = ctx;
    *more = !f->headed || f->at < f->count;
    if (!f->headed)
        return put_heading(f, out);
    if (!*more)
        return 0;
    const char *first = f->name[f->at];
    size_t size = box_size(f->boxes, first), line = f->at + 1;
    buffer_reset(&f->pictures);
    buffer_reset(&f->box);
    buffer_put(&f->box, size ? first : ".", size ? size : 1);
    for (size_t taken = 0; f->at < f->count && taken < ALBUM_BOX_MAX; f->at++, taken++) {
        const char *name = f->name[f->at];
        if (box_size(f->boxes, name) != size || memcmp(name, first, size) != 0)
            break;
        buffer_text(&f->pictures, taken ? "\n" : "");
        buffer_text(&f->pictures, name);
    }
    if (f->pictures.failed || f->box.failed)
        return err_memory(err);
    f->cell[0] = (struct cell){.kind = CELL_TEXT, .text = f->box.bytes};
    f->cell[1] = (struct cell){.kind = CELL_TEXT, .text = f->pictures.bytes};
    *out = (struct row){.line = (int64_t)line, .cell = f->cell, .count = 2};
    return 0;
}

static int album_view(void *ctx, size_t index, bool *there, struct err *err)
{
    (void)err;
    struct album *f = ctx;
    *there = index == 0;
    f->at = 0;
    f->headed = false;
    return 0;
}

static void album_close(void *ctx)
{
    struct album *f = ctx;
    for (size_t i = 0; i < f->count; i++)
        free(f->name[i]);
    free(f->name);
    buffer_clear(&f->pictures);
    buffer_clear(&f->box);
    free(f);
}

int album_open(const char *path, enum album_boxes boxes, struct table *out, struct err *err)
{
    *out = (struct table){0};
    struct album *f = calloc(1, sizeof *f);
    if (!f)
        return err_memory(err);
    f->boxes = boxes;
    int rc = look(f, path, "", 0, err);
    if (!rc && !f->count)
        rc = err_set(err, ERR_INPUT, "there is no picture in %s: JPEG, PNG and WebP are read",
                     "%s に写真がありません。読めるのは JPEG、PNG、WebP です", path);
    if (rc) {
        album_close(f);
        return -1;
    }
    qsort(f->name, f->count, sizeof *f->name, by_name);
    *out = (struct table){.ctx = f, .unit = unit, .view = album_view, .next = album_next, .close = album_close};
    return 0;
}
