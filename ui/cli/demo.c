#include "ui/demo/demo.h"

#include "app/build.h"
#include "ui/cli/command.h"
#include "ui/cli/eyes.h"

struct demo_call {
    const char *keep;
};

static const struct option options[] = {
    {"keep",
     "DIR",
     OPTION_PATH,
     offsetof(struct demo_call, keep),
     0,
     false,
     {"Leave the pictures, the lists, the catalogue and the data there, to try the other commands on",
      "画像、一覧、商品台帳、データをそこに残します。ほかのコマンドを試せます"}},
    {0},
};

static int run(struct context *ctx)
{
    const struct demo_call *call = ctx->call;
    struct demo_ask ask = {
        .keep = call->keep,
        .now = context_now(ctx),
        .built_at = KENPIN_BUILT_AT,
        .style = context_style(ctx),
        .pictures = eyes_ask_whole(READER_BUDGET_BATCH_MS),
    };
    struct err err = {0};
    return demo_run(stdout, &ask, &err) ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command demo_command = {
    .name = "demo",
    .arguments = "",
    .does = {"sample boxes against an invented registry", "架空の登録一覧で見本の箱を検査する"},
    .about =
        {{"Draws pictures of boxes of vendors that do not exist, checks them for Great Britain and Japan as check"
          " does, and shows the verdicts side by side. Works in a folder of its own that is removed at the end; the"
          " data folder is not touched.",
          "実在しない事業者の箱の画像を作り、check と同じ道筋で英国と日本について検査し、判定を並べて表示します。専用のフォルダーで行い、最後に消します。データ用フォルダーには触れません。"}},
    .example = {{"kenpin demo --keep boxes", {"And keep everything in boxes", "すべてを boxes に残す"}}},
    .options = {options},
    .call_size = sizeof(struct demo_call),
    .no_rehearsal = true,
    .run = run,
};
