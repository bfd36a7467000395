#ifndef KENPIN_PEN_H
#define KENPIN_PEN_H

#include "ui/show/show.h"

/* Writing on a terminal: safe text, wrapped by East Asian width, hanging indents, colours. */

enum paint { PAINT_PLAIN, PAINT_GOOD, PAINT_CARE, PAINT_ASK, PAINT_BAD, PAINT_STOP, PAINT_DIM, PAINT_STRONG, PAINTS };

#define PEN_PUT_MAX 300 /* characters shown of one outside text; the record and its JSON keep the rest */

struct pen {
    FILE *out;
    enum lang lang;
    bool colour;
    int columns;
    int column; /* where the next word goes, spaces aside */
    int indent; /* of a line that had to be broken */
    int spaces; /* to come before the next word, if it stays on this line */
    bool blank; /* nothing on this line yet */
    enum paint wanted, present;
};

struct pen pen_on(FILE *out, const struct show_style *style);

void pen_paint(struct pen *p, enum paint paint); /* from the next word on */
void pen_put(struct pen *p, const char *text);   /* safe, broken between words and between wide characters */
void pen_say(struct pen *p, struct words w);     /* our own sentences, whole */
void pen_whole(struct pen *p, const char *text); /* safe, never broken: a command to copy */
void pen_number(struct pen *p, int64_t number);
void pen_space(struct pen *p, int spaces);
void pen_tab(struct pen *p, int column); /* on to that column, by one space at least */
/* A new line, begun `indent` columns in; a line broken later hangs there too, until pen_hang says otherwise. */
void pen_line(struct pen *p, int indent);
void pen_hang(struct pen *p, int indent);
void pen_gap(struct pen *p); /* ends the line begun, and an empty one */
void pen_end(struct pen *p); /* ends the line begun, if there is one; plain again */

void pen_outcome(struct pen *p, enum outcome o); /* "✖ HOLD" in its colour; show.c */

/* Where a pen with colours wrote a change of paint: moves *at behind it and says to which. False where it wrote none.
 */
bool pen_change(const char **at, enum paint *to);

int pen_width(const char *text); /* columns that pen_put needs for it on one line */

/* The next character of `*at` as it may be shown; `out` holds its UTF-8. Returns its columns; -1 at the end. */
#define PEN_UNIT 12
int pen_unit(const char **at, char out[PEN_UNIT]);

#endif
