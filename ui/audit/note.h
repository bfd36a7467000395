#ifndef KENPIN_AUDIT_NOTE_H
#define KENPIN_AUDIT_NOTE_H

#include "app/base/words.h"

/* What can be met in a row, beside what app/codes/repair.h says of codes and listing.c of claims. */

enum audit_note {
    NOTE_NONE,
    NOTE_NOTHING_GIVEN,
    NOTE_UNKNOWN_WORD,
    NOTE_UNKNOWN_STATEMENT,
    NOTE_BAD_DATE,
    NOTE_PICTURE_NO_CODE,
    NOTE_PICTURE_ADDRESS,
    NOTE_PAGE_NO_CODE,
    NOTE_PAGE_COARSE,
    NOTE_CLAIM_CURRENT,
    AUDIT_NOTES,
};

const char *audit_note_name(enum audit_note note);   /* "bad-date"; "" for none */
struct words audit_note_words(enum audit_note note); /* what it means, and what was done or is to do */

/* The words for the code of any note, of a repair too; {NULL, NULL} for one whose row says it in full. */
struct words audit_note_words_of(const char *code);

#endif
