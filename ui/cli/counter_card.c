#include <stdio.h>

#include "ui/cli/command.h"
#include "ui/cli/counter_setup.h"
#include "ui/show/field.h"
#include "ui/show/pen.h"

struct card_call {
    bool json;
};

static const struct option options[] = {
    {"json",
     NULL,
     OPTION_FLAG,
     offsetof(struct card_call, json),
     0,
     false,
     {"As one JSON object", "一つの JSON オブジェクトで出力します"}},
    {0},
};

static void show_text(const struct context *ctx, const cJSON *card)
{
    struct show_style style = context_style(ctx);
    struct pen pen = pen_on(stdout, &style), *p = &pen;
    const cJSON *code;
    cJSON_ArrayForEach(code, field(card, "codes"))
    {
        const cJSON *label = field(code, "label");
        pen_line(p, 0);
        pen_whole(p, field_text(code, "text"));
        pen_tab(p, 20);
        pen_hang(p, 20);
        pen_say(p, (struct words){field_text(label, "en"), field_text(label, "ja")});
    }
    pen_end(p);
}

static int show(const struct context *ctx, struct counter *counter, struct err *err)
{
    const struct card_call *call = ctx->call;
    struct buffer json = {0};
    cJSON *card = NULL;
    int rc = counter_card(counter, &json, err);
    if (rc == 0)
        rc = field_parse(json.bytes ? json.bytes : "", &card, err);
    if (rc == 0 && call->json)
        show_check_json(stdout, json.bytes);
    else if (rc == 0)
        show_text(ctx, card);
    cJSON_Delete(card);
    buffer_clear(&json);
    return rc;
}

static int run(struct context *ctx)
{
    struct counter *counter = NULL;
    struct err err = {0};
    int rc = counter_setup_open(ctx, NULL, &counter, &err);
    if (rc == 0)
        rc = show(ctx, counter, &err);
    counter_close(counter);
    return rc ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command counter_card_command = {
    .name = "counter card",
    .arguments = "",
    .does = {"the codes of the command card", "コマンドカードのコードを表示する"},
    .about =
        {{"What each code says and does, so that a scanner alone runs the counter: acknowledge, no label, undo, close."
          " The page of kenpin serve prints them as bar codes. They hold a secret of this shop, so that no box can"
          " carry one: keep the card at the counter.",
          "スキャナーだけで検品を進めるためのコード（確認、ラベルなし、取消し、終了など）とその働きです。kenpin serve のページではバーコードとして印刷できます。箱に紛れ込むことのないよう店ごとの秘密を含むため、カードは検品場所で保管してください。"}},
    .options = {options},
    .call_size = sizeof(struct card_call),
    .run = run,
};
