#include "ui/cli/config.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/base/text.h"
#include "ui/cli/nearest.h"
#include "ui/cli/options.h"

enum {
    FILE_BYTES = 64 * 1024,
    LINE_BYTES = 190, /* inih cuts lines at 200 without a word, their newline and NUL included */
    KEY_MAX = 40,
    KEYS_MAX = 32,
    WARN_DAYS_MAX = 3650,
};

#define AT(member) offsetof(struct config, member)

struct limits_said { /* before they stand in struct check_limits */
    int64_t fresh, stale_after, ask_within;
    struct option_number warn_days;
};

#define LIMIT(member) offsetof(struct limits_said, member)

const struct option config_limits[] = {
    {"fresh",
     "DURATION",
     OPTION_DURATION,
     LIMIT(fresh),
     0,
     true,
     {"How old a registry copy may be and still count as it stands. Default: 24h",
      "登録一覧の写しをそのまま信頼できる期間。既定値: 24h"}},
    {"stale-after",
     "DURATION",
     OPTION_DURATION,
     LIMIT(stale_after),
     0,
     true,
     {"How old a copy may be before nothing good rests on it. Default: 7d",
      "写しが古すぎて根拠にならなくなるまでの期間。既定値: 7d"}},
    {"warn-days",
     "N",
     OPTION_NUMBER,
     LIMIT(warn_days),
     WARN_DAYS_MAX,
     true,
     {"How many days before its end a label gives a warning. Default: 60",
      "ラベルの期限の何日前から注意とするか。既定値: 60"}},
    {"ask-within",
     "DURATION",
     OPTION_DURATION,
     LIMIT(ask_within),
     0,
     true,
     {"How long a check may ask labels' own pages where the copy cannot answer. Default: 3s",
      "写しで答えが出ないとき、検査がラベルのページに問い合わせる時間の上限。既定値: 3s"}},
    {0},
};

const struct option config_language[] = {
    {"lang",
     "en|ja",
     OPTION_WORD,
     AT(lang),
     0,
     true,
     {"The language. Default: that of the locale", "表示言語。既定値: ロケールの言語"}},
    {0},
};

struct reading {
    const char *path;
    FILE *file;
    int line; /* that inih is at; 1 and up */
    size_t bytes;
    struct config *out;
    struct limits_said limits;
    const struct option *seen[KEYS_MAX];
    int seen_line[KEYS_MAX];
    size_t seen_count;
    bool failed;
    struct err *err;
};

/* Puts "file:line: " before what was found wrong. */
static void fail_at(struct reading *r, int line)
{
    struct err said = *r->err;
    r->failed = true;
    (void)err_set(r->err, ERR_USAGE, "%1$s:%2$d: %3$.0s%4$s", "%1$s:%2$d: %3$s%4$.0s", r->path, line, said.ja, said.en);
}

static void wrong_key(struct reading *r, const char *section, const char *key)
{
    const struct option *const tables[] = {facts_options, config_language, config_limits};
    struct nearest nearest = nearest_to(key);
    const char *near = NULL;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct option *o = tables[i]; o->name; o++)
            if (o->config && nearest_try(&nearest, o->name))
                near = o->name;
    if (near)
        (void)err_set(r->err, ERR_USAGE, "[%s] has no \"%s\"; did you mean %s?",
                      "[%s] に「%s」という項目はありません。%s のことですか？", section, key, near);
    else
        (void)err_set(r->err, ERR_USAGE, "[%s] has no \"%s\". All that may stand there: kenpin help config",
                      "[%s] に「%s」という項目はありません。一覧: kenpin help config", section, key);
}

static const struct option *key_of(struct reading *r, const char *section, const char *key, void **call)
{
    const struct {
        const char *section;
        const struct option *options;
        void *call;
    } known[] = {
        {"defaults", facts_options, &r->out->defaults},
        {"defaults", config_language, r->out},
        {"limits", config_limits, &r->limits},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const struct option *o =
            strcmp(known[i].section, section) ? NULL : options_find(known[i].options, key, strlen(key));
        *call = known[i].call;
        if (o && o->config)
            return o;
    }
    return NULL;
}

