#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/registry/sync.h"
#include "ui/cli/command.h"
#include "ui/cli/mirror_say.h"
#include "ui/cli/network.h"

struct sync_call {
    bool force, dry_run;
    const char *accept_shrink;
    int64_t timeout;
};

#define AT(member) offsetof(struct sync_call, member)

static const struct option options[] = {
    {"dry-run",
     NULL,
     OPTION_FLAG,
     AT(dry_run),
     0,
     false,
     {"Fetch and compare, say what would change, and change nothing",
      "取得して比べ、何が変わるかだけを表示します。何も変更しません"}},
    {"force",
     NULL,
     OPTION_FLAG,
     AT(force),
     0,
     false,
     {"Ask although it is not due. A server that asked to wait is not asked",
      "時期前でも問い合わせます。待つよう求めたサーバーには問い合わせません"}},
    {"accept-shrink",
     "REASON",
     OPTION_TEXT,
     AT(accept_shrink),
     0,
     false,
     {"Take a list that lost more than a tenth of its labels; the reason is kept",
      "ラベルが 1 割を超えて減った一覧でも取り込みます。理由は保存されます"}},
    {"timeout",
     "DURATION",
     OPTION_DURATION,
     AT(timeout),
     0,
     false,
     {"How long one request may take, such as 90s. Default: 5m", "1 回の問い合わせの制限時間（例: 90s）。既定値: 5m"}},
    {0},
};

enum { TIMEOUT_MOST = 86400 };

/* One call. */
struct syncing {
    struct context *ctx;
    struct db db;
    char sources[CONTEXT_PATH_MAX + 16];
    int failed;
};

static void say_import(const struct context *ctx, const struct import_result *r)
{
    const struct labels_result *l = &r->labels;
    context_say(ctx,
                "  labels %" PRId64 " · models %" PRId64 " · added %" PRId64 " · changed %" PRId64 " · gone %" PRId64
                " · returned %" PRId64,
                "  ラベル %" PRId64 " · 型番 %" PRId64 " · 追加 %" PRId64 " · 変更 %" PRId64 " · 消失 %" PRId64
                " · 復活 %" PRId64,
                l->labels, l->models, l->added, l->changed, l->gone, l->returned);
    if (r->unclear_words || r->unknown_levels || r->unread_dates)
        context_say(ctx,
                    "  not understood: status words %" PRId64 ", levels %" PRId64 ", dates %" PRId64
                    " (such a label is judged as review)",
                    "  読めないもの: 状態の語 %" PRId64 "、レベル %" PRId64 "、日付 %" PRId64
                    "（要確認と判定されます）",
                    r->unclear_words, r->unknown_levels, r->unread_dates);
}

static void say_result(const struct context *ctx, const struct source *s, const struct sync_result *r)
{
    const struct sync_call *call = ctx->call;
    char as_of[MOMENT_TEXT], next[MOMENT_TEXT];
    moment_text(r->as_of, as_of);
    moment_text(r->next, next);
    if (r->outcome == SYNC_NOT_DUE && !r->as_of) { /* a mirror has several copies */
        context_say(ctx, "%s: not due before %s; --force asks now",
                    "%s: 次回は %s 以降です。--force で今すぐ問い合わせます", s->name, next);
        return;
    }
    if (r->outcome == SYNC_NOT_DUE) {
        context_say(ctx, "%s: not due before %s (the copy is as of %s); --force asks now",
                    "%s: 次回は %s 以降です（写しの時点: %s）。--force で今すぐ問い合わせます", s->name, next, as_of);
        return;
    }
    if (r->outcome == SYNC_MIRROR) {
        context_say(ctx, "%s:", "%s:", s->name);
        mirror_say(ctx, &r->mirror);
        return;
    }
    if (r->outcome == SYNC_SAME && call->dry_run)
        context_say(ctx, "%s: nothing would change", "%s: 変わるものはありません", s->name);
    else if (r->outcome == SYNC_SAME)
        context_say(ctx, "%s: unchanged, as of %s", "%s: 変更なし、時点: %s", s->name, as_of);
    else if (call->dry_run)
        context_say(ctx, "%s: nothing was changed; this list would be put in place",
                    "%s: 何も変更していません。取り込むとこうなります", s->name);
    else
        context_say(ctx, "%s: a new copy, as of %s", "%s: 新しい写し、時点: %s", s->name, as_of);
    if (r->outcome == SYNC_NEW)
        say_import(ctx, &r->import);
    if (s->demo)
        context_say(ctx, "  demonstration data: not for real goods",
                    "  デモ用の架空データです。実物の判定には使えません");
}

