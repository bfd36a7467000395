#include "cache/registry/snapshot_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LISTED_FIELDS = 12, COPY_FIELDS = 4, GONE_FIELDS = LISTED_FIELDS + 2 * COPY_FIELDS, LEVEL_MAX = 4 };
_Static_assert(GONE_FIELDS == SNAPSHOT_FIELDS_MAX, "a row that vanished is the longest");

#define AS_OF_MAX 32503680000 /* 3000-01-01 */

/* What may not stand in a field as it is, and the letter that stands for it behind a backslash. */
static const char PLAIN[] = "\\\t\n\r", LETTER[] = "\\tnr";

/* ---- writing ---- */

void snapshot_line_clear(struct snapshot_line *l)
{
    free(l->bytes);
    *l = (struct snapshot_line){0};
}

void snapshot_line_begin(struct snapshot_line *l)
{
    l->size = 0;
}

static int make_room(struct snapshot_line *l, size_t more, struct err *err)
{
    size_t room = l->room ? l->room : 1024;
    if (l->size + more < l->room)
        return 0;
    if (more > PACK_LINE_MAX || l->size + more >= PACK_LINE_MAX)
        return err_set(err, ERR_INPUT, "one entry is too large for a mirror", "一つの登録がミラーには大きすぎます");
    while (room <= l->size + more)
        room *= 2;
    char *bytes = realloc(l->bytes, room);
    if (!bytes)
        return err_memory(err);
    l->bytes = bytes;
    l->room = room;
    return 0;
}

static void put_tab(struct snapshot_line *l)
{
    if (l->size)
        l->bytes[l->size++] = '\t';
}

int snapshot_line_text(struct snapshot_line *l, const char *text, struct err *err)
{
    size_t size = text ? strlen(text) : 0;
    if (make_room(l, 2 * size + 4, err))
        return -1;
    put_tab(l);
    if (text && !size)
        l->size += (size_t)sprintf(l->bytes + l->size, "\\e");
    for (size_t i = 0; i < size; i++) {
        const char *special = strchr(PLAIN, text[i]);
        if (special)
            l->bytes[l->size++] = '\\';
        l->bytes[l->size++] = special ? LETTER[special - PLAIN] : text[i];
    }
    return 0;
}

int snapshot_line_raw(struct snapshot_line *l, const char *line, size_t size, struct err *err)
{
    if (make_room(l, size, err))
        return -1;
    memcpy(l->bytes + l->size, line, size);
    l->size += size;
    return 0;
}

int snapshot_line_number(struct snapshot_line *l, int64_t number, struct err *err)
{
    enum { DIGITS = 24 };
    if (make_room(l, DIGITS, err))
        return -1;
    put_tab(l);
    l->size += (size_t)sprintf(l->bytes + l->size, "%" PRId64, number);
    return 0;
}

static int write_copy(struct snapshot_line *l, const struct copy *c, struct err *err)
{
    return snapshot_line_text(l, c->source, err) || snapshot_line_text(l, c->digest, err) ||
                   snapshot_line_number(l, c->as_of, err) || snapshot_line_number(l, c->demo, err)
               ? -1
               : 0;
}

int snapshot_line_write(struct snapshot_line *l, const struct labels_record *r, struct err *err)
{
    const struct entry *e = &r->entry;
    snapshot_line_begin(l);
    if (snapshot_line_text(l, r->norm, err) || snapshot_line_text(l, e->gone ? "-" : "=", err) ||
        snapshot_line_text(l, e->number, err) || snapshot_line_number(l, e->level, err) ||
        snapshot_line_text(l, status_name(e->status), err) || snapshot_line_text(l, e->word, err) ||
        snapshot_line_number(l, e->issued, err) || snapshot_line_number(l, e->expires, err) ||
        snapshot_line_text(l, e->product, err) || snapshot_line_text(l, e->vendor, err) ||
        snapshot_line_text(l, e->url, err) || snapshot_line_text(l, r->models, err))
        return -1;
    return e->gone && (write_copy(l, &e->last, err) || write_copy(l, &e->first_without, err)) ? -1 : 0;
}

