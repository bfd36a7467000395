#ifndef KENPIN_FOLDER_H
#define KENPIN_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* A folder that others read while it is written: a file appears under its name when it is whole and on the disk, or not
 * at all. Names are plain ones, without folders. */

#define FOLDER_NAME_MAX 128

struct folder {
    bool open;
    int fd, lock; /* lock: -1 when it is only read */
    char path[3072];
};

/* For reading. A folder that is not there is ERR_INPUT. */
int folder_open(const char *path, struct folder *out, struct err *err) __attribute__((warn_unused_result));
/* For writing, made when it is not there; one at a time (ERR_IO when another is at it). What an earlier one left
 * unfinished is removed. */
int folder_open_write(const char *path, struct folder *out, struct err *err) __attribute__((warn_unused_result));
void folder_close(struct folder *f); /* safe on {0} and twice */

bool folder_has(const struct folder *f, const char *name);
/* A whole file of at most `max` bytes, owned by the caller. *bytes is NULL when there is none of that name. */
int folder_read(const struct folder *f, const char *name, size_t max, uint8_t **bytes, size_t *size, struct err *err)
    __attribute__((warn_unused_result));
int folder_write(const struct folder *f, const char *name, const void *bytes, size_t size, struct err *err)
    __attribute__((warn_unused_result));

/* The one unfinished file: made anew, then given its name, or dropped. Both close *fd, and do nothing when it is -1. */
int folder_part(const struct folder *f, int *fd, struct err *err) __attribute__((warn_unused_result));
int folder_part_keep(const struct folder *f, int *fd, const char *name, struct err *err)
    __attribute__((warn_unused_result));
void folder_part_drop(const struct folder *f, int *fd);

/* All that was renamed is on the disk. */
int folder_sync(const struct folder *f, struct err *err) __attribute__((warn_unused_result));
int folder_each(const struct folder *f, int (*each)(void *ctx, const char *name, struct err *err), void *ctx,
                struct err *err) __attribute__((warn_unused_result));
int folder_remove(const struct folder *f, const char *name, struct err *err) __attribute__((warn_unused_result));

#endif
