#include "ui/audit/listing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/label/normal.h"

/* ---- numbers ---- */

static int has_label(const struct audit_box *box, const char *number, bool *yes, struct err *err)
{
    char *own = NULL, *other = NULL;
    *yes = false;
    int rc = normal_form(number, &own, err);
    for (size_t i = 0; !rc && !*yes && i < box->ask.labels; i++) {
        rc = normal_form(box->ask.label[i], &other, err);
        *yes = !rc && !strcmp(own, other);
        free(other);
        other = NULL;
    }
    free(own);
    return rc;
}

/* A copy lists exactly this. */
static int is_listed(const struct registry *r, enum scheme scheme, const char *number, bool *yes, struct err *err)
{
    struct answer answer = {0};
    char *norm = NULL;
    *yes = false;
    if (normal_form(number, &norm, err))
        return -1;
    int rc = r->by_number(r->ctx, scheme, norm, &answer, err);
    *yes = !rc && answer.entry.number;
    answer_clear(&answer);
    free(norm);
    return rc;
}

static int take_number(struct audit_box *box, const struct registry *registry, struct claim *claim, struct err *err)
{
    bool yes = claim->sure;
    if (!claim->number[0])
        return 0;
    if (!yes && is_listed(registry, claim->scheme, claim->number, &yes, err))
        return -1;
    if (!yes) {
        claim->number[0] = 0;
        return 0;
    }
    if (has_label(box, claim->number, &yes, err))
        return -1;
    if (yes)
        return 0;
    const char *label = audit_box_keep(box, claim->number, strlen(claim->number));
    if (!label)
        return err_memory(err);
    return audit_box_label(box, label, err);
}

int listing_read(struct audit_box *box, const struct registry *registry, struct claims *out, struct err *err)
{
    *out = (struct claims){0};
    if ((box->title && claims_read(box->title, out, err)) || (box->text && claims_read(box->text, out, err)))
        return -1;
    for (size_t i = 0; i < out->count; i++)
        if (out->item[i].kind == CLAIM_LABEL && take_number(box, registry, &out->item[i], err))
            return -1;
    return 0;
}

/* ---- sentences ---- */

enum sentence {
    SAY_CURRENT,
    SAY_NO_NUMBER,
    SAY_LEVEL,
    SAY_LAPSED,
    SAY_REVOKED,
    SAY_OTHER_MODEL,
    SAY_NOT_LISTED,
    SAY_NONE_HELD,
    SAY_UNVERIFIED,
    SAY_PENDING,
    SAY_WORDING,
    SAY_NO_PERIOD,
};

/* Each takes the quote, then the number (or level, or date). */
static const struct {
    const char *code;
    struct words say;
} sentences[] = {
    [SAY_NO_NUMBER] = {"listing-claim-without-number",
                       {"Add the registration number beside \"%s\": %s.", "「%s」に登録番号を添えてください：%s"}},
    [SAY_LEVEL] = {"listing-claim-level",
                   {"\"%s\" claims another level than the registry gives: write level %s.",
                    "「%s」は登録一覧と異なるレベルです。レベル %s と書いてください"}},
    [SAY_LAPSED] = {"listing-claim-lapsed",
                    {"Remove \"%s\": the label is no longer in force (%s).",
                     "「%s」を削除してください。ラベルは失効しています（%s）"}},
    [SAY_REVOKED] = {"listing-claim-revoked",
                     {"Remove \"%s\": the label was revoked (%s).",
                      "「%s」を削除してください。ラベルは取り消されています（%s）"}},
    [SAY_OTHER_MODEL] = {"listing-claim-other-model",
                         {"Remove \"%s\": label %s is another model's.",
                          "「%s」を削除してください。ラベル %s は別の型番のものです"}},
    [SAY_NOT_LISTED] = {"listing-claim-not-listed",
                        {"Remove \"%s\": the registry does not list %s.",
                         "「%s」を削除してください。%s は登録一覧にありません"}},
    [SAY_NONE_HELD] = {"listing-claim-unfounded",
                       {"Remove \"%s\", or name the registration number: no label of this product is known%s.",
                        "「%s」を削除するか、登録番号を記してください。この商品のラベルは見つかりません%s"}},
    [SAY_UNVERIFIED] = {"listing-claim-unverified",
                        {"Do not show \"%s\" until %s has been verified.",
                         "%2$s を確認できるまで「%1$s」を表示しないでください"}},
    [SAY_PENDING] =
        {"listing-claim-pending",
         {"Remove \"%s\": a label that is not granted must not be claimed without its provisional number%s.",
          "「%s」を削除してください。未交付のラベルは、仮登録番号なしに表示できません%s"}},
    [SAY_WORDING] = {"listing-wording",
                     {"Remove \"%s\": no label says so%s.",
                      "「%s」を削除してください。ラベルはそのことを示すものではありません%s"}},
    [SAY_NO_PERIOD] =
        {"listing-no-update-period",
         {"Add until when security updates are provided: \"Security updates until [date]\"%s%s.",
          "セキュリティ更新の提供期間を加えてください：「セキュリティアップデート提供期間：[日付]まで」%s%s"}},
};

