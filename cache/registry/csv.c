#include "cache/registry/csv.h"

#include <stdlib.h>
#include <string.h>

#include "cache/registry/decoder.h"

enum { BUFFER_FIRST = 128 * 1024 };

static const char delimiters[] = {',', ';', '\t'};
static const struct words unit = {"line", "行目"};

/* One cell as it stands in the buffer, before it is made a text. */
struct span {
    size_t from, to;
    bool doubled; /* holds "" for " */
};

struct csv {
    struct decoder decoder;
    char *buffer; /* owned; `room` bytes and one for a NUL */
    size_t room, at, end;
    bool ended;
    int64_t line; /* of buffer[at]; 1 and up */
    char delimiter;
    bool stops[256]; /* what ends a cell without quotes */
    struct span span[TABLE_COLUMNS_MAX];
    struct cell cell[TABLE_COLUMNS_MAX];
    size_t cells;
};

/* What a scan over the next row came to. */
enum scan { SCAN_MORE /* the buffer ends before the row does */, SCAN_ROW, SCAN_WRONG };

/* Ends of lines: \n, \r\n, or \r alone. */
static size_t newlines(const char *from, const char *to)
{
    size_t count = 0;
    for (const char *p = from; (p = memchr(p, '\n', (size_t)(to - p))); p++)
        count++;
    for (const char *p = from; (p = memchr(p, '\r', (size_t)(to - p))); p++)
        count += p + 1 == to || p[1] != '\n';
    return count;
}

static int64_t line_at(const struct csv *c, size_t at)
{
    return c->line + (int64_t)newlines(c->buffer + c->at, c->buffer + at);
}

static int too_large(const struct csv *c, size_t at, struct err *err)
{
    err_set(err, ERR_INPUT, "a cell is larger than 1 MiB: is there a quote that is never closed?",
            "セルが 1 MiB を超えています。閉じられていない引用符がありませんか");
    return table_err_at(unit, line_at(c, at), err);
}

static int unclosed(const struct csv *c, size_t at, struct err *err)
{
    err_set(err, ERR_INPUT, "the quote opened here is never closed: close it, or write \"\" for a quote in a cell",
            "ここで開いた引用符が閉じられていません。閉じるか、セルの中の引用符は \"\" と書いてください");
    return table_err_at(unit, line_at(c, at), err);
}

/* The cell whose quote opens at `at`. *next is behind its closing quote and the spaces there. */
static enum scan scan_quoted(struct csv *c, size_t at, size_t *next, struct err *err)
{
    struct span *span = &c->span[c->cells];
    const char *end = c->buffer + c->end, *p = c->buffer + at + 1;
    *span = (struct span){.from = at + 1};
    for (;;) {
        p = memchr(p, '"', (size_t)(end - p));
        if (!p || (p + 1 == end && !c->ended)) {
            if (c->end - at > CSV_CELL_MAX)
                return too_large(c, at, err), SCAN_WRONG;
            return c->ended ? unclosed(c, at, err), SCAN_WRONG : SCAN_MORE;
        }
        if (p + 1 == end || p[1] != '"')
            break;
        span->doubled = true;
        p += 2;
    }
    span->to = (size_t)(p - c->buffer);
    for (p++; p < end && *p == ' ';)
        p++;
    *next = (size_t)(p - c->buffer);
    if (p == end)
        return c->ended ? SCAN_ROW : SCAN_MORE;
    if (c->stops[(unsigned char)*p])
        return SCAN_ROW;
    err_set(err, ERR_INPUT, "text stands behind the closing quote of cell %zu: a quote in a cell is written \"\"",
            "%zu 番目のセルの閉じ引用符の後に文字があります。セルの中の引用符は \"\" と書いてください", c->cells + 1);
    table_err_at(unit, line_at(c, at), err);
    return SCAN_WRONG;
}

static enum scan scan_plain(struct csv *c, size_t at, size_t *next)
{
    const char *end = c->buffer + c->end, *p = c->buffer + at;
    while (p < end && !c->stops[(unsigned char)*p])
        p++;
    *next = (size_t)(p - c->buffer);
    c->span[c->cells] = (struct span){.from = at, .to = *next};
    return p < end || c->ended ? SCAN_ROW : SCAN_MORE;
}

