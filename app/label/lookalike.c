#include "app/label/lookalike.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <utf8proc.h>

#include "app/base/text.h"
#include "app/label/url.h"

#define LABEL_MAX 63 /* octets of a host's label, RFC 1035 2.3.4; a longer one with xn-- is no name at all */

/* What is read as one of the letters of the official names, by NFKD and case folding not yet the same. */
static const struct {
    char letter;
    const char *alike;
} alikes[] = {
    {'a', "\u0251\u03b1\u0430\u1d00\u237a\u2c81\uab7a"},
    {'c', "\u00a2\u023c\u0297\u03f2\u0441\u04ab\u1d04\u2ca5\uabaf"},
    {'g', "q9\u01e5\u018d\u0261\u0262\u0581\u051b\u1d83"},
    {'j', "\u0237\u0249\u029d\u03f3\u0458\u1d0a"},
    {'l',
     "i1|!\u00a1\u0131\u0142\u0197\u019a\u01c0\u0268\u0269\u026a\u026b\u026d\u03b9\u0456\u04cf\u05c0\u05d5\u05df\u0627"
     "\u0661\u06f1\u1d7b\u2223\u2c93\u2d4f\ua647\uab75"},
    {'o',
     "0\u00f8\u0275\u03bf\u03c3\u043e\u0473\u04e9\u0555\u0585\u05e1\u0647\u0665\u06f5\u0966\u09e6\u0a66\u0ae6\u0b20"
     "\u0b66\u0be6\u0c02\u0c66\u0c82\u0ce6\u0d02\u0d20\u0d66\u0e50\u0ed0\u101d\u1040\u10ff\u1d0f\u1d11\u2c9f\u25cb"
     "\u25cf\u25ef\u3007\uab3d\U0001042c"},
    {'p', "\u00fe\u01bf\u03c1\u03f8\u0440\u048f\u1d18\u1d7d\u2374\u2ca3"},
    {'s', "5$\u01bd\u0282\u0455\ua731\uabaa\U00010448"},
    {'v', "\u028b\u03bd\u03c5\u0475\u05d8\u1d20\u2228\u22c1\uaba9"},
    {'.', ",\u00b7\u05c5\u0660\u06d4\u06f0\u0701\u0702\u2022\u2024\u2027\u2219\u22c5\u3001\u3002\u30fb\ua4f8\ua78f"},
    {'-', "_\u02d7\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u2796\u2cba\u30fc\u4e00"},
};

static int32_t fold_one(int32_t c)
{
    for (size_t i = 0; i < sizeof alikes / sizeof *alikes; i++) {
        const char *at = alikes[i].alike;
        for (int32_t like; (like = text_next(&at)) != 0;)
            if (c == like)
                return alikes[i].letter;
    }
    return c;
}

static uint32_t punycode_adapt(uint32_t delta, uint32_t points, bool first)
{
    /* RFC 3492 6.1, with the parameters of section 5 */
    delta = first ? delta / 700 : delta / 2;
    delta += delta / points;
    uint32_t k = 0;
    for (; delta > (36 - 1) * 26 / 2; k += 36)
        delta /= 36 - 1;
    return k + 36 * delta / (delta + 38);
}

static int punycode_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0' + 26;
    c |= 0x20;
    return c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

/* One number of variable length at *at (RFC 3492 6.2), added to *i. */
static bool punycode_number(const char **at, const char *end, uint32_t bias, uint32_t *i)
{
    uint64_t weight = 1, sum = *i;
    for (uint32_t k = 36;; k += 36) {
        int digit = *at < end ? punycode_digit(*(*at)++) : -1;
        uint32_t threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
        if (digit < 0)
            return false;
        sum += (uint64_t)digit * weight;
        if (sum > INT32_MAX)
            return false;
        if ((uint32_t)digit < threshold)
            break;
        weight *= 36 - threshold;
        if (weight > INT32_MAX)
            return false;
    }
    *i = (uint32_t)sum;
    return true;
}

