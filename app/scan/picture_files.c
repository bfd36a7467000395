#include "app/scan/picture_files.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/base/text.h"

/* The names of one folder's entries. */
struct names {
    char **item; /* owned */
    size_t count, room;
};

bool picture_files_named(const char *path)
{
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".webp", ".gif",  ".bmp", ".pbm",
                                       ".pgm", ".ppm",  ".pnm", ".heic", ".heif", ".avif"};
    size_t size = strlen(path);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (size > strlen(ends[i]) && text_same_nocase(path + size - strlen(ends[i]), ends[i]))
            return true;
    return false;
}

/* Room for one more of `size` bytes each. */
static int grow(void **items, size_t count, size_t *room, size_t size, struct err *err)
{
    enum { FIRST = 64 };
    if (count < *room)
        return 0;
    size_t larger = *room ? *room * 2 : FIRST;
    void *moved = realloc(*items, larger * size);
    if (!moved)
        return err_memory(err);
    *items = moved;
    *room = larger;
    return 0;
}

static int too_many(struct err *err)
{
    return err_set(err, ERR_INPUT, "more than %u files in the folders: give them in parts",
                   "フォルダー内のファイルが %u 個を超えます。分けて指定してください", PICTURE_FILES_MAX);
}

static int add(struct picture_files *files, const char *path, size_t root, bool only_if_known, struct err *err)
{
    if (files->count == PICTURE_FILES_MAX)
        return too_many(err);
    if (grow((void **)&files->item, files->count, &files->room, sizeof *files->item, err))
        return -1;
    struct picture_file *f = &files->item[files->count];
    *f = (struct picture_file){strdup(path), root, only_if_known};
    if (!f->path)
        return err_memory(err);
    files->count++;
    return 0;
}

/* ---- folders ---- */

static void names_clear(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->item[i]);
    free(names->item);
    *names = (struct names){0};
}

static int names_add(struct names *names, const char *name, struct err *err)
{
    if (names->count == PICTURE_FILES_MAX)
        return too_many(err);
    if (grow((void **)&names->item, names->count, &names->room, sizeof *names->item, err))
        return -1;
    names->item[names->count] = strdup(name);
    return names->item[names->count++] ? 0 : err_memory(err);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int names_read(DIR *folder, struct names *names, struct err *err)
{
    for (const struct dirent *e = readdir(folder); e; e = readdir(folder))
        if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") && names_add(names, e->d_name, err))
            return -1;
    if (names->count)
        qsort(names->item, names->count, sizeof *names->item, compare_names);
    return 0;
}

static int add_folder(struct picture_files *files, const char *path, int depth, struct err *err);

static int add_entry(struct picture_files *files, const char *path, const char *name, int depth, struct err *err)
{
    struct stat st;
    size_t root = files->roots - 1;
    bool surely = *name != '.' && picture_files_named(name);
    if (lstat(path, &st) != 0)
        return add(files, path, root, !surely, err);
    if (S_ISDIR(st.st_mode))
        return add_folder(files, path, depth + 1, err);
    if (S_ISLNK(st.st_mode) && stat(path, &st) != 0)
        return add(files, path, root, !surely, err); /* it leads nowhere: that is said when it is to be read */
    if (S_ISREG(st.st_mode))
        return add(files, path, root, !surely, err);
    return 0;
}

static int add_folder(struct picture_files *files, const char *path, int depth, struct err *err)
{
    char inner[PATH_MAX];
    struct names names = {0};
    size_t length = strlen(path);
    const char *slash = length && path[length - 1] == '/' ? "" : "/";
    DIR *folder = depth < PICTURE_FILES_DEPTH ? opendir(path) : NULL;
    if (!folder)
        return add(files, path, files->roots - 1, false, err);
    int status = names_read(folder, &names, err);
    (void)closedir(folder);
    for (size_t i = 0; i < names.count && status == 0; i++) {
        int size = snprintf(inner, sizeof inner, "%s%s%s", path, slash, names.item[i]);
        if (size > 0 && (size_t)size < sizeof inner)
            status = add_entry(files, inner, names.item[i], depth, err);
    }
    names_clear(&names);
    return status;
}

int picture_files_add(struct picture_files *files, const char *path, struct err *err)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
        return add(files, path, PICTURE_FILES_NO_ROOT, false, err);
    if (grow((void **)&files->root, files->roots, &files->roots_room, sizeof *files->root, err))
        return -1;
    files->root[files->roots++] = (struct picture_root){.path = path};
    return add_folder(files, path, 0, err);
}

void picture_files_clear(struct picture_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->item[i].path);
    free(files->item);
    free(files->root);
    *files = (struct picture_files){0};
}
