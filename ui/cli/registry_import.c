#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "cache/registry/import.h"
#include "ui/cli/command.h"

struct import_call {
    int scheme, form;
    moment as_of;
    const char *columns, *accept_shrink;
    bool demo;
};

#define AT(member) offsetof(struct import_call, member)

static const struct option options[] = {
    {"scheme",
     "jc-star|cls",
     OPTION_WORD,
     AT(scheme),
     0,
     false,
     {"Whose list it is. Always needed", "どの制度の一覧か。必須です"}},
    {"as-of",
     "TIME|now",
     OPTION_MOMENT,
     AT(as_of),
     0,
     false,
     {"When the official list said so, such as 2026-11-21T10:15:00Z. Default: the file's own time",
      "公式の一覧の時点（例: 2026-11-21T10:15:00Z）。既定値: ファイルの更新時刻"}},
    {"form",
     "csv|xlsx|html|json",
     OPTION_WORD,
     AT(form),
     0,
     false,
     {"The file's form. Default: by its name and its first bytes", "ファイルの形式。既定値: 名前と先頭の内容で判断"}},
    {"columns",
     "MAP.json",
     OPTION_PATH,
     AT(columns),
     0,
     false,
     {"Which heading is which field, as {\"field\": \"heading\"}, where the headings are not known",
      "見出しが自動認識されない場合の対応表。{\"field\": \"見出し\"} の形です"}},
    {"demo",
     NULL,
     OPTION_FLAG,
     AT(demo),
     0,
     false,
     {"The entries are invented: every verdict that rests on them says so",
      "架空のデータです。これに基づく判定はすべてその旨を表示します"}},
    {"accept-shrink",
     "REASON",
     OPTION_TEXT,
     AT(accept_shrink),
     0,
     false,
     {"Take a list that lost more than a tenth of its labels; the reason is kept",
      "ラベルが 1 割を超えて減った一覧でも取り込みます。理由は保存されます"}},
    {0},
};

static void say_counts(const struct context *ctx, const struct import_result *r)
{
    const struct labels_result *l = &r->labels;
    context_say(ctx,
                "labels %" PRId64 " · models %" PRId64 " · added %" PRId64 " · changed %" PRId64 " · gone %" PRId64
                " · returned %" PRId64,
                "ラベル %" PRId64 " · 型番 %" PRId64 " · 追加 %" PRId64 " · 変更 %" PRId64 " · 消失 %" PRId64
                " · 復活 %" PRId64,
                l->labels, l->models, l->added, l->changed, l->gone, l->returned);
    if (r->unclear_words)
        context_say(ctx, "status words not known, or none: %" PRId64 " (such a label is judged as review)",
                    "状態の語が不明または空: %" PRId64 " 件（要確認と判定されます）", r->unclear_words);
    if (r->unknown_levels)
        context_say(ctx, "levels that cannot be read: %" PRId64, "読めないレベル: %" PRId64 " 件", r->unknown_levels);
    if (r->unread_dates)
        context_say(ctx, "dates that cannot be read: %" PRId64 " (they count as unknown)",
                    "読めない日付: %" PRId64 " 件（不明として扱います）", r->unread_dates);
}

static void say_result(const struct context *ctx, const struct import_result *r)
{
    const struct import_call *call = ctx->call;
    char as_of[MOMENT_TEXT];
    moment_text(r->as_of, as_of);
    context_say(ctx, "%s from %s", "%s を %s から取り込みました", scheme_title((enum scheme)call->scheme),
                ctx->args[0]);
    if (r->as_of_from_file)
        context_say(
            ctx, "as of %s, the file's own time; if the list is older, import again with --as-of TIME",
            "時点: %s（ファイルの更新時刻）。一覧がそれより古い場合は --as-of TIME を付けて取り込み直してください",
            as_of);
    else
        context_say(ctx, "as of %s", "時点: %s", as_of);
    if (r->as_of > context_now(ctx))
        context_note(ctx, "%s is after this machine's clock: until then every check on this copy is review",
                     "%s はこの機器の時計より後です。その時刻まで、この写しによる検査はすべて要確認になります", as_of);
    say_counts(ctx, r);
    if (call->demo)
        context_say(ctx, "demonstration data: not for real goods", "デモ用の架空データです。実物の判定には使えません");
}

