#ifndef KENPIN_PACK_H
#define KENPIN_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* Lines of text in one zstd frame, the form in which a mirror's files travel. */

#define PACK_NAME_TEXT   69                   /* 64 hex digits, ".zst", a NUL */
#define PACK_DIGEST_TEXT 72                   /* "sha256:", 64 hex digits, a NUL */
#define PACK_BYTES_MAX   (256ll << 20)        /* of a file */
#define PACK_TEXT_MAX    (1024ll << 20)       /* of its text */
#define PACK_LINE_MAX    ((size_t)(32 << 20)) /* above any entry: models are 16 MB at most (labels_row.c) */

/* What a written file is called and holds. */
struct pack_made {
    char name[PACK_NAME_TEXT];      /* the SHA-256 of its bytes */
    char content[PACK_DIGEST_TEXT]; /* of its text */
    int64_t bytes;                  /* of the file */
    int64_t text;                   /* of its text */
};

/* ---- writing ---- */

struct pack_writer;

/* Into `fd`, which stays the caller's. */
int pack_begin(int fd, int level, struct pack_writer **out, struct err *err) __attribute__((warn_unused_result));
int pack_put(struct pack_writer *w, const void *text, size_t size, struct err *err) __attribute__((warn_unused_result));
int pack_finish(struct pack_writer *w, struct pack_made *out, struct err *err) __attribute__((warn_unused_result));
void pack_discard(struct pack_writer *w); /* frees, finished or not; NULL is fine */

/* ---- reading ---- */

struct pack_reader;

/* Out of `bytes`, which are borrowed. A text that is longer or shorter than `text` bytes is ERR_INPUT, and no more than
 * that is ever unpacked. */
int pack_open(const void *bytes, size_t size, int64_t text, struct pack_reader **out, struct err *err)
    __attribute__((warn_unused_result));
/* The next line without its end, NUL-terminated UTF-8, borrowed and free to be written in till the next call. Behind
 * the last *line is NULL; then the whole frame has been seen. */
int pack_line(struct pack_reader *r, char **line, size_t *size, struct err *err) __attribute__((warn_unused_result));
void pack_content(struct pack_reader *r, char out[PACK_DIGEST_TEXT]); /* after the last line, once */
void pack_close(struct pack_reader *r);                               /* NULL is fine */

/* Is it the name of a file with these bytes? */
bool pack_is_named(const void *bytes, size_t size, const char *name);
/* "sha256:..." of bytes. */
void pack_digest(const void *bytes, size_t size, char out[PACK_DIGEST_TEXT]);
bool pack_is_digest(const char *text); /* "sha256:" and 64 small hex digits */
bool pack_is_name(const char *text);   /* 64 small hex digits and ".zst" */

#endif
