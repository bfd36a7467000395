#ifndef KENPIN_TERM_INSIDE_H
#define KENPIN_TERM_INSIDE_H

#include "ui/show/pen.h"
#include "ui/term/bells.h"
#include "ui/term/burst.h"
#include "ui/term/commands.h"
#include "ui/term/pending.h"
#include "ui/term/scanner.h"
#include "ui/term/stand.h"
#include "ui/term/term.h"

/* The terminal from inside, for the files of this room:
 *
 *     term.c      waits for keys, lines, scanners, time and signals
 *     lines.c     lines that came in, until each is done
 *     tell.c      help, reasons, lists
 *     find.c      models by name
 *     plain.c     the face of lines
 *     full.c      the face of the whole screen: what is shown; full_keys.c: what keys do; full_ask.c: what is asked
 */

struct term;

/* How it looks, and what standard input is to it. */
struct face {
    int (*begin)(struct term *t, struct err *err);
    void (*end)(struct term *t);
    void (*pause)(struct term *t); /* the terminal is another program's for a while */
    void (*resume)(struct term *t);
    void (*came)(struct term *t, enum origin how, const char *text); /* a line, before it is done; NULL: a secret */
    void (*answer)(struct term *t);                                  /* something was done, or was not: t->stand.err */
    void (*change)(struct term *t); /* others did something, time went by, the window changed */
    void (*trouble)(struct term *t, const struct err *err);
    int (*own)(struct term *t, const struct acts_row *row, struct err *err); /* acts that are no counter's */
    void (*readable)(struct term *t, int64_t now_ms);                        /* standard input is */
    void (*wake)(struct term *t, int64_t now_ms);                            /* due() was reached */
    int64_t (*due)(const struct term *t);
};

struct term {
    const struct term_ask *ask;
    const struct face *face;
    void *own; /* owned; the face's */
    struct stand stand;
    struct pending pending;
    struct scanner serial, usb;
    struct bells bells;
    struct buffer queue;      /* lines not done yet; see lines.c */
    struct commands override; /* waits for its PIN */
    cJSON *found;             /* owned; models that were asked for last, as counter_search gives them */
    bool secret;              /* the next line of standard input is one */
    int64_t age_ms;           /* when the lists' ages are told anew */
    bool input_ended, over;
};

extern const struct face plain_face, full_face;

int64_t term_now(void); /* ms that only ever grow */
void term_call(struct term *t, struct counter_call *call);
void term_command(struct term *t, const char *line, const char *key); /* NULL: of a new act */

/* What came in whole; lines_work does them. `obey`: from somebody who may command; else a line that looks like a
 * command is a code like any other. */
void lines_put(struct term *t, enum origin how, bool obey, const struct framing_line *line);
void lines_work(struct term *t);
int lines_resume(struct term *t, struct err *err) __attribute__((warn_unused_result));

/* What the program itself has to say, for both faces. */
void tell_help(struct pen *p, bool commands); /* as commands, else as keys */
void tell_beginner(struct pen *p);            /* how a box goes, in three lines */
int tell_why(FILE *out, const struct show_style *style, const cJSON *view, struct err *err)
    __attribute__((warn_unused_result));
int tell_consignments(struct pen *p, struct counter *counter, struct err *err) __attribute__((warn_unused_result));

/* Models whose name holds `text`, into t->found; ERR_INPUT when there is none. */
int find_models(struct term *t, const char *text, struct err *err) __attribute__((warn_unused_result));
/* Number `call->number` of them, from 1, is the box's; ERR_USAGE when there is none of that number. */
int find_choose(const struct term *t, struct counter_call *call, struct err *err) __attribute__((warn_unused_result));
void find_tell(struct pen *p, const struct term *t); /* as lines, with their numbers */
/* One of them on a line, cut to what `out` holds. */
#define FIND_TEXT 256
const char *find_text(const cJSON *model, char *out, size_t size);

/* "scanner away: /dev/ttyACM0"; "" when all are there */
#define TERM_SCANNERS 320
const char *term_scanners(const struct term *t, char out[TERM_SCANNERS]);

#endif
