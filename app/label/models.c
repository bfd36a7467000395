#include "app/label/models.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"
#include "app/label/normal.h"

#define NUMBER_DIGITS_MAX 18 /* of a range's end; fits in int64_t */
#define SHORT_MODEL_MAX   1  /* letters and digits of a model too short to say that a series begins like it */

static const char series_ja[] = "シリーズ", series_en[] = "series";
static const char member_dot[] = "・";

/* ---- series ---- */

static bool is_wildcard(int32_t c)
{
    static const int32_t wildcards[] = {'*', '?', 0x25a0, 0x25a1, 0x25cb, 0x25cf, 0x25ef, 0x3007}; /* ■ □ ○ ● ◯ 〇 */
    for (size_t i = 0; i < sizeof wildcards / sizeof *wildcards; i++)
        if (c == wildcards[i])
            return true;
    return false;
}

static bool is_range_sign(int32_t c)
{
    return c == '~' || c == 0x301c; /* 〜; NFKC has made ～ (U+FF5E) the first */
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool says_something(const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end)
        if (text_is_letter_or_digit(text_next(&text)))
            return true;
    return false;
}

/* The digits at `text`, how many in *count; -1 for none or too many. */
static int64_t number_at(const char *text, size_t *count)
{
    int64_t value = 0;
    size_t n = 0;
    for (; is_digit(text[n]); n++)
        if (n < NUMBER_DIGITS_MAX)
            value = value * 10 + (text[n] - '0');
    *count = n;
    return n >= 1 && n <= NUMBER_DIGITS_MAX ? value : -1;
}

/* GYES2〜4, ER-100〜ER-120, ER-101〜5 */
struct range {
    size_t stem; /* bytes before the first number */
    int64_t low, high;
};

/* `name` is in normal form. Between the first number and the sign there may be letters (ER-100A〜ER-120A). */
static bool range_read(const char *name, struct range *r)
{
    const char *sign = name, *at = name;
    for (int32_t c; (c = text_next(&at)) != 0 && !is_range_sign(c);)
        sign = at;
    if (!*sign)
        return false;
    const char *end = sign;
    while (end > name && !is_digit(end[-1]))
        end--;
    const char *first = end;
    while (first > name && is_digit(first[-1]))
        first--;
    size_t low_digits, high_digits, stem = (size_t)(first - name);
    const char *second = at;
    if (strncmp(second, name, stem) == 0)
        second += stem;
    int64_t low = number_at(first, &low_digits), high = number_at(second, &high_digits);
    if (low < 0 || high < 0 || !says_something(name, stem))
        return false;
    if (high < low && high_digits < low_digits) { /* 101〜5 is 101 to 105 */
        int64_t scale = 1;
        for (size_t i = 0; i < high_digits; i++)
            scale *= 10;
        high += low - low % scale;
    }
    *r = (struct range){stem, low < high ? low : high, low < high ? high : low};
    return true;
}

/* Bytes before the first wildcard; strlen when there is none. */
static size_t before_wildcard(const char *name)
{
    const char *at = name, *from = name;
    for (int32_t c; (c = text_next(&at)) != 0 && !is_wildcard(c);)
        from = at;
    return (size_t)(from - name);
}

/* Bytes of `name` (NFKC, trimmed) before シリーズ or the last word "series"; strlen when it ends in neither. */
static size_t before_series(const char *name)
{
    size_t length = strlen(name), ja = sizeof series_ja - 1, en = sizeof series_en - 1;
    if (length >= ja && strcmp(name + length - ja, series_ja) == 0)
        return length - ja;
    if (length < en || strcasecmp(name + length - en, series_en) != 0)
        return length;
    char before = length > en ? name[length - en - 1] : ' ';
    bool joined = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') || is_digit(before);
    return joined ? length : length - en;
}

