/* What keys do on the whole screen. */
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "app/base/text.h"
#include "ui/term/full.h"

enum { CTRL_C = 3, CTRL_L = 0x0C, CTRL_O = 0x0F, ESCAPE = 0x1B };

static void trouble(struct term *t, int rc, const struct err *err)
{
    if (rc)
        t->face->trouble(t, err);
}

/* ---- over the middle ---- */

static bool confirms(struct burst_key key)
{
    return key.special == SCREEN_F + 2 || key.code == CTRL_O;
}

static void press_scroll(struct term *t, struct burst_key key)
{
    struct full *f = t->own;
    int by = key.special == SCREEN_UP          ? -1
             : key.special == SCREEN_DOWN      ? 1
             : key.special == SCREEN_PAGE_UP   ? -full_body(f)
             : key.special == SCREEN_PAGE_DOWN ? full_body(f)
                                               : 0;
    f->top += by;
    if (key.code == ESCAPE || key.code == '\r')
        full_leave(f);
}

/* What the program itself does without a question. */
static bool is_own(const struct acts_row *row)
{
    return row->act >= ACTS_MENU && !row->takes[0];
}

static void press_menu(struct term *t, struct burst_key key)
{
    struct full *f = t->own;
    const struct acts_row *row = full_menu(t, f->chosen);
    struct err err = {0};
    if (key.code == ESCAPE)
        full_leave(f);
    else if (key.special == SCREEN_UP && f->chosen > 0)
        f->chosen--;
    else if (key.special == SCREEN_DOWN && full_menu(t, f->chosen + 1))
        f->chosen++;
    else if (key.code == '\r')
        trouble(t, is_own(row) ? t->face->own(t, row, &err) : full_ask(t, row, &err), &err);
}

static void press_dialog(struct term *t, struct burst_key key)
{
    struct full *f = t->own;
    if (key.code == ESCAPE)
        full_leave(f);
    else if (confirms(key))
        full_confirm(t);
    else
        dialog_press(&f->dialog, key);
}

/* ---- the line that is typed ---- */

static void end_line(struct term *t)
{
    struct full *f = t->own;
    struct framing_line line = {.bytes = f->line, .size = f->size};
    if (f->size)
        lines_put(t, ORIGIN_TYPED, true, &line);
    explicit_bzero(f->line, sizeof f->line);
    f->size = 0;
}

static void type(struct full *f, int32_t code)
{
    if (f->size + 5 < sizeof f->line) {
        char *end = text_put(f->line + f->size, code);
        *end = 0;
        f->size = (size_t)(end - f->line);
    }
}

static void take_back(struct full *f)
{
    while (f->size > 0 && ((unsigned char)f->line[--f->size] & 0xC0) == 0x80)
        ;
    f->line[f->size] = 0;
}

/* Acts that need nothing but the key; the others are asked for. */
static bool needs_nothing(const struct acts_row *row)
{
    return row->act == ACT_ACK || row->act == ACT_NEXT || row->act == ACT_NO_LABEL || row->act == ACT_SAME_BOX ||
           row->act == ACT_SURE || row->act == ACT_DROP;
}

static void act(struct term *t, const struct acts_row *row)
{
    struct err err = {0};
    struct counter_call call = {.act = row->act < ACTS_MENU ? (enum counter_act)row->act : ACT_NONE};
    if (row->act == ACT_LANG)
        call.lang = stand_lang(&t->stand) == LANG_JA ? LANG_EN : LANG_JA;
    if (is_own(row))
        trouble(t, t->face->own(t, row, &err), &err);
    else if (needs_nothing(row) || row->act == ACT_LANG)
        term_call(t, &call);
    else
        trouble(t, full_ask(t, row, &err), &err);
}

static const struct acts_row *row_of(struct burst_key key)
{
    bool control = key.code > 0 && key.code < ' ';
    return acts_by_key(key.special > SCREEN_F ? key.special - SCREEN_F : 0, control ? key.code : 0);
}

static void press_line(struct term *t, struct burst_key key)
{
    struct full *f = t->own;
    const struct acts_row *row = row_of(key);
    if (key.special == SCREEN_BACKSPACE)
        take_back(f);
    else if (key.code == '\r' || key.code == '\n')
        end_line(t);
    else if (key.code == CTRL_L)
        screen_all(&f->screen);
    else if (row)
        act(t, row);
    else if (key.code >= ' ')
        type(f, key.code);
}

/* ---- keys and scans ---- */

static void press(struct term *t, struct burst_key key)
{
    struct full *f = t->own;
    f->note[0] = 0;
    if ((f->over == OVER_SCROLL || f->over == OVER_MENU) && key.code != ESCAPE && row_of(key)) {
        full_leave(f); /* what lies there is only read: keys act as ever */
        press_line(t, key);
    } else if (key.code == CTRL_C)
        t->over = true;
    else if (f->over == OVER_SCROLL)
        press_scroll(t, key);
    else if (f->over == OVER_MENU)
        press_menu(t, key);
    else if (f->over == OVER_DIALOG)
        press_dialog(t, key);
    else
        press_line(t, key);
}

/* Something pasted into a question comes as fast as a scan, and a scan must never land there. */
static void pasted(struct term *t)
{
    struct err err;
    (void)err_set(&err, ERR_INPUT, "that came as fast as a scan and was not put in here: type it",
                  "読み取りと同じ速さで届いたため、ここには入れていません。入力してください");
    t->face->trouble(t, &err);
}

void full_wake(struct term *t, int64_t now_ms)
{
    struct full *f = t->own;
    struct burst_event event;
    bool any = false;
    while (burst_next(&f->burst, now_ms, &event)) {
        any = true;
        struct framing_line line = {.bytes = event.text, .size = event.text ? strlen(event.text) : 0};
        if (event.kind == BURST_KEY)
            press(t, event.key);
        else if (event.kind == BURST_UNENDED && f->over == OVER_DIALOG)
            pasted(t);
        else if (line.size)
            lines_put(t, ORIGIN_SCAN, false, &line);
    }
    if (any)
        full_show(t);
}

/* The terminal is gone when its descriptor is readable and has nothing. */
static bool gone(void)
{
    struct pollfd file = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&file, 1, 0) > 0 && (file.revents & (POLLHUP | POLLERR | POLLNVAL));
}

void full_readable(struct term *t, int64_t now_ms)
{
    struct full *f = t->own;
    struct burst_key key;
    while (screen_key(&f->screen, &key)) {
        full_wake(t, now_ms);
        burst_put(&f->burst, key, now_ms);
    }
    if (gone())
        t->over = true;
}

int64_t full_due(const struct term *t)
{
    const struct full *f = t->own;
    return burst_due(&f->burst);
}
