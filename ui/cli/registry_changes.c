#include <stdio.h>
#include <string.h>

#include "ui/cli/command.h"

struct changes_call {
    const char *since;
    bool json;
};

#define AT(member) offsetof(struct changes_call, member)

static const struct option options[] = {
    {"since",
     "DATE|COPY",
     OPTION_TEXT,
     AT(since),
     0,
     false,
     {"What copies of that day (begun in UTC) or moment and later changed; or what came after the copy with this digest"
      " (8 digits of it will do). Default: all that is kept",
      "この日（UTC での始まり）または時刻以降の写しによる変更。またはこのダイジェスト（先頭 8"
      " 桁でも可）の写しより後の変更。既定値: 残っているすべて"}},
    {"json",
     NULL,
     OPTION_FLAG,
     AT(json),
     0,
     false,
     {"An object for each change, one line each", "変更ごとに 1 行の JSON で出力します"}},
    {0},
};

struct printing {
    const struct changes_call *call;
    struct show_style style;
    struct history_checked checked;
    struct show_changes sum;
    int64_t copy; /* that was named last */
};

static int read_since(struct db *db, const char *text, struct history_since *out, struct err *err)
{
    char begin[DAY_TEXT + sizeof "T00:00:00Z"];
    *out = (struct history_since){0};
    if (!text)
        return 0;
    if (day_parse(text)) {
        (void)snprintf(begin, sizeof begin, "%.10sT00:00:00Z", text);
        text = begin;
    }
    return moment_parse(text, &out->at) ? 0 : history_since_copy(db, text, out, err);
}

static int print(void *user, const struct history_change *c, struct err *err)
{
    struct printing *to = user;
    const struct history_label *checked = c->norm ? history_checked_find(&to->checked, c->scheme, c->norm) : NULL;
    to->sum.by_kind[c->kind]++;
    to->sum.checked += checked != NULL;
    if (to->call->json)
        return show_change_json(stdout, c, checked, err);
    show_change(stdout, c, checked, c->copy.id != to->copy, &to->style);
    to->copy = c->copy.id;
    return 0;
}

/* The cache is read twice, for the numbers and for the changes: of one state of the file. */
static int print_all(struct context *ctx, struct db *db, struct ledger *ledger, struct printing *to, struct err *err)
{
    struct history_since since;
    bool began = false;
    int result = -1;
    if (read_since(db, to->call->since, &since, err) || db_read_begin(db, &began, err))
        return -1;
    if (history_checked_read(db, &since, ledger, &to->checked, err) == 0)
        result = history_each(db, &since, print, to, err);
    db_read_end(db, began);
    if (result == 0 && !to->call->json) {
        if (!to->copy)
            context_say(ctx, "no changes", "変更はありません");
        else
            show_changes_sum(stdout, &to->sum, &to->style);
    }
    return result;
}

static int changes(struct context *ctx, struct db *db, struct ledger **ledger, struct printing *to, struct err *err)
{
    struct copy_states states = {0};
    if (context_open_cache(ctx, DB_READ, db, err) || context_open_ledger(ctx, false, ledger, err))
        return -1;
    if (db->handle && labels_states(db, &states, err))
        return -1;
    bool none = states.count == 0;
    labels_states_clear(&states);
    if (none)
        return err_set(err, ERR_INPUT,
                       "there is no copy of any registry here: kenpin registry import FILE --scheme jc-star",
                       "登録一覧の写しがありません: kenpin registry import FILE --scheme jc-star");
    return print_all(ctx, db, *ledger, to, err);
}

static int run(struct context *ctx)
{
    struct printing to = {.call = ctx->call, .style = context_style(ctx)};
    struct ledger *ledger = NULL;
    struct db db = {0};
    struct err err = {0};
    int result = changes(ctx, &db, &ledger, &to, &err);
    history_checked_clear(&to.checked);
    ledger_close(ledger);
    context_close_cache(ctx, &db);
    return result ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command registry_changes_command = {
    .name = "registry changes",
    .arguments = "",
    .does = {"what each copy changed, and which labels of it were checked here",
             "写しごとの変更点と、当店で検査したラベルを表示する"},
    .about =
        {{"New, changed, gone and returned labels, with each field before and after and the copy that brought it. The"
          " first copy of a registry is all new and is not listed. A label that this shop has ever checked, by"
          " evidence.db, says so with the last record's number.",
          "追加・変更・消失・復活したラベルを、各項目の変更前後と変更をもたらした写しとともに表示します。登録一覧の最初"
          "の写しは全件が新規のため表示しません。evidence.db"
          " に検査の記録があるラベルには、最後の記録番号を付けます。"}},
    .example = {{"kenpin registry changes --since 2026-11-01", {"Since the first of the month", "月初から"}},
                {"kenpin registry changes --since 4bf5122f --json",
                 {"After that copy, for a program", "その写しより後を JSON で"}}},
    .options = {options},
    .call_size = sizeof(struct changes_call),
    .run = run,
};
