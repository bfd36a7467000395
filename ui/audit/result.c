#include "ui/audit/result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/registry/headings.h"

/* A cell that begins so is run as a formula by spreadsheets; an apostrophe before it makes it text (OWASP, "CSV
 * injection"). */
static bool like_formula(const char *text)
{
    return text[0] == '=' || text[0] == '+' || text[0] == '-' || text[0] == '@' || text[0] == '\t' || text[0] == '\r';
}

void audit_csv_cell(struct buffer *out, const char *text)
{
    size_t size = strcspn(text, ",\"\r\n");
    bool formula = like_formula(text);
    if (!text[size] && !formula) {
        buffer_put(out, text, size);
        return;
    }
    buffer_text(out, formula ? "\"'" : "\"");
    for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
        buffer_put(out, text, (size_t)(quote + 1 - text));
        buffer_char(out, '"');
    }
    buffer_text(out, text);
    buffer_char(out, '"');
}

/* ---- cells made of several texts ---- */

enum { CELL_MAX = 2000 };

struct joined {
    char text[CELL_MAX];
    size_t size;
};

static void add(struct joined *c, const char *text)
{
    size_t size = strlen(text);
    if (size > sizeof c->text - 1 - c->size)
        size = sizeof c->text - 1 - c->size;
    memcpy(c->text + c->size, text, size);
    c->size += size;
    c->text[c->size] = 0;
}

static void add_item(struct joined *c, const char *text)
{
    if (c->size)
        add(c, "; ");
    add(c, text);
}

static void add_lines(struct joined *c, const struct judge_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        add_item(c, lines->item[i]);
}

static void add_findings(struct joined *c, finding_set set)
{
    for (int code = FINDING_NONE + 1; code < FINDING_CODES; code++)
        if (set & FINDING_BIT(code))
            add_item(c, finding_name((enum finding_code)code));
}

/* ---- columns ---- */

struct source {
    const struct audit_result *r;
    const struct check_row *row;
    const struct check_row_market *market; /* of this column; else the worst */
};

static void put_outcome(struct joined *c, const struct source *s)
{
    add(c, outcome_name(s->row->outcome));
}

static void put_market_outcome(struct joined *c, const struct source *s)
{
    add(c, outcome_name(s->market->outcome));
}

static void put_market(struct joined *c, const struct source *s)
{
    add(c, market_name(s->market->market));
}

static void put_rule(struct joined *c, const struct source *s)
{
    add(c, s->market->rule);
}

static void put_route(struct joined *c, const struct source *s)
{
    add(c, route_name(s->market->route));
}

static void put_reason(struct joined *c, const struct source *s)
{
    add(c, s->market->reason);
}

static void put_next(struct joined *c, const struct source *s)
{
    add_lines(c, &s->market->next);
}

static void put_cite(struct joined *c, const struct source *s)
{
    add_lines(c, &s->market->cite);
}

static void put_findings(struct joined *c, const struct source *s)
{
    finding_set all = 0;
    for (size_t m = 0; m < s->row->markets; m++)
        all |= s->row->market[m].findings;
    add_findings(c, all);
}

static void put_text(struct joined *c, const char *text)
{
    add(c, text ? text : "");
}

static void put_gtin(struct joined *c, const struct source *s)
{
    put_text(c, s->row->gtin);
}

static void put_number(struct joined *c, const struct source *s)
{
    put_text(c, s->row->number);
}

static void put_scheme(struct joined *c, const struct source *s)
{
    put_text(c, s->row->scheme);
}

static void put_status(struct joined *c, const struct source *s)
{
    put_text(c, s->row->status);
}

static void put_level(struct joined *c, const struct source *s)
{
    char level[2] = {(char)('0' + s->row->level % 10), 0};
    add(c, s->row->level ? level : "");
}

static void put_expires(struct joined *c, const struct source *s)
{
    char text[DAY_TEXT];
    add(c, day_text(s->row->expires, text));
}

static void put_match(struct joined *c, const struct source *s)
{
    put_text(c, s->row->match);
}

