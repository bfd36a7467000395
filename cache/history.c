#include "cache/history.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(HISTORY_NEW == 1 && HISTORY_GONE == 2 && HISTORY_RETURNED == 3 && HISTORY_NUMBER == 4 &&
                   HISTORY_MODELS == 13 && HISTORY_FIELDS == 14,
               "the cache holds these numbers");

static const char ADD[] = "INSERT INTO change(copy, entry, field, before, after) VALUES(?1, ?2, ?3, ?4, ?5)";
/* Columns in the order of enum history_field, from HISTORY_NUMBER on; then what says that it is gone. */
static const char WAS[] =
    "SELECT number, level, status, word, issued, expires, product, vendor, url, models, last_copy,"
    " gone_copy FROM entry WHERE id = ?1";

const char *history_name(enum history_field field)
{
    static const char *const names[HISTORY_FIELDS] = {
        [HISTORY_NONE] = "changed",      [HISTORY_NEW] = "new",         [HISTORY_GONE] = "gone",
        [HISTORY_RETURNED] = "returned", [HISTORY_NUMBER] = "number",   [HISTORY_LEVEL] = "level",
        [HISTORY_STATUS] = "status",     [HISTORY_WORD] = "word",       [HISTORY_ISSUED] = "issued",
        [HISTORY_EXPIRES] = "expires",   [HISTORY_PRODUCT] = "product", [HISTORY_VENDOR] = "vendor",
        [HISTORY_URL] = "url",           [HISTORY_MODELS] = "models",
    };
    return (size_t)field < HISTORY_FIELDS ? names[field] : names[HISTORY_NONE];
}

static bool is_number(enum history_field field)
{
    return field == HISTORY_LEVEL || field == HISTORY_STATUS || field == HISTORY_ISSUED || field == HISTORY_EXPIRES;
}

/* ---- writing ---- */

static int add(struct db *db, int64_t copy, int64_t entry, enum history_field field, sqlite3_stmt *stmt,
               struct err *err)
{
    bool row;
    (void)sqlite3_bind_int64(stmt, 1, copy);
    (void)sqlite3_bind_int64(stmt, 2, entry);
    (void)sqlite3_bind_int(stmt, 3, field);
    int result = db_step(db, stmt, &row, err);
    db_done(stmt);
    return result;
}

int history_note(struct db *db, int64_t copy, int64_t entry, enum history_field what, int64_t before, int64_t after,
                 struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_statement(db, ADD, &stmt, err))
        return -1;
    if (before)
        (void)sqlite3_bind_int64(stmt, 4, before);
    if (after)
        (void)sqlite3_bind_int64(stmt, 5, after);
    return add(db, copy, entry, what, stmt, err);
}

/* A field of the entry as the file has it: its number, or its text (NULL for none). */
struct now {
    int number;
    const char *text;
};

static struct now now_of(const struct entry *e, const char *models, enum history_field field)
{
    switch (field) {
    case HISTORY_NUMBER:
        return (struct now){.text = e->number};
    case HISTORY_LEVEL:
        return (struct now){.number = e->level};
    case HISTORY_STATUS:
        return (struct now){.number = (int)e->status};
    case HISTORY_WORD:
        return (struct now){.text = e->word};
    case HISTORY_ISSUED:
        return (struct now){.number = e->issued};
    case HISTORY_EXPIRES:
        return (struct now){.number = e->expires};
    case HISTORY_PRODUCT:
        return (struct now){.text = e->product};
    case HISTORY_VENDOR:
        return (struct now){.text = e->vendor};
    case HISTORY_URL:
        return (struct now){.text = e->url};
    case HISTORY_MODELS:
        return (struct now){.text = models};
    default:
        return (struct now){0};
    }
}

static bool same(sqlite3_stmt *was, int column, enum history_field field, const struct now *now)
{
    if (is_number(field))
        return sqlite3_column_int(was, column) == now->number;
    const char *text = (const char *)sqlite3_column_text(was, column);
    return text && now->text ? strcmp(text, now->text) == 0 : text == now->text;
}

static int add_field(struct db *db, int64_t copy, int64_t entry, enum history_field field, sqlite3_stmt *was,
                     int column, const struct now *now, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_statement(db, ADD, &stmt, err))
        return -1;
    (void)sqlite3_bind_value(stmt, 4, sqlite3_column_value(was, column));
    if (is_number(field))
        (void)sqlite3_bind_int(stmt, 5, now->number);
    else
        db_bind_text(stmt, 5, now->text);
    return add(db, copy, entry, field, stmt, err);
}

