#include "ui/cli/option.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/cli/nearest.h"

enum { SHOWN_MAX = 80 /* bytes of a wrong value that a message repeats */, DIGITS_MAX = 9 };

/* `allowed` as in an option's argument: "gb|ni|jp". */
static int wrong(const char *shown, const char *value, const char *allowed, const char *near, struct err *err)
{
    char seen[SHOWN_MAX], list[2 * SHOWN_MAX] = "";
    text_copy(seen, sizeof seen, value);
    for (size_t i = 0, at = 0; allowed[i] && at + 2 < sizeof list; i++)
        at += (size_t)snprintf(list + at, sizeof list - at, allowed[i] == '|' ? ", " : "%c", allowed[i]);
    if (near)
        return err_set(err, ERR_USAGE, "%s: \"%s\" is not one of: %s. Did you mean %s?",
                       "%s: 「%s」は使えません。使えるのは %s です。%s のことですか？", shown, seen, list, near);
    return err_set(err, ERR_USAGE, "%s: \"%s\" cannot be read; give it in this form: %s",
                   "%s: 「%s」は読めません。次の形で指定してください: %s", shown, seen, list);
}

static bool is_choice(const char *word, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!islower((unsigned char)word[i]) && word[i] != '-')
            return false;
    return size > 0 && size < OPTION_CHOICE_TEXT;
}

bool option_choice(const struct option *o, int index, char out[OPTION_CHOICE_TEXT])
{
    for (const char *at = o->argument; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL) {
        size_t size = strcspn(at, "|");
        if (is_choice(at, size) && --index == 0) {
            memcpy(out, at, size);
            out[size] = 0;
            return true;
        }
    }
    return false;
}

static int keep_text(char *text, struct option_keep *keep, const char **out, struct err *err)
{
    if (keep->count == OPTION_KEEP_MAX) {
        free(text);
        return err_set(err, ERR_USAGE, "too many options: %d texts at most",
                       "オプションが多すぎます（文字列は %d 個まで）", OPTION_KEEP_MAX);
    }
    keep->item[keep->count++] = text;
    *out = text;
    return 0;
}

static bool is_blank(const char *text)
{
    for (int32_t c; (c = text_next(&text));)
        if (!text_is_space(c) && !text_is_invisible(c))
            return false;
    return true;
}

int option_text(const char *shown, const char *value, size_t most, struct option_keep *keep, const char **out,
                struct err *err)
{
    char *text;
    size_t size = strlen(value);
    *out = NULL;
    if (size > most)
        return err_set(err, ERR_USAGE, "%s: %zu bytes; at most %zu are taken",
                       "%s: %zu バイトあります（%zu バイトまで）", shown, size, most);
    if (!text_valid(value, size))
        return err_set(err, ERR_USAGE, "%s: the text is not valid UTF-8; check the terminal's or the script's encoding",
                       "%s: UTF-8 として正しくない文字列です。端末やスクリプトの文字コードを確認してください", shown);
    if (is_blank(value))
        return err_set(err, ERR_USAGE, "%s: the text is empty; leave it out where there is nothing to say",
                       "%s: 空の文字列です。指定しない場合は省いてください", shown);
    if (text_nfkc(value, &text, err))
        return -1;
    if (strlen(text) > most) { /* some characters grow */
        size = strlen(text);
        free(text);
        return err_set(err, ERR_USAGE, "%s: %zu bytes in its normal form; at most %zu are taken",
                       "%s: 正規化すると %zu バイトになります（%zu バイトまで）", shown, size, most);
    }
    return keep_text(text, keep, out, err);
}

static const char *nearest_choice(const struct option *o, const char *value, char out[OPTION_CHOICE_TEXT])
{
    struct nearest near = nearest_to(value);
    char word[OPTION_CHOICE_TEXT];
    int best = 0;
    for (int i = 1; option_choice(o, i, word); i++)
        if (nearest_try(&near, word))
            best = i;
    return best && option_choice(o, best, out) ? out : NULL;
}

static int choice_of(const struct option *o, const char *value)
{
    char word[OPTION_CHOICE_TEXT];
    for (int i = 1; option_choice(o, i, word); i++)
        if (!strcmp(word, value))
            return i;
    return 0;
}

static int set_word(const struct option *o, const char *shown, const char *value, int *to, struct err *err)
{
    char near[OPTION_CHOICE_TEXT];
    *to = choice_of(o, value);
    return *to ? 0 : wrong(shown, value, o->argument, nearest_choice(o, value, near), err);
}

static int add_word(const struct option *o, const char *shown, const char *word, struct option_words *to,
                    struct err *err)
{
    int which;
    if (set_word(o, shown, word, &which, err))
        return -1;
    for (size_t i = 0; i < to->count; i++)
        if (to->item[i] == which)
            return err_set(err, ERR_USAGE, "%s: \"%s\" stands there twice; name each once",
                           "%s: 「%s」が二度あります。一度ずつ指定してください", shown, word);
    if (to->count == OPTION_WORDS_MAX)
        return err_set(err, ERR_USAGE, "%s: too many words", "%s: 語が多すぎます", shown);
    to->item[to->count++] = which;
    return 0;
}

