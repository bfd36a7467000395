#include "cache/registry/jsonl.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/registry/decoder.h"

enum { BUFFER_FIRST = 128 * 1024 };

static const struct words unit = {"line", "行目"};

struct jsonl {
    struct decoder decoder;
    char *buffer; /* owned; `room` bytes and one for a NUL */
    size_t room, at, end;
    bool ended, headed;
    int64_t line;
    char *name[TABLE_COLUMNS_MAX]; /* owned */
    size_t names;
    char *text[TABLE_COLUMNS_MAX]; /* owned: of the row given last */
    struct cell cell[TABLE_COLUMNS_MAX];
};

static int line_too_long(const struct jsonl *j, struct err *err)
{
    err_set(err, ERR_INPUT, "a line is larger than 8 MiB", "1 行が 8 MiB を超えています");
    return table_err_at(unit, j->line, err);
}

static int fill(struct jsonl *j, struct err *err)
{
    memmove(j->buffer, j->buffer + j->at, j->end - j->at);
    j->end -= j->at;
    j->at = 0;
    if (j->end * 2 > j->room) {
        char *larger = j->room < JSONL_LINE_MAX ? realloc(j->buffer, j->room * 2 + 1) : NULL;
        if (!larger)
            return j->room < JSONL_LINE_MAX ? err_memory(err) : line_too_long(j, err);
        j->buffer = larger;
        j->room *= 2;
    }
    size_t got;
    if (decoder_read(&j->decoder, j->buffer + j->end, j->room - j->end, &got, err))
        return table_err_at(unit, j->line, err);
    j->ended = got == 0;
    j->end += got;
    return 0;
}

/* The next line that holds anything, without its end; NULL behind the last. */
static int next_line(struct jsonl *j, char **out, struct err *err)
{
    *out = NULL;
    for (;;) {
        char *from = j->buffer + j->at, *end = memchr(from, '\n', j->end - j->at);
        if (!end && !j->ended) {
            if (fill(j, err))
                return -1;
            continue;
        }
        if (!end && j->at == j->end)
            return 0;
        size_t size = end ? (size_t)(end - from) : j->end - j->at;
        j->at += size + (end != NULL);
        j->line++;
        from[size] = 0;
        if (from[strspn(from, " \t\r")]) {
            *out = from;
            return 0;
        }
    }
}

static int parse(const struct jsonl *j, const char *line, cJSON **out, struct err *err)
{
    *out = cJSON_Parse(line);
    if (cJSON_IsObject(*out))
        return 0;
    cJSON_Delete(*out);
    *out = NULL;
    err_set(err, ERR_INPUT, "this line is no JSON object", "この行は JSON のオブジェクトではありません");
    return table_err_at(unit, j->line, err);
}

static int column_of(const struct jsonl *j, const char *name)
{
    for (size_t i = 0; i < j->names; i++)
        if (!strcmp(j->name[i], name))
            return (int)i;
    return -1;
}

static int add_names(struct jsonl *j, const cJSON *object, struct err *err)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        if (cJSON_IsObject(item) || column_of(j, item->string) >= 0)
            continue;
        if (j->names == TABLE_COLUMNS_MAX) {
            err_set(err, ERR_INPUT, "more than %d names: this is no list",
                    "項目が %d を超えています。一覧ではないようです", TABLE_COLUMNS_MAX);
            return table_err_at(unit, j->line, err);
        }
        j->name[j->names] = strdup(item->string);
        if (!j->name[j->names++])
            return err_memory(err);
    }
    return 0;
}

/* "a; b" of an array; a number as it is written shortest; NULL when there is no memory. */
static char *text_of(const cJSON *item)
{
    if (cJSON_IsString(item))
        return strdup(item->valuestring);
    if (cJSON_IsArray(item)) {
        char *all = strdup("");
        const cJSON *part;
        cJSON_ArrayForEach(part, item)
        {
            char *one = text_of(part), *more = NULL;
            if (all && one && asprintf(&more, "%s%s%s", all, *all ? ";" : "", one) < 0)
                more = NULL;
            free(all);
            free(one);
            all = more;
        }
        return all;
    }
    if (cJSON_IsNull(item) || cJSON_IsObject(item))
        return strdup("");
    return cJSON_PrintUnformatted(item);
}

