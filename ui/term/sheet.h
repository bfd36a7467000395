#ifndef KENPIN_SHEET_H
#define KENPIN_SHEET_H

#include "ui/show/field.h"
#include "ui/show/pen.h"

/* What a terminal shows of the counter's view (kenpin-api(5)), in parts; the screen and --plain use the same. */

/* How the strip and the answer are to look, beside their words. */
enum sheet_tone {
    TONE_NONE,
    TONE_CALM,
    TONE_WAIT,
    TONE_ASK,
    TONE_OUT,
    TONE_PASS,
    TONE_WARN,
    TONE_REVIEW,
    TONE_HOLD,
    TONE_STOP
};

enum sheet_tone sheet_frame(const cJSON *view); /* CALM, WARN: a copy is old, STOP: no copy at all */
enum sheet_tone sheet_tone(const cJSON *view);  /* of the answer */

/* Consignment and its counts; station and operator; the copies' ages, the network, the next try; `scanner`: what is to
 * be said of a scanner, "" = nothing. */
void sheet_strip(struct pen *p, const cJSON *view, const char *scanner);
/* The lists' ages alone, one line. */
void sheet_copies(struct pen *p, const cJSON *view);

/* "✖ HOLD  box 4 · Nonesuch NS-CAM9", or what is waited for; a line of its own. */
void sheet_headline(struct pen *p, const cJSON *view);

/* The big answer: "✖ HOLD  box 4 · Nonesuch NS-CAM9", what happened, and what to do now. */
void sheet_answer(struct pen *p, const cJSON *view);

/* Behind the answer: each market, product, label. */
void sheet_markets(struct pen *p, const cJSON *view);
void sheet_box(struct pen *p, const cJSON *view);

void sheet_read(struct pen *p, const cJSON *view);   /* codes of the open box */
void sheet_alerts(struct pen *p, const cJSON *view); /* boxes that wait for a disposition */

#endif
