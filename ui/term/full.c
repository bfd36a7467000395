/* The face of the whole screen. */
#include "ui/term/full.h"

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/show/field.h"
#include "ui/show/parts.h"

enum { SIDE_LEAST = 36, GAP = 2 };

/* ---- pieces ---- */

typedef void write_fn(struct term *t, struct pen *p);

/* Writes a scroll and shows it from y on, or up to the line before y; `room` lines at most. Returns how many it took.
 */
static int show_at(struct term *t, write_fn *write, int y, bool up, int room, enum sheet_tone tone)
{
    struct full *f = t->own;
    struct scroll scroll;
    struct err err;
    int shown = 0;
    if (scroll_begin(&scroll, stand_lang(&t->stand), f->screen.columns, &err))
        return 0;
    write(t, &scroll.pen);
    if (scroll_end(&scroll, &err) == 0) {
        int lines = scroll.lines < room ? scroll.lines : room;
        for (y -= up ? lines : 0; shown < lines; shown++)
            screen_line(&f->screen, y + shown, 0, f->screen.columns, scroll_line(&scroll, shown), tone);
    }
    scroll_clear(&scroll);
    return shown;
}

static int show(struct term *t, write_fn *write, int y, int room, enum sheet_tone tone)
{
    return show_at(t, write, y, false, room, tone);
}

static void write_strip(struct term *t, struct pen *p)
{
    char scanners[TERM_SCANNERS];
    sheet_strip(p, t->stand.view, term_scanners(t, scanners));
}

static void write_answer(struct term *t, struct pen *p)
{
    sheet_answer(p, t->stand.view);
}

static void write_box(struct term *t, struct pen *p)
{
    sheet_box(p, t->stand.view);
}

static void write_open(struct term *t, struct pen *p)
{
    sheet_read(p, t->stand.view);
    if (field_is(t->stand.view, "state", "ready"))
        tell_beginner(p);
    if (cJSON_GetArraySize(field(t->stand.view, "alerts")) == 0)
        return;
    pen_gap(p);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, (struct words){"Boxes that wait for a decision", "処置待ちの箱"});
    pen_paint(p, PAINT_PLAIN);
    sheet_alerts(p, t->stand.view);
}

static void write_dialog(struct term *t, struct pen *p)
{
    dialog_show(&((struct full *)t->own)->dialog, p);
}

/* ---- the markets, side by side ---- */

static int show_market(struct term *t, const cJSON *verdict, int y, int x, int columns, int room)
{
    struct full *f = t->own;
    struct scroll scroll;
    struct err err;
    int shown = 0;
    if (scroll_begin(&scroll, stand_lang(&t->stand), columns, &err))
        return 0;
    parts_verdict(&scroll.pen, verdict);
    if (scroll_end(&scroll, &err) == 0)
        for (; shown < scroll.lines && shown < room; shown++)
            screen_line(&f->screen, y + shown, x, columns, scroll_line(&scroll, shown), TONE_NONE);
    scroll_clear(&scroll);
    return shown;
}

static int show_markets(struct term *t, int y, int room)
{
    const struct full *f = t->own;
    const cJSON *verdicts = field(field(field(t->stand.view, "last"), "check"), "verdicts"), *verdict;
    int count = cJSON_GetArraySize(verdicts), most = 0, i = 0;
    if (count == 0)
        return 0;
    int columns = f->screen.columns / count;
    bool beside = columns >= SIDE_LEAST;
    cJSON_ArrayForEach(verdict, verdicts)
    {
        int x = beside ? i++ * columns : 0, at = beside ? 0 : most;
        int lines = show_market(t, verdict, y + at, x, beside ? columns - GAP : f->screen.columns, room - at);
        most = beside ? (lines > most ? lines : most) : most + lines;
    }
    return most;
}

/* ---- the middle ---- */

/* Not what another row asks for. */
static bool is_chosen(const struct acts_row *row)
{
    return row->act != ACTS_MENU && row->act != ACT_MODEL && !(row->act == ACT_DISPOSE && row->how);
}

const struct acts_row *full_menu(const struct term *t, int n)
{
    const struct acts_row *row;
    for (size_t i = 0; (row = acts_row(i)); i++)
        if (is_chosen(row) && (!row->offered || full_offers(t, row)) && n-- == 0)
            return row;
    return NULL;
}

static void write_menu(struct term *t, struct pen *p)
{
    enum { NAME_AT = 10, SAYS_AT = 34 };
    const struct full *f = t->own;
    const struct acts_row *row;
    char key[ACTS_KEY];
    /* so many that a small screen shows a part of them */
    int room = full_body(f), from = f->chosen >= room ? f->chosen - room + 1 : 0;
    for (int i = from; (row = full_menu(t, i)); i++) {
        bool here = i == f->chosen;
        pen_line(p, 0);
        pen_paint(p, here ? PAINT_STRONG : PAINT_PLAIN);
        pen_put(p, here ? ">" : "");
        pen_tab(p, 2);
        pen_put(p, acts_key(row, f->screen.functions, key));
        pen_tab(p, NAME_AT);
        pen_say(p, row->name);
        pen_paint(p, PAINT_DIM);
        pen_tab(p, SAYS_AT);
        pen_hang(p, SAYS_AT);
        pen_say(p, row->says);
    }
}

