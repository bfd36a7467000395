#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cache/registry/mirror_web.h"
#include "cache/registry/probe.h"
#include "cache/registry/sync.h"
#include "ui/cli/command.h"
#include "ui/cli/network.h"

struct probe_call {
    int scheme;
    const char *columns;
    int64_t timeout;
};

#define AT(member) offsetof(struct probe_call, member)

static const struct option options[] = {
    {"scheme",
     "jc-star|cls",
     OPTION_WORD,
     AT(scheme),
     0,
     false,
     {"Whose list it is; needed for a FILE", "どの制度の一覧か。FILE には必須です"}},
    {"columns",
     "MAP.json",
     OPTION_PATH,
     AT(columns),
     0,
     false,
     {"Which heading is which field, as {\"field\": \"heading\"}, to try out",
      "見出しの対応表 {\"field\": \"見出し\"} を試します"}},
    {"timeout",
     "DURATION",
     OPTION_DURATION,
     AT(timeout),
     0,
     false,
     {"How long one request may take, such as 90s. Default: 5m", "1 回の問い合わせの制限時間（例: 90s）。既定値: 5m"}},
    {0},
};

enum { ROWS_SHOWN = 3, TIMEOUT_MOST = 86400 };

static const char *form_name(enum form form)
{
    static const char *const names[] = {
        [FORM_CSV] = "CSV", [FORM_JSON] = "JSON", [FORM_XLSX] = "XLSX", [FORM_HTML] = "HTML"};
    return form && form < sizeof names / sizeof *names ? names[form] : "?";
}

/* ---- a list ---- */

static void show_heading(void *ctx, size_t column, const char *text, const char *field, bool known)
{
    if (field)
        context_say(ctx, "  %2zu  %-8s  %s", "  %2zu  %-8s  %s", column + 1, field, text);
    else if (known)
        context_say(ctx, "  %2zu  -         %s  (known, not kept)", "  %2zu  -         %s （既知、保存しません）",
                    column + 1, text);
    else
        context_say(ctx, "  %2zu  -         %s  (not known)", "  %2zu  -         %s （不明）", column + 1, text);
}

static const char *or_dash(const char *text)
{
    return text && *text ? text : "-";
}

static void show_row(void *ctx, const struct label_row *row)
{
    char issued[DAY_TEXT], expires[DAY_TEXT];
    const struct entry *e = &row->entry;
    day_text(e->issued, issued);
    day_text(e->expires, expires);
    context_say(ctx, "  %s · ★%d · %s = %s · %s to %s · %s · %s · models %zu (%s)",
                "  %s · ★%d · %s = %s · %s から %s まで · %s · %s · 型番 %zu 件（%s）", e->number, e->level,
                or_dash(e->word), status_name(e->status), or_dash(issued), or_dash(expires), or_dash(e->vendor),
                or_dash(e->product), e->models.count, e->models.count ? e->models.item[0].raw : "-");
}

static void show_missing(const struct context *ctx, unsigned missing)
{
    char list[200] = "";
    for (int f = 1; f < HEADINGS_FIELDS_MAX; f++)
        if (missing & 1u << f)
            snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", list[0] ? ", " : "",
                     headings_registry.name[f]);
    context_say(ctx, "fields without a column: %s", "列のない項目: %s", list[0] ? list : "-");
}

static int probe_list(struct context *ctx, const struct probe_ask *ask, struct err *err)
{
    struct probe_sink headings = {.ctx = ctx, .heading = show_heading}, rows = {.ctx = ctx, .row = show_row};
    struct probe_result r;
    struct probe_ask again = *ask;
    /* Twice: a list whose later rows are refused still has headings to show. */
    context_say(ctx, "columns:", "列:");
    if (probe_file(ask, &headings, &r, err))
        return -1;
    show_missing(ctx, r.missing);
    again.form = r.form;
    context_say(ctx, "first rows, as they are read:", "最初の行の読み取り結果:");
    if (probe_file(&again, &rows, &r, err))
        return -1;
    context_say(ctx, "form %s · table %zu · headings on %s %" PRId64 "%s · rows %" PRId64,
                "形式 %s · 表 %zu · 見出しの位置 %s %" PRId64 "%s · %" PRId64 " 行", form_name(r.form), r.view + 1,
                words_in(r.unit, ctx->lang), r.line, r.turned ? " (in the first column)" : "", r.rows);
    if (ask->scheme)
        context_say(ctx, "not understood: status words %" PRId64 ", levels %" PRId64 ", dates %" PRId64,
                    "読めないもの: 状態の語 %" PRId64 "、レベル %" PRId64 "、日付 %" PRId64, r.unclear_words,
                    r.unknown_levels, r.unread_dates);
    return 0;
}

