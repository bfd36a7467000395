#include "cache/registry/gather.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/base/text.h"
#include "cache/registry/json_read.h"
#include "cache/registry/page.h"

enum { ANSWERS_MAX = 10000, RECORDS_MAX = 2000000, MB = 1024 * 1024 };

static const char LIST[] = "sync.list", PAGE[] = "sync.page";

struct gather {
    const struct gather_ask *ask;
    struct gathered *out;
    struct fetch *fetch;
    char page[FETCH_PATH_MAX]; /* the file of what leads to the list */
};

static int name_in(const char *folder, const char *name, char out[FETCH_PATH_MAX], struct err *err)
{
    int size = snprintf(out, FETCH_PATH_MAX, "%s/%s", folder, name);
    if (size > 0 && size < FETCH_PATH_MAX - 8)
        return 0;
    return err_set(err, ERR_USAGE, "%s is too long a name", "%s は名前が長すぎます", folder);
}

void gather_clear(const char *folder)
{
    static const char *const names[] = {LIST, PAGE, "sync.list.part", "sync.page.part"};
    char path[FETCH_PATH_MAX];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (name_in(folder, names[i], path, NULL) == 0)
            (void)unlink(path); /* most are not there */
}

/* ---- fetching ---- */

static int fetch(struct gather *g, const char *address, const char *path, int64_t most, bool conditional,
                 struct err *err)
{
    const struct gather_ask *ask = g->ask;
    struct fetch_ask f = {
        .source = ask->source,
        .address = address,
        .path = path,
        .etag = conditional ? ask->etag : NULL,
        .changed = conditional ? ask->changed : NULL,
        .ca = ask->ca,
        .most = most,
        .seconds = ask->seconds,
        .progress = ask->progress,
        .progress_ctx = ask->progress_ctx,
    };
    int rc = fetch_file(g->fetch, &f, &g->out->answer, err);
    g->out->requests += g->out->answer.requests;
    return rc;
}

static int64_t most_of(const struct source *s)
{
    return (int64_t)s->most_mb * MB;
}

/* The first `most` bytes of a file, NUL behind them. */
static int read_whole(const char *path, int64_t most, char **out, size_t *size, struct err *err)
{
    struct input in;
    int rc = -1;
    *out = NULL;
    *size = 0;
    if (input_open(path, &in, err))
        return -1;
    size_t room = (size_t)(in.size < most ? in.size : most);
    char *bytes = malloc(room + 1);
    if (!bytes)
        (void)err_memory(err);
    else if (input_peek(&in, 0, bytes, room, size, err) == 0)
        rc = 0;
    input_close(&in);
    if (rc == 0) {
        bytes[*size] = 0;
        *out = bytes;
        return 0;
    }
    free(bytes);
    return -1;
}

/* ---- is it a list at all? ---- */

static int no_list(const struct page_look *look, const char *address, struct err *err)
{
    char title[PAGE_TITLE_MAX];
    text_copy(title, sizeof title, look->title[0] ? look->title : "-");
    if (look->login)
        return err_set(
            err, ERR_INPUT, "%s: a login page came in place of the list (its title: %s). Has the list moved?",
            "%s：一覧ではなくログインページが届きました（題名：%s）。一覧が移動した可能性があります", address, title);
    return err_set(
        err, ERR_INPUT,
        "%s: a web page came in place of the list (its title: %s). Is it an error page, or has the list"
        " moved?",
        "%s：一覧ではなくウェブページが届きました（題名：%s）。エラーページか、一覧が移動した可能性があります", address,
        title);
}

static bool begins_json(const char *bytes, size_t size)
{
    size_t at = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < size && bytes[at] && strchr(" \t\r\n", bytes[at]))
        at++;
    return at < size && (bytes[at] == '{' || bytes[at] == '[');
}

static int other_form(const char *wanted, const char *address, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: what came is no %s. Has the list moved, or changed its form?",
                   "%s：届いたものは %s ではありません。一覧の場所か形式が変わった可能性があります", address, wanted);
}

