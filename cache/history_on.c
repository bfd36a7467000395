/* Entries as the copies of an earlier day had them. */
#include <stdlib.h>
#include <string.h>

#include "app/label/address.h"
#include "app/label/normal.h"
#include "cache/history.h"
#include "cache/labels_models.h"

/* A demonstration that a real list has replaced was never anybody's. The last column: an earlier program took in a
 * later copy, so that what this one held is not known. */
static const char COPIES[] =
    "SELECT c.id, c.source, c.digest, c.as_of, c.demo, c.first_as_of, EXISTS(SELECT 1 FROM copy k"
    " WHERE k.scheme = c.scheme AND k.id > c.id AND NOT k.changes_kept) FROM copy c JOIN present p ON p.scheme = "
    "c.scheme"
    " JOIN copy n ON n.id = p.copy WHERE c.scheme = ?1 AND c.demo = n.demo ORDER BY c.id DESC";
static const char COPY[] = "SELECT id, source, digest, as_of, demo FROM copy WHERE id = ?1";
static const char BY_NUMBER[] = "SELECT id FROM entry WHERE scheme = ?1 AND norm = ?2";
static const char BY_PRODUCT_ID[] = "SELECT id FROM entry WHERE scheme = ?1 AND product_id = ?2";
static const char BY_URL[] = "SELECT id FROM entry WHERE scheme = ?1 AND url_hash = ?2";
/* What had another model or page once: no index leads to those. The column of models holds each normal form. */
static const char CHANGED[] = "SELECT DISTINCT ch.entry FROM change ch JOIN entry e ON e.id = ch.entry"
                              " WHERE e.scheme = ?1 AND ch.field = ?2 AND ch.copy > ?3"
                              " AND (?4 IS NULL OR instr(ch.before, ?4) > 0)";
static const char ENTRY[] = "SELECT " LABELS_ROW_COLUMNS ", e.first_copy" LABELS_ROW_FROM "WHERE e.id = ?1";
static const char LATER[] =
    "SELECT field, before, after FROM change WHERE entry = ?1 AND copy > ?2 ORDER BY copy DESC, field";

enum { AT_FIRST_COPY = 24, IDS_MAX = 1 << 20 };

/* One registry on that day. */
struct past {
    struct db *db;
    enum scheme scheme;
    int64_t copy; /* of that day */
};

/* ---- the copy of the day ---- */

