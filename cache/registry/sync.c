#include "cache/registry/sync.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cache/registry/gather.h"
#include "cache/registry/mirror_web.h"
#include "cache/registry/sync_state.h"

enum { HOUR = 3600 };

struct sync {
    const struct sync_ask *ask;
    struct sync_result *out;
    struct sync_state state;
    struct gathered got;
    char present[INPUT_DIGEST_TEXT]; /* of the copy in place */
    char digest[INPUT_DIGEST_TEXT];  /* of the file that came */
    moment as_of;                    /* of what came */
};

/* ---- the lock ---- */

int sync_lock(const char *folder, int *lock, struct err *err)
{
    char path[FETCH_PATH_MAX];
    *lock = -1;
    int size = snprintf(path, sizeof path, "%s/sync.lock", folder);
    if (size < 0 || (size_t)size >= sizeof path)
        return err_set(err, ERR_USAGE, "%s is too long a name", "%s は名前が長すぎます", folder);
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(err, ERR_IO, "%s cannot be written: %s", "%s に書けません：%s", path, strerror(errno));
    if (flock(fd, LOCK_EX) == 0) {
        *lock = fd;
        return 0;
    }
    int why = errno;
    (void)close(fd);
    if (why == EINTR)
        return err_set(err, ERR_STOPPED, "stopped; nothing was changed", "中断しました。何も変わっていません");
    return err_set(err, ERR_IO, "%s cannot be locked: %s", "%s をロックできません：%s", path, strerror(why));
}

void sync_unlock(int lock)
{
    if (lock >= 0)
        (void)close(lock);
}

/* ---- may it be asked? ---- */

static int wait_first(const struct sync *s, struct err *err)
{
    char until[MOMENT_TEXT];
    const char *name = s->ask->source->name;
    moment_text(s->state.wait_until, until);
    if (s->state.asked)
        return err_set(err, ERR_IO, "%s: the server asked not to be asked again before %s; nothing was asked",
                       "%s: サーバーの求めにより %s まで問い合わせません。何も問い合わせていません", name, until);
    return err_set(err, ERR_IO, "%s: the server had trouble, so it is not asked again before %s, unless with --force",
                   "%s: サーバーに問題があったため、%s まで問い合わせません（--force で問い合わせます）", name, until);
}

/* *go is false when it is not due. A clock that was wrong once must not block for long. */
static int may_ask(struct sync *s, bool *go, struct err *err)
{
    const struct sync_ask *ask = s->ask;
    const struct sync_state *state = &s->state;
    int64_t wait = state->wait_until - ask->now, rest;
    *go = true;
    if (wait > 0 && wait <= SYNC_STATE_WAIT_MAX && (state->asked || !ask->force))
        return wait_first(s, err);
    rest = state->succeeded + (int64_t)ask->source->interval_hours * HOUR - ask->now;
    bool read_so = strcmp(state->mark, ask->source->mark) == 0;
    bool nothing = ask->source->scheme && !s->present[0];
    if (ask->force || nothing || !read_so || rest <= 0 || state->succeeded > ask->now)
        return 0;
    *go = false;
    s->out->outcome = SYNC_NOT_DUE;
    s->out->next = ask->now + rest;
    return 0;
}

/* ---- what the server's answer means for the next time ---- */

static int remember_success(struct sync *s, const char *digest, struct err *err)
{
    struct sync_state *state = &s->state;
    const struct source *source = s->ask->source;
    moment now = s->ask->now;
    *state = (struct sync_state){.tried = now, .succeeded = now};
    strcpy(state->mark, source->mark);
    strcpy(state->address, s->got.address);
    strcpy(state->digest, digest);
    if (s->got.conditional) {
        strcpy(state->etag, s->got.answer.etag);
        strcpy(state->changed, s->got.answer.changed);
    }
    return sync_state_write(s->ask->db, source->name, state, err);
}

/* ---- the list ---- */

/* Only of the copy in place, read by this description, may a server say that it is unchanged. */
static bool may_be_unchanged(const struct sync *s)
{
    return s->present[0] && strcmp(s->present, s->state.digest) == 0 &&
           strcmp(s->state.mark, s->ask->source->mark) == 0;
}

static struct gather_ask gather_ask(const struct sync *s)
{
    const struct sync_ask *ask = s->ask;
    return (struct gather_ask){
        .source = ask->source,
        .folder = ask->folder,
        .known = may_be_unchanged(s) ? s->state.address : NULL,
        .etag = s->state.etag,
        .changed = s->state.changed,
        .ca = ask->ca,
        .seconds = ask->seconds ? ask->seconds : SYNC_SECONDS,
        .progress = ask->progress,
        .progress_ctx = ask->progress_ctx,
    };
}

static int gather(struct sync *s, struct err *err)
{
    const struct sync_ask *ask = s->ask;
    struct gather_ask g = gather_ask(s);
    int rc = gather_list(&g, &s->got, err);
    strcpy(s->out->address, s->got.address);
    s->out->requests = s->got.requests;
    s->as_of = ask->now - s->got.answer.age;
    return rc;
}

