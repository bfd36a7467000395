#include "ui/web/origins.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { PORT_HTTP = 80, PORT_HTTPS = 443 };

void origins_add(struct origins *o, const char *name)
{
    for (size_t i = 0; i < o->count; i++)
        if (!strcasecmp(o->name[i], name))
            return;
    if (o->count < ORIGINS_MAX && name[0] && strlen(name) < ORIGINS_NAME)
        strcpy(o->name[o->count++], name);
}

static bool own_port(const struct origins *o)
{
    return o->port == (o->tls ? PORT_HTTPS : PORT_HTTP);
}

bool origins_host(const struct origins *o, const char *host)
{
    char port[8];
    (void)snprintf(port, sizeof port, ":%u", o->port);
    for (size_t i = 0; i < o->count; i++) {
        size_t size = strlen(o->name[i]);
        if (!strncasecmp(host, o->name[i], size) && (!strcmp(host + size, port) || (!host[size] && own_port(o))))
            return true;
    }
    return false;
}

bool origins_origin(const struct origins *o, const char *origin, const char *host)
{
    const char *scheme = o->tls ? "https://" : "http://";
    size_t size = strlen(scheme);
    return !strncasecmp(origin, scheme, size) && !strcasecmp(origin + size, host) && origins_host(o, host);
}

bool origins_site(const char *site)
{
    return !strcmp(site, "same-origin") || !strcmp(site, "none");
}

const char *origins_address(const struct origins *o, size_t n, char out[ORIGINS_ADDRESS])
{
    const char *scheme = o->tls ? "https" : "http";
    const char *name = n < o->count ? o->name[n] : "localhost";
    if (own_port(o))
        (void)snprintf(out, ORIGINS_ADDRESS, "%s://%s", scheme, name);
    else
        (void)snprintf(out, ORIGINS_ADDRESS, "%s://%s:%u", scheme, name, o->port);
    return out;
}
