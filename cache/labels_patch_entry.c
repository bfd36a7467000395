#include "cache/labels_patch_entry.h"

#include <stdlib.h>
#include <string.h>

#include "app/label/address.h"
#include "cache/history.h"
#include "cache/labels_row.h"

#define STATUSES LABELS_PATCH_STATUSES
#define ID_MAX   (64u << 20) /* of the entries of a cache */
#define HEARSAY  SCHEME_NONE /* a copy that was never here, known from the mirror alone */

/* An entry as it is in the cache. */
struct held {
    int64_t id; /* 0 = there is none */
    bool gone;
    enum status status;
    uint8_t mark[FINGERPRINT_BYTES];
    struct models models;
    bool same_gone; /* the copies between which it vanished are those of the record */
};

static const char ADD_COPY[] = "INSERT INTO copy(scheme, source, digest, as_of, imported_at, demo, accept_shrink,"
                               " first_as_of) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?4)";
static const char FIND_COPY[] = "SELECT id FROM copy WHERE digest = ?1 AND as_of = ?2 AND source = ?3 AND demo = ?4"
                                " AND scheme IN (0, ?5) ORDER BY id LIMIT 1";
static const char HELD[] = "SELECT e.id, e.gone_copy IS NOT NULL, e.status, e.fingerprint, e.models,"
                           " l.digest = ?3 AND l.as_of = ?4 AND m.digest = ?5 AND m.as_of = ?6 FROM entry e"
                           " LEFT JOIN copy l ON l.id = e.last_copy LEFT JOIN copy m ON m.id = e.gone_copy WHERE "
                           "e.scheme = ?1 AND e.norm = ?2";
static const char ADD_ENTRY[] = "INSERT INTO entry(first_copy, scheme, norm, number, product_id, level, status, word,"
                                " issued, expires, product, vendor, url, url_hash, models, fingerprint)"
                                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
static const char SET_ENTRY[] =
    "UPDATE entry SET number = ?4, product_id = ?5, level = ?6, status = ?7, word = ?8, issued = ?9, expires = ?10,"
    " product = ?11, vendor = ?12, url = ?13, url_hash = ?14, models = ?15, fingerprint = ?16, last_copy = NULL,"
    " gone_copy = NULL WHERE id = ?17";
static const char SET_GONE[] = "UPDATE entry SET last_copy = ?2, gone_copy = ?3 WHERE id = ?1";

int labels_patch_entry_run(struct db *db, const char *sql, const int64_t *numbers, int count, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, sql, &stmt, err))
        return -1;
    for (int i = 0; i < count; i++)
        (void)sqlite3_bind_int64(stmt, i + 1, numbers[i]);
    int result = db_step(db, stmt, &row, err);
    db_done(stmt);
    return result;
}

int labels_patch_entry_add_copy(struct db *db, int scheme, const struct copy *c, moment now, const char *accepted,
                                int64_t *id, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, ADD_COPY, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    db_bind_text(stmt, 2, c->source);
    db_bind_text(stmt, 3, c->digest);
    (void)sqlite3_bind_int64(stmt, 4, c->as_of);
    (void)sqlite3_bind_int64(stmt, 5, now);
    (void)sqlite3_bind_int(stmt, 6, c->demo);
    db_bind_text(stmt, 7, accepted);
    int result = db_step(db, stmt, &row, err);
    *id = sqlite3_last_insert_rowid(db->handle);
    db_done(stmt);
    return result;
}

static void held_clear(struct held *h)
{
    models_clear(&h->models);
}

