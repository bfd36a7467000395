#include "cache/registry/pack.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "app/base/text.h"

#define WINDOW_LOG_MAX 27 /* 128 MB: what a reader may be made to hold */
#define SUFFIX         ".zst"
#define PREFIX         "sha256:"

_Static_assert(PACK_DIGEST_TEXT == sizeof PREFIX + 2 * crypto_hash_sha256_BYTES, "SHA-256");
_Static_assert(PACK_NAME_TEXT == sizeof SUFFIX + 2 * crypto_hash_sha256_BYTES, "SHA-256");

/* ---- names ---- */

static void hex(const unsigned char hash[crypto_hash_sha256_BYTES], char *out)
{
    (void)sodium_bin2hex(out, 2 * crypto_hash_sha256_BYTES + 1, hash, crypto_hash_sha256_BYTES);
}

void pack_digest(const void *bytes, size_t size, char out[PACK_DIGEST_TEXT])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(hash, bytes, size);
    memcpy(out, PREFIX, sizeof PREFIX - 1);
    hex(hash, out + sizeof PREFIX - 1);
}

static bool is_hex(const char *text)
{
    return strspn(text, "0123456789abcdef") == 2 * crypto_hash_sha256_BYTES;
}

bool pack_is_digest(const char *text)
{
    return strlen(text) == PACK_DIGEST_TEXT - 1 && memcmp(text, PREFIX, sizeof PREFIX - 1) == 0 &&
           is_hex(text + sizeof PREFIX - 1);
}

bool pack_is_name(const char *text)
{
    return strlen(text) == PACK_NAME_TEXT - 1 && is_hex(text) &&
           strcmp(text + 2 * crypto_hash_sha256_BYTES, SUFFIX) == 0;
}

bool pack_is_named(const void *bytes, size_t size, const char *name)
{
    char digest[PACK_DIGEST_TEXT];
    pack_digest(bytes, size, digest);
    return pack_is_name(name) && memcmp(name, digest + sizeof PREFIX - 1, 2 * crypto_hash_sha256_BYTES) == 0;
}

/* ---- writing ---- */

/* A text that small is held back and packed in one go: zstd then knows its size, and does without the tables of
 * hundreds of megabytes that its high levels would else lay out for each delta of a few lines. */
#define HELD_MAX (256u << 10)

struct pack_writer {
    int fd;
    char *held; /* owned; NULL once the text is larger */
    size_t held_size;
    ZSTD_CCtx *zstd;
    char *buffer;
    size_t room;
    int64_t bytes, text;
    crypto_hash_sha256_state of_bytes, of_text;
};

int pack_begin(int fd, int level, struct pack_writer **out, struct err *err)
{
    *out = NULL;
    struct pack_writer *w = calloc(1, sizeof *w);
    if (!w || sodium_init() < 0)
        goto fail;
    w->fd = fd;
    w->zstd = ZSTD_createCCtx();
    w->room = ZSTD_CStreamOutSize();
    w->buffer = malloc(w->room);
    w->held = malloc(HELD_MAX);
    if (!w->zstd || !w->buffer || !w->held ||
        ZSTD_isError(ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_compressionLevel, level)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_checksumFlag, 1)))
        goto fail;
    (void)crypto_hash_sha256_init(&w->of_bytes);
    (void)crypto_hash_sha256_init(&w->of_text);
    *out = w;
    return 0;
fail:
    pack_discard(w);
    return err_memory(err);
}

static int write_all(struct pack_writer *w, size_t size, struct err *err)
{
    (void)crypto_hash_sha256_update(&w->of_bytes, (const unsigned char *)w->buffer, size);
    w->bytes += (int64_t)size;
    for (size_t at = 0; at < size;) {
        ssize_t n = write(w->fd, w->buffer + at, size - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, ERR_IO, "writing failed: %s; what was published before is unchanged",
                           "書き込みに失敗しました: %s。以前に公開したものは変わっていません", strerror(errno));
        at += (size_t)n;
    }
    return 0;
}

static int compress(struct pack_writer *w, const void *text, size_t size, ZSTD_EndDirective how, struct err *err)
{
    ZSTD_inBuffer in = {text, size, 0};
    for (;;) {
        ZSTD_outBuffer out = {w->buffer, w->room, 0};
        size_t left = ZSTD_compressStream2(w->zstd, &out, &in, how);
        if (ZSTD_isError(left))
            return err_memory(err);
        if (out.pos && write_all(w, out.pos, err))
            return -1;
        if (how == ZSTD_e_end ? left == 0 : in.pos == in.size)
            return 0;
    }
}

static int flow(struct pack_writer *w, ZSTD_EndDirective how, struct err *err)
{
    int rc = compress(w, w->held ? w->held : "", w->held_size, how, err);
    free(w->held);
    w->held = NULL;
    w->held_size = 0;
    return rc;
}

int pack_put(struct pack_writer *w, const void *text, size_t size, struct err *err)
{
    (void)crypto_hash_sha256_update(&w->of_text, text, size);
    w->text += (int64_t)size;
    if (w->text > PACK_TEXT_MAX)
        return err_set(err, ERR_INPUT, "the list is larger than the %lld MB that a mirror's file may hold",
                       "一覧が、ミラーのファイルに入る %lld MB を超えています", PACK_TEXT_MAX >> 20);
    if (w->held && size <= HELD_MAX - w->held_size) {
        memcpy(w->held + w->held_size, text, size);
        w->held_size += size;
        return 0;
    }
    if (w->held && flow(w, ZSTD_e_continue, err))
        return -1;
    return compress(w, text, size, ZSTD_e_continue, err);
}

