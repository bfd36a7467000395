#include "ui/web/secret.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/web/private_file.h"

_Static_assert(SECRET_HASH == crypto_hash_sha256_BYTES, "a hash fits");

void secret_make(char out[SECRET_TEXT])
{
    uint8_t bytes[32];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(out, SECRET_TEXT, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

struct secret secret_of(const char *text)
{
    struct secret s;
    crypto_hash_sha256(s.hash, (const unsigned char *)text, strlen(text));
    return s;
}

bool secret_is(const struct secret *s, const char *text)
{
    struct secret other = secret_of(text);
    return sodium_memcmp(s->hash, other.hash, SECRET_HASH) == 0;
}

/* ---- the file ---- */

int secret_file(const char *path, char out[SECRET_TEXT], struct err *err)
{
    char *text, line[SECRET_TEXT + 1];
    if (private_file_read(path, SECRET_TEXT, true, &text, err))
        return -1;
    if (!text) {
        secret_make(out);
        (void)snprintf(line, sizeof line, "%s\n", out);
        return private_file_write(path, line, err);
    }
    text[strcspn(text, "\n")] = 0;
    bool good = strlen(text) == SECRET_TEXT - 1;
    if (good)
        memcpy(out, text, SECRET_TEXT);
    free(text);
    return good ? 0
                : err_set(err, ERR_DATA, "%s holds no token. Delete it, and a new one is made",
                          "%s の中身が正しくありません。削除すれば新しく作ります", path);
}
