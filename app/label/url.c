#include "app/label/url.h"

#include <string.h>
#include <strings.h>

#include "app/base/text.h"

#define BYTE_ORDER_MARK 0xfeff /* some makers of QR codes put one first */

static const char *skip_space(const char *text)
{
    const char *from = text;
    for (int32_t c; (c = text_next(&text)) != 0 && (text_is_space(c) || c == BYTE_ORDER_MARK);)
        from = text;
    return from;
}

static const char *end_without_space(const char *text)
{
    const char *end = text;
    for (int32_t c; (c = text_next(&text)) != 0;)
        if (!text_is_space(c))
            end = text;
    return end;
}

/* Up to the first byte out of `stops`, or all of it. */
static struct url_piece until(struct url_piece in, const char *stops)
{
    size_t n = 0;
    while (n < in.length && !strchr(stops, in.from[n]))
        n++;
    return (struct url_piece){in.from, n};
}

static struct url_piece after(struct url_piece in, size_t length)
{
    return (struct url_piece){in.from + length, in.length - length};
}

static bool is_port(struct url_piece port)
{
    return port.length == 0 || (port.length == 2 && memcmp(port.from, "80", 2) == 0) ||
           (port.length == 3 && memcmp(port.from, "443", 3) == 0);
}

/* The last '@' ends the user and the last ':' outside of brackets begins the port, as in browsers. */
static void split_authority(struct url *u)
{
    struct url_piece host = u->authority;
    for (size_t i = host.length; i > 0 && !u->user; i--)
        if (host.from[i - 1] == '@') {
            u->user = true;
            host = after(host, i);
        }
    u->host = host;
    u->port = after(host, host.length);
    for (size_t i = host.length; i > 0 && host.from[i - 1] != ']'; i--)
        if (host.from[i - 1] == ':') {
            u->host = (struct url_piece){host.from, i - 1};
            u->port = after(host, i);
            break;
        }
    u->port_odd = !is_port(u->port);
}

bool url_split(const char *text, struct url *out)
{
    *out = (struct url){0};
    const char *from = skip_space(text);
    const char *end = end_without_space(from);
    size_t scheme = strncasecmp(from, "https:", 6) == 0 ? 6 : strncasecmp(from, "http:", 5) == 0 ? 5 : 0;
    if (scheme == 0 || end < from + scheme)
        return false;
    /* Browsers open "https:/host", "https:\\host" and "https:host" as well. */
    struct url_piece all = {from + scheme, (size_t)(end - from) - scheme};
    size_t slashes = 0;
    while (slashes < all.length && strchr("/\\", all.from[slashes])) {
        out->backslash |= all.from[slashes] == '\\';
        slashes++;
    }
    out->strict = slashes == 2 && !out->backslash;
    struct url_piece body = after(all, slashes);
    out->broad = until(body, "/?#");
    out->authority = until(body, "/\\?#");
    out->rest = after(body, out->authority.length);
    out->path = until(out->rest, "?#");
    struct url_piece tail = after(out->rest, out->path.length);
    if (tail.length > 0 && tail.from[0] == '?')
        out->query = until(after(tail, 1), "#");
    out->backslash |= until(out->path, "\\").length < out->path.length;
    split_authority(out);
    return out->host.length > 0;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that "%XX" at `s` stands for; -1 for none. */
static int escaped(const char *s, size_t length)
{
    if (length < 3 || s[0] != '%' || hex(s[1]) < 0 || hex(s[2]) < 0)
        return -1;
    return hex(s[1]) * 16 + hex(s[2]);
}

/* One whole character that is written as %XX%XX... at `s`: its bytes in `out`, their number; 0 for none. */
static size_t escaped_character(const char *s, size_t length, char out[4])
{
    for (size_t n = 0; n < 4; n++) {
        int byte = length >= 3 * n ? escaped(s + 3 * n, length - 3 * n) : -1;
        if (byte < 0)
            return 0;
        out[n] = (char)byte;
        if (text_valid(out, n + 1))
            return n + 1;
    }
    return 0;
}

char *url_decode(const char *from, size_t length, char *out)
{
    char *to = out;
    for (size_t i = 0; i < length;) {
        char bytes[4];
        size_t n = escaped_character(from + i, length - i, bytes);
        if (n > 0) {
            memcpy(to, bytes, n);
            to += n;
            i += 3 * n;
        } else {
            *to++ = from[i++];
        }
    }
    *to = '\0';
    return out;
}

bool url_is_host(const char *host, const char *name)
{
    size_t h = strlen(host), n = strlen(name);
    return h >= n && strcmp(host + h - n, name) == 0 && (h == n || host[h - n - 1] == '.');
}
