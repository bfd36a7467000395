#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/base/text.h"
#include "app/build.h"
#include "ui/cli/command.h"
#include "ui/cli/counter_setup.h"
#include "ui/cli/exit.h"
#include "ui/term/device.h"
#include "ui/term/term.h"

struct scan_call {
    struct facts facts; /* first: facts_options fill it */
    const char *serial, *device, *station;
    bool plain, silent, commands;
    int fail_on;
};

#define AT(member) offsetof(struct scan_call, member)

static const struct option own_options[] = {
    {"serial",
     "LINE[:BAUD]",
     OPTION_PATH,
     AT(serial),
     0,
     false,
     {"A serial scanner, such as /dev/ttyACM0 or /dev/ttyUSB0:9600. It may be pulled out and plugged in again",
      "シリアル接続のスキャナー（例: /dev/ttyACM0、/dev/ttyUSB0:9600）。途中で抜き差しできます"}},
    {"device",
     "DEVICE|list",
     OPTION_PATH,
     AT(device),
     0,
     false,
     {"A USB scanner for this program alone, whatever has the focus: /dev/input/eventN, or a part of its name; list shows"
      " what there is",
      "USB スキャナーを専有します。入力フォーカスや配列に影響されません。/dev/input/eventN か名前の一部。list で一覧を表示します"}},
    {"plain",
     NULL,
     OPTION_FLAG,
     AT(plain),
     0,
     false,
     {"Lines in place of the whole screen, for logs and screen readers; so too when standard input or output is no"
      " terminal",
      "画面全体ではなく行で表示します（記録用、画面読み上げ用）。標準入出力が端末でないときもこうなります"}},
    {"commands",
     NULL,
     OPTION_FLAG,
     AT(commands),
     0,
     false,
     {"Obey lines of a pipe or file that begin with a colon. Never when a scanner writes into the pipe",
      "パイプやファイルの、コロンで始まる行をコマンドとして実行します。スキャナーがパイプに書くときは使わないでください"}},
    {"silent", NULL, OPTION_FLAG, AT(silent), 0, false, {"Ring no bell", "ベルを鳴らしません"}},
    {"station",
     "NAME",
     OPTION_TEXT,
     AT(station),
     STATION_NAME_MAX - 1,
     false,
     {"The name of this place at the counter. Default: user and terminal", "この端末の名前。既定値: 利用者名と端末名"}},
    {"fail-on",
     "warn|review|hold|stop|never",
     OPTION_WORD,
     AT(fail_on),
     0,
     false,
     {"From which outcome on the exit status is other than 0. Default: review",
      "どの判定から終了ステータスを 0 以外にするか。既定値: review"}},
    {0},
};

/* ---- the station ---- */

static void station_name(const struct scan_call *call, char out[STATION_NAME_MAX])
{
    static const char devices[] = "/dev/";
    const char *user = getenv("USER"), *tty = ttyname(STDIN_FILENO);
    if (!tty)
        tty = ttyname(STDOUT_FILENO);
    if (tty && !strncmp(tty, devices, sizeof devices - 1))
        tty += sizeof devices - 1;
    char name[PATH_MAX];
    (void)snprintf(name, sizeof name, "%s %s", user && text_valid(user, strlen(user)) ? user : "scan", tty ? tty : "-");
    text_copy(out, STATION_NAME_MAX, call->station ? call->station : name);
}

static int at_counter(struct context *ctx, struct counter *counter, struct err *err)
{
    const struct scan_call *call = ctx->call;
    char name[STATION_NAME_MAX];
    struct term_end end;
    struct term_ask ask = {
        .counter = counter,
        .folder = ctx->data,
        .serial = call->serial,
        .usb = call->device,
        .consignment = call->facts.consignment,
        .operator_name = call->facts.operator_name ? call->facts.operator_name : ctx->config.defaults.operator_name,
        .lang = ctx->lang,
        .plain = call->plain || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO),
        .silent = call->silent || !isatty(STDOUT_FILENO),
        .commands = call->commands,
    };
    station_name(call, name);
    if (counter_station_named(counter, STATION_TERMINAL, name, &ask.station, err) || term_run(&ask, &end, err))
        return -1;
    if (end.failed)
        return STATUS_COULD_NOT;
    return end.any ? exit_for(end.worst, call->fail_on) : STATUS_OK;
}

static int run(struct context *ctx)
{
    const struct scan_call *call = ctx->call;
    struct show_style style = context_style(ctx);
    struct counter *counter = NULL;
    struct err err = {0};
    if (call->device && !strcmp(call->device, "list"))
        return device_list(stdout, &style, &err) ? context_fail(ctx, &err) : STATUS_OK;
    int status = counter_setup_open(ctx, &call->facts, &counter, &err);
    if (status == 0)
        status = at_counter(ctx, counter, &err);
    counter_close(counter);
    return status < 0 ? context_fail(ctx, &err) : status;
}

const struct command scan_command = {
    .name = "scan",
    .arguments = "",
    .does = {"the goods-in counter in a terminal: box after box", "端末で入荷検品を行う: 箱を次々に読み取る"},
    .about =
        {
            {"Scan the product's code and the label of each box, in either order; the box closes by itself, is judged, is"
             " on record, and is answered, with a bell of its own for each outcome. A box like one before in the"
             " consignment is counted. A hold or a stop stays until it is acknowledged by a key that no scan can press,"
             " or by the code of the command card (kenpin counter card). F1 or :help says what can be done.",
             "箱ごとに商品コードとラベルを読み取ります（順序は問いません）。そろうと自動で判定し、記録してから結果を表示し、判定ごとに異なるベルを鳴らします。同じ入荷便で前と同じ箱は数えるだけです。保留と停止は、読み取りでは押せないキーか、コマンドカード（kenpin counter card）のコードで確認するまで消えません。F1 か :help で操作の説明を表示します。"},
            {"Scanners that type as keyboards work at once: what comes faster than fingers is a scan, and never a key that"
             " acts. --serial and --device take scanners that send to this program alone. Whatever was read survives this"
             " program's end: after a restart the box goes on where it was, and none counts twice.",
             "キーボードとして入力するスキャナーはそのまま使えます。指より速い入力は読み取りとみなし、操作キーとしては働きません。--serial と --device のスキャナーはこのプログラムだけに送ります。プログラムが途中で終わっても読み取った内容は失われず、再起動すると続きから始まり、二重に数えることもありません。"},
            {"The exit status is that of the worst box that was answered, 1 when something could not be done or a box was"
             " left open.",
             "終了ステータスは判定した箱のうち最も重いもの、できなかったことや途中の箱があれば 1 です。"},
        },
    .example =
        {
            {"kenpin scan --consignment PO-118 --operator Sato --market gb,jp", {"A delivery", "ある便の検品"}},
            {"kenpin scan --serial /dev/ttyACM0:115200", {"With a serial scanner", "シリアルスキャナーで"}},
            {"kenpin scan --device list", {"Which USB scanners there are", "USB スキャナーの一覧"}},
            {"kenpin scan --plain --commands <delivery.txt",
             {"A script of scans and commands", "読み取りとコマンドの台本"}},
        },
    .options = {facts_options, own_options},
    .call_size = sizeof(struct scan_call),
    .no_rehearsal = true,
    .run = run,
};
