#include "cache/registry/mirror.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cache/labels_patch.h"
#include "cache/registry/snapshot.h"

/* One pull. */
struct pull {
    struct db *db;
    const struct mirror_ask *ask;
    struct mirror_result *out;
};

static const char SERIAL[] = "SELECT serial FROM mirror WHERE key = ?1";
static const char SET_SERIAL[] = "INSERT INTO mirror(key, serial) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE"
                                 " SET serial = max(serial, ?2)";

/* ---- what may be believed ---- */

static int last_serial(struct db *db, const char *key, int64_t *out, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, SERIAL, &stmt, err))
        return -1;
    db_bind_text(stmt, 1, key);
    int result = db_step(db, stmt, &row, err);
    *out = result == 0 && row ? sqlite3_column_int64(stmt, 0) : 0;
    db_done(stmt);
    return result;
}

static int keep_serial(struct db *db, const char *key, int64_t serial, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    if (db_statement(db, SET_SERIAL, &stmt, err))
        return -1;
    db_bind_text(stmt, 1, key);
    (void)sqlite3_bind_int64(stmt, 2, serial);
    int result = db_step(db, stmt, &row, err);
    db_done(stmt);
    return result;
}

static int in_time(const struct latest *l, moment now, struct err *err)
{
    char text[MOMENT_TEXT], here[MOMENT_TEXT];
    if (now > l->expires)
        return err_set(
            err, ERR_INPUT,
            "the mirror's latest.json was good until %s; nothing was changed. Somebody must publish again, or"
            " an old state is held before this till",
            "ミラーの latest.json は %s まで有効でした。何も変更していません。公開し直してもらってください。"
            "古い状態を見せられているおそれもあります",
            moment_text(l->expires, text));
    if (l->made > now + MIRROR_SKEW)
        return err_set(
            err, ERR_INPUT,
            "the mirror says it was made at %s, and here it is %s; nothing was changed. Set the clock that is"
            " wrong",
            "ミラーの作成時刻は %s ですが、この機械の時計は %s です。何も変更していません。誤っている時計を"
            "合わせてください",
            moment_text(l->made, text), moment_text(now, here));
    for (size_t i = 0; i < l->lists; i++)
        if (l->list[i].as_of > l->made + MIRROR_SKEW)
            return err_set(err, ERR_INPUT, "the mirror's %s list is said to be of %s, after the mirror was made",
                           "ミラーの %s の一覧の時点（%s）が、ミラーの作成より後になっています",
                           scheme_title(l->list[i].scheme), moment_text(l->list[i].as_of, text));
    return 0;
}

/* The serial is kept before anything is pulled: what was once seen as published cannot be taken back. */
static int accept(struct pull *p, const struct latest *l, struct err *err)
{
    int64_t seen;
    if (in_time(l, p->ask->now, err) || last_serial(p->db, p->out->key, &seen, err))
        return -1;
    if (l->serial < seen)
        return err_set(err, ERR_INPUT,
                       "the mirror is at serial %" PRId64 ", and %" PRId64
                       " was seen before: it was set back; nothing was changed",
                       "ミラーの通し番号は %" PRId64 " ですが、以前に %" PRId64
                       " を見ています。過去の状態に戻されたため、何も変更していません",
                       l->serial, seen);
    return l->serial > seen ? keep_serial(p->db, p->out->key, l->serial, err) : 0;
}

/* ---- one file ---- */

static int get_file(struct pull *p, const struct latest_file *f, uint8_t **bytes, struct err *err)
{
    size_t size;
    if (p->ask->get.get(p->ask->get.ctx, f->name, (size_t)f->size, bytes, &size, err))
        return -1;
    if (!*bytes)
        return err_set(err, ERR_INPUT,
                       "the mirror has no file %s, which it names; nothing was changed. Pull again, or"
                       " publish again",
                       "ミラーが示すファイル %s がありません。何も変更していません。やり直すか、公開し直してください",
                       f->name);
    p->out->files++;
    p->out->bytes += (int64_t)size;
    if ((int64_t)size == f->size && pack_is_named(*bytes, size, f->name))
        return 0;
    free(*bytes);
    *bytes = NULL;
    return err_set(
        err, ERR_INPUT,
        "the mirror's file %s is not what its name says: it was cut or changed; nothing was"
        " changed here. Pull again, or publish again",
        "ミラーのファイル %s "
        "が名前と一致しません（途中で切れたか改変されています）。手元は何も変更していません。やり直すか、公開し"
        "直してください",
        f->name);
}

static int not_signed(struct err *err)
{
    return err_set(err, ERR_INPUT, "the mirror's file holds another list than the one signed; publish again",
                   "ミラーのファイルが署名された一覧と異なります。公開し直してください");
}

static int put_all(struct snapshot *s, struct labels_patch *to, struct err *err)
{
    struct snapshot_record record;
    bool more;
    for (;;) {
        if (snapshot_next(s, &record, &more, err))
            return -1;
        if (!more)
            return 0;
        if (record.removed ? labels_patch_remove(to, record.label.norm, err) : labels_patch_put(to, &record.label, err))
            return -1;
    }
}

