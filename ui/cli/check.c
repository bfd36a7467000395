#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/base/text.h"
#include "app/build.h"
#include "app/scan/picture_files.h"
#include "cache/labels.h"
#include "ui/cli/asking.h"
#include "ui/cli/command.h"
#include "ui/cli/exit.h"
#include "ui/cli/eyes.h"

struct check_call {
    struct facts facts; /* first: facts_options fill it */
    bool json, csv;
    int fail_on;
    int64_t ask_within;
    struct option_number budget;
};

#define AT(member) offsetof(struct check_call, member)

static const struct option own_options[] = {
    {"json",
     NULL,
     OPTION_FLAG,
     AT(json),
     0,
     false,
     {"The record as JSON, one line", "記録を 1 行の JSON で出力します"}},
    {"csv",
     NULL,
     OPTION_FLAG,
     AT(csv),
     0,
     false,
     {"A table instead, a row for each market", "市場ごとに 1 行の CSV で出力します"}},
    {"fail-on",
     "warn|review|hold|stop|never",
     OPTION_WORD,
     AT(fail_on),
     0,
     false,
     {"From which outcome on the exit status is other than 0. Default: review",
      "どの判定から終了ステータスを 0 以外にするか。既定値: review"}},
    {"ask-within",
     "DURATION",
     OPTION_DURATION,
     AT(ask_within),
     0,
     false,
     {"How long the labels' own pages may be asked where the copy cannot answer. Default: 3s; --offline asks none",
      "写しで答えが出ないとき、ラベルのページに問い合わせる時間の上限。既定値: 3s（--offline では問い合わせません）"}},
    {"budget", "MS", OPTION_NUMBER, AT(budget), EYES_BUDGET_MOST_MS, false, EYES_BUDGET_HELP},
    {0},
};

/* ---- codes and pictures ---- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* A file of that name makes it a picture; a folder does not. A path that says that it is one is one. */
static bool is_picture(const char *arg)
{
    struct stat st;
    return begins(arg, "./") || begins(arg, "../") || (stat(arg, &st) == 0 && !S_ISDIR(st.st_mode));
}

static int too_many(struct err *err)
{
    return err_set(err, ERR_USAGE, "more than %d codes for one box: check boxes one by one",
                   "一つの箱に %d を超えるコードがあります。箱ごとに検査してください", SYMBOLS_MAX);
}

static int add_typed(const char *arg, struct symbols *to, struct err *err)
{
    struct option_keep keep = {0};
    const char *text = arg; /* bytes that are no text stay as they are */
    if (to->count == SYMBOLS_MAX)
        return too_many(err);
    struct symbol *s = &to->item[to->count];
    int result = -1;
    if ((text_valid(arg, strlen(arg)) || strlen(arg) > SYMBOL_BYTES_MAX) &&
        option_text("CODE", arg, SYMBOL_BYTES_MAX, &keep, &text, err))
        goto done;
    if (symbol_set(s, SYMBOLOGY_NONE, ORIGIN_TYPED, text, strlen(text), err))
        goto done;
    symbol_guess(s);
    to->count++;
    result = 0;
done:
    option_keep_clear(&keep);
    return result;
}

/* What was read in one picture of the box. */
static int add_codes(const struct context *ctx, struct picture_result *r, struct symbols *to, struct err *err)
{
    struct symbols *found = &r->reading.codes;
    if (r->failed) {
        *err = r->err;
        return -1;
    }
    if (found->count > SYMBOLS_MAX - to->count)
        return too_many(err);
    for (size_t i = 0; i < found->count; i++) {
        to->item[to->count++] = found->item[i];
        found->item[i] = (struct symbol){0};
    }
    if (found->count == 0)
        context_note(ctx, "no code found in %s. Come closer, hold the code flat, avoid glare",
                     "%s からコードを読み取れません。近づけ、平らにし、反射を避けて撮り直してください", r->name);
    return 0;
}

/* The arguments of a call, and how far they are read. Codes come in the order of the call, pictures are read side by
 * side. */
struct reading_box {
    const struct context *ctx;
    bool *picture;             /* owned; whether argument n is one */
    struct pictures *pictures; /* owned; NULL until there is one: most calls have none */
    size_t put;                /* arguments before it need no more reading */
};

