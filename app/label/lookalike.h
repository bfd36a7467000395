#ifndef KENPIN_LOOKALIKE_H
#define KENPIN_LOOKALIKE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/err.h"

/* Host names that read like another one. Only the letters of the official names ("ipa.go.jp", "csa.gov.sg") are looked
 * after: what cannot pass for one of them may stay as it is. */

/* What a host looks like to a hurried eye: percent-decoded, punycode labels decoded (RFC 3492), NFKD without marks,
 * case folded, look-alikes folded to one letter each (i, l and 1 to 'l', 0 to 'o', ...), every dash to '-', every dot
 * to '.', what cannot be seen left out. *out is owned by the caller. `text` is valid UTF-8. */
int lookalike_fold(const char *text, size_t length, char **out, struct err *err) __attribute__((warn_unused_result));

/* The folded text holds `name` ("ipa.go.jp"); '-' and '_' pass for a dot. */
bool lookalike_holds(const char *folded, const char *name);

/* The folded text is `name`, once "www." is set aside, but for one doubled character or two swapped letters. No other
 * slip counts: with one letter lost or another in its place most names under go.jp and gov.sg are other agencies (npa,
 * iga, cea). */
bool lookalike_slip(const char *folded, const char *name);

#endif
