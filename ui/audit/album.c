#include "ui/audit/album.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/base/buffer.h"
#include "app/base/text.h"
#include "app/scan/pdf.h"
#include "app/scan/pdf_name.h"
#include "app/scan/picture_files.h"
#include "ui/audit/pictures.h"

static const struct words unit = {"picture", "枚目"};

/* A picture, or a document. */
struct item {
    const char *name; /* below the folder; borrowed of the album's files */
    bool apart;       /* a document that shares no box with others */
    size_t pages;     /* of such a one, each a box; 0 = not known, so that its one row says why */
};

struct album {
    struct picture_files files; /* owned */
    struct item *item;          /* owned; in order */
    size_t count, at, page;     /* page: of the item at `at`, those before it are done */
    enum album_boxes boxes;
    bool headed;
    struct buffer pictures, box;
    struct cell cell[2];
};

static uint64_t mix(uint64_t digest, const char *text)
{
    const uint64_t prime = 1099511628211ull; /* FNV-1a */
    for (; *text; text++)
        digest = (digest ^ (unsigned char)*text) * prime;
    return digest;
}

/* So that another picture under the same name is seen. */
static void mix_file(uint64_t *digest, const struct picture_file *file, size_t pages)
{
    struct stat st = {0};
    char seen[96];
    (void)!stat(file->path, &st);
    (void)snprintf(seen, sizeof seen, "|%lld|%lld.%ld|%zu", (long long)st.st_size, (long long)st.st_mtim.tv_sec,
                   st.st_mtim.tv_nsec, pages);
    *digest = mix(mix(*digest, file->path), seen);
}

/* ---- files ---- */

static bool is_document(const char *name)
{
    size_t size;
    unsigned page;
    const char *slash = strrchr(name, '/');
    return *(slash ? slash + 1 : name) != '.' && pdf_name_split(name, &size, &page) && page == 0;
}

/* Of one that has too many pages, the first that is not read has a row too, and says so. One that leads out of the
 * folder is not opened. */
static int count_pages(struct pictures **counter, const struct album_ask *ask, const char *name, size_t *pages,
                       struct err *err)
{
    struct err why = {0};
    char path[PATH_MAX];
    if (!pictures_inside(ask->path, name, path))
        return 0;
    if (!*counter && pictures_open(ask->eyes, counter, err))
        return -1;
    if (pictures_pdf_pages(*counter, path, pages, &why)) {
        *pages = 0;
        *err = why;
        return why.code == ERR_STOPPED ? -1 : 0;
    }
    *pages = *pages > PDF_PAGES_MAX ? PDF_PAGES_MAX + 1 : *pages;
    return 0;
}

static int report(const struct album_ask *ask, size_t done, size_t of, struct err *err)
{
    if (ask->progress && ask->progress(ask->progress_ctx, (int64_t)done, (int64_t)of))
        return err_set(err, ERR_STOPPED, "stopped", "中断しました");
    return 0;
}

/* All that is surely a picture, and all documents. */
static int take_files(struct album *f, const struct album_ask *ask, struct pictures **counter, struct album_seen *seen,
                      struct err *err)
{
    size_t below = strlen(ask->path);
    for (size_t i = 0; i < f->files.count; i++) {
        const struct picture_file *file = &f->files.item[i];
        struct item item = {.name = file->path + below + (file->path[below] == '/')};
        bool document = is_document(item.name);
        item.apart = document && (ask->boxes == ALBUM_BY_NAME || ask->boxes == ALBUM_EACH);
        if ((file->only_if_known && !document) || !*item.name || !text_valid(item.name, strlen(item.name))) {
            seen->left_out++;
            continue;
        }
        if (item.apart &&
            (report(ask, i, f->files.count, err) || count_pages(counter, ask, item.name, &item.pages, err)))
            return -1;
        mix_file(&seen->digest, file, item.pages);
        f->item[f->count++] = item;
    }
    return 0;
}

static int list(struct album *f, const struct album_ask *ask, struct album_seen *seen, struct err *err)
{
    struct pictures *counter = NULL;
    if (picture_files_add(&f->files, ask->path, err))
        return -1;
    f->item = calloc(f->files.count + 1, sizeof *f->item);
    if (!f->item)
        return err_memory(err);
    int rc = take_files(f, ask, &counter, seen, err);
    pictures_close(counter);
    return rc;
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

/* What one box's pictures are called; `box` bytes of the first one's name are its own name. */
static void put_box(struct album *f, size_t box)
{
    const char *first = f->item[f->at].name;
    buffer_put(&f->box, box ? first : ".", box ? box : 1);
    for (size_t taken = 0; f->at < f->count && taken < ALBUM_BOX_MAX; f->at++, taken++) {
        const struct item *item = &f->item[f->at];
        if (item->apart || box_size(f->boxes, item->name) != box || memcmp(item->name, first, box) != 0)
            break;
        buffer_text(&f->pictures, taken ? "\n" : "");
        buffer_text(&f->pictures, item->name);
    }
}

/* A page is called the same as a box and as a picture. */
static void put_page(struct album *f)
{
    const struct item *item = &f->item[f->at];
    buffer_text(&f->pictures, item->name);
    if (item->pages)
        buffer_format(&f->pictures, "#%zu", ++f->page);
    buffer_put(&f->box, f->pictures.bytes, f->pictures.size);
    if (f->page < item->pages)
        return;
    f->page = 0;
    f->at++;
}

static int album_next(void *ctx, struct row *out, bool *more, struct err *err)
{
    struct album *f = ctx;
    *more = !f->headed || f->at < f->count;
    if (!f->headed)
        return put_heading(f, out);
    if (!*more)
        return 0;
    size_t line = f->at + 1;
    buffer_reset(&f->pictures);
    buffer_reset(&f->box);
    if (f->item[f->at].apart)
        put_page(f);
    else
        put_box(f, box_size(f->boxes, f->item[f->at].name));
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
    f->at = f->page = 0;
    f->headed = false;
    return 0;
}

static void album_close(void *ctx)
{
    struct album *f = ctx;
    picture_files_clear(&f->files);
    free(f->item);
    buffer_clear(&f->pictures);
    buffer_clear(&f->box);
    free(f);
}

int album_open(const struct album_ask *ask, struct table *out, struct album_seen *seen, struct err *err)
{
    *out = (struct table){0};
    *seen = (struct album_seen){.digest = 14695981039346656037ull};
    struct album *f = calloc(1, sizeof *f);
    if (!f)
        return err_memory(err);
    f->boxes = ask->boxes;
    int rc = list(f, ask, seen, err);
    if (!rc && !f->count)
        rc = err_set(err, ERR_INPUT, "%s: no picture in this folder (other files: %zu)",
                     "%s: このフォルダーに画像がありません（画像でないファイル: %zu 個）", ask->path, seen->left_out);
    if (rc) {
        album_close(f);
        return -1;
    }
    *out = (struct table){.ctx = f, .unit = unit, .view = album_view, .next = album_next, .close = album_close};
    return 0;
}
