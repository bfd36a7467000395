#include "cache/registry/dates.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"

enum { DATE_BYTES_MAX = 128 }; /* longer text is no date */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *spaces(const char *s)
{
    while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
        s++;
    return s;
}

/* Moves over `word` when it stands there. */
static bool skip(const char **at, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(*at, word, size) != 0)
        return false;
    *at += size;
    return true;
}

/* A dash of any kind, as NFKC leaves them. */
static bool skip_dash(const char **at)
{
    static const char *const dashes[] = {"-", "‐", "‑", "‒", "–", "—", "―", "−"};
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++)
        if (skip(at, dashes[i]))
            return true;
    return false;
}

/* A number of `min` to `max` digits, and no more; -1. */
static int number(const char **at, int min, int max)
{
    int count = 0, value = 0;
    while (digit((*at)[count]) && count <= max)
        count++;
    if (count < min || count > max)
        return -1;
    for (int i = 0; i < count; i++)
        value = value * 10 + ((*at)[i] - '0');
    *at += count;
    return value;
}

/* What stands between year, month and day. */
enum between { BETWEEN_NONE, BETWEEN_DASH, BETWEEN_SLASH, BETWEEN_DOT };

static enum between between(const char **at)
{
    if (skip(at, "/"))
        return BETWEEN_SLASH;
    if (skip(at, "."))
        return BETWEEN_DOT;
    return skip_dash(at) ? BETWEEN_DASH : BETWEEN_NONE;
}

/* "年5月21日" */
static day after_year_ja(const char **at, int year)
{
    *at = spaces(*at);
    int month = number(at, 1, 2);
    *at = spaces(*at);
    if (!skip(at, "月"))
        return 0;
    *at = spaces(*at);
    int date = number(at, 1, 2);
    *at = spaces(*at);
    return skip(at, "日") ? day_of(year, month, date) : 0;
}

/* "-05-21", "/5/21", ".5.21", "年5月21日" */
static day after_year(const char **at, int year)
{
    const char *ja = spaces(*at);
    if (skip(&ja, "年")) {
        *at = ja;
        return after_year_ja(at, year);
    }
    enum between first = between(at);
    int month = number(at, 1, 2);
    enum between second = between(at);
    int date = number(at, 1, 2);
    return first != BETWEEN_NONE && first == second ? day_of(year, month, date) : 0;
}

struct era {
    const char *name;
    int before; /* the year before its first */
    day begins;
};

static day japanese_era(const char **at)
{
    static const struct era eras[] = {
        {"令和", 2018, 20190501}, {"R", 2018, 20190501}, {"平成", 1988, 19890108}, {"H", 1988, 19890108}};
    for (size_t i = 0; i < sizeof eras / sizeof eras[0]; i++) {
        if (!skip(at, eras[i].name))
            continue;
        *at = spaces(*at);
        int year = skip(at, "元") ? 1 : number(at, 1, 2);
        day d = year > 0 ? after_year(at, eras[i].before + year) : 0;
        return d >= eras[i].begins ? d : 0;
    }
    return 0;
}

/* "May", "may.", "Sept": 1 to 12, or 0. */
static int month_name(const char **at)
{
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    size_t size = 0;
    while (isalpha((unsigned char)(*at)[size]) && size < 10)
        size++;
    for (int i = 0; i < 12; i++) {
        bool whole = size == strlen(names[i]) || size == 3 || (i == 8 && size == 4);
        if (!whole || strncasecmp(names[i], *at, size) != 0)
            continue;
        *at += size;
        skip(at, ".");
        return i + 1;
    }
    return 0;
}

static void skip_between_words(const char **at)
{
    *at = spaces(*at);
    if (skip(at, ",") || skip(at, "-"))
        *at = spaces(*at);
}

/* "21 May 2026", "21-May-2026" */
static day date_first(const char **at)
{
    int date = number(at, 1, 2);
    skip_between_words(at);
    int month = date < 0 ? 0 : month_name(at);
    skip_between_words(at);
    return month ? day_of(number(at, 4, 4), month, date) : 0;
}