/* What is left of `raw` before シリーズ, in normal form and owned by the caller; *series says whether there was one. */
static int series_form(const char *raw, char **out, bool *series, struct err *err)
{
    char *plain = NULL;
    *out = NULL;
    if (text_nfkc(raw, &plain, err) != 0)
        return -1;
    size_t length = strlen(text_trim(plain)), stem = before_series(plain);
    *series = stem < length;
    plain[stem] = '\0';
    int rc = normal_form(plain, out, err);
    free(plain);
    return rc;
}

static bool is_joined(const char *form)
{
    return strstr(form, member_dot) != NULL;
}

/* How much of a form is the stem; strlen when nothing in it is open. */
static size_t stem_length(const char *form)
{
    struct range r;
    return range_read(form, &r) ? r.stem : before_wildcard(form);
}

/* ---- like ---- */

/* One reading of a member and a model: in normal form, or in letters and digits only. */
struct pair {
    const char *stem, *model;
};

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Read both ways: "ER-1*" begins like ER-100, and like a catalogue's "ER" for all of them. */
static bool prefix_like(struct pair p)
{
    return *p.stem && (begins(p.model, p.stem) || (strlen(p.model) > SHORT_MODEL_MAX && begins(p.stem, p.model)));
}

static bool range_like(struct pair p, const struct range *r)
{
    if (!*p.stem)
        return false;
    if (!begins(p.model, p.stem))
        return prefix_like(p);
    const char *rest = p.model + strlen(p.stem);
    size_t digits;
    int64_t number = number_at(rest, &digits);
    return *rest == '\0' || (number >= r->low && number <= r->high);
}

/* `stem` and `model` in normal form; `r` NULL for a series or a wildcard. */
static bool stem_like(const char *stem, const char *model, const struct range *r)
{
    char *loose_stem = NULL, *loose_model = NULL;
    bool like = false;
    /* Without memory nothing is like anything: the match is then worse, never better. */
    if (says_something(stem, strlen(stem)) && normal_loose(stem, &loose_stem, NULL) == 0 &&
        normal_loose(model, &loose_model, NULL) == 0) {
        struct pair exact = {stem, model}, loose = {loose_stem, loose_model};
        like = r ? range_like(exact, r) || range_like(loose, r) : prefix_like(exact) || prefix_like(loose);
    }
    free(loose_stem);
    free(loose_model);
    return like;
}

/* `member` is changed. `series`: it stood before シリーズ, so that it is open even where nothing in it says so. */
static bool member_like(char *member, const char *model, bool series)
{
    struct range r;
    bool range = range_read(member, &r);
    size_t stem = range ? r.stem : before_wildcard(member);
    if (!range && !series && stem == strlen(member))
        return false;
    member[stem] = '\0';
    return stem_like(member, model, range ? &r : NULL);
}

bool models_series_like(const struct model *m, const char *norm_model)
{
    char *form = NULL;
    bool series = false, like = false;
    if (m->kind != MODEL_SERIES || series_form(m->raw, &form, &series, NULL) != 0)
        return false;
    char *member = form;
    while (member && !like) {
        char *dot = series ? strstr(member, member_dot) : NULL;
        if (dot)
            *dot = '\0';
        like = member_like(member, norm_model, series);
        member = dot ? dot + sizeof member_dot - 1 : NULL;
    }
    free(form);
    return like;
}

/* ---- splitting ---- */

/* Nearly all names are plain ASCII with nothing open in them. */
static bool is_plain(const char *raw)
{
    size_t length = strlen(raw), en = sizeof series_en - 1;
    for (const char *s = raw; *s; s++)
        if ((unsigned char)*s >= 0x80 || *s == '*' || *s == '?' || *s == '~')
            return false;
    return length < en || strcasecmp(raw + length - en, series_en) != 0;
}

