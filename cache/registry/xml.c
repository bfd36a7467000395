#include "cache/registry/xml.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static struct xml_calls calls;

static const struct {
    const char *name;
    size_t at;
} names[] = {
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

static int missing(const char *why, struct err *err)
{
    return err_set(err, ERR_IO, "libxml2, which reads web pages, is not here (%s): install libxml2",
                   "ウェブページを読む libxml2 がありません（%s）。libxml2 をインストールしてください", why);
}

int xml_load(const struct xml_calls **out, struct err *err)
{
    *out = &calls;
    if (calls.read)
        return 0;
    struct xml_calls found = {0};
    void *library = dlopen("libxml2.so.2", RTLD_NOW | RTLD_LOCAL); /* stays until the process ends */
    if (!library)
        return missing(dlerror(), err);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *call = dlsym(library, names[i].name);
        if (!call)
            return missing(names[i].name, err);
        memcpy((char *)&found + names[i].at, &call, sizeof call); /* ISO C has no cast from one to the other */
    }
    found.set_generic_error(NULL, quiet);
    calls = found;
    return 0;
}
