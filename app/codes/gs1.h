#ifndef KENPIN_GS1_H
#define KENPIN_GS1_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/day.h"
#include "app/codes/ai.h"
#include "app/codes/gtin.h"

/* GS1 element strings: application identifiers and their values, in one text (GS1 General Specifications 3 and 7.8). */

#define GS1_SEPARATOR  '\x1d' /* FNC1 inside a symbol */
#define GS1_FIELDS_MAX 32     /* of one symbol; more are read past */

struct gs1_field {
    char ai[AI_TEXT];
    char value[AI_VALUE_MAX + 1]; /* "" = cannot be told from what follows it, because a separator is missing */
};

struct gs1 {
    struct gs1_field field[GS1_FIELDS_MAX];
    size_t count;
    bool whole;          /* read to the end: every field is what its identifier asks for */
    bool separator_lost; /* a field without fixed length did not end where it must */
};

/* Reads `text`, the AIM identifier taken off. `announced`: the carrier says that these are element strings (FNC1 in
 * first place, an AIM identifier). Without it a text counts only when it is in brackets, begins with a separator, or
 * has 16 or more characters, begins with (01) or (02) and reads to its end. False when it is none of these. */
bool gs1_read(const char *text, bool announced, struct gs1 *out);

/* The field's GTIN: (01), or (02), the unit inside. GTIN_NOT for all others. */
enum gtin_trouble gs1_gtin(const struct gs1_field *field, char out[GTIN_TEXT]);

/* True when a GTIN among the fields is proved by its check digit: that makes what could be read worth having. */
bool gs1_has_product(const struct gs1 *gs1);

/* The fields for a person: "(01)04901234567894(10)ABC"; "…" for a value that cannot be told. */
const char *gs1_text(const struct gs1 *gs1, char *out, size_t room);

/* The day of a date field's YYMMDD: the century by the sliding window around `this_year` (GS1 7.12), day 00 = the last
 * of its month; 0 when it is no day. */
day gs1_day(const char *yymmdd, int this_year);

#endif
