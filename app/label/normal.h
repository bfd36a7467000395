#ifndef KENPIN_NORMAL_H
#define KENPIN_NORMAL_H

#include <stdbool.h>

#include "app/base/err.h"

/* The form in which two strings of a registry, a box and a catalogue are compared. The raw string is always kept
 * beside. */

/* NFKC, upper case, every kind of dash between ASCII letters or digits to '-', white space and invisible characters
 * removed; nothing else. White space goes first, so that the form is its own normal form. *out is owned by the caller.
 */
int normal_form(const char *text, char **out, struct err *err) __attribute__((warn_unused_result));

/* The normal form without everything but letters and digits: agreement in this alone is not a match. */
int normal_loose(const char *text, char **out, struct err *err) __attribute__((warn_unused_result));

/* A model that says that there is none: no letter or digit in it, N/A, TBD, なし, 不明, ... (normal form). */
bool normal_is_placeholder(const char *norm);

/* The normal form of a brand or a vendor after dropping company forms (株式会社, Co., Ltd., GmbH, ...). */
int normal_company(const char *text, char **out, struct err *err) __attribute__((warn_unused_result));

#endif
