#include <stdio.h>

#include "cache/labels.h"
#include "ui/cli/command.h"

struct status_call {
    bool json;
};

static const struct option options[] = {
    {"json",
     NULL,
     OPTION_FLAG,
     offsetof(struct status_call, json),
     0,
     false,
     {"An object for each copy, one line each", "写しごとに 1 行の JSON で出力します"}},
    {0},
};

static int print(const struct context *ctx, const struct copy_states *states, struct err *err)
{
    const struct status_call *call = ctx->call;
    const struct check_limits *limits = &ctx->config.limits;
    struct show_style style = context_style(ctx);
    if (call->json)
        return show_copies_json(stdout, states, limits, context_now(ctx), err);
    show_copies(stdout, states, limits, context_now(ctx), &style);
    return 0;
}

static int run(struct context *ctx)
{
    struct copy_states states = {0};
    struct db db = {0};
    struct err err = {0};
    int result = context_open_cache(ctx, DB_READ, &db, &err);
    if (result == 0 && db.handle)
        result = labels_states(&db, &states, &err);
    if (result == 0)
        result = print(ctx, &states, &err);
    labels_states_clear(&states);
    context_close_cache(ctx, &db);
    return result ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command registry_status_command = {
    .name = "registry status",
    .arguments = "",
    .does = {"which copies are here, how old, and what is in them", "手元の写しの新しさと内容を表示する"},
    .about =
        {{"Each copy with its source, the time it speaks of, its age, its labels by status and its models; and for a"
          " registry without a copy the command that gets one.",
          "各写しの出所、時点、古さ、状態ごとのラベル数、型番数を表示します。写しのない登録一覧については、取り込むコマンドを示します。"}},
    .options = {options},
    .call_size = sizeof(struct status_call),
    .run = run,
};
