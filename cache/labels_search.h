#ifndef KENPIN_LABELS_SEARCH_H
#define KENPIN_LABELS_SEARCH_H

#include "app/sources.h"
#include "cache/db.h"

/* Models by what somebody remembers of them. A help for typing: what is chosen is judged like any other. */

#define LABELS_SEARCH_MAX 20

struct labels_hit_model {
    char *vendor, *model, *product, *number; /* owned; NULL = the entry has none */
    enum scheme scheme;
};

struct labels_search {
    struct labels_hit_model item[LABELS_SEARCH_MAX];
    size_t count;
};

/* Exact models of listed entries that hold `text`, those that begin with it first; width, kana, case, spaces and
 * punctuation aside. Nothing is found for a text of less than two letters or digits. Reads every entry. */
int labels_search(struct db *db, const char *text, struct labels_search *out, struct err *err)
    __attribute__((warn_unused_result));
void labels_search_clear(struct labels_search *s); /* safe on {0} and twice */

#endif