int pack_finish(struct pack_writer *w, struct pack_made *out, struct err *err)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    if (flow(w, ZSTD_e_end, err))
        return -1;
    *out = (struct pack_made){.bytes = w->bytes, .text = w->text};
    (void)crypto_hash_sha256_final(&w->of_bytes, hash);
    hex(hash, out->name);
    memcpy(out->name + 2 * sizeof hash, SUFFIX, sizeof SUFFIX);
    (void)crypto_hash_sha256_final(&w->of_text, hash);
    memcpy(out->content, PREFIX, sizeof PREFIX - 1);
    hex(hash, out->content + sizeof PREFIX - 1);
    return 0;
}

void pack_discard(struct pack_writer *w)
{
    if (!w)
        return;
    (void)ZSTD_freeCCtx(w->zstd);
    free(w->buffer);
    free(w->held);
    free(w);
}

/* ---- reading ---- */

struct pack_reader {
    ZSTD_DCtx *zstd;
    ZSTD_inBuffer in;
    int64_t left; /* bytes of text still to come */
    bool whole;   /* the frame's end was seen */
    char *buffer; /* owned; text not yet given out from `start` to `end`, and room for a NUL */
    size_t start, end, room;
    crypto_hash_sha256_state of_text;
};

int pack_open(const void *bytes, size_t size, int64_t text, struct pack_reader **out, struct err *err)
{
    *out = NULL;
    if (size > PACK_BYTES_MAX || text < 0 || text > PACK_TEXT_MAX)
        return err_set(err, ERR_INPUT, "the file is larger than any mirror's", "ミラーのファイルとして大きすぎます");
    struct pack_reader *r = calloc(1, sizeof *r);
    if (!r || sodium_init() < 0)
        goto fail;
    r->in = (ZSTD_inBuffer){bytes, size, 0};
    r->left = text;
    r->room = 2 * ZSTD_DStreamOutSize();
    r->buffer = malloc(r->room);
    r->zstd = ZSTD_createDCtx();
    if (!r->buffer || !r->zstd || ZSTD_isError(ZSTD_DCtx_setParameter(r->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX)))
        goto fail;
    (void)crypto_hash_sha256_init(&r->of_text);
    *out = r;
    return 0;
fail:
    pack_close(r);
    return err_memory(err);
}

void pack_close(struct pack_reader *r)
{
    if (!r)
        return;
    (void)ZSTD_freeDCtx(r->zstd);
    free(r->buffer);
    free(r);
}

static int broken(struct err *err)
{
    return err_set(err, ERR_INPUT, "the file cannot be unpacked, or does not hold what was signed for it",
                   "ファイルを展開できないか、署名された内容と異なります");
}

/* Room behind `end` for more text and a NUL. */
static int make_room(struct pack_reader *r, struct err *err)
{
    if (r->start) {
        memmove(r->buffer, r->buffer + r->start, r->end - r->start);
        r->end -= r->start;
        r->start = 0;
    }
    if (r->room - r->end > ZSTD_DStreamOutSize() / 2)
        return 0;
    char *buffer = r->room < PACK_LINE_MAX ? realloc(r->buffer, r->room * 2) : NULL;
    if (!buffer)
        return r->room < PACK_LINE_MAX ? err_memory(err) : broken(err);
    r->buffer = buffer;
    r->room *= 2;
    return 0;
}

static int unpack(struct pack_reader *r, struct err *err)
{
    if (make_room(r, err))
        return -1;
    ZSTD_outBuffer out = {r->buffer + r->end, r->room - r->end - 1, 0};
    size_t before = r->in.pos;
    size_t state = ZSTD_decompressStream(r->zstd, &out, &r->in);
    if (ZSTD_isError(state) || (int64_t)out.pos > r->left || (state && out.pos == 0 && r->in.pos == before))
        return broken(err);
    (void)crypto_hash_sha256_update(&r->of_text, (const unsigned char *)r->buffer + r->end, out.pos);
    r->left -= (int64_t)out.pos;
    r->end += out.pos;
    r->whole = state == 0;
    return 0;
}

int pack_line(struct pack_reader *r, char **line, size_t *size, struct err *err)
{
    size_t seen = 0; /* bytes without an end of line */
    *line = NULL;
    *size = 0;
    for (;;) {
        char *from = r->buffer + r->start;
        char *end = memchr(from + seen, '\n', r->end - r->start - seen);
        if (end) {
            *end = '\0';
            r->start += (size_t)(end - from) + 1;
            *line = from;
            *size = (size_t)(end - from);
            return text_valid(from, *size) ? 0 : broken(err);
        }
        seen = r->end - r->start;
        if (r->whole)
            return seen == 0 && r->left == 0 && r->in.pos == r->in.size ? 0 : broken(err);
        if (unpack(r, err))
            return -1;
    }
}

void pack_content(struct pack_reader *r, char out[PACK_DIGEST_TEXT])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256_final(&r->of_text, hash);
    memcpy(out, PREFIX, sizeof PREFIX - 1);
    hex(hash, out + sizeof PREFIX - 1);
}
