#include "app/codes/gs1.h"

#include <stdio.h>
#include <string.h>

#include "app/base/text.h"

#define PLAIN_MIN   16  /* characters of element strings that nothing announces */
#define SPLITS_MAX  500 /* places tried in search of lost separators */
#define GTIN_DIGITS (GTIN_TEXT - 1)

/* How scanners write the separator that they cannot type. Any single character that no value may hold counts too. */
static const char *const spelled[] = {"<GS>", "{GS}", "[GS]", "^]", "\xE2\x90\x9D" /* U+241D */};

/* The length of a spelled separator at the beginning of `text`; 0 for none. */
static size_t spelled_size(const char *text)
{
    for (size_t i = 0; i < sizeof spelled / sizeof spelled[0]; i++)
        if (strncmp(text, spelled[i], strlen(spelled[i])) == 0)
            return strlen(spelled[i]);
    size_t span = ai_span(text);
    return span == 0 && *text && *text != GS1_SEPARATOR && (unsigned char)*text < 0x80 ? 1 : 0;
}

/* Where the value at `text` ends at the latest: a separator, one that is spelled out, or a character no value holds. */
static size_t value_span(const char *text)
{
    size_t span = ai_span(text);
    for (size_t at = 0; at < span; at++)
        if (text[at] == '<' && spelled_size(text + at) > 1)
            return at;
    return span;
}

static void keep(struct gs1 *out, const char *name, const char *value, size_t size)
{
    if (out->count == GS1_FIELDS_MAX)
        return;
    struct gs1_field *field = &out->field[out->count++];
    memcpy(field->ai, name, AI_TEXT);
    memcpy(field->value, value, size);
    field->value[size] = 0;
}

static const char *past_separators(const char *at)
{
    return at + strspn(at, "\x1d");
}

/* True when what stands between `text` and `end` can be split into fields in some way. */
static bool splits(const char *text, const char *end, int *tries)
{
    char name[AI_TEXT];
    const struct ai *ai = ai_find(text, name);
    const char *value = text + strlen(name);
    if (!ai || value > end || --*tries < 0)
        return false;
    for (size_t size = ai->min; size <= ai->max && size <= (size_t)(end - value); size++)
        if (ai_fits(ai, value, size) && ai_check(ai, value) &&
            (value + size == end || splits(value + size, end, tries)))
            return true;
    return false;
}

/* The value goes on where it should have ended: its separator did not arrive. Returns the next place that is certain:
 * behind a value of fixed length, else behind the next separator. NULL when the value is just none of its kind. */
static const char *read_lost(const struct ai *ai, const char *name, const char *value, size_t span, struct gs1 *out)
{
    int tries = SPLITS_MAX;
    bool can_be = splits(value - strlen(name), value + span, &tries);
    if (!can_be && span <= ai->max)
        return NULL;
    out->separator_lost = true;
    out->whole = out->whole && can_be;
    if (ai->min == ai->max && ai_fits(ai, value, ai->min)) {
        keep(out, name, value, ai->min);
        return value + ai->min;
    }
    keep(out, name, "", 0);
    return value + span;
}

static const char *read_predefined(const struct ai *ai, const char *name, const char *value, struct gs1 *out)
{
    if (!ai_fits(ai, value, ai->min))
        return NULL;
    keep(out, name, value, ai->min);
    return past_separators(value + ai->min);
}

/* Reads the field at `at`; returns the place behind it, or NULL when there is none or its value is none of its kind. */
static const char *read_field(const char *at, struct gs1 *out)
{
    char name[AI_TEXT];
    const struct ai *ai = ai_find(at, name);
    if (!ai)
        return NULL;
    const char *value = at + strlen(name);
    if (ai_predefined(name))
        return read_predefined(ai, name, value, out);
    size_t span = value_span(value);
    const char *end = value + span;
    if (ai_fits(ai, value, span))
        keep(out, name, value, span);
    else
        end = read_lost(ai, name, value, span, out);
    size_t skip = end ? spelled_size(end) : 0;
    if (skip == 0)
        return end ? past_separators(end) : NULL;
    out->separator_lost = true;
    return end + skip;
}

static void read_plain(const char *text, struct gs1 *out)
{
    const char *at = past_separators(text);
    out->whole = *at != 0;
    while (at && *at)
        at = read_field(at, out);
    if (!at)
        out->whole = false;
}

/* The identifier in brackets at the beginning of `text`; NULL when there is none. *size receives the brackets' length.
 */
