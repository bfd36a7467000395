#ifndef KENPIN_CURSES_LIBRARY_H
#define KENPIN_CURSES_LIBRARY_H

#define NCURSES_NOMACROS /* its functions, as the library exports them */
#define NCURSES_WIDECHAR 1
#include <curses.h>

#include "app/base/err.h"

/* libncursesw, loaded when a whole screen is to be shown. */

struct curses_library {
    __typeof__(newterm) *newterm;
    __typeof__(endwin) *endwin;
    __typeof__(delscreen) *delscreen;
    __typeof__(set_escdelay) *set_escdelay;
    __typeof__(raw) *raw;
    __typeof__(noecho) *noecho;
    __typeof__(nonl) *nonl;
    __typeof__(keypad) *keypad;
    __typeof__(nodelay) *nodelay;
    __typeof__(curs_set) *curs_set;
    __typeof__(has_colors) *has_colors;
    __typeof__(start_color) *start_color;
    __typeof__(use_default_colors) *use_default_colors;
    __typeof__(init_pair) *init_pair;
    __typeof__(has_key) *has_key;
    __typeof__(resizeterm) *resizeterm;
    __typeof__(newwin) *newwin;
    __typeof__(delwin) *delwin;
    __typeof__(wresize) *wresize;
    __typeof__(werase) *werase;
    __typeof__(wclear) *wclear;
    __typeof__(wmove) *wmove;
    __typeof__(waddnstr) *waddnstr;
    __typeof__(wattr_set) *wattr_set;
    __typeof__(wget_wch) *wget_wch;
    __typeof__(wnoutrefresh) *wnoutrefresh;
    __typeof__(doupdate) *doupdate;
    char *(*tigetstr)(const char *name); /* its header, term.h, would make macros of plain words */
};

extern struct curses_library curses_library; /* all functions, once curses_library_load returned 0 */

int curses_library_load(struct err *err) __attribute__((warn_unused_result));

#endif
