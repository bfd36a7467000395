#ifndef KENPIN_PRIVATE_FILE_H
#define KENPIN_PRIVATE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/err.h"

/* Small files that hold a secret. */

/* All of it, `most` bytes at most, with a NUL; *out is the caller's, and NULL when there is no such file. ERR_DATA when
 * it is longer, or is to be `secret` and others than its owner may read it. */
int private_file_read(const char *path, size_t most, bool secret, char **out, struct err *err)
    __attribute__((warn_unused_result));

/* For its owner alone; whole on disk, or not there. */
int private_file_write(const char *path, const char *text, struct err *err) __attribute__((warn_unused_result));

#endif
