#include "ui/audit/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cache/registry/form.h"
#include "cache/registry/jsonl.h"

static bool named(const char *path, const char *ending)
{
    size_t size = strlen(path), end = strlen(ending);
    return size > end && strcasecmp(path + size - end, ending) == 0;
}

/* An object on the first line, and another one behind it. */
static int is_lines(struct input *in, const char *path, bool *yes, struct err *err)
{
    char head[64 * 1024];
    size_t got;
    *yes = named(path, ".jsonl") || named(path, ".ndjson");
    if (*yes)
        return 0;
    if (input_peek(in, 0, head, sizeof head - 1, &got, err))
        return -1;
    head[got] = 0;
    const char *from = head + strspn(head, "\xEF\xBB\xBF \t\r\n"), *end = strchr(from, '\n');
    *yes = *from == '{' && end && end > from && *(end - 1 - (end[-1] == '\r')) == '}' && end[1] == '{';
    return 0;
}

static int open_album(const struct album_ask *ask, struct source *out, struct err *err)
{
    out->is_folder = true;
    (void)snprintf(out->folder, sizeof out->folder, "%s", ask->path);
    return album_open(ask, &out->table, &out->album, err);
}

/* Where the list stands: its pictures stand there too. */
static void name_folder(const char *path, struct source *out)
{
    (void)snprintf(out->folder, sizeof out->folder, "%s", path);
    char *slash = strrchr(out->folder, '/');
    if (!slash)
        strcpy(out->folder, ".");
    else
        slash[slash == out->folder] = 0;
}

static int open_table(const struct album_ask *ask, struct source *out, struct err *err)
{
    const char *path = ask->path;
    enum form form = FORM_NONE;
    bool lines = false;
    if (stat(path, &out->seen) == 0 && S_ISDIR(out->seen.st_mode))
        return open_album(ask, out, err);
    name_folder(path, out);
    if (input_open(path, &out->in, err) || is_lines(&out->in, path, &lines, err))
        return -1;
    return lines ? jsonl_open(&out->in, &out->table, err) : import_table(&out->in, path, NULL, &form, &out->table, err);
}

int source_next(struct source *s, struct row *out, bool *more, struct err *err)
{
    do {
        if (s->table.next(s->table.ctx, out, more, err))
            return -1;
    } while (*more && table_row_empty(out));
    return 0;
}

/* To its end: how many rows, how wide, and that all of it can be read. */
static int look(struct source *s, struct err *err)
{
    size_t width = 0;
    for (;;) {
        struct row row;
        bool more = false;
        if (source_next(s, &row, &more, err))
            return -1;
        if (!more)
            return audit_columns_widen(&s->columns, width, err);
        s->rows++;
        while (row.count > width && !row.cell[row.count - 1].text[0])
            row.count--;
        width = row.count > width ? row.count : width;
    }
}

int source_unchanged(const struct source *s, struct err *err)
{
    return s->is_folder ? 0 : input_unchanged(&s->in, err);
}

int source_open(const struct source_ask *ask, struct source *out, struct err *err)
{
    struct audit_columns again = {0};
    *out = (struct source){0};
    if (open_table(&ask->album, out, err))
        return -1;
    out->in.progress = ask->album.progress;
    out->in.progress_ctx = ask->album.progress_ctx;
    if (audit_columns_find(&out->table, ask->chosen, &out->columns, err) || look(out, err))
        return -1;
    if (out->rows == 0)
        return err_set(err, ERR_INPUT, "there are headings and no rows", "見出しだけで、行がありません");
    out->in.progress = NULL;
    int rc = audit_columns_find(&out->table, ask->chosen, &again, err); /* back to the row behind the headings */
    audit_columns_clear(&again);
    return rc;
}

void source_close(struct source *s)
{
    table_close(&s->table);
    input_close(&s->in);
    audit_columns_clear(&s->columns);
}
