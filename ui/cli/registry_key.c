#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "cache/registry/keyfile.h"
#include "ui/cli/command.h"

struct key_call {
    const char *out;
};

static const struct option options[] = {
    {"out",
     "FILE",
     OPTION_PATH,
     offsetof(struct key_call, out),
     0,
     false,
     {"The secret key's file; the public one is named likewise with .pub. Default: mirror.key, here",
      "秘密鍵のファイル。公開鍵は同じ名前に .pub を付けたものになります。既定値: 今のフォルダーの mirror.key"}},
    {0},
};

enum { NAME_MAX_BYTES = CONTEXT_PATH_MAX + 64 };

/* mirror.key and mirror.pub; "name" and "name.pub". */
static int names(const struct context *ctx, char secret[NAME_MAX_BYTES], char public[NAME_MAX_BYTES], struct err *err)
{
    static const char suffix[] = ".key";
    const struct key_call *call = ctx->call;
    int size = snprintf(secret, NAME_MAX_BYTES, "%s", call->out ? call->out : "mirror.key");
    if (size <= 0 || (size_t)size + sizeof suffix > NAME_MAX_BYTES)
        return err_set(err, ERR_USAGE, "--out needs a file's name of at most %d bytes",
                       "--out には %d バイト以内のファイル名を指定してください", NAME_MAX_BYTES - 8);
    size_t stem = (size_t)size;
    if (stem > strlen(suffix) && strcmp(secret + stem - strlen(suffix), suffix) == 0)
        stem -= strlen(suffix);
    snprintf(public, NAME_MAX_BYTES, "%.*s.pub", (int)stem, secret);
    return 0;
}

static int make(struct minisign_secret *out, struct err *err)
{
    uint8_t seed[MINISIGN_SEED_BYTES], id[MINISIGN_ID_BYTES];
    if (sodium_init() < 0)
        return err_memory(err);
    randombytes_buf(seed, sizeof seed);
    randombytes_buf(id, sizeof id);
    int result = minisign_make(seed, id, out, err);
    sodium_memzero(seed, sizeof seed);
    return result;
}

static int run(struct context *ctx)
{
    char secret[NAME_MAX_BYTES], public[NAME_MAX_BYTES], text[MINISIGN_PUBLIC_TEXT], id[MINISIGN_ID_TEXT];
    struct minisign_secret key = {0};
    struct minisign_public trusted;
    struct err err = {0};
    int result = names(ctx, secret, public, &err);
    if (result == 0)
        result = make(&key, &err);
    if (result == 0)
        result = keyfile_write(secret, public, &key, &err);
    if (result == 0) {
        minisign_public_of(&key, &trusted);
        minisign_public_text(&trusted, text);
        context_say(ctx, "key %s", "鍵 %s", minisign_id(trusted.id, id));
        context_say(ctx, "secret: %s (guard it: who has it can publish lists that tills believe)",
                    "秘密鍵: %s（厳重に保管してください。これを持つ人は、端末が信じる一覧を公開できます）", secret);
        context_say(ctx, "public: %s", "公開鍵: %s", public);
        context_say(ctx, "tills trust: %s", "端末で信頼する鍵: %s", text);
    }
    minisign_forget(&key);
    return result ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command registry_key_command = {
    .name = "registry key",
    .arguments = "",
    .does = {"make the key pair that a mirror is signed with", "ミラーの署名に使う鍵の組を作る"},
    .about =
        {{"Ed25519 keys in minisign's file formats, without a password, so that lists can be published by themselves."
          " The secret key stays where publish runs; tills get the public one, the line that begins with RW. minisign"
          " reads both.",
          "minisign 形式の Ed25519 "
          "鍵です。自動で公開できるよう、パスワードは付けません。秘密鍵は公開する機械に置き、端末には"
          "公開鍵（RW で始まる行）を渡します。どちらも minisign で扱えます。"}},
    .example = {{"kenpin registry key --out shop.key",
                 {"Makes shop.key and shop.pub", "shop.key と shop.pub を作ります"}}},
    .options = {options},
    .call_size = sizeof(struct key_call),
    .no_rehearsal = true,
    .run = run,
};
