#include "tests/unit/app/world.h"

#include <stdlib.h>
#include <string.h>

#include "app/label/address.h"
#include "app/label/cls.h"
#include "app/label/normal.h"

static char *copy_text(const char *s)
{
    return s && s[0] ? strdup(s) : NULL;
}

static char *norm_of(const char *s)
{
    char *out = NULL;
    if (normal_form(s, &out, NULL))
        abort();
    return out;
}

size_t world_words(char *line, char **word, size_t most)
{
    size_t count = 0;
    char *at = line;
    while (count < most) {
        while (*at == ' ')
            at++;
        if (!*at)
            break;
        char *to = at;
        bool quoted = false;
        word[count++] = to;
        for (; *at && (quoted || *at != ' '); at++) {
            if (*at == '"')
                quoted = !quoted;
            else
                *to++ = *at;
        }
        if (*at)
            at++;
        *to = 0;
    }
    return count;
}

/* The value of "key=value" among the words, or NULL. */
static const char *value(char **word, size_t words, const char *key)
{
    size_t len = strlen(key);
    for (size_t i = 0; i < words; i++)
        if (!strncmp(word[i], key, len) && word[i][len] == '=')
            return word[i] + len + 1;
    return NULL;
}

static enum status status_from(const char *s)
{
    for (int i = STATUS_NONE + 1; s && i <= STATUS_UNCLEAR; i++)
        if (!strcmp(status_name((enum status)i), s))
            return (enum status)i;
    return STATUS_UNCLEAR;
}

static void set_copy(struct world *w, char **word, size_t words)
{
    struct copy *c = &w->copy[!strcmp(word[1], "cls")];
    copy_clear(c);
    if (words < 3 || !strcmp(word[2], "none"))
        return;
    c->id = 1;
    c->source = strdup("invented.csv");
    c->digest = strdup("sha256:0000");
    c->demo = words > 3 && !strcmp(word[3], "demo");
    if (!moment_parse(word[2], &c->as_of))
        abort();
}

static void add_entry(struct world *w, char **word, size_t words)
{
    struct entry *e = &w->entry[w->entries++];
    const char *v;
    e->scheme = scheme_from_name(word[1]);
    e->number = strdup(word[2]);
    e->vendor = copy_text(value(word, words, "vendor"));
    e->product = copy_text(value(word, words, "product"));
    e->url = copy_text(value(word, words, "url"));
    e->word = copy_text(value(word, words, "status"));
    e->status = status_from(value(word, words, "status"));
    e->level = (v = value(word, words, "level")) ? atoi(v) : 0;
    e->issued = (v = value(word, words, "issued")) ? day_parse(v) : 0;
    e->expires = (v = value(word, words, "expires")) ? day_parse(v) : 0;
    e->fingerprint = strdup(word[2]);
    if ((v = value(word, words, "models")) && models_split(&e->models, v, NULL))
        abort();
    if (e->status == STATUS_GONE || ((v = value(word, words, "gone")) && !strcmp(v, "yes"))) {
        e->gone = true;
        e->first_without.id = 2;
        e->first_without.source = strdup("later.csv");
        moment_parse("2026-11-01T00:00:00Z", &e->first_without.as_of);
        e->last.id = 1;
        e->last.source = strdup("earlier.csv");
        moment_parse("2026-10-01T00:00:00Z", &e->last.as_of);
    }
}

static void add_product(struct world *w, char **word, size_t words)
{
    struct product *p = &w->product[w->products++];
    const char *v;
    p->found = true;
    if ((v = value(word, words, "gtin")))
        strcpy(p->gtin, v);
    p->sku = copy_text(value(word, words, "sku"));
    p->brand = copy_text(value(word, words, "brand"));
    p->model = copy_text(value(word, words, "model"));
    p->vendor = copy_text(value(word, words, "vendor"));
    p->scope = (v = value(word, words, "scope")) ? scope_from_name(v) : SCOPE_NONE;
    p->statement = (v = value(word, words, "statement")) ? statement_from_name(v) : STATEMENT_NONE;
    p->support_until = (v = value(word, words, "support")) ? day_parse(v) : 0;
    p->fingerprint = strdup(p->sku ? p->sku : p->gtin);
}

