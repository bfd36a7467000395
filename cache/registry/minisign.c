#include "cache/registry/minisign.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "app/base/text.h"

/* The three things that the lines of base64 hold, byte by byte. */
enum {
    ALGORITHM = 2,
    PUBLIC_BYTES = ALGORITHM + MINISIGN_ID_BYTES + crypto_sign_PUBLICKEYBYTES,
    SIGNATURE_BYTES = ALGORITHM + MINISIGN_ID_BYTES + crypto_sign_BYTES,
    KDF_AT = ALGORITHM, /* how a password becomes a key; two zeros: there is none */
    CHECK_AT = KDF_AT + ALGORITHM,
    SALT_AT = CHECK_AT + ALGORITHM,
    SALT_BYTES = 32 + 8 + 8, /* salt, operations, memory: of no meaning without a password */
    SECRET_ID_AT = SALT_AT + SALT_BYTES,
    SECRET_KEY_AT = SECRET_ID_AT + MINISIGN_ID_BYTES,
    SUM_AT = SECRET_KEY_AT + crypto_sign_SECRETKEYBYTES,
    SUM_BYTES = 32, /* BLAKE2b-256 of algorithm, id and key, or zero */
    SECRET_BYTES = SUM_AT + SUM_BYTES,
    PREHASH_BYTES = crypto_generichash_BYTES_MAX, /* BLAKE2b-512 */
    LINES_MAX = 4,
};

#define UNTRUSTED "untrusted comment: "
#define TRUSTED   "trusted comment: "

_Static_assert(PREHASH_BYTES == 64, "BLAKE2b-512");

/* ---- lines ---- */

struct line {
    const char *at;
    size_t size;
};

/* The lines of a small text file, without their ends (LF or CRLF); false when there are more than LINES_MAX. */
static bool split(const char *bytes, size_t size, struct line out[LINES_MAX], int *count)
{
    *count = 0;
    for (size_t at = 0; at < size;) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t length = end ? (size_t)(end - (bytes + at)) : size - at;
        if (*count == LINES_MAX)
            return false;
        out[*count] = (struct line){bytes + at, length};
        if (length && bytes[at + length - 1] == '\r')
            out[*count].size--;
        (*count)++;
        at += length + 1;
    }
    return true;
}

static bool begins(struct line l, const char *text)
{
    return l.size >= strlen(text) && memcmp(l.at, text, strlen(text)) == 0;
}

/* Exactly `size` bytes in base64. */
static bool decode(struct line l, uint8_t *out, size_t size)
{
    size_t got = 0;
    const char *end = NULL;
    for (size_t i = 0; i < l.size; i++)
        if ((unsigned char)l.at[i] >= 0x80) /* libsodium 1.0.18 takes some of these for letters */
            return false;
    return sodium_base642bin(out, size, l.at, l.size, NULL, &got, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
           got == size && end == l.at + l.size;
}

/* ---- keys ---- */

const char *minisign_id(const uint8_t id[MINISIGN_ID_BYTES], char out[MINISIGN_ID_TEXT])
{
    for (int i = 0; i < MINISIGN_ID_BYTES; i++) /* a little-endian number */
        snprintf(out + 2 * i, 3, "%02X", id[MINISIGN_ID_BYTES - 1 - i]);
    return out;
}

int minisign_make(const uint8_t seed[MINISIGN_SEED_BYTES], const uint8_t id[MINISIGN_ID_BYTES],
                  struct minisign_secret *out, struct err *err)
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
    _Static_assert(MINISIGN_SEED_BYTES == crypto_sign_SEEDBYTES, "Ed25519");
    if (sodium_init() < 0 || crypto_sign_seed_keypair(public, out->key, seed))
        return err_memory(err);
    memcpy(out->id, id, sizeof out->id);
    return 0;
}

void minisign_forget(struct minisign_secret *s)
{
    sodium_memzero(s, sizeof *s);
}

void minisign_public_of(const struct minisign_secret *s, struct minisign_public *out)
{
    memcpy(out->id, s->id, sizeof out->id);
    (void)crypto_sign_ed25519_sk_to_pk(out->key, s->key);
}

int minisign_public_read(const void *bytes, size_t size, struct minisign_public *out, struct err *err)
{
    struct line line[LINES_MAX];
    uint8_t raw[PUBLIC_BYTES];
    int count;
    bool sound = size <= MINISIGN_FILE_MAX && split(bytes, size, line, &count) && (count == 1 || count == 2) &&
                 (count == 1 || begins(line[0], UNTRUSTED)) && decode(line[count - 1], raw, sizeof raw);
    if (!sound || memcmp(raw, "Ed", ALGORITHM) != 0)
        return err_set(err, ERR_INPUT,
                       "this is no public key of minisign's: a line of 56 letters and digits that begins with RW",
                       "minisign の公開鍵ではありません。RW で始まる 56 文字の行が必要です");
    memcpy(out->id, raw + ALGORITHM, sizeof out->id);
    memcpy(out->key, raw + ALGORITHM + MINISIGN_ID_BYTES, sizeof out->key);
    return 0;
}

