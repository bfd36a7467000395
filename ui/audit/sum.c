#include "ui/audit/sum.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ui/audit/amount.h"
#include "ui/show/say.h"

struct sum_seen {
    uint64_t gtin; /* 0 = free */
    uint32_t sku, row;
};

/* ---- GTINs on several SKUs ---- */

static uint32_t hash_of(const char *text)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 16777619u;
    return h;
}

static size_t slot_of(const struct sum_seen *table, size_t room, uint64_t gtin)
{
    size_t at = (size_t)(gtin * 0x9E3779B97F4A7C15ull >> 20) & (room - 1);
    while (table[at].gtin && table[at].gtin != gtin)
        at = (at + 1) & (room - 1);
    return at;
}

static bool make_room(struct sum *s)
{
    enum { FIRST = 1024 };
    if (s->seen_room && s->seen_count * 10 < s->seen_room * 7)
        return true;
    size_t room = s->seen_room ? s->seen_room * 2 : FIRST;
    struct sum_seen *larger = calloc(room, sizeof *larger);
    if (!larger)
        return false;
    for (size_t i = 0; i < s->seen_room; i++)
        if (s->seen[i].gtin)
            larger[slot_of(larger, room, s->seen[i].gtin)] = s->seen[i];
    free(s->seen);
    s->seen = larger;
    s->seen_room = room;
    return true;
}

static void look_twice(struct sum *s, const char *gtin, const char *sku)
{
    uint64_t number = strtoull(gtin, NULL, 10);
    uint32_t hash = hash_of(sku);
    if (!number || !*sku || s->gtins_full)
        return;
    if (s->seen_count >= SUM_GTINS_MAX || !make_room(s)) {
        s->gtins_full = true;
        return;
    }
    struct sum_seen *at = &s->seen[slot_of(s->seen, s->seen_room, number)];
    if (!at->gtin) {
        *at = (struct sum_seen){number, hash, (uint32_t)s->rows};
        s->seen_count++;
    } else if (at->sku != hash && s->twices++ < SUM_TWICE_MAX) {
        struct sum_twice *t = &s->twice[s->twices - 1];
        *t = (struct sum_twice){.first = at->row, .second = s->rows};
        (void)snprintf(t->gtin, sizeof t->gtin, "%s", gtin);
    }
}

/* ---- counting ---- */

static void amount(struct sum_amount *a, double quantity, double value)
{
    a->rows++;
    a->quantity += quantity > 0 ? quantity : 0;
    a->value += value > 0 ? value : 0;
}

static int month_of(day d)
{
    int month = (d / 10000 - SUM_YEAR) * 12 + d / 100 % 100 - 1;
    return d && month >= 0 && month < SUM_MONTHS_MAX ? month : -1;
}

const char *sum_month(int index, char out[SUM_MONTH_TEXT])
{
    (void)snprintf(out, SUM_MONTH_TEXT, "%04u-%02u", (unsigned)(SUM_YEAR + index / 12) % 10000,
                   (unsigned)index % 12 + 1);
    return out;
}

static struct sum_rule *rule_of(struct sum *s, const char *rule, enum market market, enum outcome outcome)
{
    for (size_t i = 0; i < s->rules; i++)
        if (s->rule[i].market == market && s->rule[i].outcome == outcome && !strcmp(s->rule[i].rule, rule))
            return &s->rule[i];
    if (s->rules == SUM_RULES_MAX)
        return NULL;
    struct sum_rule *r = &s->rule[s->rules++];
    *r = (struct sum_rule){.market = market, .outcome = outcome};
    (void)snprintf(r->rule, sizeof r->rule, "%s", rule);
    return r;
}

static enum sum_change change_of(const char *word)
{
    static const char *const words[] = {"", "newly-lapsed", "newly-fine", "new"};
    for (int i = 0; i < SUM_OTHER; i++)
        if (!strcmp(words[i], word) || (i == SUM_SAME && !strcmp(word, "same")))
            return (enum sum_change)i;
    return SUM_OTHER;
}

static void add_outcomes(struct sum *s, const struct line_map *map, const char *const *cell, size_t cells)
{
    enum outcome outcome = outcome_from_name(line_cell(cell, cells, map->outcome));
    enum market market = market_from_name(line_cell(cell, cells, map->market));
    bool split = false;
    s->by_outcome[outcome]++;
    for (int m = MARKET_GB; m <= MARKET_JP; m++) {
        const char *own = line_cell(cell, cells, map->by_market[m]);
        split |= map->by_market[m] >= 0;
        if (*own)
            s->by_market[m][outcome_from_name(own)]++;
    }
    if (!split && market)
        s->by_market[market][outcome]++;
}

