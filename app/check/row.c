#include "app/check/row.h"

#include <string.h>

#include "app/check/case.h"

static size_t worst_of(const struct check_row *row)
{
    size_t worst = 0;
    for (size_t m = 1; m < row->markets; m++)
        if (row->market[m].outcome != row->market[worst].outcome &&
            outcome_worst(row->market[m].outcome, row->market[worst].outcome) == row->market[m].outcome)
            worst = m;
    return worst;
}

static const char *or_null(const char *text)
{
    return text && text[0] ? text : NULL;
}

/* ---- from the desk ---- */

static const char *number_of(const struct label *l)
{
    return l->answer.entry.number ? l->answer.entry.number : l->ref ? l->ref->text : NULL;
}

static void market_of(const struct check_desk *desk, size_t m, struct check_row_market *out)
{
    const struct casework *c = &desk->c;
    const struct verdict *v = &c->verdict[m];
    enum scheme scheme = v->label >= 0 ? c->label[v->label].scheme : SCHEME_NONE;
    *out = (struct check_row_market){
        .market = v->market,
        .outcome = v->outcome,
        .route = v->route,
        .rule = judge_rule(v),
        .reason = judge_reason(v, c->ask->lang),
        .label = v->label >= 0 ? number_of(&c->label[v->label]) : NULL,
        .next = judge_next(v, &c->facts[m], c->ask->lang),
        .cite = judge_cite(v, &c->facts[m], scheme),
    };
    for (size_t i = 0; i < desk->findings[m].count; i++) /* as the record lists them */
        out->findings |= FINDING_BIT(desk->findings[m].item[i].code);
}

void check_row_of(const struct check_desk *desk, struct check_row *out)
{
    const struct casework *c = &desk->c;
    *out = (struct check_row){
        .outcome = c->outcome,
        .markets = c->ask->markets,
        .gtin = or_null(c->gtin),
        .sku = or_null(c->sku),
        .brand = or_null(c->brand),
        .model = or_null(c->model),
        .from = c->product.found ? "catalogue"
                : c->given       ? "given"
                                 : "none",
    };
    for (size_t m = 0; m < out->markets; m++)
        market_of(desk, m, &out->market[m]);
    out->worst = worst_of(out);
    out->scope = or_null(scope_name(c->scope));
    out->statement = or_null(statement_name(c->statement));
    out->role = or_null(role_name(c->ask->role));
    out->event = or_null(event_name(c->ask->event));
    out->on = c->ask->on ? c->ask->on : day_at(c->now, market_calendar(c->ask->market[0]));
    int label = c->verdict[out->worst].label;
    if (label < 0)
        return;
    const struct label *l = &c->label[label];
    out->number = number_of(l);
    out->scheme = scheme_name(l->scheme);
    out->status = or_null(status_name(l->facts.status));
    out->match = or_null(match_name(l->match.kind));
    out->word = l->named ? NULL : or_null(l->answer.entry.word);
    out->copy = or_null(l->answer.copy.digest);
    out->level = l->answer.entry.level;
    out->issued = l->answer.entry.issued;
    out->expires = l->answer.entry.expires;
}

/* ---- from the record ---- */

static const char *text(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(value) ? or_null(value->valuestring) : NULL;
}

static day day_in(const cJSON *object, const char *name)
{
    const char *t = text(object, name);
    return t ? day_parse(t) : 0;
}

static struct judge_lines lines(const cJSON *object, const char *name)
{
    struct judge_lines out = {0};
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, name)) if (cJSON_IsString(item) &&
                                                                                 out.count < JUDGE_LINES_MAX)
        out.item[out.count++] = item->valuestring;
    return out;
}

static enum route route_from(const char *name)
{
    for (int r = ROUTE_LABEL; name && r <= ROUTE_STATEMENT; r++)
        if (!strcmp(route_name((enum route)r), name))
            return (enum route)r;
    return ROUTE_NONE;
}

static void market_read(const cJSON *verdict, struct check_row_market *out)
{
    const char *market = text(verdict, "market"), *outcome = text(verdict, "outcome"), *rule = text(verdict, "rule");
    const char *reason = text(verdict, "reason");
    const cJSON *item;
    *out = (struct check_row_market){
        .market = market_from_name(market ? market : ""),
        .outcome = outcome_from_name(outcome ? outcome : ""),
        .route = route_from(text(verdict, "route")),
        .rule = rule ? rule : "",
        .reason = reason ? reason : "",
        .label = text(verdict, "label"),
        .next = lines(verdict, "next"),
        .cite = lines(verdict, "cite"),
    };
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(verdict, "findings"))
    {
        const char *code = text(item, "code");
        enum finding_code f = code ? finding_from_name(code) : FINDING_NONE;
        out->findings |= f ? FINDING_BIT(f) : 0;
    }
}

/* The label of that number, as the market's verdict names it. */
static void label_read(const cJSON *record, const char *number, struct check_row *out)
{
    const cJSON *label;
    cJSON_ArrayForEach(label, cJSON_GetObjectItemCaseSensitive(record, "labels"))
    {
        const char *own = text(label, "number");
        if (!own || strcmp(own, number) != 0)
            continue;
        const cJSON *registry = cJSON_GetObjectItemCaseSensitive(label, "registry");
        const cJSON *level = cJSON_GetObjectItemCaseSensitive(registry, "level");
        out->number = own;
        out->scheme = text(label, "scheme");
        out->status = text(registry, "status");
        out->match = text(cJSON_GetObjectItemCaseSensitive(label, "match"), "kind");
        out->word = cJSON_GetObjectItemCaseSensitive(label, "revocation") ? NULL : text(registry, "word");
        out->copy = text(registry, "copy");
        out->level = cJSON_IsNumber(level) ? level->valueint : 0;
        out->issued = day_in(registry, "issued");
        out->expires = day_in(registry, "expires");
        return;
    }
}

void check_row_read(const cJSON *record, struct check_row *out)
{
    const cJSON *product = cJSON_GetObjectItemCaseSensitive(record, "product"), *verdict;
    const cJSON *facts = cJSON_GetObjectItemCaseSensitive(record, "facts");
    const char *outcome = text(record, "outcome");
    *out = (struct check_row){
        .outcome = outcome_from_name(outcome ? outcome : ""),
        .gtin = text(product, "gtin"),
        .sku = text(product, "sku"),
        .brand = text(product, "brand"),
        .model = text(product, "model"),
        .from = text(product, "from"),
        .scope = text(facts, "scope"),
        .statement = text(facts, "statement"),
        .role = text(facts, "role"),
        .event = text(facts, "event"),
        .on = day_in(facts, "on"),
    };
    cJSON_ArrayForEach(verdict,
                       cJSON_GetObjectItemCaseSensitive(record, "verdicts")) if (out->markets < CHECK_MARKETS_MAX)
        market_read(verdict, &out->market[out->markets++]);
    out->worst = worst_of(out);
    if (out->markets && out->market[out->worst].label)
        label_read(record, out->market[out->worst].label, out);
}