void minisign_public_text(const struct minisign_public *p, char out[MINISIGN_PUBLIC_TEXT])
{
    uint8_t raw[PUBLIC_BYTES] = "Ed";
    memcpy(raw + ALGORITHM, p->id, sizeof p->id);
    memcpy(raw + ALGORITHM + MINISIGN_ID_BYTES, p->key, sizeof p->key);
    (void)sodium_bin2base64(out, MINISIGN_PUBLIC_TEXT, raw, sizeof raw, sodium_base64_VARIANT_ORIGINAL);
}

static void check_sum(const uint8_t raw[SECRET_BYTES], uint8_t out[SUM_BYTES])
{
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, SUM_BYTES);
    (void)crypto_generichash_update(&state, raw, ALGORITHM);
    (void)crypto_generichash_update(&state, raw + SECRET_ID_AT, SUM_AT - SECRET_ID_AT);
    (void)crypto_generichash_final(&state, out, SUM_BYTES);
}

/* A secret key is a seed and the public key made of it. minisign -G -W leaves the sum zero, so that only this shows
 * damage. */
static bool halves_fit(const uint8_t key[crypto_sign_SECRETKEYBYTES])
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES], again[crypto_sign_SECRETKEYBYTES];
    bool fit = sodium_init() >= 0 && crypto_sign_seed_keypair(public, again, key) == 0 &&
               sodium_memcmp(again, key, sizeof again) == 0;
    sodium_memzero(again, sizeof again);
    return fit;
}

static int take_secret(const uint8_t raw[SECRET_BYTES], struct minisign_secret *out, struct err *err)
{
    uint8_t sum[SUM_BYTES];
    if (memcmp(raw + KDF_AT, "Sc", ALGORITHM) == 0)
        return err_set(err, ERR_INPUT,
                       "this secret key is under a password, which nobody can type where lists are published by"
                       " themselves; make one without (kenpin registry key, or minisign -G -W) and guard the file",
                       "この秘密鍵にはパスワードが掛かっており、自動で公開する際に入力できません。パスワードのない鍵を"
                       "作り（kenpin registry key または minisign -G -W）、ファイルを厳重に保管してください");
    check_sum(raw, sum);
    bool sound = memcmp(raw, "Ed", ALGORITHM) == 0 && memcmp(raw + KDF_AT, "\0\0", ALGORITHM) == 0 &&
                 memcmp(raw + CHECK_AT, "B2", ALGORITHM) == 0 &&
                 (sodium_is_zero(raw + SUM_AT, SUM_BYTES) || sodium_memcmp(sum, raw + SUM_AT, SUM_BYTES) == 0);
    if (!sound || !halves_fit(raw + SECRET_KEY_AT))
        return err_set(err, ERR_INPUT, "this secret key is damaged, or of a kind that kenpin does not know",
                       "この秘密鍵は壊れているか、kenpin の知らない種類です");
    memcpy(out->id, raw + SECRET_ID_AT, sizeof out->id);
    memcpy(out->key, raw + SECRET_KEY_AT, sizeof out->key);
    return 0;
}

int minisign_secret_read(const void *bytes, size_t size, struct minisign_secret *out, struct err *err)
{
    struct line line[LINES_MAX];
    uint8_t raw[SECRET_BYTES];
    int count, result;
    if (size <= MINISIGN_FILE_MAX && split(bytes, size, line, &count) && count == 2 && begins(line[0], UNTRUSTED) &&
        decode(line[1], raw, sizeof raw))
        result = take_secret(raw, out, err);
    else
        result =
            err_set(err, ERR_INPUT, "this is no secret key of minisign's; make one with kenpin registry key --out FILE",
                    "minisign の秘密鍵ではありません。kenpin registry key --out FILE で作れます");
    sodium_memzero(raw, sizeof raw);
    return result;
}

void minisign_secret_text(const struct minisign_secret *s, char out[MINISIGN_SECRET_TEXT])
{
    uint8_t raw[SECRET_BYTES] = "Ed";
    char text[sodium_base64_ENCODED_LEN(SECRET_BYTES, sodium_base64_VARIANT_ORIGINAL)];
    memcpy(raw + CHECK_AT, "B2", ALGORITHM);
    memcpy(raw + SECRET_ID_AT, s->id, sizeof s->id);
    memcpy(raw + SECRET_KEY_AT, s->key, sizeof s->key);
    check_sum(raw, raw + SUM_AT);
    (void)sodium_bin2base64(text, sizeof text, raw, sizeof raw, sodium_base64_VARIANT_ORIGINAL);
    snprintf(out, MINISIGN_SECRET_TEXT, UNTRUSTED "minisign secret key of kenpin, without a password: guard it\n%s\n",
             text);
    sodium_memzero(raw, sizeof raw);
    sodium_memzero(text, sizeof text);
}

/* ---- signatures ---- */

static void prehash(const void *bytes, size_t size, uint8_t out[PREHASH_BYTES])
{
    (void)crypto_generichash(out, PREHASH_BYTES, bytes, size, NULL, 0);
}