static int is_form(enum source_form form, const char *bytes, size_t size, const char *address, struct err *err)
{
    struct page_look look;
    if (page_look(bytes, size, &look, err))
        return -1;
    if (look.html && (look.login || (form != SOURCE_FORM_ANY && form != SOURCE_FORM_HTML)))
        return no_list(&look, address, err);
    if (form == SOURCE_FORM_HTML && !look.html)
        return other_form("HTML", address, err);
    if (form == SOURCE_FORM_XLSX && (size < 4 || memcmp(bytes, "PK\x03\x04", 4) != 0))
        return other_form("XLSX", address, err);
    if (form == SOURCE_FORM_JSON && !begins_json(bytes, size))
        return other_form("JSON", address, err);
    return 0;
}

/* A page whose bytes all came may still be half of one, if the server broke off. */
static int is_whole(struct gather *g, struct err *err)
{
    struct input in;
    size_t size = 0;
    char *tail = malloc(PAGE_TAIL);
    if (!tail)
        return err_memory(err);
    int rc = input_open(g->out->path, &in, err);
    if (rc == 0) {
        int64_t from = in.size > (int64_t)PAGE_TAIL ? in.size - (int64_t)PAGE_TAIL : 0;
        rc = input_peek(&in, from, tail, PAGE_TAIL, &size, err);
        input_close(&in);
    }
    if (rc == 0 && !page_is_whole(tail, size))
        rc = err_set(err, ERR_INPUT, "%s: the page breaks off before its end; try again later",
                     "%s：ページが途中で切れています。後でやり直してください", g->out->address);
    free(tail);
    return rc;
}

static int plausible(struct gather *g, struct err *err)
{
    char *bytes;
    size_t size;
    if (read_whole(g->out->path, (int64_t)PAGE_BYTES_MAX, &bytes, &size, err))
        return -1;
    int rc = size ? is_form(g->ask->source->form, bytes, size, g->out->address, err)
                  : err_set(err, ERR_INPUT, "%s: the answer is empty", "%s：応答が空です", g->out->address);
    bool page = rc == 0 && page_begins(bytes, size);
    free(bytes);
    return page ? is_whole(g, err) : rc;
}

/* ---- pages of records ---- */

struct records {
    FILE *file; /* owned */
    int64_t count, total, bytes;
};

/* The records of one answer behind those before. */
static int add_answer(struct gather *g, struct records *r, const cJSON *doc, struct err *err)
{
    const cJSON *result = cJSON_GetObjectItemCaseSensitive(doc, "result");
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(result, "records");
    const cJSON *total = cJSON_GetObjectItemCaseSensitive(result, "total");
    if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(doc, "success")) || !cJSON_IsArray(list) ||
        !cJSON_IsNumber(total) || !(total->valuedouble >= 0 && total->valuedouble <= RECORDS_MAX))
        return err_set(err, ERR_INPUT, "%s: this is no answer of a datastore with records and their total",
                       "%s：records と total を含むデータストアの応答ではありません", g->out->address);
    if (r->count > 0 && r->total != (int64_t)total->valuedouble)
        return err_set(err, ERR_INPUT, "%s: the list changed while it was fetched; try again later",
                       "%s：取得中に一覧が変わりました。後でやり直してください", g->out->address);
    r->total = (int64_t)total->valuedouble;
    for (const cJSON *record = list->child; record; record = record->next) {
        char *text = cJSON_PrintUnformatted(record);
        if (!text)
            return err_memory(err);
        int size = fprintf(r->file, "%s\n%s", r->count ? "," : "", text);
        cJSON_free(text);
        if (size < 0)
            return err_set(err, ERR_IO, "%s cannot be written", "%s に書けません", g->out->path);
        r->count++;
        r->bytes += size;
    }
    if (r->bytes > most_of(g->ask->source))
        return err_set(err, ERR_INPUT, "the list is larger than \"most_mb\" allows",
                       "一覧が \"most_mb\" の上限を超えています");
    if (list->child || r->count >= r->total)
        return 0;
    return err_set(err, ERR_INPUT, "%s: it has %lld records and gives only %lld",
                   "%s：%lld 件あるはずが %lld 件しか得られません", g->out->address, (long long)r->total,
                   (long long)r->count);
}

