#include "ui/term/keymap.h"

#include <linux/input-event-codes.h>
#include <string.h>

enum { SHIFT_LEFT = 1, SHIFT_RIGHT = 2, CTRL_LEFT = 4, CTRL_RIGHT = 8, ALT_LEFT = 16, ALT_RIGHT = 32 };
enum { SHIFT = SHIFT_LEFT | SHIFT_RIGHT, CTRL = CTRL_LEFT | CTRL_RIGHT, ALT = ALT_LEFT | ALT_RIGHT };

/* What a key gives, and with shift. Tab ends a line as Enter does: scanners are set to either. */
static const char keys[][2] = {
    [KEY_1] = "1!",           [KEY_2] = "2@",       [KEY_3] = "3#",          [KEY_4] = "4$",
    [KEY_5] = "5%",           [KEY_6] = "6^",       [KEY_7] = "7&",          [KEY_8] = "8*",
    [KEY_9] = "9(",           [KEY_0] = "0)",       [KEY_MINUS] = "-_",      [KEY_EQUAL] = "=+",
    [KEY_TAB] = "\r\r",       [KEY_Q] = "qQ",       [KEY_W] = "wW",          [KEY_E] = "eE",
    [KEY_R] = "rR",           [KEY_T] = "tT",       [KEY_Y] = "yY",          [KEY_U] = "uU",
    [KEY_I] = "iI",           [KEY_O] = "oO",       [KEY_P] = "pP",          [KEY_LEFTBRACE] = "[{",
    [KEY_RIGHTBRACE] = "]}",  [KEY_ENTER] = "\r\r", [KEY_A] = "aA",          [KEY_S] = "sS",
    [KEY_D] = "dD",           [KEY_F] = "fF",       [KEY_G] = "gG",          [KEY_H] = "hH",
    [KEY_J] = "jJ",           [KEY_K] = "kK",       [KEY_L] = "lL",          [KEY_SEMICOLON] = ";:",
    [KEY_APOSTROPHE] = "'\"", [KEY_GRAVE] = "`~",   [KEY_BACKSLASH] = "\\|", [KEY_Z] = "zZ",
    [KEY_X] = "xX",           [KEY_C] = "cC",       [KEY_V] = "vV",          [KEY_B] = "bB",
    [KEY_N] = "nN",           [KEY_M] = "mM",       [KEY_COMMA] = ",<",      [KEY_DOT] = ".>",
    [KEY_SLASH] = "/?",       [KEY_SPACE] = "  ",   [KEY_KPASTERISK] = "**", [KEY_KP7] = "77",
    [KEY_KP8] = "88",         [KEY_KP9] = "99",     [KEY_KPMINUS] = "--",    [KEY_KP4] = "44",
    [KEY_KP5] = "55",         [KEY_KP6] = "66",     [KEY_KPPLUS] = "++",     [KEY_KP1] = "11",
    [KEY_KP2] = "22",         [KEY_KP3] = "33",     [KEY_KP0] = "00",        [KEY_KPDOT] = "..",
    [KEY_KPENTER] = "\r\r",   [KEY_KPSLASH] = "//", [KEY_102ND] = "\\|",
};

static unsigned held_by(unsigned code)
{
    switch (code) {
    case KEY_LEFTSHIFT:
        return SHIFT_LEFT;
    case KEY_RIGHTSHIFT:
        return SHIFT_RIGHT;
    case KEY_LEFTCTRL:
        return CTRL_LEFT;
    case KEY_RIGHTCTRL:
        return CTRL_RIGHT;
    case KEY_LEFTALT:
        return ALT_LEFT;
    case KEY_RIGHTALT:
        return ALT_RIGHT;
    default:
        return 0;
    }
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Alt and digits of the keypad: how scanners type on any layout. The character comes when alt is let go. */
static char let_go(struct keymap *k, unsigned which)
{
    k->held &= ~which;
    if ((k->held & ALT) || !k->by_number)
        return 0;
    k->by_number = false;
    return k->number > 0 && k->number < 0x80 ? (char)k->number : 0;
}

static char digit(struct keymap *k, char c)
{
    enum { NUMBER_MAX = 99999 };
    k->number = k->by_number ? k->number * 10 + (c - '0') : c - '0';
    if (k->number > NUMBER_MAX)
        k->number = NUMBER_MAX;
    k->by_number = true;
    return 0;
}

/* Ctrl+] is the group separator that GS1 codes are made with. */
static char control(char c)
{
    if (is_letter(c))
        return (char)(c & 0x1F);
    return strchr("[\\]^_@", c) ? (char)(c & 0x1F) : 0;
}

char keymap_key(struct keymap *k, unsigned code, int32_t value)
{
    unsigned which = held_by(code);
    if (which && value == 0)
        return let_go(k, which);
    if (which || value != 1) { /* scanners press each key anew: a repeat is a slow computer's */
        k->held |= which;
        return 0;
    }
    if (code == KEY_CAPSLOCK)
        k->caps = !k->caps;
    char c = code < sizeof keys / sizeof *keys ? keys[code][(k->held & SHIFT) != 0] : 0;
    if ((k->held & ALT) && c >= '0' && c <= '9')
        return digit(k, c);
    if (k->held & CTRL)
        return control(c);
    return k->caps && is_letter(c) ? (char)(c ^ 0x20) : c;
}
