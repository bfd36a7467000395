#ifndef KENPIN_CHECK_H
#define KENPIN_CHECK_H

#include "app/codes/symbol.h"
#include "app/evidence/ledger.h"
#include "app/judge/facts.h"
#include "app/sources.h"

/* The one path: codes of a box in, a verdict on record out. Every way into the program calls check_box. */

#define CHECK_MARKETS_MAX 3
#define CHECK_LABELS_MAX  16 /* typed ones */

struct check_limits {
    int64_t fresh;       /* seconds; 24 h by default */
    int64_t stale_after; /* seconds; 7 days by default */
    int warn_days;       /* 60 by default */
};

extern const struct check_limits check_default_limits;

/* One box and what was said about it. Everything borrowed; NULL and 0 = not said. */
struct check_ask {
    struct symbols *codes;
    const char *label[CHECK_LABELS_MAX]; /* typed numbers, ids, addresses */
    size_t labels;
    const char *gtin, *sku, *brand, *model;
    enum market market[CHECK_MARKETS_MAX]; /* each once; the first one's calendar shows the day */
    size_t markets;
    enum role role;
    enum event event;
    enum scope scope, default_scope;             /* said on the call; where neither call nor catalogue says */
    enum statement statement, default_statement; /* likewise */
    enum failure failure;
    int requires_star; /* 0-4 */
    day on;            /* 0 = today on each calendar */
    const char *consignment, *operator_name;
    moment (*clock)(
        void *ctx); /* the instant of the check, or what a rehearsal takes for it; asked once, after the ledger's
                       last record was read, so that two tills never make each other's clock suspect */
    void *clock_ctx;
    moment built_at; /* of this program: a clock before it is wrong */
    bool rehearsal;  /* --as-if: nothing is recorded */
    enum lang lang;  /* of the sentences on record */
    struct check_limits limits;
};

struct checked {
    char *json; /* owned; the record as it stands in evidence.db, and with it "receipt" (null for a rehearsal) */
    enum outcome outcome; /* the worst of the markets */
    struct receipt receipt;
};

/* Runs the whole path and returns only when the record is on disk. `ledger` is NULL for a rehearsal and must not be
 * otherwise. -1: our own failure; nothing was recorded and nothing may be shown as checked. */
int check_box(const struct check_ask *ask, const struct registry *registry, const struct shelf *shelf,
              struct ledger *ledger, struct checked *out, struct err *err) __attribute__((warn_unused_result));

void checked_clear(struct checked *c);

/* A record's text with its receipt, as check --json prints it. *out owned by the caller. */
int check_with_receipt(const char *text, const struct receipt *receipt, char **out, struct err *err)
    __attribute__((warn_unused_result));

#endif
