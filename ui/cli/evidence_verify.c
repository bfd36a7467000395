#include <inttypes.h>
#include <stdio.h>

#include "ui/cli/command.h"

struct verify_call {
    const char *head;
    bool json;
};

#define AT(member) offsetof(struct verify_call, member)

static const struct option options[] = {
    {"head",
     "HASH",
     OPTION_TEXT,
     AT(head),
     0,
     false,
     {"The hash of a receipt kept elsewhere: that record must still be there",
      "別に控えておいた受付のハッシュ。その記録が残っていることを確かめます"}},
    {"json", NULL, OPTION_FLAG, AT(json), 0, false, {"One object", "一つの JSON で出力します"}},
    {0},
};

static const char *chain_name(enum chain chain)
{
    static const char *const names[] = {"none", "whole", "broken", "tail-missing"};
    return names[chain];
}

/* Nothing in it needs escapes: numbers, hexadecimal digits and fixed words. */
static void print_json(const struct ledger_state *s)
{
    char at[MOMENT_TEXT];
    printf("{\"chain\":\"%s\",\"records\":%" PRId64 ",\"bad_seq\":", chain_name(s->chain), s->records);
    if (s->chain == CHAIN_BROKEN)
        printf("%" PRId64, s->bad_seq);
    else
        printf("null");
    if (s->head[0])
        printf(",\"head\":\"%s\"", s->head);
    else
        printf(",\"head\":null");
    if (s->last_at)
        printf(",\"last_at\":\"%s\"}\n", moment_text(s->last_at, at));
    else
        printf(",\"last_at\":null}\n");
}

static void print_text(const struct context *ctx, const struct ledger_state *s)
{
    char at[MOMENT_TEXT];
    switch (s->chain) {
    case CHAIN_WHOLE:
        if (!s->records) {
            context_say(ctx, "whole: there is no record yet", "完全です: 記録はまだありません");
            break;
        }
        context_say(ctx, "whole: records %" PRId64 ", the last of %s", "完全です: %" PRId64 " 件、最後は %s",
                    s->records, moment_text(s->last_at, at));
        context_say(ctx, "head %s: keep it elsewhere, to show later that none is missing",
                    "先端 %s: 別の場所に控えておくと、後で欠けがないことを示せます", s->head);
        break;
    case CHAIN_BROKEN:
        context_say(
            ctx, "BROKEN at record %" PRId64 ": it does not follow from the one before; good before it: %" PRId64,
            "記録 %" PRId64 " で壊れています。前の記録とつながりません。それより前の %" PRId64 " 件は正しいものです",
            s->bad_seq, s->records);
        break;
    case CHAIN_TAIL_MISSING:
        context_say(
            ctx,
            "TAIL MISSING: the records here (%" PRId64 ") fit each other, but none has the hash given; some were"
            " taken away, or the chain was written anew",
            "末尾が欠けています: %" PRId64
            " 件はつながっていますが、指定のハッシュを持つ記録がありません。記録が取り除かれたか、鎖が書き直されています",
            s->records);
        break;
    case CHAIN_NONE:
        context_say(ctx, "no records yet", "記録はまだありません");
        break;
    }
}

static int verify(struct context *ctx, struct ledger_state *out, struct err *err)
{
    const struct verify_call *call = ctx->call;
    struct ledger *ledger = NULL;
    if (context_open_ledger(ctx, false, &ledger, err))
        return -1;
    if (!ledger) {
        out->chain = call->head ? CHAIN_TAIL_MISSING : CHAIN_NONE;
        return 0;
    }
    struct context_progress progress = context_progress_begin(ctx);
    int result = ledger_verify(ledger, call->head, context_progress, &progress, out, err);
    context_progress_end(&progress);
    ledger_close(ledger);
    return result;
}

static int run(struct context *ctx)
{
    const struct verify_call *call = ctx->call;
    struct ledger_state state = {0};
    struct err err = {0};
    if (verify(ctx, &state, &err))
        return context_fail(ctx, &err);
    if (call->json)
        print_json(&state);
    else
        print_text(ctx, &state);
    return state.chain == CHAIN_WHOLE || state.chain == CHAIN_NONE ? STATUS_OK : STATUS_COULD_NOT;
}

const struct command evidence_verify_command = {
    .name = "evidence verify",
    .arguments = "",
    .does = {"whether the records are whole and in order", "記録が完全で順序どおりかを確かめる"},
    .about =
        {{"Every record is chained to the one before by SHA-256. This walks the chain and names the first record that"
          " does not fit. That the last ones are missing shows only against a hash kept elsewhere: any receipt's will"
          " do. Exit status 1 when something is wrong.",
          "記録は SHA-256 で前の記録とつながっています。鎖をたどり、合わない最初の記録を示します。末尾の欠けは、別に控えたハッシュ（どの受付のものでもよい）と照らして初めて分かります。問題があれば終了ステータスは 1 です。"}},
    .example = {{"kenpin evidence verify", {"The whole chain", "鎖の全体"}},
                {"kenpin evidence verify --head sha256:6b86...",
                 {"And is that record still there?", "その記録が残っているか"}}},
    .options = {options},
    .call_size = sizeof(struct verify_call),
    .run = run,
};