static int one_answer(struct gather *g, struct records *r, struct err *err)
{
    char address[SOURCE_ADDRESS_MAX + 64];
    char *text = NULL;
    cJSON *doc = NULL;
    size_t size = 0;
    snprintf(address, sizeof address, "%s%climit=%d&offset=%lld", g->out->address,
             strchr(g->out->address, '?') ? '&' : '?', g->ask->source->paging, (long long)r->count);
    if (fetch(g, address, g->page, most_of(g->ask->source), false, err) ||
        read_whole(g->page, most_of(g->ask->source), &text, &size, err))
        return -1;
    int rc = is_form(SOURCE_FORM_JSON, text, size, g->out->address, err);
    if (rc == 0)
        rc = json_read_parse(text, strlen(text), &doc, err);
    if (rc == 0)
        rc = add_answer(g, r, doc, err);
    cJSON_Delete(doc);
    free(text);
    return rc;
}

/* All answers as one, in the same form. */
static int gather_records(struct gather *g, struct err *err)
{
    struct records r = {.file = fopen(g->out->path, "we")};
    int rc = r.file ? 0 : err_set(err, ERR_IO, "%s cannot be written", "%s に書けません", g->out->path);
    if (rc == 0)
        (void)fputs("{\"success\":true,\"result\":{\"records\":[", r.file); /* fclose tells when it failed */
    int answers = 0;
    do
        rc = rc ? rc : one_answer(g, &r, err);
    while (rc == 0 && r.count < r.total && ++answers < ANSWERS_MAX);
    if (r.file) {
        (void)fprintf(r.file, "],\"total\":%lld}}", (long long)r.total);
        bool lost = ferror(r.file) != 0;
        if ((fclose(r.file) != 0 || lost) && rc == 0)
            rc = err_set(err, ERR_IO, "%s cannot be written: is the disk full?",
                         "%s に書けません。ディスクの空きを確認してください", g->out->path);
    }
    return rc;
}

/* ---- from the description to the list ---- */

/* What leads to the list. *is_list: it is the list itself. */
static int follow_page(struct gather *g, bool *is_list, struct err *err)
{
    const struct source *s = g->ask->source;
    char *bytes;
    size_t size;
    *is_list = false;
    if (fetch(g, s->address, g->page, (int64_t)PAGE_BYTES_MAX, false, err) ||
        read_whole(g->page, (int64_t)PAGE_BYTES_MAX, &bytes, &size, err))
        return -1;
    int rc = is_form(SOURCE_FORM_HTML, bytes, size, g->out->answer.address, err);
    if (rc == 0)
        rc = page_find(s, g->out->answer.address, bytes, size, g->out->address, err);
    free(bytes);
    if (rc || g->out->address[0])
        return rc;
    *is_list = true;
    strcpy(g->out->address, s->address);
    return rename(g->page, g->out->path) == 0
               ? 0
               : err_set(err, ERR_IO, "%s cannot be written", "%s に書けません", g->out->path);
}

static int gather(struct gather *g, struct err *err)
{
    const struct gather_ask *ask = g->ask;
    bool is_list = false;
    if (name_in(ask->folder, LIST, g->out->path, err) || name_in(ask->folder, PAGE, g->page, err))
        return -1;
    strcpy(g->out->address, ask->source->address);
    if (ask->source->find && follow_page(g, &is_list, err))
        return -1;
    if (is_list)
        return plausible(g, err);
    if (ask->source->paging)
        return gather_records(g, err);
    g->out->conditional = true;
    bool known = ask->known && strcmp(ask->known, g->out->address) == 0;
    if (fetch(g, g->out->address, g->out->path, most_of(ask->source), known, err))
        return -1;
    return g->out->answer.unchanged ? 0 : plausible(g, err);
}

int gather_list(const struct gather_ask *ask, struct gathered *out, struct err *err)
{
    struct gather g = {.ask = ask, .out = out};
    *out = (struct gathered){0};
    if (!ask->source->address[0])
        return err_set(err, ERR_INPUT,
                       "the address of %s is not known to kenpin. Copy its description to a file of your own and put"
                       " \"address\" there: kenpin registry probe %s",
                       "%s の URL は kenpin にはわかりません。記述を自分のファイルに写し、\"address\" を書いてください:"
                       " kenpin registry probe %s",
                       ask->source->name, ask->source->name);
    if (fetch_open(&g.fetch, err))
        return -1;
    int rc = gather(&g, err);
    fetch_close(g.fetch);
    return rc;
}