static int import(struct context *ctx, struct import_result *out, struct err *err)
{
    const struct import_call *call = ctx->call;
    struct db db = {0};
    if (!call->scheme)
        return err_set(err, ERR_USAGE, "registry import needs --scheme jc-star or --scheme cls: whose list is it?",
                       "registry import には --scheme jc-star または --scheme cls が要ります");
    if (context_open_cache(ctx, DB_WRITE, &db, err))
        return -1;
    struct context_progress progress = context_progress_begin(ctx);
    moment now = context_now(ctx);
    struct import_ask ask = {
        .path = ctx->args[0],
        .scheme = (enum scheme)call->scheme,
        .form = (enum form)call->form,
        .as_of = call->as_of == OPTION_NOW ? now : call->as_of,
        .now = now,
        .columns = call->columns,
        .demo = call->demo,
        .accept_shrink = call->accept_shrink,
        .progress = context_progress,
        .progress_ctx = &progress,
    };
    int result = import_file(&db, &ask, out, err);
    context_progress_end(&progress);
    if (result == 0)
        result = context_restore(ctx, &db, err);
    context_close_cache(ctx, &db);
    return result;
}

static int run(struct context *ctx)
{
    struct import_result result = {0};
    struct err err = {0};
    if (import(ctx, &result, &err))
        return context_fail_in(ctx, ctx->args[0], &err);
    say_result(ctx, &result);
    return STATUS_OK;
}

const struct command registry_import_command = {
    .name = "registry import",
    .arguments = "FILE --scheme jc-star|cls",
    .does = {"put a registry's list in place of the copy here", "登録一覧のファイルで手元の写しを置き換える"},
    .about =
        {
            {"The file is CSV (UTF-8 or Shift_JIS; commas, semicolons or tabs), an Excel workbook (XLSX), a saved web"
             " page (HTML) or JSON, with headings in English or Japanese; of several sheets or tables the one whose"
             " headings fit is taken. All or nothing: a file that lacks a needed column, is empty, contradicts itself, or"
             " lost more than a tenth of the labels is refused, and the old copy stays. Labels that vanished are kept as gone.",
             "ファイルは CSV（UTF-8 または Shift_JIS、区切りはコンマ・セミコロン・タブ）、Excel のブック（XLSX）、保存したウェブページ（HTML）、JSON のいずれかで、見出しは英語でも日本語でもかまいません。シートや表が複数あれば、見出しの合うものを使います。必要な列がない、空である、矛盾がある、ラベルが 1 割を超えて減ったファイルは受け付けず、元の写しを残します。消えたラベルは消失として残します。"},
            {"How old the copy is decides what it can show: past fresh (24 hours) a good label is no longer certain,"
             " past stale_after (7 days) nothing good rests on it. So say with --as-of when the list was downloaded.",
             "写しの新しさで判定が変わります。fresh（24 時間）を過ぎると有効なラベルも確実ではなくなり、stale_after（7 日）を過ぎると根拠になりません。ダウンロードした時刻を --as-of で指定してください。"},
        },
    .example = {{"kenpin registry import list.csv --scheme jc-star --as-of 2026-11-21T08:00:00Z",
                 {"JC-STAR's list, as downloaded then", "その時刻にダウンロードした JC-STAR の一覧"}},
                {"kenpin registry import cls.json --scheme cls --as-of now",
                 {"CLS's, just downloaded", "今ダウンロードした CLS の一覧"}}},
    .options = {options},
    .call_size = sizeof(struct import_call),
    .least = 1,
    .most = 1,
    .no_rehearsal = true,
    .run = run,
};
