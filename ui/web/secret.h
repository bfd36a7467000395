#ifndef KENPIN_SECRET_H
#define KENPIN_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* Secrets that are shown once and afterwards known by their SHA-256 alone. */

#define SECRET_TEXT 44 /* 256 bits as base64url, with NUL */
#define SECRET_HASH 32

struct secret {
    uint8_t hash[SECRET_HASH];
};

void secret_make(char out[SECRET_TEXT]);
struct secret secret_of(const char *text);
bool secret_is(const struct secret *s, const char *text); /* in the same time whatever `text` is */

/* The one of scripts and of the link that serve prints, kept in `path` (0600); made when there is none. ERR_DATA for a
 * file that holds another thing, or that others may read. */
int secret_file(const char *path, char out[SECRET_TEXT], struct err *err) __attribute__((warn_unused_result));

#endif
