#ifndef KENPIN_CASE_H
#define KENPIN_CASE_H

#include "app/check/check.h"
#include "app/codes/box.h"
#include "app/judge/judge.h"
#include "app/judge/match.h"

/* One check on its way: each stage fills its own part and only reads what earlier stages left.
 *
 *     check.c      box         what the codes say           (interpret)
 *     identify.c   product     which product of the shop    (look up)
 *     lookup.c     labels      which entries                (look up)
 *     page.c       labels      what their own pages say     (look up)
 *     weigh.c      facts       match, standing, verdicts    (match, judge)
 *     gather.c     findings    everything worth knowing, for one market
 *     record.c     JSON        what goes on record          (record)
 */

#define CASE_LABELS_MAX (BOX_MAX + 2 * ENTRIES_MAX)
#define CASE_PAGES_MAX  4 /* asked by one check */

struct label {
    enum scheme scheme;
    const struct ref *ref; /* in the box; NULL when found by model */
    struct answer answer;
    bool by_page;                   /* page.c: the answer is its own page's, not the list's */
    const struct page_said *said;   /* page.c: its page was asked now; in the case. NULL = it was not */
    bool newer;                     /* weigh.c: not listed, and sorts after every number of the copy */
    bool printed_differs;           /* weigh.c: the date in the id is not the entry's */
    const struct revocation *named; /* lookup.c: the shop's own file names it; NULL = it does not */
    bool only_named;                /* lookup.c: nothing but that file makes it a label */
    struct match match;             /* weigh.c */
    struct label_facts facts;       /* weigh.c: what it counts for */
    struct label_facts listed;      /* weigh.c: what it counts for by the copy alone */
};

struct consulted {
    struct copy copy; /* id 0: there is none */
    bool asked;       /* this check rests on its answer, or on there being none */
};

struct casework {
    const struct check_ask *ask;
    const struct check_place *place; /* NULL = a box by itself */
    moment now;                      /* of the check */
    struct box box;
    struct product product;          /* the catalogue's row, where there is one */
    char gtin[GTIN_TEXT];            /* "" = not known */
    const char *sku, *brand, *model; /* given, else the catalogue's; NULL = not known */
    bool given;                      /* something about the product was said on the call */
    enum scope scope;
    enum statement statement;
    struct label *label; /* borrowed of the desk, CASE_LABELS_MAX of them */
    size_t labels;
    const struct ref *no_label[BOX_MAX]; /* what looked like a label, and no copy lists exactly that */
    size_t no_labels;
    struct consulted jc_star, cls;
    struct page_said said[CASE_PAGES_MAX];
    size_t saids;
    const struct revocations *revocations; /* of the shop; NULL = there is no such file */
    struct findings findings;              /* of the whole box, beside box.findings */
    struct case_facts facts[CHECK_MARKETS_MAX];
    struct verdict verdict[CHECK_MARKETS_MAX];
    enum outcome outcome;
    moment last_record; /* of the ledger; 0 = none */
};

int identify_product(struct casework *c, const struct shelf *shelf, struct err *err)
    __attribute__((warn_unused_result));

int lookup_labels(struct casework *c, const struct registry *registry, struct err *err)
    __attribute__((warn_unused_result));

/* Puts the answer of the label's own page in place of the copy's where that is newer, and cannot make a verdict milder
 * than a copy of the list could. */
int page_answer(struct casework *c, const struct registry *registry, struct label *label, struct err *err)
    __attribute__((warn_unused_result));

int weigh(struct casework *c, const struct registry *registry, const struct shelf *shelf, struct err *err)
    __attribute__((warn_unused_result));
/* Everything worth knowing for one market, for the record. */
void gather_findings(const struct casework *c, size_t market, struct findings *out);

/* At the end of `out`. `findings`: one for each market. */
int record_json(const struct casework *c, const struct findings *findings, struct buffer *out, struct err *err)
    __attribute__((warn_unused_result));

/* What stands for the registry's word when the shop's own file names the label: "revocations.csv: REASON". */
void case_named_word(const struct casework *c, const struct label *l, char *out, size_t room);

/* What one thread works with, box after box. */
struct check_desk {
    const struct registry *registry;
    const struct shelf *shelf;
    struct casework c;
    struct label label[CASE_LABELS_MAX];
    struct findings findings[CHECK_MARKETS_MAX]; /* of the box judged last */
};

struct consulted *case_consulted(struct casework *c, enum scheme scheme);

#endif
