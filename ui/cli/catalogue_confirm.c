#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/check/confirm.h"
#include "app/label/normal.h"
#include "cache/catalogue.h"
#include "cache/labels.h"
#include "ui/cli/command.h"

struct confirm_call {
    const char *gtin, *sku, *model, *label, *brand, *vendor, *operator_name;
};

#define AT(member) offsetof(struct confirm_call, member)

enum { NAMES_TEXT = 600 /* bytes of a list of models as shown */ };

static const struct option options[] = {
    {"gtin",
     "GTIN",
     OPTION_TEXT,
     AT(gtin),
     0,
     false,
     {"The product, by its EAN/JAN, UPC or ITF-14 digits", "商品（JAN/EAN、UPC、ITF-14 の数字で）"}},
    {"sku",
     "SKU",
     OPTION_TEXT,
     AT(sku),
     0,
     false,
     {"The product, by the shop's own number", "商品（自社の商品番号で）"}},
    {"model", "TEXT", OPTION_TEXT, AT(model), 0, false, {"The product, by its model number", "商品（型番で）"}},
    {"label",
     "NUMBER",
     OPTION_TEXT,
     AT(label),
     0,
     false,
     {"The label's number, as the registry lists it", "ラベルの登録番号"}},
    {"brand", "TEXT", OPTION_TEXT, AT(brand), 0, false, {"A brand, with --vendor", "ブランド（--vendor と組で）"}},
    {"vendor",
     "TEXT",
     OPTION_TEXT,
     AT(vendor),
     0,
     false,
     {"The name that the registry has for the brand's owner", "登録一覧での事業者名"}},
    {"operator",
     "TEXT",
     OPTION_TEXT,
     AT(operator_name),
     0,
     false,
     {"Who looked and confirms. Always needed, here or in the config file",
      "確認した人の名前。ここか設定ファイルで必ず指定します"}},
    {0},
};

/* What is confirmed, on its way into the record. */
struct confirming {
    const char *who;
    char gtin[GTIN_TEXT];
    struct answer answer;   /* the label's entry */
    struct product product; /* the catalogue's row, where there is one */
    bool again;             /* it was confirmed before, and holds */
};

static void confirming_clear(struct confirming *c)
{
    answer_clear(&c->answer);
    product_clear(&c->product);
}

/* ---- the call ---- */

static int check_call_of(const struct context *ctx, struct confirming *out, struct err *err)
{
    const struct confirm_call *call = ctx->call;
    int products = (call->gtin != NULL) + (call->sku != NULL) + (call->model != NULL);
    bool label = products == 1 && call->label && !call->brand && !call->vendor;
    bool alias = products == 0 && !call->label && call->brand && call->vendor;
    out->who = call->operator_name ? call->operator_name : ctx->config.defaults.operator_name;
    if (!label && !alias)
        return err_set(
            err, ERR_USAGE,
            "catalogue confirm takes one of --gtin, --sku, --model with --label NUMBER, or --brand with"
            " --vendor",
            "catalogue confirm には、--gtin・--sku・--model のいずれか一つと --label NUMBER、または --brand と --vendor を指定します");
    if (!out->who)
        return err_set(err, ERR_USAGE, "who confirms? Give --operator NAME",
                       "誰が確認しましたか。--operator NAME を指定してください");
    return 0;
}

static int read_gtin(const char *typed, char out[GTIN_TEXT], struct err *err)
{
    enum gtin_trouble trouble = gtin_from_typed(typed, out);
    if (trouble != GTIN_GOOD && trouble != GTIN_REPAIRED)
        return err_set(
            err, ERR_USAGE, "--gtin: \"%s\" is no GTIN: 14, 13, 12 or 8 digits, the last one their check digit",
            "--gtin: 「%s」は GTIN ではありません。14・13・12・8 桁で、最後の桁はチェックデジットです", typed);
    if (gtin_in_store(out) || gtin_is_book(out))
        return err_set(
            err, ERR_USAGE, "--gtin: \"%s\" is an in-store or a book number and names no product here; use --sku",
            "--gtin: 「%s」はインストアコードか書籍の番号で、商品を特定できません。--sku を使ってください", typed);
    return 0;
}

/* ---- looking both sides up ---- */

/* A case's row may be its unit's, as a check finds it. */
static int find_gtin(const struct shelf *shelf, struct confirming *c, struct err *err)
{
    char unit[GTIN_TEXT];
    if (shelf->by_gtin(shelf->ctx, c->gtin, &c->product, err))
        return -1;
    if (c->product.found || !gtin_is_case(c->gtin))
        return 0;
    gtin_unit(c->gtin, unit);
    product_clear(&c->product);
    if (shelf->by_gtin(shelf->ctx, unit, &c->product, err))
        return -1;
    if (c->product.found)
        memcpy(c->gtin, unit, sizeof unit);
    return 0;
}

