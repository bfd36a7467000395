#include "app/label/address.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"
#include "app/label/lookalike.h"
#include "app/label/marks.h"
#include "app/label/url.h"

#define COUNT(table)    (sizeof(table) / sizeof *(table))
#define HOST_MAX        253 /* octets of a host's name, RFC 1035 2.3.4 */
#define LABEL_MAX       63
#define BYTE_ORDER_MARK 0xfeff

struct named {
    const char *name;
    enum scheme scheme;
};

/* These hosts and all below them. */
static const struct named hosts[] = {{"ipa.go.jp", SCHEME_JC_STAR}, {"csa.gov.sg", SCHEME_CLS}};

/* Singapore's own link shortener serves every agency: only this path is the scheme's, whatever its case, because a QR
 * code in capitals is smaller. */
static const char short_host[] = "go.gov.sg", short_path[] = "/csa-cls";

/* On a foreign host these make a page that poses: in the path (the scheme's own pages begin /security/jc-star), in the
 * host. The host is folded, so that '_' is '-' there. */
static const struct named in_path[] = {{"jc-star", SCHEME_JC_STAR}, {"csa-cls", SCHEME_CLS}};
static const struct named in_host[] = {
    {"jc-star", SCHEME_JC_STAR}, {"jcstar", SCHEME_JC_STAR}, {"csa-cls", SCHEME_CLS}};

static enum scheme find(const struct named *table, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(text, table[i].name))
            return table[i].scheme;
    return SCHEME_NONE;
}

static void lower(char *text)
{
    for (; *text; text++)
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text - 'A' + 'a');
}

/* An address as it was looked at. */
struct reading {
    char *text;              /* owned; without white space and what cannot be seen */
    struct url url;          /* into `text` */
    bool unseen;             /* there was something of that kind inside */
    bool unseen_front;       /* ... before the path */
    char host[HOST_MAX + 1]; /* lower case, without final dot; "" when it is no plain ASCII host name */
    char *path;              /* owned; percent-decoded, lower case, every backslash a slash */
    char *folded_host,
        *folded_front; /* owned; see lookalike.h: the host; user, host, port as any reader might cut them */
};

static void reading_clear(struct reading *r)
{
    free(r->text);
    free(r->path);
    free(r->folded_host);
    free(r->folded_front);
}

/* Copies what can be seen; white space at the ends, and the byte order mark that some makers of QR codes put first,
 * count as nothing. Browsers drop tabs and line ends inside, and nobody sees the rest. Returns where in the copy the
 * first was left out, SIZE_MAX for none. */
static size_t copy_seen(const char *text, char *out)
{
    size_t first = SIZE_MAX, gap = SIZE_MAX;
    const char *start = out;
    for (int32_t c; (c = text_next(&text)) != 0;) {
        size_t here = (size_t)(out - start);
        bool space = text_is_space(c) || (here == 0 && c == BYTE_ORDER_MARK);
        if (space && here > 0 && gap == SIZE_MAX)
            gap = here;
        if (space)
            continue;
        bool seen = !text_is_invisible(c);
        if (first == SIZE_MAX && (gap != SIZE_MAX || !seen))
            first = gap != SIZE_MAX ? gap : here;
        if (seen)
            out = text_put(out, c);
    }
    *out = '\0';
    return first;
}

static void read_host(const struct url *url, char out[HOST_MAX + 1])
{
    size_t length = url->host.length, label = 0;
    out[0] = '\0';
    if (length > 1 && url->host.from[length - 1] == '.')
        length--;
    if (length > HOST_MAX)
        return;
    for (size_t i = 0; i < length; i++) {
        char c = url->host.from[i];
        bool name = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
        if (c == '.' ? label == 0 : !name || label == LABEL_MAX)
            return;
        label = c == '.' ? 0 : label + 1;
    }
    if (label == 0)
        return;
    memcpy(out, url->host.from, length);
    out[length] = '\0';
    lower(out);
}

