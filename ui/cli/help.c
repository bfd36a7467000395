#include <string.h>

#include "ui/cli/command.h"
#include "ui/cli/help_completion.h"
#include "ui/cli/help_man.h"
#include "ui/cli/help_text.h"

struct help_call {
    bool man, list;
    int completion;
};

#define AT(member) offsetof(struct help_call, member)

static const struct option help_options[] = {
    {"man",
     NULL,
     OPTION_FLAG,
     AT(man),
     0,
     false,
     {"The man page instead, in roff", "代わりに man ページ（roff）を出力します"}},
    {"completion",
     "bash",
     OPTION_WORD,
     AT(completion),
     0,
     false,
     {"The shell's completion instead: source <(kenpin help --completion bash)",
      "代わりにシェルの補完スクリプトを出力します: source <(kenpin help --completion bash)"}},
    {"list",
     NULL,
     OPTION_FLAG,
     AT(list),
     0,
     false,
     {"Only the names of all commands, one a line", "コマンドの名前だけを 1 行に 1 つ出力します"}},
    {0},
};

static int man(struct context *ctx)
{
    struct err err = {0};
    size_t used = 0;
    if (ctx->count == 0) {
        help_man_all(stdout, ctx->lang);
        return STATUS_OK;
    }
    const struct command *c = command_find(ctx->args, ctx->count, &used, &err);
    if (!c)
        return context_fail(ctx, &err);
    help_man_command(stdout, c, ctx->lang);
    return STATUS_OK;
}

static int run(struct context *ctx)
{
    const struct help_call *call = ctx->call;
    if (call->completion)
        help_completion_bash(stdout);
    for (const struct command *const *c = command_list; call->list && *c; c++)
        printf("%s\n", (*c)->name);
    if (call->completion || call->list)
        return STATUS_OK;
    return call->man ? man(ctx) : help_text_for(ctx, ctx->args, ctx->count);
}

const struct command help_command = {
    .name = "help",
    .arguments = "[COMMAND | config]",
    .does = {"help on a command, or on all", "コマンドの説明を表示する"},
    .about =
        {{"Without a command: what there is, the options of all commands, the exit statuses and the files. With"
          " config: what may stand in the config file.",
          "コマンドを省くと、コマンドの一覧、共通のオプション、終了ステータス、ファイルを説明します。config とすると、設定ファイルに書ける項目を説明します。"}},
    .example = {{"kenpin help registry import", {"Help on one command", "一つのコマンドの説明"}},
                {"kenpin help --man check | man -l -", {"The same as a man page", "同じ内容を man ページとして表示"}}},
    .options = {help_options},
    .call_size = sizeof(struct help_call),
    .most = 2,
    .without_config = true,
    .run = run,
};