static void row_clear(struct jsonl *j)
{
    for (size_t i = 0; i < TABLE_COLUMNS_MAX; i++) {
        free(j->text[i]);
        j->text[i] = NULL;
    }
}

static int make_row(struct jsonl *j, const cJSON *object, struct err *err)
{
    static char nothing[] = "";
    const cJSON *item;
    row_clear(j);
    for (size_t i = 0; i < j->names; i++)
        j->cell[i] = (struct cell){.kind = CELL_NONE, .text = nothing};
    cJSON_ArrayForEach(item, object)
    {
        int at = column_of(j, item->string);
        if (at < 0 || j->text[at])
            continue;
        j->text[at] = text_of(item);
        if (!j->text[at])
            return err_memory(err);
        j->cell[at] = (struct cell){.kind = j->text[at][0] ? CELL_TEXT : CELL_NONE, .text = j->text[at]};
    }
    return 0;
}

static void rewind_lines(struct jsonl *j)
{
    decoder_rewind(&j->decoder);
    j->at = j->end = 0;
    j->ended = false;
    j->line = 0;
}

static int look(struct jsonl *j, struct err *err)
{
    for (int i = 0; i < JSONL_LOOK_LINES; i++) {
        char *line;
        cJSON *object = NULL;
        if (next_line(j, &line, err) || (line && parse(j, line, &object, err)))
            return -1;
        if (!line)
            break;
        int rc = add_names(j, object, err);
        cJSON_Delete(object);
        if (rc)
            return -1;
    }
    rewind_lines(j);
    return 0;
}

static int jsonl_next(void *ctx, struct row *out, bool *more, struct err *err)
{
    struct jsonl *j = ctx;
    char *line = NULL;
    cJSON *object = NULL;
    *more = false;
    if (!j->headed) { /* the names are the row of headings */
        j->headed = true;
        for (size_t i = 0; i < j->names; i++)
            j->cell[i] = (struct cell){.kind = CELL_TEXT, .text = j->name[i]};
        *out = (struct row){.line = 0, .cell = j->cell, .count = j->names};
        *more = j->names > 0;
        return 0;
    }
    if (next_line(j, &line, err))
        return -1;
    if (!line)
        return 0;
    if (parse(j, line, &object, err))
        return -1;
    int rc = make_row(j, object, err);
    cJSON_Delete(object);
    *out = (struct row){.line = j->line, .cell = j->cell, .count = j->names};
    *more = rc == 0;
    return rc;
}

static int jsonl_view(void *ctx, size_t index, bool *there, struct err *err)
{
    struct jsonl *j = ctx;
    *there = index == 0;
    if (!*there)
        return 0;
    rewind_lines(j);
    j->headed = false;
    return j->names ? 0 : look(j, err);
}

static void jsonl_close(void *ctx)
{
    struct jsonl *j = ctx;
    row_clear(j);
    for (size_t i = 0; i < j->names; i++)
        free(j->name[i]);
    decoder_clear(&j->decoder);
    free(j->buffer);
    free(j);
}

int jsonl_open(struct input *in, struct table *out, struct err *err)
{
    *out = (struct table){0};
    struct jsonl *j = calloc(1, sizeof *j);
    if (!j)
        return err_memory(err);
    j->room = BUFFER_FIRST;
    j->buffer = malloc(j->room + 1);
    if (!j->buffer || decoder_begin(in, &j->decoder, err)) {
        jsonl_close(j);
        return err_memory(err);
    }
    *out = (struct table){.ctx = j, .unit = unit, .view = jsonl_view, .next = jsonl_next, .close = jsonl_close};
    return 0;
}
