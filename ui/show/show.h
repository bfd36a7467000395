#ifndef KENPIN_SHOW_H
#define KENPIN_SHOW_H

#include <stdbool.h>
#include <stdio.h>

#include "app/check/check.h"
#include "cache/catalogue.h"
#include "cache/history_checked.h"
#include "cache/labels.h"

/* What a person or a program sees. A check is shown from its record's JSON text alone: nothing is shown that is not on
 * disk, and `check` and `evidence show` cannot differ. Failures of writing stay in the stream (ferror). */

struct show_style {
    enum lang lang;
    bool colour;
    int columns; /* of the terminal; 0 = 80 */
};

/* Colour only on a terminal, without NO_COLOR and with a TERM other than dumb; the terminal's columns, 80 else. */
struct show_style show_style_for(FILE *out, enum lang lang);

/* Prints text that came from outside (a code, a registry, a file's name): control, bidi and invisible characters are
 * made visible ("␛", "<U+202E>"), so that nothing on a box can drive a terminal. Bytes that are no UTF-8 become U+FFFD.
 */
void show_safe(FILE *out, const char *text);

/* An outcome as it is shown everywhere: symbol and word, never colour alone. Static. */
const char *show_outcome_symbol(enum outcome o); /* "✖" */
struct words show_outcome_words(enum outcome o); /* "HOLD", "保留" */

/* A record with its receipt, as check_box and check_with_receipt give it; a check, a confirmation, or what
 * happened at a counter. */
int show_check_text(FILE *out, const char *json, const struct show_style *style, struct err *err)
    __attribute__((warn_unused_result));
void show_check_json(FILE *out, const char *json); /* the text as it is and a newline */
/* A row for each market (RFC 4180, CRLF), with the heading before it when asked. A cell that a spreadsheet would take
 * for a formula is given a leading apostrophe. */
int show_check_csv(FILE *out, const char *json, bool heading, struct err *err) __attribute__((warn_unused_result));
void show_csv_heading(FILE *out); /* for a list without records */

/* The same record in one line, for `evidence list`. */
int show_record_line(FILE *out, const char *json, const struct show_style *style, struct err *err)
    __attribute__((warn_unused_result));

/* One entry of a registry. `copy`: the one that answered; NULL = not known. */
void show_entry(FILE *out, const struct entry *e, const struct copy *copy, moment now, const struct show_style *style);
int show_entry_json(FILE *out, const struct entry *e, const struct copy *copy, moment now, struct err *err)
    __attribute__((warn_unused_result)); /* one object, one line */

/* What a copy did to an entry; `checked`: this shop's checks of that label, NULL when there are none. The copy is named
 * when it is the first of its changes. */
void show_change(FILE *out, const struct history_change *c, const struct history_label *checked, bool first_of_copy,
                 const struct show_style *style);
int show_change_json(FILE *out, const struct history_change *c, const struct history_label *checked, struct err *err)
    __attribute__((warn_unused_result)); /* one object, one line */

/* How many there were, for the end of a list. */
struct show_changes {
    int64_t by_kind[HISTORY_RETURNED + 1]; /* by history_change.kind */
    int64_t checked;
};
void show_changes_sum(FILE *out, const struct show_changes *sum, const struct show_style *style);

/* Every copy there is, and for each scheme without one the command that gets it. */
void show_copies(FILE *out, const struct copy_states *s, const struct check_limits *limits, moment now,
                 const struct show_style *style);
int show_copies_json(FILE *out, const struct copy_states *s, const struct check_limits *limits, moment now,
                     struct err *err) __attribute__((warn_unused_result)); /* an object a copy, one line each */

/* One row of the catalogue. */
void show_product(FILE *out, const struct product *p, const struct show_style *style);
int show_product_json(FILE *out, const struct product *p, struct err *err) __attribute__((warn_unused_result));

/* One confirmation, and whether it still holds. */
void show_confirmation(FILE *out, const struct confirmation *c, const struct show_style *style);
int show_confirmation_json(FILE *out, const struct confirmation *c, struct err *err)
    __attribute__((warn_unused_result));

#endif
