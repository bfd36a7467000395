#include "ui/audit/album.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/base/buffer.h"
#include "app/base/text.h"
#include "app/scan/picture_files.h"

static const struct words unit = {"picture", "枚目"};

struct album {
    struct picture_files files; /* owned */
    const char **name;          /* owned: below the folder, in order; the texts are borrowed of `files` */
    size_t count, at;
    enum album_boxes boxes;
    bool headed;
    struct buffer pictures, box;
    struct cell cell[2];
};

/* So that another picture under the same name is seen. */
static void mix(uint64_t *digest, const struct picture_file *file)
{
    const uint64_t prime = 1099511628211ull; /* FNV-1a */
    struct stat st = {0};
    char seen[64];
    (void)!stat(file->path, &st);
    (void)snprintf(seen, sizeof seen, "|%lld|%lld.%ld", (long long)st.st_size, (long long)st.st_mtim.tv_sec,
                   st.st_mtim.tv_nsec);
    for (const char *at = file->path; *at; at++)
        *digest = (*digest ^ (unsigned char)*at) * prime;
    for (const char *at = seen; *at; at++)
        *digest = (*digest ^ (unsigned char)*at) * prime;
}

/* The names below the folder of all that is surely a picture. */
static int list(struct album *f, const char *path, struct album_seen *seen, struct err *err)
{
    size_t below = strlen(path);
    if (picture_files_add(&f->files, path, err))
        return -1;
    f->name = calloc(f->files.count + 1, sizeof *f->name);
    if (!f->name)
        return err_memory(err);
    for (size_t i = 0; i < f->files.count; i++) {
        const struct picture_file *file = &f->files.item[i];
        const char *name = file->path + below + (file->path[below] == '/');
        if (file->only_if_known || !*name || !text_valid(name, strlen(name)))
            seen->left_out++;
        else {
            mix(&seen->digest, file);
            f->name[f->count++] = name;
        }
    }
    return 0;
}

/* ---- boxes ---- */

/* How much of a picture's name is its box's. */
static size_t box_size(enum album_boxes boxes, const char *name)
{
    const char *slash = strrchr(name, '/'), *file = slash ? slash + 1 : name, *dot = strrchr(file, '.');
    dot = dot ? dot : name + strlen(name);
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
    picture_files_clear(&f->files);
    free(f->name);
    buffer_clear(&f->pictures);
    buffer_clear(&f->box);
    free(f);
}

int album_open(const char *path, enum album_boxes boxes, struct table *out, struct album_seen *seen, struct err *err)
{
    *out = (struct table){0};
    *seen = (struct album_seen){.digest = 14695981039346656037ull};
    struct album *f = calloc(1, sizeof *f);
    if (!f)
        return err_memory(err);
    f->boxes = boxes;
    int rc = list(f, path, seen, err);
    if (!rc && !f->count)
        rc = err_set(err, ERR_INPUT, "%s: no picture in this folder (other files: %zu)",
                     "%s: このフォルダーに画像がありません（画像でないファイル: %zu 個）", path, seen->left_out);
    if (rc) {
        album_close(f);
        return -1;
    }
    *out = (struct table){.ctx = f, .unit = unit, .view = album_view, .next = album_next, .close = album_close};
    return 0;
}
