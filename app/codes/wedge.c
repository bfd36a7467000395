#include "app/codes/wedge.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"
#include "app/codes/aim.h"
#include "app/codes/gs1.h"
#include "app/codes/gtin.h"
#include "app/codes/layout.h"
#include "app/codes/shown.h"
#include "app/label/cls.h"

#define TEXT_MAX   2048 /* bytes of a text that is looked at for faults; longer ones are taken as they came */
#define WEDGE_MAX  (TEXT_MAX + 16) /* a "]" goes back in each round */
#define ROUNDS_MAX 4               /* faults put right in one text */
#define AFFIX_MAX  3               /* foreign characters at either end */

enum fix {
    FIX_NONE,
    FIX_DONE,  /* `out` is what it was */
    FIX_NAMED, /* the fault is plain, what the text was is not; `out` is what is known of it */
};

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_lower(c) || is_upper(c) || is_digit(c);
}

static bool has(const char *text, size_t size, bool (*is)(char))
{
    for (size_t i = 0; i < size; i++)
        if (is(text[i]))
            return true;
    return false;
}

static void swap_case(const char *text, char *out)
{
    for (; *text; text++)
        *out++ = is_lower(*text) || is_upper(*text) ? (char)(*text ^ 0x20) : *text;
    *out = 0;
}

static void upper_case(const char *text, char *out)
{
    for (; *text; text++)
        *out++ = is_lower(*text) ? (char)(*text ^ 0x20) : *text;
    *out = 0;
}

/* What a text can be that leaves no doubt about it, upper and lower case aside. */

static bool is_gtin(const char *text)
{
    char gtin[GTIN_TEXT];
    size_t size = strlen(text);
    return size >= 12 && size <= 14 && strspn(text, "0123456789") == size && gtin_from_typed(text, gtin) == GTIN_GOOD;
}

static size_t scheme_size(const char *text)
{
    return strncasecmp(text, "https://", 8) == 0 ? 8 : strncasecmp(text, "http://", 7) == 0 ? 7 : 0;
}

/* Characters that stand in no address, so that at its end they are foreign to it. */
static const char never_in_address[] = "\"<>^`{|}";

static bool is_address(const char *text)
{
    size_t size = scheme_size(text);
    if (size == 0 || text[size] == 0)
        return false;
    for (const char *at = text + size; *at; at++)
        if ((unsigned char)*at <= ' ' || *at == 0x7F || strchr(never_in_address, *at))
            return false;
    return true;
}

static bool is_cls(const char *text)
{
    char upper[CLS_ID_TEXT];
    struct cls_id id;
    if (strlen(text) >= sizeof upper)
        return false;
    upper_case(text, upper);
    return cls_read(upper, 0, &id) && !id.short_form;
}

static bool is_label(const char *text)
{
    return is_address(text) || is_cls(text);
}

/* Too many a model begins like "C110": only a proved product tells element strings from it. */
static bool is_elements(const char *text, bool announced)
{
    struct gs1 gs1;
    return gs1_read(text, announced, &gs1) && gs1.whole && gs1_has_product(&gs1) && (announced || !gs1.separator_lost);
}

static bool is_sure(const char *text)
{
    const struct aim *aim = aim_find(text);
    if (aim && aim->load == AIM_DIGITS)
        return aim_fits(aim, text + AIM_SIZE);
    if (aim && aim->load == AIM_ELEMENTS)
        return is_elements(text + AIM_SIZE, true);
    if (aim)
        text += AIM_SIZE;
    return is_gtin(text) || is_label(text) || is_elements(text, false);
}

/* The faults. Each takes a text without an AIM identifier of AIM_FREE, and room for WEDGE_MAX. */

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7F;
}

/* Takes white space and control characters off both ends of a text that is not sure with them; true when there were
 * some. A separator in front is GS1's. */
static bool trim_ends(char *text)
{
    size_t size = strlen(text), front = 0, all = size;
    if (is_sure(text))
        return false;
    while (size > 0 && is_blank(text[size - 1]))
        size--;
    while (front < size && is_blank(text[front]) && text[front] != GS1_SEPARATOR)
        front++;
    memmove(text, text + front, size - front);
    text[size - front] = 0;
    return size - front < all;
}

/* An address all in upper case is how a QR code saves room. Only a lower-case letter behind an upper-case scheme and
 * host shows CAPS LOCK. */
static bool is_swapped_address(const char *text)
{
    size_t scheme = scheme_size(text);
    if (!is_address(text) || has(text + 1, scheme - 1, is_lower))
        return false;
    const char *host = text + scheme;
    return has(host, strcspn(host, "/?#"), is_upper) && has(host, strlen(host), is_lower);
}

