/* What an audit comes to, as parts of the page. */
#include "ui/audit/report_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/audit/page.h"
#include "ui/show/say.h"

enum { SUPPLIERS_SHOWN = 20, MONTHS_SHOWN = 36 };

const char *parts_say(const struct parts *p, const char *en, const char *ja)
{
    return p->lang == LANG_JA ? ja : en;
}

const char *parts_class(enum outcome o)
{
    return o ? outcome_name(o) : "none";
}

void parts_outcome(const struct parts *p, enum outcome o)
{
    fprintf(p->out, "%s %s", show_outcome_symbol(o), words_in(show_outcome_words(o), p->lang));
}

void parts_number(FILE *out, double number)
{
    enum { GROUP = 3 };
    char digits[64];
    bool whole = number == (double)(int64_t)number;
    int size = snprintf(digits, sizeof digits, "%.*f", whole ? 0 : 2, number);
    int before = size - (whole ? 0 : GROUP);
    for (int i = 0; i < size; i++) {
        if (i > 0 && i < before && (before - i) % GROUP == 0)
            fputc(',', out);
        fputc(digits[i], out);
    }
}

/* Codes and dates stay on one line, as far as they are short. */
void parts_cell(FILE *out, const char *text, bool number)
{
    enum { SHORT = 20 };
    bool code = strlen(text) <= SHORT && strpbrk(text, "0123456789") && !strpbrk(text, " ");
    fputs(number ? "<td class=\"n\">" : code ? "<td class=\"c\">" : "<td>", out);
    report_escaped(out, text);
    fputs("</td>", out);
}

static void put_number_cell(FILE *out, double number)
{
    fputs("<td class=\"n\">", out);
    parts_number(out, number);
    fputs("</td>", out);
}

void parts_table(const struct parts *p, const char *name)
{
    fprintf(p->out, "<div class=\"scroll\" role=\"region\" aria-label=\"%s\" tabindex=\"0\"><table><thead><tr>", name);
}

void parts_table_end(const struct parts *p)
{
    fputs("</tbody></table></div>\n", p->out);
}

/* ---- the head ---- */

