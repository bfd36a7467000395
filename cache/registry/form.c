#include "cache/registry/form.h"

#include <string.h>
#include <strings.h>

enum { HEAD_BYTES = 1024 };

struct magic {
    const char *bytes;
    size_t size;
    enum form form;   /* FORM_NONE = not read */
    const char *name; /* the same in both languages */
};

static const struct magic magics[] = {
    {"PK\x03\x04", 4, FORM_XLSX, "XLSX (ZIP)"},
    {"%PDF", 4, FORM_NONE, "PDF"},
    {"\x1F\x8B", 2, FORM_NONE, "gzip"},
};

static const struct magic *magic_of(const char *head, size_t size)
{
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (size >= magics[i].size && memcmp(head, magics[i].bytes, magics[i].size) == 0)
            return &magics[i];
    return NULL;
}

static int not_read(const char *name, struct err *err)
{
    return err_set(err, ERR_INPUT, "this file is %s, a form that is not read here: save it as CSV (UTF-8)",
                   "このファイルは %s です。この形式はここでは読めません。CSV（UTF-8）で保存してください", name);
}

/* The old form of Excel, which is also put around a workbook with a password. */
static int refuse_xls(const char *head, size_t size, struct err *err)
{
    if (size < 4 || memcmp(head, "\xD0\xCF\x11\xE0", 4) != 0)
        return 0;
    return err_set(err, ERR_INPUT,
                   "this file is XLS, a form that is not read, or a workbook with a password: save it as XLSX without "
                   "one, or as CSV (UTF-8)",
                   "このファイルは読めない形式の XLS か、パスワード付きのブックです。パスワードなしの XLSX か "
                   "CSV（UTF-8）で保存してください");
}

static bool named_csv(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0);
}

/* By the first byte that is no white space. */
static enum form text_form(const char *head, size_t size, const char *path)
{
    size_t at = size >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < size && strchr(" \t\r\n", head[at]) && head[at])
        at++;
    char first = at < size ? head[at] : 0;
    if (first == '<')
        return FORM_HTML;
    return (first == '{' || first == '[') && !named_csv(path) ? FORM_JSON : FORM_CSV;
}

int form_find(struct input *in, const char *path, enum form *form, struct err *err)
{
    char head[HEAD_BYTES];
    size_t size;
    if (input_peek(in, 0, head, sizeof head, &size, err) || refuse_xls(head, size, err))
        return -1;
    const struct magic *magic = magic_of(head, size);
    if (magic && (magic->form == FORM_NONE || (*form != FORM_NONE && *form != magic->form)))
        return not_read(magic->name, err);
    if (*form == FORM_NONE)
        *form = magic ? magic->form : text_form(head, size, path);
    return 0;
}