static void revoke(struct world *w, char **word, size_t words)
{
    const char *scheme = value(word, words, "scheme");
    struct revocation one = {.scheme = scheme ? scheme_from_name(scheme) : SCHEME_NONE,
                             .number = word[1],
                             .reason = (char *)value(word, words, "reason")};
    if (!w->revocations.file) {
        w->revocations.file = strdup("revocations.csv");
        w->revocations.digest = strdup("sha256:1111");
    }
    if (revocations_add(&w->revocations, &one, NULL))
        abort();
    revocations_settle(&w->revocations);
}

bool world_line(struct world *w, char **word, size_t words)
{
    if (words >= 2 && !strcmp(word[0], "copy")) {
        set_copy(w, word, words);
    } else if (words >= 3 && !strcmp(word[0], "entry")) {
        add_entry(w, word, words);
    } else if (words >= 2 && !strcmp(word[0], "product")) {
        add_product(w, word, words);
    } else if (words >= 2 && !strcmp(word[0], "revoke")) {
        revoke(w, word, words);
    } else if (words == 4 && !strcmp(word[0], "confirm")) {
        struct world_confirmation *c = &w->confirmation[w->confirmations++];
        strcpy(c->kind, word[1]);
        strcpy(c->key, word[2]);
        strcpy(c->other, word[3]);
    } else {
        return false;
    }
    return true;
}

void world_clear(struct world *w)
{
    for (size_t i = 0; i < w->entries; i++)
        entry_clear(&w->entry[i]);
    for (size_t i = 0; i < w->products; i++)
        product_clear(&w->product[i]);
    copy_clear(&w->copy[0]);
    copy_clear(&w->copy[1]);
    revocations_clear(&w->revocations);
    *w = (struct world){0};
}

static void copy_of(const struct copy *from, struct copy *to)
{
    *to = *from;
    to->source = copy_text(from->source);
    to->digest = copy_text(from->digest);
}

static void entry_of(const struct entry *from, struct entry *to)
{
    *to = *from;
    to->number = copy_text(from->number);
    to->product = copy_text(from->product);
    to->vendor = copy_text(from->vendor);
    to->url = copy_text(from->url);
    to->word = copy_text(from->word);
    to->fingerprint = copy_text(from->fingerprint);
    to->models = (struct models){0};
    for (size_t i = 0; i < from->models.count; i++)
        if (models_split(&to->models, from->models.item[i].raw, NULL))
            abort();
    copy_of(&from->last, &to->last);
    copy_of(&from->first_without, &to->first_without);
}

static struct copy *world_copy(struct world *w, enum scheme scheme)
{
    return &w->copy[scheme == SCHEME_CLS];
}

static int reg_copy(void *ctx, enum scheme scheme, struct copy *out, struct err *err)
{
    (void)err;
    copy_of(world_copy(ctx, scheme), out);
    return 0;
}

static int answer_with(struct world *w, enum scheme scheme, const struct entry *e, struct answer *out)
{
    *out = (struct answer){0};
    if (!world_copy(w, scheme)->id)
        return 0;
    copy_of(world_copy(w, scheme), &out->copy);
    out->kind = e && !e->gone ? ANSWER_FOUND : ANSWER_ABSENT;
    if (e)
        entry_of(e, &out->entry);
    return 0;
}

static int reg_by_number(void *ctx, enum scheme scheme, const char *norm, struct answer *out, struct err *err)
{
    (void)err;
    struct world *w = ctx;
    const struct entry *found = NULL;
    for (size_t i = 0; i < w->entries; i++) {
        char *n = norm_of(w->entry[i].number);
        if (w->entry[i].scheme == scheme && !strcmp(n, norm))
            found = &w->entry[i];
        free(n);
    }
    return answer_with(w, scheme, found, out);
}

static int reg_by_url(void *ctx, enum scheme scheme, const char *key, struct answer *out, struct err *err)
{
    struct world *w = ctx;
    const struct entry *found = NULL;
    for (size_t i = 0; i < w->entries; i++) {
        char *k = NULL;
        if (w->entry[i].url && address_key(w->entry[i].url, &k, err))
            return -1;
        if (w->entry[i].scheme == scheme && k && !strcmp(k, key))
            found = &w->entry[i];
        free(k);
    }
    return answer_with(w, scheme, found, out);
}