/* Fills kind and norm of a model whose raw name is there. */
static int classify(struct model *m, struct err *err)
{
    m->kind = MODEL_EXACT;
    if (is_plain(m->raw))
        return normal_form(m->raw, &m->norm, err);
    bool series = false;
    if (series_form(m->raw, &m->norm, &series, err) != 0)
        return -1;
    size_t stem = series && is_joined(m->norm) ? strlen(m->norm) : stem_length(m->norm);
    if (series || stem < strlen(m->norm))
        m->kind = MODEL_SERIES;
    m->norm[stem] = '\0';
    return 0;
}

static void model_clear(struct model *m)
{
    free(m->raw);
    free(m->norm);
    *m = (struct model){0};
}

/* Room for one more; the list doubles, beginning with 4. */
static int make_room(struct models *to, struct err *err)
{
    if (to->count == MODELS_MAX)
        return err_set(err, ERR_INPUT, "one entry with more than %d model names: split it",
                       "1 件の登録に型番が %d を超えています。分けてください", MODELS_MAX);
    if (to->count != 0 && (to->count < 4 || (to->count & (to->count - 1)) != 0))
        return 0;
    size_t room = to->count ? to->count * 2 : 4;
    struct model *item = realloc(to->item, room * sizeof *item);
    if (!item)
        return err_memory(err);
    to->item = item;
    return 0;
}

static int add(struct models *to, const char *from, size_t length, struct err *err)
{
    struct model m = {.raw = strndup(from, length)};
    if (!m.raw)
        return err_memory(err);
    length = strlen(text_trim(m.raw));
    int rc = 0;
    if (length == 0)
        goto done;
    if (length > MODEL_BYTES_MAX) {
        char begin[64];
        text_copy(begin, sizeof begin, m.raw);
        rc = err_set(err, ERR_INPUT, "a model name of %zu bytes, and one may have %d: \"%s\"; separate the names",
                     "型番が %zu バイトあります（%d バイトまで）。「%s」。型番を区切ってください", length,
                     MODEL_BYTES_MAX, begin);
        goto done;
    }
    rc = classify(&m, err);
    bool name = rc == 0 && (m.kind == MODEL_SERIES || !normal_is_placeholder(m.norm));
    if (name)
        rc = make_room(to, err);
    if (name && rc == 0) {
        to->item[to->count++] = m;
        return 0;
    }
done:
    model_clear(&m);
    return rc;
}

static bool is_ascii_letter_or_digit(int32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Between two models whatever stands beside it. */
static bool is_separator(int32_t c)
{
    static const int32_t separators[] = {'\n', '\r', 0x85, 0x2028, 0x2029, ',', ';', 0x3001, 0xff0c, 0xff1b, 0xff64};
    if (c > ';' && c < 0x80)
        return false; /* letters, at once */
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (c == separators[i])
            return true;
    return false;
}

/* Between two models only with white space on both sides: ER-100/B and BSA・BSB are names. */
static bool is_spaced_separator(int32_t c)
{
    return c == '/' || c == 0xff0f || c == 0x30fb || c == 0xff65;
}

int models_split(struct models *to, const char *cell, struct err *err)
{
    const char *from = cell, *at = cell, *here = cell;
    for (int32_t before = 0, c; (c = text_next(&at)) != 0; here = at, before = c) {
        while (is_ascii_letter_or_digit(c) && is_ascii_letter_or_digit(*at)) /* most of a cell, at once */
            c = *at++;
        const char *next = at;
        bool spaced = is_spaced_separator(c) && text_is_space(before) && text_is_space(text_next(&next));
        if (!spaced && !is_separator(c))
            continue;
        if (add(to, from, (size_t)(here - from), err) != 0)
            return -1;
        from = at;
    }
    return add(to, from, (size_t)(here - from), err);
}

int models_add(struct models *to, const char *name, struct err *err)
{
    return add(to, name, strlen(name), err);
}

void models_clear(struct models *m)
{
    for (size_t i = 0; i < m->count; i++)
        model_clear(&m->item[i]);
    free(m->item);
    *m = (struct models){0};
}
