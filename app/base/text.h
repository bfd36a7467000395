#ifndef KENPIN_TEXT_H
#define KENPIN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* UTF-8 text. Every string in the program is valid UTF-8 without NUL once it has passed one of these. */

bool text_valid(const void *bytes, size_t size);          /* UTF-8 by RFC 3629, no NUL */
void text_mend_cut(char *text);                           /* drops a character cut in half at the end */
void text_copy(char *out, size_t room, const char *text); /* cut at a character, "…" in place of the rest */

/* Bytes to text: UTF-8 when valid, else Shift_JIS (CP932) when valid. *out is NULL when they are neither or hold a NUL;
 * that is no error. *out is owned by the caller. */
int text_from_bytes(const void *bytes, size_t size, char **out, struct err *err) __attribute__((warn_unused_result));

/* For a process that may soon open no more files: has libc load what it needs to turn text of these encodings, ended by
 * NULL, and of those here into UTF-8. */
int text_prepare(const char *const *encodings, struct err *err) __attribute__((warn_unused_result));

/* NFKC. *out is owned by the caller. `text` is valid UTF-8. */
int text_nfkc(const char *text, char **out, struct err *err) __attribute__((warn_unused_result));

bool text_is_space(int32_t codepoint);           /* any Unicode white space */
bool text_is_invisible(int32_t codepoint);       /* format and control characters, variation selectors; not 0 */
bool text_is_letter_or_digit(int32_t codepoint); /* Unicode L* and N* */

/* The next code point of valid UTF-8, moving *at; 0 at the end. */
int32_t text_next(const char **at);
/* Appends a code point; returns the end. Needs 4 bytes of room. */
char *text_put(char *out, int32_t codepoint);

char *text_trim(char *text);                         /* in place: white space at both ends, any Unicode; returns text */
bool text_same_nocase(const char *a, const char *b); /* ASCII case aside */

#endif
