#include "ui/web/net_address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <string.h>

static bool in4(uint32_t a, uint32_t net, int bits)
{
    return (a ^ net) >> (32 - bits) == 0;
}

static enum net_kind kind4(uint32_t a)
{
    static const struct {
        uint32_t net;
        int bits;
        enum net_kind kind;
    } nets[] = {
        {0x7f000000, 8, NET_HERE},     {0x0a000000, 8, NET_PRIVATE},  {0xac100000, 12, NET_PRIVATE},
        {0xc0a80000, 16, NET_PRIVATE}, {0x64400000, 10, NET_PRIVATE}, {0xa9fe0000, 16, NET_LINK},
    };
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++)
        if (in4(a, nets[i].net, nets[i].bits))
            return nets[i].kind;
    return NET_PUBLIC;
}

static enum net_kind kind6(const struct in6_addr *a)
{
    if (IN6_IS_ADDR_LOOPBACK(a))
        return NET_HERE;
    if (IN6_IS_ADDR_V4MAPPED(a)) {
        uint32_t v4;
        memcpy(&v4, a->s6_addr + 12, sizeof v4);
        return kind4(ntohl(v4));
    }
    if (IN6_IS_ADDR_LINKLOCAL(a))
        return NET_LINK;
    return (a->s6_addr[0] & 0xfe) == 0xfc ? NET_PRIVATE : NET_PUBLIC;
}

enum net_kind net_address_kind(const struct net_address *a)
{
    if (a->any.sa_family == AF_INET)
        return kind4(ntohl(a->v4.sin_addr.s_addr));
    return a->any.sa_family == AF_INET6 ? kind6(&a->v6.sin6_addr) : NET_NONE;
}

bool net_address_parse(const char *text, struct net_address *out)
{
    *out = (struct net_address){.v6 = {.sin6_family = AF_INET6}};
    if (inet_pton(AF_INET6, text, &out->v6.sin6_addr) == 1)
        return true;
    *out = (struct net_address){.v4 = {.sin_family = AF_INET}};
    return inet_pton(AF_INET, text, &out->v4.sin_addr) == 1;
}

const char *net_address_text(const struct net_address *a, char out[NET_ADDRESS_TEXT])
{
    const void *bytes = a->any.sa_family == AF_INET6 ? (const void *)&a->v6.sin6_addr : &a->v4.sin_addr;
    if (!inet_ntop(a->any.sa_family, bytes, out, NET_ADDRESS_TEXT))
        out[0] = 0;
    return out;
}

socklen_t net_address_size(const struct net_address *a)
{
    return a->any.sa_family == AF_INET6 ? sizeof a->v6 : sizeof a->v4;
}

void net_address_set_port(struct net_address *a, uint16_t port)
{
    if (a->any.sa_family == AF_INET6)
        a->v6.sin6_port = htons(port);
    else
        a->v4.sin_port = htons(port);
}

bool net_address_same(const struct net_address *a, const struct net_address *b)
{
    if (a->any.sa_family != b->any.sa_family)
        return false;
    return a->any.sa_family == AF_INET6 ? !memcmp(&a->v6.sin6_addr, &b->v6.sin6_addr, sizeof a->v6.sin6_addr)
                                        : a->v4.sin_addr.s_addr == b->v4.sin_addr.s_addr;
}

void net_address_key(const struct net_address *a, uint8_t out[LIMITS_KEY])
{
    enum { NET = 8 };
    memset(out, 0, LIMITS_KEY);
    out[LIMITS_KEY - 1] = (uint8_t)a->any.sa_family;
    if (a->any.sa_family == AF_INET6)
        memcpy(out, &a->v6.sin6_addr, NET);
    else
        memcpy(out, &a->v4.sin_addr, sizeof a->v4.sin_addr);
}

int net_address_own(struct net_address out[NET_ADDRESS_MAX], size_t *count, struct err *err)
{
    struct ifaddrs *all;
    *count = 0;
    if (getifaddrs(&all))
        return err_set(err, ERR_IO, "the machine's addresses cannot be listed: %s",
                       "このコンピューターのアドレスを調べられません: %s", strerror(errno));
    for (const struct ifaddrs *i = all; i && *count < NET_ADDRESS_MAX; i = i->ifa_next) {
        struct net_address a = {0};
        if (!i->ifa_addr || !(i->ifa_flags & IFF_UP))
            continue;
        if (i->ifa_addr->sa_family == AF_INET)
            memcpy(&a.v4, i->ifa_addr, sizeof a.v4);
        else if (i->ifa_addr->sa_family == AF_INET6)
            memcpy(&a.v6, i->ifa_addr, sizeof a.v6);
        enum net_kind kind = net_address_kind(&a);
        if (kind != NET_NONE && kind != NET_LINK)
            out[(*count)++] = a;
    }
    freeifaddrs(all);
    return 0;
}
