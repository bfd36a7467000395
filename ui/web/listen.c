#include "ui/web/listen.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 64, TRIES = 20, SILENT_MS = 30000 };

static void set(int fd, int level, int what, int value)
{
    (void)setsockopt(fd, level, what, &value, sizeof value); /* each makes things better, none is needed */
}

/* -1 with errno. */
static int open_one(const struct net_address *a)
{
    int fd = socket(a->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    if (a->any.sa_family == AF_INET6)
        set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    if (bind(fd, &a->any, net_address_size(a)) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int why = errno;
    (void)close(fd);
    errno = why;
    return -1;
}

static uint16_t port_of(int fd)
{
    struct net_address a = {0};
    socklen_t size = sizeof a;
    if (getsockname(fd, &a.any, &size))
        return 0;
    return ntohs(a.any.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
}

static bool is_absent(int why)
{
    return why == EAFNOSUPPORT || why == EADDRNOTAVAIL;
}

/* 0, or why not. */
static int open_all(const struct net_address *address, size_t count, uint16_t port, struct listeners *out)
{
    *out = (struct listeners){.port = port};
    for (size_t i = 0; i < count && i < NET_ADDRESS_MAX; i++) {
        struct net_address a = address[i];
        net_address_set_port(&a, out->port);
        int fd = open_one(&a);
        if (fd < 0 && a.any.sa_family == AF_INET6 && is_absent(errno))
            continue;
        if (fd < 0) {
            int why = errno;
            listen_close(out);
            return why;
        }
        out->address[out->count] = a;
        out->fd[out->count++] = fd;
        if (!out->port)
            out->port = port_of(fd);
    }
    return out->count ? 0 : EADDRNOTAVAIL;
}

int listen_on(const struct net_address *address, size_t count, uint16_t port, struct listeners *out, struct err *err)
{
    int why = open_all(address, count, port, out);
    for (int i = 0; !port && why == EADDRINUSE && i < TRIES; i++) /* free on one address, taken on another */
        why = open_all(address, count, port, out);
    if (!why)
        return 0;
    if (why == EADDRINUSE)
        return err_set(
            err, ERR_INPUT, "port %u is taken: is kenpin serve running already? Another one: --port N",
            "ポート %u は使われています。kenpin serve が既に動いていませんか。別の番号は --port N で指定します", port);
    return err_set(err, ERR_IO, "cannot listen on port %u: %s", "ポート %u で待ち受けできません: %s", port,
                   strerror(why));
}

int listen_accept(int fd, struct net_address *peer)
{
    socklen_t size = sizeof *peer;
    int caller;
    *peer = (struct net_address){0};
    do
        caller = accept4(fd, &peer->any, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
    while (caller < 0 && errno == EINTR);
    if (caller < 0)
        return -1;
    set(caller, IPPROTO_TCP, TCP_NODELAY, 1);
    set(caller, IPPROTO_TCP, TCP_USER_TIMEOUT, SILENT_MS);
    return caller;
}

void listen_close(struct listeners *l)
{
    for (size_t i = 0; i < l->count; i++)
        (void)close(l->fd[i]);
    l->count = 0;
}