static int probe_path(struct context *ctx, const char *path, struct err *err)
{
    const struct probe_call *call = ctx->call;
    struct probe_ask ask = {
        .path = path,
        .scheme = (enum scheme)call->scheme,
        .columns = call->columns,
        .as_of = context_now(ctx),
        .rows = ROWS_SHOWN,
    };
    if (!call->scheme)
        return err_set(err, ERR_USAGE, "a FILE needs --scheme jc-star or --scheme cls: whose list is it?",
                       "FILE には --scheme jc-star または --scheme cls が要ります");
    return probe_list(ctx, &ask, err);
}

/* ---- a source ---- */

static void show_source(const struct context *ctx, const struct source *s, const char *folder)
{
    context_say(ctx, "%s (%s)", "%s（%s）", s->name, s->shipped ? "came with kenpin" : folder);
    if (s->about[0])
        context_say(ctx, "  %s", "  %s", s->about);
    if (!s->proved)
        context_say(ctx, "  not proved against the live site", "  実際のサイトで確かめられていません");
    context_say(ctx, "  scheme   %s", "  制度     %s", s->scheme ? scheme_name(s->scheme) : "none");
    context_say(ctx, "  address  %s", "  URL      %s", or_dash(s->address));
    for (size_t i = 0; i < s->hosts; i++)
        context_say(ctx, "  host     %s", "  ホスト   %s", s->host[i]);
    const char *foreign = source_foreign_host(s);
    if (foreign)
        context_say(ctx, "  %s is no official host of a scheme", "  %s は制度の公式ホストではありません", foreign);
}

/* What a mirror has, if it is signed by a trusted key. */
static int probe_mirror(struct context *ctx, struct gather_ask *ask, struct err *err)
{
    struct mirror_web web = {.ask = ask};
    struct mirror_get get = {&web, mirror_web_get};
    struct minisign_public trusted[MIRROR_TRUSTED_MAX];
    struct latest *latest = calloc(1, sizeof *latest);
    char made[MOMENT_TEXT], expires[MOMENT_TEXT], as_of[MOMENT_TEXT];
    size_t count, by;
    if (!latest)
        return err_memory(err);
    int rc = mirror_web_trusted(ask->source, trusted, &count, err);
    if (rc == 0)
        rc = fetch_open(&web.fetch, err);
    if (rc == 0)
        rc = mirror_latest(&get, trusted, count, NULL, latest, &by, err);
    fetch_close(web.fetch);
    if (rc == 0)
        context_say(ctx, "signed by %s · serial %" PRId64 " · made %s · good until %s",
                    "署名 %s · 通し番号 %" PRId64 " · 作成 %s · 有効期限 %s", ask->source->trust[by], latest->serial,
                    moment_text(latest->made, made), moment_text(latest->expires, expires));
    for (size_t i = 0; rc == 0 && i < latest->lists; i++)
        context_say(ctx, "  %s from %s · as of %s · labels %" PRId64 " · deltas %zu",
                    "  %s · 出所 %s · 時点 %s · ラベル %" PRId64 " · 差分 %zu", scheme_title(latest->list[i].scheme),
                    latest->list[i].source, moment_text(latest->list[i].as_of, as_of), latest->list[i].labels,
                    latest->list[i].deltas);
    free(latest);
    return rc;
}

static int probe_gathered(struct context *ctx, const struct source *s, struct gathered *got, struct err *err)
{
    const struct probe_call *call = ctx->call;
    struct probe_ask ask = {
        .path = got->path,
        .scheme = s->scheme,
        .columns = call->columns,
        .headings = call->columns ? NULL : &s->columns,
        .as_of = context_now(ctx),
        .rows = ROWS_SHOWN,
    };
    context_say(ctx, "the list is %s (%" PRId64 " bytes, requests: %d)", "一覧は %s（%" PRId64 " バイト、要求 %d 回）",
                got->address, got->answer.bytes, got->requests);
    return probe_list(ctx, &ask, err);
}

