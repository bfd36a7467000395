#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/check/check.h"
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
     {"As check --json printed it", "check --json と同じ形で出力します"}},
    {0},
};

struct printing {
    const struct context *ctx;
    bool found;
};

static int print(void *user, const struct ledger_record *record, struct err *err)
{
    struct printing *to = user;
    const struct show_call *call = to->ctx->call;
    struct show_style style = context_style(to->ctx);
    struct receipt receipt = {.seq = record->seq};
    char *json = NULL;
    int result = 0;
    to->found = true;
    snprintf(receipt.hash, sizeof receipt.hash, "%s", record->hash);
    if (!record->text[0] || !record->hash[0])
        return err_set(err, ERR_DATA, "record %" PRId64 " is damaged: kenpin evidence verify",
                       "記録 %" PRId64 " は壊れています: kenpin evidence verify", record->seq);
    if (check_with_receipt(record->text, &receipt, &json, err))
        return -1;
    if (call->json)
        show_check_json(stdout, json);
    else
        result = show_check_text(stdout, json, &style, err);
    free(json);
    return result;
}

/* A record's number as typed; 0 for none. */
static int64_t number_of(const char *text)
{
    enum { DIGITS = 15 };
    int64_t number = 0;
    for (int i = 0; text[i]; i++) {
        if (i == DIGITS || text[i] < '0' || text[i] > '9')
            return 0;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static int show(struct context *ctx, struct printing *to, struct err *err)
{
    const char *text;
    struct ledger *ledger = NULL;
    if (context_text(ctx, "SEQ", ctx->args[0], &text, err))
        return -1;
    struct ledger_filter filter = {.seq = number_of(text)};
    if (!filter.seq)
        return err_set(err, ERR_USAGE, "\"%s\" is no record's number; they count from 1: kenpin evidence list",
                       "「%s」は記録の番号ではありません。番号は 1 からです: kenpin evidence list", text);
    if (context_open_ledger(ctx, false, &ledger, err))
        return -1;
    int result = ledger ? ledger_read(ledger, &filter, print, to, err) : 0;
    ledger_close(ledger);
    if (result == 0 && !to->found)
        return err_set(err, ERR_INPUT, "there is no record %" PRId64 ": kenpin evidence list",
                       "記録 %" PRId64 " はありません: kenpin evidence list", filter.seq);
    return result;
}

static int run(struct context *ctx)
{
    struct printing to = {.ctx = ctx};
    struct err err = {0};
    return show(ctx, &to, &err) ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command evidence_show_command = {
    .name = "evidence show",
    .arguments = "SEQ",
    .does = {"one record as it was shown", "一つの記録を表示する"},
    .about = {{"SEQ is the number of its receipt.", "SEQ は受付番号です。"}},
    .example = {{"kenpin evidence show 41", {"Record 41", "記録 41"}}},
    .options = {options},
    .call_size = sizeof(struct show_call),
    .least = 1,
    .most = 1,
    .run = run,
};
