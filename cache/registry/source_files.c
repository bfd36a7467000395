#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/base/text.h"
#include "cache/registry/json_read.h"
#include "cache/registry/source.h"

enum { PATH_MAX_HERE = 4096, SHOWN = 60, FILES_MAX = 1000 };

static bool is_name(const char *text, size_t size)
{
    return size > 0 && size < SOURCE_NAME_MAX && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") >= size;
}

/* The file's name before what is wrong with it. */
static int in_file(const char *path, struct err *err)
{
    struct err said;
    if (!err)
        return -1;
    said = *err;
    (void)err_set(err, said.code, "%s", "%s", path);
    snprintf(err->en + strlen(err->en), sizeof err->en - strlen(err->en), ": %s", said.en);
    snprintf(err->ja + strlen(err->ja), sizeof err->ja - strlen(err->ja), "：%s", said.ja);
    text_mend_cut(err->en);
    text_mend_cut(err->ja);
    return -1;
}

static const struct source_shipped *shipped(const char *name)
{
    for (const struct source_shipped *s = source_shipped; s->name; s++)
        if (strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

static int read_file(const char *path, const char *name, struct source *out, struct err *err)
{
    struct input in;
    char *text = NULL;
    if (input_open(path, &in, err))
        return -1;
    int rc = json_read_text(&in, SOURCE_BYTES_MAX, &text, err);
    input_close(&in);
    if (rc == 0)
        rc = source_read(text, strlen(text), out, err);
    free(text);
    if (rc == 0 && strcmp(out->name, name) != 0) {
        rc = err_set(err, ERR_INPUT, "\"name\" is \"%s\" in a file called %s.json: make them the same",
                     "\"name\" が「%s」ですが、ファイル名は %s.json です。同じにしてください", out->name, name);
        source_clear(out);
    }
    return rc ? in_file(path, err) : 0;
}

static int no_such(const char *folder, const char *name, struct err *err)
{
    struct source_names *names = malloc(sizeof *names);
    char list[400] = "", shown[SHOWN];
    if (!names)
        return err_memory(err);
    int rc = source_names(folder, names, err);
    for (size_t i = 0; rc == 0 && i < names->count; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "", names->item[i]);
    free(names);
    text_copy(shown, sizeof shown, name);
    if (rc)
        return -1;
    return err_set(
        err, ERR_INPUT, "there is no source \"%s\"; there are %s. A description of your own goes to %s/NAME.json",
        "「%s」という取得元はありません。あるのは %s です。独自の記述は %s/NAME.json に置きます", shown, list, folder);
}

int source_find(const char *folder, const char *name, struct source *out, struct err *err)
{
    char path[PATH_MAX_HERE];
    struct stat st;
    *out = (struct source){0};
    if (!is_name(name, strlen(name)))
        return no_such(folder, name, err);
    int size = snprintf(path, sizeof path, "%s/%s.json", folder, name);
    if (size > 0 && (size_t)size < sizeof path && (stat(path, &st) == 0 || errno != ENOENT))
        return read_file(path, name, out, err);
    const struct source_shipped *s = shipped(name);
    if (!s)
        return no_such(folder, name, err);
    char *text = strndup((const char *)s->text, s->size);
    int rc = text ? source_read(text, s->size, out, err) : err_memory(err);
    free(text);
    out->shipped = rc == 0;
    return rc;
}

static void add(struct source_names *names, const char *text, size_t size)
{
    char name[SOURCE_NAME_MAX];
    size_t at = 0;
    if (!is_name(text, size) || names->count == SOURCE_NAMES_MAX)
        return;
    memcpy(name, text, size);
    name[size] = 0;
    while (at < names->count && strcmp(names->item[at], name) < 0)
        at++;
    if (at < names->count && strcmp(names->item[at], name) == 0)
        return;
    memmove(names->item + at + 1, names->item + at, (names->count - at) * sizeof names->item[0]);
    strcpy(names->item[at], name);
    names->count++;
}

int source_names(const char *folder, struct source_names *out, struct err *err)
{
    *out = (struct source_names){0};
    for (const struct source_shipped *s = source_shipped; s->name; s++)
        add(out, s->name, strlen(s->name));
    DIR *dir = opendir(folder);
    if (!dir && errno != ENOENT && errno != ENOTDIR)
        return err_set(err, ERR_IO, "%s cannot be read: %s", "%s を読めません：%s", folder, strerror(errno));
    struct dirent *entry;
    for (int i = 0; dir && i < FILES_MAX && (entry = readdir(dir)); i++) {
        size_t size = strlen(entry->d_name);
        if (size > 5 && strcmp(entry->d_name + size - 5, ".json") == 0)
            add(out, entry->d_name, size - 5);
    }
    if (dir)
        (void)closedir(dir);
    return 0;
}
