#include "ui/cli/context.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/base/text.h"
#include "cache/registry/revocations_file.h"
#include "cache/restore.h"
#include "ui/cli/command.h"

#define AT(member) offsetof(struct globals, member)

enum { ARGUMENT_MAX = 512, FILE_NAME_MAX = CONTEXT_PATH_MAX + 64, PERCENT = 100 };

const struct option context_options[] = {
    {"data",
     "DIR",
     OPTION_PATH,
     AT(data),
     0,
     false,
     {"The folder of evidence.db and cache.db. Default: $KENPIN_DATA, else $XDG_DATA_HOME/kenpin, else"
      " $HOME/.local/share/kenpin",
      "evidence.db と cache.db を置くフォルダー。既定値: $KENPIN_DATA、なければ $XDG_DATA_HOME/kenpin、なければ $HOME/.local/share/kenpin"}},
    {"lang",
     "en|ja",
     OPTION_WORD,
     AT(lang),
     0,
     false,
     {"The language. Default: that of the locale", "表示言語。既定値: ロケールの言語"}},
    {"offline", NULL, OPTION_FLAG, AT(offline), 0, false, {"Use no network", "ネットワークを使いません"}},
    {"as-if",
     "TIME",
     OPTION_MOMENT,
     AT(as_if),
     0,
     false,
     {"Judge as if the clock said this, such as 2026-11-21T10:15:00Z: a rehearsal, nothing is recorded",
      "時計がこの時刻（例: 2026-11-21T10:15:00Z）であるものとして判定します。予行であり、記録は残りません"}},
    {"help", NULL, OPTION_FLAG, AT(help), 0, false, {"Help on the command", "コマンドの説明を表示します"}},
    {"version", NULL, OPTION_FLAG, AT(version), 0, false, {"The version", "版を表示します"}},
    {0},
};

/* ---- the environment ---- */