static char *read_path(const struct url *url)
{
    char *path = malloc(url->path.length + 1);
    if (!path)
        return NULL;
    lower(url_decode(url->path.from, url->path.length, path));
    for (char *s = path; *s; s++)
        if (*s == '\\')
            *s = '/';
    return path;
}

static int read_folded(struct url_piece piece, char **out)
{
    return lookalike_fold(piece.from, piece.length, out, NULL);
}

/* False when there is no address, or no memory to look at it: ADDRESS_NOT then, which is no label. */
static bool reading_of(const char *text, struct reading *r)
{
    r->text = malloc(strlen(text) + 1);
    if (!r->text)
        return false;
    struct url url;
    size_t unseen = copy_seen(text, r->text);
    if (!url_split(r->text, &url))
        return false;
    r->url = url;
    r->unseen = unseen != SIZE_MAX;
    r->unseen_front = unseen <= (size_t)(r->url.rest.from - r->text);
    read_host(&r->url, r->host);
    r->path = read_path(&r->url);
    return r->path && read_folded(r->url.host, &r->folded_host) == 0 &&
           read_folded(r->url.broad, &r->folded_front) == 0;
}

/* /csa-cls or below; nothing escaped and no ".." that leads away again. */
static bool is_short_path(const struct reading *r)
{
    size_t n = strlen(short_path);
    return strncmp(r->path, short_path, n) == 0 && (r->path[n] == '\0' || r->path[n] == '/') &&
           !strstr(r->path, "/..") && !memchr(r->url.path.from, '%', r->url.path.length);
}

/* Whose official page it is, by host; SCHEME_NONE for nobody's. */
static enum scheme official(const struct reading *r)
{
    for (size_t i = 0; i < COUNT(hosts); i++)
        if (url_is_host(r->host, hosts[i].name))
            return hosts[i].scheme;
    return strcmp(r->host, short_host) == 0 && is_short_path(r) ? SCHEME_CLS : SCHEME_NONE;
}

/* What stands before the path is as a printed address should be. */
static bool is_clean_front(const struct reading *r)
{
    return r->url.strict && !r->url.user && !r->url.port_odd && !r->url.backslash && !r->unseen_front && r->host[0];
}

/* Whose name, or a look-alike of it, stands where the host should be, or beside it. */
static enum scheme named(const struct reading *r)
{
    char *end = r->folded_host + strlen(r->folded_host);
    if (end > r->folded_host && end[-1] == '.')
        end[-1] = '\0';
    for (size_t i = 0; i < COUNT(hosts); i++)
        if (lookalike_holds(r->folded_front, hosts[i].name) || lookalike_slip(r->folded_host, hosts[i].name))
            return hosts[i].scheme;
    return SCHEME_NONE;
}

static void judge(const struct reading *r, struct address *out)
{
    bool clean = is_clean_front(r);
    enum scheme scheme = official(r);
    if (clean && scheme) {
        /* White space in the path of an official host deceives nobody, but is no page of it either. */
        *out = (struct address){.kind = r->unseen ? ADDRESS_FOREIGN : ADDRESS_OFFICIAL,
                                .scheme = r->unseen ? SCHEME_NONE : scheme};
        return;
    }
    scheme = named(r);
    if (!scheme)
        scheme = find(in_path, COUNT(in_path), r->path);
    if (!scheme)
        scheme = find(in_host, COUNT(in_host), r->folded_host);
    /* "https: see ..." is a sentence, not an address */
    if (scheme && (r->url.strict || !r->unseen_front)) {
        *out = (struct address){.kind = ADDRESS_UNOFFICIAL, .scheme = scheme};
        return;
    }
    const char *mark = clean ? mark_by_address(r->host, r->path) : NULL;
    if (mark)
        *out = (struct address){.kind = ADDRESS_MARK, .scheme = SCHEME_OTHER, .mark = mark};
    else if (r->url.strict)
        out->kind = ADDRESS_FOREIGN;
}

