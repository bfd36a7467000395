#include "cache/registry/html_link.h"

#include <string.h>
#include <strings.h>

#include "app/label/url.h"
#include "cache/registry/xml.h"

/* As a browser takes what an author wrote: without white space at the ends and line ends within, everything that no
 * address may hold percent-encoded. False when it becomes too long. */
static bool clean(const char *href, char out[HTML_LINK_MAX])
{
    static const char hex[] = "0123456789ABCDEF";
    static const char forbidden[] = " \"<>\\^`{|}";
    size_t size = strlen(href), used = 0;
    while (size > 0 && strchr(" \t\r\n\f", href[size - 1]))
        size--;
    for (size_t i = strspn(href, " \t\r\n\f"); i < size; i++) {
        unsigned char c = (unsigned char)href[i];
        bool encode = c >= 0x80 || c == 0x7F || strchr(forbidden, c);
        if (c < ' ')
            continue;
        if (used + 4 > HTML_LINK_MAX)
            return false;
        out[used++] = encode ? '%' : (char)c;
        if (encode) {
            out[used++] = hex[c >> 4];
            out[used++] = hex[c & 15];
        }
    }
    out[used] = 0;
    return used > 0;
}

static bool web(const char *address)
{
    struct url u;
    return (strncasecmp(address, "https://", 8) == 0 || strncasecmp(address, "http://", 7) == 0) &&
           url_split(address, &u) && u.strict;
}

static bool has_scheme(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");
    return n > 0 && s[n] == ':';
}

bool html_link(const char *base, const char *href, char out[HTML_LINK_MAX])
{
    if (!clean(href, out) || out[0] == '#')
        return false;
    if (has_scheme(out))
        return web(out);
    if (!base)
        return false;
    const struct xml_calls *xml;
    if (xml_load(&xml, NULL))
        return false;
    xmlChar *whole = xml->build_uri((const xmlChar *)out, (const xmlChar *)base);
    bool fits = whole && strlen((const char *)whole) < HTML_LINK_MAX;
    if (fits)
        memcpy(out, whole, strlen((const char *)whole) + 1);
    (*xml->free_text)(whole);
    return fits && web(out);
}

bool html_link_same_host(const char *a, const char *b)
{
    struct url x, y;
    return url_split(a, &x) && url_split(b, &y) && x.strict && y.strict && !x.user && !y.user &&
           x.authority.length == y.authority.length &&
           strncasecmp(x.authority.from, y.authority.from, x.authority.length) == 0;
}
