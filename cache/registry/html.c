#include "cache/registry/html.h"

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "cache/registry/decoder.h"
#include "cache/registry/html_build.h"
#include "cache/registry/html_charset.h"
#include "cache/registry/html_element.h"
#include "cache/registry/html_link.h"
#include "cache/registry/markup.h"
#include "cache/registry/xml.h"

enum {
    DEPTH_MAX = 512, /* as browsers have it */
    TITLE_MAX = 240,
};

static const struct words unit = {"row", "行目"};

struct html {
    struct grid grid;
    struct grid_reader reader;
    struct input *in;
    size_t view;
};

/* One page while it is read. */
struct page {
    const struct xml_calls *xml;
    struct html *html;
    htmlParserCtxtPtr parser;
    struct decoder decoder;
    struct markup_work work;
    struct html_build build;
    char base[HTML_LINK_MAX]; /* "" = not known */
    bool based;               /* the page has said where it is */
    size_t depth, left_out;   /* left_out: the depth of the element whose content is; 0 = none */
    bool in_title;
    char title[TITLE_MAX];
    struct err *err;
    bool failed; /* and *err says why */
};

/* ---- events ---- */

static void stop(struct page *p, int rc)
{
    if (rc == 0)
        return;
    p->failed = true;
    p->xml->parser_stop(p->parser);
}

static int too_much(struct err *err)
{
    return err_set(err, ERR_INPUT,
                   "the page is built in a way that no list is (very long tags or comments, or too deep)",
                   "このページの作りは一覧のものではありません（タグやコメントが長すぎるか、入れ子が深すぎます）");
}

/* A page may say once where it is, but not that it is somebody else's. */
static void take_base(struct page *p, const char *href)
{
    char address[HTML_LINK_MAX];
    if (p->based || !href)
        return;
    p->based = true;
    if (p->base[0] && html_link(p->base, href, address) && html_link_same_host(p->base, address))
        memcpy(p->base, address, strlen(address) + 1);
}

static int take_link(struct page *p, const char *href)
{
    char address[HTML_LINK_MAX];
    if (!href || !html_build_wants_link(&p->build) || !html_link(p->base[0] ? p->base : NULL, href, address))
        return 0;
    return html_build_link(&p->build, address, p->err);
}

static int start(struct page *p, enum html_role role, const xmlChar **attributes)
{
    const char *alt;
    switch (role) {
    case HTML_TABLE:
    case HTML_LIST:
        html_build_line(&p->build);
        return html_build_table(&p->build, role == HTML_LIST, p->err);
    case HTML_ROW:
        return html_build_row(&p->build, p->err);
    case HTML_CELL:
        return html_build_cell(&p->build, html_element_span(attributes, "rowspan"),
                               html_element_span(attributes, "colspan"), p->err);
    case HTML_TERM:
        return html_build_term(&p->build, p->err);
    case HTML_DETAIL:
        return html_build_detail(&p->build, p->err);
    case HTML_BLOCK:
    case HTML_BREAK:
        html_build_line(&p->build);
        return 0;
    case HTML_LINK:
        return take_link(p, html_element_attribute(attributes, "href"));
    case HTML_IMAGE: /* stars of a level may be one */
        alt = html_element_attribute(attributes, "alt");
        return alt ? html_build_text(&p->build, alt, strlen(alt), p->err) : 0;
    case HTML_BASE:
        take_base(p, html_element_attribute(attributes, "href"));
        return 0;
    case HTML_TITLE:
        p->in_title = p->title[0] == 0;
        return 0;
    case HTML_NONE:
    case HTML_LEFT_OUT:
    case HTML_SECTION:
        break;
    }
    return 0;
}

static int end(struct page *p, enum html_role role)
{
    switch (role) {
    case HTML_TABLE:
    case HTML_LIST:
        if (html_build_table_end(&p->build, p->err))
            return -1;
        html_build_line(&p->build);
        return 0;
    case HTML_ROW:
        return html_build_row_end(&p->build, p->err);
    case HTML_CELL:
        return html_build_cell_end(&p->build, p->err);
    case HTML_TERM:
    case HTML_DETAIL:
        html_build_detail_end(&p->build);
        return 0;
    case HTML_SECTION:
        html_build_section_end(&p->build);
        return 0;
    case HTML_BLOCK:
        html_build_line(&p->build);
        return 0;
    case HTML_TITLE:
        p->in_title = false;
        return 0;
    default:
        return 0;
    }
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    struct page *p = ctx;
    size_t count = 0;
    if (p->failed)
        return;
    while (attributes && attributes[2 * count])
        count++;
    if (!markup_work_tag(&p->work, count) || ++p->depth > DEPTH_MAX) {
        stop(p, too_much(p->err));
        return;
    }
    if (p->left_out)
        return;
    enum html_role role = html_element_role((const char *)name);
    bool content = role != HTML_CELL && role != HTML_ROW && role != HTML_SECTION;
    if (role == HTML_LEFT_OUT || (content && html_build_in_cell(&p->build) && html_element_hidden(attributes)))
        p->left_out = p->depth;
    else
        stop(p, start(p, role, attributes));
}

static void on_end(void *ctx, const xmlChar *name)
{
    struct page *p = ctx;
    if (p->failed)
        return;
    p->work.marks = 0;
    size_t depth = p->depth;
    p->depth -= depth > 0;
    if (!p->left_out)
        stop(p, end(p, html_element_role((const char *)name)));
    else if (depth <= p->left_out)
        p->left_out = 0;
}

