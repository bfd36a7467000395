/* One page that needs no other file: what an audit comes to, and what to do, row by row. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/audit/note.h"
#include "ui/audit/report_parts.h"
#include "ui/show/say.h"

enum { ROWS_MAX = 20000 /* that need action, on the page; the list itself has all */ };

struct html {
    const struct report *r;
    struct parts parts;
    int64_t row, shown, left_out;
    struct group {
        FILE *rows; /* held back, into `held` */
        char *held; /* owned */
        size_t size;
        int64_t shown; /* rows of it */
    } group[SUM_RULES_MAX];
};

static const char *say(const struct html *h, const char *en, const char *ja)
{
    return parts_say(&h->parts, en, ja);
}

static bool needs_action(enum outcome o)
{
    return o == OUTCOME_NONE || o >= OUTCOME_WARN;
}

/* ---- one row ---- */

static const struct {
    enum audit_field field;
    const char *en, *ja;
} shown[] = {{AUDIT_SKU, "SKU", "SKU"},
             {AUDIT_GTIN, "GTIN", "GTIN"},
             {AUDIT_BRAND, "brand", "ブランド"},
             {AUDIT_MODEL, "model", "型番"},
             {AUDIT_TITLE, "title", "タイトル"},
             {AUDIT_PICTURE, "pictures", "画像"},
             {AUDIT_SUPPLIER, "supplier", "仕入先"},
             {AUDIT_QUANTITY, "qty", "数量"},
             {AUDIT_LOCATION, "location", "場所"}};

#define SHOWN (sizeof shown / sizeof *shown)

static size_t columns_shown(const struct html *h)
{
    size_t count = 2; /* label, expires */
    for (size_t i = 0; i < SHOWN; i++)
        count += h->r->map->field[shown[i].field] >= 0;
    return count;
}

/* A sentence behind others. */
struct sentences {
    FILE *out;
    size_t count;
    const char *between;
};

static void begin_sentence(struct sentences *s)
{
    fputs(s->count++ ? s->between : "", s->out);
}

/* What the other markets say, where there are several. */
static void put_markets(const struct html *h, struct sentences *s, const char *const *cell, size_t count)
{
    const struct line_map *m = h->r->map;
    size_t said = 0;
    for (int i = MARKET_GB; i <= MARKET_JP; i++)
        said += *line_cell(cell, count, m->by_market[i]) != 0;
    for (int i = MARKET_GB; said > 1 && i <= MARKET_JP; i++) {
        const char *word = line_cell(cell, count, m->by_market[i]);
        if (!*word)
            continue;
        begin_sentence(s);
        fprintf(s->out, "<b>%s ", words_in(say_market(market_name((enum market)i)), h->parts.lang));
        fprintf(s->out, "%s %s</b>", show_outcome_symbol(outcome_from_name(word)),
                words_in(show_outcome_words(outcome_from_name(word)), h->parts.lang));
    }
}

/* "expired; two-products", in words. That data is for demonstration stands at the head. */
static void put_findings(const struct html *h, struct sentences *s, const char *names)
{
    char name[64];
    for (size_t size; *names; names += size + (names[size] ? 2 : 0)) {
        size = strcspn(names, ";");
        (void)snprintf(name, sizeof name, "%.*s", (int)(size < sizeof name ? size : 0), names);
        enum finding_code code = finding_from_name(name);
        if (!code || code == FINDING_DEMO)
            continue;
        begin_sentence(s);
        report_escaped(s->out, words_in(finding_words(code), h->parts.lang));
    }
}

/* One note, "code: seen > taken": the code in words, and what it was met in. What has no words says all by itself; what
 * a listing must change stands behind. */
static void put_note(const struct html *h, struct sentences *s, const char *text)
{
    char code[64];
    const char *seen = strstr(text, ": ");
    size_t size = seen ? (size_t)(seen - text) : strlen(text);
    (void)snprintf(code, sizeof code, "%.*s", (int)(size < sizeof code ? size : 0), text);
    struct words words = audit_note_words_of(code);
    if (!strncmp(code, "listing-", strlen("listing-")))
        return;
    begin_sentence(s);
    report_escaped(s->out, words.en ? words_in(words, h->parts.lang) : text);
    if (words.en && seen) {
        fputs(say(h, ": <q>", "：<q>"), s->out);
        report_escaped(s->out, seen + 2);
        fputs("</q>", s->out);
    }
}

