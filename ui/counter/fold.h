#ifndef KENPIN_FOLD_H
#define KENPIN_FOLD_H

#include <cjson/cJSON.h>

#include "app/check/row.h"
#include "ui/counter/counter.h"
#include "ui/counter/event.h"
#include "ui/counter/work.h"

/* What the records of a counter add up to: consignments with their boxes. Only reads records; the same records give
 * the same, whoever wrote them. */

/* One answered box. Texts owned; NULL = none. */
struct fold_box {
    int64_t seq;     /* of the record that counts: the last check of it, or the repeat */
    int64_t first;   /* of the record that brought it */
    int64_t of;      /* a repeat: the first record of the box it is like; 0 = it is none */
    int64_t number;  /* in the consignment, 1 and up */
    int64_t station; /* id */
    int64_t quantity;
    int64_t like; /* boxes like it, itself among them, that are not void; filled by fold_sum */
    enum outcome outcome;
    moment at;
    char *station_name;
    char *product; /* what tells products apart: "gtin:...", "sku:...", "model:..."; NULL = not known */
    char *labels;  /* numbers it was judged on, a line each; "" = on none */
    char *label;   /* a label's text as read, for `label` events; NULL = none was read */
    char *shown;   /* its product for people: "Nosuch ND-1" */
    char *reason;  /* of the worst market */
    char *gtin;
    bool acknowledged, is_void;
    enum disposition disposition;
    int64_t disposed; /* the record that says so */
    moment disposed_at;
    char *disposed_by, *disposed_reason, *items;
};

/* Of one product, what should come. */
struct fold_line {
    char gtin[GTIN_TEXT];
    int64_t quantity;
    int64_t came; /* filled by fold_sum */
};

struct fold_consignment {
    int64_t id;
    char *name, *supplier, *opened_by, *closed_by; /* owned */
    moment opened_at, closed_at;                   /* closed_at 0 = it is open */
    bool automatic;                                /* nobody opened it: the day's first box did */
    enum market market[CHECK_MARKETS_MAX];
    size_t markets;
    struct fold_box *box; /* owned */
    size_t boxes, room;
    struct fold_line *line; /* owned; what is expected, by GTIN; NULL = nothing was said */
    size_t lines;
};

#define FOLD_CONSIGNMENTS_MAX  256    /* open at once: no more are begun */
#define FOLD_CONSIGNMENTS_ROOM 512    /* programs that began one at the same moment; and what is on record is read */
#define FOLD_BOXES_MAX         100000 /* of one consignment: no more are taken; what is on record is read */

struct fold {
    struct fold_consignment *item[FOLD_CONSIGNMENTS_ROOM]; /* owned */
    size_t count;
    int64_t only; /* 0 = all that are open; else this one alone, and it stays when it is closed */
    int64_t seq;  /* read up to here */
};

/* What one record says about the counter, for whoever keeps more than this. */
struct fold_note {
    bool counts;        /* it is a record of a counter */
    enum event_act act; /* EVENT_ACT_NONE: a check */
    int64_t consignment, station, box, seq;
    int64_t instead_of, of;
    char key[WORK_KEY_MAX]; /* "" = none */
    moment at;
};

int fold_record(struct fold *f, const struct ledger_record *record, struct fold_note *note, struct err *err)
    __attribute__((warn_unused_result));
void fold_clear(struct fold *f); /* safe on {0} and twice */

struct fold_consignment *fold_find(const struct fold *f, int64_t id);
/* By the record that counts, or that brought it. */
struct fold_box *fold_box(const struct fold_consignment *c, int64_t seq);

/* The box whose disposition counts for this one: a repeat's is that of the box it is like. */
const struct fold_box *fold_head(const struct fold_consignment *c, const struct fold_box *b);
/* Somebody has said what was done with it: said of the box it is like, it covers those that were there then, and none
 * that came later. */
bool fold_disposed(const struct fold_consignment *c, const struct fold_box *b);
/* Held, and nobody has said what was done with it. */
bool fold_box_open(const struct fold_consignment *c, const struct fold_box *b);
/* And it is to be listed by itself: a repeat stands under the box it is like, unless that one is void. */
bool fold_box_alert(const struct fold_consignment *c, const struct fold_box *b);
bool fold_bad(enum outcome o);   /* review or worse; OUTCOME_NONE is */
bool fold_alarm(enum outcome o); /* hold or worse: somebody must say that it was seen */

/* The labels' numbers that its markets were judged on, each once, a line each; "" = on none. *out owned by the caller.
 */
int fold_labels(const struct check_row *row, char **out, struct err *err) __attribute__((warn_unused_result));

/* What a consignment adds up to. */
struct fold_sum {
    int64_t boxes, pieces, repeats, alerts;
    int64_t by_outcome[OUTCOME_STOP + 1];
    enum outcome worst;                        /* of those open; OUTCOME_NONE = none is */
    int64_t lines, expected, missing, surplus; /* pieces */
};
void fold_sum(struct fold_consignment *c, struct fold_sum *out);

#endif
