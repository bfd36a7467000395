#include "cache/labels_row.h"

#include <stdlib.h>
#include <string.h>

/* The numbers of these lists are part of the schema: a list may only grow at its end. */
_Static_assert(SCHEME_JC_STAR == 1 && SCHEME_CLS == 2 && SCHEME_OTHER == 3, "the cache holds these numbers");
_Static_assert(STATUS_CURRENT == 1 && STATUS_SUSPENDED == 6 && STATUS_GONE == 7 && STATUS_UNCLEAR == 10,
               "the cache holds these numbers");

#define TEXT_ROOM_MAX (16u << 20) /* above MODELS_MAX names of MODEL_BYTES_MAX, raw and normal, NFKC grown */
#define HEAD_MAX      24          /* kind, two sizes, two signs */

static int damaged(struct err *err)
{
    return err_set(err, ERR_DATA, "cache.db holds an entry that cannot be read; move the file away, then import again",
                   "cache.db に読めない登録があります。このファイルを別の場所へ移し、取り込み直してください");
}

/* ---- models ---- */

void labels_text_clear(struct labels_text *t)
{
    free(t->bytes);
    *t = (struct labels_text){0};
}

static int make_room(struct labels_text *t, size_t more, struct err *err)
{
    size_t need = t->size + more + 1, room = t->room ? t->room : 1024;
    if (need <= t->room)
        return 0;
    if (need > TEXT_ROOM_MAX)
        return err_set(err, ERR_INPUT, "one entry holds more than %u bytes of model names",
                       "一つの登録の型番が %u バイトを超えています", TEXT_ROOM_MAX);
    while (room < need)
        room *= 2;
    char *bytes = realloc(t->bytes, room);
    if (!bytes)
        return err_memory(err);
    t->bytes = bytes;
    t->room = room;
    return 0;
}

/* printf would be a fifth of an import's time. */
static char *put_size(char *out, size_t size)
{
    char digits[20];
    int count = 0;
    do {
        digits[count++] = (char)('0' + size % 10);
        size /= 10;
    } while (size);
    while (count)
        *out++ = digits[--count];
    return out;
}

static int write_model(struct labels_text *to, const struct model *m, struct err *err)
{
    size_t raw = strlen(m->raw), norm = strlen(m->norm);
    bool same = raw == norm && memcmp(m->raw, m->norm, raw) == 0;
    if (make_room(to, raw + norm + 2 * HEAD_MAX, err))
        return -1;
    char *at = to->bytes + to->size;
    *at++ = m->kind == MODEL_EXACT ? '=' : '~';
    at = put_size(at, raw);
    if (!same) {
        *at++ = ',';
        at = put_size(at, norm);
    }
    *at++ = ':';
    memcpy(at, m->raw, raw);
    at += raw;
    if (!same) {
        memcpy(at, m->norm, norm);
        at += norm;
    }
    to->size = (size_t)(at - to->bytes);
    return 0;
}

int labels_models_write(struct labels_text *to, const struct models *models, struct err *err)
{
    to->size = 0;
    if (make_room(to, 0, err))
        return -1;
    for (size_t i = 0; i < models->count; i++)
        if (models->item[i].raw && models->item[i].norm && write_model(to, &models->item[i], err))
            return -1;
    to->bytes[to->size] = '\0';
    return 0;
}

static const char *get_size(const char *at, size_t most, size_t *out)
{
    size_t size = 0;
    const char *start = at;
    for (; *at >= '0' && *at <= '9' && size <= most; at++)
        size = size * 10 + (size_t)(*at - '0');
    *out = size;
    return at > start && size <= most ? at : NULL;
}

/* One model from *at on, borrowed; false at anything malformed. */
static bool next_model(const char **at, const char *end, const char **raw, size_t *raw_size, const char **norm,
                       size_t *size)
{
    size_t left = (size_t)(end - *at);
    const char *p = get_size(*at + 1, left, raw_size);
    bool same = p && *p == ':';
    *size = *raw_size;
    if (p && *p == ',')
        p = get_size(p + 1, left, size);
    if (!p || *p != ':')
        return false;
    left = (size_t)(end - ++p);
    if (*raw_size > left || (!same && *size > left - *raw_size))
        return false;
    *raw = p;
    *norm = same ? p : p + *raw_size;
    *at = *norm + *size;
    return true;
}

static int keep_model(struct models *to, enum model_kind kind, const char *raw, size_t raw_size, const char *norm,
                      size_t norm_size, struct err *err)
{
    struct model *m = &to->item[to->count];
    *m = (struct model){kind, strndup(raw, raw_size), strndup(norm, norm_size)};
    to->count++; /* counted even when half made: models_clear frees it */
    return m->raw && m->norm ? 0 : err_memory(err);
}