static int put_pictures(struct reading_box *box, struct err *err)
{
    /* a missed label changes the verdict, so that the time of a batch is allowed; it is spent only where codes hide */
    const struct check_call *call = box->ctx->call;
    struct pictures_ask ask = eyes_ask_whole(eyes_budget(&call->budget));
    ask.reader.box = true;
    if (!box->pictures && pictures_open(&ask, &box->pictures, err))
        return -1;
    for (; box->put < box->ctx->count && !pictures_full(box->pictures); box->put++) {
        struct picture picture = {.kind = PICTURE_FILE, .name = box->ctx->args[box->put]};
        if (box->picture[box->put] && pictures_put(box->pictures, &picture, err))
            return -1;
    }
    return 0;
}

static int add_picture(struct reading_box *box, struct symbols *to, struct err *err)
{
    struct picture_result *r;
    if (put_pictures(box, err) || pictures_next(box->pictures, &r, err))
        return -1;
    return add_codes(box->ctx, r, to, err);
}

/* An argument that is a code but looks as if it was meant for a picture. */
static void note_code(const struct context *ctx, const char *arg)
{
    if (picture_files_named(arg))
        context_note(ctx, "there is no file %s, so it is taken for a code. With ./ before it, it is a picture",
                     "%s というファイルはないため、コードとして扱います。先頭に ./ を付けると画像として扱います", arg);
}

/* A picture that shows no code may hide a label: unless another picture of the box showed one, it was not looked at. */
static int read_all(struct reading_box *box, struct symbols *to, struct err *err)
{
    size_t pictures = 0, shown = 0;
    for (size_t i = 0; i < box->ctx->count; i++)
        box->picture[i] = is_picture(box->ctx->args[i]);
    for (size_t i = 0; i < box->ctx->count; i++) {
        size_t before = to->count;
        if (!box->picture[i])
            note_code(box->ctx, box->ctx->args[i]);
        if (box->picture[i] ? add_picture(box, to, err) : add_typed(box->ctx->args[i], to, err))
            return -1;
        pictures += box->picture[i];
        shown += box->picture[i] ? to->count - before : 0;
    }
    if (pictures && !shown)
        return err_set(
            err, ERR_INPUT,
            "nothing was checked: no picture of the box showed a code. Take it again, or leave the picture out"
            " and type the code",
            "検査していません。箱の写真からコードを一つも読み取れませんでした。撮り直すか、写真を外してコードを入力してください");
    return 0;
}

static int read_arguments(const struct context *ctx, struct symbols *to, struct err *err)
{
    struct reading_box box = {.ctx = ctx, .picture = calloc(ctx->count + 1, sizeof(bool))};
    if (!box.picture)
        return err_memory(err);
    int result = read_all(&box, to, err);
    pictures_leave(box.pictures);
    free(box.picture);
    return result;
}

/* ---- the check ---- */

static moment clock_of(void *ctx)
{
    return context_now(ctx);
}

static int run_path(struct context *ctx, struct check_ask *ask, struct checked *out, struct err *err)
{
    struct ledger *ledger = NULL;
    const struct check_call *call = ctx->call;
    struct asking asking = asking_begin(ctx, call->ask_within);
    struct revocations revocations = {0};
    struct db db = {0};
    int result = -1;
    if (context_revocations(ctx, &revocations, err))
        return -1;
    ask->rehearsal = ctx->as_if != 0;
    if (!ask->rehearsal && context_open_ledger(ctx, true, &ledger, err))
        goto done;
    if (context_open_cache(ctx, DB_READ, &db, err))
        goto done;
    struct registry registry = labels_registry(&db);
    registry.revocations = revocations.file ? &revocations : NULL;
    asking_allow(&asking, &registry);
    struct shelf shelf = catalogue_shelf(&db);
    ask->clock = clock_of;
    ask->clock_ctx = ctx;
    ask->built_at = KENPIN_BUILT_AT;
    ask->lang = ctx->lang;
    ask->limits = ctx->config.limits;
    result = check_box(ask, &registry, &shelf, ledger, out, err);
done:
    context_close_cache(ctx, &db);
    ledger_close(ledger);
    revocations_clear(&revocations);
    return result;
}

static int print(const struct context *ctx, const char *json, struct err *err)
{
    const struct check_call *call = ctx->call;
    struct show_style style = context_style(ctx);
    if (call->csv)
        return show_check_csv(stdout, json, true, err);
    if (!call->json)
        return show_check_text(stdout, json, &style, err);
    show_check_json(stdout, json);
    return 0;
}

