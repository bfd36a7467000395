/* One page that needs no other file: what an audit comes to, and what to do, row by row. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/audit/page.h"
#include "ui/audit/report.h"
#include "ui/show/say.h"

enum {
    ROWS_MAX = 20000,    /* that need action, on the page; the list itself has all */
    SUPPLIERS_MAX = 500, /* told apart */
    SUPPLIERS_SHOWN = 20,
    MONTHS_SHOWN = 36,
};

struct supplier {
    char name[96];
    int64_t by_outcome[OUTCOME_STOP + 1], rows;
};

struct html {
    const struct report *r;
    FILE *out;
    enum lang lang;
    int64_t row, shown, left_out;
    FILE *group[SUM_RULES_MAX]; /* rows of each thing to do, held back; into `held` */
    char *held[SUM_RULES_MAX];  /* owned */
    size_t size[SUM_RULES_MAX];
    struct supplier *supplier; /* owned */
    size_t suppliers;
    bool demo;
};

static const char *say(const struct html *h, const char *en, const char *ja)
{
    return h->lang == LANG_JA ? ja : en;
}

static bool needs_action(enum outcome o)
{
    return o == OUTCOME_NONE || o >= OUTCOME_WARN;
}

static const char *class_of(enum outcome o)
{
    return o ? outcome_name(o) : "none";
}

/* ---- the list, once through ---- */

static void count_supplier(struct html *h, const char *name, enum outcome outcome)
{
    struct supplier *s = NULL;
    if (!*name)
        return;
    for (size_t i = 0; i < h->suppliers && !s; i++)
        if (!strncmp(h->supplier[i].name, name, sizeof h->supplier[i].name - 1))
            s = &h->supplier[i];
    if (!s && h->suppliers < SUPPLIERS_MAX) {
        s = &h->supplier[h->suppliers++];
        text_copy(s->name, sizeof s->name, name);
    }
    if (!s)
        return;
    s->rows++;
    s->by_outcome[outcome]++;
}

static const struct {
    enum audit_field field;
    const char *en, *ja;
} shown[] = {{AUDIT_SKU, "SKU", "SKU"},          {AUDIT_GTIN, "GTIN", "GTIN"},
             {AUDIT_BRAND, "brand", "ブランド"}, {AUDIT_MODEL, "model", "型番"},
             {AUDIT_TITLE, "title", "タイトル"}, {AUDIT_SUPPLIER, "supplier", "仕入先"},
             {AUDIT_QUANTITY, "qty", "数量"},    {AUDIT_LOCATION, "location", "場所"}};

#define SHOWN (sizeof shown / sizeof *shown)

/* Codes and dates stay on one line, as far as they are short. */
static void put_cell(FILE *out, const char *text, bool number)
{
    enum { SHORT = 20 };
    bool code = strlen(text) <= SHORT && strpbrk(text, "0123456789") && !strpbrk(text, " ");
    fputs(number ? "<td class=\"n\">" : code ? "<td class=\"c\">" : "<td>", out);
    report_escaped(out, text);
    fputs("</td>", out);
}

static void put_row(struct html *h, FILE *out, const char *const *cell, size_t count, enum outcome outcome)
{
    const struct line_map *m = h->r->map;
    fprintf(out, "<tr class=\"row\" data-o=\"%s\"><td class=\"n\">%" PRId64 "</td>", class_of(outcome), h->row);
    for (size_t i = 0; i < SHOWN; i++)
        if (m->field[shown[i].field] >= 0)
            put_cell(out, line_cell(cell, count, m->field[shown[i].field]), shown[i].field == AUDIT_QUANTITY);
    put_cell(out, line_cell(cell, count, m->number), false);
    put_cell(out, line_cell(cell, count, m->expires), false);
    fputs("<td>", out);
    report_escaped(out, line_cell(cell, count, m->findings));
    if (*line_cell(cell, count, m->notes))
        fputs(*line_cell(cell, count, m->findings) ? "<br>" : "", out);
    report_escaped(out, line_cell(cell, count, m->notes));
    if (*line_cell(cell, count, m->fix)) {
        fputs("<br><b>", out);
        report_escaped(out, line_cell(cell, count, m->fix));
        fputs("</b>", out);
    }
    fputs("</td></tr>\n", out);
}

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
    h->demo |= strstr(line_cell(cell, count, m->findings), "demo") != NULL;
    count_supplier(h, line_cell(cell, count, m->field[from]), outcome);
    bool listing = *line_cell(cell, count, m->fix) != 0;
    if (!needs_action(outcome) && !listing)
        return 0;
    int g = group_of(h, cell, count, outcome);
    if (g < 0 || h->shown >= ROWS_MAX) {
        h->left_out++;
        return 0;
    }
    if (!h->group[g] && !(h->group[g] = open_memstream(&h->held[g], &h->size[g])))
        return err_memory(err);
    put_row(h, h->group[g], cell, count, outcome);
    h->shown++;
    return 0;
}

