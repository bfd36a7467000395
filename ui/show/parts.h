#ifndef KENPIN_PARTS_H
#define KENPIN_PARTS_H

#include "ui/show/field.h"
#include "ui/show/pen.h"

/* The parts of one record as text, each from the record's JSON alone. */

void parts_verdict(struct pen *p, const cJSON *verdict); /* of one market: outcome and reason */
void parts_next(struct pen *p, const cJSON *verdict);    /* and what to do now */
void parts_findings(struct pen *p, const cJSON *record); /* each once, with the markets it does not hold for left out */
void parts_product(struct pen *p, const cJSON *record);
void parts_labels(struct pen *p, const cJSON *record);
void parts_codes(struct pen *p, const cJSON *record);
void parts_receipt(struct pen *p, const cJSON *record);
void parts_confirmation(struct pen *p, const cJSON *record); /* the whole of such a record */
void parts_counter(struct pen *p, const cJSON *record);      /* likewise, of what happened at a counter */
void parts_counter_line(struct pen *p, const cJSON *record); /* and in one line of a list */

void parts_market(struct pen *p, const cJSON *verdict);               /* "GB" */
void parts_named(struct pen *p, struct words name, const char *text); /* nothing when text is "" */

#endif