/* Decodes what follows "xn--"; the number of code points, 0 when it is no punycode. */
static size_t punycode(const char *from, size_t length, int32_t out[LABEL_MAX])
{
    const char *end = from + length, *at = from;
    size_t count = 0;
    for (const char *s = from; s < end; s++)
        if (*s == '-')
            at = s + 1;
    for (const char *s = from; s + 1 < at && count < LABEL_MAX; s++)
        out[count++] = (unsigned char)*s;
    uint32_t code = 128, bias = 72, i = 0;
    while (at < end && count < LABEL_MAX) {
        uint32_t before = i;
        if (!punycode_number(&at, end, bias, &i))
            return 0;
        uint32_t points = (uint32_t)count + 1;
        bias = punycode_adapt(i - before, points, before == 0);
        code += i / points;
        i %= points;
        if (!utf8proc_codepoint_valid((int32_t)code) || code == 0)
            return 0;
        memmove(out + i + 1, out + i, (count - i) * sizeof *out);
        out[i++] = (int32_t)code;
        count++;
    }
    return at == end ? count : 0;
}

static bool is_name_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/* Copies `text` with its xn-- labels decoded. `out` has room for four times as much. */
static void decode_labels(const char *text, char *out)
{
    while (*text) {
        size_t n = 0;
        while (is_name_byte(text[n]))
            n++;
        int32_t points[LABEL_MAX];
        size_t count =
            n > 4 && n <= LABEL_MAX && strncasecmp(text, "xn--", 4) == 0 ? punycode(text + 4, n - 4, points) : 0;
        for (size_t i = 0; i < count; i++)
            out = text_put(out, points[i]);
        if (count == 0)
            out = (char *)memcpy(out, text, n) + n;
        text += n;
        if (*text)
            *out++ = *text++;
    }
    *out = '\0';
}

/* NFKD, case folded, without marks and what is ignored: the code points in *out, owned by the caller; their number or
 * -1. */
static utf8proc_ssize_t decompose(const char *text, int32_t **out)
{
    static const utf8proc_option_t options = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                             UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE |
                                             UTF8PROC_STRIPMARK;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, 0, NULL, 0, options);
    *out = count < 0 ? NULL : malloc(((size_t)count + 1) * sizeof **out);
    return *out ? utf8proc_decompose(bytes, 0, *out, count, options) : -1;
}

int lookalike_fold(const char *text, size_t length, char **out, struct err *err)
{
    char *plain = malloc(length + 1), *labels = malloc(length * 4 + 1), *folded = NULL;
    int32_t *points = NULL;
    int rc = -1;
    *out = NULL;
    if (!plain || !labels)
        goto done;
    decode_labels(url_decode(text, length, plain), labels);
    utf8proc_ssize_t count = decompose(labels, &points);
    folded = count < 0 ? NULL : malloc((size_t)count * 4 + 1);
    if (!folded)
        goto done;
    char *to = folded;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        if (points[i] != 0 && !text_is_space(points[i]) && !text_is_invisible(points[i]))
            to = text_put(to, fold_one(points[i]));
    *to = '\0';
    *out = folded;
    rc = 0;
done:
    free(plain);
    free(labels);
    free(points);
    return rc == 0 ? 0 : err_memory(err);
}

/* A folded character stands for one of an official name. */
static bool passes(char folded, char letter)
{
    return letter == '.' ? folded == '.' || folded == '-' : folded == fold_one(letter);
}

static bool begins(const char *folded, const char *name)
{
    while (*name && passes(*folded, *name)) {
        folded++;
        name++;
    }
    return *name == '\0';
}

bool lookalike_holds(const char *folded, const char *name)
{
    for (; *folded; folded++)
        if (begins(folded, name))
            return true;
    return false;
}

static bool is(const char *folded, const char *name)
{
    return strlen(folded) == strlen(name) && begins(folded, name);
}

bool lookalike_slip(const char *folded, const char *name)
{
    char other[32];
    size_t n = strlen(name);
    if (strncmp(folded, "www.", 4) == 0)
        folded += 4;
    if (n + 2 > sizeof other || strlen(folded) < n || strlen(folded) > n + 1)
        return false;
    for (size_t i = 0; i < n; i++) {
        memcpy(other, name, i + 1); /* the character at i twice */
        memcpy(other + i + 1, name + i, n - i + 1);
        if (is(folded, other))
            return true;
        if (i + 1 == n || name[i] == '.' || name[i + 1] == '.')
            continue;
        memcpy(other, name, n + 1); /* the letters at i and i + 1 swapped */
        other[i] = name[i + 1];
        other[i + 1] = name[i];
        if (is(folded, other))
            return true;
    }
    return false;
}