static bool first_time(struct reading *r, const struct option *o)
{
    for (size_t i = 0; i < r->seen_count; i++)
        if (r->seen[i] == o) {
            (void)err_set(r->err, ERR_USAGE, "%s stands on line %d already", "%s は %d 行目にもあります", o->name,
                          r->seen_line[i]);
            return false;
        }
    if (r->seen_count < KEYS_MAX) {
        r->seen_line[r->seen_count] = r->line;
        r->seen[r->seen_count++] = o;
    }
    return true;
}

/* inih calls this for each `name = value`, and goes on whatever it returns. */
static int take(void *user, const char *section, const char *name, const char *value)
{
    struct reading *r = user;
    char key[KEY_MAX];
    void *call = NULL;
    if (r->failed)
        return 0;
    text_copy(key, sizeof key, name);
    for (char *c = key; *c; c++)
        if (*c == '_')
            *c = '-';
    const struct option *o = key_of(r, section, key, &call);
    if (!o)
        wrong_key(r, section, key);
    else if (first_time(r, o) && option_set(o, name, value, call, &r->out->keep, r->err) == 0)
        return 1;
    fail_at(r, r->line);
    return 0;
}

static char *next_line(char *line, int room, void *user)
{
    struct reading *r = user;
    if (r->failed || !fgets(line, room, r->file))
        return NULL;
    size_t size = strlen(line);
    r->line++;
    r->bytes += size;
    if (size > LINE_BYTES || r->bytes > FILE_BYTES) {
        (void)err_set(r->err, ERR_USAGE, "the line or the file is too long (at most %d bytes a line, %d in all)",
                      "行またはファイルが長すぎます（1 行 %d バイト、全体で %d バイトまで）", LINE_BYTES, FILE_BYTES);
        fail_at(r, r->line);
        return NULL;
    }
    return line;
}

static int take_limits(struct reading *r)
{
    struct check_limits *to = &r->out->limits;
    if (r->limits.fresh)
        to->fresh = r->limits.fresh;
    if (r->limits.stale_after)
        to->stale_after = r->limits.stale_after;
    r->out->ask_within = r->limits.ask_within;
    if (r->limits.warn_days.said)
        to->warn_days = r->limits.warn_days.value;
    if (to->fresh <= to->stale_after)
        return 0;
    return err_set(r->err, ERR_USAGE, "%s: fresh (%lld s) is longer than stale_after (%lld s)",
                   "%s: fresh（%lld 秒）が stale_after（%lld 秒）より長くなっています", r->path, (long long)to->fresh,
                   (long long)to->stale_after);
}

static int read_open(struct reading *r)
{
    int line = ini_parse_stream(next_line, r, take, r);
    if (!r->failed && ferror(r->file))
        return err_set(r->err, ERR_USAGE, "%s: cannot be read: %s", "%s: 読めません: %s", r->path, strerror(errno));
    if (!r->failed && line != 0) {
        (void)err_set(r->err, ERR_USAGE, "neither \"[section]\" nor \"name = value\"",
                      "「[節]」でも「名前 = 値」でもありません");
        fail_at(r, line);
    }
    return r->failed ? -1 : take_limits(r);
}

int config_read(const char *path, bool wanted, struct config *out, struct err *err)
{
    struct reading r = {.path = path, .out = out, .err = err};
    struct stat st;
    *out = (struct config){.limits = check_default_limits};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR) && !wanted)
        return 0;
    r.file = fd < 0 ? NULL : fdopen(fd, "r");
    if (!r.file || fstat(fd, &st) != 0) {
        (void)err_set(err, ERR_USAGE, "the config file %s cannot be read: %s", "設定ファイル %s を読めません: %s", path,
                      strerror(errno));
        if (fd >= 0 && !r.file)
            (void)close(fd);
    } else if (!S_ISREG(st.st_mode) && !S_ISCHR(st.st_mode)) {
        (void)err_set(err, ERR_USAGE, "the config file %s is no file", "設定ファイル %s はファイルではありません",
                      path);
    } else if (read_open(&r) == 0) {
        (void)fclose(r.file);
        return 0;
    }
    if (r.file)
        (void)fclose(r.file);
    config_clear(out);
    return -1;
}

void config_clear(struct config *c)
{
    option_keep_clear(&c->keep);
    *c = (struct config){.limits = check_default_limits};
}
