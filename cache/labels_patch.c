#include "cache/labels_patch.h"
#include "cache/catalogue_confirm.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/label/normal.h"
#include "cache/labels_patch_entry.h"
#include "cache/labels_row.h"

#define STATUSES      LABELS_PATCH_STATUSES
#define SHRINK_ONE_IN 10 /* as labels_import.c */
#define CACHE_LARGE   "PRAGMA cache_size = -16384"
#define CACHE_USUAL   "PRAGMA cache_size = -2000"

static const char PRESENT[] =
    "SELECT c.id, c.source, c.digest, c.as_of, c.demo FROM present p JOIN copy c ON c.id = p.copy WHERE p.scheme = ?1";
static const char CONTENT[] =
    "SELECT m.content FROM present p JOIN mirror_copy m ON m.copy = p.copy WHERE p.scheme = ?1";
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
static const char UNSEEN[] =
    "SELECT id, norm FROM entry WHERE scheme = ?1 AND gone_copy IS NULL AND id > ?2 ORDER BY id";

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
    if (labels_patch_entry_run(p->db, DROP_CHANGES, (int64_t[]){p->scheme}, 1, err) ||
        labels_patch_entry_run(p->db, DROP_ENTRIES, (int64_t[]){p->scheme}, 1, err))
        return -1;
    return labels_pages_write(p->db, p->scheme, &none, err);
}

static int add_own_copy(struct labels_patch *p, struct err *err)
{
    const struct labels_patch_options *o = &p->o;
    struct copy c = {.source = (char *)o->source, .digest = (char *)o->digest, .as_of = o->as_of, .demo = o->demo};
    return labels_patch_entry_add_copy(p->db, p->scheme, &c, o->now, o->accept_shrink, &p->copy, err);
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

/* ---- records ---- */

int labels_patch_put(struct labels_patch *p, const struct labels_record *r, struct err *err)
{
    char *norm = NULL;
    int result = normal_form(r->entry.number, &norm, err);
    if (result == 0 && strcmp(norm, r->norm) != 0)
        result = err_set(err, ERR_INPUT, "the mirror compares numbers otherwise than this kenpin (%s): update both",
                         "番号の比較の仕方がこの kenpin と異なります（%s）。両方を更新してください", r->entry.number);
    if (result == 0)
        result = labels_patch_entry_put(p, r, err);
    free(norm);
    p->failed = p->failed || result;
    return result;
}

/* ---- what vanished ---- */

int labels_patch_remove(struct labels_patch *p, const char *norm, struct err *err)
{
    int result = labels_patch_entry_vanish(p, norm, err);
    p->failed = p->failed || result;
    return result;
}

static bool is_seen(const struct labels_patch *p, int64_t id)
{
    size_t at = (size_t)id / 8;
    return at < p->seen_bytes && p->seen[at] & (1u << (id % 8));
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
        int result = labels_patch_entry_vanish(p, norm, err);
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
    if (labels_patch_entry_run(p->db, DROP_COPY, (int64_t[]){p->copy}, 1, err) ||
        labels_patch_entry_run(p->db, SEEN_AGAIN, (int64_t[]){p->old.id, p->o.as_of, p->o.now}, 3, err))
        return -1;
    p->copy = p->old.id;
    return 0;
}

static int put_in_place(struct labels_patch *p, struct err *err)
{
    for (int s = 0; s < STATUSES; s++)
        if (p->labels[s] &&
            labels_patch_entry_run(p->db, ADD_COUNT, (int64_t[]){p->copy, s, p->labels[s], p->models[s]}, 4, err))
            return -1;
    return labels_patch_entry_run(p->db, SET_PRESENT, (int64_t[]){p->scheme, p->copy}, 2, err);
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
        result = set_content(p, err) || verify(p, err) || catalogue_end_by_entry(p->db, p->scheme, err) ||
                         db_run(p->db, "COMMIT", err)
                     ? -1
                     : 0;
    if (result == 0 && out)
        *out = p->result;
    labels_patch_abort(p); /* rolls back what was not committed */
    return result;
}
