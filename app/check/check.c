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
    if (ask->codes && box_add_symbols(&c->box, ask->codes, today, err))
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

/* ---- the desk ---- */

int check_desk_open(const struct registry *registry, const struct shelf *shelf, struct check_desk **out,
                    struct err *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return err_memory(err);
    (*out)->registry = registry;
    (*out)->shelf = shelf;
    return 0;
}

/* Ready for the next box. */
static void desk_clear(struct check_desk *desk)
{
    struct casework *c = &desk->c;
    for (size_t i = 0; i < c->labels; i++)
        answer_clear(&c->label[i].answer);
    product_clear(&c->product);
    copy_clear(&c->jc_star.copy);
    copy_clear(&c->cls.copy);
    box_clear(&c->box);
    *c = (struct casework){.label = desk->label};
}

void check_desk_close(struct check_desk *desk)
{
    if (!desk)
        return;
    desk_clear(desk);
    free(desk);
}

int check_judge(struct check_desk *desk, const struct check_ask *ask, moment now, moment last_record, struct err *err)
{
    struct casework *c = &desk->c;
    desk_clear(desk);
    if (!ask->markets || ask->markets > CHECK_MARKETS_MAX)
        return err_set(err, ERR_USAGE, "no market given: use --market gb, ni or jp",
                       "市場の指定がありません。--market gb、ni、jp のいずれかを指定してください");
    c->ask = ask;
    c->place = ask->place;
    c->now = now;
    c->last_record = last_record;
    suspect_clock(c);
    if (interpret(c, err) || identify_product(c, desk->shelf, err) || lookup_labels(c, desk->registry, err) ||
        weigh(c, desk->registry, desk->shelf, err))
        return -1;
    for (size_t m = 0; m < ask->markets; m++) {
        desk->findings[m].set = 0;
        desk->findings[m].count = 0;
        gather_findings(c, m, &desk->findings[m]);
    }
    return 0;
}

int check_record(struct check_desk *desk, const struct check_place *place, struct buffer *out, struct err *err)
{
    if (place)
        desk->c.place = place;
    return record_json(&desk->c, desk->findings, out, err);
}

/* ---- one box ---- */

static int write_down(struct check_desk *desk, struct ledger *ledger, struct checked *out, struct err *err)
{
    struct buffer text = {0};
    int rc = check_record(desk, NULL, &text, err);
    if (!rc && !(out->json = malloc(room_with_receipt(text.bytes)))) /* before the record: after it nothing may fail */
        rc = err_memory(err);
    if (!rc && !desk->c.ask->rehearsal)
        rc = ledger_append(ledger, desk->c.now, text.bytes, &out->receipt, err);
    if (!rc)
        put_receipt(text.bytes, &out->receipt, out->json);
    buffer_clear(&text);
    return rc;
}

int check_box(const struct check_ask *ask, const struct registry *registry, const struct shelf *shelf,
              struct ledger *ledger, struct checked *out, struct err *err)
{
    struct check_desk *desk = NULL;
    moment last_record = 0;
    *out = (struct checked){0};
    if (!ask->rehearsal && !ledger)
        return err_set(err, ERR_IO, "there is no evidence.db to record this check in",
                       "この検査を記録する evidence.db がありません");
    if (!ask->rehearsal && ledger_last_at(ledger, &last_record, err))
        return -1;
    int rc = check_desk_open(registry, shelf, &desk, err);
    if (!rc)
        rc = check_judge(desk, ask, ask->clock(ask->clock_ctx), last_record, err);
    if (!rc)
        rc = write_down(desk, ledger, out, err);
    if (!rc)
        out->outcome = desk->c.outcome;
    check_desk_close(desk);
    if (rc)
        checked_clear(out);
    return rc;
}

void checked_clear(struct checked *c)
{
    free(c->json);
    *c = (struct checked){0};
}
