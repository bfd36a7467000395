#ifndef KENPIN_ORIGINS_H
#define KENPIN_ORIGINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Under which names this server may be spoken to. A page of somebody else's whose name was made to lead here (DNS
 * rebinding) sends a Host of its own; one that posts to us from elsewhere sends an Origin of its own. */

#define ORIGINS_MAX     40
#define ORIGINS_NAME    72 /* bytes with NUL: of HOST_NAME_MAX, or an address in brackets */
#define ORIGINS_ADDRESS (ORIGINS_NAME + 16)

struct origins {
    bool tls;
    uint16_t port;
    char name[ORIGINS_MAX][ORIGINS_NAME]; /* "localhost", "192.168.0.2", "[fd00::2]" */
    size_t count;
};

void origins_add(struct origins *o, const char *name); /* once; beyond ORIGINS_MAX it is left out */

/* "localhost:8737" is one of ours; without a port where it is the scheme's own. */
bool origins_host(const struct origins *o, const char *host);
/* "http://localhost:8737" is the page that `host` gave. */
bool origins_origin(const struct origins *o, const char *origin, const char *host);
/* Sec-Fetch-Site: "same-origin" and "none" (a person typed it). */
bool origins_site(const char *site);

/* "http://localhost:8737" of the nth name. */
const char *origins_address(const struct origins *o, size_t n, char out[ORIGINS_ADDRESS]);

#endif
