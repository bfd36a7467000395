#include "cache/registry/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"
#include "cache/registry/web.h"
#include "cache/registry/xml.h"

enum {
    NODES_MAX = 2000000,
    LINKS_MAX = 100000,
    TEXT_MAX = 1024, /* bytes of a link's text that count */
    LISTED = 500,
    ID_LEAST = 8, /* characters behind the beginning of an id: shorter words are others */
    ID_MOST = 128,
    XPATH_STEPS = 10000000,
};

/* What a search has come to. */
struct search {
    const struct xml_calls *xml; /* static */
    const struct source *source;
    const char *base;                /* borrowed, or `own` */
    char own[SOURCE_ADDRESS_MAX];    /* what the page says its links start from */
    char found[SOURCE_ADDRESS_MAX];  /* "" = nothing so far */
    char second[SOURCE_ADDRESS_MAX]; /* another address; "" = none */
    char seen[LISTED];               /* links that did not fit */
    int links;
};

/* ---- the page ---- */

static htmlDocPtr parse(const struct xml_calls *xml, const char *bytes, size_t size)
{
    if (size == 0 || size > PAGE_BYTES_MAX)
        return NULL;
    return xml->read(bytes, (int)size, NULL, NULL,
                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
}

/* The next node of the tree, top down. */
static xmlNodePtr next_node(xmlNodePtr n)
{
    if (n->type == XML_ELEMENT_NODE && n->children)
        return n->children;
    while (n && !n->next)
        n = n->parent && n->parent->type == XML_ELEMENT_NODE ? n->parent : NULL;
    return n ? n->next : NULL;
}

static bool is_element(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && strcasecmp((const char *)n->name, name) == 0;
}

/* White space between words becomes one space, other control characters too. */
static void one_line(char *text)
{
    char *to = text;
    for (const char *p = text; *p; p++) {
        char c = (unsigned char)*p <= ' ' || *p == 0x7F ? ' ' : *p;
        if (c != ' ' || (to > text && to[-1] != ' '))
            *to++ = c;
    }
    while (to > text && to[-1] == ' ')
        to--;
    *to = 0;
}

static void text_of(const struct xml_calls *xml, xmlNodePtr n, char *out, size_t room)
{
    xmlChar *text = xml->content(n);
    out[0] = 0;
    if (text && text_valid(text, strlen((const char *)text)))
        text_copy(out, room, (const char *)text);
    (*xml->free_text)(text);
    one_line(out);
}

bool page_begins(const char *bytes, size_t size)
{
    size_t at = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < size && bytes[at] && strchr(" \t\r\n", bytes[at]))
        at++;
    return at < size && bytes[at] == '<';
}

int page_look(const char *bytes, size_t size, struct page_look *out, struct err *err)
{
    const struct xml_calls *xml;
    *out = (struct page_look){.html = page_begins(bytes, size)};
    if (!out->html)
        return 0;
    if (xml_load(&xml, err))
        return -1;
    htmlDocPtr doc = parse(xml, bytes, size < PAGE_BYTES_MAX ? size : PAGE_BYTES_MAX);
    if (!doc)
        return err_memory(err);
    xmlNodePtr n = xml->root(doc);
    for (int i = 0; n && i < NODES_MAX; i++, n = next_node(n)) {
        if (!out->title[0] && is_element(n, "title"))
            text_of(xml, n, out->title, sizeof out->title);
        if (!is_element(n, "input"))
            continue;
        xmlChar *type = xml->property(n, (const xmlChar *)"type");
        out->login = out->login || (type && strcasecmp((const char *)type, "password") == 0);
        (*xml->free_text)(type);
    }
    xml->free_doc(doc);
    return 0;
}

/* Where `word` (small letters) begins last, ASCII case aside; NULL for nowhere. */
static const char *last_of(const char *bytes, size_t size, const char *word)
{
    size_t length = strlen(word);
    for (size_t at = size; at >= length; at--)
        if (strncasecmp(bytes + at - length, word, length) == 0)
            return bytes + at - length;
    return NULL;
}

bool page_is_whole(const char *tail, size_t size)
{
    const char *opened = last_of(tail, size, "<table"), *closed = last_of(tail, size, "</table");
    return last_of(tail, size, "</html") || (closed && (!opened || closed > opened));
}

/* ---- links ---- */