static void show_scroll(struct full *f, int y, int room)
{
    int last = f->scroll.lines - room;
    f->top = f->top > last ? last : f->top;
    f->top = f->top < 0 ? 0 : f->top;
    for (int i = 0; i < room && f->top + i < f->scroll.lines; i++)
        screen_line(&f->screen, y + i, 0, f->screen.columns, scroll_line(&f->scroll, f->top + i), TONE_NONE);
}

static void show_middle(struct term *t, int y, int room)
{
    struct full *f = t->own;
    unsigned state = acts_state_from_name(field_text(t->stand.view, "state"));
    if (f->over == OVER_SCROLL) {
        show_scroll(f, y, room);
    } else if (f->over == OVER_MENU) {
        show(t, write_menu, y, room, TONE_NONE);
    } else if (f->over == OVER_DIALOG) {
        show(t, write_dialog, y, room, TONE_NONE);
    } else if (state & (ACTS_ANSWER | ACTS_ALARM)) {
        int used = show_markets(t, y, room);
        show(t, write_box, y + used, room - used, TONE_NONE);
    } else {
        show(t, write_open, y + 1, room - 1, TONE_NONE);
    }
}

/* ---- the bottom ---- */

bool full_offers(const struct term *t, const struct acts_row *row)
{
    const cJSON *view = t->stand.view, *last = field(view, "last");
    unsigned state = acts_state_from_name(field_text(view, "state"));
    if (row->act == ACTS_HELP || row->act == ACTS_MENU || row->act == ACT_LANG)
        return true;
    if (!(row->offered & state))
        return false;
    if (row->act == ACT_DISPOSE)
        return cJSON_GetArraySize(field(view, "alerts")) > 0;
    return row->act != ACT_UNDO || (last && !cJSON_IsTrue(field(last, "void")));
}

static void put_key(const struct full *f, struct pen *p, const struct acts_row *row)
{
    char key[ACTS_KEY];
    int columns = pen_width(acts_key(row, f->screen.functions, key)) + 1 + pen_width(words_in(row->name, p->lang));
    if (!p->blank && p->column + p->spaces + columns > f->screen.columns)
        pen_line(p, 0); /* a key and its name stay together */
    pen_paint(p, PAINT_STRONG);
    pen_put(p, acts_key(row, f->screen.functions, key));
    pen_paint(p, PAINT_PLAIN);
    pen_put(p, " ");
    pen_say(p, row->name);
    pen_space(p, 2);
}

static void write_keys(struct term *t, struct pen *p)
{
    const struct full *f = t->own;
    const struct acts_row *row;
    pen_line(p, 0);
    if (f->over == OVER_SCROLL || f->over == OVER_MENU) {
        pen_say(p, f->over == OVER_SCROLL
                       ? (struct words){"↑ ↓ PgUp PgDn move · Esc closes", "↑ ↓ PgUp PgDn で移動 · Esc で閉じる"}
                       : (struct words){"↑ ↓ move · Enter chooses · Esc closes",
                                        "↑ ↓ で移動 · Enter で選択 · Esc で閉じる"});
        return;
    }
    for (size_t i = 0; f->over == OVER_NOTHING && (row = acts_row(i)); i++)
        if (full_offers(t, row))
            put_key(f, p, row);
}

static void write_line(struct term *t, struct pen *p)
{
    const struct full *f = t->own;
    pen_line(p, 0);
    pen_put(p, "> ");
    for (size_t i = 0; t->secret && i < f->size; i++)
        pen_put(p, "*");
    if (!t->secret)
        pen_put(p, f->line);
    if (!f->size && f->over == OVER_NOTHING) {
        pen_paint(p, PAINT_DIM);
        pen_say(p, (struct words){"Scan, or type a code and press Enter", "読み取るか、コードを入力して Enter"});
    }
}

static void write_note(struct term *t, struct pen *p)
{
    pen_line(p, 0);
    pen_put(p, "! ");
    pen_put(p, ((struct full *)t->own)->note);
}

/* Bottom up: keys, what is typed, what went wrong. Returns the first line of it. */
static int show_bottom(struct term *t)
{
    enum { NOTE_LINES = 3, KEY_LINES = 2, SMALL = 20 };
    struct full *f = t->own;
    int keys = show_at(t, write_keys, f->screen.rows, true, f->screen.rows < SMALL ? 1 : KEY_LINES, TONE_CALM);
    int y = f->screen.rows - (keys ? keys : 1);
    show(t, write_line, --y, 1, TONE_NONE);
    f->typed_at = y;
    if (f->note[0]) {
        y -= NOTE_LINES;
        show(t, write_note, y, NOTE_LINES, TONE_STOP);
    }
    return y;
}

