#ifndef KENPIN_XML_H
#define KENPIN_XML_H

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/uri.h>
#include <libxml/xpath.h>

#include "app/base/err.h"

/* libxml2, loaded with the first page: linking it, and the ICU that it brings, would cost every check some milliseconds
 * of start-up. */

struct xml_calls {
    htmlDocPtr (*read)(const char *bytes, int size, const char *url, const char *encoding, int options);
    xmlNodePtr (*root)(const xmlDoc *doc);
    xmlChar *(*content)(const xmlNode *node);
    xmlChar *(*property)(const xmlNode *node, const xmlChar *name);
    xmlChar *(*build_uri)(const xmlChar *uri, const xmlChar *base);
    xmlXPathContextPtr (*xpath_new)(xmlDocPtr doc);
    xmlXPathObjectPtr (*xpath_eval)(const xmlChar *expression, xmlXPathContextPtr ctx);
    void (*xpath_free_object)(xmlXPathObjectPtr object);
    void (*xpath_free)(xmlXPathContextPtr ctx);
    void (*free_doc)(xmlDocPtr doc);
    __typeof__(xmlNewParserCtxt) *parser_new;
    __typeof__(xmlCtxtReadIO) *parser_read;
    __typeof__(xmlFreeParserCtxt) *parser_free;
    __typeof__(xmlStopParser) *parser_stop;
    __typeof__(htmlNewParserCtxt) *html_new;
    __typeof__(htmlCtxtReadIO) *html_read;
    __typeof__(htmlFreeParserCtxt) *html_free;
    void (*set_generic_error)(void *ctx, xmlGenericErrorFunc handler);
    xmlFreeFunc *free_text; /* libxml2's variable */
};

/* *out is static; libxml2 says nothing on stderr from then on. ERR_IO where the library is not installed. */
int xml_load(const struct xml_calls **out, struct err *err) __attribute__((warn_unused_result));

#endif