void parts_head(const struct parts *p)
{
    char on[DAY_TEXT], at[MOMENT_TEXT], when[SAY_TEXT], rows[SUM_ROWS_TEXT];
    const struct sum_head *head = p->r->head;
    fprintf(p->out,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "script-src 'unsafe-inline'\">\n<title>kenpin audit · ",
            parts_say(p, "en", "ja"));
    report_escaped(p->out, head->file);
    fprintf(p->out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>", page_style);
    report_escaped(p->out, head->file);
    fprintf(p->out, "</h1>\n<p class=\"dim\">");
    fprintf(p->out,
            parts_say(p, "Audited as of %s · %s · made %s by kenpin " KENPIN_VERSION,
                      "%s 時点の監査 · %s · 作成 %s kenpin " KENPIN_VERSION),
            day_text(head->on, on), sum_rows(p->r->sum->rows, p->lang, rows),
            say_moment(moment_text(p->r->now, at), when));
    if (p->r->sum->first_seq)
        fprintf(p->out, parts_say(p, " · records %" PRId64 " to %" PRId64, " · 記録 %" PRId64 "～%" PRId64),
                p->r->sum->first_seq, p->r->sum->last_seq);
    else
        fputs(parts_say(p, " · not recorded (what if)", " · 記録なし（試算）"), p->out);
    fputs("</p>\n", p->out);
    if (p->demo)
        fprintf(p->out, "<p class=\"demo\">%s</p>\n",
                parts_say(p, "Demonstration data: invented, not for real goods.",
                          "デモ用の架空データです。実物の判定には使えません。"));
    fputs("</header>\n<main>\n", p->out);
}

void parts_cards(const struct parts *p)
{
    fputs("<div class=\"cards\">\n", p->out);
    for (int o = OUTCOME_STOP; o >= OUTCOME_NONE; o--)
        if (p->r->sum->by_outcome[o] || o == OUTCOME_PASS) {
            fprintf(p->out, "<div class=\"card %s\">", parts_class((enum outcome)o));
            parts_outcome(p, (enum outcome)o);
            fputs("<b>", p->out);
            parts_number(p->out, (double)p->r->sum->by_outcome[o]);
            fputs("</b></div>\n", p->out);
        }
    fputs("</div>\n", p->out);
}

/* ---- by market and by supplier ---- */

/* Rows that could not be checked have a column where there are any. */
static int last_outcome(const struct parts *p)
{
    return p->r->sum->by_outcome[OUTCOME_NONE] ? OUTCOME_NONE : OUTCOME_OUT;
}

static void put_outcome_heads(const struct parts *p, const char *name, const char *first)
{
    parts_table(p, name);
    fprintf(p->out, "<th>%s</th>", first);
    for (int o = OUTCOME_STOP; o >= last_outcome(p); o--)
        fprintf(p->out, "<th class=\"n\">%s</th>", words_in(show_outcome_words((enum outcome)o), p->lang));
    fputs("</tr></thead><tbody>\n", p->out);
}

static void put_outcome_row(const struct parts *p, const char *name, const int64_t *by_outcome)
{
    fputs("<tr>", p->out);
    parts_cell(p->out, name, false);
    for (int o = OUTCOME_STOP; o >= last_outcome(p); o--)
        put_number_cell(p->out, (double)by_outcome[o]);
    fputs("</tr>\n", p->out);
}

void parts_markets(const struct parts *p)
{
    const char *name = parts_say(p, "By market", "市場別");
    fprintf(p->out, "<div><h2>%s</h2>\n", name);
    put_outcome_heads(p, name, parts_say(p, "market", "市場"));
    for (int m = MARKET_GB; m <= MARKET_JP; m++) {
        int64_t all = 0;
        for (int o = 0; o <= OUTCOME_STOP; o++)
            all += p->r->sum->by_market[m][o];
        if (all)
            put_outcome_row(p, words_in(say_market(market_name((enum market)m)), p->lang), p->r->sum->by_market[m]);
    }
    parts_table_end(p);
    fputs("</div>\n", p->out);
}

void parts_count_supplier(struct parts *p, const char *name, enum outcome outcome)
{
    struct supplier *s = NULL;
    if (!*name)
        return;
    for (size_t i = 0; i < p->suppliers && !s; i++)
        if (!strncmp(p->supplier[i].name, name, sizeof p->supplier[i].name - 1))
            s = &p->supplier[i];
    if (!s && p->suppliers < PARTS_SUPPLIERS_MAX) {
        s = &p->supplier[p->suppliers++];
        text_copy(s->name, sizeof s->name, name);
    }
    if (!s)
        return;
    s->rows++;
    s->by_outcome[outcome]++;
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

void parts_suppliers(struct parts *p)
{
    bool own = p->r->map->field[AUDIT_SUPPLIER] >= 0;
    const char *name = own ? parts_say(p, "By supplier", "仕入先別") : parts_say(p, "By brand", "ブランド別");
    if (!p->suppliers)
        return;
    qsort(p->supplier, p->suppliers, sizeof *p->supplier, by_badness);
    fprintf(p->out, "<div><h2>%s</h2>\n", name);
    put_outcome_heads(p, name, own ? parts_say(p, "supplier", "仕入先") : parts_say(p, "brand", "ブランド"));
    for (size_t i = 0; i < p->suppliers && i < SUPPLIERS_SHOWN; i++)
        put_outcome_row(p, p->supplier[i].name, p->supplier[i].by_outcome);
    parts_table_end(p);
    if (p->suppliers > SUPPLIERS_SHOWN)
        fprintf(p->out, parts_say(p, "<p class=\"dim\">and %zu more</p>\n", "<p class=\"dim\">ほか %zu 件</p>\n"),
                p->suppliers - SUPPLIERS_SHOWN);
    fputs("</div>\n", p->out);
}

/* ---- months ---- */

/* The months that hold anything: from `now` on when they are too many. False when none does. */
static bool months_shown(const struct sum_amount *month, int now, int *first, int *last)
{
    *first = *last = -1;
    for (int i = 0; i < SUM_MONTHS_MAX; i++)
        if (month[i].rows) {
            *first = *first < 0 ? i : *first;
            *last = i;
        }
    if (*first < 0)
        return false;
    *first = *last - *first >= MONTHS_SHOWN && *first < now ? now : *first;
    *last = *last - *first >= MONTHS_SHOWN ? *first + MONTHS_SHOWN - 1 : *last;
    return true;
}

static void put_bar(const struct parts *p, int month, int64_t rows, int64_t most, bool past)
{
    char name[SUM_MONTH_TEXT];
    fprintf(p->out, "<li%s><span class=\"bar\" style=\"height:%.1f%%\"><b>", past ? " class=\"past\"" : "",
            (double)rows * 100 / (double)most);
    if (rows)
        parts_number(p->out, (double)rows);
    fprintf(p->out, "</b></span><span class=\"name\">%s</span></li>", sum_month(month, name));
}

void parts_timeline(const struct parts *p)
{
    const struct sum_amount *month = p->r->sum->expires;
    int first, last, now = (p->r->head->on / 10000 - SUM_YEAR) * 12 + p->r->head->on / 100 % 100 - 1;
    int64_t most = 1;
    const char *name = parts_say(p, "When the labels expire: rows by month", "ラベルの期限：月別の行数");
    if (!months_shown(month, now, &first, &last))
        return;
    for (int i = first; i <= last; i++)
        most = month[i].rows > most ? month[i].rows : most;
    fprintf(p->out,
            "<h2>%s</h2>\n<div class=\"scroll\" role=\"region\" aria-label=\"%s\" tabindex=\"0\"><ul class=\"months\">",
            name, name);
    for (int i = first; i <= last; i++)
        put_bar(p, i, month[i].rows, most, i < now);
    fputs("</ul></div>\n", p->out);
}

static void put_amount_cells(const struct parts *p, const struct sum_amount *a)
{
    put_number_cell(p->out, (double)a->rows);
    if (p->r->sum->quantities)
        put_number_cell(p->out, a->quantity);
    if (p->r->sum->values)
        put_number_cell(p->out, a->value);
}

static void put_forecast_table(const struct parts *p, const char *name)
{
    const struct sum *s = p->r->sum;
    char month[SUM_MONTH_TEXT];
    parts_table(p, name);
    fprintf(p->out, "<th>%s</th><th class=\"n\">%s</th>%s%s</tr></thead><tbody>\n", parts_say(p, "month", "月"),
            parts_say(p, "rows", "行"),
            s->quantities ? parts_say(p, "<th class=\"n\">quantity</th>", "<th class=\"n\">数量</th>") : "",
            s->values ? parts_say(p, "<th class=\"n\">value</th>", "<th class=\"n\">金額</th>") : "");
    for (int i = 0; i < SUM_MONTHS_MAX; i++)
        if (s->lapse[i].rows) {
            fprintf(p->out, "<tr><td>%s</td>", sum_month(i, month));
            put_amount_cells(p, &s->lapse[i]);
            fputs("</tr>\n", p->out);
        }
    fprintf(p->out, "<tr><td><b>%s</b></td>", parts_say(p, "all", "計"));
    put_amount_cells(p, &s->lapsing);
    fputs("</tr>\n", p->out);
    parts_table_end(p);
}

void parts_forecast(const struct parts *p)
{
    const char *name =
        parts_say(p, "Forecast: labels that lapse before the stock is sold", "予測：在庫が売れる前に失効するラベル");
    if (!p->r->head->forecast)
        return;
    fprintf(p->out, "<h2>%s</h2>\n", name);
    if (p->r->sum->lapsing.rows)
        put_forecast_table(p, name);
    else
        fprintf(p->out, "<p>%s</p>\n", parts_say(p, "None.", "ありません。"));
}

/* ---- the end ---- */

void parts_twice(const struct parts *p)
{
    const struct sum *s = p->r->sum;
    const char *name = parts_say(p, "The same GTIN on several SKUs", "複数の SKU にある GTIN");
    if (!s->twices)
        return;
    fprintf(p->out, "<h2>%s</h2>\n", name);
    parts_table(p, name);
    fprintf(p->out, "<th>GTIN</th><th class=\"n\">%s</th></tr></thead><tbody>\n", parts_say(p, "rows", "行"));
    for (int64_t i = 0; i < s->twices && i < SUM_TWICE_MAX; i++)
        fprintf(p->out, "<tr><td>%s</td><td class=\"n\">%" PRId64 ", %" PRId64 "</td></tr>\n", s->twice[i].gtin,
                s->twice[i].first, s->twice[i].second);
    parts_table_end(p);
    if (s->twices > SUM_TWICE_MAX)
        fprintf(
            p->out,
            parts_say(p, "<p class=\"dim\">and %" PRId64 " more</p>\n", "<p class=\"dim\">ほか %" PRId64 " 件</p>\n"),
            s->twices - SUM_TWICE_MAX);
}

void parts_foot(const struct parts *p)
{
    fprintf(p->out, "</main>\n<footer><p class=\"dim\">%s</p></footer>\n<script>\n%s</script>\n</body>\n</html>\n",
            parts_say(p,
                      "What the program found on the facts entered and the registry copies it had. It is not legal "
                      "advice.",
                      "入力された事実と手元の登録一覧の写しに基づく結果です。法的助言ではありません。"),
            page_script);
}