static void add_title(struct page *p, const char *bytes, size_t size)
{
    size_t used = strlen(p->title), room = TITLE_MAX - 1 - used;
    memcpy(p->title + used, bytes, size < room ? size : room);
    p->title[used + (size < room ? size : room)] = 0;
    text_mend_cut(p->title);
}

static void on_text(void *ctx, const xmlChar *bytes, int size)
{
    struct page *p = ctx;
    if (p->failed)
        return;
    p->work.marks = 0;
    if (p->in_title)
        add_title(p, (const char *)bytes, (size_t)size);
    else if (!p->left_out)
        stop(p, html_build_text(&p->build, (const char *)bytes, (size_t)size, p->err));
}

/* Scripts and styles. */
static void on_raw(void *ctx, const xmlChar *bytes, int size)
{
    (void)bytes, (void)size;
    struct page *p = ctx;
    p->work.marks = 0;
}

static void on_comment(void *ctx, const xmlChar *bytes)
{
    (void)bytes;
    struct page *p = ctx;
    p->work.marks = 0;
}

static int on_read(void *ctx, char *out, int room)
{
    struct page *p = ctx;
    size_t got = 0;
    if (p->failed)
        return -1;
    int rc = decoder_read(&p->decoder, out, (size_t)room, &got, p->err);
    if (rc == 0)
        rc = grid_progress(p->html->in, p->decoder.in->at, p->err);
    if (rc == 0 && !markup_work_block(&p->work, out, got))
        rc = too_much(p->err);
    p->failed = rc != 0;
    return rc ? -1 : (int)got;
}

/* ---- the page ---- */

static int parse(struct page *p, struct err *err)
{
    if (xml_load(&p->xml, err))
        return -1;
    p->parser = p->xml->html_new();
    if (!p->parser)
        return err_memory(err);
    *p->parser->sax = (htmlSAXHandler){.startElement = on_start,
                                       .endElement = on_end,
                                       .characters = on_text,
                                       .ignorableWhitespace = on_text,
                                       .cdataBlock = on_raw,
                                       .comment = on_comment};
    p->parser->userData = p;
    htmlDocPtr doc =
        p->xml->html_read(p->parser, on_read, NULL, p, NULL, "UTF-8",
                          HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
    bool memory = p->parser->lastError.code == XML_ERR_NO_MEMORY;
    if (doc)
        p->xml->free_doc(doc);
    p->xml->html_free(p->parser);
    if (p->failed)
        return -1;
    while (p->build.depth > 0) /* closed by the parser, as a rule */
        if (html_build_table_end(&p->build, err))
            return -1;
    return memory ? err_memory(err) : 0;
}

static int no_table(struct page *p, struct err *err)
{
    return err_set(
        err, ERR_INPUT,
        "no table with these headings: there is none at all on the page \"%s\". Is it a page to sign in, or "
        "one that says what went wrong?",
        "この見出しの表がありません。ページ「%s」には表が 1 つもありません。ログイン画面やエラー画面ではありませんか",
        text_trim(p->title));
}

static bool holds_rows(const struct grid *g)
{
    for (size_t i = 0; i < g->tables; i++)
        if (g->table[i].first)
            return true;
    return false;
}

static int read_page(struct page *p, const char *base, struct err *err)
{
    const char *charset;
    if (base && strlen(base) < sizeof p->base)
        memcpy(p->base, base, strlen(base) + 1);
    if (html_charset(p->html->in, &charset, err) || decoder_begin(p->html->in, &p->decoder, err))
        return -1;
    p->decoder.charset = charset;
    int rc = parse(p, err);
    decoder_clear(&p->decoder);
    if (rc == 0 && !holds_rows(&p->html->grid))
        rc = no_table(p, err);
    return rc;
}

static int read_all(struct html *h, const char *base, struct err *err)
{
    if (h->in->size > HTML_BYTES_MAX)
        return err_set(err, ERR_INPUT, "the page has %lld bytes, more than the limit of 64 MiB: save the list as CSV",
                       "ページは %lld バイトあり、上限の 64 MiB を超えています。一覧を CSV で保存してください",
                       (long long)h->in->size);
    if (grid_begin(&h->grid, err))
        return -1;
    struct page *p = calloc(1, sizeof *p);
    if (!p)
        return err_memory(err);
    *p = (struct page){.html = h, .build = {.grid = &h->grid}, .err = err};
    int rc = read_page(p, base, err);
    html_build_clear(&p->build);
    free(p);
    return rc;
}

/* ---- the table ---- */

static int html_next(void *ctx, struct row *out, bool *more, struct err *err)
{
    struct html *h = ctx;
    return grid_next(&h->reader, unit, out, more, err);
}

static int html_view(void *ctx, size_t index, bool *there, struct err *err)
{
    (void)err;
    struct html *h = ctx;
    *there = false;
    for (size_t i = 0; i < h->grid.tables && !*there; i++) {
        if (!h->grid.table[i].first || index-- > 0)
            continue;
        grid_read(&h->reader, &h->grid, i, h->in);
        *there = true;
    }
    return 0;
}

static void html_close(void *ctx)
{
    struct html *h = ctx;
    grid_reader_clear(&h->reader);
    grid_clear(&h->grid);
    free(h);
}

int html_open(struct input *in, const char *base, struct table *out, struct err *err)
{
    bool there;
    *out = (struct table){0};
    struct html *h = calloc(1, sizeof *h);
    if (!h)
        return err_memory(err);
    h->in = in;
    if (read_all(h, base, err) || html_view(h, 0, &there, err)) {
        html_close(h);
        return -1;
    }
    *out = (struct table){.ctx = h, .unit = unit, .view = html_view, .next = html_next, .close = html_close};
    return 0;
}
