#ifndef KENPIN_DIALOG_H
#define KENPIN_DIALOG_H

#include "ui/term/screen.h"

/* A few questions on the screen. Keys fill it in; nothing that a scanner types confirms it. */

enum { DIALOG_FIELDS = 16, DIALOG_CHOICES = 64, DIALOG_TEXT = 256, DIALOG_CHOICE = 96 };

enum dialog_kind { DIALOG_NONE, DIALOG_WORDS, DIALOG_HIDDEN, DIALOG_CHOOSE, DIALOG_LIST, DIALOG_TICK };

struct dialog_field {
    enum dialog_kind kind;
    struct words label;
    int64_t when;           /* shown only while the dialog's pivot has this value; 0 = always */
    char text[DIALOG_TEXT]; /* of DIALOG_WORDS, DIALOG_HIDDEN */
    int first, count, now;  /* of DIALOG_CHOOSE, DIALOG_LIST: its choices, and which is chosen */
    bool ticked;
};

struct dialog {
    struct words title;
    struct dialog_field field[DIALOG_FIELDS];
    int fields, at; /* at: where keys go */
    int pivot;      /* the field of choices that others depend on; -1 = none */
    char choice[DIALOG_CHOICES][DIALOG_CHOICE];
    int64_t value[DIALOG_CHOICES];
    int choices;
};

void dialog_begin(struct dialog *f, struct words title);
/* The field, for what else is to be said of it; NULL when there is no more room. */
struct dialog_field *dialog_add(struct dialog *f, enum dialog_kind kind, struct words label);
void dialog_choice(struct dialog *f, const char *text, int64_t value); /* of the field added last */

/* A key that was pressed. */
void dialog_press(struct dialog *f, struct burst_key key);

void dialog_show(const struct dialog *f, struct pen *p);

int64_t dialog_value(const struct dialog *f, int field); /* of the choice; 0 = there is none */
void dialog_clear(struct dialog *f);                     /* secrets too */

#endif
