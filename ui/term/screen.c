#include "ui/term/screen.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ui/term/curses_library.h"
#include "ui/term/rescue.h"

enum { ESCAPE_MS = 50, PAIR_PAINT = 1, PAIR_TONE = PAIR_PAINT + PAINTS, TONES = TONE_STOP + 1 };

static const struct {
    short front;          /* -1 = the terminal's own */
    attr_t colour, plain; /* with colours, and without */
} paints[PAINTS] = {
    [PAINT_PLAIN] = {-1, A_NORMAL, A_NORMAL},      [PAINT_GOOD] = {COLOR_GREEN, A_BOLD, A_BOLD},
    [PAINT_CARE] = {COLOR_YELLOW, A_BOLD, A_BOLD}, [PAINT_ASK] = {COLOR_MAGENTA, A_BOLD, A_BOLD},
    [PAINT_BAD] = {COLOR_RED, A_BOLD, A_BOLD},     [PAINT_STOP] = {COLOR_RED, A_BOLD | A_REVERSE, A_BOLD | A_REVERSE},
    [PAINT_DIM] = {-1, A_DIM, A_NORMAL},           [PAINT_STRONG] = {-1, A_BOLD, A_BOLD},
};

static const struct {
    short front, back;
    attr_t colour, plain;
} tones[TONES] = {
    [TONE_NONE] = {-1, -1, A_NORMAL, A_NORMAL},
    [TONE_CALM] = {COLOR_WHITE, COLOR_BLUE, A_NORMAL, A_NORMAL},
    [TONE_WAIT] = {COLOR_BLACK, COLOR_CYAN, A_NORMAL, A_BOLD},
    [TONE_ASK] = {COLOR_BLACK, COLOR_YELLOW, A_NORMAL, A_REVERSE},
    [TONE_OUT] = {COLOR_BLACK, COLOR_WHITE, A_NORMAL, A_BOLD},
    [TONE_PASS] = {COLOR_BLACK, COLOR_GREEN, A_NORMAL, A_BOLD},
    [TONE_WARN] = {COLOR_BLACK, COLOR_YELLOW, A_NORMAL, A_REVERSE},
    [TONE_REVIEW] = {COLOR_WHITE, COLOR_MAGENTA, A_BOLD, A_REVERSE},
    [TONE_HOLD] = {COLOR_WHITE, COLOR_RED, A_BOLD, A_REVERSE | A_BOLD},
    [TONE_STOP] = {COLOR_WHITE, COLOR_RED, A_BOLD, A_REVERSE | A_BOLD},
};

/* Characters are UTF-8 here whatever the locale says of them; ja_JP may not be installed. */
static void take_locale(void)
{
    if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        (void)setlocale(LC_CTYPE, "C.UTF-8");
}

static void take_colours(struct screen *s)
{
    const char *none = getenv("NO_COLOR");
    const struct curses_library *c = &curses_library;
    s->colour = !(none && none[0]) && c->has_colors() && c->start_color() == OK && c->use_default_colors() == OK;
    for (short i = 0; s->colour && i < PAINTS; i++)
        (void)c->init_pair((short)(PAIR_PAINT + i), paints[i].front, -1);
    for (short i = 0; s->colour && i < TONES; i++)
        (void)c->init_pair((short)(PAIR_TONE + i), tones[i].front, tones[i].back);
}

static void take_size(struct screen *s)
{
    struct winsize size;
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;
    s->rows = known ? size.ws_row : 24;
    s->columns = known ? size.ws_col : 80;
}

/* What endwin() would write; it may not be called when the program dies of a fault. */
static void take_leave(void)
{
    static const char *const names[] = {"sgr0", "cnorm", "rmkx", "rmcup"};
    enum { NAMES = sizeof names / sizeof *names };
    const char *leave[NAMES];
    for (size_t i = 0; i < NAMES; i++)
        leave[i] = curses_library.tigetstr(names[i]);
    rescue_screen(leave, NAMES);
}

int screen_open(struct screen *out, struct err *err)
{
    struct curses_library *c = &curses_library;
    *out = (struct screen){0};
    if (curses_library_load(err))
        return -1;
    take_locale();
    (void)c->set_escdelay(ESCAPE_MS);
    out->screen = c->newterm(NULL, stdout, stdin);
    if (!out->screen)
        return err_set(err, ERR_INPUT, "this terminal (TERM=%s) cannot be drawn on: use --plain",
                       "この端末（TERM=%s）には画面を描けません。--plain を使ってください",
                       getenv("TERM") ? getenv("TERM") : "");
    take_leave();
    (void)c->raw(); /* a scanner sends controls too, and none of them may end the program */
    (void)c->noecho();
    (void)c->nonl();
    take_size(out);
    take_colours(out);
    (void)c->resizeterm(out->rows, out->columns);
    out->window = c->newwin(out->rows, out->columns, 0, 0);
    if (!out->window) {
        screen_close(out);
        return err_memory(err);
    }
    (void)c->keypad(out->window, TRUE);
    (void)c->nodelay(out->window, TRUE);
    out->functions = c->has_key(KEY_F(2)) == TRUE;
    return 0;
}

