#ifndef KENPIN_ENTRY_PAGE_H
#define KENPIN_ENTRY_PAGE_H

#include "app/sources.h"
#include "cache/db.h"
#include "cache/registry/source.h"

/* One entry's own page, asked while a check waits. Its address is the list's own link, or is built by the form that the
 * source description gives (`entry`); what is printed on a box is never asked. Only official hosts of the scheme count,
 * unless the description is one of a demonstration. */

#define ENTRY_PAGE_BYTES ((int64_t)2 * 1024 * 1024)

struct entry_page {
    struct source source; /* its hosts: those that may be asked */
    char address[SOURCE_ADDRESS_MAX];
};

void entry_page_clear(struct entry_page *p);

/* By the descriptions of `folder` and the shipped ones. *found is false when none of them knows the page. A description
 * that cannot be read is passed over: registry sync tells what is wrong with it. */
int entry_page_find(const char *folder, const struct page_ask *ask, struct entry_page *out, bool *found,
                    struct err *err) __attribute__((warn_unused_result));

struct entry_page_ask {
    struct db *db;      /* for writing */
    const char *folder; /* for the file that comes, which is removed */
    const char *ca;     /* as fetch.h */
    int64_t ms;         /* for all of it; *spent_ms says how many were needed */
    int64_t *spent_ms;
};

/* Fetches it, reads it, keeps what it says. -1 with why there is no answer: nobody may be asked now, the network, what
 * came is not this label's page. `err` is not NULL. */
int entry_page_get(const struct entry_page *page, const struct page_ask *ask, const struct entry_page_ask *how,
                   struct answer *out, struct page_said *said, struct err *err) __attribute__((warn_unused_result));

#endif
