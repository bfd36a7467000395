#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cache/registry/folder.h"
#include "cache/registry/keyfile.h"
#include "cache/registry/mirror.h"
#include "ui/cli/command.h"
#include "ui/cli/mirror_say.h"

struct pull_call {
    const char *trust, *accept_shrink;
};

#define AT(member) offsetof(struct pull_call, member)

static const struct option options[] = {
    {"trust",
     "KEY",
     OPTION_PATH,
     AT(trust),
     0,
     false,
     {"The public key that the mirror is signed with: the line RW..., or its file. Always needed",
      "ミラーの署名を確かめる公開鍵。RW で始まる行か、そのファイル。必須です"}},
    {"accept-shrink",
     "REASON",
     OPTION_TEXT,
     AT(accept_shrink),
     0,
     false,
     {"Take a list that lost more than a tenth of its labels without saying what became of them; the reason is kept",
      "説明なくラベルが 1 割を超えて減った一覧でも取り込みます。理由は保存されます"}},
    {0},
};

static int pull(struct context *ctx, struct mirror_result *out, struct err *err)
{
    const struct pull_call *call = ctx->call;
    struct mirror_ask ask = {.trusted_count = 1, .now = context_now(ctx), .accept_shrink = call->accept_shrink};
    struct folder folder = {0};
    struct db db = {0};
    if (!call->trust)
        return err_set(err, ERR_USAGE, "registry pull needs --trust KEY, the mirror's public key",
                       "registry pull には --trust KEY（ミラーの公開鍵）が要ります");
    if (keyfile_public(call->trust, &ask.trusted[0], err) || folder_open(ctx->args[0], &folder, err))
        return -1;
    ask.get = (struct mirror_get){&folder, mirror_get_folder};
    int result = context_open_cache(ctx, DB_WRITE, &db, err);
    if (result == 0)
        result = mirror_pull(&db, &ask, out, err);
    context_close_cache(ctx, &db);
    folder_close(&folder);
    return result;
}

static int run(struct context *ctx)
{
    struct mirror_result *r = calloc(1, sizeof *r);
    struct err err = {0};
    int status = STATUS_OK;
    if (!r)
        (void)err_memory(&err);
    if (!r || pull(ctx, r, &err))
        status = context_fail(ctx, &err);
    else
        mirror_say(ctx, r);
    free(r);
    return status;
}

const struct command registry_pull_command = {
    .name = "registry pull",
    .arguments = "DIR --trust KEY",
    .does = {"take the lists of a published folder, such as a USB stick's",
             "公開されたフォルダー（USB メモリーなど）の一覧を取り込む"},
    .about =
        {{"The folder is one that kenpin registry publish wrote. Only what the trusted key has signed is taken; what"
          " changed, when the list before is here, else the whole list. Refused: a wrong signature, a folder set back "
          "to"
          " an earlier state, one that has expired, a file that was cut or changed. Then the old copy stays.",
          "kenpin registry publish "
          "が書き出したフォルダーを読みます。信頼する鍵で署名されたものだけを取り込み、前回の一覧があれば"
          "差分だけを使います。誤った署名、過去の状態に戻されたもの、期限切れ、壊れたファイルは受け付けず、元の写しを残"
          "し"
          "ます。"}},
    .example = {{"kenpin registry pull /media/usb/kenpin --trust shop.pub",
                 {"From a USB stick", "USB メモリーから取り込みます"}}},
    .options = {options},
    .call_size = sizeof(struct pull_call),
    .least = 1,
    .most = 1,
    .no_rehearsal = true,
    .run = run,
};
