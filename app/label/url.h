#ifndef KENPIN_URL_H
#define KENPIN_URL_H

#include <stdbool.h>
#include <stddef.h>

/* The pieces of an address as printed, the way a browser would take it (WHATWG URL Standard 4.4), and what in it is not
 * as it should be. Nothing is changed and nothing is owned: all pieces point into the text. */

struct url_piece {
    const char *from;
    size_t length;
};

struct url {
    bool strict;                /* begins "http://" or "https://" and a host follows at once */
    bool user;                  /* there is an '@' before the path, even with nothing before it */
    bool port_odd;              /* a port that is neither 80 nor 443 nor empty */
    bool backslash;             /* before ? and # */
    struct url_piece broad;     /* what some reader might take for user, host and port: to the first / ? or # */
    struct url_piece host;      /* as printed, without port; may be percent-encoded */
    struct url_piece authority; /* user, host and port as a browser takes them: to the first / \ ? or # */
    struct url_piece port;      /* digits or rubbish after the last ':'; may be empty */
    struct url_piece path;      /* from its / or \ ; may be empty */
    struct url_piece query;     /* without the '?' */
    struct url_piece rest;      /* from the path on to the end, fragment included */
};

/* False when no browser would take `text`, white space at its ends aside, for an http(s) address with a host. */
bool url_split(const char *text, struct url *out);

/* Percent-decodes once. Invalid sequences, those that make no valid UTF-8 and NUL stay as they are, so that the result
 * is valid UTF-8 when `from` is. `out` has room for length + 1. Returns out. */
char *url_decode(const char *from, size_t length, char *out);

/* `host` is `name` or below it; both in lower case, without final dot. */
bool url_is_host(const char *host, const char *name);

#endif
