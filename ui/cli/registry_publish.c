#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cache/registry/keyfile.h"
#include "cache/registry/publish.h"
#include "ui/cli/command.h"

struct publish_call {
    const char *key;
    struct option_number valid;
};

#define AT(member) offsetof(struct publish_call, member)

static const struct option options[] = {
    {"key",
     "FILE",
     OPTION_PATH,
     AT(key),
     0,
     false,
     {"The secret key that signs, from kenpin registry key or minisign -G -W. Always needed",
      "署名する秘密鍵（kenpin registry key または minisign -G -W で作成）。必須です"}},
    {"valid",
     "DAYS",
     OPTION_NUMBER,
     AT(valid),
     PUBLISH_DAYS_MAX,
     false,
     {"How many days tills may go by this; publish again before. Default: 7",
      "端末が使ってよい日数。期限の前に公開し直してください。既定値: 7"}},
    {0},
};

static void say_list(const struct context *ctx, const struct publish_result *r, size_t i)
{
    const struct latest_list *l = &r->latest.list[i];
    char as_of[MOMENT_TEXT];
    moment_text(l->as_of, as_of);
    context_say(ctx, "%s: labels %" PRId64 " · as of %s · from %s%s", "%s: ラベル %" PRId64 " · 時点 %s · 出所 %s%s",
                scheme_title(l->scheme), l->labels, as_of, l->source, l->demo ? " · DEMO" : "");
    if (r->did[i] == PUBLISH_CARRIED)
        context_say(ctx, "  there is no copy of it here: what was published before stays, and ages",
                    "  手元に写しがないため、以前に公開したものをそのまま残します（古くなっていきます）");
    else if (r->did[i] == PUBLISH_SAME)
        context_say(ctx, "  the same labels as before", "  ラベルは前回と同じです");
    else if (l->deltas)
        context_say(ctx, "  changes %" PRId64 " · delta %" PRId64 " bytes · snapshot %" PRId64 " bytes · deltas %zu",
                    "  変更 %" PRId64 " · 差分 %" PRId64 " バイト · 全体 %" PRId64 " バイト · 差分の数 %zu",
                    r->changes[i], l->delta[0].file.size, l->snapshot.size, l->deltas);
    else
        context_say(ctx, "  snapshot %" PRId64 " bytes", "  全体 %" PRId64 " バイト", l->snapshot.size);
}

static int publish(struct context *ctx, struct publish_result *out, struct err *err)
{
    const struct publish_call *call = ctx->call;
    struct minisign_secret key = {0};
    struct db db = {0};
    struct publish_ask ask = {.folder = ctx->args[0],
                              .key = &key,
                              .now = context_now(ctx),
                              .days = call->valid.said ? call->valid.value : PUBLISH_DAYS};
    if (!call->key)
        return err_set(err, ERR_USAGE, "registry publish needs --key FILE; make one with kenpin registry key",
                       "registry publish には --key FILE が要ります。kenpin registry key で作れます");
    if (ask.days < 1)
        return err_set(err, ERR_USAGE, "--valid takes 1 to %d days", "--valid は 1〜%d 日です", PUBLISH_DAYS_MAX);
    int result = keyfile_secret(call->key, &key, err);
    if (result == 0)
        result = context_open_cache(ctx, DB_READ, &db, err);
    if (result == 0)
        result = db.handle ? publish_folder(&db, &ask, out, err)
                           : err_set(err, ERR_INPUT,
                                     "there is no list here to publish; import one first (kenpin registry import)",
                                     "公開する一覧がありません。先に取り込んでください（kenpin registry import）");
    context_close_cache(ctx, &db);
    minisign_forget(&key);
    return result;
}

static int run(struct context *ctx)
{
    struct publish_result *r = calloc(1, sizeof *r);
    char expires[MOMENT_TEXT];
    struct err err = {0};
    int status = STATUS_OK;
    if (!r)
        (void)err_memory(&err);
    if (!r || publish(ctx, r, &err)) {
        status = context_fail(ctx, &err);
        goto done;
    }
    context_say(ctx, "published to %s · serial %" PRId64 " · good until %s",
                "%s に公開しました · 通し番号 %" PRId64 " · 有効期限 %s", ctx->args[0], r->latest.serial,
                moment_text(r->latest.expires, expires));
    for (size_t i = 0; i < r->latest.lists; i++)
        say_list(ctx, r, i);
    if (r->removed)
        context_say(ctx, "files that no till needs any more, removed: %" PRId64, "不要になり削除したファイル: %" PRId64,
                    r->removed);
done:
    free(r);
    return status;
}

const struct command registry_publish_command = {
    .name = "registry publish",
    .arguments = "DIR --key FILE",
    .does = {"write the copies here as signed files for many tills",
             "手元の写しを、多数の端末向けの署名付きファイルとして書き出す"},
    .about =
        {
            {"Any web server, or a USB stick, can hand out the folder, while it is written too. Files of lists are "
             "named"
             " after what is in them and never change; latest.json says which ones count, is signed in minisign's "
             "format"
             " and grows old: publish again before it expires, or tills refuse it. One key for one folder: tills "
             "remember how"
             " far a key has come.",
             "フォルダーは、書き込み中でも、どんな Web サーバーや USB "
             "メモリーからでも配れます。一覧のファイル名は内容から決ま"
             "り、内容は変わりません。latest.json がどれを使うかを示し、minisign "
             "形式で署名されます。期限があるので、その前に公開"
             "し直してください。期限が切れると端末は受け付けません。一つの鍵は一つのフォルダーにだけ使ってください。端"
             "末は鍵ごとに、どこまで進んだか"
             "を覚えています。"},
            {"Tills see the age of the official list, not of the mirror: publishing does not make a list younger.",
             "端末に表示されるのは公式の一覧の新しさで、ミラーのものではありません。公開し直しても一覧は新しくなりませ"
             "ん。"},
        },
    .example = {{"kenpin registry publish /srv/kenpin --key shop.key",
                 {"Writes the folder that a web server hands out", "Web サーバーが配るフォルダーを書き出します"}}},
    .options = {options},
    .call_size = sizeof(struct publish_call),
    .least = 1,
    .most = 1,
    .no_rehearsal = true,
    .run = run,
};
