#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/scan/picture_files.h"
#include "ui/cli/command.h"
#include "ui/cli/decode_draw.h"
#include "ui/cli/decode_show.h"
#include "ui/cli/eyes.h"

enum {
    MANY = 20,         /* pictures from which how far it is is shown */
    PIXELS_LEAST = 21, /* in either direction: what the smallest QR code has modules */
};

struct decode_call {
    bool json, explain;
    const char *draw;
    struct option_number jobs, budget;
};

#define AT(member) offsetof(struct decode_call, member)

static const struct option options[] = {
    {"json",
     NULL,
     OPTION_FLAG,
     AT(json),
     0,
     false,
     {"An object for each picture, one line each", "画像ごとに 1 行の JSON で出力します"}},
    {"explain",
     NULL,
     OPTION_FLAG,
     AT(explain),
     0,
     false,
     {"Say what each way of looking cost and found, and whether the time ran out",
      "読み取り方法ごとの所要時間と結果、時間切れの有無も出力します"}},
    {"draw",
     "OUT.png",
     OPTION_PATH,
     AT(draw),
     0,
     false,
     {"Write the picture with each code outlined and named; for one picture",
      "各コードに枠と名前を付けた画像を書き出します（画像 1 枚のとき）"}},
    {"jobs",
     "N",
     OPTION_NUMBER,
     AT(jobs),
     PICTURES_JOBS_MAX,
     false,
     {"How many pictures to read at a time. Default: one for each core", "同時に読み取る画像の数。既定値: コアの数"}},
    {"budget", "MS", OPTION_NUMBER, AT(budget), EYES_BUDGET_MOST_MS, false, EYES_BUDGET_HELP},
    {0},
};

/* One call: what is to be read, and how far it is. */
struct decode {
    struct context *ctx;
    const struct decode_call *call;
    struct decode_show show;
    struct picture_files files;
    struct pictures *pictures;
    struct context_progress progress;
    size_t put, taken;
    int status;
};

static void fail(struct decode *d, const struct err *err)
{
    context_progress_hide(&d->progress);
    int status = context_fail(d->ctx, err);
    d->status = d->status ? d->status : status;
}

/* ---- in ---- */

static int put_standard_input(struct decode *d, struct picture *picture, struct err *err)
{
    uint8_t *bytes;
    if (isatty(STDIN_FILENO))
        return err_set(err, ERR_USAGE, "- is standard input, and that is the terminal: kenpin decode - < box.jpg",
                       "- は標準入力ですが、端末につながっています。例: kenpin decode - < box.jpg");
    if (eyes_standard_input(&bytes, &picture->size, err))
        return -1;
    picture->kind = PICTURE_BYTES;
    picture->bytes = bytes;
    int status = pictures_put(d->pictures, picture, err);
    free(bytes);
    return status;
}

static int put_more(struct decode *d, struct err *err)
{
    while (d->put < d->files.count && !pictures_full(d->pictures)) {
        const struct picture_file *file = &d->files.item[d->put++];
        struct picture picture = {.kind = PICTURE_FILE,
                                  .name = file->path,
                                  .only_if_known = file->only_if_known,
                                  .pixels = d->call->draw != NULL};
        bool input = !strcmp(file->path, "-") && file->root == PICTURE_FILES_NO_ROOT;
        if (input ? put_standard_input(d, &picture, err) : pictures_put(d->pictures, &picture, err))
            return -1;
    }
    return 0;
}

/* ---- out ---- */

static void count(struct decode *d, const struct picture_file *file, const struct picture_result *r)
{
    if (file->root == PICTURE_FILES_NO_ROOT)
        return;
    struct picture_root *root = &d->files.root[file->root];
    root->left_out += r->left_out;
    root->pictures += !r->left_out;
}

static void say_nothing_found(struct decode *d, const struct picture_result *r)
{
    context_progress_hide(&d->progress);
    if (r->reading.out_of_time)
        context_note(d->ctx, "no code found in %s within %u ms. --budget 0 gives it all the time it takes",
                     "%s から %u ミリ秒以内にコードを読み取れません。--budget 0 で時間の制限をなくせます", r->name,
                     d->show.budget_ms);
    else if (r->width < PIXELS_LEAST && r->height < PIXELS_LEAST)
        context_note(d->ctx, "no code found in %s: its %u x %u pixels are too few for any",
                     "%s からコードを読み取れません。%u x %u 画素では小さすぎます", r->name, r->width, r->height);
    else
        context_note(d->ctx, "no code found in %s. Come closer, hold the code flat, avoid glare",
                     "%s からコードを読み取れません。近づけ、平らにし、反射を避けて撮り直してください", r->name);
}

static void show(struct decode *d, struct picture_result *r)
{
    struct err err = {0};
    if (r->failed)
        fail(d, &r->err);
    if (!d->call->json)
        decode_show_text(r, &d->show);
    else if (decode_show_json(r, &d->show, &err))
        fail(d, &err);
    (void)fflush(stdout); /* line by line; a failure stays in the stream */
    if (r->reading.crowded)
        context_note(d->ctx, "%s has more codes than the %d that are read in a picture",
                     "%s には、画像 1 枚で読み取れる %d 個を超えるコードがあります", r->name, SYMBOLS_MAX);
    if (!r->failed && !r->reading.codes.count && !d->call->json)
        say_nothing_found(d, r);
    if (!r->failed && d->call->draw && decode_draw(d->call->draw, r, &err))
        fail(d, &err);
}

