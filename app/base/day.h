#ifndef KENPIN_DAY_H
#define KENPIN_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Calendar days and moments. Nothing here reads a clock: the moment comes in as an argument. */

/* A calendar day as yyyymmdd, so that days compare as numbers; 0 = unknown. Years 1900 to 2999. */
typedef int32_t day;

/* Seconds since 1970-01-01T00:00:00Z; 0 = unknown. */
typedef int64_t moment;

enum calendar { CALENDAR_NONE, CALENDAR_UTC, CALENDAR_UK, CALENDAR_JST, CALENDAR_SGT };

#define DAY_TEXT    11 /* "2026-11-21" */
#define MOMENT_TEXT 21 /* "2026-11-21T10:15:00Z" */

day day_of(int year, int month, int date);       /* 0 when there is no such day */
day day_parse(const char *text);                 /* "2026-11-21" and nothing else; else 0 */
const char *day_text(day d, char out[DAY_TEXT]); /* returns out; "" for 0 */
int day_between(day from, day to);               /* to - from in days; both known */
day day_plus(day d, int days);                   /* 0 stays 0 */
day day_at(moment at, enum calendar calendar); /* the day on that calendar; UK with summer time; 0 for CALENDAR_NONE */

/* RFC 3339 with Z or an offset, seconds needed, fractions dropped. False when `text` is not that. */
bool moment_parse(const char *text, moment *out);
const char *moment_text(moment at, char out[MOMENT_TEXT]); /* UTC; returns out; "" for 0 */

#endif