static int note(struct audit_box *box, const struct claims *c, enum sentence s, const char *quote, const char *detail,
                struct err *err)
{
    enum audit_field field = box->title ? AUDIT_TITLE : AUDIT_TEXT;
    char text[512];
    if (s == SAY_CURRENT) {
        audit_box_say(box, NOTE_CLAIM_CURRENT, field, quote);
        return 0;
    }
    (void)snprintf(text, sizeof text, c->japanese ? sentences[s].say.ja : sentences[s].say.en, quote, detail);
    const char *say = audit_box_keep(box, text, strlen(text));
    if (!say)
        return err_memory(err);
    audit_box_note(box, sentences[s].code, audit_field_name(field), *quote ? quote : NULL, NULL, say);
    return 0;
}

/* ---- a claim beside the verdict ---- */

static bool is(const char *word, const char *other)
{
    return word && !strcmp(word, other);
}

static bool is_lapsed(const struct check_row *row)
{
    static const char *const lapsed[] = {"expired", "deferred", "withdrawn", "suspended", "gone"};
    for (size_t i = 0; i < sizeof lapsed / sizeof *lapsed; i++)
        if (is(row->status, lapsed[i]))
            return true;
    for (size_t m = 0; m < row->markets; m++)
        if (row->market[m].findings & FINDING_BIT(FINDING_EXPIRED))
            return true;
    return false;
}

static enum sentence truth_of(const struct claim *claim, const struct check_row *row)
{
    if (!row->number || !is(row->scheme, scheme_name(claim->scheme)))
        return claim->number[0] ? SAY_UNVERIFIED : SAY_NONE_HELD;
    if (is(row->status, status_name(STATUS_NOT_LISTED)))
        return SAY_NOT_LISTED;
    if (is(row->match, "mismatch") || is(row->match, "brand"))
        return SAY_OTHER_MODEL;
    if (is(row->status, status_name(STATUS_REVOKED)))
        return SAY_REVOKED;
    if (is_lapsed(row))
        return SAY_LAPSED;
    if (!is(row->status, status_name(STATUS_CURRENT)) || !is(row->match, "model"))
        return SAY_UNVERIFIED;
    if (claim->level && row->level && claim->level != row->level)
        return SAY_LEVEL;
    return claim->number[0] ? SAY_CURRENT : SAY_NO_NUMBER;
}

static int note_label(struct audit_box *box, const struct claims *c, const struct claim *claim,
                      const struct check_row *row, struct err *err)
{
    char detail[DAY_TEXT] = "", level[2] = {(char)('0' + row->level % 10), 0};
    enum sentence s = truth_of(claim, row);
    const char *number = row->number ? row->number : claim->number;
    const char *what = s == SAY_LEVEL       ? level
                       : s == SAY_LAPSED    ? row->expires ? day_text(row->expires, detail) : row->status
                       : s == SAY_REVOKED   ? number
                       : s == SAY_NONE_HELD ? ""
                                            : number;
    return note(box, c, s, claim->quote, what, err);
}

int listing_note(struct audit_box *box, const struct claims *claims, const struct check_row *row, struct err *err)
{
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->item[i];
        int rc = claim->kind == CLAIM_LABEL     ? note_label(box, claims, claim, row, err)
                 : claim->kind == CLAIM_PENDING ? note(box, claims, SAY_PENDING, claim->quote, "", err)
                                                : note(box, claims, SAY_WORDING, claim->quote, "", err);
        if (rc)
            return -1;
    }
    if ((box->title || box->text) && !claims->says_period)
        return note(box, claims, SAY_NO_PERIOD, "", "", err);
    return 0;
}