/* Spaces and what is not ASCII as %XX, as browsers do. False when it does not fit. */
static bool escape(const char *text, char out[SOURCE_ADDRESS_MAX])
{
    size_t at = 0;
    for (const char *p = text; *p; p++) {
        bool plain = *p > ' ' && *p < 0x7F && !strchr("\"<>\\^`{|}", *p);
        if (at + 4 > SOURCE_ADDRESS_MAX)
            return false;
        at += (size_t)sprintf(out + at, plain ? "%c" : "%%%02X", (unsigned char)*p);
    }
    out[at] = 0;
    return at > 0;
}

/* The whole address of what a link says; "" when it makes none. */
static void resolve(const struct search *s, const char *href, char out[SOURCE_ADDRESS_MAX])
{
    char plain[TEXT_MAX], escaped[SOURCE_ADDRESS_MAX];
    out[0] = 0;
    if (strlen(href) >= sizeof plain)
        return;
    strcpy(plain, href);
    one_line(plain);
    if (!escape(plain, escaped))
        return;
    xmlChar *whole = s->xml->build_uri((const xmlChar *)escaped, (const xmlChar *)s->base);
    if (whole && strlen((const char *)whole) < SOURCE_ADDRESS_MAX)
        strcpy(out, (const char *)whole);
    (*s->xml->free_text)(whole);
    out[strcspn(out, "#")] = 0;
}

static void found(struct search *s, const char *href)
{
    char address[SOURCE_ADDRESS_MAX];
    resolve(s, href, address);
    if (!address[0] || strcmp(address, s->found) == 0)
        return;
    strcpy(s->found[0] ? s->second : s->found, address);
}

static void remember(struct search *s, const char *text, const char *href)
{
    char shown[64], where[64];
    size_t used = strlen(s->seen);
    text_copy(shown, sizeof shown, text);
    text_copy(where, sizeof where, href);
    if (used + strlen(shown) + strlen(where) + 8 < sizeof s->seen)
        snprintf(s->seen + used, sizeof s->seen - used, "%s%s (%s)", used ? ", " : "", shown, where);
}

static void try_link(struct search *s, xmlNodePtr n)
{
    char text[TEXT_MAX], href[TEXT_MAX] = "", file[TEXT_MAX];
    xmlChar *value = s->xml->property(n, (const xmlChar *)"href");
    if (value && text_valid(value, strlen((const char *)value)))
        text_copy(href, sizeof href, (const char *)value);
    (*s->xml->free_text)(value);
    if (!href[0])
        return;
    text_of(s->xml, n, text, sizeof text);
    s->links++;
    strcpy(file, href);
    file[strcspn(file, "?#")] = 0;
    if (web_fits(text, s->source->pattern) || web_fits(href, s->source->pattern) || web_fits(file, s->source->pattern))
        found(s, href);
    else
        remember(s, text, href);
}

static void find_links(struct search *s, htmlDocPtr doc)
{
    xmlNodePtr n = s->xml->root(doc);
    for (int i = 0; n && i < NODES_MAX && s->links < LINKS_MAX; i++, n = next_node(n))
        if (is_element(n, "a"))
            try_link(s, n);
}

/* An element with an address, or an attribute that is one. */
static void take_node(struct search *s, xmlNodePtr n)
{
    static const char *const names[] = {"href", "src"};
    xmlChar *value = n->type == XML_ATTRIBUTE_NODE || n->type == XML_TEXT_NODE ? s->xml->content(n) : NULL;
    for (size_t i = 0; i < 2 && !value && n->type == XML_ELEMENT_NODE; i++)
        value = s->xml->property(n, (const xmlChar *)names[i]);
    if (value)
        found(s, (const char *)value);
    (*s->xml->free_text)(value);
}

static void hush(void *ctx, xmlErrorPtr error)
{
    (void)ctx;
    (void)error;
}