static int cursor(const struct full *f)
{
    int column = 2 + pen_width(f->line);
    return column < f->screen.columns ? column : f->screen.columns - 1;
}

int full_body(const struct full *f)
{
    enum { TOP_AND_BOTTOM = 11 };
    int room = f->screen.rows - TOP_AND_BOTTOM;
    return room > 1 ? room : 1;
}

/* With room to spare it stands in a field of its colour. */
static int show_answer(struct term *t, int y)
{
    enum { ANSWER_MOST = 7, ROOMY = 30 };
    struct full *f = t->own;
    enum sheet_tone tone = sheet_tone(t->stand.view);
    bool field = f->screen.rows >= ROOMY;
    if (field)
        screen_line(&f->screen, y++, 0, f->screen.columns, "", tone);
    y += show(t, write_answer, y, ANSWER_MOST, tone);
    if (field)
        screen_line(&f->screen, y++, 0, f->screen.columns, "", tone);
    return y;
}

void full_show(struct term *t)
{
    enum { STRIP_MOST = 5 };
    struct full *f = t->own;
    screen_begin(&f->screen);
    int bottom = show_bottom(t);
    int y = show(t, write_strip, 0, STRIP_MOST, sheet_frame(t->stand.view));
    y = show_answer(t, y);
    if (y < bottom)
        show_middle(t, y, bottom - y);
    screen_end(&f->screen, f->over == OVER_NOTHING ? f->typed_at : -1, cursor(f));
}

/* ---- what happens ---- */

void full_leave(struct full *f)
{
    scroll_clear(&f->scroll);
    dialog_clear(&f->dialog);
    f->over = OVER_NOTHING;
    f->top = f->chosen = 0;
}

static void full_trouble(struct term *t, const struct err *err)
{
    struct full *f = t->own;
    text_copy(f->note, sizeof f->note, err_text(err, stand_lang(&t->stand)));
    if (!t->ask->silent)
        bells_begin(&t->bells, "refused", term_now());
    full_show(t);
}

static void full_answer(struct term *t)
{
    if (t->stand.err.code)
        full_trouble(t, &t->stand.err);
    else
        full_show(t);
}

/* The answer to what comes must be in sight. */
static void full_came(struct term *t, enum origin how, const char *text)
{
    struct full *f = t->own;
    (void)how, (void)text;
    f->note[0] = 0;
    if (f->over != OVER_DIALOG)
        full_leave(f);
}

static void full_change(struct term *t)
{
    struct full *f = t->own;
    screen_resize(&f->screen);
    full_show(t);
}

static int write_over(struct term *t, const struct acts_row *row, struct scroll *scroll, struct err *err)
{
    struct full *f = t->own;
    struct show_style style = {.lang = stand_lang(&t->stand), .colour = true, .columns = f->screen.columns};
    if (row->act == ACTS_WHY)
        return tell_why(scroll->out, &style, t->stand.view, err);
    if (row->act == ACTS_CONSIGNMENTS)
        return tell_consignments(&scroll->pen, t->ask->counter, err);
    tell_help(&scroll->pen, false);
    return 0;
}

static int full_own(struct term *t, const struct acts_row *row, struct err *err)
{
    struct full *f = t->own;
    full_leave(f);
    if (row->act == ACTS_QUIT) {
        t->over = true;
        return 0;
    }
    f->over = row->act == ACTS_MENU ? OVER_MENU : OVER_SCROLL;
    int rc = 0;
    if (row->act == ACTS_FIND) /* and has found: which of them */
        rc = full_ask(t, acts_by_act(ACT_MODEL), err);
    if (f->over == OVER_SCROLL) {
        rc = scroll_begin(&f->scroll, stand_lang(&t->stand), f->screen.columns, err);
        if (rc == 0)
            rc = write_over(t, row, &f->scroll, err);
        if (f->scroll.out && scroll_end(&f->scroll, err))
            rc = -1;
    }
    if (rc)
        full_leave(f);
    full_show(t);
    return rc;
}

static int full_begin(struct term *t, struct err *err)
{
    struct full *f = t->own = calloc(1, sizeof *f);
    if (!f)
        return err_memory(err);
    if (screen_open(&f->screen, err))
        return -1;
    full_show(t);
    return 0;
}

static void full_end(struct term *t)
{
    struct full *f = t->own;
    full_leave(f);
    screen_close(&f->screen);
}

static void full_pause(struct term *t)
{
    (void)t;
    screen_pause();
}

static void full_resume(struct term *t)
{
    struct full *f = t->own;
    screen_resize(&f->screen);
    screen_all(&f->screen);
    full_show(t);
}

const struct face full_face = {
    .begin = full_begin,
    .end = full_end,
    .pause = full_pause,
    .resume = full_resume,
    .came = full_came,
    .answer = full_answer,
    .change = full_change,
    .trouble = full_trouble,
    .own = full_own,
    .readable = full_readable,
    .wake = full_wake,
    .due = full_due,
};
