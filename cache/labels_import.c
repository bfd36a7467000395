#include "cache/catalogue_confirm.h"
#include "cache/labels.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/label/address.h"
#include "app/label/normal.h"
#include "cache/history.h"
#include "cache/labels_known.h"
#include "cache/labels_models.h"
#include "cache/labels_row.h"

#define STATUSES (STATUS_UNCLEAR + 1)

/* A copy that lost more than one label in this many is refused. */
#define SHRINK_ONE_IN 10

struct labels_import {
    struct db *db;
    enum scheme scheme;
    char *digest;
    bool accept_shrink, preview, failed, began;
    struct copy old;   /* the copy in place; id 0 = none, or one of a demonstration that makes way */
    int64_t copy;      /* of the new one */
    moment as_of, now; /* likewise */
    int64_t listed_before;
    struct labels_known known;
    struct labels_hits hits; /* of every row of the file */
    struct labels_text text; /* of the row in hand */
    struct labels_result result;
    int64_t labels[STATUSES], models[STATUSES];
};

static const char PRESENT[] =
    "SELECT c.id, c.source, c.digest, c.as_of, c.demo FROM present p JOIN copy c ON c.id = p.copy"
    " WHERE p.scheme = ?1";
static const char ADD_COPY[] = "INSERT INTO copy(scheme, source, digest, as_of, imported_at, demo, accept_shrink,"
                               " first_as_of) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?4)";
static const char DROP_COPY[] = "DELETE FROM copy WHERE id = ?1";
static const char SAME_COPY[] = "UPDATE copy SET as_of = ?2, imported_at = ?3, first_as_of = min(first_as_of, ?2)"
                                " WHERE id = ?1";
static const char SET_PRESENT[] =
    "INSERT INTO present(scheme, copy) VALUES(?1, ?2) ON CONFLICT(scheme) DO UPDATE SET copy = ?2";
static const char ADD_COUNT[] = "INSERT INTO copy_count(copy, status, labels, models) VALUES(?1, ?2, ?3, ?4)";
static const char DROP_CHANGES[] = "DELETE FROM change WHERE entry IN (SELECT id FROM entry WHERE scheme = ?1)";
static const char DROP_ENTRIES[] = "DELETE FROM entry WHERE scheme = ?1";
static const char KNOWN[] = "SELECT id, norm, fingerprint, gone_copy IS NULL FROM entry WHERE scheme = ?1";
static const char ADD_ENTRY[] = "INSERT INTO entry(first_copy, scheme, norm, number, product_id, level, status, word, "
                                "issued, expires, product, vendor,"
                                " url, url_hash, models, fingerprint)"
                                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
static const char SET_ENTRY[] =
    "UPDATE entry SET number = ?4, product_id = ?5, level = ?6, status = ?7, word = ?8, issued = ?9, expires = ?10,"
    " product = ?11, vendor = ?12, url = ?13, url_hash = ?14, models = ?15, fingerprint = ?16, last_copy = NULL,"
    " gone_copy = NULL WHERE id = ?17";
static const char SET_GONE[] = "UPDATE entry SET last_copy = ?2, gone_copy = ?3 WHERE id = ?1";
static const char MODELS_OF[] = "SELECT models FROM entry WHERE id = ?1";

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

static int read_old(struct labels_import *i, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(i->db, PRESENT, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, i->scheme);
    int result = db_step(i->db, stmt, &row, err);
    if (result == 0 && row)
        result = labels_row_copy(stmt, 0, &i->old, err);
    db_done(stmt);
    return result;
}

/* May this copy follow the one in place? One dated after now was a mistake, and must not block all that come after it.
 */
static int may_follow(const struct labels_import *i, const struct labels_options *o, struct err *err)
{
    char mine[MOMENT_TEXT], old[MOMENT_TEXT];
    if (!i->old.id || (i->old.demo && !o->demo))
        return 0;
    if (o->demo && !i->old.demo)
        return err_set(
            err, ERR_INPUT,
            "this folder holds a real %s list (%s); demonstration data never replaces it. Choose another folder"
            " with --data DIR",
            "このフォルダーには本物の %s の一覧（%s）があります。デモ用のデータで置き換えることはできません。--data DIR で別のフォルダーを指定してください",
            scheme_title(i->scheme), i->old.source);
    if (o->as_of < i->old.as_of && i->old.as_of <= o->now)
        return err_set(
            err, ERR_INPUT,
            "%s is a list of %s, older than the %s list in place (%s, %s); nothing was changed. If it is newer"
            " than that, say its time with --as-of",
            "%s は %s 時点の一覧で、今ある %s の一覧（%s、%s 時点）より古いため、何も変更していません。実際には新しい場合は --as-of で時刻を指定してください",
            o->source, moment_text(o->as_of, mine), scheme_title(i->scheme), i->old.source,
            moment_text(i->old.as_of, old));
    return 0;
}

