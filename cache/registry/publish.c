#include "cache/registry/publish.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "cache/labels.h"
#include "cache/labels_dump.h"
#include "cache/registry/folder.h"
#include "cache/registry/mirror.h"
#include "cache/registry/publish_tidy.h"
#include "cache/registry/snapshot.h"

#define DAY_SECONDS 86400

/* One call. */
struct publish {
    struct db *db;
    const struct publish_ask *ask;
    struct folder folder;
    struct latest old; /* what is published; serial 0 = nothing */
    struct publish_result *out;
};

/* ---- what is published ---- */

static int read_old(struct publish *p, struct err *err)
{
    struct mirror_get get = {&p->folder, mirror_get_folder};
    struct minisign_public own;
    char id[MINISIGN_ID_TEXT];
    bool there;
    size_t by;
    minisign_public_of(p->ask->key, &own);
    if (mirror_latest(&get, &own, 1, &there, &p->old, &by, err) == 0)
        return 0;
    return err && err->code != ERR_INPUT
               ? -1
               : err_set(err, ERR_INPUT,
                         "the folder %s holds a latest.json that is not signed by this key (%s); nothing was changed."
                         " Use the key it was published with, or an empty folder",
                         "フォルダー %s の latest.json はこの鍵（%s）で署名されたものではありません。何も変更していま"
                         "せん。公開に使った鍵か、空のフォルダーを使ってください",
                         p->ask->folder, minisign_id(own.id, id));
}

/* ---- files ---- */

static void describe(const struct pack_made *made, struct latest_file *out)
{
    *out = (struct latest_file){.size = made->bytes, .text = made->text};
    memcpy(out->name, made->name, sizeof out->name);
}

/* A published file with what is said of it; false when it is not there as it should be. */
static bool load(struct publish *p, const struct latest_file *f, const char *content, struct snapshot_file *out,
                 uint8_t **bytes)
{
    size_t size;
    if (folder_read(&p->folder, f->name, (size_t)f->size, bytes, &size, NULL) || !*bytes)
        return false;
    *out = (struct snapshot_file){*bytes, size, f->text, content};
    return (int64_t)size == f->size && pack_is_named(*bytes, size, f->name);
}

static int write_snapshot(struct publish *p, struct latest_list *l, const struct latest_list *old, struct err *err)
{
    struct pack_made made;
    int fd = -1, result = -1;
    if (folder_part(&p->folder, &fd, err) || snapshot_write(p->db, l->scheme, fd, &made, err) ||
        labels_dump_rows(p->db, l->scheme, l->rows, err))
        goto done;
    memcpy(l->content, made.content, sizeof l->content);
    describe(&made, &l->snapshot);
    if (old && strcmp(old->content, l->content) == 0 && folder_has(&p->folder, old->snapshot.name)) {
        l->snapshot = old->snapshot; /* another zstd may have packed the same text otherwise */
        result = 0;
        goto done;
    }
    result = folder_part_keep(&p->folder, &fd, made.name, err);
done:
    folder_part_drop(&p->folder, &fd);
    return result;
}

/* ---- deltas ---- */

/* One more delta, unless what it begins from is not there any more or a snapshot would be as small. */
static int add_delta(struct publish *p, struct latest_list *l, const struct snapshot_file *to, const char *from,
                     const struct latest_file *was, int64_t *changes, struct err *err)
{
    struct latest_delta *d = &l->delta[l->deltas];
    struct snapshot_file base;
    struct pack_made made;
    uint8_t *bytes = NULL;
    int64_t records;
    int fd = -1, result = -1;
    if (!load(p, was, from, &base, &bytes)) {
        free(bytes);
        return 0;
    }
    if (folder_part(&p->folder, &fd, err) || snapshot_delta(&base, to, fd, &made, &records, err))
        goto done;
    if (changes)
        *changes = records;
    result = 0;
    if (made.bytes < l->snapshot.size) {
        memcpy(d->from, from, sizeof d->from);
        describe(&made, &d->file);
        d->was = *was;
        result = folder_part_keep(&p->folder, &fd, made.name, err);
        l->deltas += result == 0;
    }
done:
    folder_part_drop(&p->folder, &fd);
    free(bytes);
    return result;
}

/* From the list published before, and from those that it had deltas from, as many as there is room for. */
static int add_deltas(struct publish *p, struct latest_list *l, const struct latest_list *old, int64_t *changes,
                      struct err *err)
{
    struct snapshot_file to;
    uint8_t *bytes = NULL;
    int result = -1;
    if (!load(p, &l->snapshot, l->content, &to, &bytes)) {
        (void)err_set(err, ERR_IO, "the file %s was written and cannot be read again",
                      "書き込んだファイル %s を読み直せません", l->snapshot.name);
        goto done;
    }
    if (add_delta(p, l, &to, old->content, &old->snapshot, changes, err))
        goto done;
    for (size_t i = 0; i < old->deltas && l->deltas < LATEST_DELTAS_MAX; i++)
        if (strcmp(old->delta[i].from, l->content) != 0 &&
            add_delta(p, l, &to, old->delta[i].from, &old->delta[i].was, NULL, err))
            goto done;
    result = 0;
done:
    free(bytes);
    return result;
}

/* ---- one list ---- */