void sum_add(struct sum *s, const struct line_map *map, const char *const *cell, size_t cells, day expiring_until)
{
    double quantity = amount_read(line_cell(cell, cells, map->field[AUDIT_QUANTITY]));
    double value = amount_read(line_cell(cell, cells, map->field[AUDIT_VALUE]));
    day expires = day_parse(line_cell(cell, cells, map->expires));
    day lapses = day_parse(line_cell(cell, cells, map->lapses));
    const char *rule = line_cell(cell, cells, map->rule), *notes = line_cell(cell, cells, map->notes);
    bool by_label = !strcmp(line_cell(cell, cells, map->route), "label") &&
                    !strstr(line_cell(cell, cells, map->findings), "expired");
    s->rows++;
    s->quantities |= quantity >= 0;
    s->values |= value >= 0;
    add_outcomes(s, map, cell, cells);
    enum outcome outcome = outcome_from_name(line_cell(cell, cells, map->outcome));
    struct sum_rule *r = rule_of(s, rule, market_from_name(line_cell(cell, cells, map->market)), outcome);
    if (r && !r->reason) {
        r->reason = strdup(line_cell(cell, cells, map->reason));
        r->next = strdup(line_cell(cell, cells, map->next));
        r->cite = strdup(line_cell(cell, cells, map->cite));
        s->failed |= !r->reason || !r->next || !r->cite;
    }
    if (r)
        amount(&r->amount, quantity, value);
    if (by_label && expires && expires <= expiring_until)
        amount(&s->expiring, quantity, value);
    if (by_label && month_of(expires) >= 0)
        amount(&s->expires[month_of(expires)], quantity, value);
    if (lapses)
        amount(&s->lapsing, quantity, value);
    if (month_of(lapses) >= 0)
        amount(&s->lapse[month_of(lapses)], quantity, value);
    s->noted += *notes != 0;
    s->unread += strstr(notes, "digits-lost") || strstr(notes, "too-long") || strstr(notes, "nothing-given");
    s->listings += *line_cell(cell, cells, map->fix) != 0;
    if (map->change >= 0)
        s->changed[change_of(line_cell(cell, cells, map->change))]++;
    int64_t seq = strtoll(line_cell(cell, cells, map->seq), NULL, 10);
    s->first_seq = s->first_seq ? s->first_seq : seq;
    s->last_seq = seq ? seq : s->last_seq;
    look_twice(s, line_cell(cell, cells, map->gtin), line_cell(cell, cells, map->field[AUDIT_SKU]));
}

void sum_clear(struct sum *s)
{
    for (size_t i = 0; i < s->rules; i++) {
        free(s->rule[i].reason);
        free(s->rule[i].next);
        free(s->rule[i].cite);
    }
    free(s->seen);
    *s = (struct sum){0};
}

/* ---- the ten lines ---- */

static int by_rows(const void *a, const void *b)
{
    const struct sum_rule *x = *(const struct sum_rule *const *)a, *y = *(const struct sum_rule *const *)b;
    bool act_x = x->outcome >= OUTCOME_WARN || !x->outcome, act_y = y->outcome >= OUTCOME_WARN || !y->outcome;
    if (act_x != act_y)
        return act_x ? -1 : 1;
    if (x->amount.rows != y->amount.rows)
        return x->amount.rows > y->amount.rows ? -1 : 1;
    return strcmp(x->rule, y->rule);
}

static void put_outcomes(const int64_t *count, enum lang lang, FILE *out)
{
    static const enum outcome order[] = {OUTCOME_STOP, OUTCOME_HOLD, OUTCOME_REVIEW, OUTCOME_WARN,
                                         OUTCOME_PASS, OUTCOME_OUT,  OUTCOME_NONE};
    const char *between = "";
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (count[order[i]] || order[i] == OUTCOME_PASS) {
            fprintf(out, "%s%s %s %" PRId64, between, show_outcome_symbol(order[i]),
                    words_in(show_outcome_words(order[i]), lang), count[order[i]]);
            between = " · ";
        }
}

const char *sum_rows(int64_t rows, enum lang lang, char out[SUM_ROWS_TEXT])
{
    (void)snprintf(out, SUM_ROWS_TEXT,
                   lang == LANG_JA ? "%" PRId64 " 行"
                   : rows == 1     ? "%" PRId64 " row"
                                   : "%" PRId64 " rows",
                   rows);
    return out;
}

static void put_amount(const struct sum *s, const struct sum_amount *a, enum lang lang, FILE *out)
{
    char rows[SUM_ROWS_TEXT];
    bool ja = lang == LANG_JA;
    fputs(sum_rows(a->rows, lang, rows), out);
    if (s->quantities)
        fprintf(out, ja ? "、%.10g 個" : ", %.10g units", a->quantity);
    if (s->values)
        fprintf(out, ja ? "、金額 %.2f" : ", value %.2f", a->value);
}

static void put_actions(const struct sum *s, enum lang lang, FILE *out)
{
    const struct sum_rule *sorted[SUM_RULES_MAX];
    enum { SHOWN = 3 };
    bool ja = lang == LANG_JA;
    for (size_t i = 0; i < s->rules; i++)
        sorted[i] = &s->rule[i];
    qsort(sorted, s->rules, sizeof *sorted, by_rows);
    for (size_t i = 0; i < SHOWN; i++) {
        const struct sum_rule *r = i < s->rules ? sorted[i] : NULL;
        fprintf(out, ja ? "対応%zu：" : "to do %zu: ", i + 1);
        if (r && (r->outcome >= OUTCOME_WARN || !r->outcome)) {
            put_amount(s, &r->amount, lang, out);
            if (r->outcome)
                fprintf(out, " · %s %s · ", market_name(r->market), r->rule);
            else
                fputs(ja ? " · 検査していません。理由は各行にあります" : " · not checked: each row says why", out);
            show_safe(out, r->reason);
        } else {
            fputs(ja ? "なし" : "nothing", out);
        }
        fputc('\n', out);
    }
}