/* What the second signature is over: the first one and the trusted comment. */
static size_t with_comment(const uint8_t of_file[crypto_sign_BYTES], const char *comment,
                           uint8_t out[crypto_sign_BYTES + MINISIGN_COMMENT_MAX])
{
    size_t size = strlen(comment);
    memcpy(out, of_file, crypto_sign_BYTES);
    memcpy(out + crypto_sign_BYTES, comment, size);
    return crypto_sign_BYTES + size;
}

int minisign_sign(const struct minisign_secret *s, const void *bytes, size_t size, const char *comment,
                  char out[MINISIGN_SIGNATURE_TEXT], struct err *err)
{
    uint8_t hash[PREHASH_BYTES], raw[SIGNATURE_BYTES] = "ED", global[crypto_sign_BYTES];
    uint8_t whole[crypto_sign_BYTES + MINISIGN_COMMENT_MAX];
    char first[sodium_base64_ENCODED_LEN(SIGNATURE_BYTES, sodium_base64_VARIANT_ORIGINAL)];
    char second[sodium_base64_ENCODED_LEN(crypto_sign_BYTES, sodium_base64_VARIANT_ORIGINAL)];
    char id[MINISIGN_ID_TEXT];
    if (strlen(comment) >= MINISIGN_COMMENT_MAX || strpbrk(comment, "\r\n"))
        return err_set(err, ERR_INPUT, "the comment of a signature is one line of less than %d bytes",
                       "署名のコメントは %d バイト未満の 1 行にしてください", MINISIGN_COMMENT_MAX);
    uint8_t *of_file = raw + ALGORITHM + MINISIGN_ID_BYTES;
    memcpy(raw + ALGORITHM, s->id, sizeof s->id);
    prehash(bytes, size, hash);
    if (crypto_sign_detached(of_file, NULL, hash, sizeof hash, s->key) ||
        crypto_sign_detached(global, NULL, whole, with_comment(of_file, comment, whole), s->key))
        return err_memory(err);
    (void)sodium_bin2base64(first, sizeof first, raw, sizeof raw, sodium_base64_VARIANT_ORIGINAL);
    (void)sodium_bin2base64(second, sizeof second, global, sizeof global, sodium_base64_VARIANT_ORIGINAL);
    snprintf(out, MINISIGN_SIGNATURE_TEXT, UNTRUSTED "signature by kenpin's key %s\n%s\n" TRUSTED "%s\n%s\n",
             minisign_id(s->id, id), first, comment, second);
    return 0;
}

static bool take_comment(struct line l, char out[MINISIGN_COMMENT_MAX])
{
    size_t skip = strlen(TRUSTED);
    if (!begins(l, TRUSTED) || l.size - skip >= MINISIGN_COMMENT_MAX || !text_valid(l.at + skip, l.size - skip))
        return false;
    memcpy(out, l.at + skip, l.size - skip);
    out[l.size - skip] = '\0';
    return true;
}

int minisign_signature_read(const void *bytes, size_t size, struct minisign_signature *out, struct err *err)
{
    struct line line[LINES_MAX];
    uint8_t raw[SIGNATURE_BYTES];
    int count;
    *out = (struct minisign_signature){0};
    if (size > MINISIGN_FILE_MAX || !split(bytes, size, line, &count) || count != LINES_MAX ||
        !begins(line[0], UNTRUSTED) || !decode(line[1], raw, sizeof raw) || !take_comment(line[2], out->comment) ||
        !decode(line[3], out->of_comment, sizeof out->of_comment))
        return err_set(err, ERR_INPUT, "the signature is no whole signature of minisign's",
                       "署名が minisign の形式として不完全です");
    if (memcmp(raw, "ED", ALGORITHM) != 0)
        return err_set(err, ERR_INPUT,
                       "the signature is of minisign's old form; sign again with minisign 0.10 or later, or kenpin",
                       "署名が minisign の古い形式です。minisign 0.10 以降か kenpin で署名し直してください");
    memcpy(out->id, raw + ALGORITHM, sizeof out->id);
    memcpy(out->of_file, raw + ALGORITHM + MINISIGN_ID_BYTES, sizeof out->of_file);
    return 0;
}

bool minisign_is_by(const struct minisign_signature *s, const struct minisign_public *p)
{
    uint8_t whole[crypto_sign_BYTES + MINISIGN_COMMENT_MAX];
    return sodium_init() >= 0 && memcmp(s->id, p->id, sizeof s->id) == 0 &&
           crypto_sign_verify_detached(s->of_comment, whole, with_comment(s->of_file, s->comment, whole), p->key) == 0;
}

bool minisign_fits(const struct minisign_signature *s, const struct minisign_public *p, const void *bytes, size_t size)
{
    uint8_t hash[PREHASH_BYTES];
    if (!minisign_is_by(s, p))
        return false;
    prehash(bytes, size, hash);
    return crypto_sign_verify_detached(s->of_file, hash, sizeof hash, p->key) == 0;
}
