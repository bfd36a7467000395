#include "app/base/text.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

static const char SHIFT_JIS[] = "CP932";

bool text_valid(const void *bytes, size_t size)
{
    const utf8proc_uint8_t *at = bytes;
    while (size > 0) {
        utf8proc_int32_t c;
        if (*at == 0)
            return false;
        utf8proc_ssize_t n = *at < 0x80 ? 1 : utf8proc_iterate(at, (utf8proc_ssize_t)size, &c);
        if (n <= 0)
            return false;
        at += n;
        size -= (size_t)n;
    }
    return true;
}

/* How many bytes a character that begins with `lead` has; 0 for none. */
static size_t char_bytes(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
}

void text_mend_cut(char *text)
{
    size_t len = strlen(text), back = 0;
    while (back < 3 && back < len && ((unsigned char)text[len - 1 - back] & 0xC0) == 0x80)
        back++;
    if (back < len && char_bytes((unsigned char)text[len - 1 - back]) > back + 1)
        text[len - 1 - back] = 0;
}

void text_copy(char *out, size_t room, const char *text)
{
    static const char rest[] = "…";
    size_t len = strlen(text);
    if (len < room) {
        memcpy(out, text, len + 1);
        return;
    }
    size_t keep = room - sizeof rest;
    memcpy(out, text, keep);
    out[keep] = 0;
    text_mend_cut(out);
    strcat(out, rest);
}

static int open_encoding(const char *encoding, iconv_t *cd, struct err *err)
{
    *cd = iconv_open("UTF-8", encoding);
    if (*cd != (iconv_t)-1)
        return 0;
    return err_set(err, ERR_IO, "this system cannot read text in %s: install libc's gconv modules",
                   "この環境では %s の文字列を読めません。libc の gconv モジュールを入れてください", encoding);
}

int text_prepare(const char *const *encodings, struct err *err)
{
    iconv_t kept; /* never closed: while one is open, libc keeps its modules for the next */
    for (; *encodings; encodings++)
        if (open_encoding(*encodings, &kept, err))
            return -1;
    return open_encoding(SHIFT_JIS, &kept, err);
}

/* CP932 to UTF-8; *out stays NULL when the bytes are none. */
static int from_cp932(const void *bytes, size_t size, char **out, struct err *err)
{
    iconv_t cd;
    if (open_encoding(SHIFT_JIS, &cd, err))
        return -1;
    size_t room = size * 3 + 1; /* half-width kana: one byte becomes three */
    char *text = malloc(room);
    if (!text) {
        iconv_close(cd);
        return err_memory(err);
    }
    char *in = (char *)(uintptr_t)bytes, *to = text;
    size_t left = size, space = room - 1;
    bool whole = iconv(cd, &in, &left, &to, &space) == 0 && left == 0;
    iconv_close(cd);
    *to = 0;
    if (whole && text_valid(text, (size_t)(to - text)))
        *out = text;
    else
        free(text);
    return 0;
}

int text_from_bytes(const void *bytes, size_t size, char **out, struct err *err)
{
    *out = NULL;
    if (size > 0 && memchr(bytes, 0, size))
        return 0;
    if (!text_valid(bytes, size))
        return from_cp932(bytes, size, out, err);
    char *text = malloc(size + 1);
    if (!text)
        return err_memory(err);
    if (size > 0)
        memcpy(text, bytes, size);
    text[size] = 0;
    *out = text;
    return 0;
}

int text_nfkc(const char *text, char **out, struct err *err)
{
    *out = NULL;
    size_t len = strlen(text), i = 0;
    while (i < len && (unsigned char)text[i] < 0x80)
        i++;
    if (i == len) { /* ASCII is its own NFKC */
        *out = strdup(text);
        return *out ? 0 : err_memory(err);
    }
    utf8proc_uint8_t *form = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text, 0, &form,
                                      UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    if (n == UTF8PROC_ERROR_INVALIDUTF8)
        return err_set(err, ERR_INPUT, "text that is not valid UTF-8: check the encoding",
                       "UTF-8 として正しくない文字列です。文字コードを確認してください");
    if (n < 0)
        return err_memory(err);
    *out = (char *)form;
    return 0;
}

bool text_is_space(int32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    if (c == 0x85)
        return true;
    utf8proc_category_t cat = utf8proc_category(c);
    return cat == UTF8PROC_CATEGORY_ZS || cat == UTF8PROC_CATEGORY_ZL || cat == UTF8PROC_CATEGORY_ZP;
}

bool text_is_invisible(int32_t c)
{
    if (c < 0x80)
        return c == 0x7F || (c > 0 && c < ' '); /* 0 is the end of a text */
    if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || c == 0x034F || c == 0x115F || c == 0x1160 ||
        c == 0x3164 || c == 0xFFA0) /* variation selectors, combining grapheme joiner, Hangul fillers */
        return true;
    utf8proc_category_t cat = utf8proc_category(c);
    return cat == UTF8PROC_CATEGORY_CF || cat == UTF8PROC_CATEGORY_CC;
}

bool text_is_letter_or_digit(int32_t c)
{
    if (c < 0x80)
        return isalnum(c);
    utf8proc_category_t cat = utf8proc_category(c);
    return (cat >= UTF8PROC_CATEGORY_LU && cat <= UTF8PROC_CATEGORY_LO) ||
           (cat >= UTF8PROC_CATEGORY_ND && cat <= UTF8PROC_CATEGORY_NO);
}

int32_t text_next(const char **at)
{
    utf8proc_int32_t c = (unsigned char)**at;
    if (c < 0x80) {
        *at += c != 0;
        return c;
    }
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)*at, -1, &c);
    *at += n > 0 ? n : 1;
    return n > 0 ? c : 0xFFFD;
}

char *text_put(char *out, int32_t codepoint)
{
    return out + utf8proc_encode_char(codepoint, (utf8proc_uint8_t *)out);
}

/* A byte that is a whole character, and none that is trimmed. */
static bool stays(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

char *text_trim(char *text)
{
    if (stays(text[0]) && stays(text[strlen(text) - 1])) /* nearly always */
        return text;
    const char *from = text, *at = text;
    int32_t c;
    while ((c = text_next(&at)) && text_is_space(c))
        from = at;
    at = from;
    const char *end = from;
    while ((c = text_next(&at)))
        if (!text_is_space(c))
            end = at;
    size_t len = (size_t)(end - from);
    memmove(text, from, len);
    text[len] = 0;
    return text;
}

bool text_same_nocase(const char *a, const char *b)
{
    for (; *a && *b; a++, b++)
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b) || ((*a ^ *b) & 0x80))
            return false;
    return *a == *b;
}
