#ifndef KENPIN_FULL_H
#define KENPIN_FULL_H

#include "ui/term/dialog.h"
#include "ui/term/inside.h"

/* The whole screen from inside: full.c shows it, full_keys.c takes keys, full_ask.c asks what an act needs. */

/* What lies over the middle of the screen; the answer above it stays in sight. */
enum over { OVER_NOTHING, OVER_SCROLL, OVER_MENU, OVER_DIALOG };

struct full {
    struct screen screen;
    struct burst burst;
    char line[SYMBOL_BYTES_MAX + 1]; /* typed so far */
    size_t size;
    int typed_at; /* the line of the screen where it stands */
    enum over over;
    struct scroll scroll;         /* OVER_SCROLL */
    int top;                      /* its first line that is shown */
    int chosen;                   /* OVER_MENU: which row of full_menu */
    const struct acts_row *asked; /* OVER_DIALOG: for which act */
    struct dialog dialog;
    char note[ERR_TEXT_MAX]; /* what went wrong, "" = nothing */
};

void full_show(struct term *t);
void full_leave(struct full *f);                                    /* nothing lies over the middle any more */
bool full_offers(const struct term *t, const struct acts_row *row); /* does it make sense now */
const struct acts_row *full_menu(const struct term *t, int n);      /* what makes sense now; NULL behind the last */
int full_body(const struct full *f);                                /* lines of the middle, about */

void full_readable(struct term *t, int64_t now_ms);
void full_wake(struct term *t, int64_t now_ms);
int64_t full_due(const struct term *t);

/* Asks for what the act needs, and that it is meant. */
int full_ask(struct term *t, const struct acts_row *row, struct err *err) __attribute__((warn_unused_result));
void full_confirm(struct term *t); /* does it */

#endif
