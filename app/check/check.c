#include "app/check/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/check/case.h"

const struct check_limits check_default_limits = {.fresh = 86400, .stale_after = 7 * 86400, .warn_days = 60};

/* What the codes of the box say they are. */
static int interpret(struct casework *c, struct err *err)
{
    const struct check_ask *ask = c->ask;
    day today = ask->on ? ask->on : day_at(c->now, CALENDAR_SGT);
    for (size_t i = 0; ask->codes && i < ask->codes->count; i++)
        if (box_add_symbol(&c->box, &ask->codes->item[i], today, err))
            return -1;
    for (size_t i = 0; i < ask->labels; i++)
        if (box_add_label(&c->box, ask->label[i], today, err))
            return -1;
    return ask->gtin ? box_add_gtin(&c->box, ask->gtin, err) : 0;
}

/* A clock before the build or before the last record cannot be right. A rehearsal has no clock. */
static void suspect_clock(struct casework *c)
{
    const struct check_ask *ask = c->ask;
    moment floor = c->last_record > ask->built_at ? c->last_record : ask->built_at;
    char expected[MOMENT_TEXT], actual[MOMENT_TEXT];
    if (!ask->rehearsal && c->now < floor)
        finding_add(&c->findings, FINDING_CLOCK_SUSPECT, moment_text(floor, expected), moment_text(c->now, actual));
}

static size_t room_with_receipt(const char *text)
{
    return strlen(text) + LEDGER_HASH_TEXT + 64;
}

static void put_receipt(const char *text, const struct receipt *receipt, char *out)
{
    size_t room = room_with_receipt(text);
    int body = (int)strlen(text) - 1; /* without the closing brace */
    if (receipt->seq)
        snprintf(out, room, "%.*s,\"receipt\":{\"seq\":%lld,\"hash\":\"%s\"}}", body, text, (long long)receipt->seq,
                 receipt->hash);
    else
        snprintf(out, room, "%.*s,\"receipt\":null}", body, text);
}

int check_with_receipt(const char *text, const struct receipt *receipt, char **out, struct err *err)
{
    *out = malloc(room_with_receipt(text));
    if (!*out)
        return err_memory(err);
    put_receipt(text, receipt, *out);
    return 0;
}

static int write_down(struct casework *c, struct ledger *ledger, struct checked *out, struct err *err)
{
    struct findings *findings = calloc(CHECK_MARKETS_MAX, sizeof *findings);
    char *text = NULL;
    if (!findings)
        return err_memory(err);
    for (size_t m = 0; m < c->ask->markets; m++)
        gather_findings(c, m, &findings[m]);
    int rc = record_json(c, findings, &text, err);
    if (!rc && !(out->json = malloc(room_with_receipt(text)))) /* before the record: after it nothing may fail */
        rc = err_memory(err);
    if (!rc && !c->ask->rehearsal)
        rc = ledger_append(ledger, c->now, text, &out->receipt, err);
    if (!rc)
        put_receipt(text, &out->receipt, out->json);
    free(text);
    free(findings);
    return rc;
}

static void case_clear(struct casework *c)
{
    for (size_t i = 0; i < c->labels; i++)
        answer_clear(&c->label[i].answer);
    free(c->label);
    product_clear(&c->product);
    copy_clear(&c->jc_star.copy);
    copy_clear(&c->cls.copy);
    box_clear(&c->box);
    free(c);
}

static int run(struct casework *c, const struct registry *registry, const struct shelf *shelf, struct ledger *ledger,
               struct checked *out, struct err *err)
{
    if (!c->ask->rehearsal && ledger_last_at(ledger, &c->last_record, err))
        return -1;
    c->now = c->ask->clock(c->ask->clock_ctx);
    suspect_clock(c);
    if (interpret(c, err) || identify_product(c, shelf, err) || lookup_labels(c, registry, err) ||
        weigh(c, registry, shelf, err))
        return -1;
    out->outcome = c->outcome;
    return write_down(c, ledger, out, err);
}

int check_box(const struct check_ask *ask, const struct registry *registry, const struct shelf *shelf,
              struct ledger *ledger, struct checked *out, struct err *err)
{
    *out = (struct checked){0};
    if (!ask->markets || ask->markets > CHECK_MARKETS_MAX)
        return err_set(err, ERR_USAGE, "no market given: use --market gb, ni or jp",
                       "市場の指定がありません。--market gb、ni、jp のいずれかを指定してください");
    if (!ask->rehearsal && !ledger)
        return err_set(err, ERR_IO, "there is no evidence.db to record this check in",
                       "この検査を記録する evidence.db がありません");
    struct casework *c = calloc(1, sizeof *c);
    if (!c)
        return err_memory(err);
    c->ask = ask;
    int rc = run(c, registry, shelf, ledger, out, err);
    case_clear(c);
    if (rc)
        checked_clear(out);
    return rc;
}

void checked_clear(struct checked *c)
{
    free(c->json);
    *c = (struct checked){0};
}
