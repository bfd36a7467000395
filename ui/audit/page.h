#ifndef KENPIN_AUDIT_PAGE_H
#define KENPIN_AUDIT_PAGE_H

/* The style and the script of the report's page: nothing in it is fetched from anywhere. */

extern const char page_style[], page_script[];

#endif
