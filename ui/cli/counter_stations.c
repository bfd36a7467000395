#include <inttypes.h>
#include <stdio.h>

#include "ui/cli/command.h"
#include "ui/cli/counter_setup.h"
#include "ui/show/pen.h"
#include "ui/show/say.h"

struct stations_call {
    struct option_number cut_off;
};

enum { STATION_MOST = 1000000000 };

static const struct option options[] = {
    {"cut-off",
     "ID",
     OPTION_NUMBER,
     offsetof(struct stations_call, cut_off),
     STATION_MOST,
     false,
     {"The station of this number may do nothing any more, until it joins anew",
      "この番号の端末の参加を取り消します。参加し直すまで何もできません"}},
    {0},
};

static void show_one(const struct station *s, struct pen *p)
{
    static const struct words kinds[] = {
        [STATION_NONE] = {"-", "-"},
        [STATION_BROWSER] = {"browser", "ブラウザー"},
        [STATION_TERMINAL] = {"terminal", "端末"},
        [STATION_SCRIPT] = {"script", "スクリプト"},
    };
    char text[MOMENT_TEXT], at[SAY_TEXT];
    pen_line(p, 0);
    pen_number(p, s->id);
    pen_tab(p, 6);
    pen_hang(p, 6);
    pen_say(p, kinds[s->kind <= STATION_SCRIPT ? s->kind : STATION_NONE]);
    pen_tab(p, 18);
    pen_put(p, s->name);
    pen_say(p, (struct words){" · last seen ", " · 最終利用 "});
    pen_put(p, say_moment(moment_text(s->seen, text), at));
}

static int show(const struct context *ctx, struct counter *counter, struct err *err)
{
    struct station all[STATIONS_MAX];
    struct show_style style = context_style(ctx);
    struct pen pen = pen_on(stdout, &style);
    size_t count = 0;
    if (counter_stations(counter, all, &count, err))
        return -1;
    for (size_t i = 0; i < count; i++)
        show_one(&all[i], &pen);
    pen_end(&pen);
    if (!count)
        context_note(ctx, "no station here: kenpin scan, kenpin serve", "端末はありません: kenpin scan、kenpin serve");
    return 0;
}

static int cut(const struct context *ctx, struct counter *counter, int64_t id, struct err *err)
{
    struct station all[STATIONS_MAX];
    size_t count = 0, i = 0;
    if (counter_stations(counter, all, &count, err))
        return -1;
    while (i < count && all[i].id != id)
        i++;
    if (i == count)
        return err_set(err, ERR_INPUT, "there is no station %" PRId64 ": kenpin counter stations",
                       "端末 %" PRId64 " はありません: kenpin counter stations", id);
    if (counter_station_cut(counter, id, err))
        return -1;
    context_say(ctx, "cut off: %s", "取り消しました: %s", all[i].name);
    return 0;
}

static int run(struct context *ctx)
{
    const struct stations_call *call = ctx->call;
    struct counter *counter = NULL;
    struct err err = {0};
    int rc = counter_setup_open(ctx, NULL, &counter, &err);
    if (rc == 0)
        rc = call->cut_off.said ? cut(ctx, counter, call->cut_off.value, &err) : show(ctx, counter, &err);
    counter_close(counter);
    return rc ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command counter_stations_command = {
    .name = "counter stations",
    .arguments = "",
    .does = {"where somebody scans, and when last", "読み取りを行う端末を表示する"},
    .about =
        {{"Browsers, phones and terminals that have joined the counter. One that was lost is cut off by its number.",
          "検品に参加したブラウザー、スマートフォン、端末です。紛失したものは番号で取り消せます。"}},
    .example = {{"kenpin counter stations --cut-off 3", {"A phone was lost", "スマートフォンを紛失した"}}},
    .options = {options},
    .call_size = sizeof(struct stations_call),
    .no_rehearsal = true,
    .run = run,
};