static int find_xpath(struct search *s, htmlDocPtr doc, struct err *err)
{
    xmlXPathContextPtr ctx = s->xml->xpath_new(doc);
    if (!ctx)
        return err_memory(err);
    ctx->opLimit = XPATH_STEPS;
    ctx->error = hush;
    xmlXPathObjectPtr result = s->xml->xpath_eval((const xmlChar *)s->source->pattern, ctx);
    const xmlNodeSet *nodes = result && result->type == XPATH_NODESET ? result->nodesetval : NULL;
    int rc = 0;
    if (!result || result->type != XPATH_NODESET)
        rc = err_set(err, ERR_INPUT, "\"xpath\" is no XPath that finds elements or attributes: %s",
                     "\"xpath\" が、要素や属性を指す XPath ではありません：%s", s->source->pattern);
    for (int i = 0; nodes && i < nodes->nodeNr && i < LINKS_MAX; i++)
        take_node(s, nodes->nodeTab[i]);
    s->xml->xpath_free_object(result);
    s->xml->xpath_free(ctx);
    return rc;
}

/* <base href>, which the page's relative links start from. */
static void read_base(struct search *s, htmlDocPtr doc)
{
    xmlNodePtr n = s->xml->root(doc);
    for (int i = 0; n && i < NODES_MAX; i++, n = next_node(n)) {
        if (!is_element(n, "base"))
            continue;
        xmlChar *value = s->xml->property(n, (const xmlChar *)"href");
        if (value)
            resolve(s, (const char *)value, s->own);
        (*s->xml->free_text)(value);
        if (s->own[0])
            s->base = s->own;
        return;
    }
}

static int find_in_page(struct search *s, const char *bytes, size_t size, struct err *err)
{
    int rc = 0;
    htmlDocPtr doc = parse(s->xml, bytes, size);
    if (!doc)
        return err_set(err, ERR_INPUT, "the page is empty or cannot be read", "ページが空か、読めません");
    read_base(s, doc);
    if (s->source->find == SOURCE_FIND_XPATH)
        rc = find_xpath(s, doc, err);
    else
        find_links(s, doc);
    s->xml->free_doc(doc);
    return rc;
}

/* ---- ids ---- */

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static void take_id(struct search *s, const char *id, size_t size)
{
    char address[SOURCE_ADDRESS_MAX * 2];
    const char *then = s->source->then, *hole = strstr(then, "{}");
    snprintf(address, sizeof address, "%.*s%.*s%s", (int)(hole - then), then, (int)size, id, hole + 2);
    if (strlen(address) < SOURCE_ADDRESS_MAX)
        found(s, address);
}

static void find_ids(struct search *s, const char *bytes, size_t size)
{
    const char *prefix = s->source->pattern, *end = bytes + size;
    size_t length = strlen(prefix);
    for (const char *p = bytes; (p = memmem(p, (size_t)(end - p), prefix, length)); p++) {
        size_t word = length;
        if (p > bytes && is_word(p[-1]))
            continue;
        while (p + word < end && is_word(p[word]) && word <= ID_MOST)
            word++;
        if (word >= length + ID_LEAST && word <= ID_MOST)
            take_id(s, p, word);
    }
}

/* ---- together ---- */

static int nothing(const struct search *s, struct err *err)
{
    if (s->source->find == SOURCE_FIND_LINK)
        return err_set(err, ERR_INPUT, "no link of the page fits \"%s\". Links seen: %s",
                       "ページに「%s」に当てはまるリンクがありません。見つかったリンク：%s", s->source->pattern,
                       s->seen[0] ? s->seen : "-");
    return err_set(err, ERR_INPUT, "nothing in the page fits \"%s\"", "ページに「%s」に当てはまるものがありません",
                   s->source->pattern);
}

int page_find(const struct source *source, const char *base, const char *bytes, size_t size,
              char out[SOURCE_ADDRESS_MAX], struct err *err)
{
    struct search s = {.source = source, .base = base};
    out[0] = 0;
    if (size > PAGE_BYTES_MAX)
        return err_set(err, ERR_INPUT, "the page is larger than 16 MiB", "ページが 16 MiB を超えています");
    if (xml_load(&s.xml, err))
        return -1;
    if (source->find == SOURCE_FIND_ID)
        find_ids(&s, bytes, size);
    else if (source->find && find_in_page(&s, bytes, size, err))
        return -1;
    if (s.second[0])
        return err_set(err, ERR_INPUT, "several addresses fit \"%s\": %s and %s. Make \"find\" narrower",
                       "「%s」に当てはまる URL が複数あります：%s と %s。\"find\" を絞り込んでください",
                       source->pattern, s.found, s.second);
    if (!s.found[0])
        return source->else_page ? 0 : nothing(&s, err);
    if (source_allows(source, s.found, err))
        return -1;
    strcpy(out, s.found);
    return 0;
}