/* A folder without a picture is said, and what was left out of the others. */
static void show_folders(struct decode *d)
{
    for (size_t i = 0; i < d->files.roots; i++) {
        const struct picture_root *root = &d->files.root[i];
        struct err err = {0};
        if (!root->pictures) {
            err_set(
                &err, ERR_INPUT, "%s: no picture in this folder (other files: %zu); name the one that has them",
                "%s: このフォルダーに画像がありません（画像でないファイル: %zu 個）。画像のあるフォルダーを指定してください",
                root->path, root->left_out);
            fail(d, &err);
        } else if (root->left_out) {
            context_note(d->ctx, "%s: files that are no pictures, left out: %zu",
                         "%s: 画像でないファイル %zu 個は読み飛ばしました", root->path, root->left_out);
        }
    }
}

static int read_all(struct decode *d, struct err *err)
{
    for (;;) {
        struct picture_result *r;
        if (put_more(d, err) || pictures_next(d->pictures, &r, err))
            return -1;
        if (!r || ferror(stdout))
            return 0;
        count(d, &d->files.item[d->taken++], r);
        if (!r->left_out)
            show(d, r);
        if (context_progress(&d->progress, (int64_t)d->taken, (int64_t)d->files.count))
            return err_set(err, ERR_STOPPED, "stopped after %zu of %zu pictures", "%zu 枚目（全 %zu 枚）で中断しました",
                           d->taken, d->files.count);
    }
}

/* ---- the call ---- */

static int same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static int check_draw(const struct decode *d, struct err *err)
{
    if (!d->call->draw)
        return 0;
    if (d->ctx->count != 1 || d->files.roots)
        return err_set(err, ERR_USAGE, "--draw is for one picture: name one",
                       "--draw は画像 1 枚だけを指定してください");
    if (same_file(d->call->draw, d->ctx->args[0]))
        return err_set(err, ERR_USAGE, "--draw would write over the picture itself: give another name",
                       "--draw の書き出し先が元の画像です。別の名前を指定してください");
    return 0;
}

static int list(struct decode *d, struct err *err)
{
    for (size_t i = 0; i < d->ctx->count; i++)
        if (picture_files_add(&d->files, d->ctx->args[i], err))
            return -1;
    return check_draw(d, err);
}

static int decode(struct decode *d, struct err *err)
{
    if (list(d, err))
        return -1;
    struct pictures_ask ask = eyes_ask(d->show.budget_ms);
    ask.jobs = d->call->jobs.value ? (unsigned)d->call->jobs.value : ask.jobs;
    ask.apart = d->files.count > ask.jobs;
    ask.stopped = context_stopped;
    if (pictures_open(&ask, &d->pictures, err))
        return -1;
    d->progress = context_progress_begin(d->ctx);
    d->progress.shown = d->progress.shown && d->files.count >= MANY && !isatty(STDOUT_FILENO);
    int status = read_all(d, err);
    context_progress_end(&d->progress);
    if (status == 0)
        show_folders(d);
    return status;
}

static int run(struct context *ctx)
{
    const struct decode_call *call = ctx->call;
    struct err err = {0};
    struct decode d = {.ctx = ctx, .call = call, .show = {ctx->lang, call->explain, eyes_budget(&call->budget)}};
    if (decode(&d, &err))
        d.status = context_fail(ctx, &err);
    pictures_leave(d.pictures);
    picture_files_clear(&d.files);
    return d.status;
}

const struct command decode_command = {
    .name = "decode",
    .arguments = "PICTURE...",
    .does = {"only read the codes in pictures", "画像のコードを読み取るだけ"},
    .about =
        {{"Reads EAN-13, EAN-8, UPC-A, UPC-E, ITF-14, Code 128, QR codes and Data Matrix in pictures: JPEG, PNG,"
          " WebP, GIF (the first frame), BMP, PNM, HEIC and AVIF. Nothing is looked up, judged or recorded. A picture without a code is no failure; one that cannot be read"
          " is (exit status 1), and the others are still read.",
          "画像（JPEG、PNG、WebP、GIF の最初の 1 コマ、BMP、PNM、HEIC、AVIF）から EAN-13、EAN-8、UPC-A、UPC-E、ITF-14、Code 128、QR コード、Data Matrix を読み取ります。照会・判定・記録はしません。コードのない画像は失敗ではありません。読めない画像は失敗（終了ステータス 1）ですが、残りの画像は読み取ります。"},
         {"Of a folder all pictures are read, also those in folders within it, in the order of their names; links to"
          " folders are not followed, and what is no picture is left out. - is standard input.",
          "フォルダーを指定すると、その中の画像を下位のフォルダーも含めて名前順に読み取ります。フォルダーへのリンクはたどらず、画像でないファイルは読み飛ばします。- は標準入力です。"},
         {"Where a message is spread over several QR or Data Matrix codes, it comes as one code when all of them are in the"
          " picture; else each says which part of how many it is (part in the JSON).",
          "複数の QR コードや Data Matrix に分割されたデータは、すべてが 1 枚の画像にあれば結合して 1 つのコードとして出力します。そろわないときは、全体の何番目かをそれぞれに示します（JSON では part）。"},
         {"Pictures are read in processes of their own that may open no file and no network connection. A picture that"
          " makes one fail costs only itself.",
          "画像は、ファイルもネットワークも開けない専用のプロセスで読み取ります。異常な画像があっても、ほかの画像には影響しません。"}},
    .example = {{"kenpin decode box.jpg", {"The codes, one a line", "コードを 1 行に 1 つ"}},
                {"kenpin decode --json photos",
                 {"All in a folder, with bytes and corners, an object a picture",
                  "フォルダー全体。バイト列と四隅も含め、画像ごとに 1 オブジェクト"}},
                {"kenpin decode --explain --draw seen.png box.jpg",
                 {"What was tried, and where the codes are", "試した方法と、コードの位置"}}},
    .options = {options},
    .call_size = sizeof(struct decode_call),
    .least = 1,
    .most = COMMAND_ANY,
    .run = run,
};
