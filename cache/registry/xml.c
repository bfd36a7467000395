#include "cache/registry/xml.h"

#include <stddef.h>

#include "app/base/library.h"

static struct xml_calls calls;

static const struct library_call names[] = {
    {"htmlReadMemory", offsetof(struct xml_calls, read)},
    {"xmlDocGetRootElement", offsetof(struct xml_calls, root)},
    {"xmlNodeGetContent", offsetof(struct xml_calls, content)},
    {"xmlGetProp", offsetof(struct xml_calls, property)},
    {"xmlBuildURI", offsetof(struct xml_calls, build_uri)},
    {"xmlXPathNewContext", offsetof(struct xml_calls, xpath_new)},
    {"xmlXPathEvalExpression", offsetof(struct xml_calls, xpath_eval)},
    {"xmlXPathFreeObject", offsetof(struct xml_calls, xpath_free_object)},
    {"xmlXPathFreeContext", offsetof(struct xml_calls, xpath_free)},
    {"xmlFreeDoc", offsetof(struct xml_calls, free_doc)},
    {"xmlNewParserCtxt", offsetof(struct xml_calls, parser_new)},
    {"xmlCtxtReadIO", offsetof(struct xml_calls, parser_read)},
    {"xmlFreeParserCtxt", offsetof(struct xml_calls, parser_free)},
    {"xmlStopParser", offsetof(struct xml_calls, parser_stop)},
    {"htmlNewParserCtxt", offsetof(struct xml_calls, html_new)},
    {"htmlCtxtReadIO", offsetof(struct xml_calls, html_read)},
    {"htmlFreeParserCtxt", offsetof(struct xml_calls, html_free)},
    {"xmlSetGenericErrorFunc", offsetof(struct xml_calls, set_generic_error)},
    {"xmlFree", offsetof(struct xml_calls, free_text)},
};

/* It tells stderr about encodings whatever the options say. */
static void quiet(void *ctx, const char *format, ...)
{
    (void)ctx;
    (void)format;
}

static const struct library library = {"libxml2.so.2",
                                       "libxml2",
                                       {"libxml2, which reads pages and workbooks", "ページとブックを読む libxml2 "},
                                       names,
                                       sizeof names / sizeof names[0]};

int xml_load(const struct xml_calls **out, struct err *err)
{
    struct xml_calls found = {0};
    *out = &calls;
    if (calls.read)
        return 0;
    if (library_load(&library, &found, err))
        return -1;
    found.set_generic_error(NULL, quiet);
    calls = found;
    return 0;
}