static const char *env(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

enum lang context_lang(int said, int config)
{
    if (said || config)
        return (enum lang)(said ? said : config);
    const char *locale = env("LC_ALL");
    if (!locale)
        locale = env("LC_MESSAGES");
    if (!locale)
        locale = env("LANG");
    return locale && !strncmp(locale, "ja", 2) ? LANG_JA : LANG_EN;
}

/* $XDG_x/kenpin, else $HOME/fallback/kenpin; false when neither is set or they are too long. The standard says to
 * ignore an XDG folder that is no full path. */
static bool xdg(const char *name, const char *fallback, const char *file, char *out, size_t room)
{
    const char *base = env(name), *home = env("HOME");
    int size = -1;
    if (base && *base == '/')
        size = snprintf(out, room, "%s/kenpin%s", base, file);
    else if (home)
        size = snprintf(out, room, "%s/%s/kenpin%s", home, fallback, file);
    return size > 0 && (size_t)size < room;
}

int context_data(const char *said, char out[CONTEXT_PATH_MAX], struct err *err)
{
    const char *folder = said ? said : env("KENPIN_DATA");
    if (folder) {
        int size = snprintf(out, CONTEXT_PATH_MAX, "%s", folder);
        if (size < CONTEXT_PATH_MAX)
            return 0;
    } else if (xdg("XDG_DATA_HOME", ".local/share", "", out, CONTEXT_PATH_MAX)) {
        return 0;
    }
    return err_set(
        err, ERR_USAGE, "no data folder: give a short one with --data DIR, or set KENPIN_DATA or HOME",
        "データ用フォルダーが決まりません。--data DIR で短い名前を指定するか、KENPIN_DATA か HOME を設定してください");
}

int context_config(struct config *out, struct err *err)
{
    char path[FILE_NAME_MAX];
    const char *said = env("KENPIN_CONFIG");
    *out = (struct config){.limits = check_default_limits};
    if (said)
        return config_read(said, true, out, err);
    return xdg("XDG_CONFIG_HOME", ".config", "/kenpin.ini", path, sizeof path) ? config_read(path, false, out, err) : 0;
}

moment context_now(const struct context *ctx)
{
    return ctx->as_if ? ctx->as_if : (moment)time(NULL);
}

int context_text(struct context *ctx, const char *shown, const char *arg, const char **out, struct err *err)
{
    return option_text(shown, arg, ARGUMENT_MAX, &ctx->keep, out, err);
}

/* ---- the data folder ---- */

/* The folder and those above it; only its owner may look in. */
static int make_folder(const char *folder, struct err *err)
{
    enum { OWNER_ONLY = 0700 };
    char path[CONTEXT_PATH_MAX];
    struct stat st;
    if (stat(folder, &st) == 0 && S_ISDIR(st.st_mode))
        return 0;
    (void)snprintf(path, sizeof path, "%s", folder);
    for (char *slash = path; slash; *slash = '/') {
        slash = strchr(slash + 1, '/');
        if (slash)
            *slash = 0;
        if (mkdir(path, OWNER_ONLY) != 0 && errno != EEXIST)
            return err_set(
                err, ERR_IO,
                "the data folder %s cannot be made: %s. Choose another with --data DIR; nothing was recorded",
                "データ用フォルダー %s を作れません: %s。--data DIR で別の場所を指定してください。何も記録していません",
                folder, strerror(errno));
        if (!slash)
            break;
    }
    if (stat(folder, &st) == 0 && S_ISDIR(st.st_mode))
        return 0;
    return err_set(err, ERR_IO, "%s is no folder. Choose another with --data DIR; nothing was recorded",
                   "%s はフォルダーではありません。--data DIR で別の場所を指定してください。何も記録していません",
                   folder);
}

int context_make_data(const struct context *ctx, struct err *err)
{
    return make_folder(ctx->data, err);
}

static void say_aside(const struct context *ctx, struct db *db)
{
    if (db->set_aside)
        context_note(
            ctx,
            "the damaged cache was set aside as %s. evidence.db is untouched. Import the registries and the"
            " catalogue again: kenpin registry import, kenpin catalogue import",
            "壊れたキャッシュを %s に退避しました。evidence.db はそのままです。登録一覧と商品台帳を取り込み直してください: kenpin registry import, kenpin catalogue import",
            db->aside);
    db->set_aside = false;
}

int context_open_cache(struct context *ctx, enum db_mode mode, struct db *out, struct err *err)
{
    char path[FILE_NAME_MAX];
    *out = (struct db){0};
    if (mode == DB_WRITE && make_folder(ctx->data, err))
        return -1;
    (void)snprintf(path, sizeof path, "%s/cache.db", ctx->data);
    if (db_open(path, mode, out, err))
        return -1;
    say_aside(ctx, out);
    return 0;
}

void context_close_cache(struct context *ctx, struct db *db)
{
    db_close(db);
    say_aside(ctx, db);
}

int context_open_ledger(struct context *ctx, bool create, struct ledger **out, struct err *err)
{
    char path[FILE_NAME_MAX];
    *out = NULL;
    if (create && make_folder(ctx->data, err))
        return -1;
    (void)snprintf(path, sizeof path, "%s/evidence.db", ctx->data);
    return ledger_open(path, create, out, err);
}

int context_revocations(const struct context *ctx, struct revocations *out, struct err *err)
{
    char path[FILE_NAME_MAX];
    (void)snprintf(path, sizeof path, "%s/revocations.csv", ctx->data);
    return revocations_file_read(path, out, err);
}

int context_restore(struct context *ctx, struct db *db, struct err *err)
{
    struct ledger *ledger = NULL;
    int64_t restored = 0;
    int result = context_open_ledger(ctx, false, &ledger, err);
    if (result == 0)
        result = restore_confirmations(db, ledger, &restored, err);
    ledger_close(ledger);
    if (result == 0 && restored > 0)
        context_note(ctx, "confirmations taken back from the evidence: %" PRId64,
                     "確認の記録 %" PRId64 " 件を証跡から復元しました", restored);
    return result;
}

/* ---- talking ---- */

static void line(FILE *out, const char *before, enum lang lang, const char *en, const char *ja, va_list args)
{
    char text[ERR_TEXT_MAX * 4];
    int size = vsnprintf(text, sizeof text, lang == LANG_JA ? ja : en, args);
    if (size >= (int)sizeof text)
        text_mend_cut(text);
    fputs(before, out);
    show_safe(out, text);
    fputc('\n', out);
}

void context_note(const struct context *ctx, const char *en, const char *ja, ...)
{
    va_list args;
    va_start(args, ja);
    line(stderr, "kenpin: ", ctx->lang, en, ja, args);
    va_end(args);
}

void context_say(const struct context *ctx, const char *en, const char *ja, ...)
{
    va_list args;
    va_start(args, ja);
    line(stdout, "", ctx->lang, en, ja, args);
    va_end(args);
}

int context_fail(const struct context *ctx, const struct err *err)
{
    context_note(ctx, "%s", "%s", err_text(err, ctx->lang));
    return err->code == ERR_USAGE ? STATUS_WRONG_CALL : STATUS_COULD_NOT;
}

int context_fail_in(const struct context *ctx, const char *file, const struct err *err)
{
    const char *text = err_text(err, ctx->lang);
    if (err->code != ERR_INPUT || strstr(text, file))
        return context_fail(ctx, err);
    context_note(ctx, "%s: %s", "%s: %s", file, text);
    return STATUS_COULD_NOT;
}

struct show_style context_style(const struct context *ctx)
{
    return show_style_for(stdout, ctx->lang);
}

/* ---- what takes long ---- */

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

struct context_progress context_progress_begin(const struct context *ctx)
{
    struct sigaction action = {.sa_handler = stop, .sa_flags = (int)SA_RESETHAND}; /* a second Ctrl-C ends at once */
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    return (struct context_progress){.ctx = ctx, .shown = isatty(STDERR_FILENO) == 1, .percent = -1};
}

int context_progress(void *progress, int64_t done, int64_t of)
{
    struct context_progress *p = progress;
    int percent = of > 0 && done < of ? (int)(done * PERCENT / of) : PERCENT;
    if (p->shown && percent != p->percent) {
        p->percent = percent;
        fprintf(stderr, "\r%3d %%", percent);
        fflush(stderr);
    }
    return stopped;
}

void context_progress_hide(struct context_progress *p)
{
    if (p->shown && p->percent >= 0)
        fputs("\r     \r", stderr);
    p->percent = -1;
}

void context_progress_end(struct context_progress *p)
{
    context_progress_hide(p);
    p->shown = false;
}

bool context_stopped(void)
{
    return stopped != 0;
}