/* "zeros-lost: 12345670 > 00000012345670" */
static void put_notes(struct joined *c, const struct source *s)
{
    if (s->r->trouble)
        add_item(c, s->r->trouble);
    for (size_t i = 0; i < s->r->notes; i++) {
        const struct check_note *n = &s->r->note[i];
        add_item(c, n->code);
        if (n->seen) {
            add(c, ": ");
            add(c, n->seen);
        }
        if (n->taken && n->seen && strcmp(n->taken, n->seen) != 0) {
            add(c, " > ");
            add(c, n->taken);
        }
    }
}

/* What to write in the listing, or to take out of it. */
static void put_fix(struct joined *c, const struct source *s)
{
    for (size_t i = 0; i < s->r->notes; i++)
        if (s->r->note[i].say && !strncmp(s->r->note[i].code, "listing-", strlen("listing-")))
            add_item(c, s->r->note[i].say);
}

static void put_sold_by(struct joined *c, const struct source *s)
{
    char text[DAY_TEXT];
    add(c, day_text(s->r->sold_by, text));
}

static void put_lapses(struct joined *c, const struct source *s)
{
    char text[DAY_TEXT];
    day lapses = s->r->sold_by && s->r->rests_until < s->r->sold_by ? s->r->rests_until : 0;
    add(c, day_text(lapses, text));
}

static void put_codes(struct joined *c, const struct source *s)
{
    for (size_t i = 0; s->r->codes && i < s->r->codes->count; i++) {
        const struct symbol *code = &s->r->codes->item[i];
        add_item(c, symbology_name(code->symbology));
        add(c, " ");
        add(c, code->text ? code->text : "?");
        if (s->r->picture && s->r->picture[i]) {
            add(c, " (");
            add(c, s->r->picture[i]);
            add(c, ")");
        }
    }
}

static void put_change(struct joined *c, const struct source *s)
{
    put_text(c, s->r->change);
}

static void put_cause(struct joined *c, const struct source *s)
{
    put_text(c, s->r->cause);
}

static bool always(const struct audit_shape *shape)
{
    (void)shape;
    return true;
}

static bool if_pictures(const struct audit_shape *shape)
{
    return shape->pictures;
}

static bool if_against(const struct audit_shape *shape)
{
    return shape->against;
}

static bool if_listings(const struct audit_shape *shape)
{
    return shape->listings;
}

static bool if_forecast(const struct audit_shape *shape)
{
    return shape->forecast;
}

static bool if_gb(const struct audit_shape *shape)
{
    return shape->market[MARKET_GB];
}

static bool if_ni(const struct audit_shape *shape)
{
    return shape->market[MARKET_NI];
}

static bool if_jp(const struct audit_shape *shape)
{
    return shape->market[MARKET_JP];
}

enum group { GROUP_SHARED, GROUP_OWN, GROUP_REST }; /* in the order of the columns */

