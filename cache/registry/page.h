#ifndef KENPIN_PAGE_H
#define KENPIN_PAGE_H

#include "cache/registry/source.h"

/* A web page that leads to a list. Nothing in it is ever run, and nothing it names is fetched from here. */

#define PAGE_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define PAGE_TITLE_MAX 128

/* What a page that came in place of a list says of itself. */
struct page_look {
    bool html;                  /* it is one at all */
    bool login;                 /* it asks for a password */
    char title[PAGE_TITLE_MAX]; /* "" when it has none */
};

bool page_begins(const char *bytes, size_t size); /* is it one at all? */
int page_look(const char *bytes, size_t size, struct page_look *out, struct err *err)
    __attribute__((warn_unused_result));

/* Does a page that ends in `tail` go on to its end? A parser that mends pages would take one that broke off within the
 * list for a shorter list. */
#define PAGE_TAIL ((size_t)64 * 1024)
bool page_is_whole(const char *tail, size_t size);

/* The address of the list, by the description's `find`, from a page that stood at `base`. It is an address of an
 * allowed host; "" says that the page itself is the list. Nothing found, or several different addresses, is ERR_INPUT
 * with what was seen. */
int page_find(const struct source *s, const char *base, const char *bytes, size_t size, char out[SOURCE_ADDRESS_MAX],
              struct err *err) __attribute__((warn_unused_result));

#endif
