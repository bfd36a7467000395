/* From answers to verdicts: is each label this product's, what does its answer count for today, what do the tables say?
 */
#include <stdlib.h>
#include <string.h>

#include "app/check/case.h"
#include "app/label/normal.h"

/* The vendor column of the product's row says who makes its brand; not of another brand given on the call. */
static int row_alias(const struct casework *c, const char *vendor, bool *yes, struct err *err)
{
    enum brand_kind kind = BRAND_OPEN;
    const struct product *row = &c->product;
    *yes = false;
    if (!row->vendor || !row->brand || !c->brand)
        return 0;
    if (match_brand(c->brand, row->brand, false, &kind, err))
        return -1;
    if (kind != BRAND_SAME)
        return 0;
    if (match_brand(row->vendor, vendor, false, &kind, err))
        return -1;
    *yes = kind == BRAND_SAME;
    return 0;
}

static int confirmed_alias(const struct shelf *shelf, const char *brand, const char *vendor, bool *yes, struct err *err)
{
    char *ours = NULL, *theirs = NULL;
    *yes = false;
    int rc = normal_company(brand ? brand : "", &ours, err);
    if (!rc)
        rc = normal_company(vendor ? vendor : "", &theirs, err);
    if (!rc && ours[0] && theirs[0])
        rc = shelf->alias(shelf->ctx, ours, theirs, yes, err);
    free(ours);
    free(theirs);
    return rc;
}

static int weigh_brand(const struct casework *c, const struct shelf *shelf, const char *vendor, enum brand_kind *out,
                       struct err *err)
{
    bool alias = false;
    if (row_alias(c, vendor, &alias, err))
        return -1;
    if (!alias && confirmed_alias(shelf, c->brand, vendor, &alias, err))
        return -1;
    return match_brand(c->brand, vendor, alias, out, err);
}

/* Did a person confirm this? A model given on the call against the row's is no longer the product confirmed by GTIN. A
 * model alone was confirmed for the vendor's own brand: names such as Cube are not unique. */
static int weigh_confirmed(const struct casework *c, const struct shelf *shelf, const struct entry *entry,
                           enum brand_kind brand, bool *yes, struct err *err)
{
    char *model = NULL;
    if (c->model && normal_form(c->model, &model, err))
        return -1;
    bool other = c->ask->model && c->product.model && strcmp(c->ask->model, c->product.model) != 0;
    struct confirm_ask ask = {
        .gtin = c->gtin[0] && !other ? c->gtin : NULL,
        .sku = other ? NULL : c->sku,
        .model = brand == BRAND_OTHER ? NULL : model,
        .row = c->product.fingerprint,
        .entry = entry,
    };
    int rc = shelf->confirmed(shelf->ctx, &ask, yes, err);
    free(model);
    return rc;
}

static int weigh_match(const struct casework *c, const struct shelf *shelf, struct label *l, struct err *err)
{
    const struct entry *entry = &l->answer.entry;
    if (l->scheme == SCHEME_OTHER || !entry->number) {
        l->match = (struct match){.kind = MATCH_UNKNOWN};
        return 0;
    }
    struct match_ask ask = {.entry = entry, .model = c->model, .by_model = !l->ref};
    if (weigh_brand(c, shelf, entry->vendor, &ask.brand, err) ||
        weigh_confirmed(c, shelf, entry, ask.brand, &ask.confirmed, err))
        return -1;
    return match_label(&ask, &l->match, err);
}

static day day_on(const struct casework *c, enum calendar calendar)
{
    return c->ask->on ? c->ask->on : day_at(c->now, calendar);
}

static enum status last_word(const struct answer *a)
{
    switch (a->kind) {
    case ANSWER_FOUND:
        return a->entry.status ? a->entry.status : STATUS_UNCLEAR;
    case ANSWER_ABSENT:
        return a->entry.gone ? entry_status(&a->entry) : STATUS_NOT_LISTED;
    case ANSWER_NONE:
        break;
    }
    return STATUS_NONE;
}

static void weigh_standing(const struct casework *c, struct label *l)
{
    const struct check_limits *limits = &c->ask->limits;
    const struct answer *a = &l->answer;
    struct label_facts *f = &l->facts;
    *f = (struct label_facts){.scheme = l->scheme, .read = l->ref != NULL, .match = l->match.kind};
    f->on = day_on(c, scheme_calendar(l->scheme));
    l->listed = *f;
    if (l->scheme == SCHEME_OTHER)
        return;
    f->age = a->kind == ANSWER_NONE ? AGE_NONE : label_age(a->copy.as_of, c->now, limits->fresh, limits->stale_after);
    f->listed = a->kind == ANSWER_FOUND;
    f->level = a->entry.level;
    f->issued = a->entry.issued;
    f->expires = a->entry.expires;
    f->last = last_word(a);
    f->status = label_standing(f->last, f->age, f->on, f->expires);
    l->listed = *f;
    if (l->named)
        f->status = f->last = STATUS_REVOKED;
    l->printed_differs = l->ref && l->ref->printed_expires && f->expires && l->ref->printed_expires != f->expires;
}

/* A number that sorts after every number of the copy may be newer than the copy. */
static int weigh_newer(const struct registry *registry, struct label *l, struct err *err)
{
    char *last = NULL, *norm = NULL;
    if (l->listed.status != STATUS_NOT_LISTED || !l->ref || l->ref->kind != REF_NUMBER)
        return 0;
    int rc = registry->last_number(registry->ctx, SCHEME_JC_STAR, &last, err);
    if (!rc && last)
        rc = normal_form(l->ref->text, &norm, err);
    if (!rc && norm)
        l->newer = strcmp(norm, last) > 0;
    free(last);
    free(norm);
    return rc;
}

