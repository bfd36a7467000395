/* Which entries are meant? References of the box through the registry copies; without a label, the product's model. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/check/case.h"
#include "app/label/address.h"
#include "app/label/normal.h"

struct consulted *case_consulted(struct casework *c, enum scheme scheme)
{
    return scheme == SCHEME_CLS ? &c->cls : &c->jc_star;
}

void case_named_word(const struct casework *c, const struct label *l, char *out, size_t room)
{
    const char *reason = l->named->reason;
    (void)snprintf(out, room, "%.80s%s%.160s", c->revocations->file, reason ? ": " : "", reason ? reason : "");
    text_mend_cut(out);
}

/* Listed now, or once. */
static bool known(const struct answer *a)
{
    return a->kind == ANSWER_FOUND || (a->kind == ANSWER_ABSENT && a->entry.gone);
}

static int ask_number(const struct registry *r, enum scheme scheme, const char *number, struct answer *out,
                      struct err *err)
{
    char *norm = NULL;
    answer_clear(out);
    if (normal_form(number, &norm, err))
        return -1;
    int rc = r->by_number(r->ctx, scheme, norm, out, err);
    free(norm);
    return rc;
}

/* The whole id first, then the product id when exactly one listed entry has it: a renewal changes the date in the id,
 * and the entry under the old date vanishes. */
static int ask_cls(const struct registry *r, const struct ref *ref, struct answer *out, struct err *err)
{
    if (ask_number(r, SCHEME_CLS, ref->text, out, err))
        return -1;
    if (out->kind != ANSWER_ABSENT || !ref->product_id || ref->implausible)
        return 0;
    struct answer by_id = {0};
    if (r->by_product_id(r->ctx, ref->product_id, &by_id, err))
        return -1;
    if (by_id.kind == ANSWER_FOUND || (!known(out) && known(&by_id))) {
        answer_clear(out);
        *out = by_id;
    } else {
        answer_clear(&by_id);
    }
    return 0;
}

/* The entry's own address first; else what in the address equals a number. */
static int ask_page(const struct registry *r, enum scheme scheme, const char *address, struct answer *out,
                    struct err *err)
{
    char *key = NULL;
    if (address_key(address, &key, err))
        return -1;
    int rc = r->by_url(r->ctx, scheme, key ? key : "", out, err);
    free(key);
    if (rc || known(out) || out->kind == ANSWER_NONE)
        return rc;
    struct address_parts parts = {0};
    rc = address_parts(address, &parts, err);
    for (size_t i = 0; !rc && i < parts.count && !known(out); i++)
        rc = ask_number(r, scheme, parts.item[i], out, err);
    address_parts_clear(&parts);
    return rc;
}

/* ---- the shop's own revocations ---- */

static int named_by(const struct casework *c, struct label *label, const char *number, struct err *err)
{
    char *norm = NULL;
    if (label->named || !number)
        return 0;
    if (normal_form(number, &norm, err))
        return -1;
    label->named = revocations_find(c->revocations, label->scheme, norm);
    free(norm);
    return 0;
}

static int named_by_page(const struct casework *c, struct label *label, const char *address, struct err *err)
{
    struct address_parts parts = {0};
    int rc = address_parts(address, &parts, err);
    for (size_t i = 0; !rc && i < parts.count; i++)
        rc = named_by(c, label, parts.item[i], err);
    address_parts_clear(&parts);
    return rc;
}

/* By the number of its entry, or by what is printed: a label renewed under another number is still the one printed. */
static int find_named(const struct casework *c, struct label *label, struct err *err)
{
    if (!c->revocations || (label->scheme != SCHEME_JC_STAR && label->scheme != SCHEME_CLS))
        return 0;
    if (named_by(c, label, label->answer.entry.number, err))
        return -1;
    if (!label->ref)
        return 0;
    return label->ref->kind == REF_URL ? named_by_page(c, label, label->ref->text, err)
                                       : named_by(c, label, label->ref->text, err);
}

/* ---- labels ---- */

/* Is this the label of another reference already: a number and its page's address? */
static bool same_label(const struct label *a, const struct label *b)
{
    if (a->scheme != b->scheme || !known(&a->answer) || !known(&b->answer))
        return false;
    return !strcmp(a->answer.entry.number, b->answer.entry.number);
}

static day printed_on(const struct label *l)
{
    return l->ref ? l->ref->printed_expires : 0;
}

/* Keeps a label unless it stands there already; of two CLS ids of one entry the later date stays, the one that may lie.
 * Takes the answer over. */
static void keep(struct casework *c, struct label *label)
{
    for (size_t i = 0; i < c->labels; i++)
        if (same_label(&c->label[i], label)) {
            if (!c->label[i].named)
                c->label[i].named = label->named;
            if (printed_on(label) > printed_on(&c->label[i]))
                c->label[i].ref = label->ref;
            answer_clear(&label->answer);
            return;
        }
    if (c->labels < CASE_LABELS_MAX)
        c->label[c->labels++] = *label;
    else
        answer_clear(&label->answer);
}

