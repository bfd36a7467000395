#include "cache/labels_patch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/label/address.h"
#include "app/label/normal.h"
#include "cache/history.h"
#include "cache/labels_models.h"
#include "cache/labels_row.h"

#define STATUSES      (STATUS_UNCLEAR + 1)
#define SHRINK_ONE_IN 10          /* as labels_import.c */
#define ID_MAX        (64u << 20) /* of the entries of a cache */
#define HEARSAY       SCHEME_NONE /* a copy that was never here, known from the mirror alone */
#define CACHE_LARGE   "PRAGMA cache_size = -16384"
#define CACHE_USUAL   "PRAGMA cache_size = -2000"

struct labels_patch {
    struct db *db;
    enum scheme scheme;
    struct labels_patch_options o; /* borrowed till it ends */
    bool began, failed, touched;   /* touched: an entry was written */
    struct copy old;               /* the copy in place; id 0 = none, or one of a demonstration that made way */
    int64_t copy;                  /* of the new one */
    int64_t listed_before, unexplained;
    uint8_t *seen; /* owned; a bit for each entry that a whole list has */
    size_t seen_bytes;
    struct labels_hits drop, front, back; /* what changes in the index of models */
    struct labels_result result;
    int64_t labels[STATUSES], models[STATUSES];
};

/* An entry as it is in the cache. */
struct held {
    int64_t id; /* 0 = there is none */
    bool gone;
    enum status status;
    uint8_t mark[FINGERPRINT_BYTES];
    struct models models;
    bool same_gone; /* the copies between which it vanished are those of the record */
};

static const char PRESENT[] =
    "SELECT c.id, c.source, c.digest, c.as_of, c.demo FROM present p JOIN copy c ON c.id = p.copy WHERE p.scheme = ?1";
static const char CONTENT[] =
    "SELECT m.content FROM present p JOIN mirror_copy m ON m.copy = p.copy WHERE p.scheme = ?1";
static const char ADD_COPY[] = "INSERT INTO copy(scheme, source, digest, as_of, imported_at, demo, accept_shrink,"
                               " first_as_of) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?4)";
static const char FIND_COPY[] = "SELECT id FROM copy WHERE digest = ?1 AND as_of = ?2 AND source = ?3 AND demo = ?4"
                                " AND scheme IN (0, ?5) ORDER BY id LIMIT 1";
static const char SEEN_AGAIN[] = "UPDATE copy SET as_of = ?2, imported_at = ?3, first_as_of = min(first_as_of, ?2)"
                                 " WHERE id = ?1";
static const char DROP_COPY[] = "DELETE FROM copy WHERE id = ?1";
static const char SET_PRESENT[] =
    "INSERT INTO present(scheme, copy) VALUES(?1, ?2) ON CONFLICT(scheme) DO UPDATE SET copy = ?2";
static const char SET_CONTENT[] =
    "INSERT INTO mirror_copy(copy, content) VALUES(?1, ?2) ON CONFLICT(copy) DO UPDATE SET content = ?2";
static const char COUNTS[] = "SELECT status, labels, models FROM copy_count WHERE copy = ?1";
static const char ADD_COUNT[] = "INSERT INTO copy_count(copy, status, labels, models) VALUES(?1, ?2, ?3, ?4)";
static const char DROP_CHANGES[] = "DELETE FROM change WHERE entry IN (SELECT id FROM entry WHERE scheme = ?1)";
static const char DROP_ENTRIES[] = "DELETE FROM entry WHERE scheme = ?1";
static const char HELD[] = "SELECT e.id, e.gone_copy IS NOT NULL, e.status, e.fingerprint, e.models,"
                           " l.digest = ?3 AND l.as_of = ?4 AND m.digest = ?5 AND m.as_of = ?6 FROM entry e"
                           " LEFT JOIN copy l ON l.id = e.last_copy LEFT JOIN copy m ON m.id = e.gone_copy WHERE "
                           "e.scheme = ?1 AND e.norm = ?2";
static const char UNSEEN[] =
    "SELECT id, norm FROM entry WHERE scheme = ?1 AND gone_copy IS NULL AND id > ?2 ORDER BY id";
static const char ADD_ENTRY[] = "INSERT INTO entry(first_copy, scheme, norm, number, product_id, level, status, word,"
                                " issued, expires, product, vendor, url, url_hash, models, fingerprint)"
                                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
