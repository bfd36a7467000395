#include "ui/audit/box_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/registry/dates.h"
#include "cache/registry/headings.h"
#include "ui/audit/amount.h"

enum { WORD_BYTES = 256, DAYS_MAX = 36500 };

struct word {
    const char *word; /* as headings_key gives it */
    int value;
};

static const struct word markets[] = {{"gb", MARKET_GB},
                                      {"uk", MARKET_GB},
                                      {"greatbritain", MARKET_GB},
                                      {"unitedkingdom", MARKET_GB},
                                      {"gbr", MARKET_GB},
                                      {"england", MARKET_GB},
                                      {"英国", MARKET_GB},
                                      {"イギリス", MARKET_GB},
                                      {"グレートブリテン", MARKET_GB},
                                      {"ni", MARKET_NI},
                                      {"northernireland", MARKET_NI},
                                      {"北アイルランド", MARKET_NI},
                                      {"jp", MARKET_JP},
                                      {"japan", MARKET_JP},
                                      {"jpn", MARKET_JP},
                                      {"日本", MARKET_JP},
                                      {"国内", MARKET_JP},
                                      {NULL, 0}};
static const struct word roles[] = {{"retailer", ROLE_RETAILER},
                                    {"distributor", ROLE_RETAILER},
                                    {"小売", ROLE_RETAILER},
                                    {"小売業者", ROLE_RETAILER},
                                    {"販売店", ROLE_RETAILER},
                                    {"seller", ROLE_SELLER},
                                    {"出品者", ROLE_SELLER},
                                    {"importer", ROLE_IMPORTER},
                                    {"輸入者", ROLE_IMPORTER},
                                    {"輸入業者", ROLE_IMPORTER},
                                    {"manufacturer", ROLE_MANUFACTURER},
                                    {"製造者", ROLE_MANUFACTURER},
                                    {"メーカー", ROLE_MANUFACTURER},
                                    {"platform", ROLE_PLATFORM},
                                    {"marketplace", ROLE_PLATFORM},
                                    {"プラットフォーム", ROLE_PLATFORM},
                                    {NULL, 0}};
static const struct word events[] = {
    {"goods-in", EVENT_GOODS_IN}, {"goodsin", EVENT_GOODS_IN}, {"入荷", EVENT_GOODS_IN}, {"offer", EVENT_OFFER},
    {"listing", EVENT_OFFER},     {"出品", EVENT_OFFER},       {"sale", EVENT_SALE},     {"販売", EVENT_SALE},
    {"audit", EVENT_AUDIT},       {"棚卸", EVENT_AUDIT},       {"監査", EVENT_AUDIT},    {NULL, 0}};
static const struct word statements[] = {
    {"complete", STATEMENT_COMPLETE}, {"完備", STATEMENT_COMPLETE}, {"incomplete", STATEMENT_INCOMPLETE},
    {"不備", STATEMENT_INCOMPLETE},   {"absent", STATEMENT_ABSENT}, {"no", STATEMENT_ABSENT},
    {"none", STATEMENT_ABSENT},       {"なし", STATEMENT_ABSENT},   {"無", STATEMENT_ABSENT},
    {"unknown", STATEMENT_UNKNOWN},   {"不明", STATEMENT_UNKNOWN},  {NULL, 0}};

/* The word's value; 0 when it is not known. *said: there is one at all. */
static int read_word(const char *cell, const struct word *words, bool *said, int *value, struct err *err)
{
    char *key = NULL;
    *value = 0;
    *said = *cell != 0;
    if (!*cell || strlen(cell) > WORD_BYTES)
        return 0;
    if (headings_key(cell, &key, err))
        return -1;
    *said = *key != 0;
    for (; words->word && !*value; words++)
        *value = !strcmp(words->word, key) ? words->value : 0;
    free(key);
    return 0;
}

