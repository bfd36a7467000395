#ifndef KENPIN_DECODER_H
#define KENPIN_DECODER_H

#include "cache/registry/input.h"

/* The bytes of an input as UTF-8: that with or without its mark, else CP932 (Windows' Shift_JIS), else what the file
 * itself says. */

enum encoding {
    ENCODING_NONE, /* nothing but ASCII so far */
    ENCODING_UTF8,
    ENCODING_CP932,
    ENCODING_SAID, /* `charset` */
};

struct decoder {
    struct input *in; /* borrowed */
    enum encoding encoding;
    const char *charset; /* set by the owner: what it is when it has no mark, as iconv calls it; NULL = to be guessed */
    void *iconv;         /* owned; NULL until one that is not UTF-8 is met */
    uint8_t *raw;        /* owned; one block */
    size_t raw_at, raw_end;
    bool begun, ended;
};

int decoder_begin(struct input *in, struct decoder *out, struct err *err) __attribute__((warn_unused_result));
void decoder_clear(struct decoder *d); /* safe on {0} and twice */
void decoder_rewind(struct decoder *d);

/* Up to `room` (at least 16) bytes of valid UTF-8 without NUL, whole characters only; *got is 0 at the end. What comes
 * before wrong bytes is given first; the call after that is the ERR_INPUT. */
int decoder_read(struct decoder *d, char *out, size_t room, size_t *got, struct err *err)
    __attribute__((warn_unused_result));

/* How many bytes at the beginning are valid UTF-8 without NUL. *cut says that the rest may be the beginning of a
 * character. */
size_t decoder_valid(const uint8_t *bytes, size_t size, bool *cut);

#endif
