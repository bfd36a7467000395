#ifndef KENPIN_CHECK_H
#define KENPIN_CHECK_H

#include "app/base/buffer.h"
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

/* Something met in a list's row that a person must hear of: a repaired code, a claim of a listing. Borrowed. */
struct check_note {
    const char *code;  /* "zeros-lost", "claim-lapsed" */
    const char *field; /* what it was met in: "gtin", "title" */
    const char *seen;  /* as it stood there */
    const char *taken; /* what it was taken for; NULL = nothing */
    const char *say;   /* what to do, in the words of the one who reads it; NULL = nothing */
};

#define CHECK_NOTES_MAX 32

/* Where in a list a box stands. Borrowed; it goes on record. */
struct check_place {
    const char *audit, *file;   /* the run, and the list's name */
    int64_t row, line;          /* 1 and up: of the list, and of its file */
    day sold_by;                /* when the stock is likely to be sold; 0 = not said */
    const char *const *picture; /* beside ask->codes: which picture each was read from; NULL = none was */
    const struct check_note *note;
    size_t notes;
};

/* Which box of a goods-in counter it is. Borrowed; it goes on record. */
struct check_counter {
    int64_t consignment, station; /* ids; 0 = none */
    int64_t box;                  /* the station's own number of it, by which it counts once; 0 = none */
    const char *station_name;
    const char *key;    /* of the act that closed it; NULL = none */
    int64_t quantity;   /* pieces that it stands for */
    int64_t instead_of; /* the record of the same box that this one replaces; 0 = none */
    bool no_label;      /* somebody said that it carries none */
    const char *items;  /* "abcdefg": which items of the statement of compliance were seen; NULL = not looked at */
};

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
    bool unread;     /* something of the box could not be read, so that what was not found proves nothing */
    const struct check_place *place;     /* of a list; NULL = a box by itself */
    const struct check_counter *counter; /* of a goods-in counter; NULL = none */
    enum lang lang;                      /* of the sentences on record */
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

/* The same path for box after box, for lists: one desk a thread. check_judge runs it up to the verdict, check_record
 * gives the text that goes on record; whoever asks appends it, and shows nothing of it before. */
struct check_desk;

int check_desk_open(const struct registry *registry, const struct shelf *shelf, struct check_desk **out,
                    struct err *err) __attribute__((warn_unused_result));
void check_desk_close(struct check_desk *desk); /* NULL is fine */

/* `now`: of the check, asked of the clock after `last_record` of the ledger was read (0 = none). Borrows `ask` and all
 * that it borrows until the next box. */
int check_judge(struct check_desk *desk, const struct check_ask *ask, moment now, moment last_record, struct err *err)
    __attribute__((warn_unused_result));
/* Appends the text of the record of the box judged last. `place` in place of ask->place. */
int check_record(struct check_desk *desk, const struct check_place *place, struct buffer *out, struct err *err)
    __attribute__((warn_unused_result));

/* A record's text with its receipt, as check --json prints it. *out owned by the caller. */
int check_with_receipt(const char *text, const struct receipt *receipt, char **out, struct err *err)
    __attribute__((warn_unused_result));

#endif
