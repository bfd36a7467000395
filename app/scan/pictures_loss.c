#include "app/scan/pictures_loss.h"

#include <signal.h>
#include <sys/wait.h>

static void took_too_long(const struct pictures_loss *l, struct err *err)
{
    err_set(err, ERR_INPUT, "%s: given up: not read after %u s; make the picture smaller or take another",
            "%s: %u 秒たっても読み終わらないため中止しました。画像を小さくするか撮り直してください", l->name,
            l->seconds);
}

static void forbidden(const struct pictures_loss *l, struct err *err)
{
    err_set(
        err, ERR_INPUT,
        "%s: reading it was ended at once: it made the decoder ask the system for something that no picture needs."
        " Perhaps it was made to do harm; do not open it with other programs",
        "%s: 画像の読み取りを直ちに中止しました。画像に不要なシステムの機能が呼ばれました。攻撃用に作られた画像かもしれません。ほかのソフトで開かないでください",
        l->name);
}

static void killed(const struct pictures_loss *l, struct err *err)
{
    err_set(err, ERR_IO, "%s: the process that read it was killed, perhaps because memory ran out; try again",
            "%s: 読み取り中のプロセスが強制終了されました。メモリー不足かもしれません。もう一度試してください",
            l->name);
}

static void crashed(const struct pictures_loss *l, int signal, struct err *err)
{
    err_set(
        err, ERR_INPUT,
        "%s: the process that read it crashed (signal %d); the picture is damaged, or memory ran out: copy it again"
        " or take another",
        "%s: 読み取り中のプロセスが異常終了しました（シグナル %d）。画像の破損かメモリー不足です。コピーし直すか撮り直してください",
        l->name, signal);
}

static void left(const struct pictures_loss *l, int status, struct err *err)
{
    err_set(err, ERR_IO, "%s: the process that read it ended by itself (exit status %d); try again",
            "%s: 読み取り中のプロセスが終了しました（終了ステータス %d）。もう一度試してください", l->name, status);
}

static void wrong(const struct pictures_loss *l, struct err *err)
{
    err_set(err, ERR_INPUT,
            "%s: the process that read it answered what cannot be, so nothing of it was taken. Perhaps the picture was"
            " made to do harm",
            "%s: 読み取りプロセスの応答が不正なため、結果を破棄しました。攻撃用に作られた画像かもしれません", l->name);
}

void pictures_loss_say(const struct workers_event *event, const struct pictures_loss *loss, struct err *err)
{
    int signal = event->what == JOB_ENDED && WIFSIGNALED(event->status) ? WTERMSIG(event->status) : 0;
    if (event->what == JOB_TOO_LONG || signal == SIGXCPU)
        took_too_long(loss, err);
    else if (event->what == JOB_WRONG)
        wrong(loss, err);
    else if (signal == SIGSYS)
        forbidden(loss, err);
    else if (signal == SIGKILL)
        killed(loss, err);
    else if (signal)
        crashed(loss, signal, err);
    else
        left(loss, WEXITSTATUS(event->status), err);
}

void pictures_loss_memory(const struct pictures_loss *loss, struct err *err)
{
    err_set(err, ERR_INPUT,
            "%s: reading it takes more than the %u MB of memory that a picture may have: make it smaller",
            "%s: 読み取りに必要なメモリーが画像 1 枚の上限 %u MB を超えます。縮小してください", loss->name,
            loss->memory_mb);
}

bool pictures_loss_partly(const struct reading *reading, const struct pictures_loss *loss, struct err *err)
{
    if (reading->out_of_time)
        err_set(
            err, ERR_INPUT,
            "%s: not all of it was looked at within the %u ms that a picture has, and the rest may say otherwise."
            " Take it again, closer, or use --budget for more time",
            "%s: 画像 1 枚の制限時間 %u ミリ秒では全体を調べ切れず、残りに別のコードがあるかもしれません。近づいて撮り直すか、時間を延ばしてください（--budget）",
            loss->name, loss->budget_ms);
    else if (reading->crowded)
        err_set(
            err, ERR_INPUT,
            "%s: more codes, or places that look like one, than are read in a picture. Take a picture of each box by itself,"
            " or split the page",
            "%s: コード、またはコードらしい部分が、画像 1 枚で読み取れる数を超えています。箱ごとに撮るか、ページを分割してください",
            loss->name);
    return reading->out_of_time || reading->crowded;
}