/* "May 21, 2026" */
static day month_first(const char **at)
{
    int month = month_name(at);
    *at = spaces(*at);
    int date = month ? number(at, 1, 2) : -1;
    skip_between_words(at);
    return date > 0 ? day_of(number(at, 4, 4), month, date) : 0;
}

static day year_first(const char **at)
{
    int year = number(at, 4, 4);
    return year < 0 ? 0 : after_year(at, year);
}

/* "+08:00", "+0800", "Z" */
static void skip_zone(const char **at)
{
    const char *s = spaces(*at);
    if (*s == 'Z' || *s == 'z') {
        *at = s + 1;
        return;
    }
    if (*s != '+' && *s != '-')
        return;
    s++;
    if (!digit(s[0]) || !digit(s[1]))
        return;
    s += s[2] == ':' ? 3 : 2;
    if (digit(s[0]) && digit(s[1]) && !digit(s[2]))
        *at = s + 2;
}

/* A time behind the day, and its zone: the day counts as it is written. */
static void skip_time(const char **at)
{
    const char *s = *at;
    s = *s == 'T' || *s == 't' ? s + 1 : spaces(s);
    if (s == *at || number(&s, 1, 2) < 0 || *s != ':')
        return;
    s++;
    if (number(&s, 2, 2) < 0)
        return;
    if (*s == ':' && digit(s[1]) && digit(s[2]))
        s += 3;
    if (*s == '.' && digit(s[1]))
        for (s++; digit(*s);)
            s++;
    skip_zone(&s);
    *at = s;
}

/* "(木)", "(木曜日)" */
static void skip_weekday(const char **at)
{
    static const char *const days[] = {"日", "月", "火", "水", "木", "金", "土"};
    const char *s = spaces(*at);
    if (!skip(&s, "("))
        return;
    for (size_t i = 0; i < 7; i++) {
        if (!skip(&s, days[i]))
            continue;
        skip(&s, "曜日");
        if (skip(&s, ")"))
            *at = s;
        return;
    }
}

/* One day at *at, which moves behind it; 0 when there is none. */
static day one_day(const char **at)
{
    day (*const forms[])(const char **at) = {year_first, japanese_era, date_first, month_first};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        const char *s = *at;
        day d = forms[i](&s);
        if (!d)
            continue;
        skip_weekday(&s);
        skip_time(&s);
        *at = s;
        return d;
    }
    return 0;
}

/* Days since 1899-12-30, as Excel counts from March 1900 on; a fraction is the time. */
day dates_serial(const char *text, bool from_1904)
{
    enum { FIRST = 20000, LAST = 80000, LATER = 1462 /* days from one beginning to the other */ };
    const char *s = text;
    int days = number(&s, 5, 5);
    if (*s == '.' && digit(s[1]))
        for (s++; digit(*s);)
            s++;
    if (days >= 0 && from_1904)
        days += LATER;
    return days >= FIRST && days <= LAST && *s == 0 ? day_plus(day_of(1900, 1, 1), days - 2) : 0;
}

static bool skip_to(const char **at)
{
    static const char *const words[] = {"~", "〜", "から", "to "};
    *at = spaces(*at);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (skip(at, words[i]))
            return true;
    return skip_dash(at);
}

/* A day, "day ~ day", "~ day", "day ~", "day まで". */
static day period(const char *s, enum dates_end end)
{
    day first = one_day(&s), last = 0;
    s = spaces(s);
    bool open = *s && skip_to(&s);
    if (open) {
        s = spaces(s);
        last = one_day(&s);
        s = spaces(s);
    } else {
        last = first;
    }
    if ((skip(&s, "まで") || skip(&s, "迄")) && !open)
        first = 0;
    if (*spaces(s) || (first && last && first > last))
        return 0;
    return end == DATES_FIRST ? first : last;
}

int dates_read(const char *text, enum dates_end end, day *out, struct err *err)
{
    char *folded;
    *out = 0;
    if (strlen(text) > DATE_BYTES_MAX)
        return 0;
    if (text_nfkc(text, &folded, err))
        return -1;
    const char *s = text_trim(folded);
    *out = dates_serial(s, false);
    if (!*out)
        *out = period(s, end);
    free(folded);
    return 0;
}
