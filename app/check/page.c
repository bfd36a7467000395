/* One label now: what the entry's own page said last, and where the copy cannot answer, what it says now.
 *
 * A page is one voice of the registry, the list is the other. So that it never makes a verdict milder than a copy of
 * the list could: bad news of the list stands (revoked, withdrawn, gone, ...), whatever the page says; a page that says
 * less of the label than the list does is no answer, unless what it says is bad news. */
#include <stdlib.h>
#include <string.h>

#include "app/check/case.h"
#include "app/label/address.h"
#include "app/label/normal.h"

/* Current in the copy, or never listed there. Without any copy nothing is asked, and an impossible CLS id is nobody's
 * unless the list has exactly that. */
static bool open_question(const struct label *label)
{
    const struct answer *a = &label->answer;
    bool impossible = label->ref && label->ref->implausible;
    return a->kind == ANSWER_FOUND ? a->entry.status == STATUS_CURRENT
                                   : a->kind == ANSWER_ABSENT && !a->entry.number && a->copy.id && !impossible;
}

static bool is_fresh(const struct casework *c, const struct copy *copy)
{
    const struct check_limits *limits = &c->ask->limits;
    return label_age(copy->as_of, c->now, limits->fresh, limits->stale_after) == AGE_FRESH;
}

/* Does the page say all that the list does, and its status in words? */
static bool says_enough(const struct entry *list, const struct entry *page)
{
    return page->word && (page->expires || !list->expires) && (page->issued || !list->issued) &&
           (page->level || !list->level) && (page->vendor || !list->vendor) &&
           (page->models.count || !list->models.count);
}

static bool counts(const struct answer *list, const struct answer *page)
{
    if (page->kind != ANSWER_FOUND || page->copy.demo != list->copy.demo)
        return false;
    return page->entry.status != STATUS_CURRENT || says_enough(&list->entry, &page->entry);
}

/* The label answers by `page` from now on; takes it over. */
static void take(struct label *label, struct answer *page)
{
    answer_clear(&label->answer);
    label->answer = *page;
    label->by_page = true;
    *page = (struct answer){0};
}

static int kept(struct casework *c, const struct registry *r, struct label *label, const char *norm, struct err *err)
{
    struct answer page = {0};
    if (!r->page_kept)
        return 0;
    int rc = r->page_kept(r->ctx, label->scheme, norm, &page, err);
    bool newer = page.copy.as_of > label->answer.copy.as_of && page.copy.as_of <= c->now;
    if (!rc && newer && counts(&label->answer, &page))
        take(label, &page);
    answer_clear(&page);
    return rc;
}

static void says_less(struct err *why)
{
    (void)err_set(why, ERR_INPUT, "the page says less of the label than the list does, so the list's word counts",
                  "ページの内容が一覧より少ないため、一覧の内容で判定します");
}

static int ask(struct casework *c, const struct registry *r, struct label *label, const char *norm, struct err *err)
{
    struct answer page = {0};
    const struct answer *list = &label->answer;
    struct page_said *said = &c->said[c->saids];
    if (!r->page_ask || c->saids == CASE_PAGES_MAX || (list->kind == ANSWER_FOUND && is_fresh(c, &list->copy)))
        return 0;
    struct page_ask what = {
        .scheme = label->scheme, .number = norm, .url = list->entry.url, .demo = list->copy.demo, .now = c->now};
    int rc = r->page_ask(r->page_ctx, &what, &page, said, err);
    if (!rc && (said->asked || said->why.code)) {
        label->said = said;
        c->saids++;
    }
    if (!rc && counts(list, &page))
        take(label, &page);
    else if (!rc && page.kind == ANSWER_FOUND)
        says_less(&said->why);
    answer_clear(&page);
    return rc;
}

/* The number whose page is meant: the entry's; else what is printed. Of a printed address, what in it may be the
 * number: the address itself is never asked. *out is NULL when there is none. */
static int number_of(const struct label *label, char **out, struct err *err)
{
    struct address_parts parts = {0};
    const char *number = label->answer.entry.number;
    int rc = 0;
    *out = NULL;
    if (!number && label->ref && label->ref->kind != REF_URL)
        number = label->ref->text;
    if (!number && label->ref)
        rc = address_parts(label->ref->text, &parts, err);
    for (size_t i = 0; i < parts.count && !number; i++)
        number = strpbrk(parts.item[i], "0123456789") ? parts.item[i] : NULL;
    if (!rc && number)
        rc = normal_form(number, out, err);
    address_parts_clear(&parts);
    return rc;
}

int page_answer(struct casework *c, const struct registry *registry, struct label *label, struct err *err)
{
    char *norm = NULL;
    bool official = label->scheme == SCHEME_JC_STAR || label->scheme == SCHEME_CLS;
    if (!official || !open_question(label) || (!registry->page_kept && !registry->page_ask))
        return 0;
    int rc = number_of(label, &norm, err);
    if (!rc && norm && *norm)
        rc = kept(c, registry, label, norm, err);
    if (!rc && norm && *norm && open_question(label))
        rc = ask(c, registry, label, norm, err);
    free(norm);
    return rc;
}