static int copy_of_day(struct db *db, enum scheme scheme, day on, struct copy *out, struct err *err)
{
    enum { FIRST = 5, LOST };
    const enum calendar calendar = scheme_calendar(scheme);
    sqlite3_stmt *stmt;
    bool row;
    *out = (struct copy){0};
    if (db_statement(db, COPIES, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    int result = db_step(db, stmt, &row, err);
    while (result == 0 && row && day_at(sqlite3_column_int64(stmt, FIRST), calendar) > on)
        result = db_step(db, stmt, &row, err);
    if (result == 0 && row && !sqlite3_column_int(stmt, LOST)) {
        result = labels_row_copy(stmt, 0, out, err);
        if (day_at(out->as_of, calendar) > on) /* it was seen again, but not yet on that day */
            out->as_of = sqlite3_column_int64(stmt, FIRST);
    }
    db_done(stmt);
    if (result)
        copy_clear(out);
    return result;
}

static int copies_of_day(struct db *db, day on, struct copy_states *out, struct err *err)
{
    static const enum scheme schemes[] = {SCHEME_JC_STAR, SCHEME_CLS};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        struct copy_state *s = &out->item[out->count];
        if (copy_of_day(db, schemes[i], on, &s->copy, err))
            return -1;
        s->scheme = schemes[i];
        out->count += s->copy.id != 0;
    }
    return 0;
}

/* ---- undoing ---- */

static int read_copy(struct db *db, int64_t id, struct copy *out, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    copy_clear(out);
    if (db_statement(db, COPY, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, id);
    int result = db_step(db, stmt, &row, err);
    if (result == 0 && row)
        result = labels_row_copy(stmt, 0, out, err);
    db_done(stmt);
    return result;
}

static int undo_text(sqlite3_stmt *stmt, char **to, struct err *err)
{
    free(*to);
    return db_column_text(stmt, 1, to, err);
}

static int undo_models(sqlite3_stmt *stmt, struct models *to, struct err *err)
{
    const char *text = (const char *)sqlite3_column_text(stmt, 1);
    models_clear(to);
    return text ? labels_models_read(text, to, err) : 0;
}

static void undo_gone(struct entry *e)
{
    e->gone = false;
    copy_clear(&e->last);
    copy_clear(&e->first_without);
}

static int undo(struct db *db, sqlite3_stmt *stmt, struct entry *e, struct err *err)
{
    int number = sqlite3_column_int(stmt, 1);
    switch ((enum history_field)sqlite3_column_int(stmt, 0)) {
    case HISTORY_GONE:
        undo_gone(e);
        return 0;
    case HISTORY_RETURNED:
        e->gone = true;
        return read_copy(db, sqlite3_column_int64(stmt, 1), &e->last, err) ||
                       read_copy(db, sqlite3_column_int64(stmt, 2), &e->first_without, err)
                   ? -1
                   : 0;
    case HISTORY_NUMBER:
        return undo_text(stmt, &e->number, err);
    case HISTORY_LEVEL:
        e->level = number;
        return 0;
    case HISTORY_STATUS:
        e->status = number > STATUS_NONE && number <= STATUS_UNCLEAR ? (enum status)number : STATUS_NONE;
        return 0;
    case HISTORY_WORD:
        return undo_text(stmt, &e->word, err);
    case HISTORY_ISSUED:
        e->issued = number;
        return 0;
    case HISTORY_EXPIRES:
        e->expires = number;
        return 0;
    case HISTORY_PRODUCT:
        return undo_text(stmt, &e->product, err);
    case HISTORY_VENDOR:
        return undo_text(stmt, &e->vendor, err);
    case HISTORY_URL:
        return undo_text(stmt, &e->url, err);
    case HISTORY_MODELS:
        return undo_models(stmt, &e->models, err);
    default: /* new: read_then has seen to that */
        return 0;
    }
}

static int undo_later(const struct past *p, int64_t id, struct entry *e, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(p->db, LATER, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, id);
    (void)sqlite3_bind_int64(stmt, 2, p->copy);
    int result = db_step(p->db, stmt, &row, err);
    while (result == 0 && row) {
        result = undo(p->db, stmt, e, err);
        if (result == 0)
            result = db_step(p->db, stmt, &row, err);
    }
    db_done(stmt);
    return result;
}

/* The entry as it was; *there is false when it came later. Its fingerprint is of today's and is dropped. */
static int read_then(const struct past *p, int64_t id, struct entry *e, bool *there, struct err *err)
{
    sqlite3_stmt *stmt;
    *there = false;
    *e = (struct entry){0};
    if (db_statement(p->db, ENTRY, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, id);
    bool row;
    int result = db_step(p->db, stmt, &row, err);
    if (result == 0 && row && sqlite3_column_int64(stmt, AT_FIRST_COPY) <= p->copy) {
        result = labels_row_read(p->db, stmt, 0, e, err);
        *there = result == 0;
    }
    db_done(stmt);
    if (*there)
        result = undo_later(p, id, e, err);
    if (result == 0 && *there) {
        free(e->fingerprint);
        e->fingerprint = NULL;
        return 0;
    }
    entry_clear(e);
    return result;
}

/* ---- finding ---- */

static int ids_add(struct labels_hits *ids, int64_t id, struct err *err)
{
    if (ids->count == ids->room) {
        size_t room = ids->room ? ids->room * 2 : 64;
        struct labels_hit *item = room <= IDS_MAX ? realloc(ids->item, room * sizeof *item) : NULL;
        if (!item)
            return err_memory(err);
        ids->item = item;
        ids->room = room;
    }
    ids->item[ids->count++] = (struct labels_hit){0, (uint32_t)id};
    return 0;
}

static int ids_of(struct db *db, sqlite3_stmt *stmt, struct labels_hits *ids, struct err *err)
{
    bool row;
    int result = db_step(db, stmt, &row, err);
    while (result == 0 && row) {
        result = ids_add(ids, sqlite3_column_int64(stmt, 0), err);
        if (result == 0)
            result = db_step(db, stmt, &row, err);
    }
    db_done(stmt);
    return result;
}

static int ids_by_text(const struct past *p, const char *sql, const char *text, struct labels_hits *ids,
                       struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_statement(p->db, sql, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, p->scheme);
    db_bind_text(stmt, 2, text);
    return ids_of(p->db, stmt, ids, err);
}

static int ids_by_url(const struct past *p, const char *key, struct labels_hits *ids, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_statement(p->db, BY_URL, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, p->scheme);
    (void)sqlite3_bind_int64(stmt, 2, (int64_t)labels_hash(key));
    return ids_of(p->db, stmt, ids, err);
}

static int ids_changed(const struct past *p, enum history_field field, const char *holds, struct labels_hits *ids,
                       struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_statement(p->db, CHANGED, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, p->scheme);
    (void)sqlite3_bind_int(stmt, 2, field);
    (void)sqlite3_bind_int64(stmt, 3, p->copy);
    db_bind_text(stmt, 4, holds);
    return ids_of(p->db, stmt, ids, err);
}

static bool has_model(const struct entry *e, const char *norm)
{
    for (size_t i = 0; i < e->models.count; i++)
        if (e->models.item[i].kind == MODEL_EXACT && strcmp(e->models.item[i].norm, norm) == 0)
            return true;
    return false;
}

static bool has_url(const struct entry *e, const char *key)
{
    char *own = NULL;
    bool same = e->url && address_key(e->url, &own, NULL) == 0 && own && strcmp(own, key) == 0;
    free(own);
    return same;
}

typedef bool wanted(const struct entry *e, const char *text);

static int by_entry(const void *a, const void *b)
{
    uint32_t x = ((const struct labels_hit *)a)->entry, y = ((const struct labels_hit *)b)->entry;
    return (x > y) - (x < y);
}

/* Each once. */
static void ids_settle(struct labels_hits *ids)
{
    size_t kept = 0;
    if (ids->count)
        qsort(ids->item, ids->count, sizeof *ids->item, by_entry);
    for (size_t i = 0; i < ids->count; i++)
        if (!kept || ids->item[kept - 1].entry != ids->item[i].entry)
            ids->item[kept++] = ids->item[i];
    ids->count = kept;
}

/* Those of the ids that were there and are wanted: listed ones first. */
static int keep(const struct past *p, const struct labels_hits *ids, wanted *is, const char *text, struct entries *to,
                struct err *err)
{
    for (int gone = 0; gone <= 1; gone++)
        for (size_t i = 0; i < ids->count && to->count < ENTRIES_MAX; i++) {
            struct entry e;
            bool there;
            if (read_then(p, ids->item[i].entry, &e, &there, err))
                return -1;
            if (there && (int)e.gone == gone && (!is || is(&e, text)))
                to->item[to->count++] = e;
            else
                entry_clear(&e);
        }
    return 0;
}

static int find_number(const struct past *p, const char *norm, struct labels_hits *ids, struct err *err)
{
    return ids_by_text(p, BY_NUMBER, norm, ids, err);
}

static int find_product_id(const struct past *p, const char *norm, struct labels_hits *ids, struct err *err)
{
    return ids_by_text(p, BY_PRODUCT_ID, norm, ids, err);
}

static int find_model(const struct past *p, const char *norm, struct labels_hits *ids, struct err *err)
{
    if (labels_pages_find(p->db, p->scheme, norm, ids, err))
        return -1;
    return ids_changed(p, HISTORY_MODELS, norm, ids, err);
}

static int find_address(const struct past *p, const char *key, struct labels_hits *ids, struct err *err)
{
    if (ids_by_url(p, key, ids, err))
        return -1;
    return ids_changed(p, HISTORY_URL, NULL, ids, err);
}

typedef int find(const struct past *p, const char *text, struct labels_hits *ids, struct err *err);

/* One way of finding, in all registries of that day. */
static int find_by(struct db *db, const struct copy_states *copies, find *way, wanted *is, const char *text,
                   struct entries *to, struct err *err)
{
    for (size_t i = 0; i < copies->count; i++) {
        struct past past = {db, copies->item[i].scheme, copies->item[i].copy.id};
        struct labels_hits ids = {0};
        int result = way(&past, text, &ids, err);
        ids_settle(&ids);
        if (result == 0)
            result = keep(&past, &ids, is, text, to, err);
        labels_hits_clear(&ids);
        if (result)
            return -1;
    }
    return 0;
}

static int find_all(struct db *db, const struct copy_states *copies, const char *text, struct entries *to,
                    struct err *err)
{
    static const struct {
        find *way;
        wanted *is;
    } ways[] = {{find_number, NULL}, {find_product_id, NULL}, {find_model, has_model}};
    char *norm = NULL, *key = NULL;
    int result = normal_form(text, &norm, err);
    for (size_t w = 0; result == 0 && *norm && to->count == 0 && w < sizeof ways / sizeof *ways; w++)
        result = find_by(db, copies, ways[w].way, ways[w].is, norm, to, err);
    if (result == 0 && to->count == 0)
        result = address_key(text, &key, err);
    if (result == 0 && key)
        result = find_by(db, copies, find_address, has_url, key, to, err);
    free(norm);
    free(key);
    return result;
}

int history_find(struct db *db, const char *text, day on, struct copy_states *copies, struct entries *out,
                 struct err *err)
{
    bool began = false;
    *copies = (struct copy_states){0};
    *out = (struct entries){0};
    if (!db->handle)
        return 0;
    int result = db_read_begin(db, &began, err);
    if (result == 0)
        result = copies_of_day(db, on, copies, err);
    if (result == 0)
        result = find_all(db, copies, text, out, err);
    db_read_end(db, began);
    if (result) {
        labels_states_clear(copies);
        entries_clear(out);
    }
    return result;
}
