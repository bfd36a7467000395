/* The face of lines: for logs, for screen readers, for scripts. Nothing moves the cursor but what is typed. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/base/text.h"
#include "ui/show/field.h"
#include "ui/show/parts.h"
#include "ui/term/inside.h"
#include "ui/term/sheet.h"

/* Of a terminal keys are read, not lines: only their timing tells a scanner that types from a person. */
struct plain {
    struct show_style style;
    bool keys; /* standard input is a terminal */
    struct termios before;
    struct burst burst;
    struct framing typed, piped;
    char part[8]; /* of a character of several bytes */
    size_t parts;
    char frame[16];      /* the view's, when the strip was shown last */
    int64_t consignment; /* likewise */
};

static struct pen pen_of(struct term *t)
{
    struct plain *f = t->own;
    f->style.lang = stand_lang(&t->stand);
    return pen_on(stdout, &f->style);
}

/* ---- what is printed ---- */

static int64_t consignment_of(const struct term *t)
{
    return field_number(field(t->stand.view, "consignment"), "id");
}

static bool strip_is_old(const struct term *t)
{
    const struct plain *f = t->own;
    return f->consignment != consignment_of(t) || strcmp(f->frame, field_text(t->stand.view, "frame")) != 0;
}

static void put_strip(struct term *t)
{
    struct plain *f = t->own;
    struct pen pen = pen_of(t);
    char scanners[TERM_SCANNERS];
    sheet_strip(&pen, t->stand.view, term_scanners(t, scanners));
    pen_end(&pen);
    text_copy(f->frame, sizeof f->frame, field_text(t->stand.view, "frame"));
    f->consignment = consignment_of(t);
}

static void plain_trouble(struct term *t, const struct err *err)
{
    struct pen pen = pen_of(t), *p = &pen;
    pen_line(p, 0);
    pen_put(p, "kenpin: ");
    pen_put(p, err_text(err, p->lang));
    pen_gap(p);
    (void)fflush(stdout);
}

static void put_box(struct pen *p, const cJSON *view)
{
    sheet_headline(p, view);
    sheet_markets(p, view);
    parts_labels(p, field(field(view, "last"), "check"));
}

/* The commands that fit, where commands are obeyed. */
static void put_offered(struct term *t, struct pen *p)
{
    const struct plain *f = t->own;
    unsigned state = acts_state_from_name(field_text(t->stand.view, "state"));
    const struct acts_row *row;
    if ((!f->keys && !t->ask->commands) || (state & (ACTS_READY | ACTS_ANSWER)))
        return;
    pen_line(p, 2);
    for (size_t i = 0; (row = acts_row(i)); i++)
        if (row->offered & state) {
            pen_put(p, ":");
            pen_put(p, row->command);
            pen_put(p, " ");
        }
}

static void plain_answer(struct term *t)
{
    const cJSON *view = t->stand.view;
    if (t->stand.err.code) {
        plain_trouble(t, &t->stand.err);
        return;
    }
    struct pen pen = pen_of(t), *p = &pen;
    if (field_is(field(view, "say"), "code", "answered"))
        put_box(p, view);
    else
        sheet_answer(p, view);
    put_offered(t, p);
    pen_gap(p);
    if (strip_is_old(t)) {
        put_strip(t);
        fputc('\n', stdout);
    }
    (void)fflush(stdout);
}

static void plain_came(struct term *t, enum origin how, const char *text)
{
    const struct plain *f = t->own;
    if (f->keys && how == ORIGIN_TYPED)
        return; /* it stands there */
    struct pen pen = pen_of(t), *p = &pen;
    pen_line(p, 0);
    pen_put(p, "> ");
    if (text)
        pen_put(p, text);
    else
        pen_say(p, (struct words){"(PIN)", "（PIN）"});
    pen_end(p);
}

/* What others did is not told; that a list is too old now, or a scanner away, is. */
static void plain_change(struct term *t)
{
    char scanners[TERM_SCANNERS];
    if (term_scanners(t, scanners)[0] || strip_is_old(t))
        put_strip(t);
    (void)fflush(stdout);
}

static int plain_own(struct term *t, const struct acts_row *row, struct err *err)
{
    struct pen pen = pen_of(t);
    const struct plain *f = t->own;
    int rc = 0;
    if (row->act == ACTS_QUIT)
        t->over = true;
    else if (row->act == ACTS_WHY)
        rc = tell_why(stdout, &f->style, t->stand.view, err);
    else if (row->act == ACTS_CONSIGNMENTS)
        rc = tell_consignments(&pen, t->ask->counter, err);
    else if (row->act == ACTS_FIND)
        find_tell(&pen, t);
    else
        tell_help(&pen, true);
    pen_gap(&pen);
    (void)fflush(stdout);
    return rc;
}

/* ---- keys ---- */

static void echo(const struct term *t, const char *text)
{
    if (!t->secret) {
        fputs(text, stdout);
        (void)fflush(stdout);
    }
}

