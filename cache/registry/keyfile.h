#ifndef KENPIN_KEYFILE_H
#define KENPIN_KEYFILE_H

#include "cache/registry/minisign.h"

/* Key files of a mirror. */

/* The secret key of `path`: a regular file that only its owner may read; else ERR_INPUT. */
int keyfile_secret(const char *path, struct minisign_secret *out, struct err *err) __attribute__((warn_unused_result));

/* "RW..." itself, or the file of that name. */
int keyfile_public(const char *path_or_key, struct minisign_public *out, struct err *err)
    __attribute__((warn_unused_result));

/* Makes both files, the secret one for its owner only; neither may be there already. */
int keyfile_write(const char *path, const char *public_path, const struct minisign_secret *s, struct err *err)
    __attribute__((warn_unused_result));

#endif