/* Of entries found by model, those under the product's own brand; the others only where there is none. */
static void drop_other_brands(struct casework *c)
{
    bool own = false;
    for (size_t i = 0; i < c->labels; i++)
        own |= !c->label[i].ref && c->label[i].match.kind == MATCH_MODEL;
    size_t kept = 0;
    for (size_t i = 0; i < c->labels; i++) {
        struct label *l = &c->label[i];
        if (own && !l->ref && l->match.kind != MATCH_MODEL)
            answer_clear(&l->answer);
        else
            c->label[kept++] = *l;
    }
    c->labels = kept;
}

/* Of entries found by model only the ones that serve a market stay. */
static void drop_losers(struct casework *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->labels; i++) {
        bool used = c->label[i].ref != NULL;
        for (size_t m = 0; m < c->ask->markets; m++)
            used |= c->verdict[m].label == (int)i;
        if (!used) {
            answer_clear(&c->label[i].answer);
            continue;
        }
        for (size_t m = 0; m < c->ask->markets; m++)
            if (c->verdict[m].label == (int)i)
                c->verdict[m].label = (int)kept;
        c->label[kept++] = c->label[i];
    }
    c->labels = kept;
}

static bool printed_later(const struct casework *c)
{
    for (size_t i = 0; i < c->labels; i++) {
        const struct label *l = &c->label[i];
        if (l->printed_differs && l->ref->printed_expires > l->facts.expires)
            return true;
    }
    return false;
}

static finding_set lifting(const struct casework *c)
{
    const finding_set lifts =
        FINDING_BIT(FINDING_UNOFFICIAL_URL) | FINDING_BIT(FINDING_TWO_PRODUCTS) | FINDING_BIT(FINDING_CLOCK_SUSPECT);
    return ((c->box.findings.set | c->findings.set) & lifts) |
           (printed_later(c) ? FINDING_BIT(FINDING_PRINTED_DATE_DIFFERS) : 0);
}

static struct case_facts facts_for(const struct casework *c, enum market market)
{
    const struct check_ask *ask = c->ask;
    return (struct case_facts){
        .market = market,
        .role = ask->role,
        .event = ask->event,
        .scope = c->scope,
        .statement = c->statement,
        .failure = ask->failure,
        .requires_star = ask->requires_star,
        .warn_days = ask->limits.warn_days,
        .uk_day = day_on(c, CALENDAR_UK),
        .box_read = !ask->unread && !c->box.unread,
        .lift = lifting(c),
    };
}

/* The labels as one judgement sees them, and where each stands in the case. */
struct view {
    struct label_facts facts[CASE_LABELS_MAX];
    int index[CASE_LABELS_MAX];
    size_t count;
};

/* As if the shop's own revocations did not exist; or with them, where a label that only they make one stands for the
 * box, so that nothing is searched by model. */
static void see(const struct casework *c, bool revoked, struct view *v)
{
    bool only_named = false;
    for (size_t i = 0; i < c->labels; i++)
        only_named |= c->label[i].only_named;
    v->count = 0;
    for (size_t i = 0; i < c->labels; i++) {
        const struct label *l = &c->label[i];
        if (revoked ? only_named && !l->ref : l->only_named)
            continue;
        v->facts[v->count] = revoked ? l->facts : l->listed;
        v->index[v->count++] = (int)i;
    }
}

static struct verdict judge_view(const struct case_facts *facts, const struct view *view)
{
    struct verdict v = judge(facts, view->facts, view->count);
    if (v.label >= 0)
        v.label = view->index[v.label];
    return v;
}

/* The shop's own revocations tighten a verdict and never loosen one: judged with them and without, the worse counts. */
static int weigh_markets(struct casework *c, struct err *err)
{
    struct view *view = calloc(2, sizeof *view), *listed = view, *revoked = view + 1;
    bool named = false;
    if (!view)
        return err_memory(err);
    for (size_t i = 0; i < c->labels; i++)
        named |= c->label[i].named != NULL;
    see(c, false, listed);
    see(c, true, revoked);
    c->outcome = OUTCOME_OUT;
    for (size_t m = 0; m < c->ask->markets; m++) {
        c->facts[m] = facts_for(c, c->ask->market[m]);
        c->verdict[m] = judge_view(&c->facts[m], listed);
        struct verdict with = named ? judge_view(&c->facts[m], revoked) : c->verdict[m];
        if (outcome_worst(c->verdict[m].outcome, with.outcome) == with.outcome)
            c->verdict[m] = with;
        c->outcome = outcome_worst(c->outcome, c->verdict[m].outcome);
    }
    free(view);
    return 0;
}

int weigh(struct casework *c, const struct registry *registry, const struct shelf *shelf, struct err *err)
{
    for (size_t i = 0; i < c->labels; i++)
        if (weigh_match(c, shelf, &c->label[i], err))
            return -1;
    drop_other_brands(c);
    for (size_t i = 0; i < c->labels; i++) {
        weigh_standing(c, &c->label[i]);
        if (weigh_newer(registry, &c->label[i], err))
            return -1;
    }
    if (weigh_markets(c, err))
        return -1;
    drop_losers(c);
    return 0;
}