/* What a description that nobody proved, or a host that is not official, is worth. */
static void say_doubts(const struct context *ctx, const struct source *s)
{
    const char *host = s->shipped ? NULL : source_foreign_host(s);
    if (!s->proved && s->form != SOURCE_FORM_KENPIN)
        context_note(ctx, "%s: this description is not proved against the live site; compare what came with the page",
                     "%s: この記述は実際のサイトで確かめられていません。取り込んだ内容をページと見比べてください",
                     s->name);
    if (host && s->scheme && !s->demo)
        context_note(ctx, "%s: %s is no official host of %s; the list is worth what that host is",
                     "%s: %s は %s の公式ホストではありません。一覧の信頼性はそのホスト次第です", s->name, host,
                     scheme_title(s->scheme));
}

static void say_failure(const struct context *ctx, const struct source *s, const struct sync_result *r,
                        const struct err *err)
{
    char as_of[MOMENT_TEXT];
    const char *name = strncmp(err->en, s->name, strlen(s->name)) == 0 ? "" : s->name;
    (void)context_note(ctx, "%s%s%s", "%s%s%s", name, *name ? ": " : "", err_text(err, ctx->lang));
    if (r->as_of)
        context_note(ctx, "%s: the copy here stays as it is, as of %s", "%s: 手元の写しはそのままです（時点: %s）",
                     s->name, moment_text(r->as_of, as_of));
}

static int sync_one(struct syncing *y, const struct source *s, struct err *err)
{
    const struct sync_call *call = y->ctx->call;
    struct sync_result *r = calloc(1, sizeof *r);
    if (!r)
        return err_memory(err);
    struct context_progress progress = context_progress_begin(y->ctx);
    struct sync_ask ask = {
        .db = &y->db,
        .folder = y->ctx->data,
        .source = s,
        .now = context_now(y->ctx),
        .force = call->force,
        .preview = call->dry_run,
        .accept_shrink = call->accept_shrink,
        .ca = network_certificates(),
        .seconds = (int)call->timeout,
        .progress = context_progress,
        .progress_ctx = &progress,
    };
    struct err why = {0};
    int rc = sync_source(&ask, r, &why);
    context_progress_end(&progress);
    if (rc == 0) {
        if (r->outcome != SYNC_NOT_DUE)
            say_doubts(y->ctx, s);
        say_result(y->ctx, s, r);
    } else if (why.code == ERR_STOPPED) {
        *err = why;
    } else {
        say_failure(y->ctx, s, r, &why);
        y->failed++;
    }
    free(r);
    return why.code == ERR_STOPPED ? -1 : 0;
}

/* A source that was not named and cannot be used is no failure: the shipped ones wait for an address. */
static bool passed_over(const struct syncing *y, const struct source *s)
{
    bool list = s->scheme || s->form == SOURCE_FORM_KENPIN;
    if (list && s->address[0])
        return false;
    if (s->scheme)
        context_say(y->ctx, "%s: passed over, as its address is not known: kenpin registry probe %s",
                    "%s: URL がわからないため飛ばしました: kenpin registry probe %s", s->name, s->name);
    return true;
}

