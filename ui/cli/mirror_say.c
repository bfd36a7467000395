#include "ui/cli/mirror_say.h"

#include <inttypes.h>

static const struct words did[] = {
    [MIRROR_NONE] = {"nothing", "なし"},
    [MIRROR_SAME] = {"unchanged", "変更なし"},
    [MIRROR_SEEN] = {"the same labels, seen later", "ラベルは同じで、時点が新しくなりました"},
    [MIRROR_DELTA] = {"what changed was taken", "差分を取り込みました"},
    [MIRROR_SNAPSHOT] = {"the whole list was taken", "一覧全体を取り込みました"},
    [MIRROR_OLDER] = {"older than the copy here, which stays", "手元の写しより古いため、手元の写しを残します"},
};

static void say_list(const struct context *ctx, const struct mirror_list *l)
{
    const struct labels_result *r = &l->labels;
    char as_of[MOMENT_TEXT];
    context_say(ctx, "%s from %s · as of %s · %s", "%s · 出所 %s · 時点 %s · %s", scheme_title(l->scheme), l->source,
                moment_text(l->as_of, as_of), words_in(did[l->did], ctx->lang));
    if (l->delta_refused)
        context_note(ctx, "%s: the delta was of no use, so the whole list was taken: %s",
                     "%s: 差分が使えないため一覧全体を取り込みました: %s", scheme_title(l->scheme),
                     err_text(&l->why, ctx->lang));
    if (l->did == MIRROR_DELTA || l->did == MIRROR_SNAPSHOT)
        context_say(ctx,
                    "  labels %" PRId64 " · models %" PRId64 " · added %" PRId64 " · changed %" PRId64
                    " · gone %" PRId64 " · returned %" PRId64,
                    "  ラベル %" PRId64 " · 型番 %" PRId64 " · 追加 %" PRId64 " · 変更 %" PRId64 " · 消失 %" PRId64
                    " · 復活 %" PRId64,
                    r->labels, r->models, r->added, r->changed, r->gone, r->returned);
    if (l->demo)
        context_say(ctx, "  demonstration data: not for real goods",
                    "  デモ用の架空データです。実物の判定には使えません");
}

void mirror_say(const struct context *ctx, const struct mirror_result *r)
{
    char expires[MOMENT_TEXT];
    context_say(ctx, "mirror serial %" PRId64 " · good until %s · files pulled %" PRId64 " · bytes %" PRId64,
                "ミラーの通し番号 %" PRId64 " · 有効期限 %s · 取得したファイル %" PRId64 " · バイト %" PRId64,
                r->serial, moment_text(r->expires, expires), r->files, r->bytes);
    for (size_t i = 0; i < r->lists; i++)
        say_list(ctx, &r->list[i]);
}
