#include "cache/registry/markup.h"
#include "cache/registry/xml.h"

#include <string.h>

#define MARKS_MAX 60000ull
#define WORK_MAX  10000000000ull /* comparisons: some ten seconds */

enum {
    DEPTH_MAX = 256,     /* as libxml2 has it */
    NAMESPACES_MAX = 256 /* in force at one place */
};

/* ---- attributes ---- */

bool markup_is(const struct markup_tag *tag, enum markup_space space, const char *name)
{
    return tag->space == space && strcmp(tag->name, name) == 0;
}

static enum markup_space space_of(const unsigned char *uri)
{
    static const struct {
        const char *uri;
        enum markup_space space;
    } spaces[] = {
        {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", MARKUP_SPACE_SHEET},
        {"http://purl.oclc.org/ooxml/spreadsheetml/main", MARKUP_SPACE_SHEET},
        {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", MARKUP_SPACE_DOCUMENT_RELS},
        {"http://purl.oclc.org/ooxml/officeDocument/relationships", MARKUP_SPACE_DOCUMENT_RELS},
        {"http://schemas.openxmlformats.org/package/2006/relationships", MARKUP_SPACE_RELS},
        {"http://schemas.openxmlformats.org/package/2006/content-types", MARKUP_SPACE_TYPES},
    };
    for (size_t i = 0; uri && i < sizeof spaces / sizeof spaces[0]; i++)
        if (strcmp((const char *)uri, spaces[i].uri) == 0)
            return spaces[i].space;
    return MARKUP_SPACE_OTHER;
}

/* Name, prefix, namespace, begin of the value, its end. */
static const unsigned char **attribute(const struct markup_tag *tag, size_t i, const char *name)
{
    const unsigned char **a = tag->attribute + 5 * i;
    return strcmp((const char *)a[0], name) == 0 ? a : NULL;
}

static void value(const unsigned char **a, struct markup_value *out)
{
    *out = (struct markup_value){(const char *)a[3], (size_t)(a[4] - a[3])};
}

bool markup_attribute(const struct markup_tag *tag, const char *name, struct markup_value *out)
{
    *out = (struct markup_value){"", 0};
    for (size_t i = 0; i < tag->attributes; i++) {
        const unsigned char **a = attribute(tag, i, name);
        if (a && !a[2]) {
            value(a, out);
            return true;
        }
    }
    return false;
}

bool markup_rel_id(const struct markup_tag *tag, struct markup_value *out)
{
    *out = (struct markup_value){"", 0};
    for (size_t i = 0; i < tag->attributes; i++) {
        const unsigned char **a = attribute(tag, i, "id");
        if (a && space_of(a[2]) == MARKUP_SPACE_DOCUMENT_RELS) {
            value(a, out);
            return true;
        }
    }
    return false;
}

bool markup_same(struct markup_value v, const char *text)
{
    return strlen(text) == v.size && memcmp(v.from, text, v.size) == 0;
}

bool markup_ends(struct markup_value v, const char *text)
{
    size_t size = strlen(text);
    return size <= v.size && memcmp(v.from + v.size - size, text, size) == 0;
}

bool markup_true(struct markup_value v)
{
    return markup_same(v, "1") || markup_same(v, "true") || markup_same(v, "on");
}

bool markup_number(struct markup_value v, uint32_t max, uint32_t *out)
{
    uint64_t n = 0;
    if (v.size == 0)
        return false;
    for (size_t i = 0; i < v.size; i++) {
        if (v.from[i] < '0' || v.from[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(v.from[i] - '0');
        if (n > max)
            return false;
    }
    *out = (uint32_t)n;
    return true;
}

/* ---- work ---- */

bool markup_work_block(struct markup_work *w, const char *bytes, size_t size)
{
    /* Between two attributes stands at least one of these; a run of white space is one. */
    static const bool mark[256] = {[' '] = true,  ['\t'] = true, ['\n'] = true, ['\r'] = true,
                                   ['\f'] = true, ['/'] = true,  ['"'] = true,  ['\''] = true};
    bool before = false;
    for (size_t i = 0; i < size; i++) {
        bool now = mark[(unsigned char)bytes[i]];
        w->marks += now && !before;
        before = now;
    }
    return w->marks <= MARKS_MAX;
}

bool markup_work_tag(struct markup_work *w, size_t attributes)
{
    w->spent += (uint64_t)w->marks * attributes;
    w->marks = 0;
    return w->spent <= WORK_MAX;
}

/* ---- events ---- */

struct markup {
    const struct xml_calls *xml;
    markup_source *source;
    void *from;
    const char *part;
    const struct markup_events *events;
    void *ctx;
    xmlParserCtxtPtr parser;
    struct markup_work work;
    size_t depth, namespaces;
    const xmlChar *uri; /* the last one, which libxml2 holds once; and what it is */
    enum markup_space space;
    uint16_t declared[DEPTH_MAX + 2]; /* namespaces, by depth */
    struct err *err;
    bool failed; /* and *err says why */
};

static void stop(struct markup *m, int rc)
{
    if (rc == 0)
        return;
    m->failed = true;
    m->xml->parser_stop(m->parser);
}

static enum markup_space known_space(struct markup *m, const xmlChar *uri)
{
    if (uri != m->uri) {
        m->uri = uri;
        m->space = space_of(uri);
    }
    return m->space;
}

static int refuse(struct markup *m)
{
    return err_set(m->err, ERR_INPUT, "%s in the workbook is more than a list needs (attributes or namespaces)",
                   "ブックの中の %s は一覧に必要な範囲を超えています（属性または名前空間）", m->part);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                     const xmlChar **declared, int attributes, int defaulted, const xmlChar **attribute)
{
    (void)prefix, (void)declared, (void)defaulted;
    struct markup *m = ctx;
    if (m->failed)
        return;
    if (m->depth <= DEPTH_MAX)
        m->declared[m->depth] = (uint16_t)namespaces;
    m->depth++;
    m->namespaces += (size_t)namespaces;
    if (!markup_work_tag(&m->work, (size_t)attributes + (size_t)namespaces) || m->namespaces > NAMESPACES_MAX ||
        m->depth > DEPTH_MAX) {
        stop(m, refuse(m));
        return;
    }
    struct markup_tag tag = {known_space(m, uri), (const char *)name, attribute, (size_t)attributes};
    stop(m, m->events->start(m->ctx, &tag, m->err));
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix;
    struct markup *m = ctx;
    if (m->failed)
        return;
    m->work.marks = 0;
    m->depth--;
    m->namespaces -= m->declared[m->depth];
    struct markup_tag tag = {.space = known_space(m, uri), .name = (const char *)name};
    stop(m, m->events->end(m->ctx, &tag, m->err));
}

static void on_text(void *ctx, const xmlChar *bytes, int size)
{
    struct markup *m = ctx;
    if (m->failed)
        return;
    m->work.marks = 0;
    if (m->events->text)
        stop(m, m->events->text(m->ctx, (const char *)bytes, (size_t)size, m->err));
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{
    (void)name, (void)id, (void)system;
    struct markup *m = ctx;
    if (!m->failed)
        stop(m,
             err_set(m->err, ERR_INPUT,
                     "%s in the workbook has a DOCTYPE, which no workbook has: it is not read further",
                     "ブックの中の %s に、ブックにはないはずの DOCTYPE があります。読み取りを中止しました", m->part));
}

static int on_read(void *ctx, char *out, int room)
{
    struct markup *m = ctx;
    size_t got;
    if (m->failed)
        return -1;
    int rc = m->source(m->from, out, (size_t)room, &got, m->err);
    if (rc == 0 && !markup_work_block(&m->work, out, got))
        rc = refuse(m);
    m->failed = rc != 0;
    return rc ? -1 : (int)got;
}

static int damaged(const struct markup *m, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s in the workbook is damaged (line %d): save or fetch the workbook again",
                   "ブックの中の %s が壊れています（%d 行目）。保存または取得し直してください", m->part,
                   m->parser->lastError.line);
}

static int parse(struct markup *m, struct err *err)
{
    xmlSAXHandler *sax = m->parser->sax;
    *sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                           .internalSubset = on_doctype,
                           .startElementNs = on_start,
                           .endElementNs = on_end,
                           .characters = on_text,
                           .ignorableWhitespace = on_text,
                           .cdataBlock = on_text};
    m->parser->userData = m;
    /* NOENT: the five entities come as what they mean in attributes, too. There are no others without a DOCTYPE. */
    xmlDocPtr doc = m->xml->parser_read(m->parser, on_read, NULL, m, NULL, "UTF-8",
                                        XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (doc)
        m->xml->free_doc(doc);
    if (m->failed)
        return -1;
    if (m->parser->lastError.code == XML_ERR_NO_MEMORY)
        return err_memory(err);
    return m->parser->wellFormed ? 0 : damaged(m, err);
}

int markup_read(markup_source *source, void *from, const char *part, const struct markup_events *events, void *ctx,
                struct err *err)
{
    struct markup m = {.source = source, .from = from, .part = part, .events = events, .ctx = ctx, .err = err};
    if (xml_load(&m.xml, err))
        return -1;
    m.parser = m.xml->parser_new();
    if (!m.parser)
        return err_memory(err);
    int rc = parse(&m, err);
    m.xml->parser_free(m.parser);
    return rc;
}