static int sync_name(struct syncing *y, const char *name, bool named, struct err *err)
{
    struct source *s = calloc(1, sizeof *s);
    struct err why = {0};
    if (!s)
        return err_memory(err);
    int rc = 0;
    if (source_find(y->sources, name, s, &why)) {
        (void)context_fail(y->ctx, &why);
        y->failed++;
    } else if (named || !passed_over(y, s)) {
        rc = sync_one(y, s, err);
    }
    source_clear(s);
    free(s);
    return rc;
}

static int sync_all(struct syncing *y, struct err *err)
{
    struct source_names *names = calloc(1, sizeof *names);
    if (!names)
        return err_memory(err);
    int rc = y->ctx->count ? 0 : source_names(y->sources, names, err);
    for (size_t i = 0; rc == 0 && i < y->ctx->count; i++)
        rc = sync_name(y, y->ctx->args[i], true, err);
    for (size_t i = 0; rc == 0 && i < names->count; i++)
        rc = sync_name(y, names->item[i], false, err);
    free(names);
    return rc;
}

static int run(struct context *ctx)
{
    const struct sync_call *call = ctx->call;
    struct syncing y = {.ctx = ctx};
    struct err err = {0};
    int lock = -1, rc = -1;
    if (call->timeout > TIMEOUT_MOST)
        (void)err_set(&err, ERR_USAGE, "--timeout is a day at most", "--timeout は 1 日までです");
    else if (network_allowed(ctx, &err) == 0 && network_sources(ctx, y.sources, &err) == 0 &&
             context_open_cache(ctx, DB_WRITE, &y.db, &err) == 0 && sync_lock(ctx->data, &lock, &err) == 0)
        rc = sync_all(&y, &err);
    context_close_cache(ctx, &y.db);
    sync_unlock(lock);
    if (rc)
        return context_fail(ctx, &err);
    return y.failed ? STATUS_COULD_NOT : STATUS_OK;
}

const struct command registry_sync_command = {
    .name = "registry sync",
    .arguments = "[SOURCE]...",
    .does = {"fetch the registries' lists and put them in place of the copies here",
             "登録一覧を取得して手元の写しを置き換える"},
    .about =
        {
            {"Without a SOURCE all are asked whose address is known. A source is a small description: which page, which"
             " file on it, which heading is which field. Those that come with kenpin are not proved against the live"
             " sites: see what one finds with kenpin registry probe SOURCE. A file of your own, DATA/sources/NAME.json,"
             " takes the place of the one that came.",
             "SOURCE を省くと、URL "
             "のわかっている取得元すべてに問い合わせます。取得元は小さな記述で、どのページのどのファイルか、どの見出し"
             "がど"
             "の項目かを示します。付属の記述は実際のサイトで確かめられていません。kenpin registry probe SOURCE "
             "で内容を見てください。DATA/sources/NAME.json に置いた自分の記述が優先されます。"},
            {"Only https, only the hosts of the description, and no more often than it says. A list that is unchanged "
             "is"
             " only dated anew. One that did not come whole, is empty, is a login or error page, contradicts itself or"
             " lost more than a tenth of its labels is refused: the old copy stays, with its true age, and the exit"
             " status is 1.",
             "https "
             "のみ、記述にあるホストのみに、記述の間隔を守って問い合わせます。変わっていない一覧は時点だけを更新し"
             "ます。途中で切れた、空、ログインやエラーのページ、矛盾がある、ラベルが 1 "
             "割を超えて減った一覧は受け付けず、元の写しとその古さを保ち、終了ステータスは 1 です。"},
        },
    .example = {{"kenpin registry sync", {"All, as a timer does", "すべて（タイマーで動かす場合）"}},
                {"kenpin registry sync ipa-jc-star --dry-run", {"What would change", "何が変わるかを見る"}}},
    .options = {options},
    .call_size = sizeof(struct sync_call),
    .most = COMMAND_ANY,
    .no_rehearsal = true,
    .run = run,
};
