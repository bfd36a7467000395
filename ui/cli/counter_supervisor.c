#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/base/text.h"
#include "ui/cli/command.h"
#include "ui/cli/counter_setup.h"

struct supervisor_call {
    bool remove;
};

static const struct option options[] = {
    {"remove",
     NULL,
     OPTION_FLAG,
     offsetof(struct supervisor_call, remove),
     0,
     false,
     {"From now on this name releases nothing; what it released stays on record",
      "この名前では以後解除できなくします。これまでの解除は記録に残ります"}},
    {0},
};

enum { PIN_ROOM = PIN_MAX + 3 }; /* one too many is seen, and a line end */

/* One line of standard input. A terminal shows nothing of it, and Ctrl-C is a sign in it: the echo must come back. */
static int read_pin(const char *prompt, char out[PIN_ROOM], struct err *err)
{
    struct termios before, line;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
    out[0] = 0;
    if (terminal) {
        line = before;
        line.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &line);
        fputs(prompt, stderr);
    }
    bool got = fgets(out, PIN_ROOM, stdin) != NULL;
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    out[strcspn(out, "\n")] = 0;
    if (!got || !text_valid(out, strlen(out)))
        return err_set(err, ERR_INPUT, "no PIN was given; nothing was changed",
                       "PIN がありません。何も変更していません");
    for (const char *c = out; *c; c++)
        if ((unsigned char)*c < ' ')
            return err_set(err, ERR_STOPPED, "stopped by you; nothing was changed",
                           "利用者が中止しました。何も変更していません");
    return 0;
}

static int ask(const struct context *ctx, char pin[PIN_ROOM], struct err *err)
{
    static const struct words first = {"PIN: ", "PIN: "}, second = {"The same again: ", "もう一度: "};
    char again[PIN_ROOM] = "";
    int rc = read_pin(words_in(first, ctx->lang), pin, err);
    if (rc == 0 && isatty(STDIN_FILENO)) {
        rc = read_pin(words_in(second, ctx->lang), again, err);
        if (rc == 0 && strcmp(pin, again) != 0)
            rc = err_set(err, ERR_INPUT, "the two are not the same; nothing was changed",
                         "二つの入力が一致しません。何も変更していません");
    }
    explicit_bzero(again, sizeof again);
    return rc;
}

static int set(const struct context *ctx, struct counter *counter, const char *name, struct err *err)
{
    char pin[PIN_ROOM];
    int rc = ask(ctx, pin, err);
    if (rc == 0)
        rc = counter_supervisor_set(counter, name, pin, err);
    explicit_bzero(pin, sizeof pin);
    if (rc == 0)
        context_say(ctx, "%s may release held boxes with this PIN", "%s はこの PIN で保留を解除できます", name);
    return rc;
}

static int take_away(const struct context *ctx, struct counter *counter, const char *name, struct err *err)
{
    if (counter_supervisor_remove(counter, name, err))
        return -1;
    context_say(ctx, "%s releases nothing any more", "%s は保留を解除できなくなりました", name);
    return 0;
}

static int run(struct context *ctx)
{
    const struct supervisor_call *call = ctx->call;
    struct counter *counter = NULL;
    struct err err = {0};
    const char *name;
    int rc = context_text(ctx, "NAME", ctx->args[0], &name, &err);
    if (rc == 0)
        rc = counter_setup_open(ctx, NULL, &counter, &err);
    if (rc == 0)
        rc = (call->remove ? take_away : set)(ctx, counter, name, &err);
    counter_close(counter);
    return rc ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command counter_supervisor_command = {
    .name = "counter supervisor",
    .arguments = "NAME",
    .does = {"set the PIN of a supervisor, or remove one", "責任者の PIN を設定する、責任者を外す"},
    .about =
        {{"A supervisor may release a held box at the counter, with name, PIN and a reason, which go on record; never one"
          " that must stop. The PIN, 4 to 64 characters, is asked for twice and not shown; when standard input is no"
          " terminal it is its first line. It is kept as an argon2id hash, and a new one takes the place of the old.",
          "責任者は、名前、PIN、理由を示して保留の箱を解除でき、それは記録に残ります（停止は解除できません）。PIN（4～64 文字）は表示せずに二度尋ねます。標準入力が端末でなければその 1 行目です。argon2id のハッシュとして保存し、新しい PIN は古いものに代わります。"}},
    .example = {{"kenpin counter supervisor Suzuki", {"Asks for the PIN", "PIN を尋ねます"}},
                {"kenpin counter supervisor Suzuki --remove", {"Who has left the shop", "退職した人を外す"}}},
    .options = {options},
    .call_size = sizeof(struct supervisor_call),
    .least = 1,
    .most = 1,
    .no_rehearsal = true,
    .run = run,
};
