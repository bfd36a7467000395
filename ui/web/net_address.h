#ifndef KENPIN_NET_ADDRESS_H
#define KENPIN_NET_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>

#include "app/base/err.h"
#include "ui/web/limits.h"

/* Addresses of this machine and of those who call. */

enum net_kind {
    NET_NONE,
    NET_HERE,    /* loopback */
    NET_PRIVATE, /* RFC 1918, RFC 6598, RFC 4193: not routed on the Internet */
    NET_LINK,    /* link-local; no browser takes one in an address */
    NET_PUBLIC,
};

#define NET_ADDRESS_TEXT INET6_ADDRSTRLEN
#define NET_ADDRESS_MAX  32

struct net_address {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    };
};

enum net_kind net_address_kind(const struct net_address *a);
bool net_address_parse(const char *text, struct net_address *out); /* "192.0.2.1", "fd00::2"; the port is 0 */
const char *net_address_text(const struct net_address *a, char out[NET_ADDRESS_TEXT]);
socklen_t net_address_size(const struct net_address *a);
void net_address_set_port(struct net_address *a, uint16_t port);
bool net_address_same(const struct net_address *a, const struct net_address *b); /* the port aside */

/* Who calls, for limits: an IPv4 address, the /64 of an IPv6 one. */
void net_address_key(const struct net_address *a, uint8_t out[LIMITS_KEY]);

/* Those of this machine's interfaces that are up, without link-local ones. */
int net_address_own(struct net_address out[NET_ADDRESS_MAX], size_t *count, struct err *err)
    __attribute__((warn_unused_result));

#endif
