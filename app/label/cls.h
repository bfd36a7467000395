#ifndef KENPIN_CLS_H
#define KENPIN_CLS_H

#include <stdbool.h>

#include "app/base/day.h"

/* The registration ID that Singapore's Cybersecurity Labelling Scheme prints under its mark. CSA Group, the
 * Connectivity Standards Alliance and the Cloud Security Alliance print "CSA" too, so that only the full shape is a CLS
 * label. */

#define CLS_ID_TEXT         24 /* "CSA/210527/ABCDEF123456" and a NUL */
#define CLS_PRODUCT_ID_TEXT 13 /* [0-9A-Z]{1,12} and a NUL */

struct cls_id {
    char id[CLS_ID_TEXT];
    char product_id[CLS_PRODUCT_ID_TEXT]; /* the last part, in the short form as well */
    day printed;                          /* the day the label expires; 0 = no real day, or the short form */
    bool implausible; /* no real day of 20YY, before the scheme began, or too far ahead; never in the short form */
    bool short_form;  /* CSA/id: a CLS label only when the list holds exactly that string */
};

/* True for CSA/DDMMYY/<[0-9A-Z]{1,12}>, plausible or not, and for CSA/<[0-9A-Z]{1,12}>; nothing around it. Exact case:
 * who reads typed text turns it to upper case first. `today` is the day in Singapore. *out is {0} when the answer is
 * false. */
bool cls_read(const char *text, day today, struct cls_id *out);

#endif