static int reg_by_product_id(void *ctx, const char *norm, struct answer *out, struct err *err)
{
    (void)err;
    struct world *w = ctx;
    const struct entry *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < w->entries; i++) {
        const char *slash = strrchr(w->entry[i].number, '/');
        if (w->entry[i].scheme == SCHEME_CLS && !w->entry[i].gone && slash && !strcmp(slash + 1, norm)) {
            found = &w->entry[i];
            count++;
        }
    }
    return answer_with(w, SCHEME_CLS, count == 1 ? found : NULL, out);
}

static int reg_by_model(void *ctx, enum scheme scheme, const char *norm, struct entries *out, struct err *err)
{
    (void)err;
    struct world *w = ctx;
    for (size_t i = 0; i < w->entries; i++)
        for (size_t m = 0; w->entry[i].scheme == scheme && m < w->entry[i].models.count; m++) {
            const struct model *model = &w->entry[i].models.item[m];
            if (model->kind == MODEL_EXACT && !strcmp(model->norm, norm)) {
                entry_of(&w->entry[i], &out->item[out->count++]);
                break;
            }
        }
    return 0;
}

static int reg_last_number(void *ctx, enum scheme scheme, char **norm, struct err *err)
{
    (void)err;
    struct world *w = ctx;
    *norm = NULL;
    for (size_t i = 0; i < w->entries; i++) {
        char *n = norm_of(w->entry[i].number);
        if (w->entry[i].scheme == scheme && (!*norm || strcmp(n, *norm) > 0)) {
            free(*norm);
            *norm = n;
        } else {
            free(n);
        }
    }
    return 0;
}

struct registry world_registry(struct world *w)
{
    return (struct registry){
        .ctx = w,
        .copy = reg_copy,
        .by_number = reg_by_number,
        .by_url = reg_by_url,
        .by_product_id = reg_by_product_id,
        .by_model = reg_by_model,
        .last_number = reg_last_number,
        .revocations = w->revocations.file ? &w->revocations : NULL,
    };
}

static void product_of(const struct product *from, struct product *to)
{
    *to = *from;
    to->sku = copy_text(from->sku);
    to->brand = copy_text(from->brand);
    to->model = copy_text(from->model);
    to->vendor = copy_text(from->vendor);
    to->name = copy_text(from->name);
    to->fingerprint = copy_text(from->fingerprint);
}

static int shelf_by_gtin(void *ctx, const char *gtin, struct product *out, struct err *err)
{
    (void)err;
    struct world *w = ctx;
    *out = (struct product){0};
    for (size_t i = 0; i < w->products; i++)
        if (!strcmp(w->product[i].gtin, gtin))
            product_of(&w->product[i], out);
    return 0;
}

static int shelf_by_sku(void *ctx, const char *sku, struct product *out, struct err *err)
{
    (void)err;
    struct world *w = ctx;
    *out = (struct product){0};
    for (size_t i = 0; i < w->products; i++)
        if (w->product[i].sku && !strcmp(w->product[i].sku, sku))
            product_of(&w->product[i], out);
    return 0;
}

static bool confirmed_by(const struct world_confirmation *c, const char *kind, const char *key)
{
    return key && !strcmp(c->kind, kind) && !strcmp(c->key, key);
}

static int shelf_confirmed(void *ctx, const struct confirm_ask *ask, bool *yes, struct err *err)
{
    (void)err;
    struct world *w = ctx;
    *yes = false;
    for (size_t i = 0; i < w->confirmations; i++) {
        const struct world_confirmation *c = &w->confirmation[i];
        if (!strcmp(c->other, ask->entry->number))
            *yes |= confirmed_by(c, "gtin", ask->gtin) || confirmed_by(c, "sku", ask->sku) ||
                    confirmed_by(c, "model", ask->model);
    }
    return 0;
}

static int shelf_alias(void *ctx, const char *brand, const char *vendor, bool *yes, struct err *err)
{
    struct world *w = ctx;
    *yes = false;
    for (size_t i = 0; i < w->confirmations && !*yes; i++) {
        char *other = NULL;
        if (normal_company(w->confirmation[i].other, &other, err))
            return -1;
        *yes = confirmed_by(&w->confirmation[i], "brand", brand) && !strcmp(other, vendor);
        free(other);
    }
    return 0;
}

struct shelf world_shelf(struct world *w)
{
    return (struct shelf){w, shelf_by_gtin, shelf_by_sku, shelf_confirmed, shelf_alias};
}