static int describe_copy(const struct copy_state *s, struct latest_list *out, struct err *err)
{
    *out = (struct latest_list){.scheme = s->scheme, .as_of = s->copy.as_of, .demo = s->copy.demo, .labels = s->labels};
    text_copy(out->source, sizeof out->source, s->copy.source && *s->copy.source ? s->copy.source : "-");
    if (!pack_is_digest(s->copy.digest))
        return err_set(err, ERR_DATA, "the %s copy has no digest; import its list again, then publish",
                       "%s の写しにダイジェストがありません。一覧を取り込み直してから公開してください",
                       scheme_title(s->scheme));
    memcpy(out->digest, s->copy.digest, sizeof out->digest);
    return 0;
}

static int may_follow(const struct latest_list *l, const struct latest_list *old, struct err *err)
{
    char mine[MOMENT_TEXT], theirs[MOMENT_TEXT];
    if (!old || old->demo != l->demo || l->as_of >= old->as_of)
        return 0;
    return err_set(
        err, ERR_INPUT,
        "the %s list here is of %s, older than the one published of %s; nothing was changed. Import the newer"
        " list first",
        "手元の %s の一覧は %s 時点で、公開済みのもの（%s 時点）より古いため、何も変更していません。先に新しい"
        "一覧を取り込んでください",
        scheme_title(l->scheme), moment_text(l->as_of, mine), moment_text(old->as_of, theirs));
}

static int publish_list(struct publish *p, const struct copy_state *s, struct err *err)
{
    struct latest *to = &p->out->latest;
    size_t at = to->lists;
    struct latest_list *l = &to->list[at];
    const struct latest_list *old = latest_of(&p->old, s->scheme);
    if (describe_copy(s, l, err) || may_follow(l, old, err) || write_snapshot(p, l, old, err))
        return -1;
    to->lists++;
    bool same = old && strcmp(old->content, l->content) == 0 && old->demo == l->demo;
    p->out->did[at] = same ? PUBLISH_SAME : PUBLISH_NEW;
    if (same) {
        memcpy(l->delta, old->delta, sizeof l->delta);
        l->deltas = old->deltas;
        return 0;
    }
    return old && old->demo == l->demo ? add_deltas(p, l, old, &p->out->changes[at], err) : 0;
}

/* All of one state of the cache. */
static int publish_lists(struct publish *p, struct err *err)
{
    struct latest *to = &p->out->latest;
    struct copy_states states = {0};
    bool began = false;
    int result = -1;
    if (db_read_begin(p->db, &began, err) || labels_states(p->db, &states, err))
        goto done;
    for (size_t i = 0; i < states.count && to->lists < LATEST_LISTS_MAX; i++)
        if (publish_list(p, &states.item[i], err))
            goto done;
    for (size_t i = 0; i < p->old.lists && to->lists < LATEST_LISTS_MAX; i++)
        if (!latest_of(to, p->old.list[i].scheme)) {
            p->out->did[to->lists] = PUBLISH_CARRIED;
            to->list[to->lists++] = p->old.list[i];
        }
    result = to->lists ? 0
                       : err_set(err, ERR_INPUT,
                                 "there is no list here to publish; import one first (kenpin registry import)",
                                 "公開する一覧がありません。先に取り込んでください（kenpin registry import）");
done:
    db_read_end(p->db, began);
    labels_states_clear(&states);
    return result;
}

/* ---- latest.json ---- */

/* Serials go by the clock, so that a folder that was lost can be made anew: tills still take it for later. */
static void date(struct publish *p)
{
    struct latest *l = &p->out->latest;
    l->made = p->ask->now;
    l->expires = p->ask->now + (moment)p->ask->days * DAY_SECONDS;
    l->serial = p->old.serial >= p->ask->now ? p->old.serial + 1 : p->ask->now;
}

static int write_latest(struct publish *p, struct err *err)
{
    char json[MIRROR_KEPT_TEXT], kept[MIRROR_KEPT_TEXT], signature[MINISIGN_SIGNATURE_TEXT], comment[128];
    char made[MOMENT_TEXT], expires[MOMENT_TEXT], *text = NULL;
    const struct latest *l = &p->out->latest;
    const struct folder *f = &p->folder;
    int result = -1;
    if (latest_write(l, &text, err))
        return -1;
    snprintf(comment, sizeof comment, "kenpin mirror serial %" PRId64 " made %s expires %s", l->serial,
             moment_text(l->made, made), moment_text(l->expires, expires));
    mirror_kept_names(text, strlen(text), json, kept);
    if (minisign_sign(p->ask->key, text, strlen(text), comment, signature, err) == 0 && folder_sync(f, err) == 0 &&
        folder_write(f, kept, signature, strlen(signature), err) == 0 &&
        folder_write(f, json, text, strlen(text), err) == 0 && folder_sync(f, err) == 0 &&
        folder_write(f, LATEST_SIGNATURE_NAME, signature, strlen(signature), err) == 0 && folder_sync(f, err) == 0 &&
        folder_write(f, LATEST_NAME, text, strlen(text), err) == 0)
        result = folder_sync(f, err);
    free(text);
    return result;
}

int publish_folder(struct db *db, const struct publish_ask *ask, struct publish_result *out, struct err *err)
{
    struct publish *p = calloc(1, sizeof *p);
    int result = -1;
    *out = (struct publish_result){0};
    if (!p)
        return err_memory(err);
    *p = (struct publish){.db = db, .ask = ask, .out = out};
    if (folder_open_write(ask->folder, &p->folder, err) || read_old(p, err) || publish_lists(p, err))
        goto done;
    date(p);
    if (write_latest(p, err) == 0)
        result = publish_tidy(&p->folder, &out->latest, ask->now, &out->removed, err);
done:
    folder_close(&p->folder);
    free(p);
    return result;
}