void screen_close(struct screen *s)
{
    if (s->window)
        (void)curses_library.delwin(s->window);
    if (s->screen) {
        (void)curses_library.endwin();
        curses_library.delscreen(s->screen);
    }
    *s = (struct screen){0};
}

void screen_pause(void)
{
    (void)curses_library.endwin();
}

void screen_resize(struct screen *s)
{
    int rows = s->rows, columns = s->columns;
    take_size(s);
    if (s->rows == rows && s->columns == columns)
        return;
    (void)curses_library.resizeterm(s->rows, s->columns);
    (void)curses_library.wresize(s->window, s->rows, s->columns);
    screen_all(s);
}

void screen_begin(struct screen *s)
{
    (void)curses_library.wattr_set(s->window, A_NORMAL, 0, NULL);
    (void)curses_library.werase(s->window);
}

void screen_all(struct screen *s)
{
    (void)curses_library.wclear(s->window);
}

static void set_look(struct screen *s, enum sheet_tone tone, enum paint paint)
{
    attr_t attr = tone ? (s->colour ? tones[tone].colour : tones[tone].plain) : A_NORMAL;
    short pair = (short)(tone ? PAIR_TONE + (int)tone : PAIR_PAINT + (int)paint);
    if (!tone)
        attr = s->colour ? paints[paint].colour : paints[paint].plain;
    else if (paint != PAINT_PLAIN && paint != PAINT_DIM)
        attr |= A_BOLD; /* on a background of its own a colour would not be seen */
    (void)curses_library.wattr_set(s->window, attr, s->colour ? pair : 0, NULL);
}

void screen_line(struct screen *s, int y, int x, int columns, const char *line, enum sheet_tone tone)
{
    enum paint paint = PAINT_PLAIN;
    char unit[PEN_UNIT];
    int used = 0, width;
    if (y < 0 || y >= s->rows || curses_library.wmove(s->window, y, x) == ERR)
        return;
    set_look(s, tone, paint);
    while (*line && *line != '\n') {
        if (pen_change(&line, &paint)) {
            set_look(s, tone, paint);
            continue;
        }
        width = pen_unit(&line, unit);
        if (used + width > columns)
            break;
        (void)curses_library.waddnstr(s->window, unit, -1);
        used += width;
    }
    set_look(s, tone, PAINT_PLAIN);
    for (; tone && used < columns; used++)
        (void)curses_library.waddnstr(s->window, " ", 1);
}

void screen_end(struct screen *s, int y, int x)
{
    (void)curses_library.curs_set(y >= 0);
    (void)curses_library.wmove(s->window, y < 0 ? s->rows - 1 : y, y < 0 ? 0 : x);
    (void)curses_library.wnoutrefresh(s->window);
    (void)curses_library.doupdate();
}

static int special_of(wint_t code)
{
    switch (code) {
    case KEY_BACKSPACE:
    case KEY_DC:
        return SCREEN_BACKSPACE;
    case KEY_UP:
        return SCREEN_UP;
    case KEY_DOWN:
        return SCREEN_DOWN;
    case KEY_LEFT:
        return SCREEN_LEFT;
    case KEY_RIGHT:
        return SCREEN_RIGHT;
    case KEY_PPAGE:
        return SCREEN_PAGE_UP;
    case KEY_NPAGE:
        return SCREEN_PAGE_DOWN;
    default:
        return code > KEY_F(0) && code <= KEY_F(12) ? SCREEN_F + (int)(code - KEY_F(0)) : SCREEN_OTHER;
    }
}

bool screen_key(struct screen *s, struct burst_key *out)
{
    enum { BACKSPACE = 8, DELETE = 0x7F };
    wint_t code = 0;
    int kind;
    do
        kind = curses_library.wget_wch(s->window, &code);
    while (kind == KEY_CODE_YES && code == KEY_RESIZE); /* curses' own note to itself, no key */
    if (kind == ERR)
        return false;
    if (kind == KEY_CODE_YES && code == KEY_ENTER)
        *out = (struct burst_key){.code = '\r'};
    else if (kind == KEY_CODE_YES)
        *out = (struct burst_key){.special = special_of(code), .acts = special_of(code) >= SCREEN_OTHER};
    else if (code == BACKSPACE || code == DELETE)
        *out = (struct burst_key){.special = SCREEN_BACKSPACE};
    else
        *out = (struct burst_key){.code = (int32_t)code};
    return true;
}
