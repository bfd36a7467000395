#include "app/judge/facts.h"

#include <string.h>

/* The words of each list, by its number. */
static const char *const markets[] = {"", "gb", "ni", "jp"};
static const char *const roles[] = {"", "retailer", "seller", "importer", "manufacturer", "platform"};
static const char *const events[] = {"", "goods-in", "offer", "sale", "audit"};
static const char *const scopes[] = {"", "in", "excepted", "used", "unknown"};
static const char *const statements[] = {"", "complete", "incomplete", "absent", "unknown"};
static const char *const failures[] = {"", "none", "informed", "believed"};
static const char *const matches[] = {"", "model", "brand", "mismatch", "unknown"};
static const char *const outcomes[] = {"", "out", "pass", "warn", "review", "hold", "stop"};
static const char *const routes[] = {"", "label", "statement"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *name_of(const char *const *list, size_t count, unsigned value)
{
    return value < count ? list[value] : "";
}

static int value_of(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 1; i < count; i++)
        if (!strcmp(list[i], name))
            return (int)i;
    return 0;
}

const char *market_name(enum market m)
{
    return name_of(markets, COUNT(markets), m);
}

const char *role_name(enum role r)
{
    return name_of(roles, COUNT(roles), r);
}

const char *event_name(enum event e)
{
    return name_of(events, COUNT(events), e);
}

const char *scope_name(enum scope s)
{
    return name_of(scopes, COUNT(scopes), s);
}

const char *statement_name(enum statement s)
{
    return name_of(statements, COUNT(statements), s);
}

const char *failure_name(enum failure f)
{
    return name_of(failures, COUNT(failures), f);
}

const char *match_name(enum match_kind m)
{
    return name_of(matches, COUNT(matches), m);
}

const char *outcome_name(enum outcome o)
{
    return name_of(outcomes, COUNT(outcomes), o);
}

const char *route_name(enum route r)
{
    return name_of(routes, COUNT(routes), r);
}

enum market market_from_name(const char *s)
{
    return (enum market)value_of(markets, COUNT(markets), s);
}

enum role role_from_name(const char *s)
{
    return (enum role)value_of(roles, COUNT(roles), s);
}

enum event event_from_name(const char *s)
{
    return (enum event)value_of(events, COUNT(events), s);
}

enum scope scope_from_name(const char *s)
{
    return (enum scope)value_of(scopes, COUNT(scopes), s);
}

enum statement statement_from_name(const char *s)
{
    return (enum statement)value_of(statements, COUNT(statements), s);
}

enum failure failure_from_name(const char *s)
{
    return (enum failure)value_of(failures, COUNT(failures), s);
}

enum outcome outcome_from_name(const char *s)
{
    return (enum outcome)value_of(outcomes, COUNT(outcomes), s);
}

enum calendar market_calendar(enum market m)
{
    switch (m) {
    case MARKET_GB:
    case MARKET_NI:
        return CALENDAR_UK;
    case MARKET_JP:
        return CALENDAR_JST;
    case MARKET_NONE:
        break;
    }
    return CALENDAR_NONE;
}
