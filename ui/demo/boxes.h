#ifndef KENPIN_BOXES_H
#define KENPIN_BOXES_H

#include "app/base/day.h"
#include "app/base/err.h"
#include "app/codes/gtin.h"
#include "app/label/scheme.h"

/* The invented world of the demonstration: two registries, a catalogue, and boxes. No vendor, number or address in it
 * exists; dates count from the day it is shown. GS1 keeps prefix 952 for demonstrations and examples. */

#define BOXES      8
#define BOXES_TEXT 96 /* bytes */

struct boxes_box {
    const char *name;                    /* of its picture's file, without ".png" */
    struct words story;                  /* what is the matter with it, in a few words */
    const char *brand, *model, *product; /* ASCII */
    const char *digits;                  /* the twelve before the EAN's check digit */
    const char *number;                  /* on the label; "" = carries none */
    const char *page; /* what the label's QR holds in place of its entry's page; NULL = that, or the CLS id */
};

extern const struct boxes_box boxes[BOXES];

void boxes_ean(const struct boxes_box *b, char out[GTIN_TEXT]); /* 13 digits */
/* What the label's QR holds; "" for no label. */
const char *boxes_label(const struct boxes_box *b, day today, char out[BOXES_TEXT]);
/* The scheme, number and stars or asterisks that stand in print beside it; SCHEME_NONE for no label. */
enum scheme boxes_print(const struct boxes_box *b, day today, char number[BOXES_TEXT], int *level);

/* The registry's list and the shop's catalogue as files, as a shop would get them: CSV with Japanese headings, JSON
 * with English ones, CSV. */
int boxes_write_jc_star(const char *path, day today, struct err *err) __attribute__((warn_unused_result));
int boxes_write_cls(const char *path, day today, struct err *err) __attribute__((warn_unused_result));
int boxes_write_catalogue(const char *path, day today, struct err *err) __attribute__((warn_unused_result));

#endif
