#ifndef KENPIN_AI_H
#define KENPIN_AI_H

#include <stdbool.h>
#include <stddef.h>

/* GS1 application identifiers: what follows each of them (GS1 General Specifications 3.2). */

#define AI_TEXT      5  /* two to four digits and a NUL */
#define AI_VALUE_MAX 90 /* characters of one value */

enum ai_rule {
    AI_PLAIN,
    AI_DATE,  /* begins with YYMMDD, the day may be 00 */
    AI_CHECK, /* its 18, 17, 14 or 13 leading digits end in a check digit */
};

struct ai {
    const char *first, *last; /* of the same number of digits */
    unsigned char min, max;   /* characters of the value */
    unsigned char digits;     /* so many leading characters are digits, or all that there are */
    enum ai_rule rule;
};

/* The row of the application identifier at the beginning of `text`; NULL when it is none. `name` receives its digits.
 */
const struct ai *ai_find(const char *text, char name[AI_TEXT]);

/* How many characters of `text` may stand in a value: the 82 of GS1 7.11, and '#' of its set 39 (8010). */
size_t ai_span(const char *text);

/* True when the value's end follows from its identifier, so that no separator is needed (GS1 7.8.5). */
bool ai_predefined(const char *name);

/* True when `size` characters, all within ai_span, are a value of that identifier. Check digits are left to ai_check.
 */
bool ai_fits(const struct ai *ai, const char *value, size_t size);
/* True when the value has no check digit or the right one. */
bool ai_check(const struct ai *ai, const char *value);

#endif
