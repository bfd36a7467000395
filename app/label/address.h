#ifndef KENPIN_ADDRESS_H
#define KENPIN_ADDRESS_H

#include <stdbool.h>

#include "app/base/err.h"
#include "app/label/scheme.h"

/* Addresses printed on a box. They are read, compared and shown; nothing here or elsewhere ever opens one. */

enum address_kind {
    ADDRESS_NOT,        /* no http(s) address */
    ADDRESS_FOREIGN,    /* somebody's page: reported as read */
    ADDRESS_OFFICIAL,   /* a page on the scheme's official host */
    ADDRESS_UNOFFICIAL, /* poses as a scheme's page and is not (finding unofficial-url) */
    ADDRESS_MARK,       /* the page of another scheme's mark */
};

struct address {
    enum address_kind kind;
    enum scheme
        scheme; /* ADDRESS_OFFICIAL: whose host; ADDRESS_UNOFFICIAL: whom it poses as; ADDRESS_MARK: SCHEME_OTHER */
    const char *mark; /* ADDRESS_MARK: static name */
};

/* `text` is valid UTF-8 as read. */
void address_read(const char *text, struct address *out);

/* The form in which two addresses of entries compare: scheme, "www.", host case, default port, final dot of the host, a
 * final "/" and "index.html" aside. *out is owned by the caller; NULL when `text` is no http(s) address. */
int address_key(const char *text, char **out, struct err *err) __attribute__((warn_unused_result));

#define ADDRESS_PARTS_MAX 16

struct address_parts {
    char *item[ADDRESS_PARTS_MAX]; /* owned; percent-decoded: the last path segment first, then the query's values */
    size_t count;
};

/* What in an official address may be the entry's number. */
int address_parts(const char *text, struct address_parts *out, struct err *err) __attribute__((warn_unused_result));
void address_parts_clear(struct address_parts *p);

#endif