static int find(struct labels_patch *p, const char *norm, const struct entry *e, struct held *out, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *out = (struct held){0};
    if (db_statement(p->db, HELD, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, p->scheme);
    db_bind_text(stmt, 2, norm);
    if (e && e->gone) {
        db_bind_text(stmt, 3, e->last.digest);
        (void)sqlite3_bind_int64(stmt, 4, e->last.as_of);
        db_bind_text(stmt, 5, e->first_without.digest);
        (void)sqlite3_bind_int64(stmt, 6, e->first_without.as_of);
    }
    int result = db_step(p->db, stmt, &row, err);
    if (result == 0 && row) {
        int status = sqlite3_column_int(stmt, 2);
        const void *mark = sqlite3_column_blob(stmt, 3);
        const char *models = (const char *)sqlite3_column_text(stmt, 4);
        out->id = sqlite3_column_int64(stmt, 0);
        out->gone = sqlite3_column_int(stmt, 1) != 0;
        out->status = status > STATUS_NONE && status < STATUSES ? (enum status)status : STATUS_UNCLEAR;
        out->same_gone = sqlite3_column_int(stmt, 5) != 0;
        if (mark && sqlite3_column_bytes(stmt, 3) == FINGERPRINT_BYTES)
            memcpy(out->mark, mark, FINGERPRINT_BYTES);
        result = labels_models_read(models ? models : "", &out->models, err);
    }
    db_done(stmt);
    return result;
}

static void count(struct labels_patch *p, bool gone, enum status status, size_t models, int by)
{
    int to = gone ? STATUS_GONE : status > STATUS_NONE && status < STATUSES ? (int)status : STATUS_UNCLEAR;
    p->labels[to] += by;
    p->models[to] += by * (int64_t)models;
}

static int add_hits(struct labels_hits *to, const struct models *models, int64_t entry, struct err *err)
{
    for (size_t m = 0; m < models->count; m++)
        if (models->item[m].kind == MODEL_EXACT && labels_hits_add(to, models->item[m].norm, entry, err))
            return -1;
    return 0;
}

static bool same_models(const struct models *a, const struct models *b)
{
    bool same = a->count == b->count;
    for (size_t m = 0; same && m < a->count; m++)
        same = a->item[m].kind == b->item[m].kind && strcmp(a->item[m].norm, b->item[m].norm) == 0;
    return same;
}

/* An entry moves in the index of models when they change, and behind all listed ones when it vanishes. */
static int move_hits(struct labels_patch *p, const struct held *h, int64_t id, const struct models *now, bool gone,
                     struct err *err)
{
    if (h->id && h->gone == gone && same_models(&h->models, now))
        return 0;
    if (h->id && add_hits(&p->drop, &h->models, h->id, err))
        return -1;
    return add_hits(gone ? &p->back : &p->front, now, id, err);
}

static int see(struct labels_patch *p, int64_t id, struct err *err)
{
    size_t at = (size_t)id / 8;
    if (p->o.base)
        return 0;
    if (id <= 0 || id > ID_MAX)
        return err_memory(err);
    if (at >= p->seen_bytes) {
        size_t room = at + at / 2 + 1024;
        uint8_t *seen = realloc(p->seen, room);
        if (!seen)
            return err_memory(err);
        memset(seen + p->seen_bytes, 0, room - p->seen_bytes);
        p->seen = seen;
        p->seen_bytes = room;
    }
    p->seen[at] |= (uint8_t)(1u << (id % 8));
    return 0;
}

static int write_entry(struct labels_patch *p, const struct labels_record *r, const uint8_t mark[FINGERPRINT_BYTES],
                       int64_t *id, struct err *err)
{
    const struct entry *e = &r->entry;
    sqlite3_stmt *stmt = NULL;
    char *key = NULL;
    bool row;
    int result = -1;
    if (e->url && address_key(e->url, &key, err))
        return -1;
    if (db_statement(p->db, *id ? SET_ENTRY : ADD_ENTRY, &stmt, err))
        goto done;
    if (!*id) {
        (void)sqlite3_bind_int64(stmt, 1, p->copy);
        (void)sqlite3_bind_int(stmt, 2, p->scheme);
        db_bind_text(stmt, 3, r->norm);
    } else {
        (void)sqlite3_bind_int64(stmt, 17, *id);
    }
    db_bind_text(stmt, 4, e->number);
    db_bind_text(stmt, 5, p->scheme == SCHEME_CLS ? labels_product_id(r->norm) : NULL);
    (void)sqlite3_bind_int(stmt, 6, e->level);
    (void)sqlite3_bind_int(stmt, 7, e->status);
    db_bind_text(stmt, 8, e->word);
    (void)sqlite3_bind_int(stmt, 9, e->issued);
    (void)sqlite3_bind_int(stmt, 10, e->expires);
    db_bind_text(stmt, 11, e->product);
    db_bind_text(stmt, 12, e->vendor);
    db_bind_text(stmt, 13, e->url);
    if (key)
        (void)sqlite3_bind_int64(stmt, 14, (int64_t)labels_hash(key));
    db_bind_text(stmt, 15, r->models);
    (void)sqlite3_bind_blob(stmt, 16, mark, FINGERPRINT_BYTES, SQLITE_STATIC);
    result = db_step(p->db, stmt, &row, err);
    if (result == 0 && !*id)
        *id = sqlite3_last_insert_rowid(p->db->handle);
done:
    db_done(stmt);
    free(key);
    return result;
}

/* A copy that the mirror had and this cache had not. */
static int hearsay(struct labels_patch *p, const struct copy *c, int64_t *id, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(p->db, FIND_COPY, &stmt, err))
        return -1;
    db_bind_text(stmt, 1, c->digest);
    (void)sqlite3_bind_int64(stmt, 2, c->as_of);
    db_bind_text(stmt, 3, c->source);
    (void)sqlite3_bind_int(stmt, 4, c->demo);
    (void)sqlite3_bind_int(stmt, 5, p->scheme);
    int result = db_step(p->db, stmt, &row, err);
    *id = result == 0 && row ? sqlite3_column_int64(stmt, 0) : 0;
    db_done(stmt);
    return result || *id ? result : labels_patch_entry_add_copy(p->db, HEARSAY, c, p->o.now, NULL, id, err);
}

