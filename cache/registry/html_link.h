#ifndef KENPIN_HTML_LINK_H
#define KENPIN_HTML_LINK_H

#include <stdbool.h>
#include <stddef.h>

/* Where the links of a page lead. Nothing is followed. */

#define HTML_LINK_MAX 2048 /* bytes, with the NUL */

/* The absolute http(s) address of `href` on the page at `base` (NULL = unknown). False when it has none, leads
 * elsewhere than to the web, or only to a place on the same page. */
bool html_link(const char *base, const char *href, char out[HTML_LINK_MAX]);

/* Both are http(s) addresses of the same host and port. */
bool html_link_same_host(const char *a, const char *b);

#endif