static const char SET_ENTRY[] =
    "UPDATE entry SET number = ?4, product_id = ?5, level = ?6, status = ?7, word = ?8, issued = ?9, expires = ?10,"
    " product = ?11, vendor = ?12, url = ?13, url_hash = ?14, models = ?15, fingerprint = ?16, last_copy = NULL,"
    " gone_copy = NULL WHERE id = ?17";
static const char SET_GONE[] = "UPDATE entry SET last_copy = ?2, gone_copy = ?3 WHERE id = ?1";

/* Runs a statement with whole numbers bound in order. */
static int run(struct db *db, const char *sql, const int64_t *numbers, int count, struct err *err)
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

/* ---- begin ---- */

int labels_patch_content(struct db *db, enum scheme scheme, char out[LABELS_PATCH_CONTENT], struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *out = '\0';
    if (!db->handle)
        return 0;
    if (db_statement(db, CONTENT, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, scheme);
    int result = db_step(db, stmt, &row, err);
    const char *text = result == 0 && row ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (text && strlen(text) < LABELS_PATCH_CONTENT)
        memcpy(out, text, strlen(text) + 1);
    db_done(stmt);
    return result;
}

static int read_old(struct labels_patch *p, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(p->db, PRESENT, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, p->scheme);
    int result = db_step(p->db, stmt, &row, err);
    if (result == 0 && row)
        result = labels_row_copy(stmt, 0, &p->old, err);
    db_done(stmt);
    return result;
}

/* The same rules as for a list that is imported (labels_import.c), and the base of what changed must be here. */
static int may_follow(const struct labels_patch *p, struct err *err)
{
    char here[LABELS_PATCH_CONTENT], mine[MOMENT_TEXT], old[MOMENT_TEXT];
    const struct labels_patch_options *o = &p->o;
    if (labels_patch_content(p->db, p->scheme, here, err))
        return -1;
    if (o->base && (strcmp(here, o->base) != 0 || p->old.demo != o->demo))
        return err_set(err, ERR_INPUT, "what the mirror's changes begin from is not here",
                       "ミラーの差分の元になる写しが手元にありません");
    if (!p->old.id || (p->old.demo && !o->demo))
        return 0;
    if (o->demo && !p->old.demo)
        return err_set(
            err, ERR_INPUT,
            "this folder holds a real %s list (%s); demonstration data never replaces it. Choose another folder"
            " with --data DIR",
            "このフォルダーには本物の %s の一覧（%s）があります。デモ用のデータで置き換えることはできません。--data "
            "DIR で別のフォルダーを指定してください",
            scheme_title(p->scheme), p->old.source);
    if (o->as_of < p->old.as_of && p->old.as_of <= o->now)
        return err_set(err, ERR_INPUT, "the mirror's %s list is of %s, older than the one here of %s",
                       "ミラーの %s の一覧は %s 時点で、手元の写し（%s 時点）より古いものです", scheme_title(p->scheme),
                       moment_text(o->as_of, mine), moment_text(p->old.as_of, old));
    return 0;
}

static int read_counts(struct labels_patch *p, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    int result = -1;
    if (db_statement(p->db, COUNTS, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, p->old.id);
    for (;;) {
        if (db_step(p->db, stmt, &row, err))
            goto done;
        if (!row)
            break;
        int status = sqlite3_column_int(stmt, 0);
        if (status <= STATUS_NONE || status >= STATUSES)
            continue;
        p->labels[status] = sqlite3_column_int64(stmt, 1);
        p->models[status] = sqlite3_column_int64(stmt, 2);
        p->listed_before += status == STATUS_GONE ? 0 : p->labels[status];
    }
    result = 0;
done:
    db_done(stmt);
    return result;
}

/* A demonstration leaves nothing behind: its entries were never anybody's, so they are not gone. */
static int drop_demo(struct labels_patch *p, struct err *err)
{
    struct labels_hits none = {0};
    copy_clear(&p->old);
    if (run(p->db, DROP_CHANGES, (int64_t[]){p->scheme}, 1, err) ||
        run(p->db, DROP_ENTRIES, (int64_t[]){p->scheme}, 1, err))
        return -1;
    return labels_pages_write(p->db, p->scheme, &none, err);
}

static int add_copy(struct db *db, int scheme, const struct copy *c, moment now, const char *accepted, int64_t *id,
                    struct err *err)
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

static int add_own_copy(struct labels_patch *p, struct err *err)
{
    const struct labels_patch_options *o = &p->o;
    struct copy c = {.source = (char *)(uintptr_t)o->source,
                     .digest = (char *)(uintptr_t)o->digest,
                     .as_of = o->as_of,
                     .demo = o->demo};
    return add_copy(p->db, p->scheme, &c, o->now, o->accept_shrink, &p->copy, err);
}

int labels_patch_begin(struct db *db, const struct labels_patch_options *o, struct labels_patch **out, struct err *err)
{
    *out = NULL;
    struct labels_patch *p = calloc(1, sizeof *p);
    if (!p || sodium_init() < 0) {
        free(p);
        return err_memory(err);
    }
    *p = (struct labels_patch){.db = db, .scheme = o->scheme, .o = *o};
    if (db_run(db, CACHE_LARGE "; BEGIN IMMEDIATE", err))
        goto fail;
    p->began = true;
    if (read_old(p, err) || may_follow(p, err))
        goto fail;
    if (p->old.id && p->old.demo && !o->demo && drop_demo(p, err))
        goto fail;
    if (read_counts(p, err) || add_own_copy(p, err))
        goto fail;
    *out = p;
    return 0;
fail:
    labels_patch_abort(p);
    return -1;
}

void labels_patch_abort(struct labels_patch *p)
{
    if (!p)
        return;
    if (p->began && !sqlite3_get_autocommit(p->db->handle))
        (void)sqlite3_exec(p->db->handle, "ROLLBACK", NULL, NULL, NULL);
    if (p->db->handle)
        (void)sqlite3_exec(p->db->handle, CACHE_USUAL, NULL, NULL, NULL);
    copy_clear(&p->old);
    labels_hits_clear(&p->drop);
    labels_hits_clear(&p->front);
    labels_hits_clear(&p->back);
    free(p->seen);
    free(p);
}

/* ---- one entry ---- */

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

static bool is_seen(const struct labels_patch *p, int64_t id)
{
    size_t at = (size_t)id / 8;
    return at < p->seen_bytes && p->seen[at] & (1u << (id % 8));
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
    return result || *id ? result : add_copy(p->db, HEARSAY, c, p->o.now, NULL, id, err);
}

static int set_gone(struct labels_patch *p, const struct entry *e, int64_t id, struct err *err)
{
    int64_t last, without;
    if (hearsay(p, &e->last, &last, err) || hearsay(p, &e->first_without, &without, err))
        return -1;
    return run(p->db, SET_GONE, (int64_t[]){id, last, without}, 3, err);
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
    struct labels_text text = {.bytes = (char *)(uintptr_t)r->models, .size = strlen(r->models)};
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

static int put(struct labels_patch *p, const struct labels_record *r, struct err *err)
{
    struct labels_text text = {.bytes = (char *)(uintptr_t)r->models, .size = strlen(r->models)};
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

int labels_patch_put(struct labels_patch *p, const struct labels_record *r, struct err *err)
{
    char *norm = NULL;
    int result = normal_form(r->entry.number, &norm, err);
    if (result == 0 && strcmp(norm, r->norm) != 0)
        result = err_set(err, ERR_INPUT, "the mirror compares numbers otherwise than this kenpin (%s): update both",
                         "番号の比較の仕方がこの kenpin と異なります（%s）。両方を更新してください", r->entry.number);
    if (result == 0)
        result = put(p, r, err);
    free(norm);
    p->failed = p->failed || result;
    return result;
}

/* ---- what vanished ---- */

static int vanish(struct labels_patch *p, const char *norm, struct err *err)
{
    struct held held;
    int result = find(p, norm, NULL, &held, err);
    if (result == 0 && held.id && !held.gone) {
        result = run(p->db, SET_GONE, (int64_t[]){held.id, p->old.id, p->copy}, 3, err) ||
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

int labels_patch_remove(struct labels_patch *p, const char *norm, struct err *err)
{
    int result = vanish(p, norm, err);
    p->failed = p->failed || result;
    return result;
}

/* The next listed entry behind `after` that the list did not have; *norm is NULL when there is none. */
static int next_unseen(struct labels_patch *p, int64_t *after, char **norm, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *norm = NULL;
    if (db_statement(p->db, UNSEEN, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, p->scheme);
    (void)sqlite3_bind_int64(stmt, 2, *after);
    int result;
    while ((result = db_step(p->db, stmt, &row, err)) == 0 && row) {
        *after = sqlite3_column_int64(stmt, 0);
        if (!is_seen(p, *after)) {
            result = db_column_text(stmt, 1, norm, err);
            break;
        }
    }
    db_done(stmt);
    return result;
}

static int vanish_unseen(struct labels_patch *p, struct err *err)
{
    int64_t after = 0;
    char *norm;
    for (;;) {
        if (next_unseen(p, &after, &norm, err))
            return -1;
        if (!norm)
            return 0;
        int result = vanish(p, norm, err);
        free(norm);
        if (result)
            return -1;
    }
}

/* ---- commit ---- */

static int plausible(struct labels_patch *p, struct err *err)
{
    for (int s = 0; s < STATUSES; s++) {
        p->result.labels += s == STATUS_GONE ? 0 : p->labels[s];
        p->result.models += s == STATUS_GONE ? 0 : p->models[s];
    }
    if (p->failed)
        return err_set(err, ERR_INPUT, "a row was refused; nothing was changed",
                       "受け付けられない行があったため、何も変更していません");
    if (p->result.labels <= 0)
        return err_set(err, ERR_INPUT, "the list is empty; nothing was changed", "一覧が空です。何も変更していません");
    if (p->unexplained * SHRINK_ONE_IN > p->listed_before && !p->o.accept_shrink)
        return err_set(err, ERR_INPUT,
                       "%" PRId64 " of the %" PRId64
                       " labels in place are missing from the mirror's list, more than one in %d; nothing was"
                       " changed. If the list is right, say why with --accept-shrink REASON",
                       "今ある %2$" PRId64 " 件のラベルのうち %1$" PRId64
                       " 件がミラーの一覧にありません（%3$d 分の 1 を超えています）。何も変更して"
                       "いません。一覧が正しい場合は --accept-shrink REASON で理由を示してください",
                       p->unexplained, p->listed_before, SHRINK_ONE_IN);
    return 0;
}

static int set_content(struct labels_patch *p, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(p->db, SET_CONTENT, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, p->copy);
    db_bind_text(stmt, 2, p->o.content);
    int result = db_step(p->db, stmt, &row, err);
    db_done(stmt);
    return result;
}

/* The same list with nothing new in it is the same copy, seen again later. */
static int take_old(struct labels_patch *p, struct err *err)
{
    if (run(p->db, DROP_COPY, (int64_t[]){p->copy}, 1, err) ||
        run(p->db, SEEN_AGAIN, (int64_t[]){p->old.id, p->o.as_of, p->o.now}, 3, err))
        return -1;
    p->copy = p->old.id;
    return 0;
}

static int put_in_place(struct labels_patch *p, struct err *err)
{
    for (int s = 0; s < STATUSES; s++)
        if (p->labels[s] && run(p->db, ADD_COUNT, (int64_t[]){p->copy, s, p->labels[s], p->models[s]}, 4, err))
            return -1;
    return run(p->db, SET_PRESENT, (int64_t[]){p->scheme, p->copy}, 2, err);
}

static int verify(struct labels_patch *p, struct err *err)
{
    char rows[LABELS_DUMP_DIGEST];
    if (labels_dump_rows(p->db, p->scheme, rows, err))
        return -1;
    return strcmp(rows, p->o.rows) == 0 ? 0
                                        : err_set(err, ERR_INPUT,
                                                  "the %s list would not be the one that the mirror names; nothing was"
                                                  " changed. Update kenpin here and where the mirror is published",
                                                  "%s の一覧がミラーの示すものと一致しないため、何も変更していません。"
                                                  "手元とミラー側の kenpin を更新してください",
                                                  scheme_title(p->scheme));
}

int labels_patch_commit(struct labels_patch *p, struct labels_result *out, struct err *err)
{
    int result = p->o.base ? 0 : vanish_unseen(p, err);
    if (result == 0)
        result = plausible(p, err);
    if (result == 0)
        result = labels_pages_edit(p->db, p->scheme, &p->drop, &p->front, &p->back, err);
    if (result == 0) {
        bool same = p->old.id && !p->touched && strcmp(p->old.digest, p->o.digest) == 0;
        result = same ? take_old(p, err) : put_in_place(p, err);
    }
    if (result == 0)
        result = set_content(p, err) || verify(p, err) || db_run(p->db, "COMMIT", err) ? -1 : 0;
    if (result == 0 && out)
        *out = p->result;
    labels_patch_abort(p); /* rolls back what was not committed */
    return result;
}