static bool begins_note(const char *text)
{
    char code[64];
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz-");
    (void)snprintf(code, sizeof code, "%.*s", (int)(size < sizeof code ? size : 0), text);
    return (text[size] == 0 || !strncmp(text + size, ": ", 2) || !strncmp(text + size, "; ", 2)) &&
           (audit_note_words_of(code).en || !strncmp(code, "listing-", strlen("listing-")));
}

/* Notes are apart by "; ", which what was seen may hold as well: a new one begins with a code. Changes `notes`. */
static void put_notes(const struct html *h, struct sentences *s, char *notes)
{
    while (notes && *notes) {
        char *next = notes;
        while ((next = strstr(next, "; ")) && !begins_note(next + 2))
            next += 2;
        if (next)
            *next = 0;
        put_note(h, s, notes);
        notes = next ? next + 2 : NULL;
    }
}

/* What was read, and from which picture. */
static void put_codes(const struct html *h, struct sentences *s, const char *codes)
{
    if (!*codes)
        return;
    begin_sentence(s);
    fputs(say(h, "read: ", "読み取り："), s->out);
    report_escaped(s->out, codes);
}

/* Why, and what to write in the listing: a line below the row's own cells. */
static int put_why(struct html *h, FILE *out, const char *const *cell, size_t count, struct err *err)
{
    const struct line_map *m = h->r->map;
    struct sentences s = {.out = out, .between = " · "};
    const char *fix = line_cell(cell, count, m->fix);
    char *notes = strdup(line_cell(cell, count, m->notes));
    if (!notes)
        return err_memory(err);
    fprintf(out, "<tr class=\"why\"><td></td><td colspan=\"%zu\">", columns_shown(h));
    put_markets(h, &s, cell, count);
    put_findings(h, &s, line_cell(cell, count, m->findings));
    put_notes(h, &s, notes);
    put_codes(h, &s, line_cell(cell, count, m->codes));
    if (*fix) {
        fprintf(out, "%s<b>", s.count ? "<br>" : "");
        report_escaped(out, fix);
        fputs("</b>", out);
    }
    fputs("</td></tr>", out);
    free(notes);
    return 0;
}

static int put_row(struct html *h, FILE *out, const char *const *cell, size_t count, enum outcome outcome,
                   struct err *err)
{
    const struct line_map *m = h->r->map;
    fprintf(out, "<tbody class=\"row\" data-o=\"%s\"><tr><td class=\"n\">%" PRId64 "</td>", parts_class(outcome),
            h->row);
    for (size_t i = 0; i < SHOWN; i++)
        if (m->field[shown[i].field] >= 0)
            parts_cell(out, line_cell(cell, count, m->field[shown[i].field]), shown[i].field == AUDIT_QUANTITY);
    parts_cell(out, line_cell(cell, count, m->number), false);
    parts_cell(out, line_cell(cell, count, m->expires), false);
    fputs("</tr>", out);
    int rc = put_why(h, out, cell, count, err);
    fputs("</tbody>\n", out);
    return rc;
}

/* ---- the list, once through ---- */

static int group_of(const struct html *h, const char *const *cell, size_t count, enum outcome outcome)
{
    const struct line_map *m = h->r->map;
    const char *rule = line_cell(cell, count, m->rule);
    enum market market = market_from_name(line_cell(cell, count, m->market));
    for (size_t i = 0; i < h->r->sum->rules; i++)
        if (h->r->sum->rule[i].market == market && h->r->sum->rule[i].outcome == outcome &&
            !strcmp(h->r->sum->rule[i].rule, rule))
            return (int)i;
    return -1;
}

static int take_row(void *ctx, const char *const *cell, size_t count, struct err *err)
{
    struct html *h = ctx;
    const struct line_map *m = h->r->map;
    enum outcome outcome = outcome_from_name(line_cell(cell, count, m->outcome));
    enum audit_field from = m->field[AUDIT_SUPPLIER] >= 0 ? AUDIT_SUPPLIER : AUDIT_BRAND;
    h->row++;
    h->parts.demo |= strstr(line_cell(cell, count, m->findings), finding_name(FINDING_DEMO)) != NULL;
    parts_count_supplier(&h->parts, line_cell(cell, count, m->field[from]), outcome);
    if (!needs_action(outcome) && !*line_cell(cell, count, m->fix))
        return 0;
    int at = group_of(h, cell, count, outcome);
    if (at < 0 || h->shown >= ROWS_MAX) {
        h->left_out++;
        return 0;
    }
    struct group *g = &h->group[at];
    if (!g->rows && !(g->rows = open_memstream(&g->held, &g->size)))
        return err_memory(err);
    g->shown++;
    h->shown++;
    return put_row(h, g->rows, cell, count, outcome, err);
}

