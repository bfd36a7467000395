#ifndef KENPIN_EVENT_H
#define KENPIN_EVENT_H

#include "app/check/check.h"
#include "app/codes/gtin.h"

/* What happens at a counter beside the checks themselves, as records of evidence.db: kind "counter". */

enum event_act {
    EVENT_ACT_NONE,
    EVENT_ACT_OPEN,        /* a consignment begins; the record's number is its id */
    EVENT_ACT_EXPECTED,    /* what should come, in place of what was expected before */
    EVENT_ACT_REPEAT,      /* one more box like `of`: judged again, with the same outcome by the same rules */
    EVENT_ACT_LABEL,       /* the label of a box that was answered by its model was read after all: the same */
    EVENT_ACT_ACK,         /* somebody saw the alarm of `of` */
    EVENT_ACT_DISPOSITION, /* what was done with `of` */
    EVENT_ACT_VOID,        /* `of` does not count */
    EVENT_ACT_DROP,        /* codes read that no box came of */
    EVENT_ACT_CLOSE,
};

const char *event_act_name(enum event_act a); /* "open"; "" for none */
enum event_act event_act_from_name(const char *name);

struct event_line {
    char gtin[GTIN_TEXT];
    int64_t quantity;
};

#define EVENT_LINES_MAX 5000

/* All borrowed; NULL and 0 = not said, and not written. */
struct counter_event {
    enum event_act act;
    moment at;
    enum lang lang;
    int64_t consignment, station, box; /* box: the station's own number of it */
    const char *consignment_name, *station_name, *by, *key;
    int64_t of, quantity;
    const char *name, *supplier, *reason, *how, *items, *supervisor;
    enum market market[CHECK_MARKETS_MAX];
    size_t markets;
    bool automatic; /* of open: begun by the first box of a station that was at none */
    enum outcome outcome;
    const struct symbols *codes;
    const struct event_line *line;
    size_t lines;
};

int event_append(struct ledger *ledger, const struct counter_event *e, struct receipt *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