static struct labels_patch_options options_of(const struct pull *p, const struct latest_list *l, const char *base)
{
    return (struct labels_patch_options){
        .scheme = l->scheme,
        .source = l->source,
        .digest = l->digest,
        .as_of = l->as_of,
        .now = p->ask->now,
        .demo = l->demo,
        .content = l->content,
        .rows = l->rows,
        .base = base,
        .accept_shrink = p->ask->accept_shrink,
    };
}

/* A delta from `base`, or with base NULL a snapshot. */
static int apply(struct pull *p, const struct latest_list *l, const struct latest_file *f, const char *base,
                 struct labels_result *out, struct err *err)
{
    struct labels_patch_options o = options_of(p, l, base);
    struct labels_patch *patch = NULL;
    struct snapshot *s = NULL;
    struct snapshot_head head;
    char content[PACK_DIGEST_TEXT];
    uint8_t *bytes = NULL;
    int result = -1;
    if (get_file(p, f, &bytes, err) || snapshot_open(bytes, (size_t)f->size, f->text, &s, &head, err))
        goto done;
    if (head.scheme != l->scheme || head.delta != (base != NULL) ||
        (base && (strcmp(head.from, base) != 0 || strcmp(head.to, l->content) != 0))) {
        (void)not_signed(err);
        goto done;
    }
    if (labels_patch_begin(p->db, &o, &patch, err) || put_all(s, patch, err))
        goto done;
    snapshot_content(s, content);
    if (!base && strcmp(content, l->content) != 0) {
        (void)not_signed(err);
        goto done;
    }
    result = labels_patch_commit(patch, out, err);
    patch = NULL;
done:
    labels_patch_abort(patch);
    snapshot_close(s);
    free(bytes);
    return result;
}

/* The same content of a later time, or out of another file. */
static int seen_again(struct pull *p, const struct latest_list *l, struct err *err)
{
    struct labels_patch_options o = options_of(p, l, l->content);
    struct labels_patch *patch;
    return labels_patch_begin(p->db, &o, &patch, err) ? -1 : labels_patch_commit(patch, NULL, err);
}

/* ---- one list ---- */

static const struct latest_delta *delta_from(const struct latest_list *l, const char *content)
{
    for (size_t i = 0; i < l->deltas; i++)
        if (strcmp(l->delta[i].from, content) == 0)
            return &l->delta[i];
    return NULL;
}

static int pull_content(struct pull *p, const struct latest_list *l, const char *here, struct mirror_list *out,
                        struct err *err)
{
    const struct latest_delta *delta = delta_from(l, here);
    if (delta) {
        int result = apply(p, l, &delta->file, here, &out->labels, &out->why);
        out->did = MIRROR_DELTA;
        if (result == 0)
            return 0;
        if (out->why.code != ERR_INPUT) {
            *err = out->why;
            return -1;
        }
        out->delta_refused = true;
    }
    out->did = MIRROR_SNAPSHOT;
    return apply(p, l, &l->snapshot, NULL, &out->labels, err);
}

static int pull_list(struct pull *p, const struct latest_list *l, struct mirror_list *out, struct err *err)
{
    struct registry registry = labels_registry(p->db);
    char here[LABELS_PATCH_CONTENT];
    struct copy old = {0};
    *out = (struct mirror_list){.scheme = l->scheme, .as_of = l->as_of, .demo = l->demo};
    memcpy(out->source, l->source, sizeof out->source);
    if (registry.copy(registry.ctx, l->scheme, &old, err) || labels_patch_content(p->db, l->scheme, here, err)) {
        copy_clear(&old);
        return -1;
    }
    bool content = strcmp(here, l->content) == 0 && old.demo == l->demo;
    bool same = content && old.as_of == l->as_of && strcmp(old.digest, l->digest) == 0;
    bool older = old.id && old.demo == l->demo && old.as_of > l->as_of && old.as_of <= p->ask->now;
    copy_clear(&old);
    if (same || older) {
        out->did = same ? MIRROR_SAME : MIRROR_OLDER;
        return 0;
    }
    if (content) {
        out->did = MIRROR_SEEN;
        return seen_again(p, l, err);
    }
    return pull_content(p, l, here, out, err);
}

int mirror_pull(struct db *db, const struct mirror_ask *ask, struct mirror_result *out, struct err *err)
{
    struct pull p = {.db = db, .ask = ask, .out = out};
    struct latest *l = calloc(1, sizeof *l);
    struct err own = {0};
    size_t by;
    int result = -1;
    *out = (struct mirror_result){0};
    err = err ? err : &own;
    if (!l)
        return err_memory(err);
    if (mirror_latest(&ask->get, ask->trusted, ask->trusted_count, NULL, l, &by, err))
        goto done;
    minisign_public_text(&ask->trusted[by], out->key);
    out->serial = l->serial;
    out->made = l->made;
    out->expires = l->expires;
    if (accept(&p, l, err))
        goto done;
    for (size_t i = 0; i < l->lists; i++)
        if (pull_list(&p, &l->list[i], &out->list[out->lists++], err))
            goto done;
    result = 0;
done:
    free(l);
    return result;
}