/* A demonstration leaves nothing behind: its entries were never anybody's, so they are not gone. */
static int drop_demo(struct labels_import *i, struct err *err)
{
    copy_clear(&i->old);
    if (run(i->db, DROP_CHANGES, (int64_t[]){i->scheme}, 1, err))
        return -1;
    return run(i->db, DROP_ENTRIES, (int64_t[]){i->scheme}, 1, err);
}

static int read_known(struct labels_import *i, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    int result = -1;
    if (db_statement(i->db, KNOWN, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, i->scheme);
    for (;;) {
        struct labels_number *n;
        if (db_step(i->db, stmt, &row, err))
            goto done;
        if (!row)
            break;
        const char *norm = (const char *)sqlite3_column_text(stmt, 1);
        const void *mark = sqlite3_column_blob(stmt, 2);
        if (!norm) {
            (void)err_memory(err); /* the column is NOT NULL */
            goto done;
        }
        if (labels_known_add(&i->known, norm, &n, err))
            goto done;
        n->id = sqlite3_column_int64(stmt, 0);
        n->listed = sqlite3_column_int(stmt, 3) != 0;
        i->listed_before += n->listed;
        if (mark && sqlite3_column_bytes(stmt, 2) == FINGERPRINT_BYTES)
            memcpy(n->fingerprint, mark, FINGERPRINT_BYTES);
    }
    result = 0;
done:
    db_done(stmt);
    return result;
}

static int add_copy(struct labels_import *i, const struct labels_options *o, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(i->db, ADD_COPY, &stmt, err))
        return -1;
    (void)sqlite3_bind_int(stmt, 1, o->scheme);
    db_bind_text(stmt, 2, o->source);
    db_bind_text(stmt, 3, o->digest);
    (void)sqlite3_bind_int64(stmt, 4, o->as_of);
    (void)sqlite3_bind_int64(stmt, 5, o->now);
    (void)sqlite3_bind_int(stmt, 6, o->demo);
    db_bind_text(stmt, 7, o->accept_shrink);
    int result = db_step(i->db, stmt, &row, err);
    i->copy = sqlite3_last_insert_rowid(i->db->handle);
    db_done(stmt);
    return result;
}

int labels_begin(struct db *db, const struct labels_options *o, struct labels_import **out, struct err *err)
{
    *out = NULL;
    if (o->scheme != SCHEME_JC_STAR && o->scheme != SCHEME_CLS)
        return err_set(err, ERR_USAGE, "there are registries of jc-star and cls only",
                       "登録簿は jc-star と cls だけです");
    if (sodium_init() < 0) /* chooses the quick hash of this processor */
        return err_memory(err);
    struct labels_import *i = calloc(1, sizeof *i);
    if (!i)
        return err_memory(err);
    i->db = db;
    i->scheme = o->scheme;
    i->as_of = o->as_of;
    i->now = o->now;
    i->accept_shrink = o->accept_shrink && *o->accept_shrink;
    i->preview = o->preview;
    i->digest = strdup(o->digest);
    labels_known_begin(&i->known, o->digest);
    if (!i->digest) {
        (void)err_memory(err);
        goto fail;
    }
    /* 16 MB of pages while it runs. */
    if (db_run(db, "PRAGMA cache_size = -16384; BEGIN IMMEDIATE", err))
        goto fail;
    i->began = true;
    if (read_old(i, err) || may_follow(i, o, err))
        goto fail;
    if (i->old.id && i->old.demo && !o->demo && drop_demo(i, err))
        goto fail;
    if (add_copy(i, o, err) || read_known(i, err))
        goto fail;
    *out = i;
    return 0;
fail:
    labels_abort(i);
    return -1;
}

void labels_abort(struct labels_import *i)
{
    if (!i)
        return;
    if (i->began && !sqlite3_get_autocommit(i->db->handle))
        (void)sqlite3_exec(i->db->handle, "ROLLBACK", NULL, NULL, NULL);
    if (i->db->handle) {
        (void)sqlite3_exec(i->db->handle, "PRAGMA cache_size = -2000", NULL, NULL, NULL);
        (void)sqlite3_db_release_memory(i->db->handle);
    }
    copy_clear(&i->old);
    labels_known_clear(&i->known);
    labels_hits_clear(&i->hits);
    labels_text_clear(&i->text);
    free(i->digest);
    free(i);
}

/* ---- rows ---- */

