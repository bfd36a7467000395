#include <inttypes.h>
#include <stdio.h>

#include "cache/registry/products.h"
#include "ui/cli/command.h"

enum { NOTES_MAX = 20 /* lines about single rows; the counts tell the rest */ };

struct notes {
    const struct context *ctx;
    int64_t count;
};

static void note(void *user, int64_t line, struct words what, const char *seen)
{
    struct notes *n = user;
    if (n->count++ < NOTES_MAX)
        context_note(n->ctx, "line %" PRId64 ": %s: \"%s\"", "%" PRId64 " 行目: %s: 「%s」", line,
                     words_in(what, n->ctx->lang), seen);
}

static void say_result(const struct context *ctx, const struct products_result *r, int64_t notes)
{
    if (notes > NOTES_MAX)
        context_note(ctx, "and more lines like these: %" PRId64, "ほか %" PRId64 " 件", notes - NOTES_MAX);
    context_say(ctx, "products %" PRId64 ", from %s", "商品 %" PRId64 " 件を %s から取り込みました", r->products,
                ctx->args[0]);
    if (r->unknown_words)
        context_say(ctx, "words in scope or statement that are not known: %" PRId64 " (taken as unknown)",
                    "scope・statement の不明な語: %" PRId64 " 件（unknown とします）", r->unknown_words);
    if (r->repaired_gtins)
        context_say(ctx, "GTINs whose lost leading zeros were put back: %" PRId64,
                    "先頭のゼロを補った GTIN: %" PRId64 " 件", r->repaired_gtins);
    if (r->bad_gtins)
        context_say(ctx, "GTINs that are none: %" PRId64 " (their rows are kept without)",
                    "GTIN でない値: %" PRId64 " 件（GTIN なしで取り込みました）", r->bad_gtins);
    if (r->unread_dates)
        context_say(ctx, "dates that cannot be read: %" PRId64 " (taken as not said)",
                    "読めない日付: %" PRId64 " 件（未記入として扱います）", r->unread_dates);
}

static int run(struct context *ctx)
{
    struct products_result result = {0};
    struct notes notes = {.ctx = ctx};
    struct db db = {0};
    struct err err = {0};
    int failed = context_open_cache(ctx, DB_WRITE, &db, &err);
    if (!failed)
        failed = products_import(&db, ctx->args[0], context_now(ctx), note, &notes, &result, &err);
    if (!failed)
        failed = context_restore(ctx, &db, &err);
    context_close_cache(ctx, &db);
    if (failed)
        return context_fail_in(ctx, ctx->args[0], &err);
    say_result(ctx, &result, notes.count);
    return STATUS_OK;
}

const struct command catalogue_import_command = {
    .name = "catalogue import",
    .arguments = "FILE.csv",
    .does = {"put the shop's product list in place of the one here", "自社の商品一覧で手元の商品台帳を置き換える"},
    .about =
        {{"CSV with the headings sku, gtin, brand, model and, as far as known, vendor, name, scope, statement,"
          " support_until. It ties a box's GTIN or SKU to a brand and a model, which the registries list. All or"
          " nothing: a file that cannot be taken leaves the old catalogue. Confirmations stay, and end for rows that"
          " changed.",
          "見出しは sku, gtin, brand, model と、分かる範囲で vendor, name, scope, statement, support_until です。箱の GTIN や SKU を、登録一覧に載っているブランドと型番に結び付けます。受け付けられないファイルでは元の商品台帳を残します。確認の記録は残り、変わった行の確認は無効になります。"}},
    .example = {{"kenpin catalogue import products.csv", {"The whole catalogue", "商品台帳の全体"}}},
    .least = 1,
    .most = 1,
    .no_rehearsal = true,
    .run = run,
};