static int set_gone(struct labels_patch *p, const struct entry *e, int64_t id, struct err *err)
{
    int64_t last, without;
    if (hearsay(p, &e->last, &last, err) || hearsay(p, &e->first_without, &without, err))
        return -1;
    return labels_patch_entry_run(p->db, SET_GONE, (int64_t[]){id, last, without}, 3, err);
}

/* What history keeps: nothing of the first copy, which is all new, and nothing of what was gone before it was known. */
static int note(struct labels_patch *p, const struct labels_record *r, const struct held *h, int64_t id,
                struct err *err)
{
    if (h->id)
        return r->entry.gone && !h->gone ? history_note(p->db, p->copy, id, HISTORY_GONE, p->old.id, 0, err) : 0;
    return p->old.id && !r->entry.gone ? history_note(p->db, p->copy, id, HISTORY_NEW, 0, 0, err) : 0;
}

static int compare(struct labels_patch *p, const struct labels_record *r, const struct held *h, struct err *err)
{
    struct labels_text text = {.bytes = (char *)r->models, .size = strlen(r->models)};
    return h->id && !r->entry.gone ? history_compare(p->db, p->copy, h->id, &r->entry, &text, err) : 0;
}

static int replace(struct labels_patch *p, const struct labels_record *r, const struct held *h,
                   const uint8_t mark[FINGERPRINT_BYTES], struct err *err)
{
    const struct entry *e = &r->entry;
    struct models models = {0};
    int64_t id = h->id;
    int result = -1;
    if (labels_models_read(r->models, &models, err))
        goto done;
    if (models.count > MODELS_MAX) {
        (void)err_set(err, ERR_INPUT, "%s lists more than %d models", "%s の型番が %d 件を超えています", e->number,
                      MODELS_MAX);
        goto done;
    }
    if (compare(p, r, h, err) || write_entry(p, r, mark, &id, err) || (e->gone && set_gone(p, e, id, err)) ||
        note(p, r, h, id, err) || move_hits(p, h, id, &models, e->gone, err) || see(p, id, err))
        goto done;
    p->touched = true;
    if (h->id)
        count(p, h->gone, h->status, h->models.count, -1);
    count(p, e->gone, e->status, models.count, 1);
    if (e->gone)
        p->result.gone += h->id && !h->gone;
    else
        (*(!h->id ? &p->result.added : h->gone ? &p->result.returned : &p->result.changed))++;
    result = 0;
done:
    models_clear(&models);
    return result;
}

int labels_patch_entry_put(struct labels_patch *p, const struct labels_record *r, struct err *err)
{
    struct labels_text text = {.bytes = (char *)r->models, .size = strlen(r->models)};
    uint8_t mark[FINGERPRINT_BYTES];
    struct held held;
    labels_row_fingerprint(&r->entry, p->scheme, &text, mark);
    int result = find(p, r->norm, &r->entry, &held, err);
    if (result == 0) {
        bool same = held.id && held.gone == r->entry.gone && memcmp(held.mark, mark, sizeof mark) == 0 &&
                    (!held.gone || held.same_gone);
        p->result.same += same && !held.gone;
        result = same ? see(p, held.id, err) : replace(p, r, &held, mark, err);
    }
    held_clear(&held);
    return result;
}

int labels_patch_entry_vanish(struct labels_patch *p, const char *norm, struct err *err)
{
    struct held held;
    int result = find(p, norm, NULL, &held, err);
    if (result == 0 && held.id && !held.gone) {
        result = labels_patch_entry_run(p->db, SET_GONE, (int64_t[]){held.id, p->old.id, p->copy}, 3, err) ||
                         history_note(p->db, p->copy, held.id, HISTORY_GONE, p->old.id, 0, err) ||
                         move_hits(p, &held, held.id, &held.models, true, err)
                     ? -1
                     : 0;
        count(p, false, held.status, held.models.count, -1);
        count(p, true, held.status, held.models.count, 1);
        p->touched = true;
        p->result.gone++;
        p->unexplained++;
    }
    held_clear(&held);
    return result;
}