static int find_product(const struct confirm_call *call, const struct shelf *shelf, struct confirming *c,
                        struct err *err)
{
    if (call->gtin)
        return read_gtin(call->gtin, c->gtin, err) || find_gtin(shelf, c, err) ? -1 : 0;
    return call->sku ? shelf->by_sku(shelf->ctx, call->sku, &c->product, err) : 0;
}

static int find_entry(const char *number, const struct registry *registry, struct confirming *c, struct err *err)
{
    static const enum scheme schemes[] = {SCHEME_JC_STAR, SCHEME_CLS};
    char *norm;
    bool any = false;
    if (normal_form(number, &norm, err))
        return -1;
    int result = 0;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes && !result && c->answer.kind != ANSWER_FOUND; i++) {
        answer_clear(&c->answer);
        c->answer = (struct answer){0};
        result = registry->by_number(registry->ctx, schemes[i], norm, &c->answer, err);
        any = any || c->answer.kind != ANSWER_NONE;
    }
    free(norm);
    if (result || c->answer.kind == ANSWER_FOUND)
        return result;
    if (!any)
        return err_set(err, ERR_INPUT, "there is no copy of any registry to find %s in: kenpin registry import",
                       "%s を調べる登録一覧の写しがありません: kenpin registry import", number);
    return err_set(
        err, ERR_INPUT, "no label %s is listed now, so that nothing can be tied to it: kenpin registry show %s",
        "%s というラベルは現在登録されていないため、結び付けられません: kenpin registry show %s", number, number);
}

static int ask_again(const struct confirm_call *call, const struct shelf *shelf, struct confirming *c, struct err *err)
{
    char *ours = NULL, *theirs = NULL;
    int result = -1;
    if (call->brand) {
        if (normal_company(call->brand, &ours, err) || normal_company(call->vendor, &theirs, err))
            goto done;
        result = shelf->alias(shelf->ctx, ours, theirs, &c->again, err);
    } else {
        if (call->model && normal_form(call->model, &ours, err))
            goto done;
        struct confirm_ask ask = {.gtin = c->gtin[0] ? c->gtin : NULL,
                                  .sku = call->sku,
                                  .model = ours,
                                  .row = c->product.fingerprint,
                                  .entry = &c->answer.entry};
        result = shelf->confirmed(shelf->ctx, &ask, &c->again, err);
    }
done:
    free(ours);
    free(theirs);
    return result;
}

/* ---- on record, then into the cache ---- */

static int record(struct context *ctx, struct db *db, const struct confirming *c, struct receipt *receipt,
                  struct err *err)
{
    const struct confirm_call *call = ctx->call;
    const struct entry *entry = call->label ? &c->answer.entry : NULL;
    const char *gtin = c->gtin[0] ? c->gtin : NULL;
    struct ledger *ledger = NULL;
    if (context_open_ledger(ctx, true, &ledger, err))
        return -1;
    moment now = context_now(ctx);
    struct confirm_record record = {gtin,        call->sku,    call->model, entry, &c->product,
                                    call->brand, call->vendor, c->who,      now};
    struct confirmation kept = {
        .gtin = gtin,
        .sku = call->sku,
        .model = call->model,
        .scheme = entry ? entry->scheme : SCHEME_NONE,
        .number = entry ? entry->number : NULL,
        .entry_fingerprint = entry ? entry->fingerprint : NULL,
        .row_fingerprint = c->product.fingerprint,
        .brand = call->brand,
        .vendor = call->vendor,
        .who = c->who,
        .at = now,
    };
    int result = confirm_append(ledger, &record, receipt, err) || catalogue_confirm(db, &kept, err) ? -1 : 0;
    ledger_close(ledger);
    return result;
}

static const char *models_of(const struct entry *e, char out[NAMES_TEXT])
{
    size_t at = 0;
    out[0] = 0;
    for (size_t i = 0; i < e->models.count && at < NAMES_TEXT; i++) {
        int size = snprintf(out + at, NAMES_TEXT - at, "%s%s", i ? ", " : "", e->models.item[i].raw);
        at += size > 0 ? (size_t)size : 0;
    }
    text_mend_cut(out);
    return out;
}

static const char *or_none(const char *text)
{
    return text && *text ? text : "-";
}

