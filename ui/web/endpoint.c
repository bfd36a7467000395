#include <ctype.h>
#include <string.h>

#include "ui/web/body.h"
#include "ui/web/inside.h"

enum { FRAME_BYTES = 1920 * 1080, PICTURE_BYTES_MAX = 32 * 1024 * 1024, ACT_BYTES = 2 * 1024 * 1024 };

static const struct endpoint endpoints[] = {
    {"POST", "/api/join", calls_join, BODY_JSON, BODY_JSON_MAX, RATE_NONE, true},
    {"GET", "/api/state", calls_state, .rate = RATE_LOOK},
    {"POST", "/api/act", calls_act, BODY_ACT, ACT_BYTES, RATE_ACT},
    {"POST", "/api/frame", calls_pictures_frame, BODY_OCTETS, FRAME_BYTES, RATE_FRAME},
    {"POST", "/api/picture", calls_pictures_picture, BODY_OCTETS, PICTURE_BYTES_MAX, RATE_ACT},
    {"POST", "/api/check", calls_check, BODY_JSON, BODY_JSON_MAX, RATE_ACT},
    {"GET", "/api/consignments", calls_consignments, .rate = RATE_LOOK},
    {"GET", "/api/consignments/#", calls_consignment, .rate = RATE_LOOK},
    {"GET", "/api/records/#", calls_record, .rate = RATE_LOOK},
    {"GET", "/api/search", calls_search, .rate = RATE_LOOK},
    {"GET", "/api/card", calls_card, .rate = RATE_LOOK},
    {"GET", "/api/stations", calls_stations, .rate = RATE_LOOK},
    {"POST", "/api/stations/#/cut", calls_cut, BODY_JSON, BODY_JSON_MAX, RATE_ACT},
    {"POST", "/api/invite", calls_invite, BODY_JSON, BODY_JSON_MAX, RATE_ACT},
    {"GET", "/api/events", events_open, .rate = RATE_LOOK},
};

/* 1 to 15 digits; *end is behind them. */
static bool number_in(const char *text, int64_t *number, const char **end)
{
    enum { DIGITS = 15 };
    *number = 0;
    for (*end = text; isdigit((unsigned char)**end) && *end - text < DIGITS; ++*end)
        *number = *number * 10 + (**end - '0');
    return *end != text;
}

static bool fits(const char *pattern, const char *path, int64_t *number)
{
    *number = 0;
    for (; *pattern; pattern++) {
        if (*pattern == '#') {
            if (!number_in(path, number, &path))
                return false;
        } else if (*path++ != *pattern) {
            return false;
        }
    }
    return !*path;
}

const struct endpoint *endpoint_find(const char *method, const char *path, int64_t *number, const char **allow)
{
    *allow = NULL;
    for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++) {
        if (!fits(endpoints[i].path, path, number))
            continue;
        if (!strcmp(endpoints[i].method, method))
            return &endpoints[i];
        *allow = endpoints[i].method;
    }
    return NULL;
}
