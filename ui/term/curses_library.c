#include "ui/term/curses_library.h"

#include <stddef.h>

#include "app/base/library.h"

struct curses_library curses_library;

static const struct library_call names[] = {
    {"newterm", offsetof(struct curses_library, newterm)},
    {"endwin", offsetof(struct curses_library, endwin)},
    {"delscreen", offsetof(struct curses_library, delscreen)},
    {"set_escdelay", offsetof(struct curses_library, set_escdelay)},
    {"raw", offsetof(struct curses_library, raw)},
    {"noecho", offsetof(struct curses_library, noecho)},
    {"nonl", offsetof(struct curses_library, nonl)},
    {"keypad", offsetof(struct curses_library, keypad)},
    {"nodelay", offsetof(struct curses_library, nodelay)},
    {"curs_set", offsetof(struct curses_library, curs_set)},
    {"has_colors", offsetof(struct curses_library, has_colors)},
    {"start_color", offsetof(struct curses_library, start_color)},
    {"use_default_colors", offsetof(struct curses_library, use_default_colors)},
    {"init_pair", offsetof(struct curses_library, init_pair)},
    {"has_key", offsetof(struct curses_library, has_key)},
    {"resizeterm", offsetof(struct curses_library, resizeterm)},
    {"newwin", offsetof(struct curses_library, newwin)},
    {"delwin", offsetof(struct curses_library, delwin)},
    {"wresize", offsetof(struct curses_library, wresize)},
    {"werase", offsetof(struct curses_library, werase)},
    {"wclear", offsetof(struct curses_library, wclear)},
    {"wmove", offsetof(struct curses_library, wmove)},
    {"waddnstr", offsetof(struct curses_library, waddnstr)},
    {"wattr_set", offsetof(struct curses_library, wattr_set)},
    {"wget_wch", offsetof(struct curses_library, wget_wch)},
    {"wnoutrefresh", offsetof(struct curses_library, wnoutrefresh)},
    {"doupdate", offsetof(struct curses_library, doupdate)},
    {"tigetstr", offsetof(struct curses_library, tigetstr)},
};

static const struct library library = {"libncursesw.so.6",
                                       "libncursesw6",
                                       {"libncursesw, which draws on terminals", "端末に描く libncursesw "},
                                       names,
                                       sizeof names / sizeof names[0]};

int curses_library_load(struct err *err)
{
    return library_load(&library, &curses_library, err);
}