static int lookup_ref(struct casework *c, const struct registry *r, const struct ref *ref, struct err *err)
{
    struct label label = {.ref = ref, .scheme = ref->scheme};
    bool only_if_known = false; /* what is a label only if a copy lists exactly that */
    int rc = 0;
    switch (ref->kind) {
    case REF_NUMBER:
        rc = ask_number(r, SCHEME_JC_STAR, ref->text, &label.answer, err);
        break;
    case REF_URL:
        rc = ask_page(r, ref->scheme, ref->text, &label.answer, err);
        only_if_known = ref->scheme == SCHEME_CLS; /* CSA's pages are not printed on labels */
        break;
    case REF_CLS:
        rc = ask_cls(r, ref, &label.answer, err);
        break;
    case REF_CLS_SHORT:
        label.scheme = SCHEME_CLS;
        rc = ask_number(r, SCHEME_CLS, ref->text, &label.answer, err);
        only_if_known = true;
        break;
    case REF_PLAIN:
        label.scheme = SCHEME_JC_STAR;
        rc = ask_number(r, SCHEME_JC_STAR, ref->text, &label.answer, err);
        only_if_known = true;
        break;
    case REF_MARK:
    case REF_NONE:
        break;
    }
    if (!rc && (!only_if_known || known(&label.answer)))
        rc = page_answer(c, r, &label, err);
    if (!rc)
        rc = find_named(c, &label, err);
    bool official = label.scheme != SCHEME_OTHER, is_label = !only_if_known || known(&label.answer) || label.named;
    if (official && (is_label || !case_consulted(c, label.scheme)->copy.id)) /* a missing copy is said in any case */
        case_consulted(c, label.scheme)->asked = true;
    label.only_named = only_if_known && !known(&label.answer) && label.named;
    if (rc || !is_label) {
        answer_clear(&label.answer);
        if (ref->kind != REF_PLAIN && c->no_labels < BOX_MAX)
            c->no_label[c->no_labels++] = ref;
        return rc;
    }
    keep(c, &label);
    return 0;
}

/* Entries that list exactly this model, of one scheme. */
static int search_scheme(struct casework *c, const struct registry *r, enum scheme scheme, const char *norm,
                         struct err *err)
{
    struct entries *found = calloc(1, sizeof *found);
    if (!found)
        return err_memory(err);
    struct consulted *at = case_consulted(c, scheme);
    at->asked = true;
    int rc = at->copy.id ? r->by_model(r->ctx, scheme, norm, found, err) : 0;
    for (size_t i = 0; !rc && i < found->count; i++) {
        struct label label = {.scheme = scheme};
        label.answer.kind = found->item[i].gone ? ANSWER_ABSENT : ANSWER_FOUND;
        label.answer.entry = found->item[i];
        found->item[i] = (struct entry){0};
        rc = r->copy(r->ctx, scheme, &label.answer.copy, err);
        if (!rc)
            rc = page_answer(c, r, &label, err);
        if (!rc)
            rc = find_named(c, &label, err);
        keep(c, &label);
    }
    entries_clear(found);
    free(found);
    return rc;
}

/* The law asks whether the product holds a label, not whether the box shows it (SI 2025/1267 regs 5-8). */
static int search_by_model(struct casework *c, const struct registry *r, struct err *err)
{
    char *norm = NULL;
    if (!c->model)
        return 0;
    if (normal_form(c->model, &norm, err))
        return -1;
    int rc = 0;
    if (!normal_is_placeholder(norm)) {
        rc = search_scheme(c, r, SCHEME_JC_STAR, norm, err);
        if (!rc)
            rc = search_scheme(c, r, SCHEME_CLS, norm, err);
    }
    free(norm);
    return rc;
}

static bool has_official(const struct casework *c)
{
    for (size_t i = 0; i < c->labels; i++)
        if (c->label[i].scheme != SCHEME_OTHER && !c->label[i].only_named)
            return true;
    return false;
}

int lookup_labels(struct casework *c, const struct registry *registry, struct err *err)
{
    c->revocations = registry->revocations;
    if (registry->copy(registry->ctx, SCHEME_JC_STAR, &c->jc_star.copy, err) ||
        registry->copy(registry->ctx, SCHEME_CLS, &c->cls.copy, err))
        return -1;
    for (size_t i = 0; i < c->box.refs; i++)
        if (lookup_ref(c, registry, &c->box.ref[i], err))
            return -1;
    if (!has_official(c) && search_by_model(c, registry, err))
        return -1;
    if (!c->jc_star.copy.id && !c->cls.copy.id) /* without any copy nothing was checked, whatever was asked */
        c->jc_star.asked = c->cls.asked = true;
    return 0;
}