static bool is_swapped_aim(const char *text, char *out)
{
    const struct aim *aim = aim_find(text);
    if (*text != ']' || (aim && aim_fits(aim, text + AIM_SIZE)))
        return false;
    swap_case(text, out);
    aim = aim_find(out);
    return aim && aim_fits(aim, out + AIM_SIZE);
}

static enum fix fix_caps(const char *text, char *out)
{
    if (is_cls(text) && has(text, strlen(text), is_lower)) {
        upper_case(text, out);
        return FIX_DONE;
    }
    if (is_swapped_address(text)) {
        swap_case(text, out);
        return FIX_DONE;
    }
    return is_swapped_aim(text, out) ? FIX_DONE : FIX_NONE;
}

/* True when `out` begins with an AIM identifier whose rest leaves no doubt. */
static bool is_sure_aim(const char *out)
{
    const struct aim *aim = aim_find(out);
    return aim && (aim->load == AIM_FREE ? is_label(out + AIM_SIZE) : is_sure(out));
}

static enum fix fix_aim(const char *text, char *out)
{
    const char *behind = text;
    if (is_sure(text) || *text == 0 || *text == ']')
        return FIX_NONE;
    out[0] = ']';
    strcpy(out + 1, text);
    if (is_sure_aim(out))
        return FIX_DONE;
    if (is_alnum(*text) || *text == '(')
        return FIX_NONE;
    text_next(&behind);
    strcpy(out + 1, behind);
    return is_sure_aim(out) ? FIX_DONE : FIX_NONE;
}

static void swap_colon_slash(const char *text, char *out)
{
    for (; *text; text++)
        *out++ = *text == ':' ? '/' : *text == '/' ? ':' : *text;
    *out = 0;
}

/* The keyboards that are known. When several could have done it and disagree on what was sent, it stays open. */
static enum fix fix_known_layout(const char *text, char *out)
{
    char candidate[WEDGE_MAX];
    enum fix fix = FIX_NONE;
    for (size_t i = 0; i < layout_count(); i++) {
        if (!layout_undo(i, text, candidate, sizeof candidate) || !is_sure(candidate))
            continue;
        if (fix == FIX_DONE && strcmp(candidate, out) != 0) {
            strcpy(out, is_address(candidate) ? "https://…" : "CSA/…");
            return FIX_NAMED;
        }
        strcpy(out, candidate);
        fix = FIX_DONE;
    }
    return fix;
}

/* Copies `text` with `colon` and `slash` as ':' and '/'; false when a character is left that a wrong layout may have
 * made of another one. */
static bool map_two(const char *text, int32_t colon, int32_t slash, char *out)
{
    int32_t c;
    while ((c = text_next(&text)) != 0) {
        if (c == colon)
            *out++ = ':';
        else if (c == slash)
            *out++ = '/';
        else if (c < 0x7F && (is_alnum((char)c) || strchr("._~?=&%#-", c)))
            *out++ = (char)c;
        else
            return false;
    }
    *out = 0;
    return true;
}

static bool is_mark(int32_t c)
{
    return c > ' ' && c != 0x7F && c != '.' && c != '%' && c != '\\' && (c > 0x7F || !is_alnum((char)c)) &&
           !text_is_space(c);
}

/* A keyboard that is not known: "http", "https" or "CSA", and then the same strange characters where others belong. */
static enum fix fix_strange_layout(const char *text, char *out)
{
    const char *at = text;
    bool cls = strncasecmp(text, "csa", 3) == 0;
    if (cls)
        at += 3;
    else if (strncasecmp(text, "http", 4) == 0)
        at += text[4] == 's' || text[4] == 'S' ? 5 : 4;
    else
        return FIX_NONE;
    int32_t colon = cls ? 0 : text_next(&at), slash = text_next(&at);
    if (!is_mark(slash) || (!cls && (!is_mark(colon) || colon == slash || text_next(&at) != slash)))
        return FIX_NONE;
    return map_two(text, colon, slash, out) && is_label(out) ? FIX_DONE : FIX_NONE;
}

static enum fix fix_layout(const char *text, char *out)
{
    if (is_sure(text))
        return FIX_NONE;
    swap_colon_slash(text, out);
    if (is_sure(out))
        return FIX_DONE;
    enum fix fix = fix_known_layout(text, out);
    return fix != FIX_NONE ? fix : fix_strange_layout(text, out);
}

static const char *forward(const char *text, size_t characters)
{
    for (size_t i = 0; i < characters; i++)
        text_next(&text);
    return text;
}

static const char *backward(const char *text, size_t characters)
{
    const char *end = text + strlen(text);
    for (size_t i = 0; i < characters && end > text; i++)
        do
            end--;
        while (end > text && ((unsigned char)*end & 0xC0) == 0x80);
    return end;
}

