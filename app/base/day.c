#include "app/base/day.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2999, DAY_SECONDS = 86400, HOUR = 3600 };

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

day day_of(int year, int month, int date)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || date < 1 || date > days_in(year, month))
        return 0;
    return year * 10000 + month * 100 + date;
}

/* Days since 1970-01-01, by counting the leap days of whole years. */
static int64_t serial(int year, int month, int date)
{
    int64_t y = year - 1;
    int64_t days = y * 365 + y / 4 - y / 100 + y / 400;
    for (int m = 1; m < month; m++)
        days += days_in(year, m);
    return days + date - 1 - 719162;
}

static int64_t day_serial(day d)
{
    return serial(d / 10000, d / 100 % 100, d % 100);
}

static day day_from_serial(int64_t days)
{
    int64_t year = 1970 + days / 366;
    if (days < 0)
        year = 1970 + days / 365 - 1;
    while (serial((int)year + 1, 1, 1) <= days)
        year++;
    int64_t rest = days - serial((int)year, 1, 1);
    int month = 1;
    while (rest >= days_in((int)year, month))
        rest -= days_in((int)year, month++);
    return day_of((int)year, month, (int)rest + 1);
}

/* `count` digits at `s`, or -1. */
static int digits(const char *s, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

day day_parse(const char *text)
{
    if (strlen(text) != DAY_TEXT - 1 || text[4] != '-' || text[7] != '-')
        return 0;
    return day_of(digits(text, 4), digits(text + 5, 2), digits(text + 8, 2));
}

const char *day_text(day d, char out[DAY_TEXT])
{
    out[0] = 0;
    if (d > 0)
        snprintf(out, DAY_TEXT, "%04u-%02u-%02u", (unsigned)d / 10000 % 10000, (unsigned)d / 100 % 100,
                 (unsigned)d % 100);
    return out;
}

int day_between(day from, day to)
{
    return (int)(day_serial(to) - day_serial(from));
}

day day_plus(day d, int days)
{
    return d ? day_from_serial(day_serial(d) + days) : 0;
}

/* 01:00 UTC on the last Sunday of `month`: when British Summer Time begins (March) and ends (October), Summer Time
 * Order 2002. */
static moment last_sunday(int year, int month)
{
    int64_t last = serial(year, month, days_in(year, month));
    int64_t weekday = (last % 7 + 7 + 4) % 7; /* 1970-01-01 was a Thursday; 0 = Sunday */
    return (last - weekday) * DAY_SECONDS + HOUR;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t offset_at(moment at, enum calendar calendar)
{
    switch (calendar) {
    case CALENDAR_JST:
        return 9 * HOUR;
    case CALENDAR_SGT:
        return 8 * HOUR;
    case CALENDAR_UK: {
        int year = day_from_serial(floor_div(at, DAY_SECONDS)) / 10000;
        return year && at >= last_sunday(year, 3) && at < last_sunday(year, 10) ? HOUR : 0;
    }
    case CALENDAR_UTC:
    case CALENDAR_NONE:
        break;
    }
    return 0;
}

/* The moments whose days this file can write: 1900-01-02 to 2999-12-30. */
static bool in_range(moment at)
{
    return at >= serial(YEAR_MIN, 1, 2) * DAY_SECONDS && at < serial(YEAR_MAX, 12, 31) * DAY_SECONDS;
}

day day_at(moment at, enum calendar calendar)
{
    if (calendar == CALENDAR_NONE || !in_range(at))
        return 0;
    return day_from_serial(floor_div(at + offset_at(at, calendar), DAY_SECONDS));
}

/* "Z", "+09:00", "-05:30" to seconds east of UTC. */
static bool zone_parse(const char *s, int *east)
{
    if ((s[0] == 'Z' || s[0] == 'z') && !s[1]) {
        *east = 0;
        return true;
    }
    if ((s[0] != '+' && s[0] != '-') || strlen(s) != 6 || s[3] != ':')
        return false;
    int hours = digits(s + 1, 2), minutes = digits(s + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *east = (hours * 60 + minutes) * 60 * (s[0] == '-' ? -1 : 1);
    return true;
}

bool moment_parse(const char *text, moment *out)
{
    char date[DAY_TEXT];
    if (strlen(text) < 20 || !strchr("Tt ", text[10]) || text[13] != ':' || text[16] != ':')
        return false;
    memcpy(date, text, DAY_TEXT - 1);
    date[DAY_TEXT - 1] = 0;
    day d = day_parse(date);
    int hour = digits(text + 11, 2), minute = digits(text + 14, 2), second = digits(text + 17, 2), east;
    if (!d || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    const char *zone = text + 19;
    if (*zone == '.') {
        zone++;
        if (!isdigit((unsigned char)*zone))
            return false;
        while (isdigit((unsigned char)*zone))
            zone++;
    }
    if (!zone_parse(zone, &east))
        return false;
    *out = day_serial(d) * DAY_SECONDS + hour * HOUR + minute * 60 + second - east;
    return in_range(*out);
}

const char *moment_text(moment at, char out[MOMENT_TEXT])
{
    out[0] = 0;
    day d = at ? day_at(at, CALENDAR_UTC) : 0;
    if (!d)
        return out;
    char date[DAY_TEXT];
    unsigned rest = (unsigned)(at - floor_div(at, DAY_SECONDS) * DAY_SECONDS);
    snprintf(out, MOMENT_TEXT, "%sT%02u:%02u:%02uZ", day_text(d, date), rest / HOUR % 24, rest / 60 % 60, rest % 60);
    return out;
}