static int set_words(const struct option *o, const char *shown, const char *value, struct option_words *to,
                     struct err *err)
{
    char word[SHOWN_MAX];
    *to = (struct option_words){0};
    for (const char *at = value;; at++) {
        size_t size = strcspn(at, ",");
        if (size >= sizeof word)
            return wrong(shown, value, o->argument, NULL, err);
        memcpy(word, at, size);
        word[size] = 0;
        if (add_word(o, shown, text_trim(word), to, err))
            return -1;
        at += size;
        if (!*at)
            return 0;
    }
}

/* Decimal digits at the start of `text`; -1 when there are none or too many. *end is behind them. */
static int64_t digits(const char *text, const char **end)
{
    int64_t value = 0;
    int count = 0;
    for (*end = text; isdigit((unsigned char)**end); ++*end, count++) {
        if (count == DIGITS_MAX)
            return -1;
        value = value * 10 + (**end - '0');
    }
    return count ? value : -1;
}

static int set_number(const struct option *o, const char *shown, const char *value, struct option_number *to,
                      struct err *err)
{
    char allowed[32];
    const char *end;
    int64_t number = digits(value, &end);
    if (number < 0 || *end || (size_t)number > o->most) {
        snprintf(allowed, sizeof allowed, "0-%zu", o->most);
        return wrong(shown, value, allowed, NULL, err);
    }
    *to = (struct option_number){true, (int)number};
    return 0;
}

static int set_duration(const char *shown, const char *value, int64_t *to, struct err *err)
{
    static const struct {
        const char *unit;
        int64_t seconds;
    } units[] = {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};
    const char *end;
    int64_t number = digits(value, &end);
    for (size_t i = 0; number > 0 && i < sizeof units / sizeof *units; i++)
        if (!strcmp(end, units[i].unit)) {
            *to = number * units[i].seconds;
            return 0;
        }
    return wrong(shown, value, "90m|24h|7d", NULL, err);
}

static int set_moment(const struct option *o, const char *shown, const char *value, moment *to, struct err *err)
{
    static const char forms[] = "now|2026-11-21T10:15:00Z|2026-11-21T19:15:00+09:00";
    char word[OPTION_CHOICE_TEXT];
    bool now = option_choice(o, 1, word);
    if (now && !strcmp(word, value)) {
        *to = OPTION_NOW;
        return 0;
    }
    return moment_parse(value, to) && *to ? 0 : wrong(shown, value, now ? forms : strchr(forms, '|') + 1, NULL, err);
}

static int set_since(const char *shown, const char *value, moment *to, struct err *err)
{
    char text[MOMENT_TEXT];
    day d = day_parse(value);
    char date[DAY_TEXT];
    snprintf(text, sizeof text, "%sT00:00:00Z", day_text(d, date));
    return moment_parse(d ? text : value, to) && *to
               ? 0
               : wrong(shown, value, "2026-11-21|2026-11-21T10:15:00Z", NULL, err);
}

static int set_day(const char *shown, const char *value, day *to, struct err *err)
{
    *to = day_parse(value);
    return *to ? 0 : wrong(shown, value, "2026-11-21", NULL, err);
}

static int add_text(const char *shown, const char *text, struct option_texts *to, struct err *err)
{
    if (to->count == OPTION_TEXTS_MAX)
        return err_set(err, ERR_USAGE, "%s: given more than %d times", "%s: %d 回を超えて指定されています", shown,
                       OPTION_TEXTS_MAX);
    to->item[to->count++] = text;
    return 0;
}

static int set_path(const char *shown, const char *value, const char **to, struct err *err)
{
    if (!*value)
        return err_set(err, ERR_USAGE, "%s: the name is empty", "%s: 名前が空です", shown);
    *to = value;
    return 0;
}

int option_set(const struct option *o, const char *shown, const char *value, void *call, struct option_keep *keep,
               struct err *err)
{
    enum { TEXT_MOST = 256 };
    void *to = (char *)call + o->target;
    const char *text = NULL;
    if (o->kind == OPTION_FLAG) {
        *(bool *)to = true;
        return 0;
    }
    if (o->kind == OPTION_TIMES) {
        ++*(int *)to;
        return 0;
    }
    if (o->kind == OPTION_PATH)
        return set_path(shown, value, to, err);
    if (o->kind == OPTION_PATHS)
        return set_path(shown, value, &text, err) || add_text(shown, text, to, err) ? -1 : 0;
    bool is_text = o->kind == OPTION_TEXT || o->kind == OPTION_TEXTS;
    if (option_text(shown, value, is_text && o->most ? o->most : TEXT_MOST, keep, &text, err))
        return -1;
    switch (o->kind) {
    case OPTION_TEXT:
        *(const char **)to = text;
        return 0;
    case OPTION_TEXTS:
        return add_text(shown, text, to, err);
    case OPTION_WORD:
        return set_word(o, shown, text, to, err);
    case OPTION_WORDS:
        return set_words(o, shown, text, to, err);
    case OPTION_NUMBER:
        return set_number(o, shown, text, to, err);
    case OPTION_DAY:
        return set_day(shown, text, to, err);
    case OPTION_MOMENT:
        return set_moment(o, shown, text, to, err);
    case OPTION_SINCE:
        return set_since(shown, text, to, err);
    case OPTION_DURATION:
        return set_duration(shown, text, to, err);
    case OPTION_FLAG:
    case OPTION_TIMES:
    case OPTION_PATH:
    case OPTION_PATHS:
        break;
    }
    return 0;
}

void option_keep_clear(struct option_keep *keep)
{
    for (size_t i = 0; i < keep->count; i++)
        free(keep->item[i]);
    keep->count = 0;
}