/* The spans of the row at c->at; *next is behind its end. */
static enum scan scan_row(struct csv *c, size_t *next, struct err *err)
{
    size_t at = c->at;
    for (c->cells = 0; c->cells < TABLE_COLUMNS_MAX;) {
        size_t quote = at;
        while (quote < c->end && c->buffer[quote] == ' ')
            quote++;
        enum scan scan =
            quote < c->end && c->buffer[quote] == '"' ? scan_quoted(c, quote, &at, err) : scan_plain(c, at, &at);
        if (scan != SCAN_ROW)
            return scan;
        const struct span *span = &c->span[c->cells++];
        if (span->to - span->from > CSV_CELL_MAX)
            return too_large(c, span->from, err), SCAN_WRONG;
        if (at < c->end && c->buffer[at] == c->delimiter) {
            at++;
            continue;
        }
        if (at + 1 == c->end && c->buffer[at] == '\r' && !c->ended)
            return SCAN_MORE; /* a \n may follow */
        at += at < c->end;
        if (at < c->end && c->buffer[at - 1] == '\r' && c->buffer[at] == '\n')
            at++;
        *next = at;
        return SCAN_ROW;
    }
    err_set(err, ERR_INPUT, "more than %d cells in a row: this is no list of labels or products",
            "1 行に %d を超えるセルがあります。ラベルや商品の一覧ではないようです", TABLE_COLUMNS_MAX);
    table_err_at(unit, c->line, err);
    return SCAN_WRONG;
}

static size_t undouble(char *text, size_t size)
{
    size_t to = 0;
    for (size_t from = 0; from < size; from++) {
        text[to++] = text[from];
        from += text[from] == '"'; /* each of these is one of two */
    }
    return to;
}

static void make_cells(struct csv *c)
{
    for (size_t i = 0; i < c->cells; i++) {
        const struct span *span = &c->span[i];
        char *text = c->buffer + span->from;
        size_t size = span->to - span->from;
        if (span->doubled)
            size = undouble(text, size);
        text[size] = 0; /* over the delimiter, the quote or the end of the line */
        c->cell[i] = (struct cell){.kind = size > 0 ? CELL_TEXT : CELL_NONE, .text = text};
    }
}

static int grow(struct csv *c, struct err *err)
{
    if (c->room >= CSV_ROW_MAX) {
        err_set(err, ERR_INPUT, "a row is larger than 8 MiB: is there a quote that is never closed?",
                "1 行が 8 MiB を超えています。閉じられていない引用符がありませんか");
        return table_err_at(unit, c->line, err);
    }
    char *larger = realloc(c->buffer, c->room * 2 + 1);
    if (!larger)
        return err_memory(err);
    c->buffer = larger;
    c->room *= 2;
    return 0;
}

/* More text behind what is left of the buffer. */
static int fill(struct csv *c, struct err *err)
{
    memmove(c->buffer, c->buffer + c->at, c->end - c->at);
    c->end -= c->at;
    c->at = 0;
    if (c->room - c->end < c->room / 2 && grow(c, err))
        return -1;
    while (c->room - c->end >= 16 && !c->ended) {
        size_t got;
        if (decoder_read(&c->decoder, c->buffer + c->end, c->room - c->end, &got, err))
            return table_err_at(unit, line_at(c, c->end), err);
        c->ended = got == 0;
        c->end += got;
    }
    return 0;
}

static int csv_next(void *ctx, struct row *out, bool *more, struct err *err)
{
    struct csv *c = ctx;
    size_t next = 0;
    enum scan scan = SCAN_MORE;
    *more = false;
    for (;;) {
        if (c->at == c->end && c->ended)
            return 0;
        if (c->at < c->end && (scan = scan_row(c, &next, err)) != SCAN_MORE)
            break;
        if (fill(c, err))
            return -1;
    }
    if (scan == SCAN_WRONG)
        return -1;
    *out = (struct row){.line = c->line, .cell = c->cell, .count = c->cells};
    c->line = line_at(c, next);
    if (c->line > CSV_LINES_MAX)
        return err_set(err, ERR_INPUT, "more than %d lines: this is no list of labels or products",
                       "%d 行を超えています。ラベルや商品の一覧ではないようです", CSV_LINES_MAX);
    make_cells(c);
    c->at = next;
    *more = true;
    return 0;
}

static int csv_view(void *ctx, size_t index, bool *there, struct err *err)
{
    (void)err;
    struct csv *c = ctx;
    *there = index < sizeof delimiters;
    if (!*there)
        return 0;
    decoder_rewind(&c->decoder);
    c->at = c->end = 0;
    c->ended = false;
    c->line = 1;
    c->delimiter = delimiters[index];
    memset(c->stops, 0, sizeof c->stops);
    c->stops[(unsigned char)c->delimiter] = c->stops['\n'] = c->stops['\r'] = true;
    return 0;
}

static void csv_close(void *ctx)
{
    struct csv *c = ctx;
    decoder_clear(&c->decoder);
    free(c->buffer);
    free(c);
}

int csv_open(struct input *in, struct table *out, struct err *err)
{
    bool there;
    *out = (struct table){0};
    struct csv *c = calloc(1, sizeof *c);
    if (!c)
        return err_memory(err);
    c->room = BUFFER_FIRST;
    c->buffer = malloc(c->room + 1);
    if (!c->buffer || decoder_begin(in, &c->decoder, err) || csv_view(c, 0, &there, err)) {
        bool memory = !c->buffer;
        csv_close(c);
        return memory ? err_memory(err) : -1;
    }
    *out = (struct table){.ctx = c, .unit = unit, .view = csv_view, .next = csv_next, .close = csv_close};
    return 0;
}