static const struct {
    enum group group;
    enum market market; /* of this market's verdict */
    const char *heading;
    void (*put)(struct joined *c, const struct source *s);
    bool (*there)(const struct audit_shape *shape);
} columns[] = {
    {GROUP_SHARED, MARKET_NONE, "outcome", put_outcome, always},
    {GROUP_SHARED, MARKET_NONE, "market", put_market, always},
    {GROUP_SHARED, MARKET_NONE, "rule", put_rule, always},
    {GROUP_SHARED, MARKET_NONE, "route", put_route, always},
    {GROUP_SHARED, MARKET_NONE, "reason", put_reason, always},
    {GROUP_SHARED, MARKET_NONE, "next", put_next, always},
    {GROUP_SHARED, MARKET_NONE, "cite", put_cite, always},
    {GROUP_SHARED, MARKET_GB, "gb_outcome", put_market_outcome, if_gb},
    {GROUP_SHARED, MARKET_GB, "gb_rule", put_rule, if_gb},
    {GROUP_SHARED, MARKET_NI, "ni_outcome", put_market_outcome, if_ni},
    {GROUP_SHARED, MARKET_NI, "ni_rule", put_rule, if_ni},
    {GROUP_SHARED, MARKET_JP, "jp_outcome", put_market_outcome, if_jp},
    {GROUP_SHARED, MARKET_JP, "jp_rule", put_rule, if_jp},
    {GROUP_SHARED, MARKET_NONE, "findings", put_findings, always},
    {GROUP_SHARED, MARKET_NONE, "scheme", put_scheme, always},
    {GROUP_SHARED, MARKET_NONE, "status", put_status, always},
    {GROUP_SHARED, MARKET_NONE, "level", put_level, always},
    {GROUP_SHARED, MARKET_NONE, "expires", put_expires, always},
    {GROUP_SHARED, MARKET_NONE, "match", put_match, always},
    {GROUP_OWN, MARKET_NONE, "judged_label", put_number, always},
    {GROUP_OWN, MARKET_NONE, "product_gtin", put_gtin, always},
    {GROUP_REST, MARKET_NONE, "sold_by", put_sold_by, if_forecast},
    {GROUP_REST, MARKET_NONE, "lapses_before_sold", put_lapses, if_forecast},
    {GROUP_REST, MARKET_NONE, "codes", put_codes, if_pictures},
    {GROUP_REST, MARKET_NONE, "notes", put_notes, always},
    {GROUP_REST, MARKET_NONE, "fix", put_fix, if_listings},
    {GROUP_REST, MARKET_NONE, "change", put_change, if_against},
    {GROUP_REST, MARKET_NONE, "cause", put_cause, if_against},
};

static const char last_heading[] = "seq";

/* A heading that the list has already gets kenpin_ before it. */
static void name_column(const struct audit_shape *shape, const char *heading, char out[40])
{
    bool taken = false;
    for (size_t i = 0; i < shape->in->width && !taken; i++) {
        char *key = NULL;
        taken = headings_key(shape->in->heading[i], &key, NULL) == 0 && !strcmp(key, heading);
        free(key);
    }
    (void)snprintf(out, 40, "%s%s", taken ? "kenpin_" : "", heading);
}

size_t audit_result_headings(const struct audit_shape *shape, char out[AUDIT_RESULTS_MAX][40])
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (columns[i].there(shape))
            name_column(shape, columns[i].heading, out[count++]);
    if (shape->recorded)
        name_column(shape, last_heading, out[count++]);
    return count;
}

day audit_result_rests_until(const struct check_row *row)
{
    for (size_t m = 0; m < row->markets; m++)
        if (row->market[m].route == ROUTE_LABEL && !(row->market[m].findings & FINDING_BIT(FINDING_EXPIRED)))
            return row->expires;
    return 0;
}

static const struct check_row_market *market_of(const struct check_row *row, enum market market)
{
    for (size_t m = 0; m < row->markets; m++)
        if (row->market[m].market == market)
            return &row->market[m];
    return NULL;
}

static void put_group(const struct audit_shape *shape, enum group group, const struct check_row *row,
                      const struct audit_result *r, struct buffer *out)
{
    struct joined cell;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct source s = {.r = r, .row = row};
        if (columns[i].group != group || !columns[i].there(shape))
            continue;
        cell.size = 0;
        cell.text[0] = 0;
        if (row && row->markets)
            s.market = columns[i].market ? market_of(row, columns[i].market) : &row->market[row->worst];
        if (s.market || r)
            columns[i].put(&cell, &s);
        buffer_char(out, ',');
        audit_csv_cell(out, cell.text);
    }
}

void audit_result_put_shared(const struct audit_shape *shape, const struct check_row *row, struct buffer *out)
{
    put_group(shape, GROUP_SHARED, row, NULL, out);
}

void audit_result_put_own(const struct audit_shape *shape, const struct check_row *row, struct buffer *out)
{
    put_group(shape, GROUP_OWN, row, NULL, out);
}

void audit_result_put_rest(const struct audit_shape *shape, const struct audit_result *r, struct buffer *out)
{
    put_group(shape, GROUP_REST, NULL, r, out);
}

void audit_result_end(const struct audit_shape *shape, int64_t seq, struct buffer *out)
{
    if (shape->recorded)
        buffer_char(out, ',');
    if (shape->recorded && seq)
        buffer_number(out, seq);
    buffer_text(out, "\r\n");
}