static int digest_of(struct sync *s, struct err *err)
{
    struct input in;
    if (input_open(s->got.path, &in, err))
        return -1;
    int rc = input_digest(&in, s->digest, err);
    input_close(&in);
    return rc;
}

static int same(struct sync *s, struct err *err)
{
    char digest[INPUT_DIGEST_TEXT];
    strcpy(digest, s->present);
    s->out->outcome = SYNC_SAME;
    if (s->ask->preview)
        return 0;
    /* A 304 may come without the tags: they are still those that were sent. */
    if (s->got.answer.unchanged && !s->got.answer.etag[0])
        strcpy(s->got.answer.etag, s->state.etag);
    if (s->got.answer.unchanged && !s->got.answer.changed[0])
        strcpy(s->got.answer.changed, s->state.changed);
    s->out->as_of = s->as_of;
    if (sync_state_same(s->ask->db, s->ask->source->scheme, digest, s->ask->now, &s->out->as_of, err))
        return -1;
    return remember_success(s, digest, err);
}

static int put_in_place(struct sync *s, struct err *err)
{
    static const enum form forms[] = {[SOURCE_FORM_CSV] = FORM_CSV,
                                      [SOURCE_FORM_JSON] = FORM_JSON,
                                      [SOURCE_FORM_XLSX] = FORM_XLSX,
                                      [SOURCE_FORM_HTML] = FORM_HTML};
    const struct sync_ask *ask = s->ask;
    struct import_ask import = {
        .path = s->got.path,
        .scheme = ask->source->scheme,
        .form = ask->source->form <= SOURCE_FORM_HTML ? forms[ask->source->form] : FORM_NONE,
        .base = s->got.address,
        .as_of = s->as_of,
        .now = ask->now,
        .headings = &ask->source->columns,
        .source = strlen(s->got.address) < LATEST_SOURCE_TEXT ? s->got.address : ask->source->name,
        .demo = ask->source->demo,
        .preview = ask->preview,
        .accept_shrink = ask->accept_shrink,
        .progress = ask->progress,
        .progress_ctx = ask->progress_ctx,
    };
    if (import_file(ask->db, &import, &s->out->import, err))
        return -1;
    s->out->outcome = SYNC_NEW;
    if (ask->preview)
        return 0;
    s->out->as_of = s->as_of;
    return remember_success(s, s->digest, err);
}

static int take(struct sync *s, struct err *err)
{
    if (gather(s, err))
        return -1;
    if (s->got.answer.unchanged)
        return same(s, err);
    if (digest_of(s, err))
        return -1;
    return may_be_unchanged(s) && strcmp(s->digest, s->present) == 0 ? same(s, err) : put_in_place(s, err);
}

/* ---- a mirror ---- */

static int take_mirror(struct sync *s, struct err *err)
{
    const struct sync_ask *ask = s->ask;
    struct gather_ask g = gather_ask(s);
    struct mirror_web web = {.ask = &g};
    struct mirror_ask mirror = {.now = ask->now, .accept_shrink = ask->accept_shrink, .get = {&web, mirror_web_get}};
    if (ask->preview)
        return err_set(
            err, ERR_INPUT, "%s is a mirror, which has no --dry-run; kenpin registry probe shows what it has",
            "%s はミラーのため --dry-run は使えません。kenpin registry probe で内容を見られます", ask->source->name);
    if (mirror_web_trusted(ask->source, mirror.trusted, &mirror.trusted_count, err) || fetch_open(&web.fetch, err))
        return -1;
    int rc = mirror_pull(ask->db, &mirror, &s->out->mirror, err);
    fetch_close(web.fetch);
    s->got.answer = web.answer;
    s->out->requests = web.requests;
    strcpy(s->got.address, ask->source->address);
    if (rc)
        return -1;
    s->out->outcome = SYNC_MIRROR;
    return remember_success(s, "", err);
}

static int usable(const struct source *source, struct err *err)
{
    if (source->scheme || source->form == SOURCE_FORM_KENPIN)
        return 0;
    return err_set(
        err, ERR_INPUT,
        "%s is no list of labels, so it is not put in place of one; look at it with kenpin registry probe %s",
        "%s はラベルの一覧ではないため、取り込みません。内容は kenpin registry probe %s で見られます", source->name,
        source->name);
}

int sync_source(const struct sync_ask *ask, struct sync_result *out, struct err *err)
{
    struct sync s = {.ask = ask, .out = out};
    bool go;
    *out = (struct sync_result){0};
    if (usable(ask->source, err) || sync_state_read(ask->db, ask->source->name, &s.state, err) ||
        sync_state_copy(ask->db, ask->source->scheme, s.present, &out->as_of, err) || may_ask(&s, &go, err))
        return -1;
    if (!go)
        return 0;
    int rc = ask->source->form == SOURCE_FORM_KENPIN ? take_mirror(&s, err) : take(&s, err);
    gather_clear(ask->folder);
    if (rc && s.out->outcome == SYNC_NONE) {
        (void)sync_state_trouble(&s.state, &s.got.answer, ask->now);
        if (sync_state_write(ask->db, ask->source->name, &s.state, NULL))
            return -1; /* the first reason is told */
    }
    return rc;
}