int history_compare(struct db *db, int64_t copy, int64_t entry, const struct entry *now,
                    const struct labels_text *models, struct err *err)
{
    enum { LAST = HISTORY_FIELDS - HISTORY_NUMBER, GONE };
    sqlite3_stmt *was;
    bool row;
    if (db_statement(db, WAS, &was, err))
        return -1;
    (void)sqlite3_bind_int64(was, 1, entry);
    int result = db_step(db, was, &row, err);
    if (result == 0 && row && sqlite3_column_type(was, GONE) != SQLITE_NULL)
        result = history_note(db, copy, entry, HISTORY_RETURNED, sqlite3_column_int64(was, LAST),
                              sqlite3_column_int64(was, GONE), err);
    for (int f = HISTORY_NUMBER; result == 0 && row && f < HISTORY_FIELDS; f++) {
        struct now value = now_of(now, models->bytes, (enum history_field)f);
        if (!same(was, f - HISTORY_NUMBER, (enum history_field)f, &value))
            result = add_field(db, copy, entry, (enum history_field)f, was, f - HISTORY_NUMBER, &value, err);
    }
    db_done(was);
    return result;
}

/* ---- what changed ---- */

#define COPY_OF(c) c ".id, " c ".source, " c ".digest, "

static const char CHANGES[] = "SELECT " COPY_OF("c") "c.first_as_of, c.demo, " COPY_OF(
    "l") "l.as_of, l.demo,"
         " ch.entry, e.scheme, e.norm, e.number, e.product, e.vendor, ch.field, ch.before, ch.after"
         " FROM change ch JOIN copy c ON c.id = ch.copy JOIN entry e ON e.id = ch.entry"
         " LEFT JOIN copy l ON ch.field IN (2, 3) AND l.id = ch.before"
         " WHERE ch.copy > ?1 AND c.first_as_of >= ?2 AND (?3 = 0 OR e.scheme = ?3)"
         " ORDER BY ch.copy, e.norm, ch.entry, ch.field";
enum {
    AT_COPY = 0,
    AT_LAST = 5,
    AT_ENTRY = 10,
    AT_SCHEME,
    AT_NORM,
    AT_NUMBER,
    AT_PRODUCT,
    AT_VENDOR,
    AT_FIELD,
    AT_BEFORE
};

void history_change_clear(struct history_change *c)
{
    free(c->norm);
    free(c->number);
    free(c->product);
    free(c->vendor);
    copy_clear(&c->copy);
    copy_clear(&c->last);
    for (size_t i = 0; i < c->values; i++) {
        free(c->value[i].before);
        free(c->value[i].after);
        models_clear(&c->value[i].models_before);
        models_clear(&c->value[i].models_after);
    }
    *c = (struct history_change){0};
}

static int read_models(sqlite3_stmt *stmt, int column, struct models *out, struct err *err)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    return text ? labels_models_read(text, out, err) : 0;
}

/* A value as the JSON says it; NULL for none. */
static int read_value(sqlite3_stmt *stmt, int column, enum history_field field, char **out, struct err *err)
{
    char text[16] = "";
    int number = is_number(field) ? sqlite3_column_int(stmt, column) : 0;
    if (!is_number(field))
        return db_column_text(stmt, column, out, err);
    if (field == HISTORY_STATUS)
        (void)snprintf(text, sizeof text, "%s", number > 0 ? status_name((enum status)number) : "");
    else if (field == HISTORY_LEVEL && number > 0)
        (void)snprintf(text, sizeof text, "%d", number);
    else if (field != HISTORY_LEVEL)
        (void)day_text(number, text);
    *out = *text ? strdup(text) : NULL;
    return *text && !*out ? err_memory(err) : 0;
}

static int begin_change(sqlite3_stmt *stmt, struct history_change *c, struct err *err)
{
    c->scheme = (enum scheme)sqlite3_column_int(stmt, AT_SCHEME);
    if (labels_row_copy(stmt, AT_COPY, &c->copy, err) || db_column_text(stmt, AT_NORM, &c->norm, err) ||
        db_column_text(stmt, AT_NUMBER, &c->number, err) || db_column_text(stmt, AT_PRODUCT, &c->product, err) ||
        db_column_text(stmt, AT_VENDOR, &c->vendor, err))
        return -1;
    return 0;
}