/* ---- what to do ---- */

/* "a; b" as a list. Sentences end with a full stop, so that a semicolon within one stays. */
static void put_steps(struct html *h, const char *text)
{
    const char *between = h->parts.lang == LANG_JA ? "。; " : ".; ";
    size_t keep = strlen(between) - 2;
    FILE *out = h->parts.out;
    fputs("<ul class=\"todo\">", out);
    while (*text) {
        const char *end = strstr(text, between);
        size_t size = end ? (size_t)(end - text) + keep : strlen(text);
        char *part = strndup(text, size);
        fputs("<li>", out);
        report_escaped(out, part ? part : "");
        fputs("</li>", out);
        free(part);
        text += size + (end ? 2 : 0);
    }
    fputs("</ul>\n", out);
}

/* What a group is about, in one line. */
static void put_title(struct html *h, const struct sum_rule *r)
{
    FILE *out = h->parts.out;
    if (!r->outcome) {
        fputs(say(h, "Not checked: each row says why", "検査していない行（理由は各行にあります）"), out);
        return;
    }
    fprintf(out, "%s · ", words_in(say_market(market_name(r->market)), h->parts.lang));
    if (needs_action(r->outcome))
        report_escaped(out, r->reason ? r->reason : "");
    else
        fputs(say(h, "Only what the listing says is to be corrected.", "出品の表示だけを直してください。"), out);
}

static void put_group(struct html *h, size_t at)
{
    const struct sum_rule *r = &h->r->sum->rule[at];
    const struct group *g = &h->group[at];
    FILE *out = h->parts.out;
    fprintf(out, "<details class=\"group %s\" id=\"g%zu\" open><summary><span class=\"badge\">",
            parts_class(r->outcome), at);
    parts_outcome(&h->parts, r->outcome);
    fputs("</span> <h3>", out);
    put_title(h, r);
    fprintf(out, "</h3> <span class=\"dim\">%" PRId64 " %s</span></summary>\n", g->shown,
            say(h, g->shown == 1 ? "row" : "rows", "行"));
    if (needs_action(r->outcome) && r->outcome) {
        put_steps(h, r->next ? r->next : "");
        fprintf(out, "<p class=\"cite\">%s ", r->rule);
        report_escaped(out, r->cite ? r->cite : "");
        fputs("</p>\n", out);
    }
    parts_table(&h->parts, r->rule);
    fprintf(out, "<th class=\"n\">%s</th>", say(h, "row", "行"));
    for (size_t i = 0; i < SHOWN; i++)
        if (h->r->map->field[shown[i].field] >= 0)
            fprintf(out, "<th%s>%s</th>", shown[i].field == AUDIT_QUANTITY ? " class=\"n\"" : "",
                    say(h, shown[i].en, shown[i].ja));
    fprintf(out, "<th>%s</th><th>%s</th></tr></thead>\n", say(h, "label", "ラベル"), say(h, "expires", "期限"));
    (void)fwrite(g->held, 1, g->size, out);
    fputs("</table></div></details>\n", out);
}

static void put_overview_row(struct html *h, size_t at)
{
    const struct sum_rule *r = &h->r->sum->rule[at];
    FILE *out = h->parts.out;
    fprintf(out, "<tr><td class=\"c\"><span class=\"badge %s\">", parts_class(r->outcome));
    parts_outcome(&h->parts, r->outcome);
    fprintf(out, "</span></td><td><a href=\"#g%zu\">", at);
    put_title(h, r);
    fputs("</a></td><td class=\"n\">", out);
    parts_number(out, (double)h->group[at].shown);
    fputs("</td></tr>\n", out);
}

