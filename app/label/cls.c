#include "app/label/cls.h"

#include <string.h>

#define FIRST_DAY      20201007 /* the day the scheme was launched: no label can expire before it */
#define YEARS_AHEAD    3        /* a label lasts up to three years */
#define DAYS_OF_GRACE  7        /* "and a few days": a label printed shortly before its first day */
#define PRODUCT_ID_MAX (CLS_PRODUCT_ID_TEXT - 1)

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_product_id(const char *text)
{
    size_t n = 0;
    while (n <= PRODUCT_ID_MAX && (is_digit(text[n]) || (text[n] >= 'A' && text[n] <= 'Z')))
        n++;
    return n >= 1 && n <= PRODUCT_ID_MAX && text[n] == '\0';
}

static bool is_dated(const char *text)
{
    for (int i = 0; i < 6; i++)
        if (!is_digit(text[i]))
            return false;
    return text[6] == '/';
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* The last plausible day; 0 when `today` is not known, so that nothing is plausible then. */
static day last_day(day today)
{
    if (today == 0)
        return 0;
    int year = today / 10000 + YEARS_AHEAD, month = today / 100 % 100, date = today % 100;
    day then = day_of(year, month, date);
    /* 29 February is the only day that some years lack. */
    return day_plus(then ? then : day_of(year, 2, 28), DAYS_OF_GRACE);
}

bool cls_read(const char *text, day today, struct cls_id *out)
{
    *out = (struct cls_id){0};
    if (strncmp(text, "CSA/", 4) != 0)
        return false;
    const char *rest = text + 4;
    bool dated = is_dated(rest);
    const char *product_id = dated ? rest + 7 : rest;
    if (!is_product_id(product_id))
        return false;
    /* The shape bounds both lengths. */
    memcpy(out->id, text, strlen(text) + 1);
    memcpy(out->product_id, product_id, strlen(product_id) + 1);
    out->short_form = !dated;
    if (dated) {
        out->printed = day_of(2000 + two_digits(rest + 4), two_digits(rest + 2), two_digits(rest));
        out->implausible = out->printed < FIRST_DAY || out->printed > last_day(today);
    }
    return true;
}
