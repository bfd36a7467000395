#include <stdio.h>

#include "ui/cli/command.h"

struct show_call {
    bool json;
};

static const struct option options[] = {
    {"json",
     NULL,
     OPTION_FLAG,
     offsetof(struct show_call, json),
     0,
     false,
     {"An object for each product, one line each", "商品ごとに 1 行の JSON で出力します"}},
    {0},
};

struct printing {
    bool json;
    struct show_style style;
    int64_t count;
};

static int print(void *user, const struct product *p, struct err *err)
{
    struct printing *to = user;
    to->count++;
    if (to->json)
        return show_product_json(stdout, p, err);
    show_product(stdout, p, &to->style);
    return 0;
}

static int show(struct context *ctx, struct db *db, struct err *err)
{
    const struct show_call *call = ctx->call;
    struct printing to = {.json = call->json, .style = context_style(ctx)};
    const char *text = NULL;
    if (ctx->count && context_text(ctx, "TEXT", ctx->args[0], &text, err))
        return -1;
    if (context_open_cache(ctx, DB_READ, db, err) || catalogue_each(db, text, print, &to, err))
        return -1;
    if (!to.count && text)
        return err_set(err, ERR_INPUT, "no product has the GTIN, SKU, brand or model %s",
                       "GTIN・SKU・ブランド・型番が %s の商品はありません", text);
    if (!to.count)
        context_note(ctx, "the catalogue is empty: kenpin catalogue import FILE.csv",
                     "商品台帳は空です: kenpin catalogue import FILE.csv");
    return 0;
}

static int run(struct context *ctx)
{
    struct db db = {0};
    struct err err = {0};
    int result = show(ctx, &db, &err);
    context_close_cache(ctx, &db);
    return result ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command catalogue_show_command = {
    .name = "catalogue show",
    .arguments = "[TEXT]",
    .does = {"the catalogue's products", "商品台帳の商品を表示する"},
    .about =
        {{"All of them, or those whose GTIN, SKU, brand or model is TEXT; width, case and dashes do not count. Exit"
          " status 1 when none is.",
          "すべて、または GTIN・SKU・ブランド・型番が TEXT のものを表示します。全角・半角、大文字・小文字、ハイフンの種類は区別しません。見つからなければ終了ステータスは 1 です。"}},
    .example = {{"kenpin catalogue show 9520000000011", {"The product of a GTIN", "GTIN の商品"}}},
    .options = {options},
    .call_size = sizeof(struct show_call),
    .most = 1,
    .run = run,
};
