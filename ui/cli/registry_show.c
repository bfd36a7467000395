#include <stdio.h>
#include <stdlib.h>

#include "app/label/normal.h"
#include "cache/asked.h"
#include "cache/history.h"
#include "ui/cli/command.h"

struct show_call {
    bool json;
    day on;
};

static const struct option options[] = {
    {"on",
     "DATE",
     OPTION_DAY,
     offsetof(struct show_call, on),
     0,
     false,
     {"As the copies up to that day had it, on the scheme's own calendar",
      "その日（制度の国の暦）までの写しでの内容を表示します"}},
    {"json",
     NULL,
     OPTION_FLAG,
     offsetof(struct show_call, json),
     0,
     false,
     {"An object for each entry, one line each", "登録ごとに 1 行の JSON で出力します"}},
    {0},
};

#define PAGES_MAX 2 /* one of each scheme */

struct found {
    struct copy_states states;
    struct entries entries;
    struct answer page[PAGES_MAX]; /* what the entries' own pages said last */
    size_t pages;
};

static const struct copy *copy_of(const struct found *found, enum scheme scheme)
{
    for (size_t i = 0; i < found->states.count; i++)
        if (found->states.item[i].scheme == scheme)
            return &found->states.item[i].copy;
    return NULL;
}

/* Now, or the last second of the day asked for. */
static moment moment_for(const struct context *ctx, enum scheme scheme)
{
    const struct show_call *call = ctx->call;
    moment now = context_now(ctx), end;
    char text[MOMENT_TEXT + sizeof "+09:00"], on[DAY_TEXT];
    enum calendar calendar = scheme_calendar(scheme);
    if (!call->on || call->on >= day_at(now, calendar))
        return now;
    (void)snprintf(text, sizeof text, "%sT23:59:59%s", day_text(call->on, on),
                   calendar == CALENDAR_JST ? "+09:00" : "+08:00");
    return moment_parse(text, &end) ? end : now;
}

/* What stands in a list and what an entry's own page said are shown one after the other: each names what it is from. */
static int print_pages(const struct context *ctx, const struct found *found, struct err *err)
{
    const struct show_call *call = ctx->call;
    struct show_style style = context_style(ctx);
    for (size_t i = 0; i < found->pages; i++) {
        const struct answer *page = &found->page[i];
        if (!call->json) {
            context_say(ctx, "By its own page:", "ラベルのページ:");
            show_entry(stdout, &page->entry, &page->copy, context_now(ctx), &style);
        } else if (show_entry_json(stdout, &page->entry, &page->copy, context_now(ctx), err)) {
            return -1;
        }
    }
    return 0;
}

static int print(const struct context *ctx, const struct found *found, struct err *err)
{
    const struct show_call *call = ctx->call;
    struct show_style style = context_style(ctx);
    for (size_t i = 0; i < found->entries.count; i++) {
        const struct entry *e = &found->entries.item[i];
        moment now = moment_for(ctx, e->scheme);
        if (!call->json)
            show_entry(stdout, e, copy_of(found, e->scheme), now, &style);
        else if (show_entry_json(stdout, e, copy_of(found, e->scheme), now, err))
            return -1;
    }
    return print_pages(ctx, found, err);
}

static int none_on(const struct context *ctx, const struct found *found, const char *text, struct err *err)
{
    const struct show_call *call = ctx->call;
    char on[DAY_TEXT];
    day_text(call->on, on);
    if (!found->states.count)
        return err_set(
            err, ERR_INPUT,
            "nothing is kept of %s: no copy here is as old, or an older kenpin took in a later one and kept no"
            " changes",
            "%s の内容は残っていません。その時点の写しがないか、その後の写しを変更の記録を残さない古い kenpin"
            " で取り込んでいます",
            on);
    return err_set(
        err, ERR_INPUT,
        "no entry had the number or the model %s in the copies up to %s. When it came: kenpin registry changes",
        "番号または型番が %s の登録は、%s までの写しにはありません。追加された時期: kenpin registry changes", text, on);
}

static int none_now(const struct found *found, const char *text, struct err *err)
{
    if (!found->states.count)
        return err_set(err, ERR_INPUT,
                       "there is no copy of any registry here: kenpin registry import FILE --scheme jc-star",
                       "登録一覧の写しがありません: kenpin registry import FILE --scheme jc-star");
    return err_set(err, ERR_INPUT,
                   "no entry has the number or the model %s. A model counts only as a whole: kenpin registry status"
                   " shows how old the copies are",
                   "番号または型番が %s の登録はありません。型番は全体が一致する必要があります。写しの新しさ: kenpin"
                   " registry status",
                   text);
}

static int find_pages(struct db *db, const char *text, struct found *out, struct err *err)
{
    static const enum scheme schemes[PAGES_MAX] = {SCHEME_JC_STAR, SCHEME_CLS};
    char *norm = NULL;
    int result = normal_form(text, &norm, err);
    for (size_t i = 0; result == 0 && i < PAGES_MAX; i++) {
        result = asked_last(db, schemes[i], norm, &out->page[out->pages], err);
        out->pages += result == 0 && out->page[out->pages].kind == ANSWER_FOUND;
    }
    free(norm);
    return result;
}

static int find(struct context *ctx, struct db *db, struct found *out, struct err *err)
{
    const struct show_call *call = ctx->call;
    const char *text;
    if (context_text(ctx, "NUMBER", ctx->args[0], &text, err) || context_open_cache(ctx, DB_READ, db, err))
        return -1;
    if (call->on) {
        if (history_find(db, text, call->on, &out->states, &out->entries, err))
            return -1;
    } else if (db->handle && (labels_states(db, &out->states, err) || labels_find(db, text, &out->entries, err))) {
        return -1;
    }
    if (!call->on && find_pages(db, text, out, err))
        return -1;
    if (out->entries.count || out->pages)
        return 0;
    return call->on && db->handle ? none_on(ctx, out, text, err) : none_now(out, text, err);
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
        for (size_t i = 0; i < PAGES_MAX; i++)
            answer_clear(&found->page[i]);
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
          " model has to be the whole one. Exit status 1 when there is none. A"
          " page of the entry that a check asked is shown behind the list's entry.",
          "すべての登録一覧の写しを調べます。全角・半角、大文字・小文字、ハイフンの種類は区別しませんが、番号や型番は全体が一致する必要があります。見つからなければ終了ステータスは 1 です。検査の際に問い合わせたラベルのページの内容は、一覧の登録の後に表示します。"}},
    .example = {{"kenpin registry show DEMO-0001", {"By number", "番号で"}},
                {"kenpin registry show DEMO-0001 --on 2026-10-01", {"As it was on that day", "その日の内容"}},
                {"kenpin registry show ER-100", {"By model", "型番で"}}},
    .options = {options},
    .call_size = sizeof(struct show_call),
    .least = 1,
    .most = 1,
    .run = run,
};
