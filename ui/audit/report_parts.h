#ifndef KENPIN_AUDIT_REPORT_PARTS_H
#define KENPIN_AUDIT_REPORT_PARTS_H

#include "ui/audit/report.h"

/* The page's parts that say what an audit comes to. For report_html.c. */

enum { PARTS_SUPPLIERS_MAX = 500 /* told apart */ };

struct supplier {
    char name[96];
    int64_t by_outcome[OUTCOME_STOP + 1], rows;
};

struct parts {
    const struct report *r;
    FILE *out;
    enum lang lang;
    bool demo;
    struct supplier *supplier; /* owned, PARTS_SUPPLIERS_MAX of them */
    size_t suppliers;
};

const char *parts_say(const struct parts *p, const char *en, const char *ja);
const char *parts_class(enum outcome o);                   /* of CSS: "hold", "none" */
void parts_outcome(const struct parts *p, enum outcome o); /* "✖ HOLD" */
void parts_number(FILE *out, double number);               /* 1,234,567, with two places where it is not whole */
void parts_cell(FILE *out, const char *text, bool number);
/* A table that scrolls by itself where it is wider than the page. */
void parts_table(const struct parts *p, const char *name);
void parts_table_end(const struct parts *p);

void parts_count_supplier(struct parts *p, const char *name, enum outcome outcome);

void parts_head(const struct parts *p);
void parts_cards(const struct parts *p);
void parts_markets(const struct parts *p);
void parts_suppliers(struct parts *p); /* sorts them */
void parts_timeline(const struct parts *p);
void parts_forecast(const struct parts *p);
void parts_twice(const struct parts *p);
void parts_foot(const struct parts *p);

#endif