int labels_models_read(const char *text, struct models *to, struct err *err)
{
    const char *raw, *norm, *end = text + strlen(text);
    size_t raw_size, norm_size, room = to->count;
    while (text < end) {
        enum model_kind kind = *text == '=' ? MODEL_EXACT : *text == '~' ? MODEL_SERIES : MODEL_NONE;
        if (kind == MODEL_NONE || !next_model(&text, end, &raw, &raw_size, &norm, &norm_size))
            return damaged(err);
        if (to->count == room) {
            room = room ? room * 2 : 32;
            struct model *item = realloc(to->item, room * sizeof *item);
            if (!item)
                return err_memory(err);
            to->item = item;
        }
        if (keep_model(to, kind, raw, raw_size, norm, norm_size, err))
            return -1;
    }
    return 0;
}

/* ---- rows ---- */

void labels_row_fingerprint(const struct entry *e, enum scheme scheme, const struct labels_text *models,
                            uint8_t out[FINGERPRINT_BYTES])
{
    struct fingerprint f;
    fingerprint_begin(&f);
    fingerprint_number(&f, scheme);
    fingerprint_text(&f, e->number);
    fingerprint_text(&f, e->product);
    fingerprint_text(&f, e->vendor);
    fingerprint_text(&f, e->url);
    fingerprint_text(&f, e->word);
    fingerprint_text(&f, models->bytes);
    fingerprint_number(&f, e->status);
    fingerprint_number(&f, e->level);
    fingerprint_number(&f, e->issued);
    fingerprint_number(&f, e->expires);
    fingerprint_end(&f, out);
}

uint64_t labels_hash(const char *text)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES] = "kenpin cache v1"; /* SipHash-2-4, the key fixed */
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t value = 0;
    (void)crypto_shorthash(out, (const unsigned char *)text, strlen(text), key);
    for (size_t i = 0; i < sizeof out; i++)
        value |= (uint64_t)out[i] << (8 * i);
    return value;
}

const char *labels_product_id(const char *norm)
{
    const char *slash = strncmp(norm, "CSA/", 4) == 0 ? strrchr(norm, '/') : NULL;
    return slash && slash[1] ? slash + 1 : NULL;
}

int labels_row_copy(sqlite3_stmt *stmt, int at, struct copy *out, struct err *err)
{
    out->id = sqlite3_column_int64(stmt, at);
    out->as_of = sqlite3_column_int64(stmt, at + 3);
    out->demo = sqlite3_column_int(stmt, at + 4) != 0;
    if (db_column_text(stmt, at + 1, &out->source, err) || db_column_text(stmt, at + 2, &out->digest, err))
        return -1;
    return 0;
}

static int read_texts(sqlite3_stmt *stmt, int at, struct entry *out, struct err *err)
{
    const struct {
        int column;
        char **to;
    } texts[] = {{2, &out->number}, {5, &out->word}, {8, &out->product}, {9, &out->vendor}, {10, &out->url}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (db_column_text(stmt, at + texts[i].column, texts[i].to, err))
            return -1;
    return out->number ? 0 : damaged(err);
}

/* What the file says is not believed beyond what the lists know: a number out of a list is 0, which never passes. */
static int within(int value, int last)
{
    return value < 0 || value > last ? 0 : value;
}

int labels_row_read(struct db *db, sqlite3_stmt *stmt, int at, struct entry *out, struct err *err)
{
    *out = (struct entry){0};
    const char *models = (const char *)sqlite3_column_text(stmt, at + 11);
    const uint8_t *mark = sqlite3_column_blob(stmt, at + 12);
    bool gone = sqlite3_column_type(stmt, at + 13) != SQLITE_NULL;
    if (!models || !mark || sqlite3_column_bytes(stmt, at + 12) != FINGERPRINT_BYTES) {
        if (sqlite3_errcode(db->handle) == SQLITE_NOMEM)
            return err_memory(err);
        return damaged(err);
    }
    out->scheme = (enum scheme)within(sqlite3_column_int(stmt, at + 1), SCHEME_OTHER);
    out->level = within(sqlite3_column_int(stmt, at + 3), 4);
    out->gone = gone;
    out->status = (enum status)within(sqlite3_column_int(stmt, at + 4), STATUS_UNCLEAR);
    out->issued = sqlite3_column_int(stmt, at + 6);
    out->expires = sqlite3_column_int(stmt, at + 7);
    out->fingerprint = malloc(FINGERPRINT_TEXT);
    if (!out->fingerprint) {
        (void)err_memory(err);
        goto fail;
    }
    (void)sodium_bin2hex(out->fingerprint, FINGERPRINT_TEXT, mark, FINGERPRINT_BYTES);
    if (read_texts(stmt, at, out, err) || labels_models_read(models, &out->models, err))
        goto fail;
    if (gone &&
        (labels_row_copy(stmt, at + 14, &out->last, err) || labels_row_copy(stmt, at + 19, &out->first_without, err)))
        goto fail;
    return 0;
fail:
    entry_clear(out);
    return -1;
}