static void put_forecast(const struct sum *s, const struct sum_head *head, FILE *out)
{
    bool ja = head->lang == LANG_JA;
    char month[SUM_MONTH_TEXT];
    fputs(ja ? "売れる前に失効：" : "lapses before it is sold: ", out);
    if (!head->forecast) {
        fputs(ja ? "未指定（--sell-through 日数）\n" : "not asked (--sell-through DAYS)\n", out);
        return;
    }
    put_amount(s, &s->lapsing, head->lang, out);
    for (int m = 0; m < SUM_MONTHS_MAX; m++)
        if (s->lapse[m].rows)
            fprintf(out, " · %s %" PRId64, sum_month(m, month), s->lapse[m].rows);
    fputc('\n', out);
}

static void put_last(const struct sum *s, const struct sum_head *head, FILE *out)
{
    bool ja = head->lang == LANG_JA;
    if (head->against)
        fprintf(out,
                ja ? "前回との差：新たに失効 %" PRId64 "、新たに適合 %" PRId64 "、新しい行 %" PRId64 "、その他 %" PRId64
                     "、同じ %" PRId64 "；"
                   : "since then: newly lapsed %" PRId64 ", newly fine %" PRId64 ", new rows %" PRId64
                     ", otherwise changed %" PRId64 ", same %" PRId64 "; ",
                s->changed[SUM_WORSE], s->changed[SUM_BETTER], s->changed[SUM_NEW], s->changed[SUM_OTHER],
                s->changed[SUM_SAME]);
    if (s->first_seq)
        fprintf(out, ja ? "記録：%" PRId64 " から %" PRId64 " まで\n" : "recorded: %" PRId64 " to %" PRId64 "\n",
                s->first_seq, s->last_seq);
    else
        fputs(ja ? "記録：なし\n" : "recorded: nothing\n", out);
}

void sum_print(const struct sum *s, const struct sum_head *head, FILE *out)
{
    char on[DAY_TEXT], rows[SUM_ROWS_TEXT];
    const char *between = "";
    bool ja = head->lang == LANG_JA;
    show_safe(out, head->file);
    fprintf(out, ja ? "：%s、%s 時点\n" : ": %s, as of %s\n", sum_rows(s->rows, head->lang, rows),
            day_text(head->on, on));
    put_outcomes(s->by_outcome, head->lang, out);
    fputc('\n', out);
    for (int m = MARKET_GB; m <= MARKET_JP; m++) {
        int64_t all = 0;
        for (int o = 0; o <= OUTCOME_STOP; o++)
            all += s->by_market[m][o];
        if (!all)
            continue;
        fprintf(out, "%s%s: ", between, market_name((enum market)m));
        put_outcomes(s->by_market[m], head->lang, out);
        between = " | ";
    }
    fputs(*between ? "\n" : ja ? "市場：なし\n" : "markets: none\n", out);
    put_actions(s, head->lang, out);
    fprintf(out, ja ? "%d 日以内に期限切れ：" : "labels that expire within %d days: ", head->expiring_days);
    put_amount(s, &s->expiring, head->lang, out);
    fputc('\n', out);
    put_forecast(s, head, out);
    fprintf(out,
            ja ? "コード：注記のある行 %" PRId64 "、読めない行 %" PRId64 "、別の SKU と同じ GTIN の行 %" PRId64
                 "；出品の修正 %" PRId64 "\n"
               : "codes: rows with notes %" PRId64 ", not readable %" PRId64 ", with another SKU's GTIN %" PRId64
                 "; listings to correct %" PRId64 "\n",
            s->noted, s->unread, s->twices, s->listings);
    put_last(s, head, out);
}

void sum_print_twice(const struct sum *s, enum lang lang, FILE *out)
{
    enum { SHOWN = 10 };
    for (int64_t i = 0; i < s->twices && i < SHOWN; i++)
        fprintf(out,
                lang == LANG_JA ? "kenpin: GTIN %s は %" PRId64 " 件目と、別の SKU で %" PRId64 " 件目にあります\n"
                                : "kenpin: GTIN %s stands on row %" PRId64 " and, with another SKU, on row %" PRId64
                                  "\n",
                s->twice[i].gtin, s->twice[i].first, s->twice[i].second);
    if (s->twices > SHOWN)
        fprintf(out, lang == LANG_JA ? "kenpin: ほかに %" PRId64 " 件\n" : "kenpin: and more like these: %" PRId64 "\n",
                s->twices - SHOWN);
    if (s->gtins_full)
        fputs(lang == LANG_JA ? "kenpin: GTIN が多いため、途中から SKU の重複を調べていません\n"
                              : "kenpin: too many GTINs to look for doubles among the last ones\n",
              out);
}