void address_read(const char *text, struct address *out)
{
    struct reading r = {0};
    *out = (struct address){0};
    if (reading_of(text, &r))
        judge(&r, out);
    reading_clear(&r);
}

static char *put(char *to, const char *from, size_t length)
{
    memcpy(to, from, length);
    return to + length;
}

/* The host without final dot and "www.", in lower case. */
static char *put_host(char *to, struct url_piece host)
{
    char *start = to;
    if (host.length > 1 && host.from[host.length - 1] == '.')
        host.length--;
    if (host.length > 4 && strncasecmp(host.from, "www.", 4) == 0)
        host = (struct url_piece){host.from + 4, host.length - 4};
    to = put(to, host.from, host.length);
    *to = '\0';
    lower(start);
    return to;
}

static size_t key_path_length(struct url_piece path)
{
    static const char index[] = "/index.html";
    size_t n = sizeof index - 1, length = path.length;
    if (length >= n && memcmp(path.from + length - n, index, n) == 0)
        length -= n - 1;
    return length > 0 && path.from[length - 1] == '/' ? length - 1 : length;
}

int address_key(const char *text, char **out, struct err *err)
{
    struct url u;
    *out = NULL;
    if (!url_split(text, &u) || !u.strict)
        return 0;
    char *to = *out = malloc(u.authority.length + u.rest.length + 1);
    if (!to)
        return err_memory(err);
    to = put(to, u.authority.from, (size_t)(u.host.from - u.authority.from));
    to = put_host(to, u.host);
    if (u.port_odd) {
        *to++ = ':';
        to = put(to, u.port.from, u.port.length);
    }
    to = put(to, u.path.from, key_path_length(u.path));
    const char *query = u.rest.from + u.path.length; /* up to the fragment, which never leaves a browser */
    size_t left = u.rest.length - u.path.length;
    const char *fragment = memchr(query, '#', left);
    to = put(to, query, fragment ? (size_t)(fragment - query) : left);
    *to = '\0';
    return 0;
}

/* Empty pieces and those beyond ADDRESS_PARTS_MAX are left out. */
static int add_part(struct address_parts *to, struct url_piece piece, struct err *err)
{
    if (piece.length == 0 || to->count == ADDRESS_PARTS_MAX)
        return 0;
    char *part = malloc(piece.length + 1);
    if (!part)
        return err_memory(err);
    to->item[to->count++] = url_decode(piece.from, piece.length, part);
    return 0;
}

/* The last segment; a final slash and index.html are no segment. */
static struct url_piece last_segment(struct url_piece path)
{
    path.length = key_path_length(path);
    size_t from = path.length;
    while (from > 0 && path.from[from - 1] != '/' && path.from[from - 1] != '\\')
        from--;
    return (struct url_piece){path.from + from, path.length - from};
}

int address_parts(const char *text, struct address_parts *out, struct err *err)
{
    struct url u;
    *out = (struct address_parts){0};
    if (!url_split(text, &u) || !u.strict)
        return 0;
    int rc = add_part(out, last_segment(u.path), err);
    for (struct url_piece left = u.query; rc == 0 && left.length > 0;) {
        const char *amp = memchr(left.from, '&', left.length);
        struct url_piece pair = {left.from, amp ? (size_t)(amp - left.from) : left.length};
        size_t used = pair.length + (amp != NULL);
        left = (struct url_piece){left.from + used, left.length - used};
        /* "?DEMO-0001" names it as well as "?id=DEMO-0001". */
        const char *is = memchr(pair.from, '=', pair.length);
        if (is)
            pair = (struct url_piece){is + 1, pair.length - (size_t)(is + 1 - pair.from)};
        rc = add_part(out, pair, err);
    }
    if (rc != 0)
        address_parts_clear(out);
    return rc;
}

void address_parts_clear(struct address_parts *p)
{
    for (size_t i = 0; i < p->count; i++)
        free(p->item[i]);
    *p = (struct address_parts){0};
}
