#ifndef KENPIN_SOURCES_H
#define KENPIN_SOURCES_H

#include "app/base/err.h"
#include "app/codes/gtin.h"
#include "app/judge/facts.h"
#include "app/label/entry.h"
#include "app/label/revocations.h"

/* What a check needs to ask: the registry copies and the shop's catalogue. `cache` answers, tests may. Every function
 * returns 0 when it could answer, whatever the answer, and -1 with `err` when it could not. */

enum answer_kind {
    ANSWER_NONE,   /* there is no copy, or it does not answer: never a pass */
    ANSWER_ABSENT, /* the copy does not list it (entry.gone: no longer) */
    ANSWER_FOUND,
};

struct answer {
    enum answer_kind kind;
    struct copy copy;   /* the one that answered */
    struct entry entry; /* filled for ANSWER_FOUND, and for ANSWER_ABSENT when the row vanished (entry.gone) */
};

#define ENTRIES_MAX 64 /* entries that list one model */

struct entries {
    struct entry item[ENTRIES_MAX];
    size_t count;
};

/* An entry's own page, to be asked because the copy cannot answer. All borrowed. */
struct page_ask {
    enum scheme scheme;
    const char *number; /* in normal form */
    const char *url;    /* the list's own link to that page; NULL = it has none */
    bool demo;          /* the copy is a demonstration, and so has to be what is asked */
    moment now;
};

/* What came of it. */
struct page_said {
    bool asked;         /* a request was made */
    char address[1024]; /* of the page; "" = it was not even known whom to ask */
    struct err why;     /* that there is no answer; code 0 = there is one, or nothing was to be asked */
};

struct registry {
    void *ctx;
    /* The present copy of a scheme; out->id is 0 when there is none. */
    int (*copy)(void *ctx, enum scheme scheme, struct copy *out, struct err *err);
    /* By number, in normal form. */
    int (*by_number)(void *ctx, enum scheme scheme, const char *norm, struct answer *out, struct err *err);
    /* By the key of its page's address (label_url_key). */
    int (*by_url)(void *ctx, enum scheme scheme, const char *url_key, struct answer *out, struct err *err);
    /* CLS: by product id (normal form) when exactly one listed entry has it. */
    int (*by_product_id)(void *ctx, const char *norm, struct answer *out, struct err *err);
    /* Listed entries (gone ones included) with exactly that model, in normal form. */
    int (*by_model)(void *ctx, enum scheme scheme, const char *norm, struct entries *out, struct err *err);
    /* The number of the copy whose normal form sorts last by bytes; *norm owned by the caller, NULL when none. */
    int (*last_number)(void *ctx, enum scheme scheme, char **norm, struct err *err);
    /* What the entry's own page said when it was last asked; ANSWER_NONE when it never was. NULL = no such thing is
     * kept. */
    int (*page_kept)(void *ctx, enum scheme scheme, const char *norm, struct answer *out, struct err *err);
    /* Asks that page now, and keeps what it says. A page that cannot be asked, or is no answer, is ANSWER_NONE: no
     * failure. NULL = nothing may be asked. */
    int (*page_ask)(void *page_ctx, const struct page_ask *ask, struct answer *out, struct page_said *said,
                    struct err *err);
    void *page_ctx;
    /* Borrowed; the shop's own revocations, beside what the copies say. NULL = there is no such file. */
    const struct revocations *revocations;
};

/* One product of the shop. Strings owned; NULL = the catalogue has none. */
struct product {
    bool found;
    char gtin[GTIN_TEXT]; /* "" = none */
    char *sku, *brand, *model, *vendor, *name;
    enum scope scope;         /* SCOPE_NONE = the cell is empty or there is no such column */
    enum statement statement; /* likewise */
    day support_until;        /* 0 = the cell is empty or no date */
    char *fingerprint;        /* changes when anything of the row changes */
};

void product_clear(struct product *p);

/* What a person confirmed: the product by one of these, for this entry. */
struct confirm_ask {
    const char *gtin;  /* GTIN-14 or NULL */
    const char *sku;   /* or NULL */
    const char *model; /* normal form or NULL */
    const char *row;   /* the product's fingerprint; NULL or "" when it is not in the catalogue */
    const struct entry *entry;
};

struct shelf {
    void *ctx;
    int (*by_gtin)(void *ctx, const char *gtin, struct product *out, struct err *err); /* out->found says */
    int (*by_sku)(void *ctx, const char *sku, struct product *out, struct err *err);
    /* True when a person confirmed it and neither side has changed since. */
    int (*confirmed)(void *ctx, const struct confirm_ask *ask, bool *yes, struct err *err);
    /* True when a person confirmed that this brand is that vendor (both in normal_company form). */
    int (*alias)(void *ctx, const char *brand, const char *vendor, bool *yes, struct err *err);
};

void answer_clear(struct answer *a);
void entries_clear(struct entries *e);

#endif
