#include "cache/registry/html_element.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct element {
    const char *name;
    enum html_role role;
};

/* By name. */
static const struct element elements[] = {
    {"a", HTML_LINK},
    {"address", HTML_BLOCK},
    {"article", HTML_BLOCK},
    {"aside", HTML_BLOCK},
    {"audio", HTML_LEFT_OUT},
    {"base", HTML_BASE},
    {"blockquote", HTML_BLOCK},
    {"br", HTML_BREAK},
    {"canvas", HTML_LEFT_OUT},
    {"center", HTML_BLOCK},
    {"datalist", HTML_LEFT_OUT},
    {"dd", HTML_DETAIL},
    {"details", HTML_BLOCK},
    {"div", HTML_BLOCK},
    {"dl", HTML_LIST},
    {"dt", HTML_TERM},
    {"fieldset", HTML_BLOCK},
    {"figcaption", HTML_BLOCK},
    {"figure", HTML_BLOCK},
    {"footer", HTML_BLOCK},
    {"form", HTML_BLOCK},
    {"h1", HTML_BLOCK},
    {"h2", HTML_BLOCK},
    {"h3", HTML_BLOCK},
    {"h4", HTML_BLOCK},
    {"h5", HTML_BLOCK},
    {"h6", HTML_BLOCK},
    {"header", HTML_BLOCK},
    {"hr", HTML_BLOCK},
    {"iframe", HTML_LEFT_OUT},
    {"img", HTML_IMAGE},
    {"li", HTML_BLOCK},
    {"main", HTML_BLOCK},
    {"math", HTML_LEFT_OUT},
    {"nav", HTML_BLOCK},
    {"object", HTML_LEFT_OUT},
    {"ol", HTML_BLOCK},
    {"p", HTML_BLOCK},
    {"pre", HTML_BLOCK},
    {"script", HTML_LEFT_OUT},
    {"section", HTML_BLOCK},
    {"select", HTML_LEFT_OUT},
    {"style", HTML_LEFT_OUT},
    {"summary", HTML_BLOCK},
    {"svg", HTML_LEFT_OUT},
    {"table", HTML_TABLE},
    {"tbody", HTML_SECTION},
    {"td", HTML_CELL},
    {"template", HTML_LEFT_OUT},
    {"textarea", HTML_LEFT_OUT},
    {"tfoot", HTML_SECTION},
    {"th", HTML_CELL},
    {"thead", HTML_SECTION},
    {"title", HTML_TITLE},
    {"tr", HTML_ROW},
    {"ul", HTML_BLOCK},
    {"video", HTML_LEFT_OUT},
};

static int by_name(const void *name, const void *element)
{
    return strcmp(name, ((const struct element *)element)->name);
}

enum html_role html_element_role(const char *name)
{
    const struct element *e =
        bsearch(name, elements, sizeof elements / sizeof elements[0], sizeof elements[0], by_name);
    return e ? e->role : HTML_NONE;
}

/* ---- attributes ---- */

/* "" for one without a value, NULL when there is none. */
const char *html_element_attribute(const unsigned char **attributes, const char *name)
{
    for (; attributes && attributes[0]; attributes += 2)
        if (strcmp((const char *)attributes[0], name) == 0)
            return attributes[1] ? (const char *)attributes[1] : "";
    return NULL;
}

unsigned html_element_span(const unsigned char **attributes, const char *name)
{
    const char *text = html_element_attribute(attributes, name);
    if (!text || text[strspn(text, " ")] < '0' || text[strspn(text, " ")] > '9')
        return 1;
    unsigned long n = strtoul(text, NULL, 10);
    return n > 100000 ? 100000 : (unsigned)n;
}

/* `style` says `property: value`, white space aside. */
static bool styled(const char *style, const char *property, const char *value)
{
    const char *at = strcasestr(style, property);
    if (!at)
        return false;
    at += strlen(property);
    at += strspn(at, " \t\r\n");
    if (*at++ != ':')
        return false;
    at += strspn(at, " \t\r\n");
    return strncasecmp(at, value, strlen(value)) == 0;
}

bool html_element_hidden(const unsigned char **attributes)
{
    const char *aria = html_element_attribute(attributes, "aria-hidden"),
               *style = html_element_attribute(attributes, "style");
    return html_element_attribute(attributes, "hidden") || (aria && strcasecmp(aria, "true") == 0) ||
           (style && (styled(style, "display", "none") || styled(style, "visibility", "hidden")));
}