static int write_entry(struct labels_import *i, const struct entry *e, const char *norm, struct labels_number *n,
                       struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    char *key = NULL;
    bool row;
    int result = -1;
    if (e->url && address_key(e->url, &key, err))
        return -1;
    if (db_statement(i->db, n->id ? SET_ENTRY : ADD_ENTRY, &stmt, err))
        goto done;
    if (!n->id) {
        (void)sqlite3_bind_int64(stmt, 1, i->copy);
        (void)sqlite3_bind_int(stmt, 2, i->scheme);
        db_bind_text(stmt, 3, norm);
    } else {
        (void)sqlite3_bind_int64(stmt, 17, n->id);
    }
    db_bind_text(stmt, 4, e->number);
    db_bind_text(stmt, 5, i->scheme == SCHEME_CLS ? labels_product_id(norm) : NULL);
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
    (void)sqlite3_bind_text(stmt, 15, i->text.bytes, (int)i->text.size, SQLITE_STATIC);
    (void)sqlite3_bind_blob(stmt, 16, n->fingerprint, FINGERPRINT_BYTES, SQLITE_STATIC);
    result = db_step(i->db, stmt, &row, err);
    if (result == 0 && !n->id)
        n->id = sqlite3_last_insert_rowid(i->db->handle);
done:
    db_done(stmt);
    free(key);
    return result;
}

static int add_hits(struct labels_hits *to, const struct models *models, int64_t entry, struct err *err)
{
    for (size_t m = 0; m < models->count; m++)
        if (models->item[m].kind == MODEL_EXACT && models->item[m].norm &&
            labels_hits_add(to, models->item[m].norm, entry, err))
            return -1;
    return 0;
}

static void count_entry(struct labels_import *i, const struct entry *e)
{
    int status = e->status > STATUS_NONE && e->status < STATUSES ? (int)e->status : STATUS_UNCLEAR;
    i->labels[status]++;
    i->models[status] += (int64_t)e->models.count;
    i->result.labels++;
    i->result.models += (int64_t)e->models.count;
}

/* What this row changes, and the row. The first copy of a scheme is all new: that is said once, by the entries. */
static int write_change(struct labels_import *i, const struct entry *e, const char *norm, struct labels_number *n,
                        struct err *err)
{
    bool fresh = !n->id;
    if (!fresh && history_compare(i->db, i->copy, n->id, e, &i->text, err))
        return -1;
    if (write_entry(i, e, norm, n, err))
        return -1;
    return fresh && i->old.id ? history_note(i->db, i->copy, n->id, HISTORY_NEW, 0, 0, err) : 0;
}

/* A number that the file has not had so far; `fresh` when the cache has not either. */
static int take(struct labels_import *i, const struct label_row *row, const char *norm, struct labels_number *n,
                bool fresh, const uint8_t mark[FINGERPRINT_BYTES], struct err *err)
{
    bool same = !fresh && memcmp(n->fingerprint, mark, FINGERPRINT_BYTES) == 0;
    int64_t *kind = fresh        ? &i->result.added
                    : !n->listed ? &i->result.returned
                    : same       ? &i->result.same
                                 : &i->result.changed;
    n->line = row->line > 0 ? row->line : 1;
    memcpy(n->fingerprint, mark, FINGERPRINT_BYTES);
    if (kind != &i->result.same && write_change(i, &row->entry, norm, n, err))
        return -1;
    (*kind)++;
    count_entry(i, &row->entry);
    return add_hits(&i->hits, &row->entry.models, n->id, err);
}

static int put(struct labels_import *i, const struct label_row *row, const char *norm, struct err *err)
{
    uint8_t mark[FINGERPRINT_BYTES];
    if (!*norm)
        return err_set(err, ERR_INPUT, "line %" PRId64 " has no number; nothing was changed",
                       "%" PRId64 " 行目に番号がありません。何も変更していません", row->line);
    if (labels_models_write(&i->text, &row->entry.models, err))
        return -1;
    labels_row_fingerprint(&row->entry, i->scheme, &i->text, mark);
    struct labels_number *n = labels_known_find(&i->known, norm);
    bool fresh = !n;
    if (n && n->line) {
        if (memcmp(n->fingerprint, mark, FINGERPRINT_BYTES) == 0)
            return 0;
        return err_set(err, ERR_INPUT,
                       "number %s stands on line %" PRId64 " and, with other content, on line %" PRId64
                       "; nothing was changed. Ask for a sound list, or remove the wrong line",
                       "番号 %s が %" PRId64 " 行目と、異なる内容で %" PRId64
                       " 行目にあります。何も変更していません。正しい一覧を入手するか、誤った行を除いてください",
                       row->entry.number, n->line, row->line);
    }
    if (fresh && labels_known_add(&i->known, norm, &n, err))
        return -1;
    return take(i, row, norm, n, fresh, mark, err);
}