/* ---- the parts of the page ---- */

static void put_head(struct html *h)
{
    char on[DAY_TEXT], at[MOMENT_TEXT];
    const struct sum_head *head = h->r->head;
    fprintf(h->out,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "script-src 'unsafe-inline'\">\n<title>kenpin audit · ",
            say(h, "en", "ja"));
    report_escaped(h->out, head->file);
    fprintf(h->out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", page_style);
    report_escaped(h->out, head->file);
    fprintf(h->out, "</h1>\n<p class=\"dim\">");
    fprintf(h->out,
            say(h, "Audited as of %s · %" PRId64 " rows · made %s by kenpin " KENPIN_VERSION,
                "%s 時点の監査 · %" PRId64 " 行 · 作成 %s kenpin " KENPIN_VERSION),
            day_text(head->on, on), h->r->sum->rows, moment_text(h->r->now, at));
    if (h->r->sum->first_seq)
        fprintf(h->out, say(h, " · records %" PRId64 " to %" PRId64, " · 記録 %" PRId64 "～%" PRId64),
                h->r->sum->first_seq, h->r->sum->last_seq);
    else
        fputs(say(h, " · not recorded (what if)", " · 記録なし（試算）"), h->out);
    fputs("</p>\n", h->out);
    if (h->demo)
        fprintf(h->out, "<p class=\"demo\">%s</p>\n",
                say(h, "Demonstration data: invented, not for real goods.",
                    "デモ用の架空データです。実物の判定には使えません。"));
}

static void put_cards(struct html *h)
{
    fputs("<div class=\"cards\">\n", h->out);
    for (int o = OUTCOME_STOP; o >= OUTCOME_NONE; o--)
        if (h->r->sum->by_outcome[o] || o == OUTCOME_PASS)
            fprintf(h->out, "<div class=\"card %s\">%s %s<b>%" PRId64 "</b></div>\n", class_of((enum outcome)o),
                    show_outcome_symbol((enum outcome)o), words_in(show_outcome_words((enum outcome)o), h->lang),
                    h->r->sum->by_outcome[o]);
    fputs("</div>\n", h->out);
}

static void put_outcome_heads(struct html *h, const char *first)
{
    fprintf(h->out, "<table><thead><tr><th>%s</th>", first);
    for (int o = OUTCOME_STOP; o >= OUTCOME_OUT; o--)
        fprintf(h->out, "<th class=\"n\">%s</th>", words_in(show_outcome_words((enum outcome)o), h->lang));
    fputs("</tr></thead><tbody>\n", h->out);
}

static void put_outcome_row(struct html *h, const char *name, const int64_t *by_outcome)
{
    fputs("<tr>", h->out);
    put_cell(h->out, name, false);
    for (int o = OUTCOME_STOP; o >= OUTCOME_OUT; o--)
        fprintf(h->out, "<td class=\"n\">%" PRId64 "</td>", by_outcome[o]);
    fputs("</tr>\n", h->out);
}

static void put_markets(struct html *h)
{
    fprintf(h->out, "<div><h2>%s</h2>\n", say(h, "By market", "市場別"));
    put_outcome_heads(h, say(h, "market", "市場"));
    for (int m = MARKET_GB; m <= MARKET_JP; m++) {
        int64_t all = 0;
        for (int o = 0; o <= OUTCOME_STOP; o++)
            all += h->r->sum->by_market[m][o];
        if (all)
            put_outcome_row(h, words_in(say_market(market_name((enum market)m)), h->lang), h->r->sum->by_market[m]);
    }
    fputs("</tbody></table></div>\n", h->out);
}

static int64_t badness(const struct supplier *s)
{
    return (s->by_outcome[OUTCOME_STOP] + s->by_outcome[OUTCOME_HOLD]) * 1000000 +
           s->by_outcome[OUTCOME_REVIEW] * 1000 + s->by_outcome[OUTCOME_WARN];
}

static int by_badness(const void *a, const void *b)
{
    int64_t x = badness(a), y = badness(b);
    if (x != y)
        return x > y ? -1 : 1;
    return strcmp(((const struct supplier *)a)->name, ((const struct supplier *)b)->name);
}

static void put_suppliers(struct html *h)
{
    bool own = h->r->map->field[AUDIT_SUPPLIER] >= 0;
    if (!h->suppliers)
        return;
    qsort(h->supplier, h->suppliers, sizeof *h->supplier, by_badness);
    fprintf(h->out, "<div><h2>%s</h2>\n", own ? say(h, "By supplier", "仕入先別") : say(h, "By brand", "ブランド別"));
    put_outcome_heads(h, own ? say(h, "supplier", "仕入先") : say(h, "brand", "ブランド"));
    for (size_t i = 0; i < h->suppliers && i < SUPPLIERS_SHOWN; i++)
        put_outcome_row(h, h->supplier[i].name, h->supplier[i].by_outcome);
    fputs("</tbody></table>\n", h->out);
    if (h->suppliers > SUPPLIERS_SHOWN)
        fprintf(h->out, say(h, "<p class=\"dim\">and %zu more</p>\n", "<p class=\"dim\">ほか %zu 件</p>\n"),
                h->suppliers - SUPPLIERS_SHOWN);
    fputs("</div>\n", h->out);
}

/* The months from `first` on that hold anything, as bars. */
static void put_timeline(struct html *h, const char *title, const struct sum_amount *month)
{
    int first = -1, last = -1, now = (h->r->head->on / 10000 - SUM_YEAR) * 12 + h->r->head->on / 100 % 100 - 1;
    int64_t most = 1;
    char name[SUM_MONTH_TEXT];
    for (int i = 0; i < SUM_MONTHS_MAX; i++)
        if (month[i].rows) {
            first = first < 0 ? i : first;
            last = i;
        }
    if (first < 0)
        return;
    first = last - first >= MONTHS_SHOWN && first < now ? now : first;
    last = last - first >= MONTHS_SHOWN ? first + MONTHS_SHOWN - 1 : last;
    for (int i = first; i <= last; i++)
        most = month[i].rows > most ? month[i].rows : most;
    fprintf(h->out, "<h2>%s</h2>\n<div class=\"months\">", title);
    for (int i = first; i <= last; i++) {
        fprintf(h->out, "<div%s style=\"height:%.1f%%\" title=\"%s: %" PRId64 "\">", i < now ? " class=\"past\"" : "",
                (double)month[i].rows * 100 / (double)most, sum_month(i, name), month[i].rows);
        if (month[i].rows)
            fprintf(h->out, "<span>%" PRId64 "</span>", month[i].rows);
        fputs("</div>", h->out);
    }
    fputs("</div>\n<div class=\"names\">", h->out);
    for (int i = first; i <= last; i++)
        fprintf(h->out, "<span>%s</span>", sum_month(i, name));
    fputs("</div>\n", h->out);
}

static void put_amount_cells(struct html *h, const struct sum_amount *a)
{
    fprintf(h->out, "<td class=\"n\">%" PRId64 "</td>", a->rows);
    if (h->r->sum->quantities)
        fprintf(h->out, "<td class=\"n\">%.10g</td>", a->quantity);
    if (h->r->sum->values)
        fprintf(h->out, "<td class=\"n\">%.2f</td>", a->value);
}

static void put_forecast(struct html *h)
{
    const struct sum *s = h->r->sum;
    char name[SUM_MONTH_TEXT];
    if (!h->r->head->forecast)
        return;
    fprintf(h->out, "<h2>%s</h2>\n",
            say(h, "Forecast: labels that lapse before the stock is sold", "予測：在庫が売れる前に失効するラベル"));
    if (!s->lapsing.rows) {
        fprintf(h->out, "<p>%s</p>\n", say(h, "None.", "ありません。"));
        return;
    }
    fprintf(h->out, "<table><thead><tr><th>%s</th><th class=\"n\">%s</th>%s%s</tr></thead><tbody>\n",
            say(h, "month", "月"), say(h, "rows", "行"),
            s->quantities ? say(h, "<th class=\"n\">quantity</th>", "<th class=\"n\">数量</th>") : "",
            s->values ? say(h, "<th class=\"n\">value</th>", "<th class=\"n\">金額</th>") : "");
    for (int i = 0; i < SUM_MONTHS_MAX; i++)
        if (s->lapse[i].rows) {
            fprintf(h->out, "<tr><td>%s</td>", sum_month(i, name));
            put_amount_cells(h, &s->lapse[i]);
            fputs("</tr>\n", h->out);
        }
    fprintf(h->out, "<tr><td><b>%s</b></td>", say(h, "all", "計"));
    put_amount_cells(h, &s->lapsing);
    fputs("</tr>\n</tbody></table>\n", h->out);
}

static void put_twice(struct html *h)
{
    const struct sum *s = h->r->sum;
    if (!s->twices)
        return;
    fprintf(h->out, "<h2>%s</h2>\n<table><thead><tr><th>GTIN</th><th class=\"n\">%s</th></tr></thead><tbody>\n",
            say(h, "The same GTIN on several SKUs", "複数の SKU にある GTIN"), say(h, "rows", "行"));
    for (int64_t i = 0; i < s->twices && i < SUM_TWICE_MAX; i++)
        fprintf(h->out, "<tr><td>%s</td><td class=\"n\">%" PRId64 ", %" PRId64 "</td></tr>\n", s->twice[i].gtin,
                s->twice[i].first, s->twice[i].second);
    fputs("</tbody></table>\n", h->out);
}

static void put_tools(struct html *h)
{
    fprintf(h->out,
            "<h2>%s</h2>\n<div class=\"tools\"><input type=\"search\" id=\"q\" placeholder=\"%s\" aria-label=\"%s\">\n",
            say(h, "What to do", "対応が必要な行"), say(h, "Search these rows", "行を検索"), say(h, "Search", "検索"));
    for (int o = OUTCOME_STOP; o >= OUTCOME_NONE; o--)
        if (h->r->sum->by_outcome[o])
            fprintf(h->out, "<label><input type=\"checkbox\" value=\"%s\" checked> %s %s</label>\n",
                    class_of((enum outcome)o), show_outcome_symbol((enum outcome)o),
                    words_in(show_outcome_words((enum outcome)o), h->lang));
    fprintf(h->out, "<span class=\"dim\"><span id=\"shown\">%" PRId64 "</span> %s</span></div>\n", h->shown,
            say(h, "rows shown", "行を表示"));
}

/* "a; b" as a list. Sentences end with a full stop, so that a semicolon within one stays. */
static void put_steps(struct html *h, const char *text)
{
    const char *between = h->lang == LANG_JA ? "。; " : ".; ";
    size_t keep = strlen(between) - 2;
    fputs("<ul class=\"todo\">", h->out);
    while (*text) {
        const char *end = strstr(text, between);
        size_t size = end ? (size_t)(end - text) + keep : strlen(text);
        char *part = strndup(text, size);
        fputs("<li>", h->out);
        report_escaped(h->out, part ? part : "");
        fputs("</li>", h->out);
        free(part);
        text += size + (end ? 2 : 0);
    }
    fputs("</ul>\n", h->out);
}

static void put_group(struct html *h, size_t g)
{
    const struct sum_rule *r = &h->r->sum->rule[g];
    fprintf(h->out, "<details class=\"group %s\" open><summary><span class=\"badge\">%s %s</span> <h3>%s %s · ",
            class_of(r->outcome), show_outcome_symbol(r->outcome), words_in(show_outcome_words(r->outcome), h->lang),
            market_name(r->market), r->rule);
    report_escaped(h->out, r->reason ? r->reason : "");
    fprintf(h->out, "</h3> <span class=\"dim\">%" PRId64 " %s</span></summary>\n", r->amount.rows,
            say(h, r->amount.rows == 1 ? "row" : "rows", "行"));
    put_steps(h, r->next ? r->next : "");
    fputs("<p class=\"cite\">", h->out);
    report_escaped(h->out, r->cite ? r->cite : "");
    fprintf(h->out, "</p>\n<table><thead><tr><th class=\"n\">%s</th>", say(h, "row", "行"));
    for (size_t i = 0; i < SHOWN; i++)
        if (h->r->map->field[shown[i].field] >= 0)
            fprintf(h->out, "<th>%s</th>", say(h, shown[i].en, shown[i].ja));
    fprintf(h->out, "<th>%s</th><th>%s</th><th>%s</th></tr></thead><tbody>\n", say(h, "label", "ラベル"),
            say(h, "expires", "期限"), say(h, "findings and notes", "所見と注記"));
    (void)fwrite(h->held[g], 1, h->size[g], h->out);
    fputs("</tbody></table></details>\n", h->out);
}

static void put_groups(struct html *h)
{
    static const enum outcome order[] = {OUTCOME_STOP, OUTCOME_HOLD, OUTCOME_NONE, OUTCOME_REVIEW,
                                         OUTCOME_WARN, OUTCOME_PASS, OUTCOME_OUT};
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (size_t g = 0; g < h->r->sum->rules; g++)
            if (h->group[g] && h->r->sum->rule[g].outcome == order[o])
                put_group(h, g);
    if (!h->shown)
        fprintf(h->out, "<p>%s</p>\n", say(h, "No row needs action.", "対応が必要な行はありません。"));
    if (h->left_out)
        fprintf(h->out,
                say(h,
                    "<p class=\"dim\">%" PRId64 " more rows need action than fit here: the CSV and the workbook have "
                    "all.</p>\n",
                    "<p class=\"dim\">対応が必要な行がほかに %" PRId64
                    " 行あります。CSV とブックにはすべてあります。</p>\n"),
                h->left_out);
}

static void put_foot(struct html *h)
{
    fprintf(h->out, "<p class=\"dim\">%s</p>\n<script>\n%s</script>\n</body>\n</html>\n",
            say(h,
                "What the program found on the facts entered and the registry copies it had. It is not legal advice.",
                "入力された事実と手元の登録一覧の写しに基づく結果です。法的助言ではありません。"),
            page_script);
}

static void put_page(struct html *h)
{
    put_head(h);
    put_cards(h);
    fputs("<div class=\"two\">\n", h->out);
    put_markets(h);
    put_suppliers(h);
    fputs("</div>\n", h->out);
    put_timeline(h, say(h, "Labels by the month they expire", "期限の月別のラベル"), h->r->sum->expires);
    put_forecast(h);
    put_tools(h);
    put_groups(h);
    put_twice(h);
    put_foot(h);
}

int report_html(const struct report *r, const char *path, struct err *err)
{
    char name[FILES_PATH_MAX];
    struct html h = {.r = r, .lang = r->head->lang};
    h.supplier = calloc(SUPPLIERS_MAX, sizeof *h.supplier);
    if (!h.supplier)
        return err_memory(err);
    int rc = files_each(r->files, take_row, &h, err);
    for (size_t g = 0; g < SUM_RULES_MAX; g++)
        if (h.group[g] && fclose(h.group[g]) && !rc)
            rc = err_memory(err);
    h.out = rc ? NULL : report_open(path, name, err);
    if (h.out) {
        put_page(&h);
        rc = report_done(h.out, name, path, err);
    } else {
        rc = -1;
    }
    for (size_t g = 0; g < SUM_RULES_MAX; g++)
        free(h.held[g]);
    free(h.supplier);
    return rc;
}
