#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/check/check.h"
#include "ui/cli/command.h"

struct list_call {
    moment since, before;
    int outcome;
    const char *label, *gtin, *consignment;
    bool json, csv;
};

#define AT(member) offsetof(struct list_call, member)

static const struct option options[] = {
    {"since",
     "DATE",
     OPTION_SINCE,
     AT(since),
     0,
     false,
     {"From then on: a day, begun in UTC, or a moment such as 2026-11-21T10:15:00Z",
      "この日（UTC での始まり）または時刻（例: 2026-11-21T10:15:00Z）以降"}},
    {"before", "DATE", OPTION_SINCE, AT(before), 0, false, {"Before then, likewise", "この日または時刻より前"}},
    {"outcome",
     "out|pass|warn|review|hold|stop",
     OPTION_WORD,
     AT(outcome),
     0,
     false,
     {"Checks that ended so", "この判定になった検査"}},
    {"label", "NUMBER", OPTION_TEXT, AT(label), 0, false, {"Checks of this label", "このラベルの検査"}},
    {"gtin", "GTIN", OPTION_TEXT, AT(gtin), 0, false, {"Checks of this product", "この商品の検査"}},
    {"consignment", "TEXT", OPTION_TEXT, AT(consignment), 0, false, {"Checks of this delivery", "この便の検査"}},
    {"json", NULL, OPTION_FLAG, AT(json), 0, false, {"A whole record a line", "1 行に 1 記録の JSON で出力します"}},
    {"csv",
     NULL,
     OPTION_FLAG,
     AT(csv),
     0,
     false,
     {"A row for each market of each check", "検査の市場ごとに 1 行の CSV で出力します"}},
    {0},
};

struct printing {
    const struct context *ctx;
    const struct list_call *call;
    struct show_style style;
    int64_t count, damaged;
};

static int print_json(struct printing *to, const char *json, struct err *err)
{
    if (to->call->csv)
        return show_check_csv(stdout, json, to->count == 0, err);
    if (!to->call->json)
        return show_record_line(stdout, json, &to->style, err);
    show_check_json(stdout, json);
    return 0;
}

/* A damaged record must not hide those after it. */
static int print(void *user, const struct ledger_record *record, struct err *err)
{
    struct printing *to = user;
    struct receipt receipt = {.seq = record->seq};
    struct err why = {0};
    char *json = NULL;
    snprintf(receipt.hash, sizeof receipt.hash, "%s", record->hash);
    int result = -1;
    if (record->text[0] && record->hash[0])
        result = check_with_receipt(record->text, &receipt, &json, &why);
    if (result == 0)
        result = print_json(to, json, &why);
    free(json);
    if (result == 0) {
        to->count++;
        return 0;
    }
    if (why.code == ERR_MEMORY) {
        *err = why;
        return -1;
    }
    to->damaged++;
    context_note(to->ctx, "record %" PRId64 " is damaged: kenpin evidence verify",
                 "記録 %" PRId64 " は壊れています: kenpin evidence verify", record->seq);
    return 0;
}

static int filter_of(const struct list_call *call, char gtin[GTIN_TEXT], struct ledger_filter *out, struct err *err)
{
    *out = (struct ledger_filter){
        .since = call->since,
        .before = call->before,
        .outcome = call->outcome ? outcome_name((enum outcome)call->outcome) : NULL,
        .label = call->label,
        .consignment = call->consignment,
        .kind = call->csv ? "check" : NULL, /* other records have no verdicts */
    };
    if (call->json && call->csv)
        return err_set(err, ERR_USAGE, "--json or --csv, not both", "--json と --csv は同時に指定できません");
    if (!call->gtin)
        return 0;
    enum gtin_trouble trouble = gtin_from_typed(call->gtin, gtin);
    if (trouble != GTIN_GOOD && trouble != GTIN_REPAIRED)
        return err_set(
            err, ERR_USAGE, "--gtin: \"%s\" is no GTIN: 14, 13, 12 or 8 digits, the last one their check digit",
            "--gtin: 「%s」は GTIN ではありません。14・13・12・8 桁で、最後の桁はチェックデジットです", call->gtin);
    out->gtin = gtin;
    return 0;
}

static int run(struct context *ctx)
{
    struct printing to = {.ctx = ctx, .call = ctx->call, .style = context_style(ctx)};
    struct ledger_filter filter;
    struct ledger *ledger = NULL;
    char gtin[GTIN_TEXT];
    struct err err = {0};
    if (filter_of(to.call, gtin, &filter, &err) || context_open_ledger(ctx, false, &ledger, &err))
        return context_fail(ctx, &err);
    int result = ledger ? ledger_read(ledger, &filter, print, &to, &err) : 0;
    ledger_close(ledger);
    if (result)
        return context_fail(ctx, &err);
    if (!to.count && to.call->csv)
        show_csv_heading(stdout);
    if (!to.count && !to.damaged && !ledger)
        context_note(ctx, "no records yet: every kenpin check leaves one",
                     "記録はまだありません。kenpin check のたびに一つ残ります");
    else if (!to.count && !to.damaged)
        context_note(ctx, "no record is such", "該当する記録はありません");
    return to.damaged ? STATUS_COULD_NOT : STATUS_OK;
}

const struct command evidence_list_command = {
    .name = "evidence list",
    .arguments = "",
    .does = {"the records, oldest first", "記録を古い順に表示する"},
    .about =
        {{"Every check, every confirmation and all that happened at the counter, one a line; with options only those"
          " that fit all of them.",
          "すべての検査、確認、入荷検品での出来事を 1 行に 1 つ表示します。オプションを付けると、すべてに合うものだけを表示します。"}},
    .example = {{"kenpin evidence list --since 2026-11-01 --outcome hold", {"What was held this month", "今月の保留"}},
                {"kenpin evidence list --consignment C-17 --csv",
                 {"A delivery for a spreadsheet", "ある便を表計算用に"}}},
    .options = {options},
    .call_size = sizeof(struct list_call),
    .run = run,
};
