#ifndef KENPIN_LISTEN_H
#define KENPIN_LISTEN_H

#include "ui/web/net_address.h"

/* Sockets that wait for callers. */

struct listeners {
    struct net_address address[NET_ADDRESS_MAX];
    int fd[NET_ADDRESS_MAX];
    size_t count;
    uint16_t port;
};

/* On `port` of each of these addresses; 0 asks the system for one that is free on all. An address of IPv6 that the
 * machine does not have is left out as long as one is left. */
int listen_on(const struct net_address *address, size_t count, uint16_t port, struct listeners *out, struct err *err)
    __attribute__((warn_unused_result));
/* One more caller: its socket and address. -1 when there is none. */
int listen_accept(int fd, struct net_address *peer);
void listen_close(struct listeners *l); /* safe on {0} and twice */

#endif
