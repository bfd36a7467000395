#ifndef KENPIN_BOX_H
#define KENPIN_BOX_H

#include "app/base/finding.h"
#include "app/codes/gs1.h"
#include "app/codes/gtin.h"
#include "app/codes/symbol.h"
#include "app/label/scheme.h"

/* What the codes of one box say they are. Still nothing is believed: a number here is only what somebody printed. */

enum ref_kind {
    REF_NONE,
    REF_NUMBER,    /* a JC-STAR number, typed */
    REF_URL,       /* a page on a scheme's official host */
    REF_CLS,       /* CSA/DDMMYY/id */
    REF_CLS_SHORT, /* CSA/id: a CLS label only when the list holds exactly that string */
    REF_MARK,      /* another scheme's mark, by name */
    REF_PLAIN,     /* any other text: a label only if a copy lists exactly that number; or a SKU of the catalogue */
};

struct ref {
    enum ref_kind kind;
    enum scheme scheme;  /* SCHEME_NONE for REF_CLS_SHORT and REF_PLAIN */
    enum origin from;    /* ORIGIN_TYPED for a typed label as well */
    char *text;          /* owned; as read, NFKC when typed */
    char *product_id;    /* owned; REF_CLS: the last part; else NULL */
    day printed_expires; /* REF_CLS: the date in the id where it is a real day; else 0 */
    bool implausible;    /* REF_CLS: no real day, or too early, or too late (finding id-implausible) */
    const char *mark;    /* REF_MARK: static name of the scheme, "IT-Sicherheitskennzeichen (BSI)" */
};

#define BOX_MAX SYMBOLS_MAX

struct box {
    char gtin[BOX_MAX][GTIN_TEXT]; /* good ones, in the order met, each once; no books, no in-store numbers */
    size_t gtins;
    struct ref ref[BOX_MAX];
    size_t refs;
    struct gs1_field element[GS1_FIELDS_MAX]; /* batch, serial, dates: what element strings said beside the GTIN */
    size_t elements;
    struct findings findings; /* gtin-*, id-implausible, unofficial-url, code-in-parts, the scanner's faults */
    bool unread;              /* only some parts of a message are there: what it says is not known */
};

/* Adds what all codes of the box say. A message over several symbols counts once all its parts are there. `today` (the
 * check's day in Singapore) bounds a plausible CLS date. */
int box_add_symbols(struct box *box, const struct symbols *all, day today, struct err *err)
    __attribute__((warn_unused_result));

/* A typed label: a number, an id, an address or the name of a mark (NFKC done here). */
int box_add_label(struct box *box, const char *text, day today, struct err *err) __attribute__((warn_unused_result));

/* A typed GTIN (NFKC done here). A bad one is a finding. */
int box_add_gtin(struct box *box, const char *text, struct err *err) __attribute__((warn_unused_result));

void box_clear(struct box *box);

#endif
