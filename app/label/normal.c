#include "app/label/normal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <utf8proc.h>

#include "app/base/text.h"

/* NFKC after upper case can want upper case again, and a space that NFKC makes and we drop can join what stood apart;
 * no code point is known to need a third round. */
#define ROUNDS_MAX 4

static bool is_ascii_letter_or_digit(int32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_ascii(const char *text)
{
    for (const char *s = text; *s; s++)
        if ((unsigned char)*s >= 0x80)
            return false;
    return true;
}

/* Most of a registry is ASCII, where the form is upper case without spaces and controls. */
static int ascii_form(const char *text, char **out, struct err *err)
{
    char *to = *out = malloc(strlen(text) + 1);
    if (!to)
        return err_memory(err);
    for (const char *s = text; *s; s++)
        if (*s > ' ' && *s != 0x7f)
            *to++ = *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s;
    *to = '\0';
    return 0;
}

/* Moves the bytes [from, end) down to `to`; returns where they end. */
static char *keep(char *to, const char *from, const char *end)
{
    memmove(to, from, (size_t)(end - from));
    return to + (end - from);
}

/* In place: white space and invisible characters out. */
static void drop_unseen(char *text)
{
    char *to = text;
    const char *at = text, *from = at;
    for (int32_t c; (c = text_next(&at)) != 0; from = at)
        if (!text_is_space(c) && !text_is_invisible(c))
            to = keep(to, from, at);
    *to = '\0';
}

static int upper(const char *text, char **out, struct err *err)
{
    /* One byte stays one byte, two become three at most, three and four never grow. */
    char *to = *out = malloc(strlen(text) * 2 + 4);
    if (!to)
        return err_memory(err);
    for (int32_t c; (c = text_next(&text)) != 0;)
        to = text_put(to, utf8proc_toupper(c));
    *to = '\0';
    return 0;
}

/* One round of NFKC, upper case and dropping; *text is owned and replaced, *changed says whether by something else. */
static int fold_round(char **text, bool *changed, struct err *err)
{
    char *composed = NULL, *folded = NULL;
    int rc = text_nfkc(*text, &composed, err);
    if (rc == 0)
        rc = upper(composed, &folded, err);
    if (rc == 0) {
        drop_unseen(folded);
        *changed = strcmp(*text, folded) != 0;
        free(*text);
        *text = folded;
    }
    free(composed);
    return rc;
}

static bool is_dash(int32_t c)
{
    /* After NFKC: U+FE63 and U+FF0D are '-' by then, U+FF70 is U+30FC. */
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30fc || c == 0x2500;
}

/* In place: a run of dashes that stands between two ASCII letters or digits becomes as many '-'. The ー of a katakana
 * word stays. */
static void fold_dashes(char *text)
{
    char *to = text;
    const char *at = text, *from = at;
    for (int32_t before = 0, c; (c = text_next(&at)) != 0; from = at, before = c) {
        if (!is_dash(c)) {
            to = keep(to, from, at);
            continue;
        }
        const char *end = at;
        size_t run = 1;
        int32_t after;
        for (; is_dash(after = text_next(&at)); end = at)
            run++;
        at = end;
        if (is_ascii_letter_or_digit(before) && is_ascii_letter_or_digit(after)) {
            memset(to, '-', run);
            to += run;
        } else {
            to = keep(to, from, end);
        }
    }
    *to = '\0';
}

int normal_form(const char *text, char **out, struct err *err)
{
    *out = NULL;
    if (is_ascii(text))
        return ascii_form(text, out, err);
    char *form = strdup(text);
    if (!form)
        return err_memory(err);
    /* White space goes first: "A – B" must lose its spaces before the dash is looked at, or the form of the form would
     * be another one. */
    drop_unseen(form);
    bool changed = true;
    for (int round = 0; changed && round < ROUNDS_MAX; round++)
        if (fold_round(&form, &changed, err) != 0) {
            free(form);
            return -1;
        }
    fold_dashes(form);
    *out = form;
    return 0;
}

bool normal_is_placeholder(const char *norm)
{
    static const char *const none[] = {"N/A", "N.A.",    "#N/A", "NONE", "NIL",  "NULL", "TBD",
                                       "TBA", "UNKNOWN", "なし", "無し", "不明", "未定", "該当なし"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (!strcmp(norm, none[i]))
            return true;
    for (int32_t c; (c = text_next(&norm)) != 0;)
        if (text_is_letter_or_digit(c))
            return false;
    return true;
}

int normal_loose(const char *text, char **out, struct err *err)
{
    if (normal_form(text, out, err) != 0)
        return -1;
    char *to = *out;
    const char *at = *out, *from = at;
    for (int32_t c; (c = text_next(&at)) != 0; from = at)
        if (text_is_letter_or_digit(c))
            to = keep(to, from, at);
    *to = '\0';
    return 0;
}

/* Dropped wherever they stand; NFKC has made ㈱ and （株） the second. */
static const char *const anywhere[] = {"株式会社", "(株)"};

/* Dropped at either end. A Latin form has to be a whole word there, its final dots aside; pairs written without a space
 * are listed, because a dot alone does not end a word ("Monster.ag"). */
static const struct {
    const char *text;
    bool latin;
} at_ends[] = {
    {"有限会社", false}, {"合同会社", false},   {"INC", true},     {"CORP", true},        {"CORPORATION", true},
    {"CO", true},        {"LTD", true},         {"LIMITED", true}, {"PLC", true},         {"LLC", true},
    {"GMBH", true},      {"AG", true},          {"PTE", true},     {"PTY", true},         {"(PTY)", true},
    {"CO.LTD", true},    {"CO.LIMITED", true},  {"PTE.LTD", true}, {"PTE.LIMITED", true}, {"PTY.LTD", true},
    {"CO.INC", true},    {"PTY.LIMITED", true},
};

struct span {
    const char *from, *to;
};

/* A name that would be nothing but company forms keeps the last of them: a brand may be called AG. */
static bool says_something(struct span s)
{
    while (s.from < s.to)
        if (text_is_letter_or_digit(text_next(&s.from)))
            return true;
    return false;
}

static bool is_cjk_letter(int32_t c)
{
    return c >= 0x2e80 && text_is_letter_or_digit(c);
}

/* Between Japanese and Latin letters no space is needed for a word to end. */
static bool ends_word(int32_t next)
{
    return next == 0 || next == ' ' || next == ',' || is_cjk_letter(next);
}

static int32_t last_of(struct span s)
{
    if (s.from == s.to)
        return 0;
    const char *at = s.to - 1;
    while (at > s.from && ((unsigned char)*at & 0xc0) == 0x80)
        at--;
    return text_next(&at);
}

static bool begins_nocase(struct span s, const char *form)
{
    size_t n = strlen(form);
    return (size_t)(s.to - s.from) >= n && strncasecmp(s.from, form, n) == 0;
}

static bool drop_at_end(struct span *s, const char *form, bool latin)
{
    struct span rest = *s;
    while (rest.from < rest.to && strchr(" .,", rest.to[-1]))
        rest.to--;
    size_t n = strlen(form);
    if ((size_t)(rest.to - rest.from) < n || strncasecmp(rest.to - n, form, n) != 0)
        return false;
    rest.to -= n;
    if (latin && form[0] != '(' && !ends_word(last_of(rest)))
        return false;
    while (rest.from < rest.to && strchr(" ,", rest.to[-1]))
        rest.to--;
    if (!says_something(rest))
        return false;
    *s = rest;
    return true;
}

static bool drop_at_start(struct span *s, const char *form, bool latin)
{
    struct span rest = *s;
    while (rest.from < rest.to && strchr(" ,", *rest.from))
        rest.from++;
    if (!begins_nocase(rest, form))
        return false;
    rest.from += strlen(form);
    while (latin && rest.from < rest.to && *rest.from == '.')
        rest.from++;
    const char *next = rest.from;
    if (latin && rest.from < rest.to && !ends_word(text_next(&next)))
        return false;
    while (rest.from < rest.to && strchr(" ,", *rest.from))
        rest.from++;
    if (!says_something(rest))
        return false;
    *s = rest;
    return true;
}

static struct span without_ends(struct span s)
{
    bool dropped = true;
    while (dropped) { /* every turn makes the span shorter */
        dropped = false;
        for (size_t i = 0; i < sizeof at_ends / sizeof *at_ends; i++)
            dropped |= drop_at_end(&s, at_ends[i].text, at_ends[i].latin) ||
                       drop_at_start(&s, at_ends[i].text, at_ends[i].latin);
    }
    while (s.from < s.to && strchr(" ,", s.to[-1]))
        s.to--;
    return s;
}

/* In place: every white space a plain space, invisible characters out. */
static void plain_words(char *text)
{
    char *to = text;
    const char *at = text, *from = at;
    for (int32_t c; (c = text_next(&at)) != 0; from = at)
        if (text_is_space(c))
            *to++ = ' ';
        else if (!text_is_invisible(c))
            to = keep(to, from, at);
    *to = '\0';
}

/* In place: a space for each, so that a word ends there. */
static void drop_anywhere(char *text)
{
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++) {
        size_t n = strlen(anywhere[i]);
        for (char *at = text; (at = strstr(at, anywhere[i])) != NULL;) {
            struct span before = {text, at}, after = {at + n, at + strlen(at)};
            if (!says_something(before) && !says_something(after))
                return;
            *at = ' ';
            memmove(at + 1, after.from, strlen(after.from) + 1);
        }
    }
}

int normal_company(const char *text, char **out, struct err *err)
{
    char *words = NULL;
    *out = NULL;
    if (text_nfkc(text, &words, err) != 0)
        return -1;
    plain_words(words);
    drop_anywhere(words);
    struct span name = without_ends((struct span){words, words + strlen(words)});
    words[name.to - words] = '\0';
    int rc = normal_form(name.from, out, err);
    free(words);
    return rc;
}
