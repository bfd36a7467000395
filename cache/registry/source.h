#ifndef KENPIN_SOURCE_H
#define KENPIN_SOURCE_H

#include "cache/registry/headings.h"
#include "cache/registry/import.h"

/* Where a registry's list is fetched, and how it is read: a small JSON file that a user can mend without a compiler.
 *
 *   name            what it is called by; that of its file
 *   about           a sentence for people
 *   proved          true once somebody saw it work against the live site
 *   demo            true: the entries are invented
 *   scheme          jc-star, cls; none for a list that is no list of labels and can only be looked at
 *   address         https; of the list, or of the page that leads to it. Missing: not known
 *   hosts           the only ones that are asked: "www.ipa.go.jp", "*.ipa.go.jp", "localhost:8443"
 *   find            how the page leads to the list; without it the address is the list's own
 *     link            of the links whose text or address fits this, * and ? standing for any characters
 *     xpath           of what this finds: elements with an address, or attributes
 *     id, then        the first word in the page that begins so goes into this address in place of {}
 *     else            "page": when nothing is found, the page itself is the list
 *   form            csv, json, xlsx, html; kenpin for a mirror (mirror.h), whose address is that of its folder.
 *                   Missing: by the first bytes
 *   trust           of a mirror: the public keys, one of which has to have signed it
 *   paging          {"limit": 1000}: a data.gov.sg datastore, asked page by page until all are there
 *   headings        {"field": "heading"}, as registry import --columns
 *   entry           a check may ask one entry's own page (entry_page.h): "link", where the list links to it; or the
 *                   address of all such pages, {} standing for the number. Missing: no page is asked
 *   most_mb         a larger list is refused; 256
 *   interval_hours  not asked again before; 6
 */

#define SOURCE_NAME_MAX    41
#define SOURCE_ADDRESS_MAX 1024
#define SOURCE_HOSTS_MAX   16
#define SOURCE_HOST_MAX    128
#define SOURCE_TRUST_MAX   8
#define SOURCE_KEY_MAX     64
#define SOURCE_PATTERN_MAX 256
#define SOURCE_MARK_TEXT   65                   /* hex and a NUL */
#define SOURCE_BYTES_MAX   ((int64_t)64 * 1024) /* of a description */

#define SOURCE_ENTRY_LINK "link"

enum source_form {
    SOURCE_FORM_ANY,
    SOURCE_FORM_CSV,
    SOURCE_FORM_JSON,
    SOURCE_FORM_XLSX,
    SOURCE_FORM_HTML,
    SOURCE_FORM_KENPIN,
};
enum source_find { SOURCE_FIND_NONE, SOURCE_FIND_LINK, SOURCE_FIND_XPATH, SOURCE_FIND_ID };

struct source {
    char name[SOURCE_NAME_MAX];
    char about[ERR_TEXT_MAX / 2];
    char mark[SOURCE_MARK_TEXT];      /* of the description's text: another one may read the same list differently */
    char address[SOURCE_ADDRESS_MAX]; /* "" = not known */
    char host[SOURCE_HOSTS_MAX][SOURCE_HOST_MAX];
    size_t hosts;
    char trust[SOURCE_TRUST_MAX][SOURCE_KEY_MAX]; /* of a mirror */
    size_t trusted;
    enum scheme scheme; /* SCHEME_NONE: can only be looked at */
    enum source_form form;
    enum source_find find;
    char pattern[SOURCE_PATTERN_MAX];
    char then[SOURCE_ADDRESS_MAX];
    char entry[SOURCE_ADDRESS_MAX]; /* SOURCE_ENTRY_LINK, or an address with {}; "" = no page is asked */
    bool else_page, proved, demo;
    bool shipped; /* not from the user's folder */
    int paging;   /* records a page; 0 = one answer is all */
    int most_mb, interval_hours;
    struct columns columns; /* owned */
};

void source_clear(struct source *s); /* safe on {0} and twice */

/* A description out of its text. What is wrong with it is ERR_INPUT and names the key. */
int source_read(const char *text, size_t size, struct source *out, struct err *err) __attribute__((warn_unused_result));

/* The description of that name: FOLDER/NAME.json, else the shipped one. ERR_INPUT when there is none. */
int source_find(const char *folder, const char *name, struct source *out, struct err *err)
    __attribute__((warn_unused_result));

#define SOURCE_NAMES_MAX 64

/* The names of all, the user's and the shipped, in order, each once. */
struct source_names {
    char item[SOURCE_NAMES_MAX][SOURCE_NAME_MAX];
    size_t count;
};
int source_names(const char *folder, struct source_names *out, struct err *err) __attribute__((warn_unused_result));

/* May `address` be asked: https, no user name, a host of the list? Else ERR_INPUT says why. */
int source_allows(const struct source *s, const char *address, struct err *err) __attribute__((warn_unused_result));

/* Is a host of that list (or the part below "*.") one of the scheme's official ones? */
bool source_host_official(const struct source *s, size_t host);
/* A host of the list that is none of the scheme's official ones; NULL when all are. Borrowed from `s`. */
const char *source_foreign_host(const struct source *s);

/* The shipped descriptions, built in from packaging/sources; ended by one without a name. */
struct source_shipped {
    const char *name;
    const unsigned char *text;
    size_t size;
};
extern const struct source_shipped source_shipped[];

#endif