static int check(struct context *ctx, struct symbols *codes, struct err *err)
{
    const struct check_call *call = ctx->call;
    const struct facts *f = &call->facts;
    struct check_ask ask = {.codes = codes};
    struct checked checked = {0};
    bool named = f->labels.count || f->gtin || f->sku || f->model;
    if (call->json && call->csv)
        return err_set(err, ERR_USAGE, "--json or --csv, not both", "--json と --csv は同時に指定できません");
    if (!ctx->count && !named)
        return err_set(err, ERR_USAGE,
                       "check needs something of the box: a code, a picture, --label, --gtin, --sku or --model",
                       "check には箱の情報が要ります: コード、画像、--label、--gtin、--sku、--model のいずれか");
    if (read_arguments(ctx, codes, err))
        return -1;
    if (!codes->count && !named)
        return err_set(err, ERR_INPUT, "nothing to check: no code was read, and nothing else was given",
                       "検査できません。コードを読み取れず、ほかの情報もありません");
    facts_ask(f, &ctx->config.defaults, &ask);
    if (run_path(ctx, &ask, &checked, err))
        return -1;
    int result = print(ctx, checked.json, err);
    if (result == 0)
        result = exit_for(checked.outcome, call->fail_on);
    checked_clear(&checked);
    return result;
}

static int run(struct context *ctx)
{
    struct symbols codes = {0};
    struct err err = {0};
    int status = check(ctx, &codes, &err);
    symbols_clear(&codes);
    return status < 0 ? context_fail(ctx, &err) : status;
}

const struct command check_command = {
    .name = "check",
    .arguments = "[CODE | PICTURE]...",
    .does = {"one box: its codes or pictures in, a verdict on record out",
             "一つの箱を検査する: コードや画像から判定し、記録を残す"},
    .about =
        {
            {"Everything given on one call belongs to the same box: the product's EAN/JAN or UPC, the label's code or"
             " number, what is known of the product. The label is looked up in the registry copies, compared with the"
             " product, and judged for each market. The verdict is printed only after its record is on disk.",
             "一度に指定したものはすべて同じ箱の情報です（商品の JAN/EAN/UPC、ラベルのコードや番号、製品について分かっていること）。ラベルを登録一覧の写しで調べ、製品と照合し、市場ごとに判定します。判定は、記録がディスクに書かれてから表示します。"},
            {"An argument is a picture when a file of that name exists, or when it begins with ./ or ../; else it is a"
             " code as typed or scanned. Pictures are JPEG, PNG, WebP, GIF, BMP, PNM, HEIC or AVIF.",
             "引数は、その名前のファイルがあるか、./ または ../ で始まれば画像、それ以外は入力・スキャンしたコードです。画像は JPEG、PNG、WebP、GIF、BMP、PNM、HEIC、AVIF です。"},
            {"Nothing printed on a box is ever fetched. Where the copy does not list a label, or is not fresh, the label's"
             " own page may be asked, if a source description says how (\"entry\"; none that comes with kenpin does): by"
             " the list's own link or the description's form, on an official host, within --ask-within. Bad news of the"
             " list stands whatever the page says.",
             "箱に印刷されたアドレスを開くことはありません。写しにラベルがない、または写しが新しくないときは、取得元の記述に方法（\"entry\"。付属の記述にはありません）があれば、そのラベルのページに問い合わせます。使うのは一覧にあるリンクか記述の形式だけで、公式ホストに限り、--ask-within の時間内です。一覧の悪い知らせはページの内容にかかわらず有効です。"},
            {"With --as-if it is a rehearsal: nothing is recorded, and the receipt is null.",
             "--as-if を付けると予行です。何も記録せず、受付番号は null になります。"},
        },
    .example =
        {
            {"kenpin check box.jpg", {"A picture of a box", "箱の写真"}},
            {"kenpin check --label DEMO-0001 --gtin 9520000000011 --market gb,jp",
             {"A typed label for two markets", "入力したラベルを二つの市場について"}},
            {"kenpin check --event sale --on 2026-12-24 9520000000011",
             {"May it still be sold on that day?", "その日にまだ販売できるか"}},
        },
    .options = {facts_options, facts_box_options, own_options},
    .call_size = sizeof(struct check_call),
    .most = COMMAND_ANY,
    .run = run,
};
