#include "cache/registry/form.h"

#include <string.h>
#include <strings.h>

enum { HEAD_BYTES = 1024 };

struct magic {
    const char *bytes;
    size_t size;
    const char *name; /* the same in both languages */
};

static const struct magic magics[] = {
    {"PK\x03\x04", 4, "XLSX (ZIP)"},
    {"\xD0\xCF\x11\xE0", 4, "XLS"},
    {"%PDF", 4, "PDF"},
    {"\x1F\x8B", 2, "gzip"},
};

static int not_read(const char *name, struct err *err)
{
    return err_set(err, ERR_INPUT, "this file is %s, a form that is not read yet: save it as CSV (UTF-8)",
                   "このファイルは %s です。この形式はまだ読めません。CSV（UTF-8）で保存してください", name);
}

static bool named_csv(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0);
}

int form_find(struct input *in, const char *path, enum form *form, struct err *err)
{
    char head[HEAD_BYTES];
    size_t size, at = 0;
    if (input_peek(in, 0, head, sizeof head, &size, err))
        return -1;
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (size >= magics[i].size && memcmp(head, magics[i].bytes, magics[i].size) == 0)
            return not_read(magics[i].name, err);
    if (*form != FORM_NONE)
        return 0;
    if (size >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0)
        at = 3;
    while (at < size && strchr(" \t\r\n", head[at]) && head[at])
        at++;
    char first = at < size ? head[at] : 0;
    if (first == '<')
        return not_read("HTML", err);
    *form = (first == '{' || first == '[') && !named_csv(path) ? FORM_JSON : FORM_CSV;
    return 0;
}
