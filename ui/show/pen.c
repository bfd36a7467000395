#include "ui/show/pen.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <utf8proc.h>

#include "app/base/text.h"

/* SGR parameters; the sixteen colours that every terminal lets its user choose. */
static const char *const sgr[PAINTS] = {
    [PAINT_GOOD] = "1;32",    [PAINT_CARE] = "1;33", [PAINT_ASK] = "1;35", [PAINT_BAD] = "1;31",
    [PAINT_STOP] = "1;37;41", [PAINT_DIM] = "2",     [PAINT_STRONG] = "1",
};

struct pen pen_on(FILE *out, const struct show_style *style)
{
    int columns = style->columns > 0 ? style->columns : 80;
    return (struct pen){
        .out = out,
        .lang = style->lang,
        .colour = style->colour,
        .columns = columns < 40 ? 40 : columns,
        .blank = true,
    };
}

/* Would this character move the cursor, turn the line round, or hide? */
static bool unshowable(int32_t c)
{
    return text_is_invisible(c) || c == 0x2028 || c == 0x2029;
}

int pen_unit(const char **at, char out[PEN_UNIT])
{
    int32_t c = text_next(at);
    if (c == 0)
        return -1;
    if (c < 0x20 || c == 0x7F) { /* the Control Pictures block has a sign for each */
        *text_put(out, c == 0x7F ? 0x2421 : 0x2400 + c) = 0;
        return 1;
    }
    if (unshowable(c))
        return snprintf(out, PEN_UNIT, "<U+%04" PRIX32 ">", (uint32_t)c);
    *text_put(out, c) = 0;
    return utf8proc_charwidth(c);
}

void show_safe(FILE *out, const char *text)
{
    char unit[PEN_UNIT];
    while (pen_unit(&text, unit) >= 0)
        fputs(unit, out);
}

int pen_width(const char *text)
{
    char unit[PEN_UNIT];
    int width = 0, columns;
    for (int i = 0; i < PEN_PUT_MAX && (columns = pen_unit(&text, unit)) >= 0; i++)
        width += columns;
    return width;
}

static void repaint(struct pen *p)
{
    if (p->present != PAINT_PLAIN && p->present != p->wanted) {
        if (p->colour)
            fputs("\033[0m", p->out);
        p->present = PAINT_PLAIN;
    }
}

bool pen_change(const char **at, enum paint *to)
{
    const char *end = (*at)[0] == '\033' && (*at)[1] == '[' ? strchr(*at, 'm') : NULL;
    if (!end)
        return false;
    const char *from = *at + 2;
    size_t size = (size_t)(end - from);
    *at = end + 1;
    *to = PAINT_PLAIN;
    for (int i = 0; i < PAINTS; i++)
        if (sgr[i] && strlen(sgr[i]) == size && !memcmp(sgr[i], from, size))
            *to = (enum paint)i;
    return true;
}

static void new_line(struct pen *p, int indent)
{
    fputc('\n', p->out);
    p->column = 0;
    p->spaces = indent;
    p->blank = true;
}

/* Spaces go out in the old paint's absence, so that no background trails behind a word. */
static void put_word(struct pen *p, const char *word, int columns)
{
    repaint(p);
    if (!p->blank && p->column + p->spaces + columns > p->columns)
        new_line(p, p->indent);
    fprintf(p->out, "%*s", p->spaces, "");
    if (p->wanted != p->present && p->colour)
        fprintf(p->out, "\033[%sm", sgr[p->wanted]);
    p->present = p->wanted;
    fputs(word, p->out);
    p->column += p->spaces + columns;
    p->spaces = 0;
    p->blank = false;
}

/* Marks that may not begin a line, and those that may not end one (JIS X 4051). */
static bool clings_back(const char *unit)
{
    static const char list[] = "、。，．・：；？！）］｝」』】〉》〕ーゃゅょっャュョッ,.:;?!)]}…";
    return unit[0] && strstr(list, unit);
}

static bool clings_on(const char *unit)
{
    static const char list[] = "（［｛「『【〈《〔([{";
    return unit[0] && strstr(list, unit);
}

struct word {
    char text[256];
    size_t size;
    int columns;
    bool wide; /* its last character is */
    bool open; /* its last character wants the next one */
};

static void flush(struct pen *p, struct word *w)
{
    if (w->size > 0)
        put_word(p, w->text, w->columns);
    *w = (struct word){0};
}

/* May a line be broken between the word so far and this character? */
static bool breakable(const struct word *w, const char *unit, int columns)
{
    if (w->size == 0 || w->open || columns == 0 || clings_back(unit))
        return false;
    return w->wide || columns == 2;
}

static void add_unit(struct pen *p, struct word *w, const char *unit, int columns)
{
    size_t size = strlen(unit);
    if (breakable(w, unit, columns) || w->columns + columns > p->columns - p->indent ||
        w->size + size >= sizeof w->text)
        flush(p, w);
    memcpy(w->text + w->size, unit, size + 1);
    w->size += size;
    w->columns += columns;
    if (columns > 0) {
        w->wide = columns == 2;
        w->open = clings_on(unit);
    }
}

static void put(struct pen *p, const char *text, int most)
{
    struct word word = {0};
    char unit[PEN_UNIT];
    int columns;
    for (int i = 0; (columns = pen_unit(&text, unit)) >= 0; i++) {
        if (i >= most) {
            add_unit(p, &word, "…", 1);
            break;
        }
        if (!strcmp(unit, " ")) {
            flush(p, &word);
            p->spaces++;
        } else {
            add_unit(p, &word, unit, columns);
        }
    }
    flush(p, &word);
}

void pen_put(struct pen *p, const char *text)
{
    put(p, text, PEN_PUT_MAX);
}

void pen_say(struct pen *p, struct words w)
{
    put(p, words_in(w, p->lang), INT_MAX);
}

void pen_whole(struct pen *p, const char *text)
{
    int columns = p->columns;
    p->columns = INT_MAX / 2;
    put(p, text, INT_MAX);
    p->columns = columns;
}

void pen_number(struct pen *p, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    pen_put(p, text);
}

void pen_space(struct pen *p, int spaces)
{
    p->spaces += spaces;
}

void pen_tab(struct pen *p, int column)
{
    int gap = column - p->column - p->spaces;
    p->spaces += gap > 0 ? gap : 1;
}

void pen_paint(struct pen *p, enum paint paint)
{
    p->wanted = paint;
}

void pen_hang(struct pen *p, int indent)
{
    p->indent = indent < p->columns / 2 ? indent : p->columns / 2;
}

void pen_line(struct pen *p, int indent)
{
    pen_end(p);
    p->spaces = indent;
    pen_hang(p, indent);
}

void pen_end(struct pen *p)
{
    p->wanted = PAINT_PLAIN;
    repaint(p);
    if (!p->blank)
        new_line(p, 0);
    p->spaces = 0;
}

void pen_gap(struct pen *p)
{
    pen_line(p, 0);
    fputc('\n', p->out);
}
