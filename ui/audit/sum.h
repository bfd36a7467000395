#ifndef KENPIN_AUDIT_SUM_H
#define KENPIN_AUDIT_SUM_H

#include "ui/audit/line.h"

/* What an audit comes to: counted line by line as they are written, in constant memory. */

#define SUM_RULES_MAX  64
#define SUM_TWICE_MAX  200 /* GTINs on several SKUs that are kept by name */
#define SUM_YEAR       2020
#define SUM_MONTHS_MAX 240        /* from the first month of SUM_YEAR */
#define SUM_GTINS_MAX  (1u << 20) /* distinct ones looked after */

struct sum_amount {
    int64_t rows;
    double quantity, value;
};

struct sum_rule { /* what to do, and for how many rows */
    char rule[8];
    enum market market;
    enum outcome outcome;
    char *reason, *next, *cite; /* owned */
    struct sum_amount amount;
};

struct sum_twice {
    char gtin[GTIN_TEXT];
    int64_t first, second; /* rows */
};

enum sum_change { SUM_SAME, SUM_WORSE, SUM_BETTER, SUM_NEW, SUM_OTHER, SUM_CHANGES };

struct sum {
    int64_t rows, by_outcome[OUTCOME_STOP + 1], by_market[MARKET_JP + 1][OUTCOME_STOP + 1];
    struct sum_rule rule[SUM_RULES_MAX];
    size_t rules;
    struct sum_amount expiring, lapsing;
    struct sum_amount lapse[SUM_MONTHS_MAX];   /* by the month in which a label lapses before the stock is sold */
    struct sum_amount expires[SUM_MONTHS_MAX]; /* by the month in which a label expires that something rests on */
    int64_t noted, unread, listings, changed[SUM_CHANGES];
    bool quantities, values; /* some row said one */
    struct sum_twice twice[SUM_TWICE_MAX];
    int64_t twices;
    bool gtins_full;
    int64_t first_seq, last_seq;
    struct sum_seen *seen; /* owned; a table of GTINs */
    size_t seen_room, seen_count;
    bool failed; /* no memory */
};

/* `expiring_until`: the last day of labels that are said to expire soon; 0 = not asked. */
void sum_add(struct sum *s, const struct line_map *map, const char *const *cell, size_t cells, day expiring_until);
void sum_clear(struct sum *s); /* safe on {0} and twice */

/* "2026-12" of month `index`. */
#define SUM_MONTH_TEXT 16
const char *sum_month(int index, char out[SUM_MONTH_TEXT]);

/* "1 row", "3 rows". */
#define SUM_ROWS_TEXT 32
const char *sum_rows(int64_t rows, enum lang lang, char out[SUM_ROWS_TEXT]);

struct sum_head {
    const char *file;
    day on;
    int expiring_days;
    bool forecast, against;
    enum lang lang;
};

/* The ten lines. */
void sum_print(const struct sum *s, const struct sum_head *head, FILE *out);
/* GTINs that stand on several SKUs, a line each; nothing when there are none. */
void sum_print_twice(const struct sum *s, enum lang lang, FILE *out);

#endif
