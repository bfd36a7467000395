#include <stdio.h>
#include <stdlib.h>

#include "cache/labels.h"
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
     {"An object for each entry, one line each", "登録ごとに 1 行の JSON で出力します"}},
    {0},
};

struct found {
    struct copy_states states;
    struct entries entries;
};

static const struct copy *copy_of(const struct found *found, enum scheme scheme)
{
    for (size_t i = 0; i < found->states.count; i++)
        if (found->states.item[i].scheme == scheme)
            return &found->states.item[i].copy;
    return NULL;
}

static int print(const struct context *ctx, const struct found *found, struct err *err)
{
    const struct show_call *call = ctx->call;
    struct show_style style = context_style(ctx);
    moment now = context_now(ctx);
    for (size_t i = 0; i < found->entries.count; i++) {
        const struct entry *e = &found->entries.item[i];
        if (!call->json)
            show_entry(stdout, e, copy_of(found, e->scheme), now, &style);
        else if (show_entry_json(stdout, e, copy_of(found, e->scheme), now, err))
            return -1;
    }
    return 0;
}

static int find(struct context *ctx, struct db *db, struct found *out, struct err *err)
{
    const char *text;
    if (context_text(ctx, "NUMBER", ctx->args[0], &text, err) || context_open_cache(ctx, DB_READ, db, err))
        return -1;
    if (db->handle && (labels_states(db, &out->states, err) || labels_find(db, text, &out->entries, err)))
        return -1;
    if (!out->states.count)
        return err_set(err, ERR_INPUT,
                       "there is no copy of any registry here: kenpin registry import FILE --scheme jc-star",
                       "登録一覧の写しがありません: kenpin registry import FILE --scheme jc-star");
    if (!out->entries.count)
        return err_set(
            err, ERR_INPUT,
            "no entry has the number or the model %s. A model counts only as a whole: kenpin registry status"
            " shows how old the copies are",
            "番号または型番が %s の登録はありません。型番は全体が一致する必要があります。写しの新しさ: kenpin registry status",
            text);
    return 0;
}

static int run(struct context *ctx)
{
    struct found *found = calloc(1, sizeof *found);
    struct db db = {0};
    struct err err = {0};
    int result = found ? find(ctx, &db, found, &err) : err_memory(&err);
    if (result == 0)
        result = print(ctx, found, &err);
    if (found) {
        labels_states_clear(&found->states);
        entries_clear(&found->entries);
    }
    free(found);
    context_close_cache(ctx, &db);
    return result ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command registry_show_command = {
    .name = "registry show",
    .arguments = "NUMBER | MODEL",
    .does = {"an entry by its number, or entries by a model", "番号または型番で登録内容を表示する"},
    .about =
        {{"Looks in the copies of all registries. Width, case and dashes do not count; beside that the number or the"
          " model has to be the whole one. Exit status 1 when there is none.",
          "すべての登録一覧の写しを調べます。全角・半角、大文字・小文字、ハイフンの種類は区別しませんが、番号や型番は全体が一致する必要があります。見つからなければ終了ステータスは 1 です。"}},
    .example = {{"kenpin registry show DEMO-0001", {"By number", "番号で"}},
                {"kenpin registry show ER-100", {"By model", "型番で"}}},
    .options = {options},
    .call_size = sizeof(struct show_call),
    .least = 1,
    .most = 1,
    .run = run,
};
