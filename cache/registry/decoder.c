#include "cache/registry/decoder.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 64 * 1024,
    AHEAD = 4 * 1024 * 1024, /* how far the encoding is judged from the first byte that is not ASCII */
};

/* Bytes of the character at `p`; 0 when it is none; -1 when `left` bytes may be the beginning of one (RFC 3629). */
static int char_size(const uint8_t *p, size_t left)
{
    uint8_t c = p[0];
    int size = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    /* overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte */
    uint8_t low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    uint8_t high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (left > 1 && (p[1] < low || p[1] > high))
        return 0;
    for (int i = 2; i < size && (size_t)i < left; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return left < (size_t)size ? -1 : size;
}

/* Eight bytes of ASCII without NUL. */
static bool plain8(const uint8_t *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
    return ((w | (w - 0x0101010101010101ull)) & 0x8080808080808080ull) == 0;
}

size_t decoder_valid(const uint8_t *bytes, size_t size, bool *cut)
{
    size_t i = 0;
    *cut = false;
    while (i < size) {
        if (size - i >= 8 && plain8(bytes + i)) {
            i += 8;
        } else if (bytes[i] < 0x80) {
            if (bytes[i] == 0)
                break;
            i++;
        } else {
            int n = char_size(bytes + i, size - i);
            *cut = n < 0;
            if (n <= 0)
                break;
            i += (size_t)n;
        }
    }
    return i;
}

/* UTF-8 when all of it is, or when it is but for a few bytes (those are refused when they come: Japanese in UTF-8 read
 * as CP932 would come out as other Japanese). CP932 hardly ever holds valid sequences of three bytes; of two,
 * half-width kana may. */
static enum encoding guess(const uint8_t *bytes, size_t size)
{
    size_t good = 0, wrong = 0;
    for (size_t i = 0; i < size;) {
        int n = bytes[i] < 0x80 ? 1 : char_size(bytes + i, size - i);
        if (n < 0)
            break;
        good += n > 2 ? 4 : n == 2;
        wrong += n == 0 ? 4 : 0;
        i += n > 0 ? (size_t)n : 1;
    }
    return good > wrong ? ENCODING_UTF8 : ENCODING_CP932;
}

int decoder_begin(struct input *in, struct decoder *out, struct err *err)
{
    *out = (struct decoder){.in = in, .raw = malloc(BLOCK)};
    return out->raw ? 0 : err_memory(err);
}

void decoder_rewind(struct decoder *d)
{
    if (d->iconv)
        iconv_close(d->iconv);
    d->iconv = NULL;
    d->encoding = ENCODING_NONE;
    d->raw_at = d->raw_end = 0;
    d->begun = d->ended = false;
    input_rewind(d->in);
}

void decoder_clear(struct decoder *d)
{
    if (d->iconv)
        iconv_close(d->iconv);
    free(d->raw);
    *d = (struct decoder){0};
}

static int refuse_utf16(struct err *err)
{
    return err_set(err, ERR_INPUT, "the text is UTF-16: save it as CSV in UTF-8",
                   "UTF-16 の文字列です。UTF-8 の CSV で保存してください");
}

static int fill(struct decoder *d, struct err *err)
{
    size_t kept = d->raw_end - d->raw_at, got;
    if (kept > 0)
        memmove(d->raw, d->raw + d->raw_at, kept);
    d->raw_at = 0;
    d->raw_end = kept;
    if (input_read(d->in, d->raw + kept, BLOCK - kept, &got, err))
        return -1;
    d->raw_end += got;
    d->ended = got == 0;
    if (d->begun)
        return 0;
    d->begun = true;
    if (d->raw_end >= 2 && (memcmp(d->raw, "\xFF\xFE", 2) == 0 || memcmp(d->raw, "\xFE\xFF", 2) == 0))
        return refuse_utf16(err);
    if (d->raw_end >= 3 && memcmp(d->raw, "\xEF\xBB\xBF", 3) == 0) {
        d->raw_at = 3;
        d->encoding = ENCODING_UTF8;
    }
    return 0;
}

static int convert_from(struct decoder *d, enum encoding encoding, const char *charset, struct err *err)
{
    iconv_t cd = iconv_open("UTF-8", charset);
    if ((intptr_t)cd == -1)
        return err_set(err, ERR_IO, "this system cannot read %s: save the list in UTF-8",
                       "このシステムでは %s を読めません。UTF-8 で保存してください", charset);
    d->iconv = cd;
    d->encoding = encoding;
    return 0;
}

/* At the first byte that is not ASCII. */
static int decide(struct decoder *d, struct err *err)
{
    if (d->charset)
        return convert_from(d, ENCODING_SAID, d->charset, err);
    int64_t from = d->in->at - (int64_t)(d->raw_end - d->raw_at), left = d->in->size - from;
    size_t room = left < AHEAD ? (size_t)left : AHEAD, got;
    uint8_t *ahead = malloc(room);
    if (!ahead)
        return err_memory(err);
    int rc = input_peek(d->in, from, ahead, room, &got, err);
    if (rc == 0)
        d->encoding = guess(ahead, got);
    free(ahead);
    if (rc || d->encoding != ENCODING_CP932)
        return rc;
    return convert_from(d, ENCODING_CP932, "CP932", err);
}

/* What stands at raw_at is in no encoding of ours. */
static int refuse(const struct decoder *d, struct err *err)
{
    const uint8_t *at = d->raw + d->raw_at;
    size_t left = d->raw_end - d->raw_at;
    if (left > 2 && at[0] == 0 && at[1] != 0 && at[2] == 0 && d->encoding == ENCODING_NONE)
        return refuse_utf16(err);
    if (at[0] == 0)
        return err_set(err, ERR_INPUT, "there is a NUL byte: this is no text; save it as CSV in UTF-8",
                       "NUL バイトがあります。テキストではありません。UTF-8 の CSV で保存してください");
    if (d->encoding == ENCODING_UTF8)
        return err_set(
            err, ERR_INPUT, "the byte %02X is not valid UTF-8 here, though the text is UTF-8 elsewhere: save it again",
            "バイト %02X は UTF-8 として正しくありません（他の部分は UTF-8 です）。保存し直してください", at[0]);
    if (d->encoding == ENCODING_SAID)
        return err_set(err, ERR_INPUT, "the byte %02X is not valid in %s, which the file says it is: save it in UTF-8",
                       "バイト %02X は、ファイルが示す %s として正しくありません。UTF-8 で保存してください", at[0],
                       d->charset);
    return err_set(err, ERR_INPUT, "the byte %02X fits neither UTF-8 nor CP932: save it as CSV in UTF-8",
                   "バイト %02X は UTF-8 でも CP932 でもありません。UTF-8 の CSV で保存してください", at[0]);
}

static size_t ascii(const uint8_t *p, size_t size)
{
    size_t i = 0;
    while (i < size && p[i] != 0 && p[i] < 0x80)
        i += size - i >= 8 && plain8(p + i) ? 8 : 1;
    return i;
}

static size_t copy_out(struct decoder *d, char *out, size_t count)
{
    memcpy(out, d->raw + d->raw_at, count);
    d->raw_at += count;
    return count;
}

static size_t from_utf8(struct decoder *d, char *out, size_t room)
{
    size_t left = d->raw_end - d->raw_at;
    bool cut;
    return copy_out(d, out, decoder_valid(d->raw + d->raw_at, left < room ? left : room, &cut));
}

static size_t from_other(struct decoder *d, char *out, size_t room)
{
    char *in = (char *)d->raw + d->raw_at, *to = out;
    const char *nul = memchr(in, 0, d->raw_end - d->raw_at);
    size_t left = nul ? (size_t)(nul - in) : d->raw_end - d->raw_at, space = room;
    iconv(d->iconv, &in, &left, &to, &space); /* wherever it stops, the caller looks at what it took */
    d->raw_at = (size_t)((uint8_t *)in - d->raw);
    return (size_t)(to - out);
}

static size_t convert(struct decoder *d, char *out, size_t room)
{
    if (d->iconv)
        return from_other(d, out, room);
    return from_utf8(d, out, room);
}

int decoder_read(struct decoder *d, char *out, size_t room, size_t *got, struct err *err)
{
    *got = 0;
    while (*got == 0) {
        if (!d->ended && d->raw_end - d->raw_at < 8 && fill(d, err)) /* no character has more than 4 bytes */
            return -1;
        size_t left = d->raw_end - d->raw_at;
        if (left == 0 && d->ended)
            return 0;
        if (left == 0)
            continue;
        if (d->encoding == ENCODING_NONE) {
            *got = copy_out(d, out, ascii(d->raw + d->raw_at, left < room ? left : room));
            if (*got == 0 && d->raw[d->raw_at] != 0 && decide(d, err))
                return -1;
            if (*got > 0 || d->encoding != ENCODING_NONE)
                continue;
        } else {
            *got = convert(d, out, room);
        }
        if (*got == 0 && (left >= 8 || d->ended))
            return refuse(d, err);
    }
    return 0;
}
