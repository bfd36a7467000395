#ifndef KENPIN_INPUT_H
#define KENPIN_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "app/base/day.h"
#include "app/base/err.h"

/* The bytes of one regular file, or of memory, front to back and again. */

typedef int input_progress(void *ctx, int64_t done, int64_t of); /* other than 0 stops */

struct input {
    bool open;
    int fd;
    const uint8_t *memory; /* borrowed; NULL for a file */
    int64_t size, at;
    struct stat seen; /* of the file, when it was opened */
    input_progress *progress;
    void *progress_ctx;
};

#define INPUT_BYTES_MAX   (1024ll * 1024 * 1024)
#define INPUT_DIGEST_TEXT 72 /* "sha256:", 64 hex digits, a NUL */

/* A regular file of at most INPUT_BYTES_MAX; larger ones are refused before a byte is read. */
int input_open(const char *path, struct input *out, struct err *err) __attribute__((warn_unused_result));
void input_memory(const void *bytes, size_t size, struct input *out);
void input_close(struct input *in); /* safe on {0} and twice */

/* Up to `room` bytes from where the last call ended; *got is 0 at the end. */
int input_read(struct input *in, void *out, size_t room, size_t *got, struct err *err)
    __attribute__((warn_unused_result));
/* Up to `room` bytes from `from`, moving nothing. */
int input_peek(struct input *in, int64_t from, void *out, size_t room, size_t *got, struct err *err)
    __attribute__((warn_unused_result));
void input_rewind(struct input *in);

/* Tells whoever wants to know that `done` of the bytes are done with: for readers that do not go front to back.
 * ERR_STOPPED when they say so. */
int input_report(const struct input *in, int64_t done, struct err *err) __attribute__((warn_unused_result));

/* SHA-256 of all the bytes, as copies are named. Leaves the input at its start. */
int input_digest(struct input *in, char out[INPUT_DIGEST_TEXT], struct err *err) __attribute__((warn_unused_result));

/* ERR_INPUT when the file is not the one that was opened any more: written to while it was read. */
int input_unchanged(const struct input *in, struct err *err) __attribute__((warn_unused_result));

#endif
