#include "ui/term/dialog.h"

#include <string.h>

#include "app/base/text.h"

void dialog_begin(struct dialog *f, struct words title)
{
    *f = (struct dialog){.title = title, .pivot = -1};
}

struct dialog_field *dialog_add(struct dialog *f, enum dialog_kind kind, struct words label)
{
    if (f->fields == DIALOG_FIELDS)
        return NULL;
    struct dialog_field *field = &f->field[f->fields++];
    *field = (struct dialog_field){.kind = kind, .label = label, .first = f->choices};
    return field;
}

void dialog_choice(struct dialog *f, const char *text, int64_t value)
{
    if (f->choices == DIALOG_CHOICES || f->fields == 0)
        return;
    text_copy(f->choice[f->choices], DIALOG_CHOICE, text);
    f->value[f->choices++] = value;
    f->field[f->fields - 1].count++;
}

int64_t dialog_value(const struct dialog *f, int field)
{
    const struct dialog_field *x = &f->field[field];
    return x->count ? f->value[x->first + x->now] : 0;
}

static bool shown(const struct dialog *f, int field)
{
    int64_t when = f->field[field].when;
    return !when || (f->pivot >= 0 && dialog_value(f, f->pivot) == when);
}

/* ---- keys ---- */

static void move(struct dialog *f, int by)
{
    int to = f->at;
    do
        to += by;
    while (to >= 0 && to < f->fields && !shown(f, to));
    if (to >= 0 && to < f->fields)
        f->at = to;
}

/* Within a list first. */
static void step(struct dialog *f, int by)
{
    struct dialog_field *x = &f->field[f->at];
    if (x->kind == DIALOG_LIST && x->now + by >= 0 && x->now + by < x->count)
        x->now += by;
    else
        move(f, by);
}

static void choose(struct dialog_field *x, int by)
{
    if (x->kind == DIALOG_CHOOSE && x->count)
        x->now = (x->now + by + x->count) % x->count;
    if (x->kind == DIALOG_TICK)
        x->ticked = !x->ticked;
}

static bool takes_text(const struct dialog_field *x)
{
    return x->kind == DIALOG_WORDS || x->kind == DIALOG_HIDDEN;
}

static void add(struct dialog_field *x, int32_t code)
{
    size_t size = strlen(x->text);
    if (takes_text(x) && size + 5 < sizeof x->text)
        *text_put(x->text + size, code) = 0;
    else if (code == ' ')
        choose(x, 1);
}

static void take_back(struct dialog_field *x)
{
    size_t size = strlen(x->text);
    while (size > 0 && ((unsigned char)x->text[--size] & 0xC0) == 0x80)
        ;
    x->text[size] = 0;
}

void dialog_press(struct dialog *f, struct burst_key key)
{
    if (!f->fields)
        return;
    struct dialog_field *x = &f->field[f->at];
    if (key.special == SCREEN_UP)
        step(f, -1);
    else if (key.special == SCREEN_DOWN || key.code == '\r' || key.code == '\n' || key.code == '\t')
        step(f, 1);
    else if (key.special == SCREEN_LEFT)
        choose(x, -1);
    else if (key.special == SCREEN_RIGHT)
        choose(x, 1);
    else if (key.special == SCREEN_BACKSPACE)
        take_back(x);
    else if (key.code >= ' ')
        add(x, key.code);
}

/* ---- what is shown ---- */

static void put_value(const struct dialog *f, int i, struct pen *p)
{
    const struct dialog_field *x = &f->field[i];
    if (x->kind == DIALOG_TICK)
        return;
    if (x->kind == DIALOG_WORDS)
        pen_put(p, x->text);
    for (const char *c = x->text; x->kind == DIALOG_HIDDEN && text_next(&c);)
        pen_put(p, "*");
    if (takes_text(x) && i == f->at)
        pen_put(p, "_");
    if (x->kind == DIALOG_CHOOSE && x->count) {
        pen_put(p, i == f->at && x->count > 1 ? "< " : "");
        pen_put(p, f->choice[x->first + x->now]);
        pen_put(p, i == f->at && x->count > 1 ? " >" : "");
    }
}

/* So many that a small screen shows the one that is chosen. */
static void put_list(const struct dialog *f, const struct dialog_field *x, struct pen *p)
{
    enum { SHOWN = 6 };
    int from = x->now >= SHOWN ? x->now - SHOWN + 1 : 0;
    for (int i = from; i < x->count && i < from + SHOWN; i++) {
        pen_line(p, 2);
        pen_paint(p, i == x->now ? PAINT_STRONG : PAINT_PLAIN);
        pen_put(p, i == x->now ? ">" : "");
        pen_tab(p, 4);
        pen_hang(p, 4);
        pen_put(p, f->choice[x->first + i]);
    }
}

void dialog_show(const struct dialog *f, struct pen *p)
{
    enum { VALUE_AT = 24 };
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, f->title);
    pen_paint(p, PAINT_PLAIN);
    for (int i = 0; i < f->fields; i++) {
        const struct dialog_field *x = &f->field[i];
        if (!shown(f, i))
            continue;
        pen_line(p, 0);
        pen_paint(p, i == f->at ? PAINT_STRONG : PAINT_PLAIN);
        pen_put(p, i == f->at ? ">" : "");
        pen_tab(p, 2);
        if (x->kind == DIALOG_TICK)
            pen_put(p, x->ticked ? "[x] " : "[ ] ");
        pen_say(p, x->label);
        pen_tab(p, VALUE_AT);
        pen_hang(p, VALUE_AT);
        if (x->kind == DIALOG_LIST)
            put_list(f, x, p);
        else
            put_value(f, i, p);
        pen_paint(p, PAINT_PLAIN);
    }
    pen_gap(p);
    pen_line(p, 2);
    pen_say(p, (struct words){"F2 or Ctrl-O does it · Esc leaves it · arrows move and choose",
                              "F2 か Ctrl-O で実行 · Esc でやめる · 矢印で移動と選択"});
    pen_end(p);
}

void dialog_clear(struct dialog *f)
{
    explicit_bzero(f, sizeof *f);
}