/* Both sides under each other, as a person compares them. */
static void say_sides(const struct context *ctx, const struct confirming *c)
{
    const struct confirm_call *call = ctx->call;
    const struct product *p = &c->product;
    const struct entry *e = &c->answer.entry;
    char names[NAMES_TEXT];
    if (call->brand) {
        context_say(ctx, "ours    %s", "当方    %s", call->brand);
        context_say(ctx, "theirs  %s", "登録    %s", call->vendor);
        return;
    }
    context_say(ctx, "ours    %s | %s | %s", "当方    %s | %s | %s",
                call->gtin  ? c->gtin
                : call->sku ? call->sku
                            : "-",
                or_none(p->brand), call->model ? call->model : or_none(p->model));
    context_say(ctx, "theirs  %s | %s | %s", "登録    %s | %s | %s", e->number, or_none(e->vendor),
                models_of(e, names));
    if (!call->model && !p->found)
        context_note(ctx, "the product is not in the catalogue; the confirmation ends when it is put in",
                     "この商品は商品台帳にありません。台帳に加えるとこの確認は無効になります");
    if (e->status != STATUS_CURRENT)
        context_note(ctx, "the label is not current (%s); a confirmation does not change that",
                     "ラベルは有効な状態ではありません（%s）。確認してもそれは変わりません", or_none(e->word));
}

static void say_done(const struct context *ctx, const struct confirming *c, const struct receipt *receipt)
{
    context_say(ctx,
                c->again ? "confirmed again by %s: record %" PRId64 ", %s" : "confirmed by %s: record %" PRId64 ", %s",
                c->again ? "%s が再び確認しました: 記録 %" PRId64 "、%s" : "%s が確認しました: 記録 %" PRId64 "、%s",
                c->who, receipt->seq, receipt->hash);
    say_sides(ctx, c);
}

static int confirm(struct context *ctx, struct db *db, struct confirming *c, struct receipt *receipt, struct err *err)
{
    const struct confirm_call *call = ctx->call;
    if (check_call_of(ctx, c, err) || context_open_cache(ctx, DB_WRITE, db, err))
        return -1;
    struct registry registry = labels_registry(db);
    struct shelf shelf = catalogue_shelf(db);
    if (find_product(call, &shelf, c, err) || (call->label && find_entry(call->label, &registry, c, err)) ||
        ask_again(call, &shelf, c, err))
        return -1;
    return record(ctx, db, c, receipt, err);
}

static int run(struct context *ctx)
{
    struct confirming c = {0};
    struct receipt receipt = {0};
    struct db db = {0};
    struct err err = {0};
    int result = confirm(ctx, &db, &c, &receipt, &err);
    context_close_cache(ctx, &db);
    if (result == 0)
        say_done(ctx, &c, &receipt);
    else if (receipt.seq)
        context_note(ctx, "record %" PRId64 " says so, but the cache could not take it in: confirm again",
                     "記録 %" PRId64 " には残りましたが、キャッシュに反映できませんでした。もう一度確認してください",
                     receipt.seq);
    confirming_clear(&c);
    return result ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command catalogue_confirm_command = {
    .name = "catalogue confirm",
    .arguments = "(--gtin GTIN | --sku SKU | --model TEXT) --label NUMBER | --brand TEXT --vendor TEXT",
    .does = {"tie a product to a label, or a brand to a vendor, after a look",
             "見て確かめたうえで、商品をラベルに、ブランドを事業者に結び付ける"},
    .about =
        {{"For what a program cannot decide: the registry writes a model in another way, names only a series, or knows"
          " the vendor by another name. Who confirmed what is recorded in evidence.db for good. A confirmation by GTIN"
          " covers that GTIN only, and ends when the registry's entry or the catalogue's row changes.",
          "型番の書き方が違う、シリーズ名しかない、事業者名が異なるなど、プログラムでは決められない場合に使います。誰が何を確認したかは evidence.db に残ります。GTIN による確認はその GTIN だけに効き、登録内容または商品台帳の行が変わると無効になります。"}},
    .example = {{"kenpin catalogue confirm --gtin 9520000000011 --label DEMO-0001 --operator Tanaka",
                 {"This product is that label's", "この商品はこのラベルの対象"}},
                {"kenpin catalogue confirm --brand Example --vendor 'Example K.K.' --operator Tanaka",
                 {"This brand is that vendor's", "このブランドはこの事業者のもの"}}},
    .options = {options},
    .call_size = sizeof(struct confirm_call),
    .no_rehearsal = true,
    .run = run,
};
