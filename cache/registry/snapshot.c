#include "cache/registry/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "cache/labels_known.h"
#include "cache/registry/snapshot_line.h"

#define SNAPSHOT_WORD "kenpin-snapshot"
#define DELTA_WORD    "kenpin-delta"
#define FORMAT        1
#define FORMAT_TEXT   "1"

enum {
    SNAPSHOT_LEVEL = 9, /* a few seconds for 100,000 labels, at every publishing */
    DELTA_LEVEL = 19,   /* small, pulled by every till */
    SNAPSHOT_HEAD = 3,  /* fields of the first line */
    DELTA_HEAD = 5,
    END_FIELDS = 3,
};

struct snapshot {
    struct pack_reader *pack;
    struct snapshot_head head;
    char *last; /* owned; the norm before */
    size_t last_room;
    int64_t records;
    bool ended;
};

static int unsound(struct err *err)
{
    return err_set(err, ERR_INPUT, "the file is no sound list of a mirror; publish again with the present kenpin",
                   "ミラーの一覧として正しくありません。現在の kenpin で公開し直してください");
}

/* ---- reading ---- */

static int read_head(struct snapshot *s, struct err *err)
{
    char *line, *field[SNAPSHOT_FIELDS_MAX];
    size_t size;
    if (pack_line(s->pack, &line, &size, err))
        return -1;
    size_t count = line ? snapshot_line_split(line, field) : 0;
    if (count < SNAPSHOT_HEAD)
        return unsound(err);
    s->head.delta = strcmp(field[0], DELTA_WORD) == 0;
    if (!s->head.delta && strcmp(field[0], SNAPSHOT_WORD) != 0)
        return unsound(err);
    if (strcmp(field[1], FORMAT_TEXT) != 0)
        return err_set(err, ERR_NEWER, "the mirror is of a newer form than %d: update kenpin",
                       "ミラーの形式が %d より新しいものです。kenpin を更新してください", FORMAT);
    s->head.scheme = scheme_from_name(field[2]);
    if (s->head.scheme == SCHEME_NONE || count != (s->head.delta ? DELTA_HEAD : SNAPSHOT_HEAD))
        return unsound(err);
    if (!s->head.delta)
        return 0;
    if (!pack_is_digest(field[3]) || !pack_is_digest(field[4]))
        return unsound(err);
    memcpy(s->head.from, field[3], sizeof s->head.from);
    memcpy(s->head.to, field[4], sizeof s->head.to);
    return 0;
}

int snapshot_open(const void *bytes, size_t size, int64_t text, struct snapshot **out, struct snapshot_head *head,
                  struct err *err)
{
    *out = NULL;
    struct snapshot *s = calloc(1, sizeof *s);
    if (!s)
        return err_memory(err);
    if (pack_open(bytes, size, text, &s->pack, err) || read_head(s, err)) {
        snapshot_close(s);
        return -1;
    }
    *head = s->head;
    *out = s;
    return 0;
}

void snapshot_close(struct snapshot *s)
{
    if (!s)
        return;
    pack_close(s->pack);
    free(s->last);
    free(s);
}

static int read_end(struct snapshot *s, char *const *field, size_t count, struct err *err)
{
    char *line;
    size_t size;
    int64_t records;
    if (count != END_FIELDS || strcmp(field[1], "end") != 0 ||
        !snapshot_line_whole(field[2], LABELS_KNOWN_MAX, &records) || records != s->records)
        return unsound(err);
    if (pack_line(s->pack, &line, &size, err))
        return -1;
    s->ended = true;
    return line ? unsound(err) : 0;
}

/* Each number once, in order: else the same list could have two texts, and a delta could say two things of one. */
static int keep_order(struct snapshot *s, const char *norm, struct err *err)
{
    size_t size = strlen(norm) + 1;
    if (s->last && strcmp(norm, s->last) <= 0)
        return unsound(err);
    if (size > s->last_room) {
        char *last = realloc(s->last, size * 2);
        if (!last)
            return err_memory(err);
        s->last = last;
        s->last_room = size * 2;
    }
    memcpy(s->last, norm, size);
    return 0;
}

/* A line as it is, and its record; *line is NULL behind the last. `copy` takes the line before it is split. */
static int next(struct snapshot *s, struct snapshot_line *copy, struct snapshot_record *out, bool *more,
                struct err *err)
{
    char *line, *field[SNAPSHOT_FIELDS_MAX];
    size_t size;
    *more = false;
    if (s->ended)
        return 0;
    if (pack_line(s->pack, &line, &size, err))
        return -1;
    if (!line)
        return unsound(err);
    if (copy) {
        snapshot_line_begin(copy);
        if (snapshot_line_raw(copy, line, size, err))
            return -1;
    }
    bool end = *line == '\t';
    size_t count = snapshot_line_split(line, field);
    if (end)
        return read_end(s, field, count, err);
    if (!snapshot_line_read(field, count, s->head.scheme, out) || (out->removed && !s->head.delta) ||
        ++s->records > LABELS_KNOWN_MAX)
        return unsound(err);
    *more = true;
    return keep_order(s, out->label.norm, err);
}