int labels_put(struct labels_import *i, const struct label_row *row, struct err *err)
{
    char *norm = NULL;
    int result = normal_form(row->entry.number ? row->entry.number : "", &norm, err);
    if (result == 0)
        result = put(i, row, norm, err);
    i->failed = i->failed || result != 0;
    free(norm);
    return result;
}

/* ---- commit ---- */

static int plausible(const struct labels_import *i, int64_t vanished, struct err *err)
{
    if (i->failed)
        return err_set(err, ERR_INPUT, "a row was refused; nothing was changed",
                       "受け付けられない行があったため、何も変更していません");
    if (!i->result.labels)
        return err_set(err, ERR_INPUT, "the list is empty; nothing was changed", "一覧が空です。何も変更していません");
    if (vanished * SHRINK_ONE_IN > i->listed_before && !i->accept_shrink)
        return err_set(
            err, ERR_INPUT,
            "%" PRId64 " of the %" PRId64
            " labels in place are missing from this list, more than one in %d; nothing was"
            " changed. If the list is right, say why with --accept-shrink REASON",
            "今ある %2$" PRId64 " 件のラベルのうち %1$" PRId64
            " 件がこの一覧にありません（%3$d 分の 1 を超えています）。何も変更していません。一覧が正しい場合は --accept-shrink REASON で理由を示してください",
            vanished, i->listed_before, SHRINK_ONE_IN);
    return 0;
}

static int64_t count_vanished(const struct labels_import *i)
{
    int64_t vanished = 0;
    for (size_t n = 0; n < i->known.count; n++)
        vanished += i->known.item[n].listed && !i->known.item[n].line;
    return vanished;
}

/* The models of an entry that the file does not have, for the index: behind those of every row of the file. */
static int hits_of_gone(struct labels_import *i, int64_t id, int64_t *count, struct err *err)
{
    struct models models = {0};
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(i->db, MODELS_OF, &stmt, err))
        return -1;
    (void)sqlite3_bind_int64(stmt, 1, id);
    int result = db_step(i->db, stmt, &row, err);
    const char *text = result == 0 && row ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (text)
        result = labels_models_read(text, &models, err);
    db_done(stmt);
    if (result == 0)
        result = add_hits(&i->hits, &models, id, err);
    *count = (int64_t)models.count;
    models_clear(&models);
    return result;
}

static int mark_gone(struct labels_import *i, struct err *err)
{
    for (size_t n = 0; n < i->known.count; n++) {
        const struct labels_number *number = &i->known.item[n];
        int64_t models = 0;
        if (number->line)
            continue;
        if (number->listed && (run(i->db, SET_GONE, (int64_t[]){number->id, i->old.id, i->copy}, 3, err) ||
                               history_note(i->db, i->copy, number->id, HISTORY_GONE, i->old.id, 0, err)))
            return -1;
        if (hits_of_gone(i, number->id, &models, err))
            return -1;
        i->labels[STATUS_GONE]++;
        i->models[STATUS_GONE] += models;
    }
    return 0;
}

static int put_in_place(struct labels_import *i, struct err *err)
{
    if (mark_gone(i, err) || labels_pages_write(i->db, i->scheme, &i->hits, err))
        return -1;
    for (int s = 0; s < STATUSES; s++)
        if (i->labels[s] && run(i->db, ADD_COUNT, (int64_t[]){i->copy, s, i->labels[s], i->models[s]}, 4, err))
            return -1;
    return run(i->db, SET_PRESENT, (int64_t[]){i->scheme, i->copy}, 2, err);
}

/* The same file with nothing new in it is the same copy, seen again later. */
static int confirm_old(struct labels_import *i, struct err *err)
{
    if (run(i->db, DROP_COPY, (int64_t[]){i->copy}, 1, err))
        return -1;
    return run(i->db, SAME_COPY, (int64_t[]){i->old.id, i->as_of, i->now}, 3, err);
}

int labels_commit(struct labels_import *i, struct labels_result *out, struct err *err)
{
    int64_t vanished = count_vanished(i);
    int result = plausible(i, vanished, err);
    i->result.gone = vanished;
    if (result == 0) {
        bool same =
            i->old.id && i->result.same == i->result.labels && !vanished && strcmp(i->old.digest, i->digest) == 0;
        result = same ? confirm_old(i, err) : put_in_place(i, err);
    }
    if (result == 0)
        result = catalogue_end_by_entry(i->db, i->scheme, err);
    if (result == 0)
        result = db_run(i->db, i->preview ? "ROLLBACK" : "COMMIT", err);
    if (result == 0 && out)
        *out = i->result;
    labels_abort(i); /* rolls back what was not committed */
    return result;
}