static void take_back(struct term *t, struct framing *line)
{
    size_t before = line->size;
    while (line->size > 0 && ((unsigned char)line->line[--line->size] & 0xC0) == 0x80)
        ;
    char gone[8] = "";
    memcpy(gone, line->line + line->size, before - line->size < sizeof gone ? before - line->size : 0);
    for (int i = pen_width(gone); i > 0; i--)
        echo(t, "\b \b");
}

static void press(struct term *t, int32_t code)
{
    enum { CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, DELETE = 0x7F };
    struct plain *f = t->own;
    struct framing_line line;
    char text[8];
    *text_put(text, code) = 0;
    if (code == CTRL_C || (code == CTRL_D && !f->typed.size)) {
        t->over = true;
    } else if (code == BACKSPACE || code == DELETE) {
        take_back(t, &f->typed);
    } else if (code == '\r' || code == '\n') {
        fputc('\n', stdout);
        if (framing_end(&f->typed, &line))
            lines_put(t, ORIGIN_TYPED, true, &line);
    } else if (code >= ' ' && f->typed.size + strlen(text) < SYMBOL_BYTES_MAX) {
        memcpy(f->typed.line + f->typed.size, text, strlen(text));
        f->typed.size += strlen(text);
        echo(t, text);
    }
}

static void take_keys(struct term *t, int64_t now_ms)
{
    struct plain *f = t->own;
    struct burst_event event;
    while (burst_next(&f->burst, now_ms, &event)) {
        struct framing_line line = {.bytes = event.text, .size = event.text ? strlen(event.text) : 0};
        if (event.kind == BURST_KEY)
            press(t, event.key.code);
        else if (line.size)
            lines_put(t, ORIGIN_SCAN, false, &line);
    }
}

/* Bytes as characters; what is no UTF-8 is passed over. */
static void put_byte(struct term *t, char byte, int64_t now_ms)
{
    struct plain *f = t->own;
    if (((unsigned char)byte & 0xC0) != 0x80)
        f->parts = 0;
    if (f->parts + 1 < sizeof f->part)
        f->part[f->parts++] = byte;
    f->part[f->parts] = 0;
    if (!text_valid(f->part, f->parts))
        return;
    const char *at = f->part;
    take_keys(t, now_ms);
    burst_put(&f->burst, (struct burst_key){.code = text_next(&at)}, now_ms);
    take_keys(t, now_ms);
    f->parts = 0;
}

static void plain_readable(struct term *t, int64_t now_ms)
{
    struct plain *f = t->own;
    char bytes[4096];
    struct framing_line line;
    ssize_t size = read(STDIN_FILENO, bytes, sizeof bytes);
    if (size < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (size <= 0) {
        t->input_ended = true;
        t->over = f->keys; /* the terminal is gone */
        if (!f->keys && framing_end(&f->piped, &line))
            lines_put(t, ORIGIN_SCAN, t->ask->commands, &line);
        return;
    }
    const char *at = bytes;
    size_t left = (size_t)size;
    for (ssize_t i = 0; f->keys && i < size; i++)
        put_byte(t, bytes[i], now_ms);
    while (!f->keys && framing_take(&f->piped, &at, &left, &line))
        lines_put(t, ORIGIN_SCAN, t->ask->commands, &line);
}

static int64_t plain_due(const struct term *t)
{
    const struct plain *f = t->own;
    return burst_due(&f->burst);
}

/* ---- beginning and end ---- */

/* Keys as they are pressed, controls too: a scanner sends some of them, and they must not end the program. */
static void take_terminal(struct plain *f)
{
    struct termios line;
    f->keys = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &f->before) == 0;
    if (!f->keys)
        return;
    line = f->before;
    line.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR);
    line.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
    line.c_cc[VMIN] = 1;
    line.c_cc[VTIME] = 0;
    (void)tcsetattr(STDIN_FILENO, TCSADRAIN, &line);
}

static int plain_begin(struct term *t, struct err *err)
{
    struct plain *f = t->own = calloc(1, sizeof *f);
    if (!f)
        return err_memory(err);
    f->style = show_style_for(stdout, t->ask->lang);
    take_terminal(f);
    put_strip(t);
    struct pen pen = pen_of(t), *p = &pen;
    sheet_answer(p, t->stand.view);
    if (f->keys || t->ask->commands) {
        pen_line(p, 2);
        pen_say(p, (struct words){":help names the commands", ":help でコマンドの一覧を表示します"});
    }
    pen_gap(p);
    (void)fflush(stdout);
    return 0;
}

static void plain_pause(struct term *t)
{
    const struct plain *f = t->own;
    if (f->keys)
        (void)tcsetattr(STDIN_FILENO, TCSADRAIN, &f->before);
}

static void plain_resume(struct term *t)
{
    take_terminal(t->own);
}

static void plain_end(struct term *t)
{
    plain_pause(t);
    put_strip(t);
}

const struct face plain_face = {
    .begin = plain_begin,
    .end = plain_end,
    .pause = plain_pause,
    .resume = plain_resume,
    .came = plain_came,
    .answer = plain_answer,
    .change = plain_change,
    .trouble = plain_trouble,
    .own = plain_own,
    .readable = plain_readable,
    .wake = take_keys,
    .due = plain_due,
};