/* ---- reading ---- */

size_t snapshot_line_split(char *line, char *field[SNAPSHOT_FIELDS_MAX])
{
    size_t count = 0;
    for (char *at = line; at;) {
        if (count == SNAPSHOT_FIELDS_MAX)
            return 0;
        field[count++] = at;
        at = strchr(at, '\t');
        if (at)
            *at++ = '\0';
    }
    return count;
}

bool snapshot_line_whole(const char *text, int64_t most, int64_t *out)
{
    int64_t value = 0;
    if (!*text || (*text == '0' && text[1]))
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || value > most)
            return false;
        value = value * 10 + (*text - '0');
    }
    *out = value;
    return value <= most;
}

/* In place; NULL for a text that is missing. */
static bool read_text(char *text, char **out)
{
    char *to = text;
    *out = *text ? text : NULL;
    if (strcmp(text, "\\e") == 0) {
        *text = '\0';
        return true;
    }
    for (const char *at = text; *at; at++) {
        const char *letter = NULL;
        if (*at == '\\') {
            letter = at[1] ? strchr(LETTER, at[1]) : NULL;
            if (!letter)
                return false;
            at++;
        }
        *to++ = letter ? PLAIN[letter - LETTER] : *at;
    }
    *to = '\0';
    return true;
}

static bool read_day(const char *text, day *out)
{
    int64_t value;
    if (!snapshot_line_whole(text, 29991231, &value))
        return false;
    *out = (day)value;
    return !value || *out == day_of((int)(value / 10000), (int)(value / 100 % 100), (int)(value % 100));
}

static bool read_status(const char *text, enum status *out)
{
    for (int s = STATUS_NONE + 1; s <= STATUS_UNCLEAR; s++)
        if (strcmp(text, status_name((enum status)s)) == 0) {
            *out = (enum status)s;
            return true;
        }
    return false;
}

static bool read_copy(char *const field[COPY_FIELDS], struct copy *out)
{
    int64_t demo;
    bool read = read_text(field[0], &out->source) && read_text(field[1], &out->digest) &&
                snapshot_line_whole(field[2], AS_OF_MAX, &out->as_of) && snapshot_line_whole(field[3], 1, &demo);
    out->demo = read && demo;
    return read && out->source && out->digest && pack_is_digest(out->digest);
}

bool snapshot_line_read(char *const *field, size_t count, enum scheme scheme, struct snapshot_record *out)
{
    *out = (struct snapshot_record){.label.entry.scheme = scheme, .removed = count == 1};
    struct entry *e = &out->label.entry;
    char *norm, *models;
    int64_t level;
    if (!count || !read_text(field[0], &norm) || !norm || !*norm)
        return false;
    out->label.norm = norm;
    if (count == 1)
        return true;
    e->gone = count == GONE_FIELDS;
    if ((count != LISTED_FIELDS && count != GONE_FIELDS) || strcmp(field[1], e->gone ? "-" : "=") != 0 ||
        !read_text(field[2], &e->number) || !e->number || !snapshot_line_whole(field[3], LEVEL_MAX, &level) ||
        !read_status(field[4], &e->status) || !read_text(field[5], &e->word) || !read_day(field[6], &e->issued) ||
        !read_day(field[7], &e->expires) || !read_text(field[8], &e->product) || !read_text(field[9], &e->vendor) ||
        !read_text(field[10], &e->url) || !read_text(field[11], &models) || !models)
        return false;
    e->level = (int)level;
    out->label.models = models;
    return !e->gone || (read_copy(field + LISTED_FIELDS, &e->last) &&
                        read_copy(field + LISTED_FIELDS + COPY_FIELDS, &e->first_without));
}