static const struct ai *bracket(const char *text, char name[AI_TEXT], size_t *size)
{
    if (*text != '(')
        return NULL;
    const struct ai *ai = ai_find(text + 1, name);
    *size = strlen(name) + 2;
    return ai && text[*size - 1] == ')' ? ai : NULL;
}

static size_t trimmed(const char **value, size_t size)
{
    size_t lead = strspn(*value, " \x1d");
    lead = lead < size ? lead : size;
    *value += lead;
    size -= lead;
    while (size > 0 && ((*value)[size - 1] == ' ' || (*value)[size - 1] == GS1_SEPARATOR))
        size--;
    return size;
}

/* In brackets a person may have typed the GTIN as the box shows it, with fewer than 14 digits. */
static bool short_gtin(const char *name, const char *value, size_t size)
{
    bool gtin = strcmp(name, "01") == 0 || strcmp(name, "02") == 0;
    return gtin && (size == 8 || size == 12 || size == 13) && strspn(value, "0123456789") >= size;
}

static void read_brackets(const char *text, struct gs1 *out)
{
    char name[AI_TEXT], next[AI_TEXT] = "";
    size_t head = 0, ahead = 0;
    const struct ai *ai = bracket(text, name, &head);
    out->whole = ai != NULL;
    while (ai) {
        const char *value = text + head, *end = value;
        const struct ai *following = NULL;
        while (*end && !(following = bracket(end, next, &ahead)))
            end++;
        size_t size = trimmed(&value, (size_t)(end - value));
        if ((ai_fits(ai, value, size) && ai_span(value) >= size) || short_gtin(name, value, size))
            keep(out, name, value, size);
        else
            out->whole = false;
        ai = following;
        text = end;
        head = ahead;
        memcpy(name, next, AI_TEXT);
    }
}

bool gs1_has_product(const struct gs1 *gs1)
{
    char gtin[GTIN_TEXT];
    for (size_t i = 0; i < gs1->count; i++) {
        enum gtin_trouble trouble = gs1_gtin(&gs1->field[i], gtin);
        if (trouble == GTIN_GOOD || trouble == GTIN_REPAIRED)
            return true;
    }
    return false;
}

static bool begins_with_gtin(const char *text)
{
    return strlen(text) >= PLAIN_MIN && (strncmp(text, "01", 2) == 0 || strncmp(text, "02", 2) == 0);
}

bool gs1_read(const char *text, bool announced, struct gs1 *out)
{
    *out = (struct gs1){0};
    if (*text == '(') {
        read_brackets(text, out);
        return out->whole || gs1_has_product(out);
    }
    announced = announced || *text == GS1_SEPARATOR;
    if (!announced && !begins_with_gtin(text))
        return false;
    read_plain(text, out);
    if (announced)
        return out->whole || gs1_has_product(out);
    return out->whole && (!out->separator_lost || gs1_has_product(out));
}

enum gtin_trouble gs1_gtin(const struct gs1_field *field, char out[GTIN_TEXT])
{
    out[0] = 0;
    if (strcmp(field->ai, "01") != 0 && strcmp(field->ai, "02") != 0)
        return GTIN_NOT;
    enum gtin_trouble trouble = gtin_from_typed(field->value, out);
    return trouble == GTIN_GOOD && strlen(field->value) < GTIN_DIGITS ? GTIN_REPAIRED : trouble;
}

const char *gs1_text(const struct gs1 *gs1, char *out, size_t room)
{
    size_t used = 0;
    out[0] = 0;
    for (size_t i = 0; i < gs1->count && used < room; i++) {
        const struct gs1_field *field = &gs1->field[i];
        used += (size_t)snprintf(out + used, room - used, "(%s)%s", field->ai, *field->value ? field->value : "…");
    }
    text_mend_cut(out);
    return out;
}

day gs1_day(const char *yymmdd, int this_year)
{
    if (strlen(yymmdd) < 6 || strspn(yymmdd, "0123456789") < 6)
        return 0;
    int d[3];
    for (int i = 0; i < 3; i++)
        d[i] = (yymmdd[2 * i] - '0') * 10 + yymmdd[2 * i + 1] - '0';
    int apart = d[0] - this_year % 100;
    int century = this_year / 100 + (apart >= 51 ? -1 : apart <= -50 ? 1 : 0);
    int year = century * 100 + d[0];
    if (d[2] > 0)
        return day_of(year, d[1], d[2]);
    for (int last = 31; last >= 28; last--)
        if (day_of(year, d[1], last))
            return day_of(year, d[1], last);
    return 0;
}
