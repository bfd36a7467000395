#include "app/label/scheme.h"

#include <stddef.h>

#include "app/base/text.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct {
    const char *name;
    const char *title;
    enum calendar calendar;
} schemes[] = {
    [SCHEME_NONE] = {"none", "", CALENDAR_UTC},
    [SCHEME_JC_STAR] = {"jc-star", "JC-STAR", CALENDAR_JST},
    [SCHEME_CLS] = {"cls", "CLS", CALENDAR_SGT},
    [SCHEME_OTHER] = {"other", "other", CALENDAR_UTC},
};

static const char *const statuses[] = {
    [STATUS_NONE] = "",
    [STATUS_CURRENT] = "current",
    [STATUS_EXPIRED] = "expired",
    [STATUS_DEFERRED] = "deferred",
    [STATUS_WITHDRAWN] = "withdrawn",
    [STATUS_REVOKED] = "revoked",
    [STATUS_SUSPENDED] = "suspended",
    [STATUS_GONE] = "gone",
    [STATUS_NOT_LISTED] = "not-listed",
    [STATUS_UNVERIFIED] = "unverified",
    [STATUS_UNCLEAR] = "unclear",
};

const char *scheme_name(enum scheme s)
{
    return (size_t)s < COUNT(schemes) ? schemes[s].name : schemes[SCHEME_NONE].name;
}

enum scheme scheme_from_name(const char *name)
{
    /* Only these two have a registry. */
    static const enum scheme ours[] = {SCHEME_JC_STAR, SCHEME_CLS};
    for (size_t i = 0; i < COUNT(ours); i++)
        if (text_same_nocase(name, schemes[ours[i]].name))
            return ours[i];
    return SCHEME_NONE;
}

const char *scheme_title(enum scheme s)
{
    return (size_t)s < COUNT(schemes) ? schemes[s].title : schemes[SCHEME_NONE].title;
}

enum calendar scheme_calendar(enum scheme s)
{
    return (size_t)s < COUNT(schemes) ? schemes[s].calendar : CALENDAR_UTC;
}

const char *status_name(enum status s)
{
    return (size_t)s < COUNT(statuses) ? statuses[s] : statuses[STATUS_NONE];
}
