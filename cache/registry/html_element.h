#ifndef KENPIN_HTML_ELEMENT_H
#define KENPIN_HTML_ELEMENT_H

#include <stdbool.h>

/* What the elements of a page mean to a reader of tables. */

enum html_role {
    HTML_NONE,
    HTML_BASE,
    HTML_BLOCK, /* on lines of its own */
    HTML_BREAK,
    HTML_CELL,
    HTML_DETAIL,
    HTML_IMAGE,
    HTML_LEFT_OUT,
    HTML_LINK,
    HTML_LIST,
    HTML_ROW,
    HTML_SECTION,
    HTML_TABLE,
    HTML_TERM,
    HTML_TITLE,
};

/* Name in lower case. */
enum html_role html_element_role(const char *name);

/* Attributes as libxml2 gives them: name, value, name, value, NULL; NULL for none. */

/* "" for one without a value, NULL when there is none. */
const char *html_element_attribute(const unsigned char **attributes, const char *name);
unsigned html_element_span(const unsigned char **attributes, const char *name);
bool html_element_hidden(const unsigned char **attributes); /* by itself or by its style */

#endif
