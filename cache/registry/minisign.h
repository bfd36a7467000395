#ifndef KENPIN_MINISIGN_H
#define KENPIN_MINISIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* Keys and signatures in minisign's file formats: Ed25519 over the BLAKE2b-512 of the file ("ED", what minisign writes
 * since 0.10). The older form over the file itself ("Ed") is refused, and so are secret keys under a password. */

#define MINISIGN_ID_BYTES        8
#define MINISIGN_SEED_BYTES      32
#define MINISIGN_FILE_MAX        16384 /* bytes of a key or signature file */
#define MINISIGN_COMMENT_MAX     1024  /* bytes of a trusted comment, with the final NUL */
#define MINISIGN_ID_TEXT         17    /* 16 hex digits, upper case, as minisign shows them */
#define MINISIGN_PUBLIC_TEXT     57    /* "RW..." */
#define MINISIGN_SIGNATURE_TEXT  2048  /* a whole signature file */
#define MINISIGN_SECRET_TEXT     512   /* a whole secret key file */
#define MINISIGN_SIGNATURE_BYTES 64

struct minisign_public {
    uint8_t id[MINISIGN_ID_BYTES];
    uint8_t key[32];
};

/* Wiped by minisign_forget. */
struct minisign_secret {
    uint8_t id[MINISIGN_ID_BYTES];
    uint8_t key[64];
};

struct minisign_signature {
    uint8_t id[MINISIGN_ID_BYTES]; /* of the key that is said to have made it */
    uint8_t of_file[MINISIGN_SIGNATURE_BYTES];
    uint8_t of_comment[MINISIGN_SIGNATURE_BYTES];
    char comment[MINISIGN_COMMENT_MAX]; /* the trusted one */
};

/* A key pair out of `seed` and `id`, which are random and the caller's. */
int minisign_make(const uint8_t seed[MINISIGN_SEED_BYTES], const uint8_t id[MINISIGN_ID_BYTES],
                  struct minisign_secret *out, struct err *err) __attribute__((warn_unused_result));
void minisign_forget(struct minisign_secret *s); /* safe on {0} and twice */
void minisign_public_of(const struct minisign_secret *s, struct minisign_public *out);
const char *minisign_id(const uint8_t id[MINISIGN_ID_BYTES], char out[MINISIGN_ID_TEXT]); /* returns out */

/* A public key file, or its second line alone. */
int minisign_public_read(const void *bytes, size_t size, struct minisign_public *out, struct err *err)
    __attribute__((warn_unused_result));
void minisign_public_text(const struct minisign_public *p, char out[MINISIGN_PUBLIC_TEXT]);

int minisign_secret_read(const void *bytes, size_t size, struct minisign_secret *out, struct err *err)
    __attribute__((warn_unused_result));
void minisign_secret_text(const struct minisign_secret *s, char out[MINISIGN_SECRET_TEXT]);

/* `comment` is one line, shorter than MINISIGN_COMMENT_MAX. */
int minisign_sign(const struct minisign_secret *s, const void *bytes, size_t size, const char *comment,
                  char out[MINISIGN_SIGNATURE_TEXT], struct err *err) __attribute__((warn_unused_result));

int minisign_signature_read(const void *bytes, size_t size, struct minisign_signature *out, struct err *err)
    __attribute__((warn_unused_result));
/* That key made this signature and its comment, whatever file it was for. */
bool minisign_is_by(const struct minisign_signature *s, const struct minisign_public *p);
/* minisign_is_by, and it was for these bytes. */
bool minisign_fits(const struct minisign_signature *s, const struct minisign_public *p, const void *bytes, size_t size);

#endif