static int add_value(sqlite3_stmt *stmt, struct history_change *c, struct err *err)
{
    enum history_field field = (enum history_field)sqlite3_column_int(stmt, AT_FIELD);
    if (field == HISTORY_NEW || field == HISTORY_GONE || field == HISTORY_RETURNED) {
        c->kind = field;
        return sqlite3_column_type(stmt, AT_LAST) == SQLITE_NULL ? 0 : labels_row_copy(stmt, AT_LAST, &c->last, err);
    }
    if (field < HISTORY_NUMBER || field >= HISTORY_FIELDS || c->values == HISTORY_FIELDS)
        return 0; /* of no list of ours */
    struct history_value *v = &c->value[c->values++];
    v->field = field;
    if (field == HISTORY_MODELS)
        return read_models(stmt, AT_BEFORE, &v->models_before, err) ||
                       read_models(stmt, AT_BEFORE + 1, &v->models_after, err)
                   ? -1
                   : 0;
    return read_value(stmt, AT_BEFORE, field, &v->before, err) || read_value(stmt, AT_BEFORE + 1, field, &v->after, err)
               ? -1
               : 0;
}

typedef int each_change(void *ctx, const struct history_change *c, struct err *err);

/* Rows of one copy and one entry are one change. */
static int walk(struct db *db, sqlite3_stmt *stmt, struct history_change *c, each_change *each, void *ctx,
                struct err *err)
{
    int64_t entry = 0;
    for (;;) {
        bool row;
        if (db_step(db, stmt, &row, err))
            return -1;
        bool other =
            !row || sqlite3_column_int64(stmt, AT_ENTRY) != entry || sqlite3_column_int64(stmt, AT_COPY) != c->copy.id;
        if (entry && other) {
            int result = each(ctx, c, err);
            history_change_clear(c);
            if (result)
                return result;
        }
        if (!row)
            return 0;
        if (other && begin_change(stmt, c, err))
            return -1;
        entry = sqlite3_column_int64(stmt, AT_ENTRY);
        if (add_value(stmt, c, err))
            return -1;
    }
}

int history_each(struct db *db, const struct history_since *since, each_change *each, void *ctx, struct err *err)
{
    struct history_change c = {0};
    sqlite3_stmt *stmt;
    if (!db->handle)
        return 0;
    if (db_statement(db, CHANGES, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, since->copy);
    (void)sqlite3_bind_int64(stmt, 2, since->at ? since->at : INT64_MIN);
    (void)sqlite3_bind_int(stmt, 3, since->scheme);
    int result = walk(db, stmt, &c, each, ctx, err);
    db_done(stmt);
    history_change_clear(&c);
    return result;
}

/* ---- since a copy ---- */

#define DIGEST_PREFIX "sha256:"
#define DIGEST_MAX    72 /* with 64 hex digits and a NUL */
#define DIGEST_LEAST  8  /* hex digits, so that what was typed is meant for one */

static const char BY_DIGEST[] =
    "SELECT scheme, min(id) FROM copy WHERE scheme <> 0 AND substr(digest, 1, length(?1)) = ?1"
    " GROUP BY digest, scheme ORDER BY 2";

static int no_copy(const char *text, bool several, struct err *err)
{
    if (several)
        return err_set(err, ERR_INPUT, "the digests of several copies begin with %s: give more of it",
                       "%s で始まるダイジェストの写しが複数あります。もっと長く指定してください", text);
    return err_set(
        err, ERR_INPUT,
        "no copy has a digest that begins with %s. Give a day such as 2026-11-21, a moment, or a copy's digest"
        " as kenpin registry status shows it",
        "%s で始まるダイジェストの写しはありません。日付（例: 2026-11-21）、時刻、または kenpin registry status"
        " が表示する写しのダイジェストを指定してください",
        text);
}

int history_since_copy(struct db *db, const char *text, struct history_since *out, struct err *err)
{
    char digest[DIGEST_MAX];
    sqlite3_stmt *stmt = NULL;
    bool row = false, more = false;
    *out = (struct history_since){0};
    const char *hex = strncmp(text, DIGEST_PREFIX, strlen(DIGEST_PREFIX)) == 0 ? text + strlen(DIGEST_PREFIX) : text;
    size_t digits = strspn(hex, "0123456789abcdef");
    if (!db->handle || digits < DIGEST_LEAST || hex[digits] || digits > sizeof digest - sizeof DIGEST_PREFIX)
        return no_copy(text, false, err);
    (void)snprintf(digest, sizeof digest, DIGEST_PREFIX "%s", hex);
    if (db_statement(db, BY_DIGEST, &stmt, err))
        return -1;
    db_bind_text(stmt, 1, digest);
    int result = db_step(db, stmt, &row, err);
    if (result == 0 && row) {
        out->scheme = (enum scheme)sqlite3_column_int(stmt, 0);
        out->copy = sqlite3_column_int64(stmt, 1);
        result = db_step(db, stmt, &more, err);
    }
    db_done(stmt);
    if (result == 0 && (!row || more))
        result = no_copy(text, more, err);
    return result;
}