/* In the order of what is worst. */
static void each_group(struct html *h, void (*put)(struct html *h, size_t at))
{
    static const enum outcome order[] = {OUTCOME_STOP, OUTCOME_HOLD, OUTCOME_NONE, OUTCOME_REVIEW,
                                         OUTCOME_WARN, OUTCOME_PASS, OUTCOME_OUT};
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (size_t g = 0; g < h->r->sum->rules; g++)
            if (h->group[g].rows && h->r->sum->rule[g].outcome == order[o])
                put(h, g);
}

static void put_overview(struct html *h)
{
    FILE *out = h->parts.out;
    const char *name = say(h, "What to do", "対応が必要なこと");
    fprintf(out, "<h2>%s</h2>\n", name);
    if (!h->shown) {
        fprintf(out, "<p>%s</p>\n", say(h, "No row needs action.", "対応が必要な行はありません。"));
        return;
    }
    parts_table(&h->parts, name);
    fprintf(out, "<th>%s</th><th>%s</th><th class=\"n\">%s</th></tr></thead><tbody>\n", say(h, "outcome", "判定"),
            say(h, "why", "理由"), say(h, "rows", "行"));
    each_group(h, put_overview_row);
    parts_table_end(&h->parts);
}

static void put_tools(struct html *h)
{
    FILE *out = h->parts.out;
    bool there[OUTCOME_STOP + 1] = {false};
    for (size_t g = 0; g < h->r->sum->rules; g++)
        there[h->r->sum->rule[g].outcome] |= h->group[g].rows != NULL;
    fprintf(
        out,
        "<h2>%s</h2>\n<p class=\"dim\">%s</p>\n<div class=\"tools\"><input type=\"search\" id=\"q\" placeholder=\"%s\" "
        "aria-label=\"%s\">\n",
        say(h, "The rows", "対象の行"),
        say(h, "Row 1 is the first below the headings. What is shown is what is printed.",
            "1 行目は見出しのすぐ下の行です。表示中の行だけが印刷されます。"),
        say(h, "Search these rows", "行を検索"), say(h, "Search", "検索"));
    for (int o = OUTCOME_STOP; o >= OUTCOME_NONE; o--)
        if (there[o]) {
            fprintf(out, "<label><input type=\"checkbox\" value=\"%s\" checked> ", parts_class((enum outcome)o));
            parts_outcome(&h->parts, (enum outcome)o);
            fputs("</label>\n", out);
        }
    fprintf(out, "<span class=\"dim\" role=\"status\"><span id=\"shown\">%" PRId64 "</span> %s</span></div>\n",
            h->shown, say(h, "rows shown", "行を表示"));
}

static void put_left_out(struct html *h)
{
    if (h->left_out)
        fprintf(h->parts.out,
                say(h,
                    "<p class=\"dim\">%" PRId64 " more rows need action than fit here: the CSV and the workbook have "
                    "all.</p>\n",
                    "<p class=\"dim\">対応が必要な行がほかに %" PRId64
                    " 行あります。CSV とブックにはすべてあります。</p>\n"),
                h->left_out);
}

static void put_page(struct html *h)
{
    struct parts *p = &h->parts;
    parts_head(p);
    parts_cards(p);
    put_overview(h);
    fputs("<div class=\"two\">\n", p->out);
    parts_markets(p);
    parts_suppliers(p);
    fputs("</div>\n", p->out);
    parts_timeline(p);
    parts_forecast(p);
    parts_twice(p);
    if (h->shown) {
        put_tools(h);
        each_group(h, put_group);
    }
    put_left_out(h);
    parts_foot(p);
}

int report_html(const struct report *r, const char *path, struct err *err)
{
    char name[FILES_PATH_MAX];
    struct html h = {.r = r, .parts = {.r = r, .lang = r->head->lang}};
    h.parts.supplier = calloc(PARTS_SUPPLIERS_MAX, sizeof *h.parts.supplier);
    if (!h.parts.supplier)
        return err_memory(err);
    int rc = files_each(r->files, take_row, &h, err);
    for (size_t g = 0; g < SUM_RULES_MAX; g++)
        if (h.group[g].rows && fclose(h.group[g].rows) && !rc)
            rc = err_memory(err);
    h.parts.out = rc ? NULL : report_open(path, name, err);
    if (h.parts.out) {
        put_page(&h);
        rc = report_done(h.parts.out, name, path, err);
    } else {
        rc = -1;
    }
    for (size_t g = 0; g < SUM_RULES_MAX; g++)
        free(h.group[g].held);
    free(h.parts.supplier);
    return rc;
}
