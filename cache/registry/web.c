#include "cache/registry/web.h"

#include <string.h>
#include <strings.h>

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Bytes of a host name at the beginning: labels of letters, digits and - between dots. 0 when there is none. */
static size_t name_size(const char *text)
{
    size_t size = 0;
    bool begun = false; /* a label is */
    for (;; size++) {
        char c = small(text[size]);
        bool inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!inside && !(begun && (c == '-' || c == '.')))
            break;
        begun = c != '.';
    }
    return begun && size < WEB_HOST_MAX ? size : 0;
}

/* Bytes of ":port" at the beginning; 0 when there is none, or it is no port. */
static size_t port_size(const char *text)
{
    size_t size = text[0] == ':' ? 1 + strspn(text + 1, "0123456789") : 0;
    return size > 1 && size <= 6 && text[1] != '0' ? size : 0;
}

bool web_host(const char *address, struct web_host *out)
{
    static const char scheme[] = "https://";
    *out = (struct web_host){0};
    if (strncasecmp(address, scheme, sizeof scheme - 1) != 0)
        return false;
    for (const char *p = address; *p; p++)
        if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7F || *p == '\\')
            return false;
    const char *name = address + sizeof scheme - 1;
    size_t size = name_size(name);
    size_t port = size ? port_size(name + size) : 0;
    if (!size || size + port >= sizeof out->name || (name[size + port] && !strchr("/?#", name[size + port])))
        return false;
    if (port == 4 && memcmp(name + size, ":443", 4) == 0)
        port = 0;
    for (size_t i = 0; i < size + port; i++)
        out->name[i] = small(name[i]);
    return true;
}

bool web_host_pattern(const char *text)
{
    if (strncmp(text, "*.", 2) == 0)
        text += 2;
    size_t size = name_size(text);
    return size && !text[size + port_size(text + size)];
}

bool web_host_fits(const struct web_host *host, const char *pattern)
{
    if (strncmp(pattern, "*.", 2) != 0)
        return strcasecmp(host->name, pattern) == 0;
    size_t whole = strlen(host->name), part = strlen(pattern + 1);
    return whole > part && strcasecmp(host->name + whole - part, pattern + 1) == 0;
}

bool web_fits(const char *text, const char *pattern)
{
    const char *star = NULL, *from = NULL; /* the last *, and where it ends so far */
    while (*text) {
        if (*pattern == '*') {
            star = pattern++;
            from = text;
        } else if (*pattern && (*pattern == '?' || small(*pattern) == small(*text))) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star + 1;
            text = ++from;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == 0;
}