static int fetch_and_probe(struct context *ctx, const struct source *s, struct err *err)
{
    const struct probe_call *call = ctx->call;
    char scratch[NETWORK_SCRATCH_MAX];
    struct gathered *got = calloc(1, sizeof *got);
    if (!got)
        return err_memory(err);
    int rc = network_scratch(scratch, err);
    if (rc == 0) {
        struct context_progress progress = context_progress_begin(ctx);
        struct gather_ask ask = {
            .source = s,
            .folder = scratch,
            .ca = network_certificates(),
            .seconds = call->timeout ? (int)call->timeout : SYNC_SECONDS,
            .progress = context_progress,
            .progress_ctx = &progress,
        };
        bool mirror = s->form == SOURCE_FORM_KENPIN;
        rc = mirror ? probe_mirror(ctx, &ask, err) : gather_list(&ask, got, err);
        context_progress_end(&progress);
        if (rc == 0 && !mirror)
            rc = probe_gathered(ctx, s, got, err);
        gather_clear(scratch);
        network_scratch_remove(scratch);
    }
    free(got);
    return rc;
}

static int probe_source(struct context *ctx, const char *name, struct err *err)
{
    char folder[CONTEXT_PATH_MAX + 16];
    struct source *s = calloc(1, sizeof *s);
    if (!s)
        return err_memory(err);
    int rc = network_sources(ctx, folder, err);
    if (rc == 0)
        rc = source_find(folder, name, s, err);
    if (rc == 0) {
        show_source(ctx, s, folder);
        rc = network_allowed(ctx, err);
    }
    if (rc == 0)
        rc = fetch_and_probe(ctx, s, err);
    source_clear(s);
    free(s);
    return rc;
}

static int run(struct context *ctx)
{
    const struct probe_call *call = ctx->call;
    const char *what = ctx->args[0];
    struct stat st;
    struct err err = {0};
    bool is_file = strpbrk(what, "/.") || stat(what, &st) == 0;
    int rc;
    if (call->timeout > TIMEOUT_MOST)
        rc = err_set(&err, ERR_USAGE, "--timeout is a day at most", "--timeout は 1 日までです");
    else
        rc = is_file ? probe_path(ctx, what, &err) : probe_source(ctx, what, &err);
    if (rc == 0)
        return STATUS_OK;
    return is_file ? context_fail_in(ctx, what, &err) : context_fail(ctx, &err);
}

const struct command registry_probe_command = {
    .name = "registry probe",
    .arguments = "SOURCE | FILE --scheme jc-star|cls",
    .does = {"show how a source or a file would be read; changes nothing",
             "取得元やファイルがどう読まれるかを表示する（何も変更しない）"},
    .about =
        {
            {"Which table of it is the list, which heading is which field, the first rows as they are read, and what is"
             " missing. For a SOURCE its description is shown first, then its list is fetched.",
             "どの表が一覧か、どの見出しがどの項目か、最初の行の読み取り結果、足りないものを表示します。SOURCE "
             "の場合は、先に記述を表示し、一覧を取得します。"},
            {"To mend a description, put a file with its \"name\" into DATA/sources, NAME.json: \"address\"; \"hosts\";"
             " \"find\" with a \"link\" such as *.xlsx, an \"xpath\", or an \"id\" and \"then\"; \"form\"; \"headings\""
             " as {\"field\": \"heading\"}; \"interval_hours\". Every key is checked.",
             "記述を直すには、同じ \"name\" のファイルを DATA/sources/NAME.json に置きます: \"address\"、\"hosts\"、"
             "\"find\"（*.xlsx のような \"link\"、\"xpath\"、または \"id\" と "
             "\"then\"）、\"form\"、\"headings\"（{\"項目\": "
             "\"見出し\"}）、\"interval_hours\"。キーはすべて検査されます。"},
        },
    .example = {{"kenpin registry probe ipa-jc-star", {"Ask IPA's page", "IPA のページに問い合わせる"}},
                {"kenpin registry probe list.csv --scheme jc-star",
                 {"A file that was downloaded", "ダウンロードしたファイル"}}},
    .options = {options},
    .call_size = sizeof(struct probe_call),
    .least = 1,
    .most = 1,
    .run = run,
};