/* True when `inner` is a whole product number or label, and what stands on both sides can be no part of it. */
static bool is_inside(const char *before, size_t before_size, const char *inner, const char *after)
{
    size_t after_size = strlen(after);
    if (is_gtin(inner))
        return !has(before, before_size, is_digit) && !has(after, after_size, is_digit);
    if (is_cls(inner))
        return !has(after, after_size, is_alnum) && !strchr(after, '/');
    return is_address(inner) && strspn(after, never_in_address) == after_size;
}

static enum fix fix_affix(const char *text, char *out)
{
    if (is_sure(text))
        return FIX_NONE;
    for (size_t both = 1; both <= 2 * AFFIX_MAX; both++) {
        for (size_t front = both > AFFIX_MAX ? both - AFFIX_MAX : 0; front <= both && front <= AFFIX_MAX; front++) {
            const char *inner = forward(text, front), *after = backward(text, both - front);
            if (inner >= after)
                continue;
            memcpy(out, inner, (size_t)(after - inner));
            out[after - inner] = 0;
            if (is_inside(text, (size_t)(inner - text), out, after))
                return FIX_DONE;
        }
    }
    return FIX_NONE;
}

/* In the order in which they are looked for. */
static const struct {
    enum finding_code code;
    bool inside; /* behind an AIM identifier as well */
    enum fix (*fix)(const char *text, char *out);
} faults[] = {
    {FINDING_CAPS_LOCK, true, fix_caps},
    {FINDING_AIM_LOST, false, fix_aim},
    {FINDING_LAYOUT_WRONG, true, fix_layout},
    {FINDING_AFFIX, false, fix_affix},
};

/* Puts one fault of `text` right, in place; FINDING_NONE when there is none. */
static enum finding_code put_right(char text[WEDGE_MAX], char out[WEDGE_MAX], enum fix *fix)
{
    const struct aim *aim = aim_find(text);
    size_t skip = aim && aim->load == AIM_FREE ? AIM_SIZE : 0;
    memcpy(out, text, skip);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (aim && !faults[i].inside)
            continue;
        *fix = faults[i].fix(text + skip, out + skip);
        if (*fix != FIX_NONE)
            return faults[i].code;
    }
    return FINDING_NONE;
}

/* Names every fault of `text` and leaves in it what is certain. */
static void look_for_faults(const char *came, char text[WEDGE_MAX], struct findings *findings)
{
    char next[WEDGE_MAX], expected[FINDING_TEXT_MAX], actual[FINDING_TEXT_MAX];
    enum finding_code code[ROUNDS_MAX + 1];
    enum fix fix = FIX_DONE;
    size_t count = 0;
    bool trimmed = trim_ends(text);
    while (count < ROUNDS_MAX && fix == FIX_DONE) {
        enum finding_code found = put_right(text, next, &fix);
        if (found == FINDING_NONE)
            break;
        code[count++] = found;
        if (fix == FIX_DONE)
            strcpy(text, next);
    }
    if (trimmed && is_sure(text))
        code[count++] = FINDING_AFFIX;
    shown_text(fix == FIX_NAMED ? next : text, expected);
    shown_text(came, actual);
    for (size_t i = 0; i < count; i++)
        finding_add(findings, code[i], expected, actual);
}

/* NFKC, but not where it would break up what another keyboard made of a code (U+00B4 for '='). *fits is false when the
 * text is too long to be looked at. */
static int fold_widths(const char *text, char out[WEDGE_MAX], bool *fits, struct err *err)
{
    char *nfkc = NULL;
    *fits = false;
    if (strlen(text) > TEXT_MAX)
        return 0;
    if (text_nfkc(text, &nfkc, err))
        return -1;
    *fits = strlen(nfkc) <= TEXT_MAX;
    if (*fits && (strcmp(nfkc, text) == 0 || is_sure(nfkc) || fix_layout(text, out) == FIX_NONE))
        strcpy(out, nfkc);
    else if (*fits)
        strcpy(out, text);
    free(nfkc);
    return 0;
}

int wedge_read(const char *text, enum symbology carrier, struct wedge *out, struct findings *findings, struct err *err)
{
    char work[WEDGE_MAX];
    bool fits;
    *out = (struct wedge){0};
    if (carrier == SYMBOLOGY_NONE || aim_find(text)) {
        if (fold_widths(text, work, &fits, err))
            return -1;
        if (fits) {
            look_for_faults(text, work, findings);
            text = work;
        }
    }
    const struct aim *aim = aim_find(text);
    if (aim) {
        text += AIM_SIZE;
        out->symbology = aim_symbology(aim, text);
        out->elements = aim->load == AIM_ELEMENTS;
    }
    out->text = strdup(text);
    return out->text ? 0 : err_memory(err);
}

void wedge_clear(struct wedge *w)
{
    free(w->text);
    *w = (struct wedge){0};
}