int snapshot_next(struct snapshot *s, struct snapshot_record *out, bool *more, struct err *err)
{
    return next(s, NULL, out, more, err);
}

void snapshot_content(struct snapshot *s, char out[PACK_DIGEST_TEXT])
{
    pack_content(s->pack, out);
}

/* ---- writing ---- */

struct writer {
    struct pack_writer *pack;
    struct snapshot_line line;
    int64_t records;
};

static int put_line(struct writer *w, struct err *err)
{
    return pack_put(w->pack, w->line.bytes, w->line.size, err) || pack_put(w->pack, "\n", 1, err) ? -1 : 0;
}

static int put_words(struct writer *w, const char *const *word, size_t count, struct err *err)
{
    snapshot_line_begin(&w->line);
    for (size_t i = 0; i < count; i++)
        if (snapshot_line_text(&w->line, word[i], err))
            return -1;
    return put_line(w, err);
}

static int put_record(void *ctx, const struct labels_record *r, struct err *err)
{
    struct writer *w = ctx;
    w->records++;
    return snapshot_line_write(&w->line, r, err) || put_line(w, err) ? -1 : 0;
}

static int put_end(struct writer *w, struct pack_made *out, struct err *err)
{
    snapshot_line_begin(&w->line);
    if (pack_put(w->pack, "\tend\t", 5, err) || snapshot_line_number(&w->line, w->records, err) || put_line(w, err))
        return -1;
    return pack_finish(w->pack, out, err);
}

static void clear(struct writer *w)
{
    pack_discard(w->pack);
    snapshot_line_clear(&w->line);
}

int snapshot_write(struct db *db, enum scheme scheme, int fd, struct pack_made *out, struct err *err)
{
    const char *head[SNAPSHOT_HEAD] = {SNAPSHOT_WORD, FORMAT_TEXT, scheme_name(scheme)};
    struct writer w = {0};
    int result = -1;
    if (pack_begin(fd, SNAPSHOT_LEVEL, &w.pack, err) == 0 && put_words(&w, head, SNAPSHOT_HEAD, err) == 0 &&
        labels_dump(db, scheme, put_record, &w, err) == 0)
        result = put_end(&w, out, err);
    clear(&w);
    return result;
}

/* ---- deltas ---- */

/* One of the two lists that are compared. */
struct side {
    struct snapshot *list;
    struct snapshot_line line; /* of the record in hand */
    struct snapshot_record record;
    bool more;
};

static int step(struct side *s, struct err *err)
{
    return next(s->list, &s->line, &s->record, &s->more, err);
}

static int open_side(struct side *s, const struct snapshot_file *file, struct snapshot_head *head, struct err *err)
{
    if (snapshot_open(file->bytes, file->size, file->text, &s->list, head, err))
        return -1;
    return head->delta ? unsound(err) : step(s, err);
}

static void close_side(struct side *s)
{
    snapshot_close(s->list);
    snapshot_line_clear(&s->line);
}

/* The line of the number that comes next, if the two lists differ in it. */
static int put_difference(struct writer *w, struct side *from, struct side *to, struct err *err)
{
    int order = !from->more ? 1 : !to->more ? -1 : strcmp(from->record.label.norm, to->record.label.norm);
    bool same = order == 0 && from->line.size == to->line.size &&
                memcmp(from->line.bytes, to->line.bytes, from->line.size) == 0;
    if (!same) {
        w->records++;
        snapshot_line_begin(&w->line);
        if (order < 0 ? snapshot_line_text(&w->line, from->record.label.norm, err)
                      : snapshot_line_raw(&w->line, to->line.bytes, to->line.size, err))
            return -1;
        if (put_line(w, err))
            return -1;
    }
    if (order <= 0 && step(from, err))
        return -1;
    return order >= 0 ? step(to, err) : 0;
}

int snapshot_delta(const struct snapshot_file *from, const struct snapshot_file *to, int fd, struct pack_made *out,
                   int64_t *records, struct err *err)
{
    struct snapshot_head a, b;
    struct side old = {0}, new = {0};
    struct writer w = {0};
    int result = -1;
    if (open_side(&old, from, &a, err) || open_side(&new, to, &b, err) || pack_begin(fd, DELTA_LEVEL, &w.pack, err))
        goto done;
    const char *head[DELTA_HEAD] = {DELTA_WORD, FORMAT_TEXT, scheme_name(b.scheme), from->content, to->content};
    if (a.scheme != b.scheme) {
        (void)unsound(err);
        goto done;
    }
    if (put_words(&w, head, DELTA_HEAD, err))
        goto done;
    while (old.more || new.more)
        if (put_difference(&w, &old, &new, err))
            goto done;
    *records = w.records;
    result = put_end(&w, out, err);
done:
    close_side(&old);
    close_side(&new);
    clear(&w);
    return result;
}
