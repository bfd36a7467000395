#ifndef KENPIN_WEB_H
#define KENPIN_WEB_H

#include <stdbool.h>
#include <stddef.h>

/* The only addresses that are ever asked: https://host[:port]/..., without a user name, in plain ASCII. Narrower than
 * any standard, so that no two readers see different hosts in one. */

#define WEB_HOST_MAX 128

struct web_host {
    char name[WEB_HOST_MAX]; /* "www.ipa.go.jp", "localhost:8443": small letters; the port unless it is 443 */
};

bool web_host(const char *address, struct web_host *out);

/* Is it a pattern: a host, "*." and a host, and a port or none? */
bool web_host_pattern(const char *text);
/* "*.ipa.go.jp" is every host below it, and not itself. */
bool web_host_fits(const struct web_host *host, const char *pattern);

/* `text` against a pattern in which * is any characters and ? is one byte; ASCII case aside. */
bool web_fits(const char *text, const char *pattern);

#endif
