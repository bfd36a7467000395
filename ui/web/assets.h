#ifndef KENPIN_ASSETS_H
#define KENPIN_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

/* The files of the page, built in from ui/web/page. */

#define ASSETS_BYTES_MAX ((size_t)150 * 1000) /* of all together */

struct asset {
    const char *name; /* "page.css" */
    const unsigned char *bytes;
    size_t size;
    const char *digest; /* SHA-256, hexadecimal */
};

extern const struct asset assets_built[]; /* ended by one without a name */

/* "/" is index.html, "/card" card.html, "/page.css" that file; NULL for none. */
const struct asset *assets_find(const char *path);

const char *assets_type(const struct asset *f); /* its media type */
/* A document, which only who has joined may open; the rest is the program's own and holds no secret. */
bool assets_is_closed(const struct asset *f);

#endif
