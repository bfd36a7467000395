#ifndef KENPIN_SCREEN_H
#define KENPIN_SCREEN_H

#include "ui/term/burst.h"
#include "ui/term/scroll.h"
#include "ui/term/sheet.h"

/* The whole of a terminal: lines of pages on it, keys from it. */

struct screen {
    void *screen, *window; /* owned: curses' SCREEN and WINDOW */
    int rows, columns;
    bool colour;
    bool functions; /* the terminal has function keys */
};

/* The terminal of standard input and output. ERR_INPUT where it is none that can be drawn on. */
int screen_open(struct screen *out, struct err *err) __attribute__((warn_unused_result));
void screen_close(struct screen *s); /* the terminal is as it was; safe on {0} and twice */

void screen_pause(void); /* likewise, until screen_end draws on it again */

void screen_resize(struct screen *s); /* to what the terminal has now, if that is another */
void screen_begin(struct screen *s);  /* an empty one */
void screen_all(struct screen *s);    /* draws it anew, whatever stands there */
/* A line of a scroll into `columns` of them from x, cut where it does not fit. With a tone the background is its own,
 * up to the end. */
void screen_line(struct screen *s, int y, int x, int columns, const char *line, enum sheet_tone tone);
/* Shows it; the cursor stands at y, x, or is hidden when y is below 0. */
void screen_end(struct screen *s, int y, int x);

/* The terminal's own keys. */
enum screen_key {
    SCREEN_KEY_NONE,
    SCREEN_BACKSPACE,
    SCREEN_UP,
    SCREEN_DOWN,
    SCREEN_LEFT,
    SCREEN_RIGHT,
    SCREEN_PAGE_UP,
    SCREEN_PAGE_DOWN,
    SCREEN_OTHER,   /* that nothing is bound to */
    SCREEN_F = 100, /* F1 is SCREEN_F + 1 */
};

/* The next key that has come; false when there is none. */
bool screen_key(struct screen *s, struct burst_key *out);

#endif
