#include <stdio.h>

#include "ui/cli/command.h"

struct confirmed_call {
    bool json;
};

static const struct option options[] = {
    {"json",
     NULL,
     OPTION_FLAG,
     offsetof(struct confirmed_call, json),
     0,
     false,
     {"An object for each, one line each", "確認ごとに 1 行の JSON で出力します"}},
    {0},
};

struct printing {
    bool json;
    struct show_style style;
    int64_t count;
};

static int print(void *user, const struct confirmation *c, struct err *err)
{
    struct printing *to = user;
    to->count++;
    if (to->json)
        return show_confirmation_json(stdout, c, err);
    show_confirmation(stdout, c, &to->style);
    return 0;
}

static int run(struct context *ctx)
{
    const struct confirmed_call *call = ctx->call;
    struct printing to = {.json = call->json, .style = context_style(ctx)};
    struct db db = {0};
    struct err err = {0};
    int result = context_open_cache(ctx, DB_READ, &db, &err);
    if (result == 0)
        result = catalogue_confirmed(&db, print, &to, &err);
    context_close_cache(ctx, &db);
    if (result)
        return context_fail(ctx, &err);
    if (!to.count)
        context_note(ctx, "nothing was confirmed yet: kenpin help catalogue confirm",
                     "確認したものはまだありません: kenpin help catalogue confirm");
    return STATUS_OK;
}

const struct command catalogue_confirmed_command = {
    .name = "catalogue confirmed",
    .arguments = "",
    .does = {"what was confirmed, by whom, and whether it still holds", "確認した内容、確認者、今も有効かを表示する"},
    .about =
        {{"A confirmation ends when the registry's entry or the catalogue's row changes; it is then shown as ended."
          " The record of it in evidence.db stays for ever.",
          "確認は、登録内容または商品台帳の行が変わると無効になり、その旨を表示します。evidence.db の記録はずっと残ります。"}},
    .options = {options},
    .call_size = sizeof(struct confirmed_call),
    .run = run,
};