/* *out stays as it is for an empty cell, and becomes `otherwise` for a word that is not known, which is noted. */
static int take_word(struct audit_box *b, enum audit_field field, const struct word *words, const char *cell,
                     enum audit_note unknown, int otherwise, int *out, struct err *err)
{
    bool said = false;
    int value = 0;
    if (read_word(cell, words, &said, &value, err))
        return -1;
    if (said && !value)
        audit_box_say(b, unknown, field, cell);
    if (said)
        *out = value ? value : otherwise;
    return 0;
}

/* The first of several words in a cell; *next is where the others begin. */
static size_t first_word(const char *cell, size_t *next)
{
    static const char *const between[] = {",", ";", "/", "|", "+", "\n", "、", "・", "，", "／", "；"};
    for (size_t size = 0; cell[size]; size++)
        for (size_t i = 0; i < sizeof between / sizeof *between; i++)
            if (!strncmp(cell + size, between[i], strlen(between[i]))) {
                *next = size + strlen(between[i]);
                return size;
            }
    *next = strlen(cell);
    return *next;
}

/* "gb, jp" */
static int read_markets(struct audit_box *b, const char *cell, struct err *err)
{
    enum market market[CHECK_MARKETS_MAX] = {MARKET_NONE};
    char part[WORD_BYTES + 1];
    size_t count = 0;
    for (size_t next = 0; *cell; cell += next) {
        size_t size = first_word(cell, &next);
        bool said = false, there = false;
        int value = 0;
        (void)snprintf(part, sizeof part, "%.*s", (int)(size < sizeof part ? size : 0), cell);
        if (read_word(part, markets, &said, &value, err))
            return -1;
        if ((said && !value) || size >= sizeof part)
            audit_box_say(b, NOTE_UNKNOWN_WORD, AUDIT_MARKET, cell);
        for (size_t i = 0; i < count; i++)
            there |= market[i] == (enum market)value;
        if (value && !there)
            market[count++] = (enum market)value;
    }
    if (!count)
        return 0;
    memcpy(b->ask.market, market, sizeof market);
    b->ask.markets = count;
    return 0;
}

static int read_date(struct audit_box *b, const char *cell, struct err *err)
{
    day on = 0;
    if (!*cell)
        return 0;
    if (strlen(cell) <= WORD_BYTES && dates_read(cell, DATES_FIRST, &on, err))
        return -1;
    if (on)
        b->ask.on = on;
    else
        audit_box_say(b, NOTE_BAD_DATE, AUDIT_DATE, cell);
    return 0;
}

int box_facts_read(const struct audit_ask *ask, const struct audit_columns *c, const struct audit_row *row,
                   struct audit_box *b, struct err *err)
{
    int role = b->ask.role, event = b->ask.event, statement = b->ask.statement;
    double days = amount_read(audit_row_cell(c, row, AUDIT_SELL_THROUGH));
    if (read_markets(b, audit_row_cell(c, row, AUDIT_MARKET), err) ||
        take_word(b, AUDIT_ROLE, roles, audit_row_cell(c, row, AUDIT_ROLE), NOTE_UNKNOWN_WORD, role, &role, err) ||
        take_word(b, AUDIT_EVENT, events, audit_row_cell(c, row, AUDIT_EVENT), NOTE_UNKNOWN_WORD, event, &event, err) ||
        take_word(b, AUDIT_STATEMENT, statements, audit_row_cell(c, row, AUDIT_STATEMENT), NOTE_UNKNOWN_STATEMENT,
                  STATEMENT_UNKNOWN, &statement, err) ||
        read_date(b, audit_row_cell(c, row, AUDIT_DATE), err))
        return -1;
    b->ask.role = (enum role)role;
    b->ask.event = (enum event)event;
    b->ask.statement = (enum statement)statement;
    int sell = days >= 0 && days <= DAYS_MAX ? (int)days : ask->sell_through;
    day from = b->ask.on ? b->ask.on : day_at(ask->now, market_calendar(b->ask.market[0]));
    b->sold_by = sell > 0 ? day_plus(from, sell) : 0;
    return 0;
}
